"""The format of a call file: one key for each rule, read by the kind of its column."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from grants.models import Call
from grants.models.terms.award import PublicList
from grants.models.terms.judging import TieBreak
from grants.models.terms.outline import ALL_ROWS, FILE_FIELDS, Rows
from grants.models.terms.snapshot import columns
from grants.rules.parties import ApplicantKind
from grants.rules.soundness import is_thinkable
from programmes.importing.shapes import (
    Record,
    Report,
    Shape,
    code,
    decimal,
    listing,
    one_of,
    refuse,
    text,
    whole,
    words,
)
from programmes.importing.tree import Node, Problem, Unreadable, read_tree
from workflows.deadlines import instant_in_warsaw

# Under which key a file names which form, by the code of its questionnaire.
FORMS = {"questionnaire": "form", "interim_form": "interim_form", "report_form": "report_form"}
PLACE = "programme"
NEEDED = (
    PLACE,
    "activity",
    "code",
    "title",
    "pool",
    "min_grant",
    "max_grant",
    "opens_at",
    "closes_at",
    "eligible_from",
    "eligible_to",
)


def truth() -> Shape:
    """Yes or no."""

    def read(node: Node, report: Report) -> bool | None:
        if node.value in {"true", "false"}:
            return node.value == "true"
        return refuse(node, report, _("true or false"))

    return read


def day() -> Shape:
    """A day."""

    def read(node: Node, report: Report) -> date | None:
        try:
            found = date.fromisoformat(str(node.value))
        except ValueError:
            found = date.min
        if not is_thinkable(found):
            return refuse(node, report, _("a day, for example 2026-12-03"))
        return found

    return read


def instant() -> Shape:
    """A moment in Warsaw, to the minute; the hour that the clocks skip or repeat is refused."""

    def read(node: Node, report: Report) -> datetime | None:
        try:
            wall = datetime.strptime(str(node.value), "%Y-%m-%d %H:%M")  # noqa: DTZ007 -- Warsaw follows
            if not is_thinkable(wall):
                raise ValueError(wall)
            return instant_in_warsaw(wall)
        except ValidationError as error:
            report(Problem(node.place, node.line, " ".join(error.messages)))
        except ValueError:
            refuse(node, report, _('a moment in Warsaw, for example "2026-12-03 15:00"'))
        return None

    return read


def _lists() -> dict[str, Shape]:
    codes = text(
        7,
        pattern=re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6,7}"),
        called=_("a TERYT code, for example 24"),
    )
    return {
        "who_may_apply": listing(one_of(ApplicantKind.values, _("a kind of applicant"))),
        "public_lists": listing(one_of(PublicList.values, _("a list"))),
        "tie_breaks": listing(one_of(TieBreak.values, _("a way to decide"))),
        "territory": listing(codes),
    }


def shape_of(model: type[models.Model], name: str) -> Shape:
    """How the rule `name` is written."""
    special: dict[str, Shape] = {**_lists(), "activity": code(), "code": code(), "group": code()}
    if name in special:
        return special[name]
    if len(columns(model, (name,))) > 1:
        field = model._meta.get_field(f"{name}_pl")
        return words(field.max_length or 1000, needs_polish=name in {"title", "text"})  # type: ignore[union-attr]
    return _by_kind(model._meta.get_field(name))


def _by_kind(field: Any) -> Shape:
    if field.choices:
        return one_of([str(value) for value, _label in field.flatchoices], _("one of"))
    kinds: tuple[tuple[type, Shape], ...] = (
        (models.BooleanField, truth()),
        (models.DateTimeField, instant()),
        (models.DateField, day()),
        (models.DecimalField, decimal(_('a number as decimal text, for example "5000.00"'))),
        (models.IntegerField, whole(32_000)),
    )
    return next(shape for kind, shape in kinds if isinstance(field, kind))


def row_shape(rows: Rows) -> Record:
    """How one row of a table is written."""
    model: Any = Call._meta.get_field(rows.name).related_model
    fields = {name: shape_of(model, name) for name in rows.fields}
    needs = {"title", "text"} & set(rows.fields)
    if rows.keyed:
        fields, needs = {"key": code(), **fields}, needs | {"key"}
    wanted = needs | ({"pool", "rate", "maximum", "percent"} & set(rows.fields))
    return Record(fields, frozenset(wanted))


def call_shape() -> Record:
    """How a call is written."""
    plain = {name: shape_of(Call, name) for name in FILE_FIELDS if name not in FORMS}
    forms: dict[str, Shape] = {key: code() for key in FORMS.values()}
    tables: dict[str, Shape] = {rows.name: listing(row_shape(rows)) for rows in ALL_ROWS}
    return Record({PLACE: code(), **forms, **plain, **tables}, frozenset(NEEDED))


def read_call(content: str) -> tuple[Node, dict[str, Any]]:
    """The tree and the values of a call file; Unreadable with every problem found when it breaks the format."""
    if not content.strip():
        raise Unreadable([Problem("", 1, _("expected a call, found an empty file"))])
    tree = read_tree(content)
    problems: list[Problem] = []
    values = call_shape()(tree, problems.append)
    problems.extend(_repeated(values) if not problems else [])
    if problems:
        raise Unreadable(sorted(problems, key=lambda problem: problem.line))
    return tree, values


def _repeated(values: dict[str, Any]) -> list[Problem]:
    found = []
    for rows in ALL_ROWS:
        keys = [item.get("key") for item in values.get(rows.name, []) if rows.keyed]
        found += [
            Problem(f"{rows.name}[{place}].key", 0, _("expected “%s” only once") % key)
            for place, key in enumerate(keys, start=1)
            if key in keys[: place - 1]
        ]
    return found
