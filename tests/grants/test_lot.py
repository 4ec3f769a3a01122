"""The lot between equals: its seed is written down once, after the closing, and shown with the results."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.urls import reverse

from grants.actions.copying import copy_call
from grants.models import Call, DecisionRow
from grants.rules.lot import seed_says
from grants.rules.ranking import TieBreak, drawn, rank
from tests.factories.grants import chair_of, make_call, staff_of
from tests.factories.grants_later import (
    applications_of,
    decide,
    decide_only,
    make_assessed_call,
    make_assessor,
    make_judged_call,
)
from tests.factories.people import make_user
from tests.grants.test_ranking_rules import candidate, terms
from workflows import clock
from workflows.errors import GuardsFailed, NotFromHere, NotYours
from workflows.models import History, Turn

pytestmark = pytest.mark.django_db

SEED = "Lotto 3 11 19 27 40 44 kanarekziarna"
ALIKE = ("8", "4"), ("8", "4")
LOT = {"tie_breaks": ["lot"], "lot_seed_rule_pl": "Pierwsze losowanie Lotto po naborze."}


def equals(count=2, **fields):
    """A call in assessment whose applications have equal points, of which the pool reaches for one."""
    rows = [("5000.00", *ALIKE)] * count
    return make_assessed_call(*rows, pool=Decimal(10_000), **(LOT | fields))


def page_of(call):
    return reverse("grants:call-move", args=[call.code, "write_seed"])


def ranking_of(call):
    return reverse("grants:call-ranking", args=[call.code])


def public(call, client):
    return client.get(call.get_public_url()).content.decode()


def again(call):
    return Call.objects.get(pk=call.pk)


@pytest.mark.parametrize("who", [staff_of, chair_of])
def test_staff_and_chair_write_the_seed_down_and_the_history_keeps_it(client_of, who):
    call = equals()

    page = client_of(who(call)).post(page_of(call), {"version": call.version, "seed": f" {SEED} "})

    assert page.status_code == 302
    assert again(call).lot_seed == SEED
    entry = History.objects.of(call).get(move="write_seed")
    assert (entry.by, entry.text.changes["lot_seed"]) == (who(call), ["", SEED])


def test_nobody_else_writes_it(client_of):
    call = equals()
    assessor = make_assessor(call)

    assert client_of(assessor).get(page_of(call)).status_code == 403
    assert client_of(make_user()).get(page_of(call)).status_code == 404
    with pytest.raises(NotYours):
        call.write_seed(by=assessor, seed=SEED)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_before_the_assessment_there_is_no_seed_to_write(client_of, state):
    call = make_call(state, **LOT)

    page = client_of(staff_of(call)).post(page_of(call), {"version": call.version, "seed": SEED})

    assert page.status_code == 409
    assert again(call).lot_seed == ""
    with pytest.raises(NotFromHere):
        call.write_seed(by=staff_of(call), seed=SEED)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("draft", "zaczęła się ocena merytoryczna"),
        ("open", "zaczęła się ocena merytoryczna"),
        ("closed", "zaczęła się ocena merytoryczna"),
        ("assessment", "można teraz zapisać"),
    ],
)
def test_staff_read_on_the_call_when_the_seed_may_be_written_and_why_not_now(
    client_of, state, says
):
    call = equals() if state == "assessment" else make_call(state, **LOT)

    page = client_of(staff_of(call)).get(call.get_absolute_url()).content.decode()

    assert says in page
    assert (f'<a href="{page_of(call)}">' in page) is (state == "assessment")


def test_once_the_seed_is_there_or_no_lot_is_drawn_nothing_is_said_of_it():
    call = equals()
    before = seed_says(call)
    call.write_seed(by=staff_of(call), seed=SEED)

    assert before
    assert seed_says(again(call)) == ""
    assert seed_says(make_call("open", code="bez-losu")) == ""


def test_it_is_written_once(client_of):
    call = equals()
    call.write_seed(by=staff_of(call), seed=SEED)

    page = client_of(chair_of(call)).post(page_of(call), {"version": call.version, "seed": "inne"})

    assert page.status_code == 403
    assert again(call).lot_seed == SEED


def test_a_call_without_a_lot_takes_no_seed_and_offers_none(client_of):
    call = make_judged_call()
    client = client_of(staff_of(call))

    assert client.post(page_of(call), {"version": call.version, "seed": SEED}).status_code == 403
    assert page_of(call) not in client.get(call.get_absolute_url()).content.decode()


@pytest.mark.parametrize("seed", ["", "   ", "1" * 101])
def test_an_empty_or_endless_seed_gets_a_sentence_and_nothing_is_lost(client_of, seed):
    call = equals()

    page = client_of(staff_of(call)).post(page_of(call), {"version": call.version, "seed": seed})

    assert page.status_code == 422
    assert page.context["form"].errors["seed"]
    assert again(call).lot_seed == ""


def test_without_a_seed_nothing_is_decided_where_the_lot_would_decide(client_of):
    call = equals()
    first, second = applications_of(call)

    with pytest.raises(GuardsFailed) as refused:
        decide_only(call)
    page = client_of(chair_of(call)).get(reverse("grants:call-decide", args=[call.code]))

    said = " ".join(map(str, refused.value.sentences))
    assert first.number in said
    assert second.number in said
    assert page.context["reasons"] == list(refused.value.sentences)
    assert again(call).state == "assessment"


def test_without_a_seed_a_call_is_decided_where_the_lot_has_nothing_to_decide():
    call = make_assessed_call(("5000.00", *ALIKE), ("5000.00", ("9", "5"), ("9", "5")), **LOT)

    decide_only(call)

    assert again(call).state == "decided"


def test_with_the_seed_the_order_is_the_one_that_anybody_draws_again():
    call = equals(5)
    call.write_seed(by=staff_of(call), seed=SEED)
    numbers = [one.ordinal for one in applications_of(call)]
    by_hand = sorted(numbers, key=lambda one: sha256(f"{SEED}|{one}".encode()).hexdigest())

    decide(again(call))

    rows = DecisionRow.objects.order_by("place")
    assert [row.application.ordinal for row in rows] == by_hand


def test_the_ranking_says_that_the_seed_lacks_and_then_how_to_draw_again(client_of):
    call = equals()
    client = client_of(chair_of(call))
    before = client.get(ranking_of(call)).content.decode()

    call.write_seed(by=staff_of(call), seed=SEED)
    after = client.get(ranking_of(call)).content.decode()
    decide(again(call))
    decided = client.get(ranking_of(call)).content.decode()

    assert page_of(call) in before
    assert page_of(call) not in after
    assert f"{SEED}|7" in after
    assert f"{SEED}|7" in decided


def test_nobody_outside_reads_the_seed_before_the_results_are_published(client, client_of):
    call = equals()
    applicant, assessor = applications_of(call)[0].author, make_assessor(call)
    call.write_seed(by=staff_of(call), seed=SEED)
    seen = [public(call, client)]
    for who in (applicant, assessor):
        theirs = client_of(who)
        seen += [public(call, theirs), theirs.get(call.get_absolute_url()).content.decode()]
        seen += [theirs.get(ranking_of(call)).content.decode()]
    decide(again(call))
    seen.append(public(call, client))

    assert not [one for one in seen if "kanarekziarna" in one]

    again(call).publish_results(by=staff_of(call), at=clock.now())

    assert f"{SEED}|7" in public(call, client)


def test_the_rules_say_when_the_seed_comes_before_anybody_applies(client):
    call = make_call(**LOT)

    page = public(call, client)

    assert "Pierwsze losowanie Lotto po naborze." in page
    assert "Zapisujemy je raz, po zamknięciu naboru" in page


def test_next_years_copy_has_the_rule_and_no_seed():
    call = equals()
    call.write_seed(by=staff_of(call), seed=SEED)

    copied = copy_call(
        call=again(call),
        code="nabor-przyszly",
        opens_on=clock.today() + timedelta(days=400),
        title={"pl": "Przyszły", "en": "Next"},
        by=staff_of(call),
    )

    assert (copied.lot_seed_rule, copied.lot_seed) == (call.lot_seed_rule, "")


def test_two_who_write_it_down_at_once_leave_one_seed_and_one_sentence(client_of):
    call = equals()
    page, version = page_of(call), call.version
    client_of(chair_of(call)).post(page, {"version": version, "seed": SEED})

    late = client_of(staff_of(call)).post(page, {"version": version, "seed": "inne ziarno"})

    assert late.status_code in {403, 409}
    assert again(call).lot_seed == SEED


def test_staff_are_asked_for_the_seed_until_it_is_there():
    call = equals()
    before = Turn.objects.of(call).filter(key="seed").exists()

    call.write_seed(by=staff_of(call), seed=SEED)

    assert (before, Turn.objects.of(call).filter(key="seed").exists()) == (True, False)


def alike(number, **fields):
    return candidate(number, (8, 8), **fields)


BY_LOT = terms(tie_breaks=(TieBreak.SMALLER_AMOUNT, TieBreak.LOT), seed="x")


@pytest.mark.parametrize(
    ("given", "groups"),
    [
        ([], []),
        ([alike(1)], []),
        ([alike(1), alike(2)], [{1, 2}]),
        ([alike(1), alike(2, requested="9000")], []),
        ([alike(1), candidate(2, (9, 9))], []),
        ([alike(1), alike(2), alike(3, requested="9"), alike(4, requested="9")], [{1, 2}, {3, 4}]),
        ([candidate(1, (5, 1)), candidate(2, (5, 1))], []),
    ],
)
def test_the_lot_is_drawn_between_those_whom_nothing_before_it_tells_apart(given, groups):
    rows = rank(given, BY_LOT)

    found = [{row.candidate.number for row in group} for group in drawn(rows, BY_LOT)]

    assert sorted(found, key=min) == groups


def test_without_a_lot_in_the_rules_nothing_is_drawn():
    plain = terms(tie_breaks=(TieBreak.EARLIER,))

    assert drawn(rank([alike(1), alike(2)], plain), plain) == []


def test_a_place_set_by_the_committee_is_not_drawn():
    rows = rank([alike(1), alike(2, place=1)], BY_LOT)

    assert drawn(rows, BY_LOT) == []
