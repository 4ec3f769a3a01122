"""Answers in one writing, for a frozen copy that recomputes to the byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def canonical(values: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned `values` as JSON with one writing for each value: amounts and dates as text."""
    return {key: _json(value) for key, value in values.items()}


def _json(value: Any) -> Any:
    match value:
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_json(one) for one in value]
        case Mapping():
            return {key: _json(one) for key, one in value.items()}
    return value


def in_one_writing(content: Mapping[str, Any]) -> str:
    """`content` as JSON with sorted keys and no spaces: the same content is always the same text."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of `content` in its one writing, as UTF-8."""
    return hashlib.sha256(in_one_writing(content).encode()).hexdigest()
