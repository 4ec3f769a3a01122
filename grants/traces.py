"""What this room holds about a person, and what becomes of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.traces import OnMerge, trace


def forget_question(rows: Any) -> None:
    """Take out what the asker wrote; what the staff published of it, without them, stays."""
    rows.update(asked_text="", email="")


def forget_what_was_said(rows: Any) -> None:
    """Take out what the person wrote of themselves and why they declined; whose answer it was stays in the record."""
    rows.update(capacity="", reason="")


trace(
    "grants.Application.author",
    _("applications written"),
    shows=("number", "title", "call__title", "state", "submitted_at"),
)
trace(
    "grants.CoAuthor.user",
    _("applications written with others"),
    shows=("application__title", "part", "state", "joined_at"),
)
trace(
    "grants.Patronage.user",
    _("answers for a patron of a group"),
    shows=("organisation_name", "application__title", "state", "answered_at", "reason"),
    erases=forget_what_was_said,
)
trace("grants.Submission.submitted_by", _("applications submitted"), on_merge=OnMerge.STAYS)
trace("grants.FormalMark.marked_by", _("formal findings written"), on_merge=OnMerge.STAYS)
# An assessment is a judgement made in one's own name: it stays with the account that made it.
trace(
    "grants.Assessment.assessor",
    _("assessments written"),
    on_merge=OnMerge.STAYS,
    shows=("application__number", "state", "submitted_at"),
)
trace("grants.Decision.decided_by", _("decisions taken"), on_merge=OnMerge.STAYS)
trace(
    "grants.PartyDeclaration.assessor",
    _("declarations of ties"),
    on_merge=OnMerge.STAYS,
    shows=("call__title", "made_at"),
)
trace(
    "grants.TopicDeclaration.assessor",
    _("topics known"),
    on_merge=OnMerge.STAYS,
    shows=("call__title", "made_at"),
)
trace(
    "grants.TopicDeclaration.made_by",
    _("topics of assessors entered"),
    on_merge=OnMerge.STAYS,
)
trace(
    "grants.ChosenColumns.user",
    _("columns chosen for the table of applications"),
    on_merge=OnMerge.STAYS,
    shows=("keys",),
)
trace("grants.SetAside.made_by", _("sheets set aside"), on_merge=OnMerge.STAYS)
trace("grants.CommitteeChange.made_by", _("changes by the committee"), on_merge=OnMerge.STAYS)
trace("grants.Presence.person", _("meetings of committees attended"), on_merge=OnMerge.STAYS)
trace("grants.MeetingItem.presided_by", _("votes presided over"), on_merge=OnMerge.STAYS)
trace("grants.Recusal.person", _("items left for a conflict"), on_merge=OnMerge.STAYS)
trace("grants.Justification.written_by", _("justifications edited"), on_merge=OnMerge.STAYS)
trace("grants.LetterText.edited_by", _("letters of calls reworded"), on_merge=OnMerge.STAYS)
trace("grants.MinutesText.made_by", _("minutes drawn up"), on_merge=OnMerge.STAYS)
trace(
    "grants.MinutesSignature.person",
    _("minutes signed"),
    on_merge=OnMerge.STAYS,
    shows=("text__minutes__meeting__starts_at", "role", "signed_at"),
)
trace("grants.ReportSubmission.submitted_by", _("final reports handed in"), on_merge=OnMerge.STAYS)
trace(
    "grants.AnnexSignature.recorded_by",
    _("signatures under annexes recorded"),
    on_merge=OnMerge.STAYS,
)
trace("grants.Signatory.recorded_by", _("signatures recorded"), on_merge=OnMerge.STAYS)
trace("grants.Paper.made_by", _("papers of agreements made"), on_merge=OnMerge.STAYS)
trace("grants.BankAccount.checked_by", _("accounts of grantees checked"), on_merge=OnMerge.STAYS)
trace("grants.CostCut.cut_by", _("costs not accepted"), on_merge=OnMerge.STAYS)
trace(
    "grants.CallQuestion.asker",
    _("questions about calls"),
    shows=("call__title", "asked_text", "asked_at", "state"),
    erases=forget_question,
)
trace("grants.CallAmendment.by", _("amendments of calls written"), on_merge=OnMerge.STAYS)
trace(
    "grants.VolunteerWork.person",
    _("work as a volunteer"),
    shows=("agreement__number", "kind__title", "state"),
)
trace(
    "grants.InterimSubmission.submitted_by", _("interim reports handed in"), on_merge=OnMerge.STAYS
)
trace(
    "grants.Inspection.lead",
    _("checks of grants carried out"),
    on_merge=OnMerge.STAYS,
    shows=("agreement__number", "kind", "day", "state"),
)
