"""What each kind of rule makes of a column of answers, equal to the exact rules to the digit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from checklists.columnar_answers import UNIT, Answers, Flags, Units, numbers, places, units
from checklists.rules import (
    Discretionary,
    Figures,
    OutageBands,
    Parts,
    PassFail,
    PerOccurrence,
    Proportional,
    Rule,
    TargetRate,
    TargetRateMax,
    TargetValueMax,
    Tiers,
)
from checklists.rules.listed import Bonus, Demerit
from checklists.rules.measured import Target


def judge(rule: Rule, answers: Answers, figures: Figures) -> tuple[Flags, Units]:
    """Whether each answer counts, and the points left in units."""
    points = units(rule.available)
    lost, applicable = _LOSSES[type(rule)](rule, answers, figures)
    met = answers.verdict("met")
    counts = ~answers.verdict("not_applicable") & (met | applicable)
    return counts, points - np.where(met, 0, lost)


Loss = tuple[Units, Flags | bool]


def _occurrences(rule: PerOccurrence, answers: Answers, figures: Figures) -> Loss:
    lost = answers.whole("count") * units(rule.deduct)
    most = np.full(len(answers), units(rule.points))
    if rule.severe is not None:
        serious = answers.whole("severe")
        lost = lost + serious * units(rule.severe)
        most = np.where(serious > 0, np.maximum(most, units(rule.severe)), most)
    return np.minimum(lost, most), True


def _failed(rule: PassFail, answers: Answers, figures: Figures) -> Loss:
    return np.full(len(answers), units(min(rule.deduct, rule.points)), dtype=np.int64), True


def _judged(rule: Discretionary, answers: Answers, figures: Figures) -> Loss:
    return answers.units("deduction"), True


def _parts(rule: Parts, answers: Answers, figures: Figures) -> Loss:
    worth = {part.code: units(part.points) for part in rule.parts}
    codes, values = pa.array(list(worth)), np.array(list(worth.values()), dtype=np.int64)
    return answers.sums("parts", None, lambda p: values[places(p, codes)]), True


def _target(rule: Target, answers: Answers, figures: Figures) -> Loss:
    value = isinstance(rule, TargetValueMax)
    numerator = answers.units("numerator") if value else 100 * UNIT * _whole(answers, "numerator")
    denominator = _whole(answers, "denominator")
    applicable = denominator > 0
    safe = np.where(applicable, denominator, 1)
    gap = numerator - units(rule.target) * safe
    beyond = np.maximum(-gap if isinstance(rule, TargetRate) else gap, 0)
    step, deduct, points = units(rule.step), units(rule.deduct), units(rule.points)
    # Beyond so many steps the points are used up; the cut keeps products within 64 bits.
    enough = -(-points // deduct)
    beyond = np.minimum(beyond, enough * step * safe)
    if rule.rounding(figures) == "proportional":
        lost = (2 * deduct * beyond + step * safe) // (2 * step * safe)
    elif rule.rounding(figures) == "started":
        lost = deduct * -(-beyond // (step * safe))
    else:
        lost = deduct * (beyond // (step * safe))
    return np.minimum(lost, points), applicable


def _tiers(rule: Tiers, answers: Answers, figures: Figures) -> Loss:
    actual, mean = answers.units("actual"), answers.units("mean")
    gap = mean - actual if rule.compare == "percent_below" else actual - mean
    reached = np.full(len(answers), units(rule.otherwise))
    for bound, tier in reversed(list(zip(rule.bounds(), rule.tiers, strict=True))):
        limit = units(bound)
        hit = gap * 100 * UNIT >= limit * mean if rule.rising else gap <= limit
        reached = np.where(hit, units(tier.points), reached)
    if rule.override is not None:
        reached = np.where(answers.flag("override"), units(rule.override.points), reached)
    return units(rule.points) - reached, True


def _outages(rule: OutageBands, answers: Answers, figures: Figures) -> Loss:
    ends = np.array([band.up_to for band in rule.bands if band.up_to is not None], dtype=np.int64)
    costs = np.array([units(band.deduct) for band in rule.bands], dtype=np.int64)
    lost = answers.sums(
        "outages", "customers", lambda c: costs[np.searchsorted(ends, numbers(c), side="left")]
    )
    return np.minimum(lost, units(rule.points)), True


def _proportional(rule: Proportional, answers: Answers, figures: Figures) -> Loss:
    actual, required = answers.units("actual"), answers.units("required")
    applicable = required > 0
    safe = np.where(applicable, required, 1)
    points = units(rule.points)
    left = (2 * points * np.minimum(actual, safe) + safe) // (2 * safe)
    return points - left, applicable


def _awards(rule: Bonus | Demerit, answers: Answers, figures: Figures) -> Loss:
    total = answers.sums("awards", "points", lambda p: numbers(p) * UNIT)
    return rule.sign() * np.minimum(total, units(rule.points)), True


_LOSSES: dict[type[Rule], Callable[[Any, Answers, Figures], Loss]] = {
    PerOccurrence: _occurrences,
    PassFail: _failed,
    Discretionary: _judged,
    Parts: _parts,
    TargetRate: _target,
    TargetRateMax: _target,
    TargetValueMax: _target,
    Tiers: _tiers,
    OutageBands: _outages,
    Proportional: _proportional,
    Bonus: _awards,
    Demerit: _awards,
}


def _whole(answers: Answers, field: str) -> Units:
    whole: Units = answers.units(field) // UNIT
    return whole
