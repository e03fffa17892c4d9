"""The projection of accounts: exact where it can be counted, whole at every edge, and it learns."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.risk import compound
from dashboard.risk.account import Forecast, project
from dashboard.risk.balances import LEVELS
from dashboard.risk.compound import ToCome, chances
from dashboard.risk.dispersion import dispersion
from dashboard.risk.draws import draw
from dashboard.risk.fan import fan
from dashboard.risk.inputs import BadInput, Past, Prior, Season
from dashboard.risk.last_place import Ends, lasts
from dashboard.risk.ranks import Ties, chance_of_last, last_in
from dashboard.risk.seasons import weigh
from dashboard.risk.sizes import Sizes, sizes, step_of
from dashboard.risk.special import log_gamma
from tests.backtest._judging import judge, told
from tests.backtest._simulation import simulate
from tests.backtest._years import HEATING, MONTHS, POINTS, SHARES, make_year

CODES = 3
PLAIN = np.array([1.0, 2.0, 5.0])


def season(
    events: np.ndarray, months: int, ties: Ties = Ties.SHARED, past: Past | None = None
) -> Season:
    """A season of twelve months of one length, of which some are over."""
    units = len(events)
    return Season(
        events=events[:, :months],
        points=PLAIN,
        over=np.ones((units, months)),
        ahead=np.ones((units, MONTHS - months)),
        heating=HEATING,
        balance=100 - events[:, :months].sum(axis=1) @ PLAIN,
        past=past,
        ties=ties,
    )


def some_events(units: int, seed: int, mean: float = 0.4) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, (units, MONTHS, CODES))


def some_ends(random: np.random.Generator, units: int, nodes: int, steps: int) -> Ends:
    return Ends(
        random.dirichlet(np.ones(steps), size=(nodes, units)),
        random.dirichlet(np.ones(nodes)),
        random.integers(0, 4, units),
    )


def by_counting(ends: Ends, ties: Ties, spared: int = 0, unit: int | None = None) -> np.ndarray:
    """P(last) by going through every way in which the units can end."""
    units, steps = ends.chances.shape[1:]
    ways = np.array(list(itertools.product(range(steps), repeat=units)))
    lost = ways + ends.taken
    if unit is not None:
        lost[:, unit] -= spared
    each = np.prod(ends.chances[:, np.arange(units), ways], axis=2)
    return ends.weights @ each @ last_in(-lost, ties)


@pytest.mark.parametrize("ties", Ties)
@given(st.integers(0, 10**6))
@settings(max_examples=15)
def test_the_last_place_is_exactly_what_counting_every_end_says(ties: Ties, seed: int) -> None:
    ends = some_ends(np.random.default_rng(seed), units=3, nodes=2, steps=4)
    found = lasts(ends, ties)
    assert found.chance() == pytest.approx(by_counting(ends, ties), abs=1e-9)
    for spared in (1, 3, 9):
        one = [by_counting(ends, ties, spared, unit)[unit] for unit in range(3)]
        assert found.chance(spared) == pytest.approx(one, abs=1e-9)


@pytest.mark.parametrize("ties", Ties)
def test_one_that_is_far_behind_all_others_costs_no_room(ties: Ties) -> None:
    near = some_ends(np.random.default_rng(6), units=3, nodes=2, steps=4)
    ends = replace(near, taken=near.taken + np.array([0, 100_000, 0]))
    found = lasts(ends, ties)
    assert found.others.shape[2] < 10
    assert found.chance() == pytest.approx(by_counting(ends, ties), abs=1e-9)
    assert found.if_no_more() == pytest.approx([0, 1, 0], abs=1e-9)
    spared = [by_counting(ends, ties, 99_999, unit)[unit] for unit in range(3)]
    assert found.chance(99_999) == pytest.approx(spared, abs=1e-9)


def test_staying_as_one_is_is_an_end_with_nothing_to_come() -> None:
    ends = some_ends(np.random.default_rng(4), units=3, nodes=2, steps=4)
    for unit in range(3):
        still = ends.chances.copy()
        still[:, unit] = np.eye(4)[0]
        exact = by_counting(replace(ends, chances=still), Ties.SHARED)[unit]
        assert lasts(ends).if_no_more()[unit] == pytest.approx(exact, abs=1e-9)


def test_what_is_to_come_is_negative_binomial_where_events_come_singly() -> None:
    ones = Sizes(1.0, np.array([1]), np.ones((1, 1)), np.zeros(1))
    come = ToCome(
        shape=np.array([[3.0]]),
        rate=np.array([[2.0]]),
        chance=np.ones(1),
        sizes=ones,
        ahead=np.array([4.0]),
        phi=1.0,
        shared=0.0,
    )
    found, weights = chances(come)
    lost = np.arange(12)
    exact = [
        math.exp(math.lgamma(3 + k) - math.lgamma(3) - math.lgamma(k + 1))
        * (1 / 3) ** 3
        * (2 / 3) ** k
        for k in lost
    ]
    assert weights.tolist() == [1.0]
    assert found[0, 0, :12] == pytest.approx(exact, abs=1e-4)


def test_bursts_weather_and_sizes_add_their_variance_to_what_is_to_come() -> None:
    two = Sizes(1.0, np.array([1, 5]), np.array([[0.8, 0.2]]), np.zeros(1))
    come = ToCome(
        shape=np.array([[6.0]]),
        rate=np.array([[1.5]]),
        chance=np.ones(1),
        sizes=two,
        ahead=np.array([1.0]),
        phi=2.0,
        shared=0.3,
    )
    found, weights = chances(come)
    lost = np.arange(found.shape[2])
    mixed = weights @ found[:, 0]
    mean = mixed @ lost
    number, size, square = 4.0, 1.8, 5.8
    common = math.exp(0.3**2)
    events = 2.0 * number + number**2 * ((1 + 1 / 6) * common - 1)
    assert mean == pytest.approx(number * size, rel=1e-3)
    variance = number * (square - size**2) + events * size**2
    assert mixed @ lost**2 - mean**2 == pytest.approx(variance, rel=5e-3)


@pytest.mark.parametrize(("wrong", "months"), [(False, 3), (True, 6)])
def test_the_exact_last_place_is_what_sixty_thousand_simulations_say(
    wrong: bool, months: int
) -> None:
    random = np.random.default_rng((17, months))
    known = make_year(10, wrong, random).after(months)
    field = known.field
    diced = simulate(known, 60_000, random)
    found = project(known)
    assert found.last[field] == pytest.approx(chance_of_last(diced[:, field]), abs=0.01)
    assert found.below == pytest.approx((diced < known.line).mean(axis=0), abs=0.02)


def test_one_is_last_where_a_shared_last_place_is_counted_in_parts() -> None:
    for units in (2, 7, 40):
        events = some_events(units, units)
        assert project(season(events, 5, Ties.SPLIT)).last.sum() == pytest.approx(1, abs=1e-9)
        assert project(season(events, 5, Ties.ORDER)).last.sum() == pytest.approx(1, abs=1e-9)
        assert project(season(events, 5, Ties.SHARED)).last.sum() >= 1 - 1e-9


def test_draws_agree_with_the_exact_last_place_and_its_margins() -> None:
    random = np.random.default_rng(9)
    ends = replace(some_ends(random, units=8, nodes=6, steps=30), groups=2)
    lost = draw(ends)
    assert lost.shape == (10_000, 8)
    assert chance_of_last(-lost) == pytest.approx(lasts(ends).chance(), abs=0.02)
    mean = (ends.mixed @ np.arange(30)) + ends.taken
    assert lost.mean(axis=0) == pytest.approx(mean, abs=0.02)
    assert (draw(ends) == lost).all()


def test_a_settled_season_is_sure() -> None:
    events = np.zeros((4, MONTHS, CODES), int)
    events[1, 3, 2] = 5
    events[2, 4, 2] = 5
    events[3, 4, 0] = 20
    found = project(season(events, MONTHS))
    assert found.settled
    assert found.last.tolist() == [0, 1, 1, 0]
    assert found.below.tolist() == [0, 1, 1, 0]
    assert found.best.tolist() == found.worst.tolist() == [1, 3, 3, 2]
    assert found.balance.tolist() == [[one] * len(LEVELS) for one in (100, 75, 75, 80)]
    split = project(season(events, MONTHS, Ties.SPLIT))
    assert split.last == pytest.approx([0, 0.5, 0.5, 0])
    assert project(season(events, MONTHS, Ties.ORDER)).last.tolist() == [0, 0, 1, 0]


def test_one_unit_has_no_last_place_but_a_line() -> None:
    found = project(season(some_events(1, 2, mean=1.0), 6))
    assert np.isnan(found.last).all()
    assert found.below[0] > 0.5
    assert found.rankable is None
    assert (found.best.tolist(), found.worst.tolist()) == ([1], [1])
    assert np.isnan(found.drivers.last_if_no_more).all()


def test_without_units_there_is_an_empty_forecast() -> None:
    found = project(season(np.zeros((0, MONTHS, CODES)), 6))
    assert found.last.shape == found.below.shape == (0,)
    assert found.places.shape == (0, 0)


def test_before_the_first_day_nobody_can_be_last_unless_the_last_season_is_known() -> None:
    events = np.zeros((3, MONTHS, CODES), int)
    found = project(season(events, 0))
    assert np.isnan(found.last).all()
    assert found.best.tolist() == [0, 0, 0]
    assert found.below == pytest.approx(found.below[0])
    past = Past(np.array([[2, 0, 0], [2, 0, 0], [20, 3, 1]]), np.tile([7.0, 5.0], (3, 1)))
    told_of = project(season(events, 0, past=past))
    assert told_of.last.argmax() == 2
    assert told_of.last[0] == pytest.approx(told_of.last[1])


def test_a_unit_that_was_not_there_is_not_rated_and_one_that_came_late_is_marked() -> None:
    events = some_events(4, 6)
    events[3] = 0
    known = season(events, 4)
    known.over[3] = 0
    found = project(known)
    assert np.isnan(found.last[3])
    assert (found.best[3], found.worst[3]) == (0, 0)
    assert found.worst[:3].max() <= 3
    assert 0 < found.below[3] < 1
    assert found.comparable.tolist() == [True, True, True, False]
    known.over[3, 2:] = 1
    late = project(known)
    assert not np.isnan(late.last[3])
    assert late.comparable.tolist() == [True, True, True, False]


def test_equal_units_have_equal_chances_and_cannot_be_told_apart() -> None:
    events = np.zeros((12, MONTHS, CODES), int)
    events[:, ::2, 0] = 1
    found = project(season(events, 6))
    assert found.last == pytest.approx(found.last[0], abs=1e-9)
    assert found.rankable is not None
    assert found.rankable < 0.5
    assert (found.worst - found.best).min() >= 8


def test_who_loses_more_is_likelier_to_be_last_and_names_do_not_matter() -> None:
    events = some_events(6, 12)
    events[2, :4, 1] += 4
    first = project(season(events, 6))
    assert first.last.argmax() == 2
    order = np.array([3, 1, 0, 5, 4, 2])
    other = project(season(events[order], 6))
    assert other.last == pytest.approx(first.last[order], abs=1e-9)
    assert other.below == pytest.approx(first.below[order], abs=1e-9)


def test_the_same_season_gives_the_same_digits() -> None:
    one, other = (project(season(some_events(9, 3), 5)) for _ in range(2))
    assert (one.last == other.last).all()
    assert (one.places == other.places).all()


@pytest.mark.parametrize(("units", "mean", "months"), [(9, 0.4, 5), (12, 0.4, 0), (10, 3.0, 1)])
def test_a_longer_lattice_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, units: int, mean: float, months: int
) -> None:
    known = season(some_events(units, 7, mean), months)
    short = project(known)
    steps = chances(short.outlook.come)[0].shape[2]
    monkeypatch.setattr(compound, "LONGEST", 1 << 14)
    long = project(known)
    assert (steps < chances(long.outlook.come)[0].shape[2]) is (months < 2)
    for one, other in ((short.last, long.last), (short.below, long.below)):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5)
    assert (short.balance == long.balance).all()


def test_a_deduction_less_never_raises_the_risk_and_only_what_happened_can_be_spared() -> None:
    events = some_events(6, 21)
    events[:, :, 2] = 0
    events[4, 2, 2] = 3
    found = project(season(events, 7))
    held = found.drivers
    happened = events[:, :7].sum(axis=1) > 0
    assert (np.isnan(held.last_with_one_less) == ~happened).all()
    assert (np.isnan(held.below_without) == ~happened).all()
    for less, all_less, base in (
        (held.last_with_one_less, held.last_without, found.last),
        (held.below_with_one_less, held.below_without, found.below),
    ):
        assert (np.nan_to_num(less) <= base[:, None] + 1e-9).all()
        assert (np.nan_to_num(all_less) <= np.nan_to_num(less) + 1e-9).all()
    assert (held.last_if_no_more <= found.last + 1e-9).all()


def test_the_fan_begins_with_today_and_ends_with_the_forecast() -> None:
    known = season(some_events(5, 30), 4)
    found = project(known)
    opened = fan(found, 2, known.start)
    assert opened.shape == (MONTHS - 4 + 1, len(LEVELS))
    assert (opened[0] == known.balance[2]).all()
    assert opened[-1] == pytest.approx(found.balance[2], abs=1)
    assert (np.diff(opened, axis=0) <= 0).all()
    assert (np.diff(opened, axis=1) >= 0).all()
    settled = season(some_events(5, 30), MONTHS)
    assert fan(project(settled), 0, 100.0).tolist() == [[settled.balance[0]] * len(LEVELS)]


def test_points_may_be_halves_and_balances_below_zero() -> None:
    events = some_events(4, 8, mean=3.0)
    whole = season(events, 6)
    half = replace(
        whole,
        points=whole.points / 2,
        balance=50 - (100 - whole.balance) / 2,
        start=50.0,
        line=40.0,
    )
    assert (whole.balance < 0).any()
    assert project(half).last == pytest.approx(project(whole).last, abs=1e-9)
    assert project(half).below == pytest.approx(project(whole).below, abs=1e-9)
    assert project(half).outlook.come.sizes.step == 0.5
    assert [step_of(np.array(one)) for one in ([1, 2], [2, 4], [0.25, 1], [10])] == [1, 2, 0.25, 10]


def test_large_deductions_that_never_happened_are_possible_but_hardly_weigh() -> None:
    events = np.zeros((10, 3, 13), dtype=np.int64)
    events[:, :, 0] = 1
    points = np.array([1.0] + 12 * [10.0])
    known = replace(season(np.zeros((10, MONTHS, CODES)), 3), events=events, points=points)
    found = sizes(known, Prior(), 1.0)
    assert (found.chance > 0).all()
    assert found.mean == pytest.approx(1, rel=0.3)


def test_clusters_and_heating_are_learned_from_what_happened() -> None:
    random = np.random.default_rng(40)
    singly = random.poisson(1.0, (60, MONTHS, CODES))
    bursts = 3 * random.poisson(1 / 3, (60, MONTHS, CODES))
    assert dispersion(season(singly, 9), Prior()) == pytest.approx(1, abs=0.2)
    assert dispersion(season(bursts, 9), Prior()) == pytest.approx(3, abs=0.6)
    assert dispersion(season(singly, 0), Prior()) == 1
    warm = random.poisson(np.where(HEATING, 1.5, 0.5)[None, :, None], (60, MONTHS, CODES))
    known = season(warm, 9)
    assert weigh(known, Prior(), 1.0).heating == pytest.approx(3, rel=0.15)
    assert weigh(season(warm, 0), Prior(), 1.0).heating == pytest.approx(2, rel=1e-6)


def test_the_gamma_function_is_that_of_the_standard_library() -> None:
    values = np.array([1e-3, 0.1, 0.5, 1, 1.5, 2, 7.9, 40, 1234.5])
    assert log_gamma(values) == pytest.approx(
        [math.lgamma(one) for one in values], rel=1e-10, abs=1e-10
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"events": np.zeros((3, 2, CODES))}, "events has the shape"),
        ({"over": -np.ones((2, 4))}, "over: no value may be below 0"),
        ({"ahead": np.full((2, 8), np.nan)}, "ahead: no value may be below 0"),
        ({"points": np.array([1.0, 0.0, 2.0])}, "points: at least one code"),
        ({"heating": np.ones(3, bool)}, "heating has the shape"),
    ],
)
def test_arrays_that_do_not_fit_are_refused_by_name(change: dict, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        replace(season(some_events(2, 1), 4), **change)


def test_points_finer_than_hundredths_are_refused() -> None:
    with pytest.raises(BadInput, match="hundredths"):
        step_of(np.array([1 / 3]))


@given(
    units=st.integers(1, 6),
    months=st.integers(0, MONTHS),
    mean=st.sampled_from([0.0, 0.02, 0.5, 6.0]),
    seed=st.integers(0, 10**6),
    has_past=st.booleans(),
    ties=st.sampled_from(Ties),
)
@settings(max_examples=25, deadline=None)
def test_at_every_edge_the_chances_are_chances(
    *, units: int, months: int, mean: float, seed: int, has_past: bool, ties: Ties
) -> None:
    random = np.random.default_rng(seed)
    events = random.poisson(mean, (units, MONTHS, CODES))
    present = (random.random((units, MONTHS)) < random.choice([0.0, 0.5, 1.0], (units, 1))) * 1.0
    events = events * present[:, :, None].astype(int)
    past = Past(random.poisson(mean * 12, (units, CODES)), np.tile([7.0, 5.0], (units, 1)))
    known = season(events, months, ties, past if has_past else None)
    known.over[:] = present[:, :months]
    known.ahead[:] = present[:, months:]
    whole(project(known, draws=500), known)


def whole(found: Forecast, known: Season) -> None:
    """Nothing is missing that should be there, and every chance is one."""
    rated = known.field if known.field.sum() > 1 else np.zeros(known.units, bool)
    assert (np.isnan(found.last) == ~rated).all()
    for chance in (found.last[rated], found.below, found.places[known.field]):
        assert ((chance >= 0) & (chance <= 1)).all()
    assert found.places[known.field].sum(axis=1) == pytest.approx(1)
    assert (found.balance <= known.balance[:, None]).all()
    assert (np.diff(found.balance, axis=1) >= 0).all()
    assert (found.best[known.field] >= 1).all()
    assert (found.worst <= known.field.sum()).all()


def test_forecasts_of_some_invented_years_are_better_than_today_s_last() -> None:
    one = judge(list(told(12, False, 20, 6, seed=1)))
    assert one.naive.value > 0.1
    assert one.below.value > 0.1
    assert one.last_error < 0.1
    assert one.below_error < 0.12
    assert 0.8 < one.covered < 0.98


def test_invented_years_are_what_they_say() -> None:
    assert SHARES.sum() == pytest.approx(1)
    made = make_year(50, False, np.random.default_rng(2))
    known = made.after(6)
    assert (known.balance == 100 - made.events[:, :6].sum(axis=1) @ POINTS).all()
    assert (made.after(MONTHS).balance == made.ends).all()
    assert (made.events[made.present == 0] == 0).all()
