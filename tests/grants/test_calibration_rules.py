"""Calibration: what severe and mild assessors do to the points, beside the mean and never instead of it."""

import random

import pytest

from grants.rules.calibration import calibrate


def marked(severity, *, applications=60, seed=7):
    """Sheets of assessors with the given severities on applications of random worth, and the worths."""
    chance = random.Random(seed)  # noqa: S311 -- a simulation
    worth = {key: 60 + chance.gauss(0, 10) for key in range(applications)}
    sheets = [
        (key, judge, worth[key] + severity[judge] + chance.gauss(0, 4))
        for key in worth
        for judge in chance.sample(sorted(severity), 2)
    ]
    return sheets, worth


def found(worth, points, *, best=20):
    """How many of the truly best are among the best by `points`."""

    def top(of):
        return set(sorted(of, key=lambda key: -of[key])[:best])

    return len(top(worth) & top(points))


def raw(sheets):
    return {
        key: sum(points for one, _, points in sheets if one == key) / 2
        for key in {key for key, *_ in sheets}
    }


def adjusted(sheets):
    return {key: one.value for key, one in calibrate(sheets).adjusted.items()}


def test_a_severe_assessor_is_seen_as_severe_within_the_interval():
    sheets, _worth = marked({1: -8.0, 2: 0.0, 3: 1.0, 4: 7.0})

    severity = calibrate(sheets).severity

    assert severity[1].high < 0 < severity[4].low
    assert severity[1].low < -8 < severity[1].high
    assert severity[1].sheets > 10


def test_with_biased_assessors_more_of_the_best_are_found_than_by_the_mean():
    calls = [
        marked({judge: (-1) ** judge * 9.0 for judge in range(8)}, seed=seed) for seed in range(8)
    ]

    by_mean = sum(found(worth, raw(sheets)) for sheets, worth in calls)
    calibrated = sum(found(worth, adjusted(sheets)) for sheets, worth in calls)

    assert calibrated > by_mean


def test_without_bias_the_points_hardly_move():
    sheets, _worth = marked(dict.fromkeys(range(8), 0.0))

    mean, after = raw(sheets), adjusted(sheets)

    centre = sum(mean.values()) / len(mean)
    shrunk = [abs((mean[key] - centre) - (after[key] - centre)) for key in mean]
    assert sum(shrunk) / len(shrunk) < 2


def test_the_order_of_reading_changes_nothing():
    sheets, _worth = marked({1: -3.0, 2: 0.0, 3: 4.0})

    assert calibrate(reversed(sheets)) == calibrate(sheets)


def test_an_assessor_with_one_sheet_is_drawn_towards_the_others():
    sheets, _worth = marked({1: 0.0, 2: 0.0, 3: 0.0})
    lonely = [*sheets, (0, 9, 20.0)]

    estimate = calibrate(lonely).severity[9]

    assert estimate.sheets == 1
    assert estimate.high - estimate.low > 0


def test_nothing_is_said_where_nobody_shares_an_application():
    assert calibrate([(1, 1, 50.0), (2, 2, 60.0)]) is None
    assert calibrate([(1, 1, 50.0), (2, 1, 60.0)]) is None
    assert calibrate([]) is None


def test_too_few_sheets_say_nothing_rather_than_something_narrow():
    assert calibrate([(1, 1, 50.0), (1, 2, 60.0), (2, 1, 55.0), (2, 2, 66.0)]) is None


@pytest.mark.parametrize(("applications", "judges"), [(10, 4), (20, 5), (60, 8)])
def test_the_intervals_keep_what_they_promise(applications, judges):
    held = total = 0
    for seed in range(40):
        chance = random.Random(seed)  # noqa: S311 -- a simulation
        severity = {judge: chance.gauss(0, 3) for judge in range(judges)}
        centre = sum(severity.values()) / judges
        sheets, _worth = marked(severity, applications=applications, seed=seed)
        for judge, one in calibrate(sheets).severity.items():
            held += one.low <= severity[judge] - centre <= one.high
            total += 1

    assert held / total > 0.9


def test_equal_points_everywhere_do_not_break_the_arithmetic():
    result = calibrate([(key, judge, 50.0) for key in range(6) for judge in (1, 2)])

    assert abs(result.adjusted[1].value - 50) < 0.01
