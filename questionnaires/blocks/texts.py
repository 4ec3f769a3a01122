"""Texts that exist in several languages inside one immutable version."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language

Texts = Mapping[str, str] | Promise | str
"""A map by language code (`pl` always), or a string that the catalogue translates."""


def say(texts: Texts | None) -> str:
    """The text in the reader's language, else in Polish; empty for None."""
    if texts is None:
        return ""
    if not isinstance(texts, Mapping):
        return str(texts)
    language = (get_language() or "pl").split("-")[0]
    return texts.get(language) or texts.get("pl", "")
