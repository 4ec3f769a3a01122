"""Sharing applications among assessors: no conflict, and the load most even."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.allotment import TooFewAssessors, propose


def loads(result, assessors, load=None):
    counted = Counter(dict.fromkeys(assessors, 0))
    counted.update(load or {})
    for people in result.values():
        counted.update(people)
    return counted


def share(free, *, needed, **given):
    """Propose, every application needing the same number."""
    return propose(free, needed=dict.fromkeys(free, needed), **given)


def test_each_application_gets_as_many_assessors_as_the_call_asks_for():
    result = share({1: [10, 11, 12], 2: [10, 11, 12]}, needed=2)

    assert {len(people) for people in result.values()} == {2}


def test_without_conflicts_the_load_differs_by_one_at_most():
    result = share({key: [10, 11, 12] for key in range(10)}, needed=2)
    spread = loads(result, [10, 11, 12]).values()

    assert max(spread) - min(spread) <= 1


def test_nobody_is_given_what_they_are_not_free_for():
    result = share({1: [10, 11], 2: [11, 12]}, needed=2)

    assert result == {1: [10, 11], 2: [11, 12]}


def test_those_who_already_have_it_stay_and_count():
    result = share({1: [10, 11, 12], 2: [10, 11, 12]}, needed=2, already={1: [10, 11]})

    assert result[1] == []
    assert 12 in result[2]


def test_load_from_elsewhere_is_counted():
    result = share({1: [10, 11]}, needed=1, load={10: 4})

    assert result == {1: [11]}


def test_too_few_without_conflict_names_the_application():
    with pytest.raises(TooFewAssessors) as caught:
        share({1: [10, 11], 2: [10]}, needed=2)

    assert caught.value.application == 2


def test_a_chain_of_hand_overs_is_found():
    # 10 may only pass work on to 11, and only 11 can pass it to 12.
    result = share(
        {1: [10, 11], 2: [10, 11], 3: [11, 12], 4: [11, 12], 5: [10, 11], 6: [10, 11]}, needed=1
    )

    assert sorted(loads(result, [10, 11, 12]).values()) == [2, 2, 2]


@st.composite
def small_cases(draw):
    """Draw up to four applications, each with at least one of four assessors free."""
    free = st.sets(st.sampled_from([10, 11, 12, 13]), min_size=1)
    return {key: sorted(draw(free)) for key in range(draw(st.integers(1, 4)))}


def best_by_trying_all(free, needed):
    options = [list(combinations(people, needed)) for people in free.values()]
    return min(
        sum(count * count for count in Counter(one for chosen in choice for one in chosen).values())
        for choice in product(*options)
    )


@given(small_cases())
def test_no_other_sharing_is_more_even(free):
    result = share(free, needed=1)

    assert sum(count * count for count in loads(result, []).values()) == best_by_trying_all(free, 1)


@given(small_cases())
def test_the_proposal_gives_each_application_different_people(free):
    wide = {key: sorted({*people, 10, 11}) for key, people in free.items()}
    result = share(wide, needed=2)

    assert all(len(set(people)) == 2 for people in result.values())
    assert sum(count * count for count in loads(result, []).values()) == best_by_trying_all(wide, 2)
