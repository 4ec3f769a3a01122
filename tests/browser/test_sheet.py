"""The assessment sheet adds up in the browser as the server does: every bar, weights, halves, what cannot be read."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import expect

from grants.rules.scoring import UnreadablePoints, points_shown, read_points, total_of
from tests.browser.test_judging import POINTS, declares

TYPED = [
    "",
    " 8 ",
    "7,5",
    "7.5",
    "0,5",
    "10",
    "10,5",
    "11",
    "7,3",
    "abc",
    "-1",
    "1e1",
    "٣",
    "0008",
    "00008",
    "2,50",
]
CARDS = [
    [("7,5", "10", "1.25"), ("0,5", "5", "1.33"), ("4", "5", "2")],
    [("0,5", "10", "1.25"), ("", "5", "1"), ("x", "5", "3")],
    [("9999", "9999", "9.99"), ("0,5", "5", "0.01"), ("3", "5", "1")],
]  # fmt: skip


def read(text: str, most: str) -> str | None:
    """What the server takes a field for."""
    try:
        return str(float(read_points(text, Decimal(most))))
    except UnreadablePoints:
        return None


def summed(card: list[tuple[str, str, str]], *, bonus: bool) -> Decimal:
    """The server's sum over a card whose last criterion is the bonus."""
    criteria: Any = [
        SimpleNamespace(key=str(place), weight=Decimal(weight))
        for place, (_text, _most, weight) in enumerate(card)
    ]
    points = {
        str(place): Decimal(found)
        for place, (text, most, _weight) in enumerate(card)
        if (found := read(text, most)) is not None
    }
    return total_of(points, criteria if bonus else criteria[:-1])


@pytest.mark.parametrize("width", [1280])
def test_the_sheet_adds_up_as_the_server_does(invite):
    monika = declares(invite("assessor").follow("Złóż deklarację bezstronności"))
    script = monika.page.locator("script[src*='grants/sheet']").get_attribute("src")

    ours: dict[str, Any] = monika.page.evaluate(
        """async ([script, typed, cards]) => {
          const sheet = await import(script);
          const criteria = (card) => card.map(([text, most, weight], place) => ({ text, most, weight, bonus: place === card.length - 1, group: null }));
          return {
            read: typed.map((text) => sheet.pointsOf(text, "10")),
            all: cards.map((card) => sheet.shown(sheet.sumOf(criteria(card), ""), "pl")),
            plain: cards.map((card) => sheet.shown(sheet.sumOf(criteria(card), "-"), "pl")),
          };
        }""",
        [script, TYPED, CARDS],
    )

    assert [None if one is None else str(float(one)) for one in ours["read"]] == [
        read(text, "10") for text in TYPED
    ]
    with translation.override("pl"):
        for name, bonus in (("all", True), ("plain", False)):
            assert ours[name] == [points_shown(summed(card, bonus=bonus)) for card in CARDS]


@pytest.mark.parametrize("width", [1280])
def test_the_running_sum_follows_the_fields(invite):
    monika = declares(invite("assessor").follow("Złóż deklarację bezstronności"))
    together = monika.page.locator("[data-sheet-sum='']")

    for criterion, points in POINTS.items():
        monika.page.locator(f"[name=points_{criterion}]").fill(points)

    expect(together).to_have_text("23,5")
