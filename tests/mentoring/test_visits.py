"""An edition names its study visits: both sides find them at their pair, and completion may ask for them."""

import pytest
from django.urls import reverse

from activities.models import Registration
from mentoring.actions import choose_visits
from mentoring.models import Edition, Pairing
from tests.factories.activities import make_activity, make_registration, make_staff, make_visit
from tests.factories.mentoring import make_edition, make_enrolment, make_pair, mentee_of, mentor_of
from tests.factories.people import make_admin, make_user
from tests.factories.visits import held_group
from workflows.errors import GuardsFailed, NotYours, SomeoneWasFaster

pytestmark = pytest.mark.django_db


def visit_of(edition, make=make_visit, **fields):
    """A visit of the edition's programme."""
    return make(activity=make_activity("study_visit", edition.programme), **fields)


def choose(edition, *visits, due=0):
    fresh = Edition.objects.get(pk=edition.pk)
    choose_visits(edition=fresh, visits=visits, due=due, seen=fresh.version, by=make_admin())


def was_there(edition, user):
    """A visit that took place with `user` in the group."""
    visit = visit_of(edition, held_group)
    place = visit.registrations.first()
    type(place).objects.filter(pk=place.pk).update(person=user.person)
    return visit


def missing(pair):
    return Pairing.objects.with_people().with_work().get(pk=pair.pk).missing()


def said(state):
    """The word for a state of a place on the page."""
    return str(Registration.States(state).label)


def read(browser, obj):
    answer = browser.get(obj.get_absolute_url())
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


class TestChoice:
    def form(self, edition):
        return reverse("mentoring:edition-visits", args=[edition.code])

    def send(self, browser, edition, *visits, due="0", version=None):
        seen = Edition.objects.get(pk=edition.pk).version if version is None else version
        sent = {"visits": [each.pk for each in visits], "visits_due": due, "version": seen}
        return browser.post(self.form(edition), sent)

    def test_staff_tick_the_visits_of_the_programme(self, client_of):
        edition, other = make_edition(), make_visit(title_pl="Cudza wizyta")
        mine = visit_of(edition, title_pl="Wizyta w Słupsku")
        browser = client_of(make_staff(edition.programme))

        offered = browser.get(self.form(edition)).content.decode()
        answer = self.send(browser, edition, mine, due="1")

        assert "Wizyta w Słupsku" in offered
        assert other.title not in offered
        assert answer.status_code == 302
        edition.refresh_from_db()
        assert (list(edition.visits.all()), edition.visits_due) == ([mine], 1)
        assert "Wizyta w Słupsku" in read(browser, edition)

    @pytest.mark.parametrize("due", ["2", "-1", "x", "", "21"])
    def test_a_number_that_cannot_be_is_said_and_the_ticks_stay(self, client_of, due):
        edition = make_edition()
        visit = visit_of(edition)

        answer = self.send(client_of(make_staff(edition.programme)), edition, visit, due=due)

        assert answer.status_code == 422
        assert "checked" in answer.content.decode()
        assert not edition.visits.exists()

    def test_a_visit_of_another_programme_is_not_taken(self, client_of):
        edition = make_edition()

        answer = self.send(client_of(make_staff(edition.programme)), edition, make_visit())

        assert answer.status_code == 422
        assert not edition.visits.exists()

    def test_whoever_saw_an_older_page_is_told(self, client_of):
        edition = make_edition()
        visit = visit_of(edition)

        answer = self.send(
            client_of(make_staff(edition.programme)), edition, visit, version=edition.version + 5
        )

        assert answer.status_code == SomeoneWasFaster.status
        assert not edition.visits.exists()

    def test_only_those_who_run_the_programme_choose(self, client_of):
        edition = make_edition()
        finance = make_staff(edition.programme, "finance")

        assert client_of(finance).get(self.form(edition)).status_code == 404
        assert client_of(make_user()).get(self.form(edition)).status_code == 404
        with pytest.raises(NotYours):
            choose_visits(edition=edition, visits=[], due=0, seen=edition.version, by=finance)

    def test_a_finished_edition_stays_as_it_was(self, client_of):
        edition = make_edition("running")
        edition.finish(by=make_admin())

        assert client_of(make_admin()).get(self.form(edition)).status_code == 404
        with pytest.raises(GuardsFailed):
            choose(edition)


class TestAtThePair:
    def test_both_sides_find_the_visit_and_the_way_to_sign_up(self, client_of):
        pair = make_pair()
        visit = visit_of(pair.edition, title_pl="Wizyta w Słupsku")
        choose(pair.edition, visit)

        for who in (mentee_of(pair), mentor_of(pair)):
            page = read(client_of(who), pair)
            assert visit.get_public_url() in page
            assert "Zgłoś się" in page

    def test_who_has_a_place_finds_it_instead(self, client_of):
        pair = make_pair()
        visit = visit_of(pair.edition)
        choose(pair.edition, visit)
        place = make_registration(visit, "confirmed", user=mentee_of(pair))

        mine = read(client_of(mentee_of(pair)), pair)
        theirs = read(client_of(mentor_of(pair)), pair)

        assert place.get_absolute_url() in mine
        assert "Zgłoś się" not in mine
        assert f"{pair.mentee.person}: {said('confirmed')}" in theirs
        assert place.get_absolute_url() not in theirs

    def test_that_the_mentee_asked_and_waits_is_not_the_mentors_business(self, client_of):
        pair = make_pair()
        visit = visit_of(pair.edition)
        choose(pair.edition, visit)
        make_registration(visit, user=mentee_of(pair))

        assert f"{pair.mentee.person}: " not in read(client_of(mentor_of(pair)), pair)

    def test_a_visit_in_preparation_is_not_shown_to_a_pair(self, client_of):
        pair = make_pair()
        choose(pair.edition, visit_of(pair.edition, state="draft", title_pl="Tajna wizyta"))

        assert "Tajna wizyta" not in read(client_of(mentee_of(pair)), pair)

    def test_a_pair_of_an_edition_without_visits_reads_nothing_of_them(self, client_of):
        assert 'id="visits"' not in read(client_of(mentee_of(pair := make_pair())), pair)


class TestCompletion:
    def test_the_pair_learns_that_a_visit_is_missing(self, client_of):
        pair = make_pair()
        choose(pair.edition, visit_of(pair.edition), due=1)

        assert any("wizyt" in sentence for sentence in missing(pair))
        assert "Brakuje 1 odbytej wizyty studyjnej" in read(client_of(mentee_of(pair)), pair)

    def test_a_visit_that_the_mentee_attended_counts(self):
        pair = make_pair()
        choose(pair.edition, was_there(pair.edition, mentee_of(pair)), due=1)

        assert not any("wizyt" in sentence for sentence in missing(pair))

    @pytest.mark.parametrize("who", ["mentor", "stranger", "elsewhere"])
    def test_nobody_elses_visit_counts_nor_one_that_is_not_the_editions(self, who):
        pair = make_pair()
        users = {"mentor": mentor_of(pair), "stranger": make_user(), "elsewhere": mentee_of(pair)}
        visit = was_there(pair.edition, users[who])
        choose(pair.edition, *([visit_of(pair.edition)] if who == "elsewhere" else [visit]), due=1)

        assert any("wizyt" in sentence for sentence in missing(pair))

    def test_without_a_number_visits_are_offered_and_not_asked_for(self):
        pair = make_pair()
        choose(pair.edition, visit_of(pair.edition))

        assert not any("wizyt" in sentence for sentence in missing(pair))

    def test_more_than_belong_to_the_edition_cannot_be_asked_for(self):
        edition = make_edition()

        with pytest.raises(GuardsFailed):
            choose(edition, visit_of(edition), due=2)


class TestWhoWasWhere:
    def test_the_editions_page_shows_who_was_where_and_who_is_not_signed_up(self, client_of):
        pair = make_pair()
        visit = was_there(pair.edition, mentee_of(pair))
        choose(pair.edition, visit)
        make_enrolment(pair.edition)

        page = read(client_of(make_staff(pair.programme)), pair.edition)

        table = page[page.index("Kto gdzie jedzie") :]
        assert said("attended") in table
        assert str(pair.mentor.person) not in table[: table.index("</table>")]
        assert "bez zgłoszenia" in table

    def test_without_visits_the_page_says_what_to_do(self, client_of):
        edition = make_edition()

        page = read(client_of(make_staff(edition.programme)), edition)

        assert reverse("mentoring:edition-visits", args=[edition.code]) in page
        assert "nie należy jeszcze żadna wizyta" in page

    def test_who_only_keeps_the_money_reads_no_names(self, client_of):
        pair = make_pair()
        choose(pair.edition, was_there(pair.edition, mentee_of(pair)))

        page = read(client_of(make_staff(pair.programme, "finance")), pair.edition)

        assert str(pair.mentee.person) not in page

    def test_it_asks_no_more_with_three_people_and_visits_than_with_one(
        self, client_of, django_assert_num_queries, django_assert_max_num_queries
    ):
        edition = make_edition()
        visits = [visit_of(edition)]
        make_registration(visits[0], user=make_enrolment(edition).person.user)
        choose(edition, *visits)
        browser = client_of(make_staff(edition.programme))
        read(browser, edition)
        with django_assert_max_num_queries(17) as one:
            read(browser, edition)
        for _number in range(2):
            visits.append(visit_of(edition))
            make_registration(visits[-1], user=make_enrolment(edition).person.user)
        choose(edition, *visits)

        with django_assert_num_queries(len(one)):
            read(browser, edition)
