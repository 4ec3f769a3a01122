"""What a final report says, as typed and as read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from finance.money import UnreadableAmount, read_amount

if TYPE_CHECKING:
    from grants.models import Agreement

DONE_LENGTH = 6000
DONE_AT_LEAST = 100
PEOPLE_AT_MOST = 100_000
OWN_AT_MOST = Decimal(100_000_000)


@dataclass(frozen=True)
class ReadReport:
    """What could be read of a report, and by field the sentences about the rest."""

    done: str
    lessons: str
    participants: int | None
    volunteers: int | None
    things: Decimal | None
    problems: dict[str, str]


def read_report(typed: Mapping[str, Any]) -> ReadReport:
    """Read a report as typed; nothing typed is ever refused, it only is not complete yet."""
    problems: dict[str, str] = {}
    done = str(typed.get("done", "")).strip()
    if len(done) < DONE_AT_LEAST:
        problems["done"] = _("Write what you did, in at least %(count)d characters.") % {
            "count": DONE_AT_LEAST
        }
    participants = _people(typed, "participants", _("Write how many people took part."), problems)
    volunteers = _people(
        typed, "volunteers", _("Write how many people helped; 0 if nobody."), problems
    )
    return ReadReport(
        done=done,
        lessons=str(typed.get("lessons", "")).strip(),
        participants=participants,
        volunteers=volunteers,
        things=_own(typed, problems),
        problems=problems,
    )


def _people(typed: Mapping[str, Any], key: str, empty: str, problems: dict[str, str]) -> int | None:
    text = str(typed.get(key, "")).strip()
    if not text:
        problems[key] = empty
    elif not (text.isascii() and text.isdigit()) or int(text) > PEOPLE_AT_MOST:
        problems[key] = _("Write a whole number, for example 45.")
    else:
        return int(text)
    return None


def _own(typed: Mapping[str, Any], problems: dict[str, str]) -> Decimal | None:
    text = str(typed.get("things", "")).strip()
    if not text:
        problems["things"] = _("Write what the things were worth; 0 if there were none.")
        return None
    try:
        amount = read_amount(text)
    except UnreadableAmount:
        problems["things"] = _("Write an amount, for example 1234.56.")
        return None
    if not 0 <= amount < OWN_AT_MOST:
        problems["things"] = _("Write an amount of zero or more.")
        return None
    return amount


def missing_of(agreement: Agreement) -> list[str]:
    """The sentences about what the report of `agreement` still lacks; empty when it can be handed in."""
    missing = list(read_report(agreement.report.typed).problems.values())
    if agreement.amount and not agreement.spent_from_grant():
        missing.append(_("Enter at least one document paid from the grant."))
    if agreement.spent_from_grant() > agreement.amount:
        missing.append(
            _("The documents charge more to the grant than was granted: lower their shares.")
        )
    return missing
