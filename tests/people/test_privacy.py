"""A copy of one's data, being forgotten, and that no foreign key to a person escapes."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import ForeignKey

from people.actions.consents import give_consent
from people.actions.persons import edit_person
from people.actions.privacy import erase_person, export_person
from people.models import ConsentClause, HandOver, Person, User
from people.registries import OnErase, Trace, traces, traces_kept_whole
from tests.factories.people import (
    make_admin,
    make_membership,
    make_office_worker,
    make_person,
    make_user,
)
from workflows import clock
from workflows.errors import NotYours
from workflows.models import History, Message


def keys_to_people():
    """Every foreign key of the project that leads to a person or an account."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and field.related_model in (Person, User)
        if model._meta.app_label not in set(traces_kept_whole.names())
        and "User_" not in model._meta.label
    }


def test_every_key_to_a_person_says_what_becomes_of_it():
    declared = set(traces.names())

    assert sorted(keys_to_people() - declared) == []


def test_no_trace_is_declared_for_a_key_that_is_gone():
    assert sorted(set(traces.names()) - keys_to_people()) == []


@pytest.mark.parametrize("trace", traces, ids=lambda trace: trace.field)
def test_what_an_export_shows_exists(trace: Trace):
    trace.model._base_manager.none().values(*trace.shows).query.sql_with_params  # noqa: B018 - raises when wrong

    assert trace.on_erase is not OnErase.CLEARED or trace.column.null


@pytest.mark.django_db
def test_a_person_gets_everything_held_about_them():
    user = make_user("Ula Nowak")
    make_membership(user.person)
    give_consent(person=user.person, clause=ConsentClause.objects.first(), by=user)

    data = export_person(person=user.person, by=user)

    assert data["person"]["family_name"] == "Nowak"
    assert len(data["held"]) >= 2


@pytest.mark.django_db
def test_nobody_else_gets_the_copy():
    staff = make_office_worker()

    with pytest.raises(NotYours):
        export_person(person=make_person(entered_by=staff), by=staff)


@pytest.mark.django_db
def test_forgetting_takes_the_name_and_leaves_the_facts():
    admin, user = make_admin(), make_user("Ula Nowak", email="ula@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    membership = make_membership(user.person)
    edit_person(person=user.person, by=user, town="Łódź", phone="600 100 200")

    erase_person(person=user.person, by=admin, note="list z 3 marca")

    person = Person.objects.get(pk=user.person.pk)
    user.refresh_from_db()
    assert "Nowak" not in f"{person} {person.search_text} {user} {user.email}"
    assert (person.email, person.phone, person.town, user.is_active) == ("", "", "", False)
    assert not EmailAddress.objects.exists()
    assert person.memberships.get() == membership
    assert History.objects.of(person).filter(move="edited").get().text.changes == {}


@pytest.mark.django_db
def test_only_an_administrator_forgets_and_never_themself():
    admin, staff = make_admin(), make_office_worker()

    with pytest.raises(NotYours):
        erase_person(person=make_person(entered_by=staff), by=staff)
    with pytest.raises(NotYours):
        erase_person(person=admin.person, by=admin)


@pytest.mark.django_db
def test_two_who_had_the_same_letter_are_both_forgotten():
    giver, recipient, admin = make_user("Ula Nowak"), make_user("Jan Lis"), make_admin()
    days = {"since": clock.today(), "reason": "Urlop."}
    HandOver.objects.begin(by=giver, giver=giver, recipient=recipient, made_by=giver, **days)
    assert Message.objects.filter(recipient__in=[giver, recipient]).count() == 2

    for user in (giver, recipient):
        erase_person(person=user.person, by=admin)

    kept = Message.objects.filter(template="people/handed_over")
    assert kept.count() == 2
    assert set(kept.values_list("subject", "body")) == {("", "")}
    assert not any(name in each.address for each in kept for name in ("ula", "jan"))
