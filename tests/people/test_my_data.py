"""My data: what is held about me, my language, my consents, my copy; and the words of consents."""

import json

import pytest
from django.urls import reverse

from people.actions.consents import give_consent
from people.models import Consent, ConsentClause, Person, User
from tests.factories.activities import make_activity
from tests.factories.people import (
    make_admin,
    make_membership,
    make_office_worker,
    make_person,
    make_user,
)
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
WORDS = {"title_pl": "Zdjęcia", "text_pl": "Nowe.", "title_en": "Pictures", "text_en": "New."}


@pytest.fixture
def user():
    return make_user("Ula Nowak")


@pytest.fixture
def browser(user, client_of):
    return client_of(user)


def test_my_page_shows_what_is_held_about_me(browser, user):
    make_membership(user.person)

    page = browser.get(reverse("people:me")).content.decode()

    assert "Ula Nowak" in page
    assert str(user.person.memberships.get().organisation) in page


def test_an_account_without_a_person_is_asked_for_a_name(client_of):
    browser = client_of(User.objects.create_user("nowa@example.org"))

    assert browser.get(reverse("people:me")).status_code == 200
    assert browser.post(reverse("people:me"), {"given_name": "Nowa"}).status_code == 422
    browser.post(reverse("people:me"), {"given_name": "Nowa", "family_name": "Osoba"})

    assert Person.objects.get(user__email="nowa@example.org").full_name == "Nowa Osoba"


def test_a_name_is_asked_once(browser, user):
    browser.post(reverse("people:me"), {"given_name": "Inna", "family_name": "Osoba"})

    assert Person.objects.get(user=user).full_name == "Ula Nowak"


def test_i_change_my_own_details_even_after_logging_in(browser, user):
    browser.post(
        reverse("people:person-edit", args=[user.person.pk]),
        {"given_name": "Urszula", "family_name": "Nowak", "email": user.email},
    )

    user.refresh_from_db()
    assert user.name == "Urszula Nowak"


@pytest.mark.parametrize(("chosen", "kept"), [("en", "en"), ("xx", "pl")])
def test_i_choose_my_language(browser, user, chosen, kept):
    browser.post(reverse("people:my-language"), {"language": chosen})

    user.refresh_from_db()
    assert user.language == kept


def test_i_agree_and_take_it_back(browser, user):
    clause = ConsentClause.objects.get(key="image")

    browser.post(reverse("people:my-consent", args=[clause.pk]))
    consent = Consent.objects.standing().get()
    assert consent.person == user.person

    browser.post(reverse("people:consent-withdraw", args=[consent.pk]))
    assert not Consent.objects.standing().exists()
    answer = browser.get(reverse("people:consent-withdraw", args=[consent.pk]), follow=True)
    assert "taken back already" in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "effect"),
    [
        ("directory", "leave the public directory at once"),
        ("needs", "is deleted at once"),
        ("image", "no new photograph"),
        ("letters", "no news of calls"),
        ("new", "nothing any more that needs this consent"),
    ],
)
def test_before_a_consent_is_taken_back_its_page_says_what_happens(browser, user, key, effect):
    clause, _made = ConsentClause.objects.get_or_create(key=key, defaults=WORDS)
    browser.post(reverse("people:my-consent", args=[clause.pk]))
    url = reverse("people:consent-withdraw", args=[Consent.objects.standing().get().pk])
    assert f'href="{url}"' in browser.get(reverse("people:me")).content.decode()

    page = browser.get(url).content.decode()

    assert effect in page
    assert "What was done before stays lawful" in page
    assert "Keep the consent" in page
    assert Consent.objects.standing().exists()


def test_the_office_reads_the_same_before_it_withdraws_at_somebodys_word(client_of):
    staff = make_office_worker()
    person = make_person(entered_by=staff)
    clause = ConsentClause.objects.get(key="image")
    consent = give_consent(person=person, clause=clause, by=staff, way="paper")

    page = client_of(staff).get(reverse("people:consent-withdraw", args=[consent.pk]))

    assert "no new photograph" in page.content.decode()
    assert str(person) in page.content.decode()


def test_who_only_sees_the_person_does_not_withdraw(client_of):
    helper = make_user()
    consent = give_consent(
        person=make_person(entered_by=helper),
        clause=ConsentClause.objects.get(key="image"),
        by=make_admin(),
        way="paper",
    )

    answer = client_of(helper).get(reverse("people:consent-withdraw", args=[consent.pk]))

    assert answer.status_code == 302
    assert consent.stands


def test_nobody_withdraws_somebody_elses_consent(browser):
    other = make_user()
    consent = Consent.objects.create(
        person=other.person,
        clause=ConsentClause.objects.first(),
        given_by=other,
        given_at=other.date_joined,
    )

    assert browser.post(reverse("people:consent-withdraw", args=[consent.pk])).status_code == 404


def test_new_words_are_offered_beside_the_old_yes(browser, user, client_of):
    clause = ConsentClause.objects.get(key="image")
    browser.post(reverse("people:my-consent", args=[clause.pk]))
    client_of(make_admin()).post(reverse("people:clause-next", args=["image"]), WORDS)

    page = browser.get(reverse("people:me")).content.decode()
    newest = ConsentClause.objects.get(key="image", version=2)

    assert reverse("people:my-consent", args=[newest.pk]) in page
    assert browser.post(reverse("people:my-consent", args=[clause.pk])).status_code == 404


def test_i_download_a_copy_of_everything(browser):
    answer = browser.get(reverse("people:my-copy"))

    assert json.loads(answer.content)["person"]["given_name"] == "Ula"
    assert "attachment" in answer["Content-Disposition"]


def test_staff_note_a_consent_given_on_paper(client_of):
    staff = make_office_worker()
    person = make_person(entered_by=staff)
    browser, url = client_of(staff), reverse("people:person-consent", args=[person.pk])
    clause = ConsentClause.objects.first()

    assert browser.post(url, {"clause": "", "way": "paper"}).status_code == 422
    assert browser.post(url, {"clause": clause.pk, "way": "page"}).status_code == 422
    browser.post(url, {"clause": clause.pk, "way": "paper"})

    assert person.consents.get().way == "paper"


def test_administrators_read_and_publish_the_words(client_of):
    browser = client_of(make_admin())

    assert browser.get(reverse("people:clauses")).status_code == 200
    assert browser.get(reverse("people:clause-next", args=["image"])).status_code == 200
    assert browser.get(reverse("people:clause-next", args=["nothing"])).status_code == 404
    assert browser.post(reverse("people:clause-next", args=["image"]), {}).status_code == 422


def test_nobody_else_opens_the_words(client_of):
    assert client_of(make_office_worker()).get(reverse("people:clauses")).status_code == 403


@pytest.mark.parametrize(("role", "opens"), [("funder", False), ("editor", False), ("staff", True)])
def test_a_role_is_a_link_only_where_its_holder_may_open_what_it_is_held_on(
    browser, user, role, opens
):
    programme = make_activity().programme
    give_role(user, role, programme, by=None)

    page = browser.get(reverse("people:me")).content.decode()

    assert programme.title in page
    assert (f'href="{programme.get_absolute_url()}"' in page) is opens
