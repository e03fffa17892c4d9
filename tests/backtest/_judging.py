"""Forecasts of many invented years, and the figures that judge them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from dashboard.risk.account import project
from dashboard.risk.inputs import Season
from dashboard.risk.ranks import last_in
from dashboard.risk.records import (
    Skill,
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
from dashboard.risk.reliability import Bin, bins, calibration_error
from tests.backtest._years import HEATING, LINE, MONTHS, START, Year, make_year


@dataclass(frozen=True)
class Told:
    """One forecast with what came: arrays by unit of the field."""

    last: NDArray
    was_last: NDArray
    naive: NDArray
    below: NDArray
    was_below: NDArray
    pace: NDArray
    weighted_pace: NDArray
    pit: NDArray


@dataclass(frozen=True)
class Judged:
    """What some hundred years say of the forecasts after one month."""

    years: int
    naive: Skill
    fair: Skill
    logarithmic: Skill
    hits: float
    last_error: float
    last_bins: tuple[Bin, ...]
    below: Skill
    below_weighted: Skill
    below_error: float
    below_bins: tuple[Bin, ...]
    covered: float


def told(units: int, wrong: bool, years: int, month: int, seed: int) -> Iterator[Told]:
    """The forecasts of so many years after a month; the same years for every month."""
    for year in range(years):
        random = default_rng((seed, units, int(wrong), year))
        made = make_year(units, wrong, random)
        season = made.after(month)
        forecast = project(season)
        field = forecast.field
        ends = made.ends[field]
        worse = (ends[None, :] > ends[:, None]).sum(axis=1)
        yield Told(
            forecast.last[field],
            last_in(ends[None, :])[0],
            naive_last(season.balance[field]),
            forecast.below,
            (made.ends < LINE).astype(float),
            _pace(made, season, np.ones(MONTHS)),
            _pace(made, season, np.where(HEATING, 2.0, 1.0)),
            randomised_pit(forecast.places[field], 1 + worse, random.random(len(ends))),
        )


def _pace(made: Year, season: Season, weight: NDArray) -> NDArray:
    passed = season.over @ weight[: season.over.shape[1]]
    return straight_line_below(season.balance, START, LINE, passed, made.present @ weight)


def judge(found: list[Told]) -> Judged:
    """The figures of some forecasts."""
    hits = hit_rate([one.naive for one in found], [one.was_last for one in found])
    expected = float(np.mean([one.was_last.sum() for one in found]))
    fair = [with_hit_rate(one.naive, hits, expected) for one in found]
    mine = [brier(one.last, one.was_last).sum() for one in found]
    last = np.concatenate([one.last for one in found])
    was_last = np.concatenate([one.was_last for one in found])
    below = np.concatenate([one.below for one in found])
    was_below = np.concatenate([one.was_below for one in found])
    return Judged(
        years=len(found),
        naive=skill(mine, [brier(one.naive, one.was_last).sum() for one in found]),
        fair=skill(mine, [brier(f, o.was_last).sum() for f, o in zip(fair, found, strict=True)]),
        logarithmic=skill(
            [log_score(one.last, one.was_last).sum() for one in found],
            [log_score(f, o.was_last).sum() for f, o in zip(fair, found, strict=True)],
        ),
        hits=hits,
        last_error=calibration_error(last, was_last),
        last_bins=bins(last, was_last),
        below=skill(
            [brier(one.below, one.was_below).sum() for one in found],
            [brier(one.pace, one.was_below).sum() for one in found],
        ),
        below_weighted=skill(
            [brier(one.below, one.was_below).sum() for one in found],
            [brier(one.weighted_pace, one.was_below).sum() for one in found],
        ),
        below_error=calibration_error(below, was_below),
        below_bins=bins(below, was_below),
        covered=coverage(np.concatenate([one.pit for one in found])),
    )
