"""Refusals are compared with their English sentences, whatever the catalogues say today."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Speak English while a test of this room runs."""
    with translation.override("en"):
        yield
