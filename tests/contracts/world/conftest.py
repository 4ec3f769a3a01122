"""The demo's world, filled once for all tests of this folder and taken back afterwards."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of this folder on one worker: the world is filled once."""
    for item in items:
        if "contracts/world" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("world"))
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Fill the demo inside a transaction that is rolled back when the folder's tests are done."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("setup_site", stdout=StringIO())
        call_command("demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)
