"""What is noted of forecasts of invented years, and how good they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashboard.risk.records import Skill, brier, hit_rate, log_score, skill, with_hit_rate
from dashboard.risk.reliability import bins, calibration_error
from dashboard.risk.scored_audits import Floats

FULL_BIN = 300


@dataclass
class Tally:
    """What is noted of the forecasts made after one number of months."""

    last: list[Floats] = field(default_factory=list)
    was_last: list[Floats] = field(default_factory=list)
    naive: list[Floats] = field(default_factory=list)
    below: list[Floats] = field(default_factory=list)
    was_below: list[Floats] = field(default_factory=list)
    pit: list[Floats] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)


Tallies = dict[int, Tally]


def merged(tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    whole = Tally()
    for tally in tallies:
        for name, noted in vars(tally).items():
            getattr(whole, name).extend(noted)
    return whole


@dataclass(frozen=True)
class Judged:
    """The figures of the forecasts after one number of months."""

    skill: Skill
    against_rate: Skill
    rate: float
    log_gain: float


def judge(tally: Tally) -> Judged:
    """How much better P(last) was than today's last, and than that with its true hit rate."""
    rate = hit_rate(tally.naive, tally.was_last)
    fair = [with_hit_rate(naive, rate) for naive in tally.naive]
    ours = _losses(brier, tally.last, tally.was_last)
    return Judged(
        skill=skill(ours, _losses(brier, tally.naive, tally.was_last)),
        against_rate=skill(ours, _losses(brier, fair, tally.was_last)),
        rate=rate,
        log_gain=float(
            np.mean(_losses(log_score, fair, tally.was_last))
            - np.mean(_losses(log_score, tally.last, tally.was_last))
        ),
    )


def _losses(score: Any, said: list[Floats], came: list[Floats]) -> list[float]:
    return [float(score(one, was).sum()) for one, was in zip(said, came, strict=True)]


def quality_share(tallies: Mapping[Any, Tally]) -> float:
    """The root mean square by which our quality is off, as a share of that of raw means."""
    ours = sum(sum(tally.ours) for tally in tallies.values())
    return float(np.sqrt(ours / sum(sum(tally.raw) for tally in tallies.values())))


def together(tallies: Mapping[Any, Tally], name: str) -> Floats:
    """All forecasts of a kind, over all numbers of months."""
    return np.concatenate([one for tally in tallies.values() for one in getattr(tally, name)])


def farthest_bin(said: Floats, came: Floats) -> float:
    """By how much the worst bin with enough forecasts in it is off."""
    full = [one for one in bins(said, came) if one.number >= FULL_BIN]
    return max((abs(one.said - one.came) for one in full), default=0.0)


def calibration(tallies: Tallies, kind: str) -> float:
    """The expected calibration error of the chances of a kind."""
    return calibration_error(together(tallies, kind), together(tallies, f"was_{kind}"))
