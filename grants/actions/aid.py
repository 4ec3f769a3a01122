"""Entering a grant into the register of de minimis aid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from finance.money import format_money
from grants.models import Agreement, DeMinimisAid
from grants.rules import agreement as agreement_rules
from grants.rules.aid import AT_MOST, in_euro, since
from people.models import Organisation
from workflows import clock
from workflows.actions import attach_file
from workflows.errors import GuardsFailed, NotYours


def beneficiary_of(agreement: Agreement) -> Organisation | None:
    """Who gets the aid: the organisation that applied, or a group's patron."""
    application = agreement.application
    return application.organisation or application.patron


def aid_so_far(organisation: Organisation | None, on: date) -> Decimal:
    """What `organisation` got in the three years up to `on`, in euro, from every programme of the installation."""
    if organisation is None:
        return Decimal(0)
    entries = DeMinimisAid.objects.filter(
        beneficiary=organisation, granted_on__gt=since(on), granted_on__lte=on
    )
    return entries.together()


def why_no_aid_yet(agreement: Agreement) -> list[str]:
    """What stands against entering it now, before anything is typed."""
    sentences = []
    if not agreement.call.de_minimis:
        sentences.append(_("Grants of this call are not de minimis aid."))
    if agreement.signed_on is None:
        sentences.append(_("Aid is granted on the day of signing: record the signing first."))
    if agreement.aid.in_state("granted").exists():
        sentences.append(_("This grant is in the register already."))
    return sentences


@transaction.atomic
def register_aid(
    *,
    agreement: Agreement,
    certificate_number: str,
    rate: Decimal,
    rate_source: str,
    rate_on: date,
    certificate: bytes,
    by: Any,
) -> DeMinimisAid:
    """Enter the grant at `rate` of its currency for one euro, with the PDF that certifies it.

    Raises NotYours, and GuardsFailed with everything that stands against it.
    """
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not agreement_rules.may_run(by, locked):
        raise NotYours(agreement_rules.may_run.why_not(by, locked))
    day, euro = locked.signed_on or clock.today(), in_euro(locked.amount, rate)
    sentences = why_no_aid_yet(locked)
    sentences += _against(locked, certificate_number, rate_on, day, euro)
    if sentences:
        raise GuardsFailed(sentences)
    file = attach_file(
        obj=locked,
        upload=SimpleUploadedFile(f"de-minimis-{locked.pk}.pdf", certificate),
        by=None,
        purpose="aid-certificate",
    )
    return DeMinimisAid.objects.begin(
        by=by,
        agreement=locked,
        beneficiary=beneficiary_of(locked),
        certificate_number=certificate_number,
        granted_on=day,
        amount=locked.amount,
        rate=rate,
        rate_source=rate_source,
        rate_on=rate_on,
        euro=euro,
        certificate=file,
    )


def _against(
    agreement: Agreement, number: str, rate_on: date, day: date, euro: Decimal
) -> list[str]:
    sentences = []
    if rate_on > day:
        sentences.append(_("The rate is of a later day than the signing."))
    if DeMinimisAid.objects.filter(certificate_number=number).exists():
        sentences.append(_("Another certificate has that number."))
    so_far = aid_so_far(beneficiary_of(agreement), day)
    if so_far + euro > AT_MOST:
        sentences.append(
            _("With %(so_far)s in three years, this would pass %(most)s.")
            % {"so_far": format_money(so_far, "EUR"), "most": format_money(AT_MOST, "EUR")}
        )
    return sentences
