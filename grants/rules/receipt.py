"""The seal of a receipt: whoever holds the link can see that Tandem gave it, for just this content at this instant."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer


def _signer() -> Signer:
    # Not SECRET_KEY: that one is changed after an incident, and receipts must outlive it.
    return Signer(key=settings.HISTORY_KEY, salt="grants.receipt", sep=".")


def token_of(key: int, *, call: str, number: str, at: datetime, digest: str) -> str:
    """The token of one receipt: its key, and a seal over call, number, instant and the SHA-256 of the content."""
    return f"{key}.{_signer().signature(_sealed(key, call, number, at, digest))}"


def _sealed(key: int, call: str, number: str, at: datetime, digest: str) -> str:
    return "|".join([str(key), call, number, at.astimezone(UTC).isoformat(), digest])


def key_in(token: str) -> int:
    """The key that a token names, its seal not yet judged; BadSignature when it names none."""
    key, _dot, _seal = token.partition(".")
    if not (key.isascii() and key.isdecimal() and len(key) < 12):
        raise BadSignature("No receipt has such a token.")
    return int(key)
