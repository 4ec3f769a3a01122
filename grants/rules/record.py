"""The record of a ranking: everything that made it, as plain data, and the way back.

Whoever has the record computes the ranking again with `rank_again`, without Tandem's database; `verify_integrity`
does so for every decision.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from .divergence import Counting, Divergence
from .merit import Card, Measure
from .ranking import Candidate, Override, Row, Terms, TieBreak, rank

FORMAT = 2  # the first one from which a ranking can be computed again

Plain = dict[str, Any]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def write_terms(terms: Terms) -> Plain:
    """The terms as plain data."""
    return {
        "pool": str(terms.pool),
        "card": write_card(terms.card),
        "third": {
            "gap_percent": _text(terms.divergence.gap_percent),
            "gap_points": _text(terms.divergence.gap_points),
            "when_one_passes": terms.divergence.when_one_passes,
            "counting": terms.divergence.counting.value,
        },
        "tie_breaks": [rule.value for rule in terms.tie_breaks],
        "seed": terms.seed,
        "partial_share": _text(terms.partial_share),
        "least_grant": str(terms.least_grant),
        "keeps_reserve": terms.keeps_reserve,
    }


def write_card(card: Card) -> Plain:
    """The merit card as plain data."""
    return {
        "threshold": _text(card.threshold),
        "threshold_without_bonus": _text(card.threshold_without_bonus),
        "groups": [[key, str(bar)] for key, bar in card.groups],
        "criteria": [
            {
                "key": one.key,
                "most": str(one.maximum),
                "threshold": _text(one.threshold),
                "weight": str(one.weight),
                "group": one.group,
                "bonus": one.is_bonus,
            }
            for one in card.measures
        ],
    }


def read_terms(record: Mapping[str, Any]) -> Terms:
    """The terms that `write_terms` wrote."""
    third = record["third"]
    return Terms(
        pool=Decimal(record["pool"]),
        card=read_card(record["card"]),
        divergence=Divergence(
            _number(third["gap_percent"]),
            _number(third["gap_points"]),
            third["when_one_passes"],
            Counting(third["counting"]),
        ),
        tie_breaks=tuple(TieBreak(rule) for rule in record["tie_breaks"]),
        seed=record["seed"],
        partial_share=_number(record["partial_share"]),
        least_grant=Decimal(record["least_grant"]),
        keeps_reserve=record["keeps_reserve"],
    )


def read_card(plain: Mapping[str, Any]) -> Card:
    """The merit card that `write_card` wrote."""
    return Card(
        measures=tuple(
            Measure(
                key=one["key"],
                maximum=Decimal(one["most"]),
                threshold=_number(one["threshold"]),
                weight=Decimal(one["weight"]),
                group=one["group"],
                is_bonus=one["bonus"],
            )
            for one in plain["criteria"]
        ),
        threshold=_number(plain["threshold"]),
        threshold_without_bonus=_number(plain["threshold_without_bonus"]),
        groups=tuple((key, Decimal(bar)) for key, bar in plain["groups"]),
    )


def write_row(row: Row, *, number: str) -> Plain:
    """One line of the ranking, with what it was computed from; `number` is the application's, as people read it."""
    one = row.candidate
    return {
        "place": row.place,
        "application": number,
        "key": one.key,
        "ordinal": one.number,
        "submitted_at": one.submitted_at.isoformat(),
        "requested": str(one.requested),
        "sheets": [
            {key: str(points) for key, points in sorted(sheet.items())} for sheet in one.sheets
        ],
        "override": {
            "points": _text(one.override.points),
            "place": one.override.place,
            "amount": _text(one.override.amount),
            **_criteria(one.override),
        },
        **result_of(row),
    }


def _criteria(given: Override) -> Plain:
    """Points given on appeal; a record without any is written as it was before there were such."""
    if not given.criteria:
        return {}
    return {"criteria": {key: str(points) for key, points in sorted(given.criteria.items())}}


def result_of(row: Row) -> Plain:
    """What the arithmetic says of one line, as plain data."""
    return {
        "mean": f"{row.mean.numerator}/{row.mean.denominator}",
        "points": str(row.points),
        "cumulated": str(row.cumulated),
        "granted": str(row.granted),
        "missed": list(row.failed),
        "outcome": row.outcome.value,
    }


def read_candidate(plain: Mapping[str, Any]) -> Candidate:
    """The candidate that `write_row` wrote."""
    given = plain["override"]
    return Candidate(
        key=plain["key"],
        number=plain["ordinal"],
        requested=Decimal(plain["requested"]),
        submitted_at=datetime.fromisoformat(plain["submitted_at"]),
        sheets=tuple(
            {key: Decimal(points) for key, points in sheet.items()} for sheet in plain["sheets"]
        ),
        override=Override(
            _number(given["points"]),
            given["place"],
            _number(given["amount"]),
            {key: Decimal(points) for key, points in given.get("criteria", {}).items()},
        ),
    )


def rank_again(part: Mapping[str, Any]) -> list[Row]:
    """The ranking that the arithmetic gives for what one list of a record holds."""
    return rank([read_candidate(row) for row in part["rows"]], read_terms(part))


def differences(record: Mapping[str, Any]) -> list[str]:
    """The numbers of the applications whose recorded line is not what the arithmetic gives; empty when all are."""
    return [number for part in record["lists"] for number in _differing(part)]


def rows_in(record: Mapping[str, Any]) -> Iterator[Plain]:
    """Every line of every list of a record."""
    for part in record["lists"]:
        yield from part["rows"]


def _differing(part: Mapping[str, Any]) -> list[str]:
    again = {row.candidate.key: (row.place, result_of(row)) for row in rank_again(part)}
    return [row["application"] for row in part["rows"] if again[row["key"]] != _recorded(row)]


def _recorded(row: Mapping[str, Any]) -> tuple[int, Plain]:
    keys = ("mean", "points", "cumulated", "granted", "missed", "outcome")
    return row["place"], {key: row[key] for key in keys}
