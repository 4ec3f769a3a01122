"""Coordinators look after pairs: to-dos out of signals with their outcome, and requests that stay in confidence."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring import rules
from mentoring.actions import (
    ask_for_another,
    begin_followup,
    keep_note,
    say_pulse,
    state_wishes,
    tell_the_team,
)
from mentoring.models import Followup, MentorRequest, Pairing
from mentoring.signals import Kind
from programmes.actions import end_programme_role, give_programme_role
from tests.factories.activities import make_staff
from tests.factories.mentoring import (
    make_edition,
    make_enrolment,
    make_meeting,
    make_milestone,
    make_pair,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.factories.people import make_admin, make_user
from workflows import clock, tasks
from workflows.errors import GuardsFailed, MoveRefused, NotYours
from workflows.models import History, Message, Turn
from workflows.roles import give_role

pytestmark = pytest.mark.django_db

CANARY = "kanarek-zaufania"


def make_followup(pair=None, staff=None, **fields):
    pair = pair or make_pair()
    staff = staff or make_staff(pair.programme)
    given_fields = {
        "kind": Kind.SILENCE,
        "what": "Zadzwonić do obojga",
        "assigned_to": staff,
        "due_on": clock.today() + timedelta(days=7),
        **fields,
    }
    return begin_followup(pairing=pair, by=staff, **given_fields)


def make_request(pair=None, text=CANARY):
    pair = pair or make_pair()
    return ask_for_another(pairing=pair, by=mentee_of(pair), text=text)


class TestTodos:
    def test_a_signal_becomes_a_todo_that_waits_for_somebody(self, client_of, mailoutbox):
        pair = make_pair()
        one, other = (make_staff(pair.programme) for _ in range(2))
        with clock.at(clock.now() + timedelta(days=40)):
            page = client_of(one).get(reverse("mentoring:pairs")).content.decode()
            url = reverse("mentoring:followup-new", args=[pair.pk]) + "?signal=silence"
            assert url in page
            form = client_of(one).get(url).content.decode()
            assert "Zapytaj oboje, kiedy się spotkają" in form
            words = {
                "what": "Zadzwonić do obojga",
                "assigned_to": other.pk,
                "due_on": (clock.today() + timedelta(days=3)).isoformat(),
            }
            client_of(one).post(url, words)
        tasks.deliver()

        todo = Followup.objects.get()
        assert (todo.kind, todo.assigned_to) == ("silence", other)
        assert "Bez spotkania od 40 dni" in todo.signal
        assert [turn.holder for turn in Turn.objects.of(todo)] == [other]
        assert [letter.to for letter in mailoutbox if "Do zrobienia" in letter.subject] == [
            [other.email]
        ]

    def test_it_closes_with_what_was_done_and_what_came_of_it(self, client_of):
        todo = make_followup()
        staff = todo.assigned_to
        url = reverse("mentoring:followup-move", args=[todo.pk, "close"])

        answer = client_of(staff).post(
            url,
            {"done": "Rozmowa z obiema stronami.", "outcome": "better", "version": todo.version},
        )

        page = client_of(staff).get(answer.url).content.decode()
        assert "Rozmowa z obiema stronami." in page
        assert "para znów pracuje" in page
        assert not Turn.objects.of(todo).exists()
        assert History.objects.of(todo).filter(move="close", by=staff).exists()
        assert (
            "para znów pracuje"
            in client_of(staff).get(todo.pairing.get_absolute_url()).content.decode()
        )

    @pytest.mark.parametrize(
        "words",
        [
            {"done": "", "outcome": "better"},
            {"done": "Zostaje.", "outcome": ""},
            {"done": "x" * 2001},
        ],
    )
    def test_it_does_not_close_without_an_outcome(self, client_of, words):
        todo = make_followup()
        url = reverse("mentoring:followup-move", args=[todo.pk, "close"])

        answer = client_of(todo.assigned_to).post(url, {**words, "version": todo.version})

        assert answer.status_code == 422
        assert words["done"] in answer.content.decode()
        assert Followup.objects.get().state == "open"

    def test_it_can_be_handed_to_somebody_else(self, client_of):
        todo = make_followup()
        other = make_staff(todo.pairing.programme)
        url = reverse("mentoring:followup-edit", args=[todo.pk])
        words = {"what": todo.what, "due_on": todo.due_on.isoformat(), "version": todo.version}

        client_of(todo.assigned_to).post(url, {**words, "assigned_to": other.pk})

        assert [turn.holder for turn in Turn.objects.of(todo)] == [other]

    @pytest.mark.parametrize(
        "changes",
        [{"due_on": "2001-01-01"}, {"due_on": "jutro"}, {"what": ""}, {"what": "x" * 301}],
    )
    def test_what_cannot_be_is_said_and_kept(self, client_of, changes):
        pair = make_pair()
        staff = make_staff(pair.programme)
        words = {"what": "Zostaje.", "due_on": "2031-01-01", "assigned_to": staff.pk, **changes}

        answer = client_of(staff).post(reverse("mentoring:followup-new", args=[pair.pk]), words)

        assert answer.status_code == 422
        assert not Followup.objects.exists()

    def test_nobody_outside_the_team_is_given_one(self, client_of):
        pair = make_pair()
        staff = make_staff(pair.programme)
        words = {"what": "Zadzwonić", "due_on": "2031-01-01"}
        url = reverse("mentoring:followup-new", args=[pair.pk])

        for user in (mentor_of(pair), mentee_of(pair), make_user()):
            assert client_of(staff).post(url, {**words, "assigned_to": user.pk}).status_code == 422
            with pytest.raises(GuardsFailed):
                make_followup(pair, staff, assigned_to=user)

    def test_the_pair_never_finds_it(self, client_of):
        todo = make_followup(what=CANARY)
        pair = todo.pairing
        new = reverse("mentoring:followup-new", args=[pair.pk])

        for user in (mentor_of(pair), mentee_of(pair)):
            assert client_of(user).get(todo.get_absolute_url()).status_code == 404
            assert client_of(user).get(new).status_code == 404
            assert CANARY not in client_of(user).get(pair.get_absolute_url()).content.decode()
            with pytest.raises(NotYours):
                make_followup(pair, user)

    def test_a_coordinator_who_is_in_the_pair_does_not_find_it_either(self, client_of):
        mentor = make_user()
        pair = make_pair(mentor=mentor)
        todo = make_followup(pair, what=CANARY)
        give_role(mentor, "coordinator", pair.programme, by=None)
        tasks.deliver()

        client = client_of(mentor)
        for address in (pair.get_absolute_url(), reverse("mentoring:pairs"), "/panel/"):
            assert CANARY not in client.get(address).content.decode()
        assert client.get(todo.get_absolute_url()).status_code == 404
        assert CANARY not in client.get(reverse("workflows:mails")).content.decode()

    def test_lists_of_pairs_cost_the_same_with_one_todo_as_with_three(
        self, client_of, django_assert_num_queries, django_assert_max_num_queries
    ):
        pair = make_pair()
        staff = make_staff(pair.programme)
        make_followup(pair, staff)
        client = client_of(staff)
        address = reverse("mentoring:pairs")
        client.get(address)
        with django_assert_max_num_queries(20) as first:
            client.get(address)

        for _ in range(2):
            make_followup(make_pair(edition=pair.edition), staff)
        with django_assert_num_queries(len(first)):
            client.get(address)


class TestRequest:
    def test_a_mentee_asks_and_coordinators_hear_of_it(self, client_of, mailoutbox):
        pair = make_pair()
        staff = make_staff(pair.programme)
        page = client_of(mentee_of(pair)).get(pair.get_absolute_url()).content.decode()
        url = reverse("mentoring:request-new", args=[pair.pk])
        assert url in page
        tasks.deliver()
        mailoutbox.clear()

        answer = client_of(mentee_of(pair)).post(url, {"text": CANARY})
        tasks.deliver()

        made = MentorRequest.objects.get()
        assert answer.url == made.get_absolute_url()
        assert CANARY in client_of(staff).get(answer.url).content.decode()
        assert Turn.objects.of(made).waiting_for(staff).exists()
        assert {letter.to[0] for letter in mailoutbox} == {staff.email, mentee_of(pair).email}
        assert not any(CANARY in letter.body for letter in mailoutbox)
        assert not any(pair.mentor.person.family_name in letter.body for letter in mailoutbox)

    def test_a_second_request_leads_to_the_first(self, client_of):
        pair = make_pair()
        first = make_request(pair)

        answer = client_of(mentee_of(pair)).post(
            reverse("mentoring:request-new", args=[pair.pk]), {"text": "Jeszcze raz."}
        )

        assert answer.url == first.get_absolute_url()
        assert MentorRequest.objects.count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            MentorRequest.objects.begin(
                by=mentee_of(pair),
                pairing=pair,
                asked_by=mentee_of(pair),
                asked_at=clock.now(),
                text="Trzeci raz.",
            )

    @pytest.mark.parametrize("text", ["", "x" * 3001])
    def test_an_empty_or_endless_request_is_said_and_kept(self, client_of, text):
        pair = make_pair()

        answer = client_of(mentee_of(pair)).post(
            reverse("mentoring:request-new", args=[pair.pk]), {"text": text}
        )

        assert answer.status_code == 422
        assert not MentorRequest.objects.exists()

    def test_nothing_is_decided_before_both_were_talked_with(self):
        made = make_request()
        staff = make_staff(made.pairing.programme)

        for move in ("stay", "rematch"):
            with pytest.raises(MoveRefused):
                getattr(made, move)(by=staff, note="Już.", **inputs(move))
        made.hear(by=staff)
        for move in ("stay", "rematch"):
            with pytest.raises(MoveRefused):
                getattr(made, move)(by=staff, note="Już.", **inputs(move))
        assert made.pairing.state == "active"

    def test_the_pair_stays_and_the_mentee_is_told(self):
        made = spoken()
        made.stay(by=make_staff(made.pairing.programme), note="Spotykacie się rano.")

        letter = Message.objects.get(template="mentoring/request_stays")
        assert letter.recipient == mentee_of(made)
        assert "Spotykacie się rano." in letter.body
        assert Pairing.objects.get().state == "active"

    def test_another_mentor_is_looked_for_by_the_way_that_exists(self, client_of):
        made = spoken()
        pair, staff = made.pairing, make_staff(made.pairing.programme)
        url = reverse("mentoring:mentorrequest-move", args=[made.pk, "rematch"])

        client_of(staff).post(
            url, {"reason": "Dziękujemy Wam obojgu za pracę.", "version": made.version}
        )

        made.refresh_from_db()
        pair.refresh_from_db()
        assert (made.state, pair.state) == ("rematched", "rematched")
        letters = Message.objects.filter(template="mentoring/pairing_rematched")
        assert {letter.recipient for letter in letters} == {mentor_of(pair), mentee_of(pair)}
        assert all("Dziękujemy Wam obojgu" in letter.body for letter in letters)
        matching = reverse("mentoring:matching", args=[pair.edition.code])
        assert (
            f"{matching}?mentee={pair.mentee_id}"
            in client_of(staff).get(made.get_absolute_url()).content.decode()
        )
        waiting = pair.edition.enrolments.without_mentor()
        assert pair.mentee in waiting

    def test_a_rematch_needs_words_for_both(self, client_of):
        made = spoken()
        url = reverse("mentoring:mentorrequest-move", args=[made.pk, "rematch"])

        answer = client_of(make_staff(made.pairing.programme)).post(
            url, {"reason": "", "version": made.version}
        )

        assert answer.status_code == 422
        assert Pairing.objects.get().state == "active"

    def test_the_mentee_withdraws_at_any_time(self, client_of):
        made = make_request()
        url = reverse("mentoring:mentorrequest-move", args=[made.pk, "withdraw"])

        client_of(mentee_of(made)).post(url, {"version": made.version})

        made.refresh_from_db()
        assert made.state == "withdrawn"
        assert not Turn.objects.of(made).exists()

    def test_it_lapses_when_the_pair_ends_by_itself(self):
        made = make_request()
        made.pairing.terminate(by=make_admin(), note="Wyjazd na stałe.")

        made.refresh_from_db()
        assert made.state == "lapsed"

    def test_nobody_asks_before_the_pair_works_or_after_it_ended(self, client_of):
        early = make_pair("accepted_by_mentor")
        url = reverse("mentoring:request-new", args=[early.pk])
        assert client_of(mentee_of(early)).get(url).status_code == 404

        late = make_pair()
        late.terminate(by=make_admin(), note="Wyjazd.")
        with pytest.raises(GuardsFailed):
            make_request(late)

    def test_mentors_and_strangers_cannot_ask(self, client_of):
        pair = make_pair()
        url = reverse("mentoring:request-new", args=[pair.pk])

        for user in (mentor_of(pair), make_staff(pair.programme), make_user()):
            assert client_of(user).get(url).status_code == 404
            with pytest.raises(NotYours):
                ask_for_another(pairing=pair, by=user, text="Proszę.")

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.sampled_from(["hear", "speak", "stay", "rematch", "withdraw"]), max_size=6))
    def test_whatever_happens_it_ends_without_a_dead_end(self, moves):
        with transaction.atomic():
            made = make_request(make_pair())
            staff, mentee = make_staff(made.pairing.programme), mentee_of(made)
            for move in moves:
                by = mentee if move == "withdraw" else staff
                try:
                    getattr(made, move)(by=by, note="Po rozmowie.", **inputs(move))
                except MoveRefused:
                    continue
            owned = Turn.objects.of(made).exists()
            assert owned is made.is_open
            transaction.set_rollback(True)


def inputs(move):
    return {"reason": "Dziękujemy."} if move == "rematch" else {}


def spoken(pair=None):
    made = make_request(pair)
    staff = make_staff(made.pairing.programme)
    made.hear(by=staff)
    made.speak(by=staff)
    return made


class TestConfidence:
    """A word that must not be read is put everywhere where something is said in confidence."""

    def pages_of(self, pair):
        """Every page around a pair that its two sides open."""
        logs = [log.get_absolute_url() for log in pair.session_logs.all()]
        meetings = [each.get_absolute_url() for each in pair.meetings.all()]
        milestones = [each.get_absolute_url() for each in pair.milestones.all()]
        lists = ("pairs", "mentees", "logs", "home", "enrolments", "timesheets", "editions")
        found = [reverse(f"mentoring:{name}") for name in lists]
        found += [pair.mentor.get_absolute_url(), pair.mentee.get_absolute_url()]
        found += [
            reverse("mentoring:wishes", args=[each]) for each in (pair.mentor_id, pair.mentee_id)
        ]
        code = pair.edition.code
        found += [
            reverse(f"mentoring:{name}", args=[code])
            for name in ("edition", "matching", "match-runs")
        ]
        found += ["/panel/"]
        found += [reverse("people:me"), reverse("people:my-copy")]
        found += [reverse("workflows:mails")]
        return [pair.get_absolute_url(), *logs, *meetings, *milestones, *found]

    @pytest.fixture
    def pair(self):
        """A pair at work in which the mentee confided everything that can be confided."""
        edition = make_edition()
        pair = make_pair(edition=edition)
        make_milestone("submitted", pair=pair)
        make_meeting(pair=pair)
        log = make_session("confirmed", pair=pair)
        mentee = mentee_of(pair)
        keep_note(log=log, by=mentee, text=f"{CANARY} notatka")
        say_pulse(log=log, by=mentee, mood=1, comment=f"{CANARY} puls")
        stranger = make_enrolment(edition, "mentor")
        state_wishes(enrolment=pair.mentee, wanted=[], excluded=[pair.mentor, stranger], by=mentee)
        made = make_request(pair, f"{CANARY} prośba")
        make_followup(pair, what=f"{CANARY} zadanie")
        made.hear(by=make_admin(), note=f"{CANARY} rozmowa")
        return pair

    @pytest.mark.parametrize("role", [None, "staff", "coordinator"])
    def test_the_mentor_reads_nothing_of_it_even_as_one_of_the_team(self, client_of, pair, role):
        mentor = mentor_of(pair)
        if role:
            give_role(mentor, role, pair.programme, by=None)
        tasks.deliver()
        client = client_of(mentor)

        for address in self.pages_of(pair):
            page = client.get(address, follow=True).content.decode()
            assert CANARY not in page, address
            assert "oufna prośba" not in page, address
            assert role or "w zaufaniu" not in page, address
        made = MentorRequest.objects.get()
        assert client.get(made.get_absolute_url()).status_code == 404
        for move in ("hear", "speak", "stay", "rematch", "withdraw"):
            url = reverse("mentoring:mentorrequest-move", args=[made.pk, move])
            assert client.post(url, {"version": made.version}).status_code == 404

    def test_no_letter_to_the_mentor_and_no_turn_speaks_of_it(self, pair, mailoutbox):
        tasks.deliver()
        to_mentor = [each for each in mail.outbox if mentor_of(pair).email in each.to]

        assert not any(CANARY in each.body + each.subject for each in to_mentor)
        assert not Message.objects.filter(
            recipient=mentor_of(pair), template__contains="request"
        ).exists()
        made = MentorRequest.objects.get()
        assert not Turn.objects.of(made).filter(holder=mentor_of(pair)).exists()

    def test_the_history_of_the_pair_is_silent_about_it(self, pair):
        moves = set(History.objects.of(pair).values_list("move", flat=True))
        version = Pairing.objects.get(pk=pair.pk).version

        assert moves <= {"", "begin", "accept_as_mentor", "accept_as_mentee"}
        assert version == pair.version

    def test_who_may_read_reads_and_private_notes_stay_their_authors(self, client_of, pair):
        staff = make_staff(pair.programme)
        page = client_of(staff).get(pair.get_absolute_url()).content.decode()
        request = (
            client_of(staff).get(MentorRequest.objects.get().get_absolute_url()).content.decode()
        )
        log = client_of(staff).get(pair.session_logs.get().get_absolute_url()).content.decode()
        mentee = client_of(mentee_of(pair))

        assert f"{CANARY} puls" in page
        assert f"{CANARY} zadanie" in page
        assert f"{CANARY} prośba" in request
        assert CANARY not in log
        assert (
            f"{CANARY} notatka"
            in mentee.get(pair.session_logs.get().get_absolute_url()).content.decode()
        )
        assert CANARY not in mentee.get(reverse("mentoring:pairs"), follow=True).content.decode()

    def test_the_mentee_takes_their_own_words_along(self, client_of, pair):
        export = client_of(mentee_of(pair)).get(reverse("people:my-copy"))

        assert f"{CANARY} prośba" in export.content.decode()
        assert f"{CANARY} zadanie" not in export.content.decode()

    def test_only_coordinators_who_are_not_the_mentor_have_the_turn(self):
        mentor = make_user()
        pair = make_pair(mentor=mentor)
        give_role(mentor, "staff", pair.programme, by=None)
        other = make_staff(pair.programme)

        made = make_request(pair)

        assert [turn.holder for turn in Turn.objects.of(made)] == [other]
        assert not rules.can_view_request(mentor, made)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_coordinators_page_of_a_pair_asks_few_queries(
    client_of, django_assert_num_queries, item_count
):
    pair = make_pair()
    staff = make_staff(pair.programme)
    for number in range(item_count):
        make_milestone("submitted", pair=pair)
        log = make_session(pair=pair, done=f"Rozmowa {number}.", minutes=30 + number)
        say_pulse(log=log, by=mentee_of(pair), mood=1)
        make_meeting(pair=pair, days=3 + number)
        make_followup(pair, staff)
    browser = client_of(staff)
    browser.get(pair.get_absolute_url())

    with django_assert_num_queries(17):  # three of them: for whom a step may be entered
        browser.get(pair.get_absolute_url())

    # only a pair of which somebody asked in confidence is asked for what they said
    make_request(pair)
    with django_assert_num_queries(18):
        page = browser.get(pair.get_absolute_url()).content.decode()
    assert "Poufna prośba" in page


class TestTheTeamChanges:
    """A request waits; meanwhile somebody joins the coordinators, or leaves them."""

    def turns(self, request):
        return {turn.holder for turn in Turn.objects.of(request)}

    def letters(self, user):
        return Message.objects.filter(template="mentoring/request_made", recipient=user)

    def join(self, request, user, role="coordinator"):
        programme = request.pairing.programme
        give_programme_role(programme=programme, user=user, role=role, by=None)

    def test_a_coordinator_who_joins_later_hears_of_it_like_the_others(self, client_of):
        pair = make_pair()
        first = make_staff(pair.programme)
        made, newcomer = make_request(pair), make_user()

        self.join(made, newcomer)

        assert self.turns(made) == {first, newcomer}
        assert [each.template for each in self.letters(newcomer)] == ["mentoring/request_made"]
        assert CANARY not in self.letters(newcomer).get().body
        assert CANARY in client_of(newcomer).get(made.get_absolute_url()).content.decode()

    def test_a_second_role_brings_no_second_letter(self):
        pair, newcomer = make_pair(), make_user()
        make_staff(pair.programme)
        made = make_request(pair)

        self.join(made, newcomer)
        self.join(made, newcomer, "staff")

        assert self.letters(newcomer).count() == 1

    def test_the_mentor_who_joins_the_team_hears_nothing(self, client_of):
        pair = make_pair()
        first = make_staff(pair.programme)
        made = make_request(pair)

        self.join(made, mentor_of(pair))

        assert self.turns(made) == {first}
        assert not self.letters(mentor_of(pair)).exists()
        assert client_of(mentor_of(pair)).get(made.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("role", ["finance", "assessor"])
    def test_who_joins_without_running_the_programme_hears_nothing(self, role):
        pair, newcomer = make_pair(), make_user()
        make_staff(pair.programme)
        made = make_request(pair)

        give_role(newcomer, role, pair.programme, by=None)
        tell_the_team(pair.programme)

        assert newcomer not in self.turns(made)
        assert not self.letters(newcomer).exists()

    def test_who_leaves_the_team_has_no_turn_any_more(self):
        pair = make_pair()
        first, second = make_staff(pair.programme), make_staff(pair.programme)
        made = make_request(pair)
        assert self.turns(made) == {first, second}

        end_programme_role(programme=pair.programme, user=second, role="staff", by=first)

        assert self.turns(made) == {first}

    def test_an_answered_request_is_nobodys_news(self):
        pair, newcomer = make_pair(), make_user()
        make_staff(pair.programme)
        made = make_request(pair)
        made.withdraw(by=mentee_of(pair))

        self.join(made, newcomer)

        assert not self.turns(made)
        assert not self.letters(newcomer).exists()

    def test_a_request_of_another_programme_is_not_told(self):
        made, other = make_request(make_pair()), make_pair()
        newcomer = make_user()

        give_programme_role(programme=other.programme, user=newcomer, role="staff", by=None)

        assert newcomer not in self.turns(made)
