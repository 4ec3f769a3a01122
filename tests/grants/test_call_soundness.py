"""Rules that contradict one another are found before the call opens, each with a sentence and its place."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from grants.models import Call
from grants.rules.soundness import findings_of
from tests.factories.grants import make_call, staff_of
from workflows import clock
from workflows.errors import GuardsFailed

pytestmark = pytest.mark.django_db
Change = Callable[[Call], Any]


def tracks(call: Call, *pools: int, **more: Any) -> None:
    for number, pool in enumerate(pools):
        call.tracks.create(key=f"t{number}", title_pl=f"T{number}", pool=pool, **more)


def grouped(call: Call, threshold: int | None) -> None:
    group = call.criterion_groups.create(key="g", title_pl="Potrzeba", threshold=threshold)
    call.criteria.update(group=group)


def tranches(call: Call, *percents: int, condition: str = "signed") -> None:
    for number, percent in enumerate(percents):
        call.tranches.create(position=number, percent=percent, condition=condition)


def waiting_until(call: Call, day: date) -> None:
    tranches(call, 60, 40)
    call.tranches.filter(percent=40).update(not_before=day)


def capped(call: Call, *caps: dict[str, int]) -> None:
    for number, cap in enumerate(caps):
        call.cost_categories.create(key=f"c{number}", title_pl=f"C{number}", **cap)


def setting(**fields: Any) -> Change:
    """A change of the call's own fields."""

    def change(call: Call) -> None:
        for name, value in fields.items():
            setattr(call, name, value)
        call.save()

    return change


IMPOSSIBLE: list[tuple[str, Change]] = [
    ("dates", lambda call: setting(assessment_due_at=call.closes_at)(call)),
    ("applicants", setting(who_may_apply=[])),
    ("applicants", setting(who_may_apply=["informal_group"], ngo_max_months=60)),
    ("money", setting(pool=Decimal(9999))),
    ("money", lambda call: tracks(call, 10_000, 19_999)),
    ("money", lambda call: tracks(call, 10_000, 20_000, max_grant=11_000)),
    ("money", lambda call: tracks(call, 10_000, 20_000, max_grant=500)),
    ("money", lambda call: tracks(call, 30_000, who_may_apply=["ngo"])),
    ("money", lambda call: tracks(call, 30_000, who_may_apply=["ngo", "local_government"])),
    ("contribution", setting(own_contribution_min=10, own_cash_min=6, own_in_kind_min=5)),
    ("contribution", setting(own_contribution_min=100, own_contribution_base="total")),
    ("contribution", setting(own_contribution_min=5, own_cash_min=5, lone_groups_without_cash=True)),
    ("contribution", setting(own_contribution_min=5, own_work_min=5)),
    ("costs", lambda call: capped(call, {"cap_percent": 50}, {"cap_percent": 49})),
    ("costs", lambda call: capped(call, {"cap_percent": 90, "cap_amount": 10}, {"cap_amount": 5000})),
    ("form", setting(questionnaire=None)),
    ("groups", lambda call: grouped(call, 16)),
    ("groups", lambda call: call.criterion_groups.create(key="g", title_pl="Pusta")),
    ("criteria", lambda call: call.criteria.all().delete()),
    ("criteria", setting(threshold_total=Decimal("15.5"))),
    ("criteria", setting(threshold_without_bonus=Decimal("15.5"))),
    ("criteria", lambda call: call.criteria.update(is_bonus=True)),
    ("assessment", setting(third_gap_percent=30, assessments_needed=3)),
    ("assessment", setting(third_gap_points=Decimal(16))),
    ("assessment", setting(third_on_split=True)),
    ("assessment", setting(tie_breaks=["lot", "earlier"], lot_seed_rule="Lotto")),
    ("assessment", setting(tie_breaks=["earlier", "lot"])),
    ("assessment", setting(committee_min=3, quorum=4)),
    ("results", setting(keeps_reserve=False)),
    ("duties", lambda call: tranches(call, 60, 39)),
    ("duties", lambda call: tranches(call, 50, 50, condition="interim")),
    ("duties", lambda call: waiting_until(call, call.eligible_to + timedelta(days=1))),
    ("duties", lambda call: waiting_until(call, clock.today() - timedelta(days=1))),
    ("duties", lambda call: (setting(kind="local_initiative")(call), tranches(call, 100))),
    ("duties", setting(shift_limit_single=20, shift_limit_cumulative=10)),
    ("duties", lambda call: setting(interim_report_on=call.eligible_to + timedelta(days=1))(call)),
]  # fmt: skip

POSSIBLE: list[Change] = [
    setting(pool=Decimal(10_000)),
    lambda call: tracks(call, 10_000, 20_000),
    lambda call: tracks(call, 10_000, 20_000, max_grant=10_000),
    setting(own_contribution_min=25, own_cash_min=5, own_in_kind_min=20),
    lambda call: capped(call, {"cap_percent": 50}, {"cap_percent": 50}),
    lambda call: capped(call, {"cap_percent": 10}, {}),
    lambda call: grouped(call, 15),
    setting(threshold_total=Decimal(15), threshold_without_bonus=Decimal(15)),
    setting(third_gap_points=Decimal(15), third_on_split=True, threshold_total=Decimal(8)),
    setting(tie_breaks=["earlier", "lot"], lot_seed_rule="Lotto"),
    setting(committee_min=3, quorum=3),
    setting(keeps_reserve=False, public_lists=["funded"]),
    lambda call: tranches(call, 60, 40),
    lambda call: waiting_until(call, call.eligible_to),
    setting(shift_limit_single=10, shift_limit_cumulative=10),
    lambda call: setting(interim_report_on=call.eligible_to)(call),
]


@pytest.mark.parametrize(("chapter", "change"), IMPOSSIBLE)
def test_what_is_impossible_is_found_and_keeps_the_call_from_opening(
    chapter: str, change: Change
) -> None:
    call = make_call("draft")
    change(call)
    call = Call.objects.get(pk=call.pk)

    found = findings_of(call)

    assert {one.chapter for one in found} == {chapter}
    assert all(one.sentence.strip() for one in found)
    with pytest.raises(GuardsFailed) as refused:
        call.open_call(by=staff_of(call))
    assert refused.value.sentences == [one.sentence for one in found]


@pytest.mark.parametrize("change", POSSIBLE)
def test_what_is_just_possible_opens(change: Change) -> None:
    call = make_call("draft")
    change(call)
    call = Call.objects.get(pk=call.pk)

    assert findings_of(call) == []
    call.open_call(by=staff_of(call))


def test_a_weight_raises_what_a_threshold_can_ask() -> None:
    call = make_call("draft", threshold_total=Decimal(25))
    call.criteria.filter(maximum=10).update(weight=2)

    assert findings_of(Call.objects.get(pk=call.pk)) == []
