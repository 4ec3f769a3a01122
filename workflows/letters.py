"""The words of a letter: a text per language with named places, never template code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PLACE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
ALWAYS = ("name", "link", "site")


@dataclass(frozen=True)
class Letter:
    """Subject and body, either with places or filled in."""

    subject: str
    body: str

    def places(self) -> set[str]:
        return set(PLACE.findall(self.subject)) | set(PLACE.findall(self.body))

    def filled(self, values: Mapping[str, Any]) -> Letter:
        """The letter with its places filled; ImproperlyConfigured for a place without a value."""
        subject = " ".join(_fill(self.subject, values).split())
        return Letter(subject[:250], _fill(self.body, values))


def _fill(text: str, values: Mapping[str, Any]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ImproperlyConfigured(
                f"A letter names the place “{match[1]}”, for which there is no value."
            )
        return str(values[match[1]])

    return PLACE.sub(value, text)


@cache
def text_on_file(template: str, language: str) -> Letter:
    """The default text `templates/emails/<template>.<language>.txt`: „Subject: …”, an empty line, the body."""
    path = Path(settings.BASE_DIR, "templates", "emails", f"{template}.{language}.txt")
    if not path.is_file():
        raise ImproperlyConfigured(f"The letter {template} has no text in “{language}”.")
    head, _gap, body = path.read_text(encoding="utf-8").partition("\n\n")
    return Letter(head.removeprefix("Subject:").strip(), body.strip() + "\n")
