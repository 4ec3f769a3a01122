"""The committee changes points, a place or an amount: with a reason, by a vote, on record; and lists by track."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants.actions.ranking import standing_of
from grants.models import Application, Call, CommitteeChange, Decision, DecisionRow, Track
from tests.factories.grants import chair_of, close, make_application, make_call, staff_of
from tests.factories.grants_later import (
    applications_of,
    assess,
    decide,
    make_assessed_call,
    make_member,
)
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

ROWS = (
    ("9000.00", ("9", "5"), ("9", "5")),
    ("8000.00", ("8", "4"), ("8", "4")),
    ("7000.00", ("2", "1"), ("2", "1")),
)
REASON = "Komisja uznała, że liczba uczestników jest realna."


@pytest.fixture
def call():
    call = make_assessed_call(
        *ROWS, pool=Decimal(16000), threshold_total=Decimal(8), committee_min=3, quorum=3
    )
    for _each in range(2):
        make_member(call)
    return call


def make_tracked_call():
    """Two applications, each in a track of its own whose pool does not reach for it."""
    call = make_assessed_call(*ROWS[:2], pool=Decimal(10_000))
    for number, application in enumerate(applications_of(call)):
        track = call.tracks.create(
            key=f"t{number}", title_pl=f"Ścieżka {number}", pool=Decimal(3000), position=number
        )
        amount = Decimal(5000) - number * 1000
        Application.objects.filter(pk=application.pk).update(track=track, requested_amount=amount)
    return call


def address(application):
    return reverse("grants:ranking-change", args=[application.call.code, application.pk])


def posted(call, **changes):
    given = {
        "kind": "points",
        "value": "14,5",
        "reason": REASON,
        "votes_for": "3",
        "votes_against": "1",
        "votes_abstained": "1",
        "ranking": standing_of(call).digest(),
    }
    return given | changes


def change(client_of, application, **changes):
    call = application.call
    return client_of(chair_of(call)).post(address(application), posted(call, **changes))


def places(call):
    return [row.candidate.number for row in standing_of(call).rows]


def test_the_chair_sets_points_with_a_reason_and_a_vote(call, client_of):
    second = applications_of(call)[1]

    answer = change(client_of, second)

    assert answer.status_code == 302
    assert places(call)[0] == second.ordinal
    kept = CommitteeChange.objects.get()
    assert (kept.value, kept.reason, kept.votes) == (Decimal("14.50"), REASON, 5)


def test_points_lift_an_application_over_the_threshold(call, client_of):
    third = applications_of(call)[2]

    change(client_of, third, value="12")

    assert [row.outcome.value for row in standing_of(call).rows].count("below_threshold") == 0


def test_a_place_is_set_among_those_that_passed(call, client_of):
    second = applications_of(call)[1]

    change(client_of, second, kind="place", value="1")

    assert places(call)[0] == second.ordinal


def test_a_smaller_amount_lets_the_pool_reach_further(call, client_of):
    first = applications_of(call)[0]

    change(client_of, first, kind="amount", value="8 000,00")

    assert [row.granted for row in standing_of(call).rows[:2]] == [Decimal(8000), Decimal(8000)]


def test_a_change_is_taken_back_by_another_one_and_both_stay_on_record(call, client_of):
    second = applications_of(call)[1]
    change(client_of, second)

    change(client_of, second, value="")

    assert places(call)[0] != second.ordinal
    assert CommitteeChange.objects.count() == 2


def test_a_change_never_changes_once_made(call, client_of):
    change(client_of, applications_of(call)[1])

    with pytest.raises(TypeError):
        CommitteeChange.objects.get().save()


def test_the_decision_grants_what_the_committee_proposed_and_the_record_computes(call, client_of):
    first = applications_of(call)[0]
    change(client_of, first, kind="amount", value="8000")

    decide(Call.objects.get(pk=call.pk))

    assert Application.objects.get(pk=first.pk).granted_amount == Decimal(8000)
    assert Decision.objects.get().computes_again()


def test_the_ranking_shows_the_change_with_reason_and_vote(call, client_of):
    change(client_of, applications_of(call)[1])

    page = client_of(staff_of(call)).get(reverse("grants:call-ranking", args=[call.code]))

    assert REASON in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "15,5"}, "od 0 do 15"),
        ({"value": "7,3"}, "co pół"),
        ({"value": "dużo"}, "Napisz liczbę"),
        ({"value": ""}, "Nie ma takiej zmiany"),
        ({"kind": "place", "value": "9"}, "od 1 do 2"),
        ({"kind": "place", "value": "1,5"}, "od 1 do 2"),
        ({"kind": "amount", "value": "8500"}, "Zaproponuj"),
        ({"kind": "amount", "value": "10"}, "Zaproponuj"),
        ({"kind": ""}, "Wybierz"),
        ({"reason": " "}, "Napisz dlaczego"),
        ({"votes_for": "1", "votes_against": "2"}, "nie przyjęła"),
        ({"votes_for": "1", "votes_against": "0", "votes_abstained": "0"}, "co najmniej 3"),
        ({"votes_for": "trzy"}, "liczbę głosów"),
        ({"votes_for": "-1"}, "0"),
        ({"reason": "x" * 2001}, "2000"),
        ({"ranking": "stary"}, "zmienił"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(call, client_of, changes, sentence):
    page = change(client_of, applications_of(call)[1], **changes)

    assert page.status_code in {409, 422}
    assert sentence in page.content.decode()
    assert changes.get("reason", REASON).strip() in page.content.decode()
    assert not CommitteeChange.objects.exists()


def test_a_place_does_not_lift_what_is_below_a_threshold(call, client_of):
    page = change(client_of, applications_of(call)[2], kind="place", value="1")

    assert "tylko punkty" in page.content.decode()


def test_only_the_chair_changes_and_others_hear_who_does(call, client_of):
    first = applications_of(call)[0]
    assessor = first.assessments.first().assessor

    assert client_of(staff_of(call)).get(address(first)).status_code == 403
    assert client_of(assessor).get(address(first)).status_code == 403
    assert client_of(make_user("Obca Osoba")).get(address(first)).status_code == 404


def test_after_the_decision_nothing_changes(call, client_of):
    first = applications_of(call)[0]
    before = posted(call)
    decide(call)

    page = client_of(chair_of(call)).post(address(first), before)

    assert page.status_code == 404
    assert not CommitteeChange.objects.exists()


class TestScenario:
    """What if the pool were different."""

    def ask(self, client_of, call, pool):
        address = reverse("grants:call-ranking", args=[call.code])
        return client_of(chair_of(call)).get(address, {"pool": pool})

    def test_a_greater_pool_shows_who_would_get_a_grant_as_well(self, call, client_of):
        (supposed,) = self.ask(client_of, call, "17 000").context["supposed"]

        assert supposed["funded"] == 2
        assert [each["application"].ordinal for each in supposed["differing"]] == [2]

    def test_each_track_has_a_pool_of_its_own_to_suppose(self, client_of):
        call = make_tracked_call()
        first, second = call.tracks.all()
        address = reverse("grants:call-ranking", args=[call.code])
        client = client_of(chair_of(call))

        one = client.get(address, {f"pool_{first.key}": "5 000", f"pool_{second.key}": ""})
        both = client.get(address, {f"pool_{first.key}": "5 000", f"pool_{second.key}": "0"})

        assert [(each["track"], each["funded"]) for each in one.context["supposed"]] == [(first, 1)]
        assert [(each["track"], each["funded"]) for each in both.context["supposed"]] == [
            (first, 1),
            (second, 0),
        ]
        assert "Gdyby pula" in one.content.decode()
        assert first.title in one.content.decode()

    def test_a_damaged_amount_of_one_track_keeps_both_fields_as_typed(self, client_of):
        call = make_tracked_call()
        first, second = call.tracks.all()
        address = reverse("grants:call-ranking", args=[call.code])

        page = client_of(chair_of(call)).get(
            address, {f"pool_{first.key}": "dużo", f"pool_{second.key}": "7000"}
        )

        assert page.context["supposed"] == []
        assert page.context["scenario"].errors
        assert 'value="dużo"' in page.content.decode()
        assert 'value="7000"' in page.content.decode()

    def test_nothing_is_kept(self, call, client_of):
        self.ask(client_of, call, "1")

        assert Call.objects.get(pk=call.pk).pool == Decimal(16000)

    def test_what_is_no_amount_says_so(self, call, client_of):
        page = self.ask(client_of, call, "milion")

        assert page.context["supposed"] == []
        assert "Wpisz kwotę" in page.content.decode() or "kwot" in page.content.decode()


class TestTracks:
    """A call with tracks: a list, a pool and a cut-off for each."""

    @pytest.fixture
    def call(self):
        call = make_call("draft", pool=Decimal(15000))
        for position, (key, title, pool) in enumerate(
            [("grupy", "Grupy nieformalne", 5000), ("ngo", "Organizacje", 10000)]
        ):
            Track.objects.create(
                call=call,
                key=key,
                title_pl=title,
                position=position,
                pool=Decimal(pool),
                max_grant=Decimal(5000),
            )
        call.open_call(by=staff_of(call))
        return call

    def judge(self, call, *tracks):
        for number, (track, _points) in enumerate(tracks):
            author = make_user(f"Autorka {number}")
            make_application(call, "admitted", author=author, track=track, requested="5000.00")
        close(call)
        call.start_assessment(by=staff_of(call))
        for application, (_track, points) in zip(applications_of(call), tracks, strict=True):
            assess(application, points, points)
        return Call.objects.get(pk=call.pk)

    def test_each_track_has_its_own_list_and_cut_off(self, call):
        call = self.judge(
            call,
            ("grupy", ("9", "5")),
            ("ngo", ("3", "2")),
            ("grupy", ("8", "4")),
            ("ngo", ("2", "2")),
        )

        lists = standing_of(call).lists

        assert [[row.candidate.number for row in one.rows] for one in lists] == [[1, 3], [2, 4]]
        assert [one.left for one in lists] == [Decimal(0), Decimal(0)]
        assert [row.outcome.value for row in lists[0].rows] == ["funded", "reserve"]

    def test_the_decision_keeps_places_by_track_and_computes_again(self, call):
        call = self.judge(call, ("grupy", ("9", "5")), ("ngo", ("3", "2")))

        decide(call)

        rows = DecisionRow.objects.order_by("application__ordinal")
        assert [(row.track.key, row.place) for row in rows] == [("grupy", 1), ("ngo", 1)]
        assert Decision.objects.get().computes_again()

    def test_the_page_has_a_heading_for_each_track(self, call, client_of):
        call = self.judge(call, ("grupy", ("9", "5")))

        page = client_of(chair_of(call)).get(reverse("grants:call-ranking", args=[call.code]))

        assert "Grupy nieformalne" in page.content.decode()
        assert "W tej ścieżce nikt nie złożył wniosku." in page.content.decode()

    def test_the_form_asks_for_the_track_and_holds_its_limits(self, call):
        without = make_application(call, author=make_user("Bez Ścieżki"))
        too_much = make_application(
            call, author=make_user("Za Dużo"), track="grupy", requested="5500.00"
        )

        assert "track" in [one.key for one in without.missing()]
        assert [one.key for one in too_much.missing()] == ["costs"]
