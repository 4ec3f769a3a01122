"""Facts about a document in the register of a grant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grants.rules.register import JUDGED_WHILE
from workflows.guards import guard

if TYPE_CHECKING:
    from grants.models import RegisterEntry

Sentences = Iterator[str | Promise]


@guard(_("Documents are judged from the payment of the grant to its settlement."))
def is_judged_now(entry: RegisterEntry) -> bool:
    return entry.agreement.state in JUDGED_WHILE


@guard(_("Costs are cut while the report is checked."))
def report_is_checked(entry: RegisterEntry) -> bool:
    return entry.agreement.state == "reported"


@guard
def cut_fits(entry: RegisterEntry, amount: Decimal, reason: str) -> Sentences:
    if not 0 < amount <= entry.from_grant() - entry.cut_so_far():
        yield _("A cut is above zero and within what the document charges.")
    if not reason.strip():
        yield _("Write why: the grantee will read it.")


@guard(_("Write what you want to know."))
def has_question(entry: RegisterEntry, question: str) -> bool:
    return bool(question.strip())


@guard(_("Write your answer."))
def has_answer(entry: RegisterEntry, answer: str) -> bool:
    return bool(answer.strip())


@guard(_("Documents are taken off while the report is being written."))
def report_is_being_written(entry: RegisterEntry) -> bool:
    return entry.agreement.state in {"paid", "returned"}
