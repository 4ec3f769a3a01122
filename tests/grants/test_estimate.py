"""What a call asks of a cost estimate: its categories and their caps, own contribution by its base and its parts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from grants.models import Application
from grants.rules.invented import Inventor
from questionnaires.actions import publish_version
from questionnaires.blocks import Costs
from questionnaires.models import Questionnaire
from tests.factories.grants import make_application, make_call, staff_of
from tests.factories.questionnaires import question

pytestmark = pytest.mark.django_db


def draft(*, sources: Any = (), **terms: Any) -> Application:
    """A draft in a call with `terms`, whose form asks for costs from `sources`."""
    categories = terms.pop("categories", [])
    asked = {"sources": list(sources), **({"hourly": True} if terms.pop("hourly", False) else {})}
    form = publish_version(
        questionnaire=Questionnaire.objects.create(code="kosztorys", name="Kosztorys"),
        blocks=[question("costs", **asked)],
    )
    call = make_call("draft", questionnaire=form, **terms)
    call.work_rates.create(key="work", title_pl="praca", title_en="work", rate=Decimal(35))
    call.work_rates.create(key="expert", title_pl="praca ekspercka", rate=Decimal("80.50"))
    for place, fields in enumerate(categories):
        call.cost_categories.create(position=place, **fields)
    call.open_call(by=staff_of(call))
    return make_application(call)


def estimate_of(application: Application) -> Costs:
    """The block that asks for costs."""
    return next(block for block in application.questions() if isinstance(block, Costs))


def said(application: Application, *rows: dict[str, str]) -> str:
    """What is said about an estimate with `rows`."""
    kept = application.answers
    kept.save_typed({"costs": [{"name": "Rzecz", **row} for row in rows]}, seen=kept.version)
    found = {one.key: one.sentence for one in application.form(check=True).missing()}
    return found.get("costs", "")


def test_the_call_names_the_categories_in_both_languages() -> None:
    own = [{"key": "materials", "title_pl": "materiały", "title_en": "materials"}]

    block = estimate_of(draft(categories=own))

    assert [(one.key, dict(one.label)) for one in block.categories] == [  # type: ignore[arg-type]
        ("materials", {"pl": "materiały", "en": "materials"})
    ]


def test_a_part_that_the_call_asks_for_has_a_column() -> None:
    application = draft(
        own_contribution_min=Decimal(25), own_cash_min=Decimal(5), own_work_min=Decimal(20)
    )

    assert list(estimate_of(application).money()) == ["amount", "own_cash", "own_work"]


def test_a_form_that_asks_for_no_source_has_one_column_of_own_money() -> None:
    assert list(estimate_of(draft(own_contribution_min=Decimal(10))).money()) == ["amount", "own"]


@pytest.mark.parametrize(
    ("base", "own", "enough"),
    [
        ("grant", "499,99", False),
        ("grant", "500", True),
        ("total", "555,55", False),
        ("total", "555,56", True),
    ],
)
def test_own_contribution_is_counted_from_what_the_call_says(
    base: str, own: str, enough: bool
) -> None:
    application = draft(own_contribution_min=Decimal(10), own_contribution_base=base)

    assert (said(application, {"amount": "5000", "own": own}) == "") is enough


@pytest.mark.parametrize(
    ("cash", "work", "says"),
    [
        ("250", "1000", ""),
        ("249,99", "1000,01", "Własne pieniądze"),
        ("300", "950", "Własna praca"),
    ],
)
def test_each_part_of_the_own_contribution_has_its_least(cash: str, work: str, says: str) -> None:
    application = draft(
        own_contribution_min=Decimal(25), own_cash_min=Decimal(5), own_work_min=Decimal(20)
    )

    found = said(application, {"amount": "5000", "own_cash": cash, "own_work": work})

    assert says in found
    assert bool(found) is bool(says)


@pytest.mark.parametrize(
    ("kind", "hours", "says"),
    [
        ("work", "28,58", ""),
        ("work", "28,57", "Własna praca"),
        ("expert", "12,43", ""),
        ("expert", "", "ile godzin"),
        ("work", "0", "ile godzin"),
        ("", "28", "rodzaj pracy"),
        ("other", "28", "nie liczy takiej pracy"),
    ],
)
def test_own_work_counts_by_its_hours_at_the_rates_of_the_call(
    kind: str, hours: str, says: str
) -> None:
    application = draft(hourly=True, own_contribution_min=Decimal(20), own_work_min=Decimal(20))
    typed = {"amount": "5000", "own_work_kind": kind, "own_work_hours": hours, "own_work": "9999"}

    found = said(application, typed)

    assert says in found
    assert bool(found) is bool(says)


def test_a_kind_of_work_says_in_both_languages_what_its_hour_counts() -> None:
    block = estimate_of(draft(hourly=True, sources=["own_work"]))

    assert dict(block.rates[0].label) == {  # type: ignore[arg-type]
        "pl": "praca, 35,00\u00a0zł za godzinę",
        "en": "work, 35.00\u00a0PLN an hour",
    }
    assert [one.worth for one in block.rates] == [Decimal(35), Decimal("80.50")]


def test_a_form_of_before_takes_own_work_as_an_amount() -> None:
    application = draft(own_contribution_min=Decimal(10), own_work_min=Decimal(10))

    assert said(application, {"amount": "5000", "own_work": "500"}) == ""
    assert not estimate_of(application).by_hours


def test_a_changed_rate_counts_anew_in_what_is_not_sent_yet() -> None:
    application = draft(hourly=True, own_contribution_min=Decimal(10), own_work_min=Decimal(10))
    row = {"amount": "5000", "own_work_kind": "work", "own_work_hours": "15"}
    assert said(application, row) == ""

    application.call.work_rates.filter(key="work").update(rate=Decimal(30))

    assert "Własna praca" in said(Application.objects.get(pk=application.pk), row)


def test_a_group_without_a_patron_adds_no_money_where_the_call_says_so() -> None:
    application = draft(
        sources=["own_cash", "own_in_kind"],
        own_contribution_min=Decimal(10),
        lone_groups_without_cash=True,
    )

    assert said(application, {"amount": "5000", "own_in_kind": "500"}) == ""
    assert "bez patrona" in said(application, {"amount": "5000", "own_cash": "500"})


@pytest.mark.parametrize(
    ("cap", "taken", "fits"),
    [
        ({"cap_percent": Decimal(20)}, "1000", True),
        ({"cap_percent": Decimal(20)}, "1000,01", False),
        ({"cap_amount": Decimal(800)}, "800", True),
        ({"cap_amount": Decimal(800), "cap_percent": Decimal(20)}, "900", False),
    ],
)
def test_no_category_takes_more_than_its_cap(cap: dict[str, Any], taken: str, fits: bool) -> None:
    application = draft(
        categories=[
            {"key": "things", "title_pl": "rzeczy"},
            {"key": "promotion", "title_pl": "promocja", **cap},
        ]
    )
    rest = str(5000 - Decimal(taken.replace(",", ".")))

    found = said(
        application,
        {"category": "things", "amount": rest},
        {"category": "promotion", "amount": taken},
    )

    assert (found == "") is fits
    assert fits or "promocja" in found


@pytest.mark.parametrize("hourly", [False, True])
@pytest.mark.parametrize("kind", ["informal_group", "ngo"])
@pytest.mark.parametrize("base", ["grant", "total"])
def test_an_invented_estimate_fits_whatever_the_call_asks(
    kind: str, base: str, hourly: bool
) -> None:
    application = draft(
        hourly=hourly,
        own_contribution_min=Decimal(25),
        own_contribution_base=base,
        own_cash_min=Decimal(5),
        own_work_min=Decimal("12.5"),
        categories=[
            {"key": "promotion", "title_pl": "promocja", "cap_percent": Decimal("7.77")},
            {"key": "things", "title_pl": "rzeczy"},
        ],
    )
    block = estimate_of(application)

    rows = Inventor(application.call, kind, 1).costs(block)

    assert said(application, *rows) == ""
