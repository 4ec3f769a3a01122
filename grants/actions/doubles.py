"""Documents that look as if they were paid for twice, over the whole installation.

Whoever entered one reads only that another is like it, never where it lies; staff who judge it read all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from finance.models import Budget, ExpenseDocument, ExpenseShare
from grants.models import Agreement, RegisterEntry
from workflows.models import StoredFile
from workflows.models.link import type_of

from .register import PICTURE

DAY_LENGTH = len(":2026-01-01")


class Likeness(StrEnum):
    """In what two documents are alike."""

    SHARED = "shared"  # it is the very same document, and other lines carry a part of it
    NUMBER = "number"  # another day, but the same seller and number
    FILE = "file"  # the same file


@dataclass(frozen=True)
class Double:
    """Another use of a document: what is alike, which document it is, the share and budget that carry it, and
    the agreement they belong to (None where a programme or a partner pays)."""

    likeness: Likeness
    document: ExpenseDocument
    share: ExpenseShare | None
    budget: Budget | None
    agreement: Agreement | None

    @property
    def told(self) -> str:
        """What whoever entered the document may know."""
        return told(self.likeness)


def told(likeness: str) -> str:
    """The sentence about a likeness that gives nothing of others away."""
    return {
        Likeness.SHARED: _(
            "A part of this document is charged elsewhere too. Check that nothing is paid twice."
        ),
        Likeness.NUMBER: _(
            "A document of this seller with this number stands in Tandem with another date. Check the number and the day."
        ),
        Likeness.FILE: _(
            "The same file is attached to another document. Check that it is the right one."
        ),
    }[Likeness(likeness)]


def doubles_of(entries: Iterable[RegisterEntry]) -> dict[int, list[Double]]:
    """By the key of the entry, other uses of its document; a fixed number of queries for any number of entries."""
    known = [entry for entry in entries if entry.document_id is not None]
    found: dict[int, list[Double]] = defaultdict(list)
    _by_document(known, found)
    _by_file(known, found)
    return dict(found)


def warnings_of(doubles: list[Double]) -> list[str]:
    """The sentences for whoever entered the document, each once."""
    return list(dict.fromkeys(double.told for double in doubles))


def _prefix(entry: RegisterEntry) -> str:
    """Seller and number of its document, as the identity begins, whatever its day."""
    document: Any = entry.document
    return str(document.plain_identity[:-DAY_LENGTH]) + ":"


def _by_document(entries: list[RegisterEntry], found: dict[int, list[Double]]) -> None:
    alike = Q(pk__in=[])
    for entry in entries:
        alike |= Q(plain_identity__startswith=_prefix(entry))
    shares = ExpenseShare.objects.filter(document__in=ExpenseDocument.objects.filter(alike))
    rows = list(shares.select_related("document", "line__budget__programme"))
    owners = _agreements(rows)
    for entry in entries:
        prefix = _prefix(entry)
        for share in rows:
            budget = share.line.budget
            owner = owners.get(budget.about_id) if _is_grant(budget) else None
            same = share.document_id == entry.document_id
            if owner is not None and owner.pk == entry.agreement_id and same:
                continue
            if share.document.plain_identity.startswith(prefix):
                likeness = Likeness.SHARED if same else Likeness.NUMBER
                found[entry.pk].append(Double(likeness, share.document, share, budget, owner))


def _is_grant(budget: Budget) -> bool:
    return budget.about_type_id == type_of(Agreement).pk


def _agreements(shares: list[ExpenseShare]) -> dict[int, Agreement]:
    keys = {share.line.budget.about_id for share in shares if _is_grant(share.line.budget)}
    rows = Agreement.objects.filter(pk__in=keys).for_lists()
    return {agreement.pk: agreement for agreement in rows}


def _by_file(entries: list[RegisterEntry], found: dict[int, list[Double]]) -> None:
    kind = type_of(RegisterEntry)
    files = StoredFile.objects.present().about_a(PICTURE).filter(about_type=kind)
    mine = files.filter(about_id__in=[entry.pk for entry in entries])
    same = files.filter(sha256__in=mine.order_by().values("sha256"))
    holders: dict[str, set[int]] = defaultdict(set)
    for key, digest in same.values_list("about_id", "sha256"):
        holders[digest].add(key)
    keys = {entry.pk for entry in entries}
    digests = {
        key: {digest for digest, sharers in holders.items() if key in sharers} for key in keys
    }
    others = {key for keys in holders.values() if len(keys) > 1 for key in keys}
    rows = RegisterEntry.objects.standing().filter(pk__in=others).for_pages().with_documents()
    known = {entry.pk: entry for entry in rows}
    for key, mine_too in digests.items():
        for other in sorted(set().union(*(holders[digest] for digest in mine_too)) - {key}):
            if other in known and known[other].document is not None:
                entry = known[other]
                found[key].append(
                    Double(Likeness.FILE, entry.document, None, None, entry.agreement)
                )
