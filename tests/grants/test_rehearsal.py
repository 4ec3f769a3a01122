"""A call is played through before it opens; what it would get stuck on is said, and nothing of it stays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from grants.actions.rehearsal import rehearse_call
from grants.models import Application, Call
from grants.rules.advice import advice_on, comes_twice
from grants.rules.invented import ANSWERS, invented_nip
from people.numbers import validate_nip
from questionnaires.blocks import KINDS, Heading, Question
from tests.factories.grants import chair_of, make_application, make_call, staff_of
from tests.factories.people import make_user
from tests.factories.questionnaires import make_version, question, texts
from workflows import clock
from workflows.errors import NotFromHere, NotYours
from workflows.models import History, Message
from workflows.roles import give_role

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
WARSAW = ZoneInfo("Europe/Warsaw")


def ready(**fields: Any) -> Call:
    """A call in preparation with everybody it takes."""
    return peopled(make_call("draft", **fields))


def peopled(call: Call) -> Call:
    """`call` with a chair, three assessors, its committee and two people who keep its money."""
    chair_of(call)
    give_role(make_user("Fina Liczykrupa"), "finance", call.programme, by=None)
    for _number in range(3):
        give_role(make_user(), "assessor", call, by=None)
    for _number in range(1, call.committee_min):
        give_role(make_user(), "member", call, by=None)
    return call


def sentences(call: Call) -> dict[str, str]:
    """What a rehearsal of `call` gets stuck on: chapter → sentence."""
    shown = rehearse_call(call=call, by=staff_of(call))
    return {one.chapter: one.sentence for one in shown.stuck}


def test_a_sound_call_goes_through_to_its_end() -> None:
    shown = rehearse_call(call=(call := ready()), by=staff_of(call))

    assert shown.stuck == []
    assert shown.went_through
    assert len(shown.steps) == 10


@pytest.mark.parametrize(
    "fields",
    [
        {"who_may_apply": ["ngo", "informal_group", "informal_group_with_patron", "local_government"]},
        {"who_may_apply": ["informal_group_with_patron"], "group_min_adults": 30},
        {"needs_meeting": True, "committee_min": 5, "quorum": 3},
        {"own_contribution_min": Decimal("12.5")},
        {"threshold_total": Decimal(15)},
        {"third_on_split": True, "threshold_total": Decimal(8), "third_counts": "nearer"},
        {"third_gap_percent": Decimal(30)},
        {"partial_awards": True, "partial_min": Decimal(50), "pool": Decimal(10_000)},
        {"keeps_reserve": False, "public_lists": ["funded"], "pool": Decimal(10_000)},
        {"tie_breaks": ["earlier", "lot"], "lot_seed_rule_pl": "Lotto"},
        {"criteria": [{"title_pl": "Jedyne", "maximum": Decimal("0.5")}]},
        {"kind": "local_initiative"},
        {"is_blind": True, "assessments_needed": 2},
        {"de_minimis": True},
        {"formal_appeal_days": 3, "merit_appeal_days": 3, "threshold_total": Decimal(15)},
        {"merit_appeal_days": 3, "needs_meeting": True, "committee_min": 3, "quorum": 2},
        {"pool": Decimal(10_000), "reserve_offer_days": 5},
        {"pool": Decimal(20_000), "reserve_offer_days": 5, "merit_appeal_days": 3},
        {"line_up_applies": "year", "line_up_match": "person", "who_may_apply": ["informal_group"]},
        {"line_up_applies": "call", "line_up_match": "whole", "organisation_applies": "call"},
    ],
)  # fmt: skip
def test_every_kind_of_call_can_be_played(fields: dict[str, Any]) -> None:
    assert sentences(ready(**fields)) == {}


@pytest.mark.parametrize("caps", [(None, 30, 10), (60, None, 10), (60, 30, 10)])
def test_an_estimate_is_invented_whichever_categories_have_a_cap(
    caps: tuple[int | None, ...],
) -> None:
    call = ready()
    for place, cap in enumerate(caps):
        call.cost_categories.create(
            key=f"k{place}", title_pl=f"Koszty {place}", cap_percent=cap, position=place
        )

    assert sentences(Call.objects.get(pk=call.pk)) == {}


def rows_everywhere() -> dict[str, int]:
    """How many rows each table has."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def test_nothing_of_it_is_kept_and_no_letter_leaves(
    django_capture_on_commit_callbacks: Any,
) -> None:
    call = ready()
    staff = staff_of(call)
    before, version = rows_everywhere(), call.version

    with django_capture_on_commit_callbacks() as after_commit:
        rehearse_call(call=call, by=staff)

    assert rows_everywhere() == before
    assert after_commit == []
    assert not Message.objects.exists()
    fresh = Call.objects.get(pk=call.pk)
    assert (fresh.state, fresh.version, fresh.last_number) == ("draft", version, 0)
    assert History.objects.of(call).count() == 1


def test_without_people_it_gets_stuck_and_still_plays_on_with_invented_ones() -> None:
    call = make_call("draft")

    shown = rehearse_call(call=call, by=staff_of(call))

    assert [one.chapter for one in shown.stuck] == ["committee", "committee", "team"]
    assert len(shown.steps) == 10


def test_a_third_assessment_needs_a_third_person() -> None:
    call = make_call("draft", third_gap_percent=Decimal(30))
    chair_of(call)
    give_role(make_user("Fina Liczykrupa"), "finance", call.programme, by=None)
    for _number in range(2):
        give_role(make_user(), "assessor", call, by=None)

    assert set(sentences(call)) == {"committee"}


def test_rules_that_contradict_one_another_are_all_named_and_nothing_is_played() -> None:
    call = ready(criteria=[], questionnaire=None)

    shown = rehearse_call(call=call, by=staff_of(call))

    assert {one.chapter for one in shown.stuck} == {"form", "criteria"}
    assert shown.steps == []


def test_a_question_that_nobody_can_answer_is_named() -> None:
    limits = {"minimum": "5", "maximum": "3"}
    blocks = [question("costs"), question("number", "people", **limits)]
    form = make_version(*blocks, published=False)
    type(form).objects.filter(pk=form.pk).update(published_at=clock.now())  # past its own check

    found = sentences(ready(questionnaire=form))

    assert set(found) == {"form"}


@pytest.mark.parametrize("form", ["report_form", "interim_form"])
def test_a_question_of_a_report_that_is_left_open_is_named(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ANSWERS, "money", lambda inventor, block: "")
    asks_money = make_version(question("money", "spent_on_food"))
    due = clock.today() + timedelta(days=60)

    found = sentences(ready(**{form: asks_money, "interim_report_on": due}))

    assert set(found) == {"duties"}
    assert "spent_on_food" in found["duties"]


def test_one_person_who_keeps_the_money_cannot_confirm_an_account() -> None:
    call = make_call("draft")
    chair_of(call)
    for _number in range(3):
        give_role(make_user(), "assessor", call, by=None)

    found = sentences(call)

    assert set(found) == {"team"}
    assert "1" in found["team"]


def test_a_committee_smaller_than_the_rule_of_the_call_is_named() -> None:
    call = ready()
    Call.objects.filter(pk=call.pk).update(committee_min=3, quorum=2)

    found = sentences(Call.objects.get(pk=call.pk))

    assert set(found) == {"committee"}
    assert "3" in found["committee"]


def test_where_no_money_is_given_nobody_confirms_an_account() -> None:
    call = make_call("draft", kind="local_initiative")
    chair_of(call)
    for _number in range(3):
        give_role(make_user(), "assessor", call, by=None)

    assert sentences(call) == {}


def days(number: int) -> Any:
    return clock.today() + timedelta(days=number)


@pytest.mark.parametrize(
    ("fields", "chapter"),
    [
        ({"eligible_from": days(1), "eligible_to": days(14)}, "dates"),
        ({"eligible_from": days(1), "eligible_to": days(16)}, "dates"),
        ({"assessment_due_at": clock.now() + timedelta(days=200), "eligible_from": days(100)}, "dates"),
        ({"eligible_from": days(1), "interim_report_on": days(10)}, "duties"),
        ({"eligible_from": days(-20), "interim_report_on": days(-1)}, "duties"),
    ],
)  # fmt: skip
def test_a_day_before_anybody_has_a_grant_is_named_and_nothing_is_played(
    fields: dict[str, Any], chapter: str
) -> None:
    call = ready(**fields)

    shown = rehearse_call(call=call, by=staff_of(call))

    assert {one.chapter for one in shown.stuck} == {chapter}
    assert shown.steps == []


def test_the_day_after_it_is_known_is_late_enough() -> None:
    due = clock.now() + timedelta(days=30)
    fields = {"eligible_from": days(20), "eligible_to": days(31), "interim_report_on": days(31)}

    assert sentences(ready(assessment_due_at=due, **fields)) == {}


def test_an_interim_report_due_before_the_result_is_worth_a_second_look() -> None:
    due = clock.now() + timedelta(days=30)
    call = ready(assessment_due_at=due, eligible_from=days(20), interim_report_on=days(30))

    assert "duties" in {one.chapter for one in advice_on(call, assessors=3)}


def test_each_duty_of_the_call_is_a_step_of_its_own() -> None:
    plain = ready()
    rich = ready(merit_appeal_days=3, reserve_offer_days=5, pool=Decimal(20_000))

    fewer, more = (rehearse_call(call=one, by=staff_of(one)).steps for one in (plain, rich))

    assert len(set(more) - set(fewer)) == 2
    assert set(fewer) < set(more)


def test_tranches_that_wait_for_reports_are_paid_on_the_way() -> None:
    call = ready(interim_report_on=days(60))
    for place, (percent, condition) in enumerate([(50, "signed"), (30, "interim"), (20, "final")]):
        call.tranches.create(position=place, percent=percent, condition=condition)

    assert sentences(Call.objects.get(pk=call.pk)) == {}


def test_a_call_is_rehearsed_by_its_staff_and_before_it_opens() -> None:
    call = ready()
    with pytest.raises(NotYours):
        rehearse_call(call=call, by=chair_of(call))
    call.open_call(by=staff_of(call))

    with pytest.raises(NotFromHere):
        rehearse_call(call=call, by=staff_of(call))


def test_every_kind_of_question_has_an_invented_answer() -> None:
    asked = {kind for kind, block in KINDS.items() if issubclass(block, Question)}

    assert asked - set(ANSWERS) == set()
    assert Heading.kind not in ANSWERS


def test_invented_numbers_pass_their_check() -> None:
    numbers = [invented_nip(number) for number in range(300)]

    for number in numbers:
        validate_nip(number)
    assert len(set(numbers)) == len(numbers)


def test_each_kind_of_applicant_is_played_in_its_own_track() -> None:
    call = ready(who_may_apply=["ngo", "informal_group"])
    money = {"title_pl": "T", "pool": Decimal(15_000)}
    call.tracks.create(key="groups", max_grant=2000, who_may_apply=["informal_group"], **money)
    call.tracks.create(key="ngos", min_grant=3000, who_may_apply=["ngo"], **money)

    assert sentences(Call.objects.get(pk=call.pk)) == {}


def test_a_form_with_every_kind_of_question_is_filled_in() -> None:
    options = [{"key": "a", "label": texts("A")}]
    column = {"key": "what", "label": texts("Co"), "kind": "text"}
    special: dict[str, Any] = {
        "choice": {"options": options},
        "multiple_choice": {"options": options},
        "consent": {"text": texts("Zgadzam się.")},
        "table": {"table": [column, column | {"key": "when", "kind": "date"}], "min_rows": 2},
        "people": {"min_rows": 2, "adults": 3, "age": True, "role": True},
        "costs": {"sources": ["own_cash", "own_work"], "categories": options},
    }
    asked = [kind for kind, block in KINDS.items() if issubclass(block, Question)]
    form = make_version(*(question(kind, **special.get(kind, {})) for kind in asked))

    assert sentences(ready(questionnaire=form, own_contribution_min=Decimal(10))) == {}


# ── worth a second look ─────────────────────────────────────────────────────────────────────


def at(year: int, month: int, day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=WARSAW, fold=fold)


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_comes_twice_is_pointed_out(fold: int) -> None:
    assert comes_twice(at(2026, 10, 25, 2, 30, fold))
    assert not comes_twice(at(2026, 10, 25, 3, 30))
    assert not comes_twice(at(2026, 3, 29, 3, 30))


def dated(closes_at: datetime, **fields: Any) -> Call:
    start = (closes_at + timedelta(days=90)).date()
    given = {
        "opens_at": closes_at - timedelta(days=20),
        "closes_at": closes_at,
        "assessment_due_at": closes_at + timedelta(days=60),
        "eligible_from": start,
        "eligible_to": start + timedelta(days=60),
    }
    with clock.at(closes_at - timedelta(days=30)):
        return make_call("draft", **given | fields)


@pytest.mark.parametrize(
    ("fields", "chapters"),
    [
        ({}, []),
        ({"closes_at": at(2026, 12, 24, 15)}, ["dates"]),
        ({"assessment_due_at": at(2027, 10, 31, 2, 30), "eligible_from": at(2028, 1, 1, 0).date(), "eligible_to": at(2028, 2, 1, 0).date()}, ["dates"]),
        ({"eligible_from": at(2026, 12, 20, 0).date()}, ["dates"]),
        ({"assessment_due_at": None}, ["dates"]),
        ({"assessment_due_at": at(2026, 12, 2, 15), "check_days": 14}, ["committee"]),
        ({"committee_min": 3, "quorum": 3}, ["assessment"]),
        ({"committee_min": 3, "quorum": 3, "needs_meeting": True}, []),
    ],
)  # fmt: skip
def test_dates_load_and_a_quorum_without_a_meeting_are_looked_at(
    fields: dict[str, Any], chapters: list[str]
) -> None:
    call = dated(**{"closes_at": at(2026, 11, 27, 15)} | fields)

    assert [one.chapter for one in advice_on(call, assessors=3)] == chapters


def test_the_load_is_reckoned_from_the_last_call_of_the_activity() -> None:
    earlier = make_call()
    for _number in range(3):
        make_application(earlier, "submitted")
    later = earlier.closes_at + timedelta(days=40)
    with clock.at(earlier.closes_at + timedelta(days=1)):
        call = make_call(
            "draft",
            activity=earlier.activity,
            opens_at=earlier.closes_at + timedelta(days=2),
            closes_at=later,
            check_days=1,
            assessment_due_at=later + timedelta(days=1, minutes=5),
            eligible_from=(later + timedelta(days=90)).date(),
            eligible_to=(later + timedelta(days=190)).date(),
        )
        give_role(make_user(), "assessor", call, by=None)
        shown = rehearse_call(call=call, by=staff_of(call))

    [load] = [one.sentence for one in shown.advice if one.chapter == "committee"]
    assert "3" in load
    assert "6" in load


# ── the page ────────────────────────────────────────────────────────────────────────────────


def test_the_page_leads_from_each_finding_to_where_it_is_mended(client_of: ClientOf) -> None:
    call = make_call("draft", criteria=[])
    page = reverse("grants:call-rehearsal", args=[call.code])
    browser = client_of(staff_of(call))

    before = browser.get(page).content.decode()
    played = browser.post(page)

    links = {one.url for one in played.context["stuck"]}
    assert "Rozdział" not in before
    assert links == {
        reverse("grants:call-chapter", args=[call.code, "criteria"]),
        reverse("grants:call-committee", args=[call.code]),
        reverse("programmes:roles", args=[call.programme.code]),
    }
    assert all(link in played.content.decode() for link in links)
    assert not Application.objects.exists()


def test_an_open_call_is_not_rehearsed_on_its_page(client_of: ClientOf) -> None:
    call = make_call()
    page = reverse("grants:call-rehearsal", args=[call.code])

    assert client_of(staff_of(call)).post(page).status_code == 409
    assert client_of(make_user()).post(page).status_code == 404
