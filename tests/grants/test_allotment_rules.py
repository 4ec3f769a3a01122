"""Sharing applications among assessors: no conflict, the load most even, then the most topics in common."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.allotment import propose

PEOPLE = (10, 11, 12, 13)


def loads(result, assessors, load=None):
    counted = Counter(dict.fromkeys(assessors, 0))
    counted.update(load or {})
    for people in result.added.values():
        counted.update(people)
    return counted


def share(free, *, needed, **given):
    """Propose, every application needing the same number."""
    return propose(free, missing=dict.fromkeys(free, needed), **given)


def spread(counted):
    return max(counted.values()) - min(counted.values())


def test_each_application_gets_as_many_assessors_as_it_lacks():
    result = propose({1: [10, 11, 12], 2: [10, 11, 12]}, missing={1: 2, 2: 1})

    assert [len(people) for people in result.added.values()] == [2, 1]


def test_nobody_is_given_what_they_are_not_free_for():
    assert share({1: [10, 11], 2: [11, 12]}, needed=2).added == {1: [10, 11], 2: [11, 12]}


def test_what_somebody_has_already_is_counted():
    assert share({1: [10, 11]}, needed=1, load={10: 4}).added == {1: [11]}


def test_whoever_knows_the_topic_gets_it():
    result = share({1: [10, 11], 2: [10, 11]}, needed=1, common={(1, 11): 1, (2, 10): 2})

    assert result.added == {1: [11], 2: [10]}


def test_topics_never_make_the_load_uneven():
    known = {(key, 10): 5 for key in range(4)}

    assert spread(loads(share({k: [10, 11] for k in range(4)}, needed=1, common=known), [])) == 0


def test_where_too_few_are_free_the_others_are_given_and_the_gap_is_said():
    result = share({1: [10, 11], 2: [10]}, needed=2)

    assert (result.added, result.short) == ({1: [10, 11], 2: [10]}, {2: 1})


def test_nothing_to_share_is_shared_at_once():
    assert (propose({}, missing={}).added, share({1: []}, needed=2).short) == ({}, {1: 2})


def test_conflicts_that_force_an_uneven_load_leave_the_most_even_one():
    free = {key: [10] for key in range(6)} | {6: [10, 11], 7: [11, 12]}

    assert sorted(loads(share(free, needed=1), PEOPLE[:3]).values()) == [1, 1, 6]


def test_a_chain_of_hand_overs_is_found():
    # 10 may only pass work on to 11, and only 11 can pass it to 12.
    free = {1: [10, 11], 2: [10, 11], 3: [11, 12], 4: [11, 12], 5: [10, 11], 6: [10, 11]}

    assert sorted(loads(share(free, needed=1), PEOPLE[:3]).values()) == [2, 2, 2]


@st.composite
def small_cases(draw):
    """Up to four applications and four assessors: who is free, what they have, what they know, how many are asked."""
    free = {
        key: sorted(draw(st.sets(st.sampled_from(PEOPLE), min_size=1)))
        for key in range(draw(st.integers(1, 4)))
    }
    missing = {key: draw(st.integers(0, min(2, len(people)))) for key, people in free.items()}
    load = {one: draw(st.integers(0, 3)) for one in PEOPLE}
    common = {(key, one): draw(st.integers(0, 2)) for key in free for one in free[key]}
    return free, missing, load, common


def evenness(counted):
    return sum(count * count for count in counted.values())


def best_by_trying_all(free, missing, load, common):
    """The least uneven load, and the most topics in common among all sharings as even as that."""
    options = [list(combinations(people, missing[key])) for key, people in free.items()]
    found = []
    for choice in product(*options):
        counted = Counter(load)
        for people in choice:
            counted.update(people)
        known = sum(
            common[key, one] for key, ones in zip(free, choice, strict=True) for one in ones
        )
        found.append((evenness(counted), -known))
    even, known = min(found)
    return even, -known


@given(small_cases())
def test_no_other_sharing_is_more_even_or_matches_more_topics(case):
    free, missing, load, common = case

    result = propose(free, missing=missing, load=load, common=common)

    known = sum(common[key, one] for key, people in result.added.items() for one in people)
    assert (evenness(loads(result, PEOPLE, load)), known) == best_by_trying_all(*case)


@given(small_cases())
def test_everybody_given_is_free_and_given_once(case):
    free, missing, load, common = case

    result = propose(free, missing=missing, load=load, common=common)

    assert all(set(people) <= set(free[key]) for key, people in result.added.items())
    assert {key: len(set(people)) for key, people in result.added.items()} == missing


@given(st.integers(1, 12), st.integers(2, 5), st.randoms(use_true_random=False))
def test_without_conflicts_the_load_differs_by_one_at_most(size, people, chance):
    free = {key: range(people) for key in range(size)}
    common = {(key, one): chance.randint(0, 3) for key in free for one in free[key]}

    assert spread(loads(share(free, needed=2, common=common), range(people))) <= 1


@given(small_cases(), st.randoms(use_true_random=False))
def test_the_same_call_gets_the_same_proposal_in_whatever_order_it_is_read(case, chance):
    free, missing, load, common = case
    mixed = list(free)
    chance.shuffle(mixed)
    again = {key: chance.sample(free[key], len(free[key])) for key in mixed}

    first = propose(free, missing=missing, load=load, common=common)

    assert propose(again, missing=missing, load=load, common=common) == first


@pytest.mark.parametrize("load", [{}, {1: 3, 2: 1}])
def test_four_hundred_places_are_shared_whole(load):
    free = {key: [one for one in range(12) if (key + one) % 7] for key in range(100)}
    common = {(key, one): key % 5 == one % 5 for key in free for one in free[key]}

    result = share(free, needed=4, load=load, common=common)

    assert not result.short
    assert spread(loads(result, range(12), load)) <= 1
