"""Shapes of values in a file: each reads a node into a Python value or reports what it expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .tree import Node, Problem

Report = Callable[[Problem], None]
Shape = Callable[[Node, Report], Any]
_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def refuse(node: Node, report: Report, expected: str) -> Any:
    """Report that `node` is not what was expected; the value read is None."""
    report(Problem(node.place, node.line, _("expected %s") % expected))
    return None


def text(longest: int, *, pattern: re.Pattern[str] | None = None, called: str = "") -> Shape:
    """Text of 1 to `longest` characters, matching `pattern`, which a person would call `called`."""

    def read(node: Node, report: Report) -> str | None:
        if not isinstance(node.value, str) or not node.value.strip():
            return refuse(node, report, called or _("text"))
        value = node.value.strip()
        if pattern is not None and not pattern.fullmatch(value):
            return refuse(node, report, called)
        if len(value) > longest:
            return refuse(node, report, _("text of at most %d characters") % longest)
        return value

    return read


def code() -> Shape:
    """A code: small letters, digits, single hyphens."""
    return text(80, pattern=_CODE, called=_("a code of small letters, digits and hyphens"))


def checked(validate: Callable[[str], None], called: str) -> Shape:
    """Text that a validator of the model accepts."""

    def read(node: Node, report: Report) -> str | None:
        value = node.value if isinstance(node.value, str) else ""
        try:
            validate(value)
        except ValidationError:
            return refuse(node, report, called)
        return value

    return read


def decimal(called: str) -> Shape:
    """A number that is not negative, with at most two decimal places after a dot."""

    def read(node: Node, report: Report) -> Decimal | None:
        if not isinstance(node.value, str) or not _DECIMAL.fullmatch(node.value):
            return refuse(node, report, called)
        return Decimal(node.value)

    return read


def whole(largest: int) -> Shape:
    """A whole number from 0 to `largest`."""

    def read(node: Node, report: Report) -> int | None:
        fits = isinstance(node.value, str) and re.fullmatch(r"[0-9]{1,10}", node.value)
        if not fits or int(str(node.value)) > largest:
            return refuse(node, report, _("a whole number up to %d") % largest)
        return int(str(node.value))

    return read


def one_of(names: Iterable[str], called: str) -> Shape:
    """One of `names`; the report lists them."""
    allowed = list(names)

    def read(node: Node, report: Report) -> str | None:
        if node.value in allowed:
            return str(node.value)
        return refuse(node, report, f"{called}: {', '.join(allowed)}")

    return read


def words(longest: int, *, needs_polish: bool = False) -> Shape:
    """A map from language to text of up to `longest` characters; plain text is taken for Polish."""
    languages = [tag for tag, _name in settings.LANGUAGES]

    def read(node: Node, report: Report) -> dict[str, str] | None:
        if isinstance(node.value, str) and node.value.strip():
            return {"pl": text(longest)(node, report)}
        if not isinstance(node.value, dict) or not node.value or node.value.keys() - set(languages):
            return refuse(node, report, _("text by language: %s") % ", ".join(languages))
        if needs_polish and "pl" not in node.value:
            return refuse(node, report, _("the Polish text (pl)"))
        return {tag: text(longest)(inner, report) for tag, inner in node.value.items()}

    return read


def listing(of: Shape) -> Shape:
    """A list whose items all have one shape."""

    def read(node: Node, report: Report) -> list[Any] | None:
        if not isinstance(node.value, list):
            return refuse(node, report, _("a list"))
        return [of(item, report) for item in node.value]

    return read


@dataclass(frozen=True)
class Record:
    """A map with the keys of `fields`, of which `needs` must be there; any other key is refused."""

    fields: Mapping[str, Shape]
    needs: frozenset[str] = frozenset()

    def __call__(self, node: Node, report: Report) -> dict[str, Any]:
        """The values by key; keys that are absent in the file are absent here."""
        if not isinstance(node.value, dict):
            refuse(node, report, _("a map with the keys %s") % ", ".join(self.fields))
            return {}
        for missing in sorted(self.needs - node.value.keys()):
            refuse(node, report, _("the key “%s”") % missing)
        return dict(self._read(node.value, report))

    def _read(self, values: Mapping[str, Node], report: Report) -> Iterable[tuple[str, Any]]:
        for key, inner in values.items():
            if key not in self.fields:
                refuse(inner, report, _("one of the keys %s") % ", ".join(self.fields))
            else:
                yield key, self.fields[key](inner, report)


def record(needs: Iterable[str] = (), **fields: Shape) -> Record:
    """A `Record` whose keys are valid Python names."""
    return Record(fields, frozenset(needs))
