"""The file from the award on: the agreement, its money, what was spent, what was reported, how it was settled."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import ExpenseShare
from finance.money import format_money
from grants.actions.settlement import account_of_settlement, no_rate_sentence
from grants.documents.application import answered
from grants.models import Agreement, Annex, BudgetChange, InterimReport
from grants.rules.interest import NoRate
from grants.rules.volunteering import hours_shown

from .words import Blocks, chapter, day, fact, heading, instant, table, text


def agreed(agreement: Agreement) -> Blocks:
    """Every chapter from the agreement on."""
    yield from _terms(agreement)
    yield from _money(agreement)
    yield from _changes(agreement)
    yield from _spent(agreement)
    yield from _worked(agreement)
    yield from _reported(agreement)
    yield from _settled(agreement)


def _terms(agreement: Agreement) -> Blocks:
    yield chapter(_("Agreement %(number)s") % {"number": agreement.number})
    yield fact(_("State"), agreement.get_state_display())
    yield fact(pgettext("money", "Grant"), format_money(agreement.amount, agreement.currency))
    yield fact(_("Project"), f"{day(agreement.starts_on)} – {day(agreement.ends_on)}")
    yield heading(_("Parties and signatures"))
    yield from table(
        [_("Party"), _("Signs as"), _("Represented by"), _("Signed")],
        (
            [
                one.name,
                one.get_capacity_display(),
                one.represented_by,
                f"{day(one.signed_on)} {one.get_how_display()}".strip(),
            ]
            for one in agreement.signatories.all()
        ),
    )
    yield from table(
        [_("Document"), _("Made")],
        ([one, instant(one.made_at)] for one in agreement.papers.select_related("file")),
    )


def _money(agreement: Agreement) -> Blocks:
    accounts, payments = list(agreement.accounts.all()), list(agreement.payments.order_by("pk"))
    aid = list(agreement.aid.all())
    if not (accounts or payments or aid):
        return
    yield chapter(_("Payments"))
    yield from table(
        [_("Account for the grant"), _("Owner"), _("State")],
        ([one.number, one.owner, one.get_state_display()] for one in accounts),
    )
    yield from table(
        [_("Transfer"), _("Amount"), _("State"), _("To be paid by"), _("Paid on")],
        (
            [
                one.title,
                format_money(one.amount, one.currency),
                one.get_state_display(),
                day(one.due_on),
                day(one.paid_on),
            ]
            for one in payments
        ),
    )
    yield from table(
        [_("De minimis aid"), _("Granted on"), _("In euro"), _("State")],
        (
            [one, day(one.granted_on), format_money(one.euro, "EUR"), one.get_state_display()]
            for one in aid
        ),
    )


def _changes(agreement: Agreement) -> Blocks:
    changes: list[BudgetChange | Annex] = [
        *agreement.budget_changes.order_by("ordinal"),
        *agreement.annexes.order_by("ordinal"),
    ]
    if changes:
        yield chapter(_("Changes and annexes"))
    for one in changes:
        yield heading(f"{one} · {one.get_state_display()}")
        yield fact(_("Why"), one.reason)
        if isinstance(one, Annex):
            yield from _new_terms(one)
        yield from table(
            [_("Position"), _("Until now"), _("From now on")],
            (
                [row["name"], *(_sum(agreement, row[key]) for key in ("before", "after"))]
                for row in one.shown_rows()
            ),
        )


def _new_terms(annex: Annex) -> Blocks:
    if annex.amount is not None:
        yield fact(_("Grant from now on"), _sum(annex.agreement, annex.amount))
    if annex.starts_on or annex.ends_on:
        yield fact(_("Project"), f"{day(annex.starts_on)} – {day(annex.ends_on)}")


def _sum(agreement: Agreement, amount: Decimal) -> str:
    return format_money(amount, agreement.currency)


def _spent(agreement: Agreement) -> Blocks:
    lines = agreement.lines().with_spending()
    yield chapter(_("Costs"))
    yield from table(
        [_("Position"), _("Paid from"), _("Planned"), _("Spent")],
        (
            [
                one.name,
                one.get_source_display(),
                _sum(agreement, one.amount),
                _sum(agreement, one.spent),
            ]
            for one in lines
        ),
    )
    entries = list(agreement.register.with_documents().order_by("pk"))
    if not entries:
        return
    shares: dict[Any, list[ExpenseShare]] = defaultdict(list)
    for share in agreement.shares().select_related("line"):
        shares[share.document_id].append(share)
    yield heading(_("Register of documents"))
    yield from table(
        [_("Document"), _("What for"), _("Charged"), _("State"), _("Questions and answers")],
        ([*_entered(agreement, one, shares[one.document_id])] for one in entries),
    )


def _entered(agreement: Agreement, entry: Any, shares: list[ExpenseShare]) -> list[str]:
    document = entry.document
    charged = "\n".join(f"{one.line.name}: {_sum(agreement, one.charged)}" for one in shares)
    said = "\n".join(filter(None, (entry.question, entry.answer)))
    what = f"{day(document.issued_on)}\n{document.purpose}" if document else ""
    return [entry.name, what, charged, entry.get_state_display(), said]


def _worked(agreement: Agreement) -> Blocks:
    works = agreement.volunteering.standing().select_related("person", "kind")
    rows = [
        [
            work.person,
            day(entry.day),
            hours_shown(entry.minutes),
            entry.what,
            format_money(work.worth.amount, work.worth.currency),
            work.get_state_display(),
        ]
        for work in works.prefetch_related("entries").order_by("pk")
        if (entry := work.entry)
    ]
    if rows:
        yield heading(_("Work of volunteers"))
        yield from table(
            [_("Who"), _("Day"), _("Hours"), _("What was done"), _("Worth"), _("State")], rows
        )


def _reported(agreement: Agreement) -> Blocks:
    interim = InterimReport.objects.filter(agreement=agreement).first()
    for title, report in (
        (_("Interim report"), interim),
        (_("Report"), getattr(agreement, "report", None)),
    ):
        frozen = list(report.submissions.order_by("ordinal")) if report else []
        if not frozen:
            continue
        yield chapter(title)
        yield fact(
            _("Handed in"), *(f"{instant(one.submitted_at)} · {one.digest}" for one in frozen)
        )
        yield from answered(frozen[-1].read())
    if agreement.return_reasons:
        yield fact(_("What to correct"), agreement.return_reasons)


def _settled(agreement: Agreement) -> Blocks:
    cuts = agreement.cuts.select_related("share__document", "share__line").order_by("pk")
    rows = [
        [
            one.share.document.number,
            one.share.line.name,
            one.reason,
            _sum(agreement, one.share.charged),
            _sum(agreement, one.amount),
        ]
        for one in cuts
    ]
    if not rows and agreement.accepted_amount is None:
        return
    yield chapter(_("Settlement"))
    yield from table(
        [_("Document"), _("Position"), _("Why"), _("Charged"), _("Not accepted")], rows
    )
    if agreement.accepted_amount is not None:
        yield from _reckoned(agreement)


def _reckoned(agreement: Agreement) -> Blocks:
    """The calculation; on the day it came back, or the last day for which it was due, so that it does not change daily."""
    try:
        account = account_of_settlement(
            agreement, on=agreement.refunded_on or agreement.refund_due_on or agreement.settled_on
        )
    except NoRate as missing:
        yield text(no_rate_sentence(missing))
        return
    yield from table(
        ["", _("Amount")],
        [
            [_("Paid out"), _sum(agreement, account.paid_out)],
            [_("Documents charge to the grant"), _sum(agreement, account.spent)],
            [_("Not accepted"), _sum(agreement, account.cut)],
            [_("Accepted"), _sum(agreement, account.accepted)],
            [_("To return"), _sum(agreement, account.principal)],
            [
                _("Interest until %(when)s") % {"when": day(account.on)},
                _sum(agreement, account.interest),
            ],
        ],
    )
    for part in account.parts:
        yield from table(
            [_("Since"), _("Until"), _("Days"), _("Percent a year"), _("Interest")],
            (
                [
                    day(one.since),
                    day(one.until),
                    one.days,
                    localize(one.percent),
                    _sum(agreement, one.shown),
                ]
                for one in part.stretches
            ),
        )
    if agreement.refunded_amount is not None:
        back = f"{_sum(agreement, agreement.refunded_amount)}, {day(agreement.refunded_on)}"
        yield fact(_("Came back"), back)
