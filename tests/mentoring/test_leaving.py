"""A mentor leaves: one act ends their pairs with a letter each, and only those concerned are matched anew."""

import pytest
from django.urls import reverse

from mentoring import tasks
from mentoring.actions import leave_edition, propose_pair, start_run
from mentoring.models import Enrolment, MatchRun, Pairing
from tests.factories.activities import make_staff
from tests.factories.mentoring import make_edition, make_enrolment, make_pair, mentee_of, mentor_of
from tests.factories.people import make_user
from workflows.errors import GuardsFailed, NotYours
from workflows.models import History, Message

pytestmark = pytest.mark.django_db

WORDS = "Nowa praca zabiera wszystkie wieczory."


@pytest.fixture
def edition():
    return make_edition(mentor_capacity=3)


@pytest.fixture
def staff(edition):
    return make_staff(edition.activity.programme)


@pytest.fixture
def pairs(edition, staff):
    """A mentor with a pair at work, one paused, one that only the mentor agreed to and one not answered yet."""
    working = make_pair("active", edition=edition)
    user = mentor_of(working)
    paused = make_pair("paused", edition=edition, mentor=user)
    agreed = make_pair("accepted_by_mentor", edition=edition, mentor=user)
    return [working, paused, agreed]


def leave(client, mentor, **more):
    data = {"reason": WORDS, "version": mentor.version, **more}
    return client.post(reverse("mentoring:mentor-leave", args=[mentor.pk]), data)


def test_one_act_ends_every_pair_withdraws_the_mentor_and_plans_those_concerned(
    client, edition, staff, pairs
):
    other = make_enrolment(edition, "mentor")
    stays = make_pair("active", edition=edition, mentor=other.person.user)
    waits = make_enrolment(edition)
    mentor = pairs[0].mentor
    client.force_login(staff)
    page = client.get(mentor.get_absolute_url()).content.decode()
    assert reverse("mentoring:mentor-leave", args=[mentor.pk]) in page

    answer = leave(client, mentor)

    made = MatchRun.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    states = [Pairing.objects.get(pk=pair.pk).state for pair in pairs]
    assert states == ["rematched", "rematched", "declined"]
    assert Enrolment.objects.get(pk=mentor.pk).state == "withdrawn"
    tasks.match(made.pk)
    made.refresh_from_db()
    concerned = {pair.mentee_id for pair in pairs}
    assert {each["id"] for each in made.inputs["mentees"]} == concerned
    assert mentor.pk not in {each["id"] for each in made.inputs["mentors"]}
    planned = made.result["plans"]["total"]["pairs"]
    assert {pair[0] for pair in planned} <= concerned - {waits.pk, stays.mentee_id}
    assert len(planned) == 2, "one of three places is taken by the pair that stays"
    assert Pairing.objects.get(pk=stays.pk).state == "active"
    text = client.get(made.get_absolute_url()).content.decode()
    assert "nikt inny nie zmienia pary" in text


def test_everybody_concerned_reads_the_reason_in_a_letter(staff, pairs):
    leave_edition(mentor=pairs[0].mentor, by=staff, reason=WORDS)

    ended = Message.objects.filter(template="mentoring/pairing_rematched")
    assert {each.recipient for each in ended} == {
        mentor_of(pairs[0]), mentee_of(pairs[0]), mentee_of(pairs[1]),
    }  # fmt: skip
    taken = Message.objects.filter(template="mentoring/pairing_taken_back")
    assert {each.recipient for each in taken} == {mentor_of(pairs[0]), mentee_of(pairs[2])}
    assert all(WORDS in each.body for each in [*ended, *taken])
    for pair in pairs:
        assert History.objects.of(pair).latest("seq").text.note == WORDS


def test_a_mentor_without_pairs_leaves_without_a_run(client, edition, staff):
    mentor = make_enrolment(edition, "mentor")
    client.force_login(staff)

    assert leave(client, mentor)["Location"] == mentor.get_absolute_url()
    assert Enrolment.objects.get(pk=mentor.pk).state == "withdrawn"
    assert not MatchRun.objects.exists()


def test_when_the_last_mentor_leaves_nothing_is_planned_and_nothing_is_lost(staff, pairs):
    assert leave_edition(mentor=pairs[0].mentor, by=staff, reason=WORDS) is None
    assert pairs[0].edition.enrolments.without_mentor().count() == 3


def test_what_staff_forbade_stays_forbidden_for_those_who_are_matched_anew(edition, staff, pairs):
    other, waits = make_enrolment(edition, "mentor"), make_enrolment(edition)
    mentee = pairs[0].mentee
    start_run(edition=edition, by=staff, bans=[[waits.pk, other.pk]], weights={"topics": 7})

    made = leave_edition(mentor=pairs[0].mentor, by=staff, reason=WORDS)

    assert made.inputs["weights"]["topics"] == 7
    assert made.inputs["bans"] == [], "it was about somebody who is not concerned"
    assert mentee.pk in made.inputs["only"]
    settled = start_run(
        edition=edition,
        by=staff,
        after=made,
        only=made.inputs["only"],
        bans=[[mentee.pk, other.pk]],
    )
    assert [mentee.pk, other.pk, "staff"] in settled.inputs["forbidden"]


def test_the_next_run_plans_everybody_again(client, edition, staff, pairs):
    make_enrolment(edition, "mentor")
    waits = make_enrolment(edition)
    leave_edition(mentor=pairs[0].mentor, by=staff, reason=WORDS)
    client.force_login(staff)
    form = {"limits-TOTAL_FORMS": 0, "limits-INITIAL_FORMS": 0}
    weights = dict.fromkeys(
        ("topics", "region", "availability", "forms", "mentee_wish", "mentor_wish"), 1
    )
    client.post(reverse("mentoring:match-runs", args=[edition.code]), {**form, **weights})

    assert waits.pk in {each["id"] for each in MatchRun.objects.first().inputs["mentees"]}


@pytest.mark.parametrize("reason", ["", "x" * 2001])
def test_words_for_all_of_them_are_needed(client, staff, pairs, reason):
    client.force_login(staff)

    assert leave(client, pairs[0].mentor, reason=reason).status_code == 422
    assert Pairing.objects.get(pk=pairs[0].pk).state == "active"


def test_whoever_was_slower_changes_nothing(client, staff, pairs):
    client.force_login(staff)

    assert leave(client, pairs[0].mentor, version=99).status_code == 409
    assert Pairing.objects.get(pk=pairs[0].pk).state == "active"


def test_only_staff_let_a_mentor_leave_and_only_a_mentor(client, edition, staff, pairs):
    mentor = pairs[0].mentor
    address = reverse("mentoring:mentor-leave", args=[mentor.pk])
    for user in (mentor_of(pairs[0]), mentee_of(pairs[0]), make_user()):
        client.force_login(user)
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": WORDS}).status_code == 404
        with pytest.raises(NotYours):
            leave_edition(mentor=mentor, by=user, reason=WORDS)
    client.force_login(staff)
    mentee = pairs[0].mentee
    assert client.get(reverse("mentoring:mentor-leave", args=[mentee.pk])).status_code == 404
    with pytest.raises(GuardsFailed):
        leave_edition(mentor=mentee, by=staff, reason=WORDS)


@pytest.mark.parametrize("seed", range(4))
def test_whoever_did_not_lose_their_mentor_never_moves(seed, staff, edition):
    """The real path, over editions of different shapes: pairs kept, places kept, nobody proposed to the one who left."""
    mentors = [make_enrolment(edition, "mentor", capacity=1 + (seed + at) % 3) for at in range(3)]
    placed = [
        make_pair("active", edition=edition, mentor=mentors[at % (1 + seed % 2)].person.user)
        for at in range(1 + seed % 2)
    ]
    waits = [make_enrolment(edition) for _ in range(seed)]
    gone = mentors[0]
    kept = {pair.pk for pair in placed if pair.mentor_id != gone.pk}

    made = leave_edition(mentor=gone, by=staff, reason=WORDS)
    tasks.match(made.pk)
    made.refresh_from_db()

    lost = {pair.mentee_id for pair in placed if pair.mentor_id == gone.pk}
    assert set(Pairing.objects.open().values_list("pk", flat=True)) == kept
    for plan in made.result["plans"].values():
        assert {pair[0] for pair in plan["pairs"]} <= lost
        for mentor in mentors[1:]:
            new = sum(pair[1] == mentor.pk for pair in plan["pairs"])
            assert new + mentor.pairings_as_mentor.open().count() <= mentor.places
        assert gone.pk not in {pair[1] for pair in plan["pairs"]}
    assert not lost & {each.pk for each in waits}


class TestProposalLetters:
    def test_a_mentor_who_agreed_hears_that_the_mentee_declined(self):
        pair = make_pair("accepted_by_mentor")
        pair.decline(by=mentee_of(pair), note="Znalazłam pomoc u siebie.")

        letters = Message.objects.filter(template="mentoring/pairing_declined")
        assert {each.recipient for each in letters} == {pair.proposed_by, mentor_of(pair)}

    def test_a_mentor_who_declines_gets_no_letter_about_it(self):
        pair = make_pair("proposed")
        pair.decline(by=mentor_of(pair), note="Za dużo pracy.")

        letters = Message.objects.filter(template="mentoring/pairing_declined")
        assert {each.recipient for each in letters} == {pair.proposed_by}

    @pytest.mark.parametrize(
        ("state", "knows"), [("proposed", ["mentor"]), ("accepted_by_mentor", ["mentor", "mentee"])]
    )
    def test_a_proposal_taken_back_is_told_to_whoever_knew_of_it(
        self, staff, edition, state, knows
    ):
        pair = make_pair(state, edition=edition)
        pair.take_back(by=staff, note="Znaleźliśmy lepszą parę.")

        letters = Message.objects.filter(template="mentoring/pairing_taken_back")
        sides = {"mentor": mentor_of(pair), "mentee": mentee_of(pair)}
        assert {each.recipient for each in letters} == {sides[side] for side in knows}
        assert all("Znaleźliśmy lepszą parę." in each.body for each in letters)


class TestRematched:
    def test_the_pairs_page_does_not_tell_who_asked(self, client, staff, edition):
        pair = make_pair("active", edition=edition)
        pair.rematch(by=staff, note="Dziękujemy Wam obojgu.")
        for user in (mentor_of(pair), mentee_of(pair)):
            client.force_login(user)
            page = client.get(pair.get_absolute_url()).content.decode()
            assert "nowe dopasowanie" in page
            assert "prośb" not in page

    def test_the_mentee_waits_again_and_the_place_is_free(self, staff, edition):
        pair = make_pair("active", edition=edition)
        pair.rematch(by=staff, note="Inne godziny.")

        assert pair.mentee in edition.enrolments.without_mentor()
        assert Pairing.objects.get(pk=pair.pk).ended_on is not None
        assert pair.mentor.pairings_as_mentor.open().count() == 0
        proposed = propose_pair(
            mentor=make_enrolment(edition, "mentor"), mentee=pair.mentee, by=staff
        )
        assert proposed.state == "proposed"

    def test_the_pair_itself_does_not_end_in_this_way(self, edition):
        pair = make_pair("active", edition=edition)
        for user in (mentor_of(pair), mentee_of(pair)):
            with pytest.raises(NotYours):
                pair.rematch(by=user, note="Inne godziny.")


class TestPlaces:
    def test_a_mentor_says_how_many_they_take_and_staff_for_them(self, client, edition, staff):
        mentor = make_enrolment(edition, "mentor")
        address = reverse("mentoring:places", args=[mentor.pk])
        for number, user in enumerate((mentor.person.user, staff), start=1):
            client.force_login(user)
            assert address in client.get(mentor.get_absolute_url()).content.decode()
            version = client.get(address).context["form"]["version"].value()
            answer = client.post(address, {"capacity": number, "version": version})
            assert answer.status_code == 302
            assert Enrolment.objects.get(pk=mentor.pk).places == number
        team = client.get(edition.get_absolute_url()).content.decode()
        assert "0 par z 2" in team
        version = client.get(address).context["form"]["version"].value()
        client.post(address, {"capacity": "", "version": version})
        assert Enrolment.objects.get(pk=mentor.pk).places == edition.mentor_capacity

    @pytest.mark.parametrize("wrong", ["-1", "21", "a"])
    def test_a_number_that_cannot_be_is_named(self, client, edition, wrong):
        mentor = make_enrolment(edition, "mentor")
        client.force_login(mentor.person.user)
        address = reverse("mentoring:places", args=[mentor.pk])

        assert client.post(address, {"capacity": wrong, "version": 1}).status_code == 422

    def test_nobody_else_and_of_no_mentee(self, client, edition, staff):
        mentor, mentee = make_enrolment(edition, "mentor"), make_enrolment(edition)
        client.force_login(mentee.person.user)
        assert client.get(reverse("mentoring:places", args=[mentor.pk])).status_code == 404
        client.force_login(staff)
        assert client.get(reverse("mentoring:places", args=[mentee.pk])).status_code == 404
