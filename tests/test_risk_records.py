"""Places in drawn year ends, whether units can be told apart, and how forecasts are scored."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dashboard.risk.rankability import rankability, told_apart
from dashboard.risk.ranks import (
    Ties,
    chance_of_last,
    chance_of_places,
    last_in,
    likely_places,
)
from dashboard.risk.records import (
    brier,
    coverage,
    hit_rate,
    log_score,
    naive_last,
    randomised_pit,
    skill,
    straight_line_below,
    with_hit_rate,
)
from dashboard.risk.reliability import bins, calibration_error, corp, isotonic

DRAWS = arrays.arrays(
    np.int64,
    st.tuples(st.integers(1, 8), st.integers(2, 7)),
    elements=st.integers(-4, 4),
)


@given(DRAWS)
def test_places_count_who_is_better_and_ties_share_theirs(values: np.ndarray) -> None:
    draws, units = values.shape
    places = (values[:, None, :] > values[:, :, None]).sum(axis=2)
    expected = np.stack(
        [np.bincount(places[:, unit], minlength=units) / draws for unit in range(units)]
    )
    assert chance_of_places(values) == pytest.approx(expected)
    assert chance_of_places(values.astype(float)) == pytest.approx(expected)
    assert chance_of_places(values * 10**8) == pytest.approx(expected)


@given(DRAWS)
def test_who_is_last_follows_the_rule_for_ties(values: np.ndarray) -> None:
    worst = values.min(axis=1, keepdims=True)
    assert (last_in(values) == (values == worst)).all()
    assert chance_of_last(values, Ties.SPLIT).sum() == pytest.approx(1)
    assert chance_of_last(values, Ties.ORDER).sum() == pytest.approx(1)
    latest = [int(np.flatnonzero(row == row.min())[-1]) for row in values]
    assert last_in(values, Ties.ORDER).argmax(axis=1).tolist() == latest


def test_nobody_is_last_alone_or_without_draws() -> None:
    assert np.isnan(chance_of_last(np.zeros((5, 1)))).all()
    assert np.isnan(chance_of_last(np.zeros((0, 3)))).all()
    assert chance_of_last(np.zeros((5, 0))).shape == (0,)
    assert np.isnan(chance_of_places(np.zeros((0, 3)))).all()
    assert [part.tolist() for part in likely_places(np.full((2, 2), np.nan))] == [[0, 0], [0, 0]]


def test_likely_places_leave_five_hundredths_on_either_side() -> None:
    chances = np.array([[0.04, 0.01, 0.9, 0.05], [0.0, 0.0, 0.0, 1.0], [0.06, 0.88, 0.06, 0.0]])
    best, worst = likely_places(chances)
    assert best.tolist() == [3, 4, 1]
    assert worst.tolist() == [3, 4, 3]


def test_rankability_is_the_share_of_real_differences() -> None:
    assert rankability(3.0, [1.0, 1.0, 7.0]) == pytest.approx(0.75)
    assert rankability(0.0, [1.0, 2.0]) == 0
    assert rankability(1.0, [1.0]) is None
    assert rankability(0.0, [0.0, 0.0]) is None
    assert told_apart(0.5)
    assert not told_apart(0.49)
    assert not told_apart(None)


def test_a_forecast_is_scored_by_its_square_and_by_its_logarithm() -> None:
    chance, happened = np.array([0.3, 0.3, 0.0]), np.array([1, 0, 1])
    assert brier(chance, happened) == pytest.approx([0.49, 0.09, 1])
    assert log_score(chance, happened) == pytest.approx(-np.log([0.3, 0.7, 1e-4]))


def test_skill_is_what_is_less_wrong_than_the_reference_with_the_error_of_years() -> None:
    found = skill([1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 2.0])
    assert (found.value, found.error) == (0.5, 0.0)
    assert found.is_sure
    assert not skill([1.0, 3.0], [2.0, 2.0]).is_sure
    assert np.isnan(skill([1.0], [0.0]).value)
    random = np.random.default_rng(3)
    reference = random.gamma(2, size=(500, 400))
    found = skill(0.7 * reference[0] + random.gamma(1, 0.3, 400), reference[0])
    many = [1 - (0.7 * r + random.gamma(1, 0.3, 400)).sum() / r.sum() for r in reference]
    assert found.error == pytest.approx(np.std(many), rel=0.2)


def test_the_naive_forecast_says_today_s_last_and_knows_how_often_it_was_right() -> None:
    naive = naive_last(np.array([90.0, 70.0, 80.0, 70.0]))
    assert naive.tolist() == [0, 1, 0, 1]
    came = [np.array([0, 1, 0, 0]), np.array([1, 0, 0, 0])]
    said = [np.array([0, 1.0, 0, 0]), np.array([0, 0, 1.0, 0])]
    assert hit_rate(said, came) == 0.5
    assert hit_rate([], []) == 0
    assert with_hit_rate(said[0], 0.4) == pytest.approx([0.2, 0.4, 0.2, 0.2])
    assert with_hit_rate(np.ones(2), 0.5) == pytest.approx([0.5, 0.5])


def test_the_straight_line_goes_on_as_so_far() -> None:
    balance = np.array([95.0, 94.9, 100.0])
    assert straight_line_below(balance, 100, 80, 0.25, 1.0).tolist() == [0, 1, 0]
    assert straight_line_below(np.array([100.0]), 100, 80, 0.0, 1.0).tolist() == [0]


def test_places_drawn_from_their_own_forecast_are_covered_as_they_should_be() -> None:
    random = np.random.default_rng(5)
    places = random.dirichlet(np.full(6, 0.5), size=20_000)
    came = 1 + (random.random((20_000, 1)) > np.cumsum(places, axis=1)).sum(axis=1)
    pit = randomised_pit(places, np.minimum(came, 6), random.random(20_000))
    assert coverage(pit) == pytest.approx(0.9, abs=0.01)
    assert np.histogram(pit, 10, (0, 1))[0] == pytest.approx(2000, abs=200)
    assert np.isnan(coverage(np.zeros(0)))


def test_bins_say_what_was_said_and_how_often_it_came() -> None:
    chance = np.array([0.05, 0.07, 0.35, 1.0, np.nan])
    found = bins(chance, np.array([0, 1, 0, 1, 1]))
    assert [(round(b.said, 2), b.came, b.number) for b in found] == [
        (0.06, 0.5, 2),
        (0.35, 0.0, 1),
        (1.0, 1.0, 1),
    ]
    assert calibration_error(chance, np.array([0, 1, 0, 1, 1])) == pytest.approx(
        (2 * 0.44 + 0.35) / 4
    )
    assert np.isnan(calibration_error(np.zeros(0), np.zeros(0)))


@given(arrays.arrays(float, st.integers(1, 30), elements=st.floats(-5, 5)))
def test_the_isotonic_curve_never_falls_and_is_the_nearest(values: np.ndarray) -> None:
    fitted = isotonic(values)
    assert (np.diff(fitted) >= -1e-12).all()
    size = len(values)
    # The minimum over later ends of the maximum over earlier beginnings is the known solution.
    exact = [
        min(max(values[a : b + 1].mean() for a in range(k + 1)) for b in range(k, size))
        for k in range(size)
    ]
    assert fitted == pytest.approx(exact, abs=1e-9)


def test_the_parts_of_the_brier_score_add_up_to_it() -> None:
    random = np.random.default_rng(8)
    chance = random.integers(0, 11, 5000) / 10
    happened = random.random(5000) < chance
    found = corp(chance, happened)
    whole = found.miscalibration - found.discrimination + found.uncertainty
    assert found.brier == pytest.approx(whole)
    assert found.brier == pytest.approx(((chance - happened) ** 2).mean())
    assert 0 <= found.miscalibration < 0.002
    assert (np.diff(found.came) >= -1e-12).all()
    assert np.isnan(corp(np.zeros(0), np.zeros(0)).brier)
