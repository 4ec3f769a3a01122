"""Who enters documents of a grant, who judges them, and on which days they may lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.rules import agreement as agreement_rules
from workflows.predicates import predicate

if TYPE_CHECKING:
    from grants.models import Agreement, RegisterEntry
    from people.models import User

JUDGED_WHILE = ("paid", "reported", "returned")
CHANGED_WHILE = ("entered", "asked")
# After the position's own code: where the money of a line comes from.
OWN_MARK, WORK_MARK, KIND_MARK, OTHER_MARK = "W", "P", "R", "I"
MARKS = {"own": OWN_MARK, "work": WORK_MARK, "in_kind": KIND_MARK, "other": OTHER_MARK}


@dataclass(frozen=True)
class Paid:
    """Which part of a document each source pays, in the document's currency."""

    grant: Decimal = Decimal(0)
    own: Decimal = Decimal(0)
    other: Decimal = Decimal(0)

    @property
    def together(self) -> Decimal:
        """All of it."""
        return self.grant + self.own + self.other


@predicate(gettext_lazy("The grantee does this."))
def is_grantee(user: User, entry: RegisterEntry) -> bool:
    return agreement_rules.is_grantee(user, entry.agreement)


@predicate(
    gettext_lazy("The staff of this programme judge it, unless they are tied to the grantee.")
)
def may_judge(user: User, entry: RegisterEntry) -> bool:
    return agreement_rules.may_judge(user, entry.agreement)


def position_of(code: str, source: str) -> str:
    """The code of the position to which a line belongs, whatever its source."""
    mark = MARKS.get(source, "")
    return code.removesuffix(mark) if mark else code


def against_days(agreement: Agreement, issued_on: date, paid_on: date | None) -> dict[str, str]:
    """By field, the sentence about a day outside the time in which the agreement pays for costs.

    A document is of the project's days; it may be paid until the report is due. Source: the agreement; a cost
    of three days after its window was not eligible (domain.md §2).
    """
    starts, ends = agreement.starts_on, agreement.ends_on
    if starts is None or ends is None:
        return {}
    due = agreement.report_due_at
    last = timezone.localdate(due) if due else ends
    against = {}
    if not starts <= issued_on <= ends:
        against["issued_on"] = _(
            "The agreement pays for documents issued from %(first)s to %(last)s."
        ) % {"first": date_format(starts), "last": date_format(ends)}
    if paid_on is not None and not starts <= paid_on <= last:
        against["paid_on"] = _(
            "The agreement pays for what is paid from %(first)s to %(last)s."
        ) % {"first": date_format(starts), "last": date_format(last)}
    return against
