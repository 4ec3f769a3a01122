"""The interim report: opened when the grant is paid, answered, frozen, and what its acceptance frees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from finance.money import Money
from grants.models import Agreement, InterimReport, InterimSubmission
from grants.models.costs import PlannedTranche
from grants.rules import interim as rules
from questionnaires.actions import publish_file
from questionnaires.actions.attaching import attach_answers, detach_answer, refuse_unknown
from questionnaires.blocks import write_blocks
from questionnaires.forms import Page
from questionnaires.models import AnswerSet, Questionnaire, Saved, Version
from questionnaires.summary import canonical, digest
from workflows.consequences import follows
from workflows.errors import NotFromHere, NotYours
from workflows.moves import SYSTEM

from .payout import free_tranches
from .volunteering import own_cash, worth_of_work

FORM = Path(__file__).resolve().parent.parent / "data" / "interim_report.yaml"
CODE = "interim-report"


def interim_form() -> Version:
    """The newest version of the questionnaire; the one that Tandem brings where nobody wrote another."""
    known = Questionnaire.objects.filter(code=CODE).first()
    return (known.newest if known else None) or publish_file(path=FORM)


def is_asked_of(agreement: Agreement) -> bool:
    """Whether the call wants an interim report: it names a day, or a tranche waits for one."""
    waits = agreement.tranches.filter(condition=PlannedTranche.Condition.INTERIM)
    return agreement.call.interim_report_on is not None or waits.exists()


@follows(Agreement.mark_paid)
def open_interim_report(agreement: Agreement, entry: Any) -> None:
    """Where the call wants one, the grantee may write it from the payment on."""
    if is_asked_of(agreement):
        answers = AnswerSet.objects.create(questions=interim_form())
        InterimReport.objects.begin(by=SYSTEM, agreement=agreement, answers=answers)


def _being_written(report: InterimReport, by: Any) -> InterimReport:
    fresh = InterimReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not rules.is_grantee(by, fresh):
        raise NotYours(rules.is_grantee.why_not(by, fresh))
    if not fresh.is_written:
        raise NotFromHere([_("This report is handed in and frozen.")])
    return fresh


@transaction.atomic
def save_interim(*, report: InterimReport, typed: Mapping[str, Any], page: Page, by: Any) -> Saved:
    """Keep what was typed into an open `page`. Raises NotYours, or NotFromHere once it was handed in."""
    fresh = _being_written(report, by)
    return fresh.answers.save_typed(typed, seen=page.seen, page=page.token)


@transaction.atomic
def attach_to_interim(
    *, report: InterimReport, uploads: Mapping[str, Iterable[UploadedFile[bytes]]], by: Any
) -> list[str]:
    """Keep `uploads` by key of their question; a sentence for each that was not taken. Raises as `save_interim`."""
    fresh = _being_written(report, by)
    asked = {block.key: block for block in fresh.questions()}
    return [
        sentence
        for key, files in uploads.items()
        for sentence in attach_answers(
            answers=fresh.answers,
            owner=fresh,
            block=refuse_unknown(asked.get(key)),
            uploads=files,
            by=by,
        )
    ]


@transaction.atomic
def detach_from_interim(*, report: InterimReport, key: str, file: str, by: Any) -> None:
    """Take the file with the key `file` from the answer to `key`. Raises as `save_interim`."""
    fresh = _being_written(report, by)
    detach_answer(answers=fresh.answers, owner=fresh, key=key, file=file)


@follows(InterimReport.hand_in)
def freeze_interim(report: InterimReport, entry: Any) -> None:
    """Questions, answers and the figures of the register as they are now."""
    form, agreement = report.form(check=True), report.agreement
    form.is_valid()
    content = {
        "agreement": agreement.number,
        "blocks": write_blocks(form.blocks),
        "values": canonical(form.cleaned_data),
        "spent": str(Money(agreement.spent_from_grant(), agreement.currency).amount),
        "own_money": str(own_cash(agreement)),
        "work": str(worth_of_work(agreement)),
    }
    InterimSubmission.objects.create(
        report=report,
        ordinal=report.submissions.count() + 1,
        content=content,
        digest=digest(content),
        submitted_at=entry.at,
        submitted_by=entry.by,
    )


@follows(InterimReport.accept)
def free_what_waited(report: InterimReport, entry: Any) -> None:
    """The tranche whose condition was this report has its transfer among the payments."""
    free_tranches(report.agreement, PlannedTranche.Condition.INTERIM, entry)


@follows(Agreement.terminate, Agreement.settle, Agreement.ask_for_refund)
def drop_interim(agreement: Agreement, entry: Any) -> None:
    """Nobody waits for an interim report of what ended."""
    for report in InterimReport.objects.filter(agreement=agreement).exclude(
        state__in=["accepted", "dropped"]
    ):
        report.drop(by=SYSTEM)
