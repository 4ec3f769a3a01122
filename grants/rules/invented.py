"""An invented application: an answer to every question of a form, as somebody would type it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

from finance.money import CENT
from grants.rules.parties import ApplicantKind
from questionnaires.blocks import GRANT, OWN, Block, Column, Costs, Question, Rows
from questionnaires.blocks.tables import HOURS, WORK, WORK_KIND
from workflows import clock

if TYPE_CHECKING:
    from grants.models import Call

NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
WORDS = "Próba generalna naboru. "
FILE = {
    "key": "",
    "name": "proba.pdf",
    "size": 1,
    "sha256": "0" * 64,
}  # the record of a file, no file


def invented_nip(number: int) -> str:
    """A NIP whose check digit is right, the `number`-th of those beginning with 9990."""
    for body in range(number * 11, number * 11 + 11):
        digits = f"9990{body:05d}"
        check = sum(int(one) * weight for one, weight in zip(digits, NIP_WEIGHTS, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
    raise LookupError("Of eleven numbers in a row one has a check digit.")


def up(amount: Decimal) -> Decimal:
    """An amount to the grosz, never below what was meant."""
    return amount.quantize(CENT, rounding=ROUND_CEILING)


class Inventor:
    """Answers the questions of `call` as an applicant of one `kind`, the `number`-th of the rehearsal."""

    def __init__(self, call: Call, kind: str, number: int) -> None:
        self.call, self.kind, self.number = call, kind, number
        tracks = (one for one in call.tracks.all() if kind in one.applicants)
        self.track = next(tracks, None)
        self.asked = self.track.largest if self.track else call.max_grant

    def answers(self, blocks: list[Block]) -> dict[str, Any]:
        """What is typed, by key; a question of a kind that nobody taught the inventor stays empty."""
        fixed = self.fixed()
        return {
            block.key: fixed[block.key] if block.key in fixed else ANSWERS[block.kind](self, block)
            for block in blocks
            if isinstance(block, Question) and (block.key in fixed or block.kind in ANSWERS)
        }

    def fixed(self) -> dict[str, Any]:
        """The answers to what Tandem asks itself."""
        first = self.call.eligible_from
        adults = range(1, self.call.group_min_adults + 1)
        people = [f"Osoba Próbna-{self.number}x{place}" for place in adults]  # no line-up twice
        return {
            "applicant_kind": self.kind,
            **({"track": self.track.key} if self.track else {}),
            "organisation": "new",
            "organisation_name": f"Stowarzyszenie Próbne {self.number}",
            "organisation_nip": invented_nip(self.number),
            "organisation_registered_on": clock.today().isoformat(),
            "organisation_revenue": "0",
            "applicant_place": self.call.territory[0] if self.call.territory else "",
            "group_name": f"Grupa Próbna {self.number}",
            "group_members": "\n".join(people),
            "patron_name": f"Patron Próbny {self.number}",
            "patron_nip": invented_nip(500 + self.number),
            "title": f"Próba {self.number}",
            "starts_on": first.isoformat(),
            "ends_on": min(first + timedelta(days=30), self.call.eligible_to).isoformat(),
        }

    def day_for(self, block: Any) -> date:
        """A day that the question takes."""
        latest = block.latest or self.call.eligible_to
        return block.earliest or min(self.call.eligible_from, latest) or clock.today()

    def costs(self, block: Costs) -> list[dict[str, str]]:
        """The largest grant, as much of it in each category as fits, and as much of one's own as it needs."""
        empty = self.row(block) | dict.fromkeys(block.money(), "0")
        empty |= dict.fromkeys((HOURS, WORK_KIND), "")
        rows = [empty | part for part in self.from_grant(block)]
        own = self.of_ones_own(block)
        if block.by_hours and own.get(WORK):
            rate = block.rates[0]
            rows[0] |= {WORK_KIND: rate.key, HOURS: str(up(own[WORK] / rate.worth))}
            spare = up(
                rate.worth / 100
            )  # hours are rounded up, and the other parts grow with the whole
            own = {key: amount + spare for key, amount in own.items()}
        rows[0] |= {key: str(amount) for key, amount in own.items()}
        return rows

    def from_grant(self, block: Costs) -> list[dict[str, str]]:
        """The grant by category, none above its cap; one part where the call has no categories."""
        caps = {one.key: one.cap_of(self.asked) for one in self.call.cost_categories.all()}
        left, parts = self.asked, []
        for key, cap in caps.items():
            taken = left if cap is None else min(left, cap)
            left -= taken
            if taken:  # a row of nothing would be refused
                parts.append({"category": key, GRANT: str(taken)})
        return parts or [{GRANT: str(self.asked)}]

    def of_ones_own(self, block: Costs) -> dict[str, Decimal]:
        """Own contribution by source: each part that the call asks for, the rest in what everybody may add."""
        percent = self.call.own_contribution_min or Decimal(0)
        of_total = self.call.own_contribution_base == "total"
        own = up(self.asked * percent / (100 - percent if of_total else 100))
        if not block.sources:
            return {OWN: own} if OWN in block.money() else {}
        base = self.asked + own if of_total else self.asked
        parts = {
            key: up(base * (getattr(self.call, f"{key}_min") or Decimal(0)) / 100)
            for key in block.sources
            if key != "own_cash" or not self.adds_no_cash()
        }
        if parts:
            last = list(parts)[-1]
            parts[last] += max(own - sum(parts.values()), Decimal(0))
        return parts

    def adds_no_cash(self) -> bool:
        """Whether an applicant of this kind may add things and work only."""
        return self.call.lone_groups_without_cash and self.kind == ApplicantKind.INFORMAL_GROUP

    def rows(self, block: Any) -> list[dict[str, str]]:
        """As many rows as the question needs."""
        least = max(getattr(block, "min_rows", 1), getattr(block, "adults", 1), 1)
        return [self.row(block) for _row in range(least)]

    def row(self, block: Rows) -> dict[str, str]:
        """One row, with something in each column."""
        return {column.key: self.cell(column) for column in block.columns()}

    def cell(self, column: Column) -> str:
        """What is typed into one cell."""
        start = self.fixed()["starts_on"]
        cells = {"date": start, "year": "1980", "number": "1", "money": "1", "tick": "on"}
        if column.kind == "choice":
            return column.options[0].key
        return cells.get(column.kind, WORDS[: column.max_length].strip())


def _number(inventor: Inventor, block: Any) -> str:
    least = block.minimum if block.minimum is not None else Decimal(1)
    return str(least if block.maximum is None else min(least, block.maximum))


ANSWERS: dict[str, Callable[[Inventor, Any], Any]] = {
    "text": lambda inventor, block: WORDS[: block.max_length].strip(),
    "long_text": lambda inventor, block: WORDS[: block.max_length].strip(),
    "lines": lambda inventor, block: "\n".join(
        f"Próba {place}" for place in range(1, block.minimum + 1)
    ),
    "number": _number,
    "money": _number,
    "choice": lambda inventor, block: block.options[0].key,
    "multiple_choice": lambda inventor, block: [block.options[0].key],
    "date": lambda inventor, block: inventor.day_for(block).isoformat(),
    "checkbox": lambda inventor, block: True,
    "consent": lambda inventor, block: str(block.version),
    "file": lambda inventor, block: [dict(FILE)],
    "costs": Inventor.costs,
    "schedule": Inventor.rows,
    "table": Inventor.rows,
    "people": Inventor.rows,
}
"""How each kind of question is answered; a new kind needs a line here, and a test says so."""
