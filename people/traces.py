"""What this room, the engine and the log-in library hold about a person, and what becomes of it.

Other rooms import the registry from here and declare theirs; a test covers every foreign key.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.actions.last_letter import forget_letters
from people.registries import OnErase, OnMerge, Trace, library_keeps, trace, traces
from workflows.actions import delete_file
from workflows.models import History, HistoryText, StoredFile
from workflows.uploading import forget

__all__ = ["OnErase", "OnMerge", "Trace", "library_keeps", "trace", "traces"]


def forget_invitations(rows: Any) -> None:
    """Take the address from invitations and close their links."""
    rows.update(email="erased@erased.invalid", replaced=True)


def forget_merges(rows: Any) -> None:
    """Take what either record said from merges; that they were merged stays."""
    rows.update(before={}, kept_before={})


def forget_scans(rows: Any) -> None:
    """Delete the files that hang on rows of whatever kind: scans of what was entered in somebody's place, above all."""
    for scan in StoredFile.objects.about_any(rows):
        delete_file(file=scan)


def forget_requests(rows: Any) -> None:
    """Take the words from requests about data, and what came with them; that it was asked and answered stays."""
    forget_scans(History.objects.about_any(rows))
    forget_scans(rows)
    for text in HistoryText.objects.filter(entry__in=History.objects.about_any(rows)):
        text.erase()
    rows.update(words="", answer="", extension_reason="")


def forget_uploads(rows: Any) -> None:
    """Delete what was on its way and in no form yet."""
    for upload in rows:
        forget(upload)


_STAYS = {"on_merge": OnMerge.STAYS}

trace(
    "people.Membership.person",
    _("memberships"),
    shows=("organisation__name", "role", "since", "until"),
)
trace(
    "people.Consent.person",
    _("consents"),
    shows=("clause__title", "clause__version", "given_at", "withdrawn_at"),
)
trace(
    "people.Invitation.person",
    _("invitations"),
    **_STAYS,
    shows=("sent_at",),
    erases=forget_invitations,
)
trace(
    "people.MergeRecord.kept",
    _("records merged into this one"),
    **_STAYS,
    shows=("merged_at",),
    erases=forget_merges,
)
trace(
    "people.MergeRecord.merged",
    _("merges of this record"),
    **_STAYS,
    erases=forget_merges,
)
trace("people.ToldApart.one", _("records told apart from this one"), on_erase=OnErase.DELETED)
trace("people.ToldApart.other", _("records told apart from this one"), on_erase=OnErase.DELETED)
trace("people.ToldApart.by", _("records told apart"), **_STAYS)
trace("people.Person.merged_into", _("earlier duplicates"))

trace(
    "people.HandOver.giver",
    _("moves handed over"),
    **_STAYS,
    shows=("since", "until", "reason"),
    erases=lambda rows: rows.update(reason=""),
)
trace("people.HandOver.recipient", _("moves taken over"), **_STAYS, shows=("since", "until"))
trace("people.HandOver.made_by", _("hand-overs arranged"), **_STAYS)
trace(
    "people.DataRequest.person",
    _("requests about data"),
    shows=("kind", "words", "received_at", "due_on", "state", "extension_reason", "answer"),
    erases=forget_requests,
)
trace("people.Person.user", _("account"), **_STAYS)
trace("people.Person.entered_by", _("people entered"))
trace("people.Organisation.entered_by", _("organisations entered"))
trace("people.Membership.entered_by", _("memberships entered"))
trace("people.Consent.given_by", _("consents recorded"), **_STAYS)
trace("people.Consent.withdrawn_by", _("withdrawals recorded"), **_STAYS)
trace("people.Invitation.sent_by", _("invitations sent"), **_STAYS)
trace("people.MergeRecord.merged_by", _("merges made"), **_STAYS)
trace("people.MergeRecord.undone_by", _("merges taken back"), **_STAYS)

trace("workflows.RoleGrant.user", _("roles"), shows=("role", "given_at", "ended_at"))
trace("workflows.RoleGrant.given_by", _("roles given"), **_STAYS)
trace("workflows.RoleGrant.ended_by", _("roles ended"), **_STAYS)
trace("workflows.Turn.holder", _("moves that wait"))
trace("workflows.Turn.but", _("moves that wait for somebody else"), **_STAYS)
trace("workflows.Turn.stand_in", _("moves they have in another's place"))
trace("workflows.History.by", _("moves made"), **_STAYS, shows=("move", "at"))
trace("workflows.History.acting_for", _("moves entered for them"), **_STAYS,
      shows=("move", "how", "at"), erases=forget_scans)  # fmt: skip
trace("workflows.Message.recipient", _("letters received"), **_STAYS, shows=("subject", "created_at"),
      erases=forget_letters)  # fmt: skip

trace("workflows.LetterChoice.user", _("how letters come"), **_STAYS, shows=("topic", "how"),
      on_erase=OnErase.DELETED)  # fmt: skip

trace("workflows.Comment.author", _("comments"), **_STAYS, shows=("text", "at"))
trace("workflows.Extension.by", _("extensions given"), **_STAYS)
trace("workflows.Upload.owner", _("files on their way"), shows=("name", "begun_at"),
      erases=forget_uploads)  # fmt: skip
trace("workflows.StoredFile.uploaded_by", _("files attached"), shows=("name", "uploaded_at"))
trace("workflows.StoredFile.removed_by", _("files removed"), **_STAYS)
trace("workflows.MailText.edited_by", _("letters reworded"), **_STAYS)

library_keeps("account", "proven addresses belong to one account; erasing deletes them")
library_keeps("mfa", "a second factor belongs to one account; erasing deletes it")
library_keeps("auth", "groups and permissions of an account")
