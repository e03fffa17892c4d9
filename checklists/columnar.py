"""Scoring many audits of one sheet in columns, equal to the exact scorer to the digit.

All numbers are whole: points in units of 0.0001, scores in units of 0.000001.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from checklists.columnar_answers import UNIT, Answers, Flags, Units, distinct, places, units
from checklists.columnar_rules import judge
from checklists.exact import SCORE_DIGITS
from checklists.model import Scheme, Sheet

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


def score_audits(
    sheet: Sheet, audits: pd.Index[Any], answers: pd.DataFrame, repeated: Flags | None = None
) -> ScoredAudits:
    """Score audits of one sheet from their stored answers (GAS formula (1)).

    `audits` lists the audits, `answers` has the columns `audit`, `item` and `answer` (canonical
    JSON as `Answer.dump` gives it; a missing row or None is unanswered). Answers to items that
    the sheet does not have are an error (ValueError). `repeated` has a row an audit and a column
    an item: whether the unit lost points there before, as `score_sheet` takes it.
    """
    given = _given(answers)
    items = places(given["item"], pa.array([item.code for item in sheet.items]))
    if (items < 0).any():
        unknown = set(given["item"].filter(pa.array(items < 0)).to_pylist())
        raise ValueError(f"the sheet {sheet.code} has no such items: {unknown}")
    rows = places(given["audit"], pa.array(audits))
    if (rows < 0).any():
        raise ValueError("there are answers of audits that are not listed")
    left, scored = _judged(sheet, len(audits), rows, items, given["answer"])
    if repeated is not None:
        left = _multiplied(sheet, left, scored & repeated)
    return _sums(sheet, audits, left, scored)


def _multiplied(sheet: Sheet, left: Units, repeated: Flags) -> Units:
    """Points left once repeated findings lose more, up to the points there are."""
    points = np.array([units(item.rule.available) for item in sheet.items], dtype=np.int64)
    lost = points - left
    more = (2 * lost * units(sheet.scheme.multiplier) + UNIT) // (2 * UNIT)
    bounded = np.minimum(more, np.maximum(points, lost))
    return np.where(repeated & (lost > 0), points - bounded, left)


def _given(answers: pd.DataFrame) -> dict[str, pa.Array]:
    columns = {name: _array(answers[name]) for name in ("audit", "item", "answer")}
    if columns["answer"].null_count == 0:
        return columns
    answered = columns["answer"].is_valid()
    return {name: column.filter(answered) for name, column in columns.items()}


def _array(column: pd.Series[Any]) -> pa.Array:
    array = pa.array(column, from_pandas=True)
    if pa.types.is_null(array.type):
        array = array.cast(pa.string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _judged(
    sheet: Sheet, audits: int, rows: Units, items: Units, texts: pa.Array
) -> tuple[Units, Flags]:
    """Points left and whether an item counts; `rows` and `items` say where an answer belongs."""
    table, which = distinct(texts)
    order = np.argsort(items.astype(np.int16), kind="stable")
    bounds = np.searchsorted(items[order], np.arange(len(sheet.items) + 1))
    # Column after column, as they are filled.
    left = np.zeros((audits, len(sheet.items)), dtype=np.int64, order="F")
    scored = np.zeros(left.shape, dtype=bool, order="F")
    short = np.zeros(table.num_rows, dtype=np.int64)
    for column, item in enumerate(sheet.items):
        mine = order[bounds[column] : bounds[column + 1]]
        # An item's answers are judged once for each text that occurs among them.
        texts_of_item = _occurring(which[mine], table.num_rows)
        short[texts_of_item] = np.arange(len(texts_of_item))
        counts, points = judge(item.rule, Answers(table, texts_of_item), sheet.scheme.figures)
        at, text = rows[mine], short[which[mine]]
        left[at, column] = np.where(counts, points, 0)[text]
        scored[at, column] = counts[text]
    return left, scored


def _occurring(numbers: Units, most: int) -> Units:
    found = np.zeros(most, dtype=bool)
    found[numbers] = True
    return np.flatnonzero(found)


def _sums(sheet: Sheet, audits: pd.Index[Any], left: Units, scored: Flags) -> ScoredAudits:
    points = np.array([units(item.rule.available) for item in sheet.items], dtype=np.int64)
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
        low, high = units(band.low), units(band.high)
        above = reached * UNIT >= low * base if band.low_included else reached * UNIT > low * base
        grades[above & (reached * UNIT <= high * base) & (base > 0)] = band.code
    return grades
