"""What factories remember is what they would have done, and a test on a path of its own is left alone."""

import pytest
from django.apps import apps
from django.db import transaction

from people.models import Person
from tests.factories.grants_later import make_agreement
from tests.factories.people import make_user
from tests.remembering import path
from workflows.models import StoredFile
from workflows.models.file import private_storage

pytestmark = pytest.mark.django_db


def everything():
    """Every row of every table."""
    models = apps.get_models(include_auto_created=True)
    return {one._meta.label: list(one._base_manager.order_by("pk").values_list()) for one in models}


def walk_and_undo(factory, *asked):
    """Call the factory at the root, return all rows, and undo it."""
    with transaction.atomic():
        path.begin()
        factory(*asked)
        rows = everything()
        transaction.set_rollback(True)
    return rows


def test_a_walk_taken_again_leaves_every_row_as_the_first_did():
    first = walk_and_undo(make_agreement, "paid")

    assert walk_and_undo(make_agreement, "paid") == first
    assert walk_and_undo(make_agreement, "prepared") != first


def test_a_walk_that_goes_on_from_another_is_remembered_beside_it():
    def two():
        make_user("Anna Pierwsza")
        make_user("Anna Pierwsza")

    assert walk_and_undo(two) == walk_and_undo(two)


def test_a_page_opened_before_does_not_make_it_another_walk(client):
    def walk_after_a_request():
        with transaction.atomic():
            path.begin()
            client.get("/healthz/")
            make_user("Anna Pierwsza")
            transaction.set_rollback(True)
        return path.here

    assert walk_after_a_request() is walk_after_a_request()


def test_whoever_wrote_something_else_meanwhile_walks_alone():
    path.begin()
    make_user("Anna Pierwsza")
    assert path.is_known()

    Person.objects.create(given_name="Ktoś", family_name="Inny")

    assert not path.is_known()
    assert make_user("Anna Pierwsza").email != make_user("Anna Pierwsza").email


def test_files_that_somebody_took_away_lie_there_again():
    with transaction.atomic():
        path.begin()
        make_agreement("settled")
        places = list(StoredFile.objects.values_list("place", flat=True))
        transaction.set_rollback(True)
    for place in places:
        private_storage().delete(place)

    walk_and_undo(make_agreement, "settled")

    assert places
    assert all(private_storage().exists(place) for place in places)
