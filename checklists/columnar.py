"""Scoring many audits of one sheet in columns, equal to the exact scorer to the digit.

All numbers are whole: points in units of 0.0001, scores in units of 0.000001.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from checklists.columnar_answers import UNIT, Answers, Flags, Units, decode
from checklists.exact import SCORE_DIGITS
from checklists.model import Scheme, Sheet
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

NOT_SCORED = -1
"""Stands in `k` where nothing was scored; scores are never negative."""


@dataclass(frozen=True)
class ScoredAudits:
    """Scores of many audits, row by row in the order of `audits`.

    `left` and `scored` have a column an item: units of 0.0001 points left, and whether it counts.
    `k1`, `k2`, `k3` are in units of 0.0001 points, `k` in units of 0.000001 or NOT_SCORED.
    """

    audits: pd.Index[Any]
    items: tuple[str, ...]
    left: Units
    scored: Flags
    k1: Units
    k2: Units
    k3: Units
    k: Units
    grade: np.ndarray[Any, np.dtype[np.object_]]


def score_audits(sheet: Sheet, audits: pd.Index[Any], answers: pd.DataFrame) -> ScoredAudits:
    """Score audits of one sheet from their stored answers (GAS formula (1)).

    `audits` lists the audits, `answers` has the columns `audit`, `item` and `answer` (canonical
    JSON as `Answer.dump` gives it; a missing row or None is unanswered). Answers to items that
    the sheet does not have are an error (ValueError).
    """
    given = answers[answers["answer"].notna()]
    columns = {item.code: position for position, item in enumerate(sheet.items)}
    places = given["item"].map(columns)
    if places.isna().any():
        raise ValueError(
            f"the sheet {sheet.code} has no such items: {set(given['item'][places.isna()])}"
        )
    rows = audits.get_indexer(pd.Index(given["audit"]))
    if (rows < 0).any():
        raise ValueError("there are answers of audits that are not listed")
    item_of = places.to_numpy(dtype=np.int64)
    order = np.argsort(item_of, kind="stable")
    table = decode(given["answer"].iloc[order])
    bounds = np.searchsorted(item_of[order], np.arange(len(sheet.items) + 1))
    left = np.zeros((len(audits), len(sheet.items)), dtype=np.int64)
    scored = np.zeros(left.shape, dtype=bool)
    for column, item in enumerate(sheet.items):
        begin, end = bounds[column], bounds[column + 1]
        of_item = Answers(table.slice(begin, end - begin))
        at = rows[order[begin:end]]
        counts, points = _judge(item.rule, of_item, sheet.scheme.figures)
        left[at, column] = np.where(counts, points, 0)
        scored[at, column] = counts
    return _sums(sheet, audits, left, scored)


def _sums(sheet: Sheet, audits: pd.Index[Any], left: Units, scored: Flags) -> ScoredAudits:
    points = np.array([_units(item.rule.available) for item in sheet.items], dtype=np.int64)
    k1 = np.full(len(audits), points.sum(), dtype=np.int64)
    k2 = left.sum(axis=1)
    base = np.where(scored, points, 0).sum(axis=1)
    full = int(sheet.scheme.full_marks.value)
    safe = np.where(base > 0, base, 1)
    reached = np.clip(k2, 0, base) * full
    scale = 10**SCORE_DIGITS
    k = np.where(base > 0, (2 * scale * reached + safe) // (2 * safe), NOT_SCORED)
    return ScoredAudits(
        audits=audits,
        items=tuple(item.code for item in sheet.items),
        left=left,
        scored=scored,
        k1=k1,
        k2=k2,
        k3=k1 - base,
        k=k,
        grade=_grades(sheet.scheme, reached, base),
    )


def _grades(scheme: Scheme, reached: Units, base: Units) -> np.ndarray[Any, np.dtype[np.object_]]:
    grades = np.full(len(base), None, dtype=object)
    for band in scheme.grades:
        low, high = _units(band.low), _units(band.high)
        above = reached * UNIT >= low * base if band.low_included else reached * UNIT > low * base
        grades[above & (reached * UNIT <= high * base) & (base > 0)] = band.code
    return grades


def _judge(rule: Rule, answers: Answers, figures: Figures) -> tuple[Flags, Units]:
    """Whether each answer counts, and the points left in units."""
    points = _units(rule.available)
    lost, applicable = _LOSSES[type(rule)](rule, answers, figures)
    met = answers.verdict("met")
    counts = ~answers.verdict("not_applicable") & (met | applicable)
    return counts, points - np.where(met, 0, lost)


Loss = tuple[Units, Flags | bool]


def _occurrences(rule: PerOccurrence, answers: Answers, figures: Figures) -> Loss:
    lost = answers.whole("count") * _units(rule.deduct)
    most = np.full(len(answers), _units(rule.points))
    if rule.severe is not None:
        serious = answers.whole("severe")
        lost = lost + serious * _units(rule.severe)
        most = np.where(serious > 0, np.maximum(most, _units(rule.severe)), most)
    return np.minimum(lost, most), True


def _failed(rule: PassFail, answers: Answers, figures: Figures) -> Loss:
    return np.full(len(answers), _units(min(rule.deduct, rule.points)), dtype=np.int64), True


def _judged(rule: Discretionary, answers: Answers, figures: Figures) -> Loss:
    return answers.units("deduction"), True


def _parts(rule: Parts, answers: Answers, figures: Figures) -> Loss:
    worth = {part.code: _units(part.points) for part in rule.parts}
    codes, values = pa.array(list(worth)), np.array(list(worth.values()), dtype=np.int64)
    return answers.sums("parts", None, lambda p: values[_places(p, codes)]), True


def _target(rule: Target, answers: Answers, figures: Figures) -> Loss:
    value = isinstance(rule, TargetValueMax)
    numerator = answers.units("numerator") if value else 100 * UNIT * _whole(answers, "numerator")
    denominator = _whole(answers, "denominator")
    applicable = denominator > 0
    safe = np.where(applicable, denominator, 1)
    gap = numerator - _units(rule.target) * safe
    beyond = np.maximum(-gap if isinstance(rule, TargetRate) else gap, 0)
    step, deduct, points = _units(rule.step), _units(rule.deduct), _units(rule.points)
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
    reached = np.full(len(answers), _units(rule.otherwise))
    for bound, tier in reversed(list(zip(rule.bounds(), rule.tiers, strict=True))):
        limit = _units(bound)
        hit = gap * 100 * UNIT >= limit * mean if rule.rising else gap <= limit
        reached = np.where(hit, _units(tier.points), reached)
    if rule.override is not None:
        reached = np.where(answers.flag("override"), _units(rule.override.points), reached)
    return _units(rule.points) - reached, True


def _outages(rule: OutageBands, answers: Answers, figures: Figures) -> Loss:
    ends = np.array([band.up_to for band in rule.bands if band.up_to is not None], dtype=np.int64)
    costs = np.array([_units(band.deduct) for band in rule.bands], dtype=np.int64)
    lost = answers.sums(
        "outages", "customers", lambda c: costs[np.searchsorted(ends, _numbers(c), side="left")]
    )
    return np.minimum(lost, _units(rule.points)), True


def _proportional(rule: Proportional, answers: Answers, figures: Figures) -> Loss:
    actual, required = answers.units("actual"), answers.units("required")
    applicable = required > 0
    safe = np.where(applicable, required, 1)
    points = _units(rule.points)
    left = (2 * points * np.minimum(actual, safe) + safe) // (2 * safe)
    return points - left, applicable


def _awards(rule: Bonus | Demerit, answers: Answers, figures: Figures) -> Loss:
    total = answers.sums("awards", "points", lambda p: _numbers(p) * UNIT)
    return rule.sign() * np.minimum(total, _units(rule.points)), True


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


def _units(value: Decimal) -> int:
    return int(value * UNIT)


def _numbers(values: pa.Array) -> Units:
    numbers: Units = values.to_numpy(zero_copy_only=False)
    return numbers


def _places(values: pa.Array, codes: pa.Array) -> Units:
    return _numbers(pc.index_in(values, codes))
