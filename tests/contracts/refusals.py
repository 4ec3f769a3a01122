"""The page that says there is no such page is alike at every address: walks over thousands of them draw it once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.http import HttpRequest, HttpResponseNotFound

from cms import urls

NOWHERE = "/panel/nowhere/"


@contextmanager
def short_refusals() -> Iterator[None]:
    """Have what is not found answered with the status alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "handler404", _not_found, raising=False)
        yield


def _not_found(request: HttpRequest, exception: Exception) -> HttpResponseNotFound:
    return HttpResponseNotFound()
