"""Tokens of public links: whoever holds one can see that Tandem gave it, for just these facts.

A receipt of an application and a certificate of a pair are checked by them at a public address.
"""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer


def token_of(key: int, *facts: str, kind: str) -> str:
    """The token of one paper: the key of its row, and a seal over key and `facts`; `kind` keeps papers apart."""
    # Not SECRET_KEY: that one is changed after an incident, and what was given away must outlive it.
    signer = Signer(key=settings.HISTORY_KEY, salt=kind, sep=".")
    return f"{key}.{signer.signature('|'.join([str(key), *facts]))}"


def key_in(token: str) -> int:
    """The key that a token names, its seal not yet judged; BadSignature when it names none."""
    key, _dot, _seal = token.partition(".")
    if not (key.isascii() and key.isdecimal() and len(key) < 12):
        raise BadSignature("Nothing has such a token.")
    return int(key)
