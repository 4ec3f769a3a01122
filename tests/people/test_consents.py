"""Consents: which words, when, how, and taking them back."""

import pytest
from django.db import IntegrityError, transaction

from people.actions import clauses
from people.actions.consents import give_consent, publish_clause, withdraw_consent
from people.models import ClauseInUse, Consent, ConsentClause
from tests.factories.people import make_admin, make_office_worker, make_person, make_user
from workflows.errors import GuardsFailed, NotYours

pytestmark = pytest.mark.django_db
NEW_WORDS = {
    "title_pl": "Zdjęcia",
    "text_pl": "Nowe słowa.",
    "title_en": "Pictures",
    "text_en": "New words.",
}


@pytest.fixture
def clause():
    return ConsentClause.objects.get(key="image")


def test_an_installation_starts_with_clauses_in_both_languages():
    clauses.plant()

    assert {row.key for row in ConsentClause.objects.all()} == {
        "image",
        "needs",
        "guardian",
        "letters",
        "directory",
    }
    assert all(row.text_pl and row.text_en for row in ConsentClause.objects.all())


def test_a_person_agrees_and_takes_it_back(clause):
    user = make_user()

    consent = give_consent(person=user.person, clause=clause, by=user)
    assert Consent.objects.standing().to("image").get() == consent

    withdrawn = withdraw_consent(consent=consent, by=user)
    assert not withdrawn.stands
    assert withdrawn.withdrawn_by == user
    assert not Consent.objects.standing().exists()


def test_agreeing_or_withdrawing_twice_changes_nothing(clause):
    user = make_user()

    first = give_consent(person=user.person, clause=clause, by=user)
    assert give_consent(person=user.person, clause=clause, by=user) == first
    when = withdraw_consent(consent=first, by=user).withdrawn_at
    assert withdraw_consent(consent=first, by=user).withdrawn_at == when


def test_staff_note_a_consent_given_on_paper(clause):
    staff = make_office_worker()
    person = make_person(entered_by=staff)

    consent = give_consent(person=person, clause=clause, by=staff, way="paper")

    assert (consent.given_by, consent.get_way_display()) == (staff, consent.get_way_display())


def test_nobody_agrees_on_the_site_for_somebody_else(clause):
    staff = make_office_worker()

    with pytest.raises(GuardsFailed, match="Only the person"):
        give_consent(person=make_person(entered_by=staff), clause=clause, by=staff)


def test_a_stranger_notes_no_consent(clause):
    with pytest.raises(NotYours):
        give_consent(person=make_person(), clause=clause, by=make_user(), way="paper")


def test_words_somebody_agreed_to_never_change(clause):
    user = make_user()
    give_consent(person=user.person, clause=clause, by=user)

    clause.text_pl = "Inne słowa."
    with pytest.raises(ClauseInUse):
        clause.save()


def test_new_words_are_a_new_version_and_the_old_yes_keeps_its_words(clause):
    admin, user = make_admin(), make_user()
    old = give_consent(person=user.person, clause=clause, by=user)

    newer = publish_clause(key="image", by=admin, **NEW_WORDS)

    assert newer.version == 2
    assert newer in ConsentClause.objects.newest()
    assert clause not in ConsentClause.objects.newest()
    assert old.clause == clause


def test_agreeing_to_new_words_ends_the_old_yes(clause):
    user = make_user()
    give_consent(person=user.person, clause=clause, by=user)
    newer = publish_clause(key="image", by=make_admin(), **NEW_WORDS)

    give_consent(person=user.person, clause=newer, by=user)

    assert [row.clause.version for row in Consent.objects.standing()] == [2]


def test_only_an_administrator_publishes_words():
    with pytest.raises(NotYours):
        publish_clause(key="image", by=make_office_worker(), **NEW_WORDS)


def test_the_database_refuses_half_a_withdrawal(clause):
    user = make_user()
    consent = give_consent(person=user.person, clause=clause, by=user)

    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(withdrawn_by=user)
