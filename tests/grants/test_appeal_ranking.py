"""What new points on appeal do: a new place, the same grants for the others, a record that computes again."""

import copy
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from grants.actions.appeal import ranking_on
from grants.actions.reserve import next_on_reserve
from grants.integrity import appeals_that_do_not_compute, decisions_that_do_not_compute
from grants.models import Application, Decision, DecisionRow
from grants.rules.appealed import appealed
from grants.rules.ranking import Outcome, rank
from grants.rules.record import write_row, write_terms
from tests.factories.grants import chair_of, staff_of
from tests.factories.grants_later import decide, make_assessed_call, make_assessor
from tests.grants.test_appeal import ANSWER, FAIR, GOOD, POOR, file, key_of, publish, uphold
from tests.grants.test_ranking_rules import candidate, terms
from workflows.errors import GuardsFailed
from workflows.models import Message

pytestmark = pytest.mark.django_db

QUERIES = 20
MIDDLING = (("7", "4"),) * 2


@pytest.fixture
def call():
    """Decided and published: a grant of 9 000, two on the reserve list (12 and 11 points), one below (3 points)."""
    rows = [("9000.00", *GOOD), ("8000.00", *FAIR), ("7000.00", *MIDDLING), ("1000.00", *POOR)]
    call = make_assessed_call(
        *rows, pool=Decimal(12000), threshold_total=Decimal(8), merit_appeal_days=3
    )
    decide(call)
    return publish(call)


def numbered(call, ordinal):
    return Application.objects.select_related("call", "author").get(call=call, ordinal=ordinal)


def places(call):
    """The ordinal numbers in the order of the last decision about each."""
    rows = call.applications.with_place().order_by("place", "ordinal")
    return [(one.place, one.ordinal) for one in rows]


def newest(application):
    """The last line that a decision wrote about it."""
    return DecisionRow.objects.filter(application=application).order_by("pk").last()


def page_of(appeal):
    return reverse("grants:appeal", args=[appeal.pk])


def moving(appeal):
    return reverse("grants:appeal-move", args=[appeal.pk, "uphold"])


def test_new_points_give_a_new_place_and_no_two_stand_in_one(call):
    appeal = file(numbered(call, 4))

    uphold(appeal, "10")

    assert places(call) == [(1, 1), (2, 2), (3, 4), (4, 3)]
    line = newest(appeal.application)
    assert (line.points, line.place, line.outcome) == (Decimal(11), 3, "reserve")
    assert line.details[0]["mean"] == "10.00"


def test_what_the_others_were_given_stays_with_them(call):
    appeal = file(numbered(call, 4))

    uphold(appeal, "10", amount=Decimal(1000))

    states = dict(call.applications.values_list("ordinal", "state"))
    assert states == {1: "funded", 2: "reserve", 3: "reserve", 4: "funded"}
    third = newest(numbered(call, 3))
    assert (third.place, third.outcome, third.granted) == (4, "reserve", Decimal(0))


def test_the_reserve_list_moves_up_in_the_new_order(call):
    uphold(file(numbered(call, 3)), "9")

    assert next_on_reserve(call).ordinal == 3


def test_points_that_still_miss_a_threshold_leave_it_below_and_give_no_grant(call):
    appeal = file(numbered(call, 4))

    with pytest.raises(GuardsFailed, match="poniżej progu"):
        uphold(appeal, "3", amount=Decimal(1000))
    uphold(appeal, "3")

    line = newest(appeal.application)
    assert (line.points, line.outcome) == (Decimal(4), "below_threshold")
    assert numbered(call, 4).state == "not_funded"


@pytest.mark.parametrize(("points", "passes"), [("6.5", False), ("7", True)])
def test_exactly_at_the_threshold_it_passes(call, points, passes):
    appeal = file(numbered(call, 4))

    uphold(appeal, points)

    assert (numbered(call, 4).state == "reserve") is passes


@pytest.mark.parametrize("points", ["10.5", "-1", "7.25"])
def test_points_outside_the_criterion_are_refused(call, points):
    with pytest.raises(GuardsFailed, match="0 do 10"):
        uphold(file(numbered(call, 4)), points)


def test_an_unknown_criterion_and_no_points_at_all_are_refused(call):
    appeal = file(numbered(call, 4))

    for criteria in ({"nie-ma": Decimal(1)}, {}, None):
        with pytest.raises(GuardsFailed):
            appeal.uphold(by=chair_of(call), answer=ANSWER, criteria=criteria)


def test_the_record_computes_again_and_a_changed_one_does_not(call):
    uphold(file(numbered(call, 4)), "10")
    decision = Decision.objects.order_by("-pk").first()

    assert list(appeals_that_do_not_compute()) == []
    assert list(decisions_that_do_not_compute()) == []

    record = copy.deepcopy(decision.record)
    record["lists"][0]["rows"][2]["points"] = "15.00"
    Decision.objects.filter(pk=decision.pk).update(record=record)

    assert "computes to another ranking" in " ".join(appeals_that_do_not_compute())


def test_other_points_than_those_of_the_answer_are_found(call):
    uphold(file(numbered(call, 4)), "10")
    decision = Decision.objects.order_by("-pk").first()
    record = copy.deepcopy(decision.record)
    record["points"] = {key_of(call): "9.5"}
    Decision.objects.filter(pk=decision.pk).update(record=record)

    assert "does not follow from the one before" in " ".join(appeals_that_do_not_compute())


def test_a_second_appeal_stands_on_what_the_first_one_left(call):
    uphold(file(numbered(call, 4)), "10")
    second = file(numbered(call, 3))

    uphold(second, "9.5")

    assert places(call) == [(1, 1), (2, 3), (3, 2), (4, 4)]
    shift = next(line.shift for line in ranking_on(second) if line.is_concerned)
    assert (shift.before.place, shift.after.place) == (4, 2)
    assert list(appeals_that_do_not_compute()) == []


def test_chair_and_staff_see_the_ranking_before_and_after(call, client_of):
    appeal = file(numbered(call, 4))
    uphold(appeal, "10", amount=Decimal(1000))

    for who in (chair_of(call), staff_of(call)):
        page = client_of(who).get(page_of(appeal))
        shifts = {line.application.ordinal: line.shift for line in page.context["lines"]}

        assert (shifts[4].before.place, shifts[4].after.place) == (4, 3)
        assert (shifts[3].before.place, shifts[3].after.place) == (3, 4)
        assert shifts[3].after.outcome is Outcome.RESERVE
        assert "Ranking przed odwołaniem i po nim" in page.content.decode()


def test_the_applicant_sees_their_own_line_and_nobody_elses(call, client_of):
    appeal = file(numbered(call, 4))
    Application.objects.filter(pk=numbered(call, 3).pk).update(title="Kanarek obcego wniosku")
    uphold(appeal, "10")

    page = client_of(appeal.application.author).get(page_of(appeal)).content.decode()

    assert "3 → <strong>11</strong>" in page
    assert "4 → <strong>3</strong>" in page
    assert "Kanarek" not in page


def test_the_chair_types_the_points_beside_what_was_decided(call, client_of):
    appeal = file(numbered(call, 4))
    client, key = client_of(chair_of(call)), key_of(call)

    asked = client.get(moving(appeal)).content.decode()
    client.post(
        moving(appeal), {"version": appeal.version, "answer": ANSWER, f"points_{key}": "9,5"}
    )

    assert "zostaje, jak rozstrzygnięto (2)" in asked
    assert newest(appeal.application).points == Decimal("10.5")


@pytest.mark.parametrize("typed", ["jedenaście", "11", "7,3", "-1"])
def test_unreadable_points_get_a_sentence_and_everything_typed_stays(call, client_of, typed):
    appeal = file(numbered(call, 4))
    key = key_of(call)

    page = client_of(chair_of(call)).post(
        moving(appeal), {"version": appeal.version, "answer": ANSWER, f"points_{key}": typed}
    )

    assert page.status_code == 422
    assert page.context["form"].errors[f"points_{key}"]
    assert f'value="{typed}"' in page.content.decode()
    assert ANSWER in page.content.decode()


def test_the_page_of_the_decision_says_place_and_points_of_the_change(call, client_of):
    uphold(file(numbered(call, 4)), "10")

    page = client_of(chair_of(call)).get(reverse("grants:call-ranking", args=[call.code]))

    changed = page.content.decode().split('id="changed"')[1].split("</section>")[0]
    assert "miejsce 3, 11 pkt" in changed
    assert changed.count("<li>") == 1


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_the_same_few_questions_however_long_the_ranking_is(
    client_of, django_assert_num_queries, more
):
    rows = [("9000.00", *GOOD), ("1000.00", *POOR), *[("8000.00", *FAIR)] * more]
    call = make_assessed_call(
        *rows, pool=Decimal(12000), threshold_total=Decimal(8), merit_appeal_days=3
    )
    decide(call)
    appeal = file(numbered(publish(call), 2))
    uphold(appeal, "10")
    client = client_of(chair_of(call))
    client.get(page_of(appeal))

    with django_assert_num_queries(QUERIES):
        page = client.get(page_of(appeal))

    assert len(page.context["lines"]) == 2 + more


@pytest.mark.parametrize("move", ["uphold", "dismiss"])
def test_an_answer_that_names_an_assessor_does_not_go(call, move):
    make_assessor(call, "Kazimierz Kanarkowski")
    appeal = file(numbered(call, 4))
    given = {"criteria": {key_of(call): Decimal(9)}} if move == "uphold" else {}

    with pytest.raises(GuardsFailed, match="Kazimierz Kanarkowski"):
        getattr(appeal, move)(
            by=chair_of(call), answer="Zapytaliśmy p. Kanarkowskiego jeszcze raz.", **given
        )

    assert not Message.objects.filter(body__contains="Kanarkowski").exists()


SCORES = st.sampled_from([Decimal(half) / 2 for half in range(21)])


@given(st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=8), st.data())
def test_whatever_the_new_points_every_place_is_taken_once_and_the_grants_of_others_stand(
    sheets, data
):
    key = data.draw(st.integers(1, len(sheets)))
    points = data.draw(SCORES)
    rows = rank([candidate(n, sheet) for n, sheet in enumerate(sheets, start=1)], terms())
    part = {**write_terms(terms()), "rows": [write_row(row, number="") for row in rows]}

    changed = appealed(part, key, {"need": points})
    held = changed.awarded(Outcome.RESERVE, Decimal(0))

    assert [row.place for row in held] == list(range(1, len(sheets) + 1))
    assert changed.new.means["need"] == points
    before = {row.candidate.key: (row.outcome, row.granted) for row in rows}
    for row in held:
        if row.candidate.key != key:
            assert (row.outcome, row.granted) == before[row.candidate.key]
