"""What grantees and staff hear of an agreement, its payment, its report and its settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from finance.money import format_money
from grants.guards.application import instant_shown
from workflows.notices import Notice
from workflows.roles import holders
from workflows.topics import Topic

if TYPE_CHECKING:
    from grants.models import Agreement
    from people.models import User


def _grantee(agreement: Agreement) -> list[User]:
    return [agreement.application.author]


def _grantee_of_money(agreement: Agreement) -> list[User]:
    return _grantee(agreement) if agreement.call.gives_money else []


def _grantee_of_things(agreement: Agreement) -> list[User]:
    return [] if agreement.call.gives_money else _grantee(agreement)


def _staff(agreement: Agreement) -> list[User]:
    return holders("staff", agreement.call.programme)


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _about(agreement: Agreement, entry: Any) -> dict[str, str]:
    application = agreement.application
    return {
        "number": agreement.number,
        "application": application.number,
        "title": application.title_line,
        "call": agreement.call.title,
        "amount": format_money(agreement.amount, agreement.currency),
        "report_due": instant_shown(agreement.report_due_at) if agreement.report_due_at else "",
    }


def _returned(agreement: Agreement, entry: Any) -> dict[str, str]:
    due = agreement.correction_due_at
    return _about(agreement, entry) | {
        "reasons": agreement.return_reasons,
        "due": instant_shown(due) if due else "",
    }


def _settled(agreement: Agreement, entry: Any) -> dict[str, str]:
    return _about(agreement, entry) | {
        "accepted": format_money(agreement.accepted_amount or 0, agreement.currency),
        "unspent": format_money(agreement.unspent, agreement.currency),
        "refund_due": _day(agreement.refund_due_on),
        "note": entry.text.note,
    }


def _ended(agreement: Agreement, entry: Any) -> dict[str, str]:
    return _about(agreement, entry) | {
        "reason": entry.text.note,
        "grounds": agreement.get_ended_because_display(),
        "misused": format_money(agreement.misused_amount or 0, agreement.currency),
    }


ABOUT = ("number", "application", "title", "call", "amount", "report_due")
SETTLED = (*ABOUT, "accepted", "unspent", "refund_due", "note")

grantee_to_sign = Notice(
    "grants/agreement_to_sign", to=_grantee, gives=_about, placeholders=ABOUT, topic=Topic.MUST
)
grantee_taken_back = Notice(
    "grants/agreement_taken_back",
    to=_grantee,
    gives=lambda agreement, entry: _about(agreement, entry) | {"reason": entry.text.note},
    placeholders=(*ABOUT, "reason"),
    topic=Topic.MUST,
)
grantee_signed = Notice(
    "grants/agreement_signed",
    to=_grantee_of_money,
    gives=_about,
    placeholders=ABOUT,
    topic=Topic.MUST,
)
grantee_begun = Notice(
    "grants/agreement_begun",
    to=_grantee_of_things,
    gives=_about,
    placeholders=ABOUT,
    topic=Topic.MUST,
)
grantee_paid = Notice(
    "grants/payment_made",
    to=_grantee,
    gives=lambda agreement, entry: _about(agreement, entry) | {"paid_on": _day(agreement.paid_on)},
    placeholders=(*ABOUT, "paid_on"),
    topic=Topic.MUST,
)
staff_reported = Notice(
    "grants/report_received", to=_staff, gives=_about, placeholders=ABOUT, topic=Topic.MOVE
)
grantee_receipt = Notice(
    "grants/report_receipt", to=_grantee, gives=_about, placeholders=ABOUT, topic=Topic.MUST
)
grantee_returned = Notice(
    "grants/report_returned",
    to=_grantee,
    gives=_returned,
    placeholders=(*ABOUT, "reasons", "due"),
    topic=Topic.MUST,
)
grantee_refund = Notice(
    "grants/settlement_refund", to=_grantee, gives=_settled, placeholders=SETTLED, topic=Topic.MUST
)
grantee_settled = Notice(
    "grants/settlement_done", to=_grantee, gives=_settled, placeholders=SETTLED, topic=Topic.MUST
)
grantee_terminated = Notice(
    "grants/agreement_terminated",
    to=_grantee,
    gives=_ended,
    placeholders=(*ABOUT, "reason", "grounds", "misused"),
    topic=Topic.MUST,
)
grantee_called_off = Notice(
    "grants/agreement_called_off",
    to=_grantee,
    gives=lambda agreement, entry: _settled(agreement, entry) | _ended(agreement, entry),
    placeholders=(*SETTLED, "reason", "grounds", "misused"),
    topic=Topic.MUST,
)
grantee_recovered = Notice(
    "grants/agreement_recovered",
    to=_grantee,
    gives=lambda agreement, entry: (
        _about(agreement, entry)
        | {
            "refunded": format_money(agreement.refunded_amount or 0, agreement.currency),
            "refunded_on": _day(agreement.refunded_on),
        }
    ),
    placeholders=(*ABOUT, "refunded", "refunded_on"),
    topic=Topic.MUST,
)
staff_resigned = Notice(
    "grants/agreement_resigned",
    to=_staff,
    gives=lambda agreement, entry: _about(agreement, entry) | {"reason": entry.text.note},
    placeholders=(*ABOUT, "reason"),
    topic=Topic.MOVE,
)
