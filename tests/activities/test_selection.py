"""How the group of a visit is chosen: what counts, points, the list, places, the reserve, the letters."""

import pytest
from django.urls import reverse

from activities.models import ApplicantScore, VisitCriterion
from tests.factories.activities import make_registration, make_staff, make_visit
from tests.factories.people import make_user
from tests.factories.selection import (
    after_the_deadline,
    choose_group,
    give_points,
    make_criteria,
    make_scored_visit,
)
from workflows import clock
from workflows.models import Message
from workflows.roles import give_role

pytestmark = pytest.mark.django_db


def states(applications):
    for each in applications:
        each.refresh_from_db()
    return [each.state for each in applications]


def criteria_url(visit):
    return reverse("activities:visit-criteria", args=[visit.code])


def selection_url(visit):
    return reverse("activities:visit-selection", args=[visit.code])


def points_url(registration):
    return reverse("activities:registration-points", args=[registration.pk])


def criteria_data(*rows):
    data = {"criteria-TOTAL_FORMS": len(rows), "criteria-INITIAL_FORMS": 0}
    for number, (name, points) in enumerate(rows):
        data |= {f"criteria-{number}-name_pl": name, f"criteria-{number}-points": points}
    return data


def typed(registration, *points, seen=""):
    criteria = registration.subject.criteria.all()
    fields = {f"criterion-{each.pk}": number for each, number in zip(criteria, points, strict=True)}
    return {**fields, "seen": seen}


class TestWhatCounts:
    def test_staff_set_what_counts_and_applicants_read_it(self, client_of, client):
        visit = make_visit()
        staff = make_staff(visit.programme)

        client_of(staff).post(
            criteria_url(visit), criteria_data(("Gmina zaczyna", 5), ("Pomysł u siebie", 10))
        )

        assert list(visit.criteria.values_list("name_pl", "points", "position")) == [
            ("Gmina zaczyna", 5, 0),
            ("Pomysł u siebie", 10, 1),
        ]
        assert "Pomysł u siebie" in client.get(visit.get_public_url()).content.decode()

    @pytest.mark.parametrize("points", ["0", "101", "dużo", "", "-3"])
    def test_points_that_make_no_sense_are_said_and_the_name_is_kept(self, client_of, points):
        visit = make_visit()

        answer = client_of(make_staff(visit.programme)).post(
            criteria_url(visit), criteria_data(("Gmina zaczyna", points))
        )

        assert answer.status_code == 422
        assert "Gmina zaczyna" in answer.content.decode()
        assert not visit.criteria.exists()

    def test_a_name_that_is_too_long_is_refused(self, client_of):
        visit = make_visit()

        answer = client_of(make_staff(visit.programme)).post(
            criteria_url(visit), criteria_data(("x" * 161, 5))
        )

        assert answer.status_code == 422

    def test_what_counts_stays_once_somebody_has_points(self, client_of):
        visit, staff, _ = make_scored_visit((7, 2))

        answer = client_of(staff).post(criteria_url(visit), criteria_data(("Nowe", 3)))

        assert answer.status_code == 422
        assert "Punkty są już przyznane" in answer.content.decode()
        assert not VisitCriterion.objects.filter(name_pl="Nowe").exists()

    def test_nobody_else_opens_it(self, client_of):
        assert client_of(make_user()).get(criteria_url(make_visit())).status_code == 404


class TestPoints:
    def test_staff_give_points_and_see_who_gave_them(self, client_of):
        visit = make_visit()
        staff = make_staff(visit.programme)
        make_criteria(visit)
        application = make_registration(visit)

        answer = client_of(staff).post(points_url(application), typed(application, 8, 3))

        assert answer.url == selection_url(visit)
        scores = application.scores.values_list("points", "scored_by")
        assert list(scores) == [(8, staff.pk), (3, staff.pk)]
        page = client_of(staff).get(application.get_absolute_url()).content.decode()
        assert "8 z 10" in page

    def test_needs_and_diet_are_not_shown_with_the_points(self, client_of):
        _visit, staff, (application,) = make_scored_visit((7, 2))
        application.access_needs = "pętla indukcyjna"
        application.save()

        page = client_of(staff).get(points_url(application)).content.decode()

        assert application.motivation in page
        assert "pętla indukcyjna" not in page

    @pytest.mark.parametrize("points", ["11", "-1", "wiele", ""])
    def test_more_than_a_criterion_gives_is_refused(self, client_of, points):
        visit = make_visit()
        make_criteria(visit)
        application = make_registration(visit)

        answer = client_of(make_staff(visit.programme)).post(
            points_url(application), typed(application, points, 3)
        )

        assert answer.status_code == 422
        assert not ApplicantScore.objects.exists()

    def test_nobody_gives_points_to_their_own_application(self, client_of):
        visit = make_visit()
        make_criteria(visit)
        application = make_registration(visit)
        give_role(application.person.user, "staff", visit.programme, by=None)

        answer = client_of(application.person.user).post(
            points_url(application), typed(application, 10, 5)
        )

        assert answer.status_code == 403
        assert not ApplicantScore.objects.exists()

    def test_two_of_the_team_never_overwrite_each_other_unawares(self, client_of):
        _visit, staff, (application,) = make_scored_visit((7, 2))

        answer = client_of(staff).post(points_url(application), typed(application, 1, 1))

        assert answer.status_code == 409
        assert "Ktoś w tym czasie" in answer.content.decode()
        assert list(application.scores.values_list("points", flat=True)) == [7, 2]

    def test_points_are_corrected_by_whoever_saw_them(self, client_of):
        _visit, staff, (application,) = make_scored_visit((7, 2))
        seen = ",".join(f"{each.criterion_id}:{each.points}" for each in application.scores.all())

        client_of(staff).post(points_url(application), typed(application, 1, 1, seen=seen))

        assert list(application.scores.values_list("points", flat=True)) == [1, 1]

    def test_the_points_of_a_decided_application_stay(self, client_of):
        _visit, staff, (application,) = make_scored_visit((7, 2))
        application.accept(by=staff)

        answer = client_of(staff).post(points_url(application), typed(application, 1, 1))

        assert answer.status_code == 422
        assert list(application.scores.values_list("points", flat=True)) == [7, 2]

    def test_applicants_see_neither_list_nor_points(self, client_of):
        visit, _, (application,) = make_scored_visit((7, 2))
        browser = client_of(application.person.user)

        assert browser.get(points_url(application)).status_code == 404
        assert browser.get(selection_url(visit)).status_code == 404
        assert "7 z 10" not in browser.get(application.get_absolute_url()).content.decode()


class TestPlacesDownTheList:
    def test_most_points_get_the_places_and_the_rest_wait_in_their_order(self):
        visit, staff, applications = make_scored_visit((1, 1), (9, 5), (4, 4), (10, 4), (3, 3))

        assert choose_group(visit, by=staff) == (2, 3)

        assert states(applications) == ["reserve", "accepted", "reserve", "accepted", "reserve"]
        first, _, third, _, fifth = applications
        assert list(visit.registrations.on_reserve()) == [third, fifth, first]
        assert third.number_on_reserve() == 1

    def test_with_equal_points_whoever_applied_earlier_goes(self):
        visit, staff, applications = make_scored_visit((5, 5), (6, 4), (7, 3))

        choose_group(visit, by=staff)

        assert states(applications) == ["accepted", "accepted", "reserve"]

    def test_everybody_gets_a_letter_and_the_waiting_ones_their_number(self):
        visit, staff, applications = make_scored_visit((9, 5), (8, 5), (2, 1), (3, 1))

        choose_group(visit, by=staff)

        letters = {
            each.address: each.body
            for each in Message.objects.filter(template="activities/registration_on_reserve")
        }
        assert "z numerem 2" in letters[applications[2].person.user.email]
        assert "z numerem 1" in letters[applications[3].person.user.email]
        assert Message.objects.filter(template="activities/registration_accepted").count() == 2

    def test_the_first_of_the_reserve_moves_up_when_a_place_comes_free(self):
        visit, staff, applications = make_scored_visit((9, 5), (8, 5), (2, 1), (3, 1))
        choose_group(visit, by=staff)
        with clock.at(after_the_deadline(visit)):
            applications[0].cancel(by=applications[0].person.user)

        assert states(applications) == ["cancelled", "accepted", "reserve", "accepted"]

    def test_the_page_shows_who_would_get_what_before_anything_happens(self, client_of):
        visit, staff, applications = make_scored_visit((9, 5), (8, 5), (2, 1))

        page = client_of(staff).get(selection_url(visit)).content.decode()

        assert "2 osoby dostaną miejsce" in page
        assert states(applications) == ["applied"] * 3

    def test_one_press_gives_the_places(self, client_of):
        visit, staff, applications = make_scored_visit((9, 5), (8, 5), (2, 1))
        browser = client_of(staff)
        with clock.at(after_the_deadline(visit)):
            seen = browser.get(selection_url(visit)).context["seen"]
            browser.post(selection_url(visit), {"seen": seen})
            again = browser.post(selection_url(visit), {"seen": seen})

        assert states(applications) == ["accepted", "accepted", "reserve"]
        assert again.status_code == 422
        assert "Nikt nie czeka na decyzję" in again.content.decode()

    def test_a_list_that_changed_meanwhile_is_shown_again(self, client_of):
        visit, staff, applications = make_scored_visit((9, 5), (8, 5), (2, 1))
        browser = client_of(staff)
        with clock.at(after_the_deadline(visit)):
            seen = browser.get(selection_url(visit)).context["seen"]
            give_points(applications[2], 10, 5, by=make_staff(visit.programme))
            answer = browser.post(selection_url(visit), {"seen": seen})

        assert answer.status_code == 409
        assert "Lista zmieniła się" in answer.content.decode()
        assert states(applications) == ["applied"] * 3

    def test_nobody_gets_a_place_while_applications_are_taken(self, client_of):
        visit, staff, applications = make_scored_visit((9, 5))

        answer = client_of(staff).post(selection_url(visit), {"seen": ""})

        assert answer.status_code == 422
        assert states(applications) == ["applied"]

    def test_every_applicant_needs_points_first(self, client_of):
        visit, staff, _ = make_scored_visit((9, 5))
        make_registration(visit)
        with clock.at(after_the_deadline(visit)):
            page = client_of(staff).get(selection_url(visit)).content.decode()

        assert "1 osoba nie ma jeszcze" in page

    def test_whoever_applied_themselves_gives_no_places(self, client_of):
        visit, _, applications = make_scored_visit((9, 5), (8, 5))
        me = applications[0].person.user
        give_role(me, "staff", visit.programme, by=None)
        with clock.at(after_the_deadline(visit)):
            browser = client_of(me)
            seen = browser.get(selection_url(visit)).context["seen"]
            answer = browser.post(selection_url(visit), {"seen": seen})

        assert answer.status_code == 422
        assert states(applications) == ["applied"] * 2

    def test_the_list_costs_the_same_with_one_applicant_and_with_three(
        self, client_of, django_assert_num_queries
    ):
        few, staff, _ = make_scored_visit((9, 5))
        many, other, _ = make_scored_visit((9, 5), (1, 2), (3, 4))

        for visit, person in ((few, staff), (many, other)):
            browser = client_of(person)
            browser.get(selection_url(visit))
            with django_assert_num_queries(12):
                assert browser.get(selection_url(visit)).status_code == 200
