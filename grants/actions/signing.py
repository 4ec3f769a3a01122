"""The agreement goes out to be signed and comes back: parties, papers, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grants.models import Agreement, Annex, AnnexSignature, Call, Paper, Signatory
from grants.rules import agreement as rules
from grants.rules import call as call_rules
from grants.rules.merging import sentences_against
from grants.rules.signing import ANNEX_FIELDS, FIELDS, SIGNATURE, sides_of
from workflows import clock
from workflows.actions import attach_file
from workflows.consequences import follows
from workflows.errors import GuardsFailed, NotYours
from workflows.models import History, StoredFile

TEMPLATE, ANNEX_TEMPLATE = "agreement-template", "annex-template"
PAPER = "agreement-paper"
FIELDS_OF: dict[str, Mapping[str, Any]] = {TEMPLATE: FIELDS, ANNEX_TEMPLATE: ANNEX_FIELDS}
"""What each template of a call may name, by what it is kept as."""
Document = Agreement | Annex


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
def keep_template(*, call: Call, upload: Any, by: Any, purpose: str = TEMPLATE) -> StoredFile:
    """Keep the DOCX from which the agreements of `call`, or by `purpose` their annexes, are made from now on.

    Raises NotYours, and GuardsFailed with a sentence for each field that there is not.
    """
    if not call_rules.is_staff(by, call):
        raise NotYours(call_rules.is_staff.why_not(by, call))
    if sentences := sentences_against(upload, FIELDS_OF[purpose]):
        raise GuardsFailed(sentences)
    upload.seek(0)
    return attach_file(obj=call, upload=upload, by=by, purpose=purpose)


def template_of(call: Call, purpose: str = TEMPLATE) -> StoredFile | None:
    """The template that staff uploaded last; None for the one that Tandem brings."""
    return StoredFile.objects.of(call).present().about_a(purpose).order_by("-pk").first()


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
    *,
    agreement: Agreement,
    papers: Iterable[tuple[str, bytes]],
    kind: str,
    by: Any,
    about: Annex | None = None,
) -> list[Paper]:
    """Keep documents that Tandem made as files of the agreement, or of the annex that they are `about`."""
    kept = []
    for name, content in papers:
        file = attach_file(
            obj=about or agreement,
            upload=SimpleUploadedFile(name, content),
            by=None,
            purpose=PAPER,
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
    *, document: Document, party: int, signed_on: date, how: str, upload: Any, by: Any
) -> Signatory | AnnexSignature:
    """Record that one party (by its key among the document's) signed, with the scan or the file with the signature.

    Raises NotYours, and GuardsFailed when the document is not out to be signed, the day does not fit or
    the party has signed already.
    """
    _refuse_unless_runs(agreement_of(document), by)
    locked = type(document).objects.select_for_update().get(pk=document.pk)
    found: Signatory | AnnexSignature = locked.signatories.select_for_update(of=("self",)).get(
        pk=party
    )
    if sentences := list(_against_signature(locked, found, signed_on)):
        raise GuardsFailed(sentences)
    found.scan = attach_file(obj=document, upload=upload, by=by, purpose=SIGNATURE)
    found.signed_on, found.how, found.recorded_by = signed_on, how, by
    found.save(update_fields=["scan", "signed_on", "how", "recorded_by"])
    return found


def agreement_of(document: Document) -> Agreement:
    """The agreement that is signed, or that the annex changes."""
    return document if isinstance(document, Agreement) else document.agreement


def waits_for_signatures(document: Document) -> bool:
    """Whether signatures are recorded now: an agreement once it was sent, an annex from its drawing up."""
    if isinstance(document, Agreement):
        return document.state == Agreement.States.SENT
    return document.state == Annex.States.DRAFT


def _went_out_on(document: Document) -> date | None:
    if isinstance(document, Agreement):
        return timezone.localdate(document.sent_at) if document.sent_at else None
    drawn_up = History.objects.of(document).order_by("seq").first()
    return timezone.localdate(drawn_up.at) if drawn_up else None


def _against_signature(
    document: Document, party: Signatory | AnnexSignature, signed_on: date
) -> Iterable[str]:
    if not waits_for_signatures(document):
        yield _("Signatures are recorded while the document is out to be signed.")
    if party.signed_on is not None:
        yield _("This signature is recorded already.")
    if signed_on > clock.today():
        yield _("The day of signing lies in the future.")
    went_out = _went_out_on(document)
    if went_out and signed_on < went_out:
        yield _("The document went out later than that day.")


@follows(Agreement.sign, Annex.sign)
def count_as_signed(document: Document, entry: Any) -> None:
    """Whoever's signature was not recorded singly signed the one copy that the scan shows."""
    document.signatories.filter(signed_on__isnull=True).update(
        signed_on=document.signed_on, how=Signatory.How.PAPER, recorded_by=entry.by
    )
