"""The demo fills an empty database, never another; nothing old leaves it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from people.models import Person
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_it_refuses_where_people_are_and_changes_nothing():
    make_person()

    with pytest.raises(CommandError, match="people in this database already"):
        call_command("demo", stdout=StringIO())

    assert Person.objects.count() == 1


def test_it_refuses_where_there_is_no_demo_as_in_production(settings):
    settings.TANDEM_DEMO = False

    with pytest.raises(CommandError, match="TANDEM_DEMO"):
        call_command("demo", stdout=StringIO())

    assert not Person.objects.exists()


def test_production_has_no_demo_whatever_its_environment_says():
    from pathlib import Path

    production = Path("cms/settings/production.py").read_text()

    assert "\nTANDEM_DEMO = False\n" in production
