"""The sheet's running sums against every bar of the call, as the server counts them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants.forms.assessment import SheetForm
from grants.rules.scoring import points_shown
from tests.factories.grants_later import make_assessment, make_judged_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    """A sheet in a call with a group, a weight, a bonus and a threshold on each."""
    call = make_judged_call(threshold_total=Decimal(10), threshold_without_bonus=Decimal(9))
    group = call.criterion_groups.create(
        key="wazne", title_pl="Najważniejsze", threshold=Decimal(8), position=1
    )
    call.criterion_groups.create(key="inne", title_pl="Bez progu", position=2)
    idea, costs = call.criteria.all()
    type(idea).objects.filter(pk=idea.pk).update(group=group, weight=Decimal("1.25"))
    type(idea).objects.filter(pk=costs.pk).update(is_bonus=True)
    return make_assessment("in_progress", call=call)


def sums(assessment, *typed):
    keys = [one.key for one in assessment.application.call.criteria.all()]
    form = SheetForm(
        {f"points_{key}": text for key, text in zip(keys, typed, strict=True)},
        assessment=assessment,
    )
    return {one.key: (one.points, one.most, one.least) for one in form.sums()}


@pytest.mark.parametrize(
    ("typed", "total", "plain", "group"),
    [
        (("8", "4,5"), "14.5", "10", "10"),
        (("", ""), "0", "0", "0"),
        (("0,5", "x"), "0.625", "0.625", "0.625"),
        (("11", "5"), "5", "0", "0"),
        (("7,3", "0,5"), "0.5", "0", "0"),
    ],
)
def test_each_bar_has_a_sum_of_its_own_and_what_cannot_be_read_counts_as_nothing(
    assessment, typed, total, plain, group
):
    found = sums(assessment, *typed)

    assert found == {
        "": (Decimal(total), Decimal("17.5"), Decimal(10)),
        "-": (Decimal(plain), Decimal("12.5"), Decimal(9)),
        "wazne": (Decimal(group), Decimal("12.5"), Decimal(8)),
    }


def test_the_page_shows_them_and_says_which_field_counts_where(assessment, client_of):
    page = client_of(assessment.assessor).get(reverse("grants:assessment", args=[assessment.pk]))

    text = page.content.decode()
    for key in ("", "-", "wazne"):
        assert f'data-sheet-sum="{key}"' in text
    assert "Bez premii" in text
    assert "Najważniejsze" in text
    assert text.count("data-group=") == text.count("data-bonus") == 1


def test_a_call_with_one_bar_shows_one_sum():
    plain = make_assessment("in_progress")

    assert list(sums(plain, "8", "4,5")) == [""]


@pytest.mark.parametrize(
    ("points", "shown"), [("0.625", "0,63"), ("0.624", "0,62"), ("2.5", "2,5"), ("7.00", "7")]
)
def test_points_are_rounded_halves_up_for_reading(points, shown):
    assert points_shown(Decimal(points)) == shown
