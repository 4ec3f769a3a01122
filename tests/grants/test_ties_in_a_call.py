"""Whether somebody is tied to anything in a call is asked of keys alone, and says what the gate of each one says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from grants.actions.sharing import invite_co_author
from grants.models import Application, PartyDeclaration
from grants.rules.conflicts import conflicts, is_tied_to_any
from grants.rules.listed import party_keys
from people.models import Membership
from tests.factories.grants import ask, make_application, make_call
from tests.factories.people import make_membership, make_organisation, make_user
from workflows import clock

pytestmark = pytest.mark.django_db
NIP = "5260001246"


def group(**fields: Any) -> Application:
    return make_application(make_call("open", **fields), "submitted")


def stranger() -> tuple[Application, Any]:
    return group(), make_user("Nikt Stąd", email="nikt@daleko.example")


def its_author() -> tuple[Application, Any]:
    application = group()
    return application, application.author


def invited(*, joins: bool) -> tuple[Application, Any]:
    application = make_application(make_call("open"))
    user = make_user("Współ Autorka")
    invitation = invite_co_author(
        application=application,
        email=user.email,
        given_name="Współ",
        family_name="Autorka",
        part="writes",
        by=application.author,
    )
    if joins:
        invitation.join(by=user)
    return application, user


def colleague(*, until: Any = None) -> tuple[Application, Any]:
    application, user = stranger()
    both = make_membership(application.author.person)
    make_membership(user.person, both.organisation, until=until)
    return application, user


def member_of_the_applicant() -> tuple[Application, Any]:
    author, organisation = make_user("Ewa Jarząb"), make_organisation("Fundacja Ławka")
    make_membership(author.person, organisation)
    application = make_application(
        state="submitted", author=author, applicant_kind="ngo", organisation=str(organisation.pk)
    )
    user = make_user()
    make_membership(user.person, organisation)
    Membership.objects.filter(person=author.person).delete()
    return application, user


def who_answers_for_the_patron(*, confirms: bool) -> tuple[Application, Any]:
    call = make_call(who_may_apply=["informal_group_with_patron"])
    application = make_application(call, patron_name="Dom Kultury", patron_nip=NIP)
    user = make_user("Patrycja Patronowa")
    patronage = ask(application, user)
    if confirms:
        patronage.confirm(by=user, capacity="dyrektorka", agreed=True)
    return application, user


def of_one_mail_domain() -> tuple[Application, Any]:
    application = make_application(
        state="submitted", author=make_user("Ala Fundacyjna", email="ala@fundacja-lipa.pl")
    )
    return application, make_user("Ola Fundacyjna", email="ola@fundacja-lipa.pl")


def ticked(*, name: bool) -> tuple[Application, Any]:
    application, user = group(is_blind=True), make_user("Ocena Ślepa")
    keys = sorted(party_keys(application)) if name else ["organisation-0"]
    PartyDeclaration.objects.create(
        call=application.call, assessor=user, made_at=clock.now(), seen=keys, ticked=keys[:1]
    )
    return application, user


CASES: list[tuple[str, Callable[[], tuple[Application, Any]], bool]] = [
    ("a stranger", stranger, False),
    ("the author", its_author, True),
    ("a co-author", lambda: invited(joins=True), True),
    ("somebody who never answered the invitation", lambda: invited(joins=False), False),
    ("a colleague of the author", colleague, True),
    (
        "a colleague of once",
        lambda: colleague(until=clock.today() - timedelta(days=30)),
        True,
    ),
    ("a member of the applicant", member_of_the_applicant, True),
    ("who confirmed for the patron", lambda: who_answers_for_the_patron(confirms=True), True),
    (
        "who was only asked for the patron",
        lambda: who_answers_for_the_patron(confirms=False),
        False,
    ),
    ("of one mail domain", of_one_mail_domain, True),
    ("who ticked a party of a blind call", lambda: ticked(name=True), True),
    ("who ticked somebody else", lambda: ticked(name=False), False),
]


@pytest.mark.parametrize(("make", "tied"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_both_ways_of_asking_give_one_answer(
    make: Callable[[], tuple[Application, Any]], tied: bool
) -> None:
    application, user = make()
    rows = Application.objects.filter(call=application.call)

    assert is_tied_to_any(user, rows) is tied
    assert bool(conflicts([user], rows.with_parties())) is tied


def test_nobody_is_tied_to_a_call_without_applications() -> None:
    assert not is_tied_to_any(make_user(), Application.objects.none())


def test_an_account_without_a_person_is_tied_by_authorship_alone() -> None:
    application, user = stranger()
    user.person.delete()
    user = type(user).objects.get(pk=user.pk)

    assert not is_tied_to_any(user, Application.objects.all())
    Application.objects.filter(pk=application.pk).update(author=user)
    assert is_tied_to_any(user, Application.objects.all())


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(
    django_assert_max_num_queries: Any, number: int
) -> None:
    call, user = make_call("open"), make_user("Nikt Stąd", email="nikt@daleko.example")
    for _each in range(number):
        make_application(call, "submitted")

    with django_assert_max_num_queries(22):
        assert not is_tied_to_any(user, Application.objects.filter(call=call))
