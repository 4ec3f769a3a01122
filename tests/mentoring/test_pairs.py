"""From the application to the completed pair."""

from datetime import timedelta

import pytest

from finance.models import WorkEntry
from mentoring.actions import enrol, propose_pair, write_session
from mentoring.models import Pairing
from people.ties import ties_among
from programmes.models import Participation
from tests.factories.activities import make_staff
from tests.factories.mentoring import (
    make_edition,
    make_enrolment,
    make_milestone,
    make_pair,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.factories.people import make_admin, make_membership, make_organisation, make_user
from workflows import clock
from workflows.errors import GuardsFailed, NotYours
from workflows.models import Message, Turn

pytestmark = pytest.mark.django_db


def holders(obj):
    return {turn.holder or turn.role for turn in Turn.objects.of(obj)}


class TestBeforeSayingYes:
    def test_whoever_is_asked_reads_which_topics_both_named(self, client_of):
        pair = make_pair("proposed")
        shared, alone = (
            pair.edition.topics.create(name_pl=name) for name in ("Budżet obywatelski", "Panele")
        )
        pair.mentee.topics.set([shared, alone])
        pair.mentor.topics.set([shared])

        page = client_of(mentor_of(pair)).get(pair.get_absolute_url()).content.decode()

        assert "Wspólne tematy: Budżet obywatelski." in page

    def test_where_nothing_is_shared_the_page_says_so(self, client_of):
        pair = make_pair("accepted_by_mentor")

        page = client_of(mentee_of(pair)).get(pair.get_absolute_url()).content.decode()

        assert "Żaden temat się nie powtarza" in page


class TestWhoReadsTheReason:
    @pytest.mark.parametrize(
        ("state", "who", "says"),
        [
            ("proposed", mentor_of, "To czytasz tylko Ty i koordynacja programu."),
            ("accepted_by_mentor", mentee_of, "To czytają obie strony pary"),
        ],
        ids=["the mentee does not know of the pair", "the mentor has agreed"],
    )
    def test_who_declines_a_pair_is_told(self, client_of, state, who, says):
        pair = make_pair(state)

        page = client_of(who(pair)).get(f"{pair.get_absolute_url()}move/decline/")

        assert says in page.content.decode()

    def test_staff_who_take_a_proposal_back_are_told(self, client_of):
        pair = make_pair("proposed")

        page = client_of(make_staff(pair.programme)).get(
            f"{pair.get_absolute_url()}move/take_back/"
        )

        assert (
            "Czytają to mentor lub mentorka i osoby koordynujące program." in page.content.decode()
        )


class TestEnrolment:
    def test_an_application_after_the_deadline_is_refused(self):
        edition, user = make_edition(), make_user()

        with pytest.raises(GuardsFailed):
            enrol(
                edition=edition,
                person=user.person,
                role="mentee",
                by=user,
                at=edition.recruits_until + timedelta(seconds=1),
                region="14",
            )

    def test_nobody_applies_twice(self):
        enrolment = make_enrolment()
        user = enrolment.person.user

        with pytest.raises(GuardsFailed):
            make_enrolment(enrolment.edition, user=user)

    def test_an_accepted_mentee_counts_among_the_programmes_mentees(self):
        enrolment = make_enrolment()

        assert Participation.objects.get(person=enrolment.person).capacity == "mentee"

    def test_staff_owe_an_accepted_mentee_a_mentor_until_there_is_a_pair(self):
        enrolment = make_enrolment()
        assert holders(enrolment) == {"staff", "coordinator"}

        propose_pair(
            mentor=make_enrolment(enrolment.edition, "mentor"), mentee=enrolment, by=make_admin()
        ).accept_as_mentor(by=Pairing.objects.get().mentor.person.user)

        assert holders(enrolment) == set()

    def test_nobody_accepts_their_own_application(self):
        edition = make_edition()
        staff = make_staff(edition.programme)
        enrolment = make_enrolment(edition, user=staff, accepted=False)

        with pytest.raises(NotYours):
            enrolment.accept(by=staff)


class TestProposal:
    def test_first_the_mentor_answers_then_the_mentee(self):
        pair = make_pair("proposed")
        assert holders(pair) == {mentor_of(pair)}

        pair.accept_as_mentor(by=mentor_of(pair))
        assert holders(pair) == {mentee_of(pair)}

        pair.accept_as_mentee(by=mentee_of(pair))
        assert (pair.state, pair.started_on) == ("active", clock.today())

    def test_the_mentee_knows_nothing_before_the_mentor_agreed(self):
        pair = make_pair("proposed")

        assert not Pairing.objects.visible_to(mentee_of(pair)).exists()

    def test_a_mentor_without_a_free_place_cannot_be_proposed(self):
        edition = make_edition(mentor_capacity=1)
        pair = make_pair(edition=edition)

        with pytest.raises(GuardsFailed) as refusal:
            propose_pair(mentor=pair.mentor, mentee=make_enrolment(edition), by=make_admin())

        assert "nie ma wolnego miejsca" in refusal.value.sentences[0]

    def test_a_mentee_has_one_mentor_at_a_time(self):
        pair = make_pair()

        with pytest.raises(GuardsFailed):
            propose_pair(
                mentor=make_enrolment(pair.edition, "mentor"), mentee=pair.mentee, by=make_admin()
            )

    def test_people_of_one_organisation_are_no_pair(self):
        edition, office = make_edition(), make_organisation("Urząd Miasta")
        mentor, mentee = make_enrolment(edition, "mentor"), make_enrolment(edition)
        make_membership(mentor.person, office)
        make_membership(mentee.person, office)

        with pytest.raises(GuardsFailed):
            propose_pair(mentor=mentor, mentee=mentee, by=make_admin())

    def test_an_earlier_pair_hinders_no_new_one_when_staff_know_of_it(self):
        pair = make_pair()
        pair.terminate(by=make_admin(), note="Przeprowadzka.")

        sides = {"mentor": pair.mentor, "mentee": pair.mentee}
        again = propose_pair(**sides, by=make_admin(), lifted=True)

        assert again.state == "proposed"

    def test_only_staff_propose(self):
        edition = make_edition()
        mentor, mentee = make_enrolment(edition, "mentor"), make_enrolment(edition)

        with pytest.raises(NotYours):
            propose_pair(mentor=mentor, mentee=mentee, by=mentor.person.user)

    def test_a_declined_pair_gives_the_search_back_to_staff(self):
        pair = make_pair("proposed")

        pair.decline(by=mentor_of(pair), note="Za dużo pracy.")

        assert holders(pair.mentee) == {"staff", "coordinator"}
        assert (
            Message.objects.get(template="mentoring/pairing_declined").recipient == pair.proposed_by
        )

    def test_the_mentee_cannot_answer_for_the_mentor(self):
        pair = make_pair("proposed")

        with pytest.raises(NotYours):
            pair.decline(by=mentee_of(pair), note="Nie.")


class TestMilestone:
    def test_only_the_next_planned_milestone_is_the_mentees_move(self):
        pair = make_pair()
        first, second = make_milestone(pair=pair), make_milestone(pair=pair)

        assert (holders(first), holders(second)) == ({mentee_of(pair)}, set())

    def test_approving_one_opens_the_next(self):
        pair = make_pair()
        first = make_milestone("submitted", pair=pair)
        second = make_milestone(pair=pair)

        first.approve(by=mentor_of(pair))

        assert holders(second) == {mentee_of(pair)}

    def test_it_is_submitted_only_with_something_that_shows_it(self):
        milestone = make_milestone("in_progress")

        with pytest.raises(GuardsFailed):
            milestone.submit(by=mentee_of(milestone))

    def test_only_the_pairs_mentor_approves(self):
        milestone = make_milestone("submitted")

        for somebody in (mentee_of(milestone), make_user(), make_admin()):
            with pytest.raises(NotYours):
                milestone.approve(by=somebody)

    def test_another_mentor_of_the_edition_does_not_approve(self):
        milestone = make_milestone("submitted")
        other = make_pair(edition=milestone.pairing.edition)

        with pytest.raises(NotYours):
            milestone.approve(by=mentor_of(other))

    def test_it_is_returned_only_with_a_reason(self):
        milestone = make_milestone("submitted")

        with pytest.raises(GuardsFailed):
            milestone.send_back(by=mentor_of(milestone), note=" ")

    def test_returned_it_is_the_mentees_move_again_with_the_reason(self):
        milestone = make_milestone("returned")

        assert milestone.returned_reason == "Brakuje notatki z drugiego spotkania."
        assert holders(milestone) == {mentee_of(milestone)}

    def test_nothing_moves_while_the_pair_pauses(self):
        milestone = make_milestone("in_progress")

        milestone.pairing.pause(by=mentor_of(milestone), note="Urlop.")

        assert holders(milestone) == set()
        with pytest.raises(GuardsFailed):
            milestone.submit(by=mentee_of(milestone))


class TestMeeting:
    def test_the_other_side_confirms(self):
        log = make_session()
        assert holders(log) == {mentor_of(log)}

        with pytest.raises(NotYours):
            log.confirm(by=mentee_of(log))
        log.confirm(by=mentor_of(log))

        assert log.state == "confirmed"

    def test_a_confirmed_meeting_counts_as_hours_of_the_mentor(self):
        log = make_session("confirmed")

        entry = WorkEntry.objects.get()
        assert (entry.person, entry.minutes, entry.day) == (
            log.pairing.mentor.person,
            60,
            log.held_on,
        )

    def test_a_questioned_meeting_goes_back_to_its_writer(self):
        log = make_session("questioned")

        assert holders(log) == {mentee_of(log)}
        log.answer(by=mentee_of(log))
        assert holders(log) == {mentor_of(log)}

    def test_a_meeting_left_unanswered_confirms_itself_after_the_editions_days(self):
        log = make_session()

        with clock.at(clock.now() + timedelta(days=13)):
            assert not type(log).objects.unanswered_since(clock.now()).exists()
        with clock.at(clock.now() + timedelta(days=15)):
            assert type(log).objects.unanswered_since(clock.now()).get() == log

    def test_the_same_meeting_is_written_down_once(self):
        log = make_session()

        again = make_session(pair=log.pairing)

        assert again.pk == log.pk
        assert log.pairing.session_logs.count() == 1

    def test_a_stranger_writes_nothing_down(self):
        with pytest.raises(NotYours):
            write_session(
                pairing=make_pair(),
                by=make_user(),
                held_on=clock.today(),
                minutes=30,
                form="phone",
                done="?",
            )


class TestCompletion:
    def test_a_pair_completes_when_nothing_is_missing(self):
        pair = make_pair()
        make_milestone("approved", pair=pair)
        make_session("confirmed", pair=pair)
        assert pair.missing() == []

        pair.complete(by=mentor_of(pair))

        assert (pair.state, pair.ended_on) == ("completed", clock.today())

    def test_what_is_missing_is_said_in_sentences(self):
        pair = make_pair()
        make_milestone(pair=pair)
        make_session(pair=pair)

        with pytest.raises(GuardsFailed) as refusal:
            pair.complete(by=mentor_of(pair))

        assert refusal.value.sentences == pair.missing()
        assert len(refusal.value.sentences) == 3

    def test_hours_are_asked_for_where_the_edition_counts_them(self):
        pair = make_pair(edition=make_edition(sessions_due=0, hours_due=3, sessions_share=50))
        make_milestone("approved", pair=pair)
        make_session("confirmed", pair=pair, minutes=60)
        assert pair.missing() == ["Brakuje godzin potwierdzonych spotkań: 0,5."]

        make_session("confirmed", pair=pair, minutes=30, done="Jeszcze pół godziny.")

        assert Pairing.objects.get(pk=pair.pk).missing() == []

    def test_the_page_says_how_far_each_rule_is_met(self, client_of):
        pair = make_pair()
        make_milestone("approved", pair=pair)

        page = client_of(mentee_of(pair)).get(pair.get_absolute_url()).content.decode()

        assert "Brakuje 1 potwierdzonego spotkania" in page
        assert "Zatwierdzone wymagane kamienie" in page

    def test_a_dropped_milestone_hinders_nothing(self):
        pair = make_pair()
        make_milestone("approved", pair=pair)
        make_milestone(pair=pair).drop(by=mentor_of(pair), note="Plan się zmienił.")
        make_session("confirmed", pair=pair)

        assert pair.missing() == []

    def test_the_plan_of_a_pair_that_ended_stays_as_it_is(self):
        """Otherwise a completed pair, with certificates, would have too few milestones."""
        pair = make_pair()
        milestone = make_milestone(pair=pair)
        pair.terminate(by=make_admin(), note="Przeprowadzka.")

        with pytest.raises(GuardsFailed, match="Ta para już nie pracuje"):
            milestone.drop(by=mentor_of(pair), note="Plan się zmienił.")

    def test_an_edition_ends_when_no_pair_is_on_its_way(self):
        pair = make_pair()
        edition = pair.edition
        edition.start(by=make_admin())

        with pytest.raises(GuardsFailed):
            edition.finish(by=make_admin())
        pair.terminate(by=make_admin(), note="Przeprowadzka.")
        edition.finish(by=make_admin())

        assert edition.state == "finished"


class TestSignals:
    def test_a_month_without_a_meeting_is_a_signal(self):
        pair = make_pair()

        with clock.at(clock.now() + timedelta(days=31)):
            assert len(pair.signals()) == 1
            assert list(Pairing.objects.silent_since(30)) == [pair]

    def test_a_late_milestone_is_a_signal(self):
        milestone = make_milestone()

        with clock.at(clock.now() + timedelta(days=31)):
            assert len(milestone.signals()) == 1

    def test_a_milestone_returned_twice_is_a_signal(self):
        milestone = make_milestone("returned")
        assert milestone.signals() == []

        milestone.submit(by=mentee_of(milestone))
        milestone.send_back(by=mentor_of(milestone), note="Nadal brakuje notatki.")

        assert len(milestone.signals()) == 1


class TestTies:
    def test_a_mentor_is_tied_to_the_mentee_both_ways(self):
        pair = make_pair()
        mentor, mentee = pair.parties()

        assert [tie.kind for tie in ties_among([mentor], [mentee])] == ["mentoring.pair"]
        assert [tie.kind for tie in ties_among([mentee], [mentor])] == ["mentoring.pair"]

    def test_a_tie_ends_with_the_pair(self):
        pair = make_pair()
        pair.terminate(by=make_admin(), note="Przeprowadzka.")
        mentor, mentee = pair.parties()

        assert not ties_among([mentor], [mentee], on=clock.today() + timedelta(days=1))

    def test_a_proposal_ties_nobody(self):
        mentor, mentee = make_pair("proposed").parties()

        assert not ties_among([mentor], [mentee])
