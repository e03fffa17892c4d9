"""Exact scoring of a sheet, and of ten thousand in columns, equal to the digit."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pandas as pd
import pyarrow as pa

from checklists.answers import read_answer
from checklists.columnar import NOT_SCORED, ScoredAudits, score_audits
from checklists.columnar_answers import distinct
from checklists.exact import POINT_DIGITS, SCORE_DIGITS
from checklists.model import Sheet
from checklists.scoring import SheetScore, score_sheet
from dashboard.demo.answers import answers
from db.session import dumped
from tests.bench import Figure
from tests.bench._stage import median
from tests.factories import make_sheet

AUDITS = 10_000
DAY = date(2026, 11, 1)
RUNS = 5
MOST_MS = 1.0
LEAST_TIMES = 30

Filled = dict[str, dict[str, Any]]


def run() -> list[Figure]:
    """Score the same ten thousand audits one by one and in columns."""
    sheet = make_sheet("hotline", DAY)
    audits = filled(sheet)
    table = stored(audits)
    begin = time.perf_counter()
    exact = [score_sheet(sheet, audit) for audit in audits]
    one_by_one = time.perf_counter() - begin
    reading = seconds(lambda: [json.loads(text) for text in table["answer"]], 1)
    rows, texts = pd.RangeIndex(AUDITS), pa.array(table["answer"].tolist())
    in_columns = seconds(lambda: score_audits(sheet, rows, table), RUNS)
    decoding = seconds(lambda: distinct(texts), RUNS)
    check(exact, score_audits(sheet, rows, table))
    return [
        scoring(len(sheet.items), one_by_one),
        bulk("with decoding", one_by_one + reading, in_columns),
        bulk("without decoding", one_by_one, in_columns - decoding),
    ]


def scoring(items: int, one_by_one: float) -> Figure:
    """The figure of the exact scorer."""
    each = one_by_one / AUDITS * 1000
    return Figure(
        f"exact scoring of one sheet of {items} items, answers checked",
        each,
        "ms",
        f"<= {MOST_MS:g} ms",
        f"mean of {AUDITS} different audits",
        each <= MOST_MS,
    )


def bulk(name: str, one_by_one: float, in_columns: float) -> Figure:
    """A figure of the columnar pass."""
    times = one_by_one / in_columns
    return Figure(
        f"{AUDITS} audits in columns, {name}",
        times,
        "times faster",
        f">= {LEAST_TIMES} times",
        f"{one_by_one * 1000:.0f} ms one by one, {in_columns * 1000:.0f} ms in columns, equal",
        times >= LEAST_TIMES,
    )


def filled(sheet: Sheet) -> list[Filled]:
    """Different answers to the sheet, as they are stored."""
    random = Random(AUDITS)
    audits = []
    for _number in range(AUDITS):
        given = answers(sheet, random.gauss(0, 1), DAY, random)
        read = {code: read_answer(sheet, code, raw) for code, raw in given.items()}
        audits.append({code: answer.dump() for code, answer in read.items() if answer})
    return audits


def stored(audits: list[Filled]) -> pd.DataFrame:
    """A row an answer, its JSON as the database has it."""
    rows = [
        (number, code, dumped(answer))
        for number, audit in enumerate(audits)
        for code, answer in audit.items()
    ]
    return pd.DataFrame(rows, columns=["audit", "item", "answer"])


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median time of some runs."""
    times = []
    for _number in range(runs):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return median(times)


def check(exact: list[SheetScore], bulk: ScoredAudits) -> None:
    """AssertionError unless both gave the same, to the digit."""
    assert [NOT_SCORED if s.k is None else units(s.k, SCORE_DIGITS) for s in exact] == list(bulk.k)
    assert [s.grade for s in exact] == list(bulk.grade)
    for name in ("k1", "k2", "k3"):
        one_by_one = [units(getattr(s, name), POINT_DIGITS) for s in exact]
        assert one_by_one == list(getattr(bulk, name))
    assert [[units(line.left, POINT_DIGITS) for line in s.lines] for s in exact] == (
        bulk.left.tolist()
    )


def units(value: Decimal, digits: int) -> int:
    """A decimal in whole units of its last digit."""
    return int(value.scaleb(digits))
