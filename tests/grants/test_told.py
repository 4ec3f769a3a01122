"""Who hears what happens to an application: its author, those who write with them, the patron; each person once."""

from collections import Counter

import pytest
from django.urls import reverse

from grants.actions.amendment import amend_call
from grants.models import Appeal
from grants.models.terms.outline import CHAPTERS, chapter_named
from grants.notices.sharing import everyone_applying, everyone_in
from tests.factories.grants import chair_of, make_application, make_call, staff_of
from tests.factories.grants_later import decide, make_assessed_call
from tests.factories.people import make_user
from tests.grants.test_appeal import ANSWER, POOR, file, key_of, publish
from workflows.models import Message
from workflows.roles import give_role

pytestmark = pytest.mark.django_db

BESIDE = ("co_author", "co_reader", "patron")


def join(application, *roles):
    """Somebody beside the author, in those roles."""
    user = make_user("Wera Współautorska")
    for role in roles:
        give_role(user, role, application, by=None)
    return user


def readers(template):
    """How many letters of that kind each person has."""
    return Counter(
        Message.objects.filter(template=f"grants/{template}").values_list("recipient", flat=True)
    )


@pytest.mark.parametrize("role", BESIDE)
def test_a_cancelled_call_is_told_to_everybody_in_its_applications(role):
    call = make_call()
    application = make_application(call)
    beside = join(application, role)

    call.cancel(by=staff_of(call), note="Brak pieniędzy.")

    assert readers("call_cancelled") == {application.author_id: 1, beside.pk: 1}


def test_changed_rules_are_told_to_co_authors_and_the_patron_as_well():
    call = make_call()
    application = make_application(call)
    beside = [join(application, role) for role in BESIDE]

    def change():
        type(call).objects.filter(pk=call.pk).update(summary_pl="Inaczej.")

    amend_call(
        call=call,
        chapter=chapter_named("basics", CHAPTERS),
        change=change,
        reason="Pomyłka w zdaniu.",
        by=staff_of(call),
        seen=call.version,
    )

    everybody = [application.author_id, *(one.pk for one in beside)]
    assert readers("call_amended") == dict.fromkeys(everybody, 1)


def test_whoever_is_in_several_applications_or_roles_hears_once():
    call = make_call()
    first, second = make_application(call), make_application(call)
    both = join(first, "co_reader", "patron")
    give_role(both, "co_author", second, by=None)
    give_role(first.author, "co_reader", second, by=None)

    assert Counter(everyone_applying(call)) == {first.author: 1, second.author: 1, both: 1}
    assert Counter(everyone_in(first)) == {first.author: 1, both: 1}


def test_whoever_was_only_in_an_application_that_ended_hears_nothing():
    call = make_call()
    gone = make_application(call, "submitted")
    join(gone, "co_author")
    gone.withdraw(by=gone.author)

    assert everyone_applying(call) == []


def test_how_many_apply_costs_no_query_more(django_assert_num_queries):
    call = make_call()
    for _each in range(3):
        join(make_application(call), "co_author", "patron")

    with django_assert_num_queries(2):
        assert len(everyone_applying(call)) == 6


@pytest.mark.parametrize(("answer", "template"), [("uphold", "upheld"), ("dismiss", "dismissed")])
def test_the_answer_to_an_appeal_goes_to_everybody_in_the_application_who_may_open_it(
    client_of, answer, template
):
    call = make_assessed_call(("1000.00", *POOR), threshold_total=8, merit_appeal_days=3)
    application = call.applications.get()
    beside = [join(application, role) for role in BESIDE]
    decide(call)
    appeal = file(publish(call).applications.select_related("call", "author").get())
    given = {"criteria": {key_of(call): 9}} if answer == "uphold" else {}

    getattr(appeal, answer)(by=chair_of(call), answer=ANSWER, **given)

    everybody = [application.author_id, *(one.pk for one in beside)]
    assert readers(f"appeal_{template}") == dict.fromkeys(everybody, 1)
    page = reverse("grants:appeal", args=[Appeal.objects.get().pk])
    assert [client_of(one).get(page).status_code for one in beside] == [200, 200, 200]
    assert client_of(make_user()).get(page).status_code == 404
