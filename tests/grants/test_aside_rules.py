"""Two rankings side by side: every application once, and a sheet taken out changes nobody else's points."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.aside import shifts, without_sheet
from grants.rules.merit import Card, Measure
from grants.rules.ranking import Candidate, Terms, rank

TERMS = Terms(
    pool=Decimal(10_000), card=Card((Measure("idea", Decimal(10)),), threshold=Decimal(4))
)
SHEETS = st.lists(
    st.integers(0, 20).map(lambda half: {"idea": Decimal(half) / 2}), min_size=1, max_size=3
)


@st.composite
def calls(draw):
    """Candidates with one to three sheets each."""
    rows = draw(st.lists(SHEETS, min_size=1, max_size=6))
    return [
        Candidate(
            key=key,
            number=key,
            requested=Decimal(3_000),
            submitted_at=datetime(2026, 5, key, tzinfo=UTC),
            sheets=tuple(sheets),
        )
        for key, sheets in enumerate(rows, start=1)
    ]


@given(calls())
def test_a_ranking_beside_itself_shows_no_change(candidates):
    rows = rank(candidates, TERMS)

    assert not any(one.is_one for one in shifts(rows, rows))


@given(calls(), st.data())
def test_every_application_stands_once_and_only_one_gets_other_points(candidates, data):
    chosen = data.draw(st.sampled_from(candidates))
    sheet = data.draw(st.sampled_from(chosen.sheets))
    before = rank(candidates, TERMS)
    after = rank(without_sheet(candidates, chosen.key, sheet), TERMS)

    found = shifts(before, after)

    assert sorted(one.key for one in found) == [one.key for one in candidates]
    others = [one for one in found if one.key != chosen.key]
    assert all(one.before.points == one.after.points for one in others)
    gone = next(one for one in found if one.key == chosen.key)
    assert (gone.after is None) == (len(chosen.sheets) == 1)


@given(calls(), st.data())
def test_putting_the_sheet_back_gives_the_same_ranking(candidates, data):
    chosen = data.draw(st.sampled_from(candidates))
    sheet = data.draw(st.sampled_from(chosen.sheets))
    left = without_sheet(candidates, chosen.key, sheet)
    sheets = [one.sheets for one in left if one.key == chosen.key]
    back = Candidate(
        chosen.key,
        chosen.number,
        chosen.requested,
        chosen.submitted_at,
        (*(sheets[0] if sheets else ()), sheet),
    )
    again = [one for one in left if one.key != chosen.key] + [back]

    assert not any(one.is_one for one in shifts(rank(candidates, TERMS), rank(again, TERMS)))
