"""Choosing people for an edition: what counts, points of several, notes, a waiting list, decisions about many."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mentoring.actions import (
    abstain,
    begin_edition,
    move_in_line,
    note_interview,
    plant_criteria,
    score_candidate,
    unanswered_offers,
)
from mentoring.forms import copied
from mentoring.models import Enrolment, InterviewNote, SelectionSheet
from mentoring.models.selection import Standing, standing_of
from people.actions.privacy import erase_person
from people.models import Person
from tests.factories.activities import make_activity, make_staff
from tests.factories.mentoring import make_edition, make_enrolment, make_pair, mentee_of
from tests.factories.people import make_admin, make_user
from workflows import clock, tasks
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn

CANARY = "kanarek-wyboru"


@pytest.fixture
def edition(db):
    """An edition with what usually counts, and two candidates."""
    made = make_edition()
    plant_criteria(made)
    make_enrolment(made, accepted=False)
    make_enrolment(made, accepted=False)
    return made


@pytest.fixture
def team(edition):
    """Two who run the programme."""
    return make_staff(edition.programme), make_staff(edition.programme)


def candidate(edition):
    return edition.enrolments.in_state("applied").order_by("pk").first()


def full(enrolment, each=3):
    return {one.pk: each for one in enrolment.edition.criteria.filter(role=enrolment.role)}


def score(enrolment, by, each=3):
    score_candidate(enrolment=enrolment, points=full(enrolment, each), by=by)


def fresh(enrolment):
    return Enrolment.objects.get(pk=enrolment.pk)


def listed(edition, side="mentee"):
    return reverse("mentoring:candidates", args=[edition.code, side])


def page_of(enrolment):
    return reverse("mentoring:selecting", args=[enrolment.pk])


class TestCriteria:
    def test_a_new_edition_begins_with_what_usually_counts(self, db):
        line = make_activity("mentoring")
        made = begin_edition(
            by=make_admin(), activity=line, code="nowa", title_pl="Nowa",
            recruits_until=clock.now(), starts_on=clock.today(), ends_on=clock.today(),
        )  # fmt: skip
        assert made.criteria.filter(role="mentee").count() == 4
        assert made.criteria.filter(role="mentor").count() == 3

    def test_what_counts_is_copied_with_the_edition(self, edition, client_of, team):
        edition.criteria.all().delete()
        edition.criteria.create(role="mentor", name_pl="Cierpliwość", points=7)
        given = copied(edition)
        form = {name: "" if value is None else value for name, value in given.items()}
        form |= {
            "recruits_until": "2031-01-10T12:00", "starts_on": "2031-02-01", "ends_on": "2031-08-01",
            "title_pl": "Następna",
        }  # fmt: skip
        client_of(team[0]).post(reverse("mentoring:edition-new"), form)
        made = type(edition).objects.get(title_pl="Następna")
        assert [(one.role, one.name, one.points) for one in made.criteria.all()] == [
            ("mentor", "Cierpliwość", 7)
        ]

    def test_staff_change_what_counts_until_the_first_points(self, edition, client_of, team):
        browser, url = (
            client_of(team[0]),
            reverse("mentoring:candidate-criteria", args=[edition.code, "mentee"]),
        )
        first = edition.criteria.filter(role="mentee").first()
        data = {
            "criteria-TOTAL_FORMS": "2", "criteria-INITIAL_FORMS": "1",
            "criteria-0-id": first.pk, "criteria-0-name_pl": "Pomysł", "criteria-0-points": "20",
            "criteria-1-name_pl": "Odwaga", "criteria-1-name_en": "Courage", "criteria-1-points": "5",
        }  # fmt: skip
        assert browser.post(url, data).url == listed(edition)
        assert edition.criteria.filter(role="mentee", name_pl="Odwaga", points=5).exists()
        assert edition.criteria.filter(role="mentor").count() == 3

        score(candidate(edition), team[1])
        answer = browser.post(url, data)
        assert answer.status_code == 422
        assert "Punkty są już przyznane" in answer.content.decode()

    def test_candidates_read_beforehand_what_counts(self, edition, client):
        url = reverse("mentoring_public:recruitment", args=[edition.code, "mentee"])
        assert "Mieszkańcy mają na coś realny wpływ" in client.get(url).content.decode()


class TestPoints:
    def test_ones_own_points_come_first_then_the_mean_of_all(self, edition, client_of, team):
        person, (one, other) = candidate(edition), team
        score(person, other, each=5)
        browser = client_of(one)
        before = browser.get(page_of(person)).content.decode()
        assert "Punkty innych zobaczysz, gdy przyznasz własne" in before
        assert str(other) not in before

        data = {f"criterion-{pk}": "2" for pk in full(person)}
        assert browser.post(page_of(person), data).url == page_of(person)

        after = browser.get(page_of(person)).content.decode()
        assert "Średnia: 14,0 z 30" in after
        assert str(other) in after
        assert standing_of(fresh(person), one).mean == Decimal("14.0")

    def test_who_only_decides_sees_the_others_and_gives_none(self, edition, client_of, team):
        person, (one, other) = candidate(edition), team
        score(person, other)
        client_of(one).post(page_of(person), {"abstain": "1"})
        assert standing_of(fresh(person), one).mean == 12
        with pytest.raises(GuardsFailed):
            score(person, one)

    @pytest.mark.parametrize("typed", ["", "11", "-1", "dużo", "9" * 30])
    def test_a_number_that_does_not_fit_is_said(self, edition, client_of, team, typed):
        person = candidate(edition)
        data = {f"criterion-{pk}": typed for pk in full(person)}
        assert client_of(team[0]).post(page_of(person), data).status_code == 422
        assert not SelectionSheet.objects.exists()

    def test_points_cannot_pass_the_criteria_even_past_the_form(self, edition, team):
        person = candidate(edition)
        for points in ({}, {**full(person), 999999: 1}, full(person, 101)):
            with pytest.raises(GuardsFailed):
                score_candidate(enrolment=person, points=points, by=team[0])

    def test_after_the_decision_points_stay(self, edition, team):
        person = candidate(edition)
        score(person, team[0])
        person.accept(by=make_admin())
        with pytest.raises(GuardsFailed):
            score(fresh(person), team[1])
        assert standing_of(fresh(person), team[1]).mean == 12

    @given(totals=st.lists(st.none() | st.integers(0, 100), max_size=6))
    def test_the_mean_is_that_of_those_who_gave_points(self, totals):
        sheets = [SelectionSheet(total=total) for total in totals]
        standing = Standing(Enrolment(), None, sheets, opened=True)
        given_points = [total for total in totals if total is not None]
        assert standing.number == len(given_points)
        if not given_points:
            assert standing.mean is None
        else:
            assert min(given_points) <= standing.mean <= max(given_points)
            assert abs(standing.mean - Decimal(sum(given_points)) / len(given_points)) <= Decimal(
                "0.05"
            )


class TestConfidence:
    def test_points_and_notes_reach_no_candidate_mentor_or_mentee(self, edition, client_of, team):
        person = candidate(edition)
        score(person, team[0])
        note_interview(enrolment=person, by=team[0], held_on=clock.today(), text=CANARY)
        pair = make_pair(edition=edition)
        for reader in (person.person.user, pair.mentor.person.user, mentee_of(pair), make_user()):
            browser = client_of(reader)
            assert browser.get(page_of(person)).status_code == 404
            assert browser.get(listed(edition)).status_code == 404
        page = client_of(person.person.user).get(person.get_absolute_url()).content.decode()
        assert CANARY not in page
        assert "Punkty i notatki" not in page
        person.accept(by=team[0])
        assert not any(CANARY in f"{each.subject}{each.body}" for each in Message.objects.all())

    def test_one_of_the_team_who_applies_too_does_not_choose(self, edition, client_of, team):
        person, rival = candidate(edition), team[0]
        make_enrolment(edition, "mentor", user=rival, accepted=False)
        score(person, team[1])
        assert client_of(rival).get(page_of(person)).status_code == 404
        page = client_of(rival).get(listed(edition)).content.decode()
        assert "nie wybiera jej uczestników" in page
        assert "Moje punkty" not in page
        for act in (
            lambda: fresh(person).accept(by=rival),
            lambda: score(fresh(person), rival),
            lambda: abstain(enrolment=fresh(person), by=rival),
            lambda: note_interview(
                enrolment=fresh(person), by=rival, held_on=clock.today(), text="x"
            ),
        ):
            with pytest.raises(NotYours):
                act()

    def test_notes_say_who_wrote_them_and_when(self, edition, client_of, team):
        person, browser = candidate(edition), client_of(team[0])
        tomorrow = clock.today() + timedelta(days=1)
        for data in (
            {"text": ""},
            {"text": "a", "held_on": tomorrow.isoformat()},
            {"text": "a" * 3001},
        ):
            given = {"note": "1", "held_on": clock.today().isoformat(), **data}
            assert browser.post(page_of(person), given).status_code == 422
        browser.post(
            page_of(person),
            {"note": "1", "held_on": clock.today().isoformat(), "text": "Zna sołtysa."},
        )
        page = client_of(team[1]).get(page_of(person)).content.decode()
        assert "Zna sołtysa." in page
        assert str(team[0]) in page
        assert InterviewNote.objects.get().author == team[0]


class TestWaitingList:
    @pytest.fixture
    def full_edition(self, db):
        """One place, taken; two wait."""
        made = make_edition(mentee_places=1)
        taken = make_enrolment(made)
        waiting = [make_enrolment(made, accepted=False) for _ in range(2)]
        for each in waiting:
            each.put_in_line(by=make_admin())
        return made, taken, waiting

    def test_there_are_no_more_people_than_places(self, full_edition):
        made, _taken, _waiting = full_edition
        late = make_enrolment(made, accepted=False)
        with pytest.raises(GuardsFailed) as refusal:
            late.accept(by=make_admin())
        assert "listę rezerwową" in str(refusal.value.sentences)

    def test_those_who_wait_know_their_place_in_line(self, full_edition, client_of):
        _made, _taken, (first, second) = full_edition
        assert [fresh(each).number_waiting() for each in (first, second)] == [1, 2]
        page = client_of(second.person.user).get(second.get_absolute_url()).content.decode()
        assert "Twoje miejsce na liście rezerwowej: 2" in page
        assert Message.objects.filter(template="mentoring/enrolment_waiting").count() == 2

    def test_a_place_that_comes_free_is_offered_to_the_first(self, full_edition):
        _made, taken, (first, second) = full_edition
        taken.withdraw(by=taken.person.user)
        assert [fresh(each).state for each in (first, second)] == ["offered", "waiting"]
        letter = Message.objects.get(template="mentoring/enrolment_offered")
        assert letter.recipient == first.person.user

        fresh(first).take_place(by=first.person.user)
        assert fresh(first).state == "accepted"

    def test_whoever_gives_the_offer_up_passes_it_on(self, full_edition):
        _made, taken, (first, second) = full_edition
        taken.withdraw(by=taken.person.user)
        fresh(first).withdraw(by=first.person.user)
        assert fresh(second).state == "offered"

    def test_an_offer_that_is_not_answered_within_a_week_goes_on_by_itself(self, full_edition):
        _made, taken, (first, second) = full_edition
        taken.withdraw(by=taken.person.user)
        until = fresh(first).answer_until
        assert list(unanswered_offers(until - timedelta(minutes=1))) == []
        with clock.at(until + timedelta(minutes=1)):
            tasks.tick()
        assert [fresh(each).state for each in (first, second)] == ["withdrawn", "offered"]
        assert Message.objects.filter(template="mentoring/enrolment_lapsed").count() == 1

    def test_nobody_takes_anothers_place(self, full_edition):
        _made, taken, (first, second) = full_edition
        taken.withdraw(by=taken.person.user)
        for stranger in (second.person.user, make_admin()):
            with pytest.raises(NotYours):
                fresh(first).take_place(by=stranger)

    def test_staff_answer_for_somebody_who_never_logs_in(self, full_edition):
        _made, taken, (first, _second) = full_edition
        Person.objects.filter(pk=first.person_id).update(user=None)
        staff = make_staff(first.edition.programme)
        taken.withdraw(by=taken.person.user)

        assert {turn.role for turn in Turn.objects.of(first).filter(key="take_place")} == {
            "staff",
            "coordinator",
        }
        fresh(first).take_place(by=staff)
        assert fresh(first).state == "accepted"

    def test_giving_up_waiting_offers_nothing(self, full_edition):
        _made, _taken, (first, second) = full_edition
        first.withdraw(by=first.person.user)
        assert fresh(second).state == "waiting"
        assert fresh(second).number_waiting() == 1

    @pytest.mark.parametrize(
        ("places", "states"),
        [(1, ["waiting", "waiting"]), (2, ["offered", "waiting"]), (0, ["offered", "offered"])],
    )
    def test_more_places_are_offered_along_the_line(self, full_edition, client_of, places, states):
        made, _taken, waiting = full_edition
        browser = client_of(make_staff(made.programme))
        url = reverse("mentoring:edition-edit", args=[made.code])
        form = browser.get(url).context["form"]
        typed = {name: form[name].value() for name in form.fields}
        sent = {name: form[name].field.prepare_value(value) for name, value in typed.items()}
        sent = {name: "" if value is None else value for name, value in sent.items()}

        assert browser.post(url, sent | {"mentee_places": places}).status_code == 302

        assert [fresh(each).state for each in waiting] == states
        letters = Message.objects.filter(template="mentoring/enrolment_offered")
        assert letters.count() == states.count("offered")

    def test_mentors_and_mentees_wait_in_lines_of_their_own(self, full_edition):
        made, taken, _waiting = full_edition
        mentor = make_enrolment(made, "mentor", accepted=False)
        mentor.put_in_line(by=make_admin())
        taken.withdraw(by=taken.person.user)
        assert fresh(mentor).state == "waiting"

    def test_staff_change_the_order(self, full_edition, client_of):
        made, _taken, (first, second) = full_edition
        staff = make_staff(made.programme)
        client_of(staff).post(listed(made), {"line": f"up:{second.pk}"})
        assert [fresh(each).number_waiting() for each in (first, second)] == [2, 1]
        move_in_line(enrolment=second, up=True, by=staff)
        assert fresh(second).number_waiting() == 1

    @pytest.mark.parametrize("typed", ["", "up:", "up:x", "up:99999", "down:" + "9" * 40])
    def test_what_is_nobody_in_line_changes_nothing(self, full_edition, client_of, typed):
        made = full_edition[0]
        staff = make_staff(made.programme)
        assert client_of(staff).post(listed(made), {"line": typed}).status_code == 302

    def test_whoever_does_not_wait_cannot_be_moved(self, full_edition):
        made, taken, _waiting = full_edition
        with pytest.raises(GuardsFailed):
            move_in_line(enrolment=taken, up=True, by=make_staff(made.programme))


class TestMany:
    def many(self, edition):
        return reverse("mentoring:candidates-many", args=[edition.code, "mentee"])

    def test_the_preview_changes_nothing_then_each_has_a_letter(self, edition, client_of, team):
        browser = client_of(team[0])
        picks = [f"{each.pk}-{each.version}" for each in edition.enrolments.all()]
        choice = browser.get(self.many(edition), {"pick": picks})
        assert "Przyjmij" in choice.content.decode()

        data = {"move": "accept", "pick": picks, "note": ""}
        preview = browser.post(self.many(edition), data)
        assert not edition.enrolments.in_state("accepted").exists()
        assert preview.context["able"] == 2

        browser.post(self.many(edition), {**data, "confirmed": "1"})
        assert edition.enrolments.in_state("accepted").count() == 2
        assert Message.objects.filter(template="mentoring/enrolment_accepted").count() == 2

    def test_declining_many_asks_for_the_reason_that_all_will_read(self, edition, client_of, team):
        browser = client_of(team[0])
        data = {"move": "decline", "all": "1", "state": "applied", "note": ""}
        assert browser.post(self.many(edition), data).status_code == 422
        picks = [f"{each.pk}-{each.version}" for each in edition.enrolments.all()]
        said = {"move": "decline", "pick": picks, "note": "Miejsc jest mniej.", "confirmed": "1"}
        browser.post(self.many(edition), said)
        letters = Message.objects.filter(template="mentoring/enrolment_declined")
        assert all("Miejsc jest mniej." in each.body for each in letters)
        assert letters.count() == 2

    def test_more_than_the_places_are_refused_one_by_one(self, edition, client_of, team):
        type(edition).objects.filter(pk=edition.pk).update(mentee_places=1)
        picks = [f"{each.pk}-{each.version}" for each in edition.enrolments.all()]
        page = client_of(team[0]).post(
            self.many(edition), {"move": "accept", "pick": picks, "note": "", "confirmed": "1"}
        )
        assert edition.enrolments.in_state("accepted").count() == 1
        assert "Wszystkie miejsca po tej stronie są zajęte" in page.content.decode()

    def test_somebody_was_faster(self, edition, client_of, team):
        person = candidate(edition)
        pick = f"{person.pk}-{person.version}"
        person.decline(by=team[1], note="Nie tym razem.")
        client_of(team[0]).post(
            self.many(edition), {"move": "accept", "pick": [pick], "note": "", "confirmed": "1"}
        )
        assert fresh(person).state == "declined"


class TestList:
    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            ({}, 2), ({"state": "applied"}, 2), ({"state": "waiting"}, 0), ({"region": "14"}, 2),
            ({"region": "22"}, 0), ({"words": "zacząć"}, 2), ({"words": "czegoś innego"}, 0),
            ({"mine": "with"}, 1), ({"mine": "without"}, 1), ({"sort": "newest"}, 2),
            ({"state": "bzdura"}, 2), ({"topics": "x"}, 2), ({"page": "99"}, 2),
        ],
    )  # fmt: skip
    def test_filters(self, edition, client_of, team, asked, shown):
        score(candidate(edition), team[0])
        page = client_of(team[0]).get(listed(edition), asked)
        assert len(page.context["standings"]) == shown

    def test_it_says_how_many_places_are_taken(self, edition, client_of, team):
        type(edition).objects.filter(pk=edition.pk).update(mentee_places=12)
        candidate(edition).accept(by=team[0])
        page = client_of(team[0]).get(listed(edition)).content.decode()
        assert "Miejsca zajęte lub zaproponowane: 1 z 12." in page

    def test_an_empty_list_says_where_candidates_come_from(self, client_of, db):
        edition = make_edition()
        page = client_of(make_staff(edition.programme)).get(listed(edition)).content.decode()
        assert "gdy wyślą formularz na stronie publicznej" in page

    def test_only_those_who_run_the_edition_find_it(self, edition, client_of, client):
        assert client.get(listed(edition)).status_code == 302
        assert (
            client_of(make_staff(make_edition().programme)).get(listed(edition)).status_code == 404
        )
        assert client_of(make_admin()).get(listed(edition, "boss")).status_code == 404

    @pytest.mark.parametrize("item_count", [1, 4])
    def test_it_asks_the_same_few_queries(
        self, client_of, django_assert_num_queries, item_count, db
    ):
        edition = make_edition()
        plant_criteria(edition)
        staff = make_staff(edition.programme)
        for _ in range(item_count):
            score(make_enrolment(edition, accepted=False), staff)
            make_enrolment(edition, accepted=False).put_in_line(by=staff)
        browser = client_of(staff)
        browser.get(listed(edition))

        with django_assert_num_queries(16):
            page = browser.get(listed(edition))
        assert len(page.context["standings"]) == 2 * item_count


def test_erasing_a_candidate_takes_the_notes_about_them(edition, team):
    person = candidate(edition)
    note_interview(enrolment=person, by=team[0], held_on=clock.today(), text=CANARY)
    erase_person(person=person.person, by=make_admin())
    assert not InterviewNote.objects.exists()
