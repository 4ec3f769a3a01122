"""The rules of a call as data: what each one means, and what a call that says nothing means."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from grants.models import Call
from grants.rules.decision import card_of, terms_of
from grants.rules.ranking import TieBreak
from tests.factories.grants import make_call

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.django_db
def test_a_call_that_says_nothing_keeps_its_old_meaning() -> None:
    call = make_call("draft")
    call.full_clean()

    assert call.gives_money
    assert not call.opens_third
    assert call.keeps_reserve
    assert not call.partial_awards
    assert call.covers("2412011")
    assert call.formal_appeal_until(call.closes_at) is None
    assert call.merit_appeal_until(call.closes_at) is None
    assert call.max_points == call.max_points_without_bonus == Decimal(15)
    assert [str(rule) for rule in call.tie_breaks] == ["criteria", "smaller_amount", "earlier"]


@pytest.mark.parametrize(
    ("kinds", "groups", "compulsory"),
    [
        (["ngo"], False, False),
        (["informal_group"], True, False),
        (["informal_group", "informal_group_with_patron"], True, False),
        (["ngo", "informal_group_with_patron"], True, True),
    ],
)
def test_a_patron_is_compulsory_where_groups_may_not_apply_alone(
    kinds: list[str], groups: bool, compulsory: bool
) -> None:
    call = Call(who_may_apply=kinds)

    assert (call.takes_groups, call.patron_is_compulsory) == (groups, compulsory)


def test_a_territory_covers_what_begins_with_its_codes() -> None:
    call = Call(territory=["24", "1261"])

    assert [call.covers(code) for code in ("2412011", "1261011", "1262011", "")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("codes", [["śląskie"], ["2"], ["241"], ["24120110"], [24], "24x", ["²4"]])
def test_what_is_no_teryt_code_is_refused(codes: object) -> None:
    call = make_call("draft")
    call.territory = codes

    with pytest.raises(ValidationError, match="TERYT"):
        call.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "order", [[], ["criteria", "criteria"], ["coin"], "criteria", [["criteria"]]]
)
def test_an_order_of_equals_that_means_nothing_is_refused(order: object) -> None:
    call = make_call("draft")
    call.tie_breaks = order

    with pytest.raises(ValidationError) as refused:
        call.full_clean()

    assert set(refused.value.message_dict) == {"tie_breaks"}


@pytest.mark.django_db
def test_an_unknown_public_list_is_refused() -> None:
    call = make_call("draft")
    call.public_lists = ["everything"]

    with pytest.raises(ValidationError) as refused:
        call.full_clean()

    assert set(refused.value.message_dict) == {"public_lists"}


def test_appeals_end_at_the_last_second_of_a_working_day() -> None:
    call = Call(formal_appeal_days=3, merit_appeal_days=3)
    sent = datetime(2026, 12, 22, 10, 0, tzinfo=WARSAW)

    until = datetime(2026, 12, 29, 23, 59, 59, tzinfo=WARSAW)

    assert call.formal_appeal_until(sent) == until
    assert call.merit_appeal_until(sent) == until


@pytest.mark.parametrize(
    "rule",
    [
        {"third_on_split": True},
        {"third_gap_percent": Decimal(30)},
        {"third_gap_points": Decimal(20)},
    ],
)
def test_any_rule_that_is_set_may_open_a_third_assessment(rule: dict[str, object]) -> None:
    assert Call(**rule).opens_third


@pytest.mark.django_db
def test_weights_groups_and_bonus_reach_the_arithmetic() -> None:
    call = make_call("draft", criteria=[])
    need = call.criterion_groups.create(key="need", title_pl="Potrzeba", threshold=Decimal(5))
    call.criteria.create(key="why", title_pl="Po co", maximum=10, weight=Decimal(2), group=need)
    call.criteria.create(key="bonus", title_pl="Premia", maximum=5, is_bonus=True)

    card = card_of(Call.objects.get(pk=call.pk))

    assert (call.max_points, call.max_points_without_bonus) == (Decimal(25), Decimal(20))
    assert card.groups == (("need", Decimal(5)),)
    assert [(one.key, one.weight, one.group, one.is_bonus) for one in card.measures] == [
        ("why", Decimal(2), "need", False),
        ("bonus", Decimal(1), "", True),
    ]


@pytest.mark.django_db
def test_how_the_pool_is_shared_reaches_the_arithmetic() -> None:
    call = make_call(
        "draft",
        tie_breaks=["earlier", "lot"],
        lot_seed="5, 12, 17",
        partial_awards=True,
        partial_min=Decimal(60),
        keeps_reserve=False,
    )

    terms = terms_of(call)

    assert terms.tie_breaks == (TieBreak.EARLIER, TieBreak.LOT)
    assert (terms.seed, terms.partial_share, terms.keeps_reserve) == (
        "5, 12, 17",
        Decimal("0.6"),
        False,
    )


@pytest.mark.django_db
def test_a_track_is_as_its_call_where_it_says_nothing() -> None:
    call = make_call("draft", who_may_apply=["ngo", "informal_group"])
    groups = call.tracks.create(
        key="groups",
        title_pl="Grupy",
        pool=10_000,
        max_grant=Decimal(2000),
        who_may_apply=["informal_group"],
    )
    rest = call.tracks.create(key="ngos", title_pl="Organizacje", pool=20_000)

    assert (groups.smallest, groups.largest) == (Decimal(1000), Decimal(2000))
    assert groups.applicants == ["informal_group"]
    assert (rest.smallest, rest.largest) == (Decimal(1000), Decimal(10_000))
    assert rest.applicants == ["ngo", "informal_group"]


@pytest.mark.django_db
def test_the_database_refuses_a_track_whose_limits_cross() -> None:
    call = make_call("draft")

    with pytest.raises(IntegrityError), transaction.atomic():
        call.tracks.create(key="a", title_pl="A", pool=1, min_grant=20, max_grant=10)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", ["tracks", "cost_categories", "work_rates", "criterion_groups"])
def test_a_key_stands_once_in_a_call(rows: str) -> None:
    call = make_call("draft")
    money = {"tracks": {"pool": 1}, "work_rates": {"rate": 30}}.get(rows, {})
    getattr(call, rows).create(key="a", title_pl="A", **money)

    with pytest.raises(IntegrityError), transaction.atomic():
        getattr(call, rows).create(key="a", title_pl="B", **money)
