"""What mentoring holds about a person."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring.models import Enrolment, InterviewNote, Wish
from people.traces import OnErase, OnMerge, trace
from questionnaires.models import AnswerSet

#: Each row says with whom one person does not want to work.
EXCLUSIONS: Any = Enrolment.excludes.through


def forget_the_application(rows: Any) -> None:
    """Take what people wrote of themselves, health and conflicts among it; that they took part stays."""
    keys = list(rows.values_list("pk", flat=True))
    Wish.objects.filter(enrolment__in=keys).delete()
    EXCLUSIONS.objects.filter(from_enrolment__in=keys).delete()
    answers = list(rows.exclude(answers=None).values_list("answers", flat=True))
    AnswerSet.objects.filter(pk__in=answers).update(values={}, traces={})
    InterviewNote.objects.filter(enrolment__in=rows.values("pk")).delete()
    rows.update(**dict.fromkeys(("experience", "need", "access_needs", "keep_apart"), ""))


def wishes_stated(rows: Any) -> dict[str, list[dict[str, str]]]:
    """With whom people wish to work and with whom not: their own words, of which nobody else learns from here."""
    keys = list(rows.values_list("pk", flat=True))
    wishes = Wish.objects.filter(enrolment__in=keys).select_related("about__person")
    excluded = EXCLUSIONS.objects.filter(from_enrolment__in=keys)
    return {
        gettext("With whom they wish to work"): [
            {"rank": str(each.rank), "person": str(each.about.person)} for each in wishes
        ],
        gettext("With whom they do not want to work"): [
            {"person": str(each.to_enrolment.person)}
            for each in excluded.select_related("to_enrolment__person")
        ],
    }


def forget_drafts(rows: Any) -> None:
    """Nobody but the author ever read them: they go whole."""
    answers = list(rows.values_list("answers", flat=True))
    rows.delete()
    AnswerSet.objects.filter(pk__in=answers).delete()


trace(
    "mentoring.SelectionSheet.scorer",
    _("Points they gave to candidates"),
    on_merge=OnMerge.STAYS,
    shows=["enrolment__edition", "total", "saved_at"],
)
trace(
    "mentoring.InterviewNote.author",
    _("Notes they took of interviews"),
    on_merge=OnMerge.STAYS,
    shows=["enrolment__edition", "held_on"],
)
trace(
    "mentoring.EnrolmentDraft.person",
    _("Applications for mentoring they began"),
    shows=["edition", "role", "answers__values"],
    erases=forget_drafts,
)
trace(
    "mentoring.Enrolment.person",
    _("Applications for mentoring"),
    shows=[
        "edition",
        "role",
        "state",
        "region",
        "experience",
        "need",
        "languages",
        "forms",
        "availability",
        "access_needs",
        "keep_apart",
        "answers__values",
        "capacity",
    ],
    erases=forget_the_application,
    tells=wishes_stated,
)
trace(
    "mentoring.MentorOffer.person",
    _("Mentors they were offered"),
    shows=["edition", "state", "title", "idea"],
    erases=lambda rows: rows.update(title="", idea=""),
)
trace("mentoring.MentorOffer.offered_by", _("Mentors they offered"), on_merge=OnMerge.STAYS)
trace("mentoring.MatchRun.made_by", _("Plans of pairs they had computed"), on_merge=OnMerge.STAYS)
trace("mentoring.MatchRun.published_by", _("Plans of pairs they published"), on_merge=OnMerge.STAYS)
trace(
    "mentoring.PlannedMeeting.planned_by",
    _("Meetings they planned"),
    on_merge=OnMerge.STAYS,
    shows=["starts_at", "minutes", "form", "place", "about"],
)
trace("mentoring.Pairing.proposed_by", _("Pairs they proposed"), on_merge=OnMerge.STAYS)
trace(
    "mentoring.SessionLog.written_by",
    _("Meetings they wrote down"),
    on_merge=OnMerge.STAYS,
    shows=["held_on", "minutes", "form", "done", "next_steps"],
)
trace(
    "mentoring.MentorRequest.asked_by",
    _("Confidential requests"),
    on_merge=OnMerge.STAYS,
    shows=["text", "asked_at", "state"],
    erases=lambda rows: rows.update(text=""),
)
trace(
    "mentoring.PairAgreement.first_by",
    _("Agreements of pairs they accepted"),
    shows=["text", "first_at"],
)
trace(
    "mentoring.PairAgreement.second_by",
    _("Agreements of pairs they accepted"),
    shows=["text", "second_at"],
)
trace(
    "mentoring.Deputy.user",
    _("Pairs in which they stand in for the mentor"),
    shows=["pairing", "until", "state"],
)
trace("mentoring.Deputy.named_by", _("Deputies they named"), on_merge=OnMerge.STAYS)
trace("mentoring.Followup.assigned_to", _("To-dos about pairs"), shows=["what", "due_on", "done"])
trace(
    "mentoring.MentorContract.kept_by",
    _("Contracts of mentors they wrote down"),
    on_merge=OnMerge.STAYS,
)
trace(
    "mentoring.OutsideHours.person",
    _("Hours they stated for projects elsewhere"),
    shows=["project", "month", "minutes", "day", "begins"],
)
trace(
    "mentoring.OutsideHours.stated_by",
    _("Hours in other projects they wrote down"),
    on_merge=OnMerge.STAYS,
)
trace(
    "mentoring.SessionNote.author",
    _("Private notes on meetings"),
    on_erase=OnErase.DELETED,
    shows=["text", "saved_at"],
)
trace(
    "mentoring.Pulse.author",
    _("How meetings were for them"),
    on_erase=OnErase.DELETED,
    shows=["mood", "comment", "said_at"],
)
