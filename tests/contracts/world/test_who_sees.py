"""“Who can see my data” and the lists say the same: every account of the demo × every person, every sight × every row."""

import pytest

from cms.access import ACCOUNTS
from people.actions.readers import readers_of, who_sees_record
from people.models import Person, User
from people.registries import sights
from tests.contracts.world.access import account


def test_the_page_names_whoever_finds_the_person_and_nobody_else(world):
    finding = {
        user.pk: set(Person.objects.visible_to(user).values_list("pk", flat=True))
        for user in User.objects.filter(is_active=True)
    }
    wrong = []
    for person in Person.objects.select_related("entered_by"):
        named = {one.pk for line in who_sees_record(person) for one in line.accounts}
        seeing = {user for user, found in finding.items() if person.pk in found}
        seeing -= {person.user_id}
        wrong += [f"{person.pk}: {user} is named, and finds nothing" for user in named - seeing]
        wrong += [f"{person.pk}: {user} finds them, and is not named" for user in seeing - named]

    assert wrong == []


@pytest.mark.parametrize("name", sights.names())
def test_what_is_said_of_a_matter_agrees_with_its_list(world, name):
    sight, wrong = sights[name], []
    people = dict(sight.rows().values_list("pk", f"{sight.person}__user"))
    named = readers_of(sight)
    assert people
    for who in set(ACCOUNTS) - {"admin"}:
        user = account(who)
        rows = sight.rows().model.objects.visible_to(user)
        listed = set(rows.values_list("pk", flat=True))
        for row, own in people.items():
            if own != user.pk and (row in listed) != (user.pk in named.get(row, ())):
                wrong.append(f"{who}@ and {row}: {'only the list' if row in listed else 'only the page'}")  # fmt: skip

    assert wrong == []
