"""Points as they are typed: halves, the exact maximum, and nothing that could be read in two ways."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.scoring import (
    UnreadablePoints,
    missing_comments,
    points_shown,
    read_points,
    read_sheet,
    total_of,
)


@dataclass(frozen=True)
class Row:
    """A criterion as far as a sheet asks it."""

    key: str
    maximum: Decimal = Decimal(10)
    weight: Decimal = Decimal(1)
    needs_justification: bool = False


maxima = st.integers(1, 200).map(lambda halves: Decimal(halves) / 2)


@given(maxima, st.data())
def test_every_half_up_to_the_maximum_is_read_with_a_comma_or_a_dot(most, data):
    points = Decimal(data.draw(st.integers(0, int(most * 2)))) / 2

    for written in (f"{points:f}", f"{points:f}".replace(".", ","), f"  {points:.1f} "):
        assert read_points(written, most) == points


@given(maxima, st.integers(1, 100))
def test_half_a_point_over_the_maximum_is_too_much(most, halves):
    with pytest.raises(UnreadablePoints):
        read_points(f"{most + Decimal(halves) / 2:f}", most)


@given(st.integers(0, 999), st.integers(1, 99).filter(lambda cents: cents != 50))
def test_what_is_no_half_is_refused(whole, cents):
    with pytest.raises(UnreadablePoints):
        read_points(f"{whole},{cents:02d}", Decimal(1000))


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "-1",
        "+1",
        "1e1",
        "7,",
        ",5",
        "7 5",
        "7,5,0",
        "siedem",
        "٧",
        "NaN",
        "Infinity",
        "0x7",
    ],
)
def test_what_is_no_number_of_points_gets_a_sentence(written):
    with pytest.raises(UnreadablePoints) as refusal:
        read_points(written, Decimal(10))

    assert "10" in str(refusal.value)


@given(st.text(max_size=6))
def test_nothing_that_is_typed_breaks_the_reader(written):
    read, said = read_sheet({"a": {"points": written}}, [Row("a")])

    assert all(0 <= points <= 10 and not points % Decimal("0.5") for points in read.values())
    assert bool(read) is not bool(said.get("a"))


@given(st.integers(0, 2000).map(lambda halves: Decimal(halves) / 2), st.sampled_from(["pl", "en"]))
def test_points_are_shown_as_they_can_be_typed_again(points, language):
    with translation.override(language):
        assert read_points(points_shown(points), Decimal(1000)) == points


@pytest.mark.parametrize(
    ("points", "pl", "en"),
    [
        (None, "–", "–"),
        (Decimal("7.00"), "7", "7"),
        (Decimal("7.50"), "7,5", "7.5"),
        (Decimal("91.25"), "91,25", "91.25"),
        (Decimal(100), "100", "100"),
        (Decimal("0.333"), "0,33", "0.33"),
    ],
)
def test_points_are_shown_without_needless_zeros(points, pl, en):
    for language, shown in (("pl", pl), ("en", en)):
        with translation.override(language):
            assert points_shown(points) == shown


sheets = st.dictionaries(
    st.sampled_from(["a", "b", "c", "unknown"]),
    st.fixed_dictionaries({"points": st.sampled_from(["", "5", "7,5", "7,3", "99", "x"])}),
)


@given(sheets)
def test_each_criterion_is_either_read_or_spoken_about(sheet):
    criteria = [Row("a"), Row("b"), Row("c")]

    points, problems = read_sheet(sheet, criteria)

    assert points.keys() | problems.keys() == {"a", "b", "c"}
    assert not points.keys() & problems.keys()


@given(st.dictionaries(st.sampled_from("abc"), maxima))
def test_a_running_total_counts_what_is_there_by_its_weight(points):
    criteria = [Row("a"), Row("b", weight=Decimal("1.5")), Row("c", weight=Decimal(0))]
    nothing = Decimal(0)

    expected = points.get("a", nothing) + points.get("b", nothing) * Decimal("1.5")

    assert total_of(points, criteria) == expected


@pytest.mark.parametrize(
    ("comment", "lacks"), [(None, True), ("", True), ("  \n", True), ("Dobry.", False)]
)
def test_a_justification_of_spaces_is_none(comment, lacks):
    sheet = {} if comment is None else {"a": {"points": "5", "comment": comment}}
    criteria = [Row("a", needs_justification=True), Row("b")]

    assert missing_comments(sheet, criteria) == (["a"] if lacks else [])
