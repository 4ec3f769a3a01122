"""The format of a programme file (docs/programme-file.md), checked key by key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from django.utils.translation import gettext as _

from people.models import LocalGovernmentType
from programmes.models import Indicator, Partner, Point
from programmes.periods import PartialDate, validate_partial_date
from programmes.registries.counts import counts
from programmes.registries.kinds import kinds

from .shapes import (
    Record,
    Shape,
    checked,
    code,
    decimal,
    listing,
    one_of,
    record,
    text,
    whole,
    words,
)
from .tree import Node, Problem, Unreadable, read_tree

_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def _currency() -> Shape:
    return text(
        3, pattern=_CURRENCY, called=_("a currency of three capital letters, for example PLN")
    )


def _partner() -> Record:
    return record(
        needs=["name"],
        name=text(300),
        country=text(
            2, pattern=_COUNTRY, called=_("a country of two capital letters, for example PL")
        ),
        role=one_of(Partner.Role.values, _("a role")),
        type=text(80),
        members=whole(1_000_000),
        budget=decimal(_('an amount as decimal text, for example "76338.50"')),
        own_contribution=decimal(_('an amount as decimal text, for example "76338.50"')),
        website=text(200),
    )


def _indicator() -> Record:
    return record(
        needs=["code", "name", "counted_as"],
        code=code(),
        name=words(300, needs_polish=True),
        unit=text(40),
        target=decimal(_("a number")),
        comparison=one_of(Indicator.Comparison.values, _("a comparison")),
        counted_as=one_of(counts.names(), _("something that Tandem counts")),
        of=listing(code()),
    )


def _activity() -> Record:
    return record(
        needs=["kind", "code", "name"],
        kind=one_of(kinds.names(), _("a kind of activity")),
        code=code(),
        name=words(300, needs_polish=True),
        count=whole(100_000),
        days=whole(1_000),
        capacity=whole(1_000_000),
        per=one_of(["local_government"], _("what there is one for each of")),
        examples=listing(text(300)),
        note=text(2000),
    )


def _programme() -> Record:
    funder = record(
        needs=["name", "currency"],
        name=text(300),
        currency=_currency(),
        local_currency=_currency(),
        credit_line=words(1000),
        slogan=words(300),
    )
    day = checked(validate_partial_date, _("a date 2023-06-01, a month 2023-06 or a year 2023"))
    amount = decimal(_('an amount as decimal text, for example "849729.00"'))
    local_government = record(
        needs=["name"],
        name=text(200),
        type=one_of(LocalGovernmentType.values, _("a type of local government")),
    )
    feature = record(
        needs=["feature"],
        feature=text(60),
        rule=text(2000),
        question=words(2000),
        example=words(2000),
        examples=listing(text(300)),
    )
    return record(
        needs=["code", "title"],
        code=code(),
        title=words(300, needs_polish=True),
        subtitle=words(500),
        kind=text(120),
        website=text(200),
        funder=funder,
        period=record(start=day, end=day),
        budget=record(total=amount, grant=amount),
        partners=listing(_partner()),
        local_governments=listing(local_government),
        **{section: listing(words(2000)) for section in Point.Section.values},
        indicators=listing(_indicator()),
        activities=listing(_activity()),
        site=listing(feature),
        elsewhere=listing(
            Record({"key": text(200), "from": text(2000)}, frozenset(["key", "from"]))
        ),
    )


def read_programme(content: str) -> dict[str, Any]:
    """The values of a programme file by key; Unreadable with every problem found when it breaks the format."""
    tree = read_tree(content)
    problems: list[Problem] = []
    values = _programme()(tree, problems.append)
    if not problems:
        problems.extend(_contradictions(tree, values))
    if problems:
        raise Unreadable(sorted(problems, key=lambda problem: problem.line))
    return values


def _contradictions(tree: Node, values: dict[str, Any]) -> Iterator[Problem]:
    """What each value alone cannot show: the same code twice, an unknown activity, an impossible period."""
    for section, key in [("activities", "code"), ("indicators", "code"), ("partners", "name"),
                         ("local_governments", "name"), ("site", "feature"), ("elsewhere", "key")]:  # fmt: skip
        yield from _repeated(tree, values, section, key)
    yield from _unknown_activities(tree, values)
    period = values.get("period", {})
    if len(period) == 2 and _ends_before_it_starts(**period):
        yield Problem(
            "period",
            _at(tree, "period").line,
            _("expected an end that does not lie before the start"),
        )
    budget = values.get("budget", {})
    if budget.get("grant", 0) > budget.get("total", budget.get("grant", 0)):
        yield Problem(
            "budget", _at(tree, "budget").line, _("expected a grant that is not above the total")
        )
    for number, partner in enumerate(values.get("partners", [])):
        if partner.get("own_contribution", 0) > partner.get(
            "budget", partner.get("own_contribution", 0)
        ):
            item = _item(tree, "partners", number)
            yield Problem(
                item.place,
                item.line,
                _("expected an own contribution that is not above the budget"),
            )


def _repeated(tree: Node, values: dict[str, Any], section: str, key: str) -> Iterator[Problem]:
    names = Counter(item[key] for item in values.get(section, []))
    for number, item in enumerate(values.get(section, [])):
        if names[item[key]] > 1:
            node = _item(tree, section, number)
            names[item[key]] = 1
            yield Problem(
                f"{node.place}.{key}", node.line, _("expected “%s” only once") % item[key]
            )


def _unknown_activities(tree: Node, values: dict[str, Any]) -> Iterator[Problem]:
    known = [activity["code"] for activity in values.get("activities", [])]
    for number, indicator in enumerate(values.get("indicators", [])):
        for name in indicator.get("of", []):
            if name not in known:
                node = _item(tree, "indicators", number)
                expected = _("expected codes of activities in this file: %s") % ", ".join(known)
                yield Problem(f"{node.place}.of", node.line, expected)


def _ends_before_it_starts(start: str, end: str) -> bool:
    return PartialDate.parse(end).last_day < PartialDate.parse(start).first_day


def _at(tree: Node, key: str) -> Node:
    return cast("dict[str, Node]", tree.value)[key]


def _item(tree: Node, section: str, number: int) -> Node:
    return cast("list[Node]", _at(tree, section).value)[number]
