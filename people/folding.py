"""Text compared by the database without case and accents, the same on SQLite and PostgreSQL.

As `unaccent` of `django.contrib.postgres`, but without an extension that an administrator has to
install: `title__folded__contains` compares as `people.names.fold` does. Columns of many rows keep their
folded text (`search_text`); these lookups are for the others.
"""

from __future__ import annotations

import re
from functools import reduce
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField, Transform

from people.names import fold

SEPARATORS = "/-. "
_LETTERS = [chr(code) for code in range(0xC0, 0x250)]
_FROM = "".join(letter for letter in _LETTERS if re.fullmatch("[a-z]", fold(letter)))
_TO = "".join(fold(letter) for letter in _FROM)


class Folded(Transform):
    """A text as `fold` gives it; letters of two signs (ß, æ) stay as they are on PostgreSQL."""

    lookup_name = "folded"
    function = "TANDEM_FOLD"

    def as_postgresql(self, compiler: Any, connection: Any, **given: Any) -> Any:
        template = f"LOWER(TRANSLATE(%(expressions)s, '{_FROM}', '{_TO}'))"
        return self.as_sql(compiler, connection, template=template, **given)


class Plain(Transform):
    """A number without what people put between its parts: "12/2026" as "122026"."""

    lookup_name = "plain"
    template = reduce(
        lambda inner, sign: f"REPLACE({inner}, '{sign}', '')",
        SEPARATORS,
        "LOWER(%(expressions)s)",
    )


def without_separators(text: str) -> str:
    """Return `text` as `Plain` has it in the database."""
    return text.translate(dict.fromkeys(map(ord, SEPARATORS))).lower()


def _teach(connection: Any, **_given: Any) -> None:
    """SQLite has no function that knows letters beyond ASCII: it gets ours with each connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "TANDEM_FOLD", 1, lambda text: None if text is None else fold(text), deterministic=True
        )


for _field in (CharField, TextField):
    _field.register_lookup(Folded)
    _field.register_lookup(Plain)
connection_created.connect(_teach, dispatch_uid="people.folding")
