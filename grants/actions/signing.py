"""The agreement goes out to be signed and comes back: parties, papers, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grants.models import Agreement, Call, Paper, Signatory
from grants.rules import agreement as rules
from grants.rules import call as call_rules
from grants.rules.merging import sentences_against
from grants.rules.signing import FIELDS, sides_of
from workflows import clock
from workflows.actions import attach_file
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.models import StoredFile

TEMPLATE, PAPER, SIGNATURE = "agreement-template", "agreement-paper", "signature"


def name_parties(agreement: Agreement) -> None:
    """Write down who signs, by the kind of applicant."""
    Signatory.objects.bulk_create(
        Signatory(
            agreement=agreement,
            position=place,
            capacity=side.capacity,
            name=side.name[:300],
            details=side.details[:500],
        )
        for place, side in enumerate(sides_of(agreement.application), start=1)
    )


@transaction.atomic
def describe_parties(
    *, agreement: Agreement, given: Mapping[int, Mapping[str, str]], by: Any, seen: int
) -> None:
    """Correct the parties of an agreement that was not sent yet: by their key, `name`, `details`, `represented_by`.

    Raises NotYours, GuardsFailed once it was sent, and SomeoneWasFaster.
    """
    _refuse_unless_runs(agreement, by)
    if agreement.state != Agreement.States.PREPARED:
        raise GuardsFailed(
            [_("The agreement was sent: take it back before you change its parties.")]
        )
    agreement.save_draft(seen=seen, fields=[])
    for party in agreement.signatories.select_for_update():
        for name, text in given.get(party.pk, {}).items():
            setattr(party, name, text)
        party.save(update_fields=["name", "details", "represented_by"])


def _refuse_unless_runs(agreement: Agreement, by: Any) -> None:
    if not rules.may_run(by, agreement):
        raise NotYours(rules.may_run.why_not(by, agreement))


@transaction.atomic
def keep_template(*, call: Call, upload: Any, by: Any) -> StoredFile:
    """Keep the DOCX from which the agreements of `call` are made from now on.

    Raises NotYours, and GuardsFailed with a sentence for each field that there is not.
    """
    if not call_rules.is_staff(by, call):
        raise NotYours(call_rules.is_staff.why_not(by, call))
    if sentences := sentences_against(upload, FIELDS):
        raise GuardsFailed(sentences)
    upload.seek(0)
    return attach_file(obj=call, upload=upload, by=by, purpose=TEMPLATE)


def template_of(call: Call) -> StoredFile | None:
    """The template that staff uploaded last; None for the one that Tandem brings."""
    return StoredFile.objects.of(call).present().about_a(TEMPLATE).order_by("-pk").first()


@transaction.atomic
def send_agreement(
    *,
    agreement: Agreement,
    papers: Iterable[tuple[str, bytes]],
    by: Any,
    seen: int,
    at: datetime | None = None,
) -> None:
    """Send the agreement out to be signed; `papers` (name and bytes) are kept as they went.

    Raises what `Agreement.send_to_sign` raises.
    """
    agreement.send_to_sign(by=by, seen=seen, at=at)
    keep_papers(agreement=agreement, papers=papers, kind=Paper.Kind.AGREEMENT, by=by)


def keep_papers(
    *, agreement: Agreement, papers: Iterable[tuple[str, bytes]], kind: str, by: Any
) -> list[Paper]:
    """Keep documents that Tandem made as files of the agreement."""
    kept = []
    for name, content in papers:
        file = attach_file(
            obj=agreement, upload=SimpleUploadedFile(name, content), by=None, purpose=PAPER
        )
        kept.append(
            Paper.objects.create(
                agreement=agreement, kind=kind, file=file, made_at=clock.now(), made_by=by
            )
        )
    return kept


@follows(Agreement.take_back)
def forget_signatures(agreement: Agreement, entry: Any) -> None:
    """What was signed was another text: everybody signs the new one."""
    agreement.signatories.update(signed_on=None, how="", scan=None, recorded_by=None)


@transaction.atomic
def record_signature(
    *, agreement: Agreement, party: Signatory, signed_on: date, how: str, upload: Any, by: Any
) -> Signatory:
    """Record that one party signed, with the scan or the file with the signature.

    Raises NotYours, and GuardsFailed when the agreement is not out to be signed, the day does not fit or
    the party has signed already.
    """
    _refuse_unless_runs(agreement, by)
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    party = locked.signatories.select_for_update().get(pk=party.pk)
    if sentences := list(_against_signature(locked, party, signed_on)):
        raise GuardsFailed(sentences)
    party.scan = attach_file(obj=agreement, upload=upload, by=by, purpose=SIGNATURE)
    party.signed_on, party.how, party.recorded_by = signed_on, how, by
    party.save(update_fields=["scan", "signed_on", "how", "recorded_by"])
    return party


def _against_signature(agreement: Agreement, party: Signatory, signed_on: date) -> Iterable[str]:
    if agreement.state != Agreement.States.SENT:
        yield _("Signatures are recorded while the agreement is out to be signed.")
    if party.signed_on is not None:
        yield _("This signature is recorded already.")
    if signed_on > clock.today():
        yield _("The day of signing lies in the future.")
    sent = agreement.sent_at
    if sent and signed_on < timezone.localdate(sent):
        yield _("The agreement was sent later than that day.")


@follows(Agreement.sign)
def count_as_signed(agreement: Agreement, entry: Any) -> None:
    """Whoever's signature was not recorded singly signed the one copy that the scan shows."""
    agreement.signatories.filter(signed_on__isnull=True).update(
        signed_on=agreement.signed_on, how=Signatory.How.PAPER, recorded_by=entry.by
    )
