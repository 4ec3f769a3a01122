"""What a programme reached: each indicator counted, plain numbers all by one query."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from programmes.counts import count_all
from programmes.models import Indicator, Programme
from programmes.registries.counts import Count, Scope, counts

from .shapes import IndicatorFigure, PartFigure

Numbers = dict[tuple[int, bool], Decimal | int | None]


def indicators_of(
    programme: Programme, since: date | None, until: date | None, *, with_rows: bool
) -> tuple[IndicatorFigure, ...]:
    """Every indicator in its order; `with_rows` adds the keys of the records behind each, a query for each."""
    indicators = list(
        programme.indicators.order_by("position", "code").prefetch_related("activities")
    )
    for indicator in indicators:
        indicator.programme = programme
    return figures_for(indicators, since, until, with_rows=with_rows)


def figures_for(
    indicators: list[Indicator], since: date | None, until: date | None, *, with_rows: bool
) -> tuple[IndicatorFigure, ...]:
    """These indicators of one programme, counted from its start and, with `since`, in the period."""
    known: dict[Any, Any] = {}
    scopes = {
        (each.pk, whole): each.scope(since=None if whole else since, until=until, known=known)
        for each in indicators
        for whole in ((True,) if since is None else (True, False))
    }
    numbers = _numbers(indicators, scopes)
    return tuple(
        _figure(each, scopes[each.pk, True], numbers, since, with_rows) for each in indicators
    )


def rows_of(indicator: Indicator, since: date | None, until: date | None) -> models.QuerySet[Any]:
    """The records behind an indicator; the caller knows that a room serves it."""
    count = counts[indicator.counted_as]
    assert count.rows is not None  # noqa: S101 -- see above
    return count.rows(indicator.scope(since=since, until=until))


def _numbers(indicators: list[Indicator], scopes: dict[tuple[int, bool], Scope]) -> Numbers:
    """The number of each indicator in each of its scopes; the plain ones by one query."""
    by_pk = {each.pk: counts[each.counted_as] for each in indicators}
    numbers: Numbers = {}
    plain: dict[tuple[int, bool], models.QuerySet[Any]] = {}
    for key, scope in scopes.items():
        count = by_pk[key[0]]
        if count.plain and count.rows:
            plain[key] = count.rows(scope)
        else:
            numbers[key] = count.number(scope) if count.number else None
    if indicators:
        found = count_all(indicators[0].programme, list(plain.values()))
        numbers.update(zip(plain, found, strict=True))
    return numbers


def _figure(
    indicator: Indicator, whole: Scope, numbers: Numbers, since: date | None, with_rows: bool
) -> IndicatorFigure:
    count = counts[indicator.counted_as]
    reached = _plain(numbers[indicator.pk, True])
    rows = count.rows(whole) if count.rows and with_rows else None
    return IndicatorFigure(
        code=indicator.code,
        name=indicator.name,
        unit=str(count.unit),
        says=str(count.says),
        comparison=str(indicator.get_comparison_display()),
        target=_plain(indicator.target),
        in_period=_plain(numbers[indicator.pk, False]) if since else reached,
        reached=reached,
        percent=indicator.percent_of_target(reached),
        served=count.served,
        parts=tuple(PartFigure(part.label, Decimal(part.number)) for part in _parts(count, whole)),
        row_model=rows.model._meta.label_lower if rows is not None else "",
        rows=tuple(sorted(rows.values_list("pk", flat=True))) if rows is not None else (),
    )


def _parts(count: Count, scope: Scope) -> list[Any]:
    return count.parts(scope) if count.parts else []


def _plain(number: Decimal | int | None) -> Decimal | None:
    """The number without trailing zeros, so that its text is the same whatever the database gives."""
    if number is None:
        return None
    whole = Decimal(number)
    return whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole.normalize()
