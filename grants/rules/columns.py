"""The columns of the table of applications: which there are, which one sees who chose none, what a file holds of each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from grants.models import Application


@dataclass(frozen=True)
class Column:
    """One column: its `key`, its label, what of an application stands in a file, whether it is an amount."""

    key: str
    label: str | Promise
    value: Callable[[Application], Any]
    is_money: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether its cells stand to the right."""
        return self.is_money or self.key == "number"


NEXT_MOVE = "next_move"
COLUMNS = (
    Column("number", _("Number"), lambda one: one.number),
    Column("applicant", _("Applicant"), lambda one: one.applicant),
    Column("applies_as", _("Applies as"), lambda one: one.get_applicant_kind_display()),
    Column("call", _("Call"), lambda one: one.call.title),
    Column("track", _("Track"), lambda one: str(one.track or "")),
    Column("state", _("State"), lambda one: one.get_state_display()),
    Column(NEXT_MOVE, _("Next move"), lambda one: ""),  # of a whole page at once, see `actions.waiting`
    Column("submitted", _("Submitted"), lambda one: one.submitted_at),
    Column("corrected", pgettext_lazy("column", "Corrected"), lambda one: one.resubmitted_at),
    Column("asked", pgettext_lazy("grant", "Asked for"), lambda one: one.requested_amount, is_money=True),
    Column("granted", _("Granted"), lambda one: one.granted_amount, is_money=True),
    Column("starts", _("Starts"), lambda one: one.starts_on),
    Column("ends", _("Ends"), lambda one: one.ends_on),
)  # fmt: skip
USUAL = ("number", "state", NEXT_MOVE, "submitted", "asked")
IN_FILES = tuple(one.key for one in COLUMNS if one.key not in {"track", NEXT_MOVE, "corrected"})

READ = (
    *("number", "title", "applicant", "applicant_kind", "state", "submitted_at", "resubmitted_at"),
    *("requested_amount", "granted_amount", "starts_on", "ends_on", "author", "call", "track"),
)
"""What the columns read of an application; a file loads nothing else."""


def columns_named(keys: Collection[str]) -> list[Column]:
    """The columns with these keys, in the table's own order; keys that there are not are left out."""
    return [one for one in COLUMNS if one.key in keys]
