"""The quiet pictures: two equal wheels, one filled and one open, on one line."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cms.illustration import SCHEMES, picture_of


@given(st.text())
def test_same_seed_draws_the_same_picture(seed):
    assert picture_of(seed) == picture_of(seed)


@given(st.text())
def test_wheels_come_in_equal_pairs_that_stand_on_their_line(seed):
    picture = picture_of(seed)
    pairs = list(pairwise(picture.circles))[::2]

    assert 1 <= picture.scheme <= SCHEMES
    for (left, right), line in zip(pairs, picture.lines, strict=True):
        assert left.r == right.r
        assert left.filled != right.filled
        assert abs(left.y + left.r + left.stroke / 2 - line.y) <= 1
