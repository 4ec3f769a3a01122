"""The committee meets: who is there, who leaves for an item, how it votes, and what the decision rests on."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from grants.actions.ranking import standing_of
from grants.models import Call, CommitteeChange, Decision, Meeting, MeetingItem
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import (
    applications_of,
    carry,
    decide_only,
    make_assessed_call,
    make_assessor,
    make_meeting,
    make_member,
)
from tests.factories.people import make_user
from workflows import clock
from workflows.errors import GuardsFailed
from workflows.models import Message
from workflows.roles import give_role, holders

pytestmark = pytest.mark.django_db

ROWS = (
    ("9000.00", ("9", "5"), ("9", "5")),
    ("8000.00", ("8", "4"), ("8", "4")),
    ("7000.00", ("7", "3"), ("7", "3")),
)
VOTES = {"do": "vote", "votes_for": "3", "votes_against": "0", "votes_abstained": "0"}


@pytest.fixture
def call():
    return make_assessed_call(
        *ROWS, pool=Decimal(16000), committee_min=3, quorum=3, needs_meeting=True
    )


@pytest.fixture
def meeting(call):
    return make_meeting(call)


@pytest.fixture
def record(client_of):
    """Post one thing to the record, as the chair, and read what the screen says then."""

    def post(meeting, by=None, **given):
        browser = client_of(by or chair_of(meeting.call))
        return browser.post(reverse("grants:meeting-record", args=[meeting.pk]), given, follow=True)

    return post


def screen(client_of, meeting, by=None):
    address = reverse("grants:meeting-screen", args=[meeting.pk])
    return client_of(by or chair_of(meeting.call)).get(address)


def meetings_of(call):
    return reverse("grants:call-meetings", args=[call.code])


def when(days=3):
    return (clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT10:00")


class TestCalling:
    """Whoever chairs or keeps the record calls the committee together."""

    @pytest.mark.parametrize("role", ["chair", "deputy", "secretary"])
    def test_everybody_on_the_committee_gets_a_letter(self, call, client_of, role):
        caller = make_member(call, role)
        make_member(call)

        client_of(caller).post(meetings_of(call), {"starts_at": when(), "place": "Sala 12"})

        letters = Message.objects.filter(template="grants/meeting_called")
        assert Meeting.objects.get().state == "called"
        assert letters.count() == 2
        assert "Sala 12" in letters.first().body

    def test_a_member_is_told_who_calls_a_meeting(self, call, client_of):
        answer = client_of(make_member(call)).post(
            meetings_of(call), {"starts_at": when(), "place": "Sala 12"}
        )

        assert answer.status_code == 403
        assert not Meeting.objects.exists()

    def test_assessors_see_no_meetings(self, call, client_of):
        assert client_of(make_assessor(call)).get(meetings_of(call)).status_code == 403

    def test_one_meeting_waits_at_a_time(self, call, client_of):
        make_meeting(call, "called")

        answer = client_of(chair_of(call)).post(
            meetings_of(call), {"starts_at": when(), "place": "Sala 12"}
        )

        assert "już zwołane" in answer.content.decode()
        assert Meeting.objects.count() == 1

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"starts_at": when(-2)}, "Wybierz"),
            ({"starts_at": "jutro"}, "dzień i godzinę"),
            ({"place": ""}, "gdzie spotyka się"),
            ({"place": "x" * 201}, "200"),
        ],
    )
    def test_bad_input_gets_a_sentence(self, call, client_of, given, sentence):
        answer = client_of(chair_of(call)).post(
            meetings_of(call), {"starts_at": when(), "place": "Sala 12"} | given
        )

        assert answer.status_code == 422
        assert sentence in answer.content.decode()

    def test_a_cancelled_meeting_tells_everybody_why(self, call, client_of):
        meeting = make_meeting(call, "called")

        client_of(chair_of(call)).post(
            reverse("grants:meeting-move", args=[meeting.pk, "cancel"]),
            {"version": meeting.version, "note": "Sala jest zajęta."},
        )

        letter = Message.objects.filter(template="grants/meeting_cancelled").first()
        assert "Sala jest zajęta." in letter.body

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_asks_the_same_for_one_and_three(
        self, call, client_of, django_assert_num_queries, number
    ):
        for _number in range(number):
            make_meeting(call, "called").cancel(by=chair_of(call), note="Przełożone.")
        browser = client_of(chair_of(call))

        with django_assert_num_queries(6):
            browser.get(meetings_of(call))


class TestAttendance:
    """Who is there, from when to when."""

    def test_people_come_leave_and_come_back(self, meeting, record):
        member = meeting.presences.last().person

        record(meeting, do="go", person=member.pk)
        record(meeting, do="come", person=member.pk)

        rows = meeting.presences.filter(person=member)
        assert [row.left_at is None for row in rows] == [False, True]

    def test_the_quorum_is_shown_and_lost(self, meeting, record, client_of):
        assert screen(client_of, meeting).context["sitting"].has_quorum

        page = record(meeting, do="go", person=meeting.presences.last().person_id)

        assert "Nie ma kworum: głosować może 2" in page.content.decode()

    def test_a_secretary_is_there_but_does_not_count(self, meeting, record):
        secretary = make_member(meeting.call, "secretary", "Sekreta Rzowa")

        page = record(meeting, do="come", person=secretary.pk)

        assert len(page.context["sitting"].voters) == 3
        assert len(page.context["sitting"].present) == 4

    def test_only_the_committee_takes_part(self, meeting, record):
        page = record(meeting, do="come", person=make_user("Obca Osoba").pk)

        assert "Tylko komisja" in page.content.decode()

    def test_nobody_comes_twice(self, meeting, record):
        page = record(meeting, do="come", person=chair_of(meeting.call).pk)

        assert "już jest" in page.content.decode()

    def test_a_member_watches_and_does_not_write(self, meeting, record, client_of):
        member = meeting.presences.last().person

        page = record(meeting, by=member, do="go", person=member.pk)

        assert "Posiedzenie prowadzą" in page.content.decode()
        assert "Zanotuj głosy" not in screen(client_of, meeting, member).content.decode()
        assert meeting.presences.filter(left_at=None).count() == 3

    def test_whoever_is_not_of_the_committee_finds_nothing(self, meeting, client_of):
        assert screen(client_of, meeting, make_user("Obca Osoba")).status_code == 404
        assert screen(client_of, meeting, make_assessor(meeting.call)).status_code == 404


class TestItems:
    """Items in ranking order; a vote on each, or one act for the rest."""

    def test_the_first_of_the_ranking_is_next_and_then_the_second(self, meeting, record, client_of):
        first, second, _third = applications_of(meeting.call)
        assert screen(client_of, meeting).context["sitting"].next_up == first

        record(meeting, do="take", application=first.pk)
        page = record(meeting, **VOTES)

        assert page.context["sitting"].next_up == second
        item = MeetingItem.objects.get()
        assert (item.votes_for, item.presided_by) == (3, chair_of(meeting.call))

    def test_one_act_carries_what_is_left(self, meeting, record):
        record(meeting, do="take", application=applications_of(meeting.call)[1].pk)
        record(meeting, **VOTES)
        record(meeting, do="take")

        page = record(meeting, **VOTES)

        assert len(MeetingItem.objects.last().results) == 2
        assert page.context["sitting"].keys_left() == []

    def test_votes_and_voters_have_to_agree(self, meeting, record):
        record(meeting, do="take")

        page = record(meeting, **VOTES | {"votes_against": "2"})

        assert page.status_code == 422
        assert "Głosować może 3, a zapisano głosów: 5" in page.content.decode()
        assert 'value="2"' in page.content.decode()

    @pytest.mark.parametrize("typed", ["", "-1", "trzy", "100"])
    def test_votes_are_numbers(self, meeting, record, typed):
        record(meeting, do="take")

        assert record(meeting, **VOTES | {"votes_for": typed}).status_code == 422

    def test_without_a_quorum_nothing_is_taken_up(self, meeting, record):
        record(meeting, do="go", person=meeting.presences.last().person_id)

        page = record(meeting, do="take")

        assert "Nie ma kworum" in page.content.decode()
        assert not MeetingItem.objects.exists()

    def test_one_item_is_open_at_a_time(self, meeting, record):
        record(meeting, do="take")

        page = record(meeting, do="take", application=applications_of(meeting.call)[0].pk)

        assert "odłóż" in page.content.decode()
        assert MeetingItem.objects.count() == 1

    def test_an_item_put_aside_is_still_left(self, meeting, record):
        record(meeting, do="take")

        page = record(meeting, do="aside")

        assert len(page.context["sitting"].keys_left()) == 3

    def test_what_was_not_carried_is_still_left(self, meeting, record):
        record(meeting, do="take")

        page = record(meeting, **VOTES | {"votes_for": "1", "votes_against": "2"})

        assert "Nie przyjęto" in page.content.decode()
        assert len(page.context["sitting"].keys_left()) == 3

    @pytest.mark.parametrize("do", ["vote", "aside", "recuse"])
    def test_without_an_item_there_is_nothing_to_vote_on(self, meeting, record, do):
        page = record(meeting, **VOTES | {"do": do, "person": chair_of(meeting.call).pk})

        assert "Najpierw otwórz punkt" in page.content.decode()

    def test_words_that_mean_nothing_change_nothing(self, meeting, record):
        assert record(meeting, do="dance").status_code == 200
        assert record(meeting, do="take", application="x").status_code == 404
        assert record(meeting, do="come", person="x").status_code == 404

    def test_a_meeting_does_not_close_over_an_open_item(self, meeting, record):
        record(meeting, do="take")

        with pytest.raises(GuardsFailed):
            Meeting.objects.get().close_meeting(by=chair_of(meeting.call))

    def test_a_closed_meeting_keeps_its_record(self, call, record):
        meeting = make_meeting(call, "closed")

        page = record(meeting, do="take")

        assert "zapis się nie zmienia" in page.content.decode()
        assert not meeting.presences.filter(left_at=None).exists()


class TestRecusal:
    """Whoever is tied to the applicant leaves for that item and does not vote."""

    @pytest.fixture
    def tied(self, call):
        """The second application is written by a member of the committee."""
        application = applications_of(call)[1]
        member = application.author
        meeting = make_meeting(call)
        deputy = make_member(call, "deputy", "Zastępa Czyni")
        return meeting, application, member, deputy

    def test_the_tied_member_is_out_from_the_item_to_the_vote(self, tied, record):
        meeting, application, member, _deputy = tied
        make_member_of(meeting.call, member)
        record(meeting, do="come", person=member.pk)

        record(meeting, do="take", application=application.pk)
        page = record(meeting, **VOTES)

        recusal = MeetingItem.objects.get().recusals.get()
        assert page.status_code == 200
        assert recusal.person == member
        assert recusal.back_at is not None
        assert "wniosku" in recusal.reason

    def test_they_come_late_and_leave_at_once(self, tied, record):
        meeting, application, member, _deputy = tied
        make_member_of(meeting.call, member)
        record(meeting, do="take", application=application.pk)

        page = record(meeting, do="come", person=member.pk)

        assert len(page.context["sitting"].voters) == 3
        assert "wychodzi na czas tego punktu" in page.content.decode()

    def test_the_deputy_presides_when_the_chair_is_out(self, tied, record):
        meeting, application, _member, deputy = tied
        record(meeting, do="come", person=deputy.pk)
        record(meeting, do="take", application=application.pk)

        record(meeting, do="recuse", person=chair_of(meeting.call).pk, reason="Sąsiadka autorki.")
        record(meeting, **VOTES)

        item = MeetingItem.objects.get()
        assert item.presided_by == deputy
        assert item.recusals.get().reason == "Sąsiadka autorki."

    def test_without_chair_and_deputy_nobody_votes(self, tied, record):
        meeting, application, _member, _deputy = tied
        extra = make_member(meeting.call, name="Czwarta Osoba")
        record(meeting, do="come", person=extra.pk)
        record(meeting, do="take", application=application.pk)
        record(meeting, do="recuse", person=chair_of(meeting.call).pk, reason="Sąsiadka.")

        page = record(meeting, **VOTES)

        assert "nie ma kto prowadzić" in page.content.decode()
        assert not MeetingItem.objects.get().was_voted

    def test_a_recusal_that_breaks_the_quorum_stops_the_vote(self, tied, record):
        meeting, application, _member, _deputy = tied
        record(meeting, do="take", application=application.pk)
        person = meeting.presences.last().person
        record(meeting, do="recuse", person=person.pk, reason="Sąsiad.")

        page = record(meeting, **VOTES | {"votes_for": "2"})

        assert "Nie ma kworum" in page.content.decode()

    @pytest.mark.parametrize(
        ("reason", "sentence"), [("", "Napisz, co łączy"), ("x" * 900, "wychodzi na czas")]
    )
    def test_a_recusal_has_a_reason(self, tied, record, reason, sentence):
        meeting, application, _member, _deputy = tied
        record(meeting, do="take", application=application.pk)

        page = record(meeting, do="recuse", person=chair_of(meeting.call).pk, reason=reason)

        assert sentence in page.content.decode()

    def test_nobody_leaves_twice(self, tied, record):
        meeting, application, _member, _deputy = tied
        record(meeting, do="take", application=application.pk)
        chair = chair_of(meeting.call).pk
        record(meeting, do="recuse", person=chair, reason="Sąsiadka.")

        twice = record(meeting, do="recuse", person=chair, reason="Sąsiadka.")

        assert "jest poza salą" in twice.content.decode()

    @pytest.mark.parametrize("do", ["recuse", "go"])
    def test_nobody_leaves_from_outside(self, tied, record, do):
        meeting, application, _member, deputy = tied
        record(meeting, do="take", application=application.pk)

        page = record(meeting, do=do, person=deputy.pk, reason="Sąsiadka.")

        assert "tej osoby nie ma" in page.content.decode()

    def test_one_act_sends_out_whoever_is_tied_to_any_of_them(self, tied, record):
        meeting, _application, member, _deputy = tied
        make_member_of(meeting.call, member)
        record(meeting, do="come", person=member.pk)

        page = record(meeting, do="take")

        assert list(page.context["sitting"].recused) == [member.pk]


def make_member_of(call, user):
    """Put an account on the committee."""
    give_role(user, "member", call, by=None)


class TestDeciding:
    """A call that is decided at a meeting rests on its votes."""

    def decide_page(self, client_of, call):
        return client_of(chair_of(call)).get(reverse("grants:call-decide", args=[call.code]))

    def test_without_a_meeting_there_is_no_decision(self, call, client_of):
        page = self.decide_page(client_of, call)

        assert "najpierw je zwołaj" in page.content.decode()
        with pytest.raises(GuardsFailed):
            decide_only(call)
        assert Call.objects.get(pk=call.pk).state == "assessment"

    def test_every_result_has_to_be_carried(self, meeting, client_of):
        first, second, third = applications_of(meeting.call)
        carry(meeting, first)

        page = self.decide_page(client_of, meeting.call).content.decode()

        assert f"{second.number}, {third.number}" in page
        with pytest.raises(GuardsFailed):
            decide_only(meeting.call)

    def test_the_decision_refers_to_the_meeting(self, meeting):
        carry(meeting, None)

        decide_only(meeting.call)

        assert Decision.objects.get().meeting == meeting

    def test_a_closed_meeting_carries_the_decision_too(self, call):
        meeting = make_meeting(call, "closed")

        decide_only(call)

        assert Decision.objects.get().meeting == meeting

    def test_votes_of_two_meetings_add_up(self, call):
        meeting = make_meeting(call)
        carry(meeting, applications_of(call)[0])
        meeting.close_meeting(by=chair_of(call))
        later = make_meeting(call)
        carry(later, None)

        decide_only(call)

        assert len(MeetingItem.objects.last().results) == 2
        assert Decision.objects.get().meeting == later

    def test_a_change_after_the_vote_is_voted_on_again(self, meeting, client_of):
        call = meeting.call
        carry(meeting, None)
        second = applications_of(call)[1]
        self.change(client_of, second, value="7000,00", kind="amount")

        with pytest.raises(GuardsFailed, match=second.number):
            decide_only(call)
        carry(meeting, None)
        decide_only(call)

        assert CommitteeChange.objects.get().meeting == meeting
        assert second.decision_rows.get().granted == Decimal("7000.00")

    def change(self, client_of, application, **given):
        call = application.call
        return client_of(chair_of(call)).post(
            reverse("grants:ranking-change", args=[call.code, application.pk]),
            {
                "kind": "points",
                "value": "15",
                "reason": "Mniejszy zakres.",
                "votes_for": "3",
                "votes_against": "0",
                "votes_abstained": "0",
                "ranking": standing_of(call).digest(),
            }
            | given,
        )

    def test_a_change_needs_an_open_meeting(self, call, client_of):
        answer = self.change(client_of, applications_of(call)[1])

        assert "najpierw je otwórz" in answer.content.decode()
        assert not CommitteeChange.objects.exists()

    def test_a_change_counts_no_more_votes_than_people_who_can_vote(self, meeting, client_of):
        answer = self.change(client_of, applications_of(meeting.call)[1], votes_against="2")

        assert "Głosować może 3" in answer.content.decode()
        assert not CommitteeChange.objects.exists()

    def test_the_deputy_decides_where_the_chair_is_missing(self, call):
        deputy = make_member(call, "deputy", "Zastępa Czyni")
        meeting = make_meeting(call, members=3)
        carry(meeting, None)
        chair = chair_of(call)
        meeting.presences.filter(person=chair).update(left_at=clock.now())

        decide_only(call, by=deputy)

        assert Decision.objects.get().decided_by == deputy

    def test_the_deputy_waits_while_the_chair_is_there(self, meeting, client_of):
        deputy = make_member(meeting.call, "deputy", "Zastępa Czyni")
        carry(meeting, None)

        page = client_of(deputy).get(reverse("grants:call-decide", args=[meeting.call.code]))

        assert "Zastępczyni lub zastępca decyduje" in " ".join(page.context["reasons"])


@pytest.mark.parametrize("role", ["deputy", "member", "secretary"])
def test_staff_name_those_who_meet_and_end_their_place(call, client_of, role):
    person = make_user("Nowa Osoba")
    page, browser = reverse("grants:call-committee", args=[call.code]), client_of(staff_of(call))

    browser.post(page, {"email": person.email, "role": role})
    named = holders(role, call)
    browser.post(page, {"end": f"{role}:{person.pk}"})

    assert (named, holders(role, call)) == ([person], [])
    assert person not in holders("assessor", call)


def test_the_page_shows_everything_that_was_written_down(call, client_of):
    meeting = make_meeting(call, "closed")

    page = client_of(staff_of(call)).get(meeting.get_absolute_url()).content.decode()

    assert "Członka 1 Komisji" in page
    assert "3 za, 0 przeciw, 0 wstrzymało się" in page


@pytest.mark.parametrize("members", [2, 5])
def test_the_screen_asks_the_same_for_three_people_and_six(
    call, client_of, django_assert_num_queries, members
):
    meeting = make_meeting(call, members=members)
    browser = client_of(staff_of(call))

    with django_assert_num_queries(17):
        browser.get(reverse("grants:meeting-screen", args=[meeting.pk]))
