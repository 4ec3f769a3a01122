"""What a list shows and what a page opens is the same: every account of the demo × every object of it."""

import pytest
from django.apps import apps

from cms.access import ACCOUNTS
from tests.contracts.world.access import account
from tests.contracts.world.twins import ASK_THE_LIST, TWINS


def with_a_list():
    """The models that say who sees their rows."""
    models = apps.get_models()
    return {model._meta.label for model in models if hasattr(model._default_manager, "visible_to")}


def test_every_model_with_a_list_names_the_question_of_its_page():
    assert with_a_list() == set(TWINS)


@pytest.mark.parametrize("label", sorted(set(TWINS) - ASK_THE_LIST))
def test_predicate_and_list_agree_for_everybody(world, label):
    model, opens, wrong = apps.get_model(label), TWINS[label], []
    rows = list(model._default_manager.all())
    for name in ACCOUNTS:
        user = account(name)
        listed = set(model._default_manager.visible_to(user).values_list("pk", flat=True))
        opened = {row.pk for row in rows if opens(user, row)}
        wrong += [f"{name}@ finds {pk} in the list alone" for pk in listed - opened]
        wrong += [f"{name}@ opens {pk}, which no list shows" for pk in opened - listed]

    assert wrong == []
