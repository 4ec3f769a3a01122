"""What every test stands on: no network, Wagtail's roots, a clock, clients that are somebody."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate
from django.test import Client, TestCase, TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings
from wagtail.models import Collection, Locale, Page, Site

from tests.remembering import keep_paths
from workflows import clock, triggers

# A busy machine makes an example slower, not wrong.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class NetworkIsShut(Exception):
    """A test tried to reach an address outside this machine."""


@pytest.fixture(autouse=True)
def shut_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but those to this machine (databases, Redis, the live server)."""
    connect = socket.socket.connect

    def only_loopback(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise NetworkIsShut(f"Tests may not reach {address[0]}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_loopback)


def plant_wagtail_roots(**kwargs: Any) -> None:
    """Make what Wagtail's own migrations would: locales, the root page, the site, a collection.

    Tests build tables without migrations; a flush (after a test with real transactions) sends
    post_migrate as well, so the roots are back for the next one.
    """
    polish, _ = Locale.objects.get_or_create(language_code="pl")
    Locale.objects.get_or_create(language_code="en")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        root = Page.add_root(title="Root", slug="root", locale=polish)
        home = root.add_child(instance=Page(title="Tandem", slug="home", locale=polish))
        Site.objects.create(
            hostname="localhost", root_page=home, is_default_site=True, site_name="Tandem"
        )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Have Wagtail's roots planted as soon as the test database has its tables."""
    post_migrate.connect(plant_wagtail_roots, sender=apps.get_app_config("wagtailcore"))


@pytest.fixture(autouse=True)
def in_polish() -> Iterator[None]:
    """Each test begins in the site's language, whatever page the one before it opened last."""
    with translation.override("pl"):
        yield


@pytest.fixture(autouse=True, scope="session")
def liftable_history() -> Iterator[None]:
    """Let the flush after a test with real transactions empty the append-only tables.

    The triggers come back with post_migrate, which the flush sends.
    """
    flush = TransactionTestCase._fixture_teardown

    def lift_and_flush(self: TransactionTestCase) -> None:
        if not isinstance(self, TestCase):
            triggers.lift()
        flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_and_flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def remembered_walks() -> Iterator[None]:
    """Let factories walk each path of real moves once."""
    with pytest.MonkeyPatch.context() as patch:
        keep_paths(patch)
        yield


@pytest.fixture
def clock_at() -> Iterator[Callable[[datetime], datetime]]:
    """Return a function that sets Tandem's clock until the test ends."""
    with ExitStack() as stack:
        yield lambda instant: stack.enter_context(clock.at(instant))


@pytest.fixture
def client_of() -> Callable[[Any], Client]:
    """Return a function that gives a browser in which `user` is logged in."""

    def log_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in
