"""Diet and access needs tell of health: kept with an explicit consent, gone when it is taken back."""

import pytest
from django.urls import reverse

from activities.models import Registration
from people.actions.clauses import plant
from people.actions.consents import withdraw_consent
from people.models import Consent
from tests.factories.activities import make_event, make_registration, make_staff, make_visit
from tests.factories.people import make_user
from tests.factories.visits import make_group, places
from workflows.errors import GuardsFailed

pytestmark = pytest.mark.django_db

WHY = {"motivation": "Chcę zobaczyć, jak dzielnice same uzgadniają projekty."}


@pytest.fixture(autouse=True)
def clauses():
    plant()


def agreed(person):
    return person.consents.standing().to("needs")


@pytest.mark.parametrize("told", [{"diet": "wegańska"}, {"access_needs": "rampa"}])
def test_without_the_tick_nothing_of_health_is_kept_and_nothing_typed_is_lost(client_of, told):
    visit, user = make_visit(), make_user()

    page = client_of(user).post(visit.get_public_url(), {**WHY, **told})

    assert page.status_code == 422
    assert "Zgódź się" in page.text
    assert all(value in page.text for value in told.values())
    assert not Registration.objects.exists()
    assert not agreed(user.person).exists()


def test_with_the_tick_it_is_kept_and_so_is_the_consent(client_of):
    visit, user = make_visit(), make_user()

    client_of(user).post(visit.get_public_url(), {**WHY, "diet": "wegańska", "needs": "on"})

    assert visit.registrations.get().diet == "wegańska"
    assert agreed(user.person).get().way == "page"


def test_whoever_tells_nothing_needs_no_consent(client_of):
    visit, user = make_visit(), make_user()

    client_of(user).post(visit.get_public_url(), {**WHY, "needs": "on"})

    assert visit.registrations.exists()
    assert not Consent.objects.filter(clause__key="needs").exists()


def test_whoever_agreed_once_is_not_asked_again_until_they_take_it_back(client_of):
    user = make_user()
    browser = client_of(user)
    first, second, third = make_visit(), make_visit(), make_visit()
    browser.post(first.get_public_url(), {**WHY, "diet": "wegańska", "needs": "on"})

    assert 'name="needs"' not in browser.get(second.get_public_url()).text
    browser.post(second.get_public_url(), {**WHY, "diet": "halal"})
    assert second.registrations.get().diet == "halal"

    withdraw_consent(consent=agreed(user.person).get(), by=user)
    assert 'name="needs"' in browser.get(third.get_public_url()).text


def test_the_clause_names_the_law_it_stands_on(client_of):
    visit = make_visit()

    assert "art. 9 ust. 2 lit. a RODO" in client_of(make_user()).get(visit.get_public_url()).text
    assert (
        "art. 9 ust. 2 lit. a RODO"
        in client_of(make_user()).get(make_event().get_public_url()).text
    )


def test_taking_the_consent_back_removes_what_was_told_everywhere(client_of):
    user = make_user()
    told = {"diet": "wegańska", "access_needs": "rampa", "needs": "on"}
    subjects = [make_visit(), make_event()]
    for subject in subjects:
        client_of(user).post(subject.get_public_url(), {**WHY, **told})
    other = make_registration(subjects[0])
    Registration.objects.filter(pk=other.pk).update(diet="halal")

    withdraw_consent(consent=agreed(user.person).get(), by=user)

    left = Registration.objects.filter(person=user.person).values_list("diet", "access_needs")
    assert list(left) == [("", ""), ("", "")]
    other.refresh_from_db()
    assert other.diet == "halal"


def test_needs_are_changed_with_the_tick_alone(client_of):
    (place,) = places(make_group(1))
    browser = client_of(place.person.user)
    url = reverse("activities:registration-needs", args=[place.pk])

    refused = browser.post(url, {"diet": "halal", "version": place.version})
    assert refused.status_code == 422
    assert "halal" in refused.text
    browser.post(url, {"diet": "halal", "needs": "on", "version": place.version})

    place.refresh_from_db()
    assert place.diet == "halal"
    assert agreed(place.person).exists()


def test_staff_note_the_spoken_consent_of_somebody_without_an_account(client_of):
    (place,) = places(make_group(1))
    place.person.user = None
    place.person.save()
    browser = client_of(make_staff(place.visit.programme))
    url = reverse("activities:registration-needs", args=[place.pk])
    assert "gdy ta osoba Ci to powie" in browser.get(url).text

    browser.post(url, {"diet": "halal", "needs": "on", "version": place.version})

    assert agreed(place.person).get().way == "spoken"


def test_beside_the_date_of_birth_stands_who_gets_it(client_of):
    (place,) = places(make_group(1, asks_birth_date=True))
    page = client_of(place.person.user).get(
        reverse("activities:registration-needs", args=[place.pk])
    )

    assert "nikomu innemu jej nie przekazujemy" in page.text


def test_another_consent_taken_back_leaves_the_needs_alone(client_of):
    visit, user = make_visit(), make_user()
    client_of(user).post(
        visit.get_public_url(), {**WHY, "diet": "wegańska", "needs": "on", "image": "on"}
    )

    withdraw_consent(consent=user.person.consents.standing().to("image").get(), by=user)
    assert visit.registrations.get().diet == "wegańska"
    withdraw_consent(consent=agreed(user.person).get(), by=user)
    assert visit.registrations.get().diet == ""


@pytest.mark.parametrize("view", ["public", "joining"])
def test_when_the_consent_cannot_be_kept_nothing_of_health_is_either(client_of, monkeypatch, view):
    def refuse(**_given):
        raise GuardsFailed(["Nie tym razem."])

    monkeypatch.setattr(f"activities.views.{view}.give_consent", refuse)
    (place,) = places(make_group(1))
    other, told = make_visit(), {"diet": "halal", "needs": "on", "version": place.version}
    url = {
        "public": other.get_public_url(),
        "joining": reverse("activities:registration-needs", args=[place.pk]),
    }[view]

    page = client_of(place.person.user).post(url, {**WHY, **told})

    assert page.status_code == 422
    assert "Nie tym razem." in page.text
    assert "halal" in page.text
    assert not Registration.objects.filter(diet="halal").exists()
