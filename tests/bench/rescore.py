"""A big company's year scored in columns, beside the exact scorer and beside LibreOffice."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from checklists.catalogue_loader import load_catalogue
from checklists.columnar import NOT_SCORED, ScoredAudits, score_audits
from checklists.columnar_rollup import Scores, score_groups, sum_up, weigh
from checklists.exact import SCORE_DIGITS
from checklists.model import Scheme, Sheet
from checklists.rollup import AuditPoints, score_division, score_unit
from checklists.scoring import SheetScore, score_sheet
from tests.bench import Figure
from tests.bench._company import DIVISIONS, MONTHLY, MONTHS, UNITS, YEAR, Filling, fillings
from tests.bench._libreoffice import libreoffice
from tests.bench._stage import median

ON = date(YEAR, 12, 31)
RUNS = 5
LEAST_TIMES = 50
WEIGHTS = [Decimal(8 + unit % 6) / 10 for unit in range(UNITS)]


class Pile(NamedTuple):
    """All audits of a sheet: of which unit and month each is, and the texts of its answers."""

    sheet: Sheet
    group: np.ndarray[Any, Any]
    filled: list[Filling]
    answers: pd.DataFrame


def run() -> list[Figure]:
    """Score and roll up the same audits one by one, in columns, and some as a workbook."""
    scheme = load_catalogue().scheme("gas-1000", ON)
    piles = [pile(load_catalogue().sheet(code, ON), often) for code, often in MONTHLY.items()]
    audits = sum(len(one.filled) for one in piles)
    answers = sum(len(one.answers) for one in piles)
    begun = time.perf_counter()
    exact = one_by_one(scheme, piles)
    slow = time.perf_counter() - begun
    spent = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        units, divisions = in_columns(scheme, piles)
        spent.append(time.perf_counter() - begun)
    check(exact, (units, divisions))
    fast = median(spent)
    return [
        Figure(
            f"{audits} audits with {answers} answers scored and rolled up in columns",
            slow / fast,
            "times faster",
            f">= {LEAST_TIMES} times",
            f"{slow:.1f} s one by one, {fast:.2f} s in columns, answers decoded in both, equal",
            slow / fast >= LEAST_TIMES,
        ),
        *libreoffice(fast / answers),
    ]


def pile(sheet: Sheet, often: int) -> Pile:
    """A sheet filled in so often for each unit and month."""
    random, made = Random(often), fillings(sheet)
    group = np.repeat(np.arange(UNITS * MONTHS), often)
    filled = [random.choice(made) for _audit in group]
    rows = [(row, *pair) for row, one in enumerate(filled) for pair in one.answers]
    return Pile(sheet, group, filled, pd.DataFrame(rows, columns=["audit", "item", "answer"]))


def one_by_one(scheme: Scheme, piles: Sequence[Pile]) -> tuple[list[Any], list[Any]]:
    """Units by month, and divisions by month, by the exact scorer in a loop."""
    points: dict[int, list[AuditPoints]] = defaultdict(list)
    for one in piles:
        for group, filled in zip(one.group.tolist(), one.filled, strict=True):
            score = scored(one.sheet, filled)
            points[group].append(AuditPoints(one.sheet.code, score.k1, score.k2, score.k3))
    units = [score_unit(scheme, {}, points[group]) for group in range(UNITS * MONTHS)]
    divisions = []
    for division in range(DIVISIONS * MONTHS):
        month, number = divmod(division, DIVISIONS)
        rows = [
            (WEIGHTS[unit], units[month * UNITS + unit].rate)
            for unit in range(number, UNITS, DIVISIONS)
        ]
        divisions.append(score_division(scheme, rows))
    return units, divisions


def scored(sheet: Sheet, filled: Filling) -> SheetScore:
    """An audit from the texts of its answers."""
    return score_sheet(sheet, {code: json.loads(text) for code, text in filled.answers})


def in_columns(scheme: Scheme, piles: Sequence[Pile]) -> tuple[Scores, Scores]:
    """The same in columns."""
    found = [score_audits(one.sheet, pd.RangeIndex(len(one.filled)), one.answers) for one in piles]
    group = np.concatenate([one.group for one in piles])
    sheet = np.repeat(np.arange(len(piles)), [len(one.filled) for one in piles])
    k1, k2, k3 = (_column(found, name) for name in ("k1", "k2", "k3"))
    sums = sum_up(group, sheet, (k1, k2, k3), (UNITS * MONTHS, len(piles)))
    units = score_groups(scheme, sums)
    month, unit = np.divmod(np.arange(UNITS * MONTHS), UNITS)
    division = month * DIVISIONS + unit % DIVISIONS
    return units, weigh(scheme, units, division, WEIGHTS * MONTHS, DIVISIONS * MONTHS)


def _column(found: Sequence[ScoredAudits], name: str) -> np.ndarray[Any, Any]:
    return np.concatenate([getattr(one, name) for one in found])


def check(exact: tuple[list[Any], list[Any]], columns: tuple[Scores, Scores]) -> None:
    """AssertionError unless both gave the same, to the digit."""
    (units, divisions), (of_units, of_divisions) = exact, columns
    assert [whole(one.k) for one in units] == list(of_units.k)
    assert [one.grade for one in units] == list(of_units.grade)
    assert [one.rate for one in units] == [of_units.rate(row) for row in range(len(units))]
    assert [whole(one.q) for one in divisions] == list(of_divisions.k)
    assert [one.grade for one in divisions] == list(of_divisions.grade)


def whole(score: Decimal | None) -> int:
    """A score in whole units of its last digit."""
    return NOT_SCORED if score is None else int(score.scaleb(SCORE_DIGITS))
