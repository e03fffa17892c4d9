"""The same scores from a workbook with formulas that LibreOffice calculates again."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from checklists.catalogue_loader import load_catalogue
from checklists.model import Item, Sheet
from checklists.rules import Discretionary, PassFail, PerOccurrence, Proportional
from checklists.rules.listed import Demerit
from tests.bench import Figure
from tests.bench._company import YEAR, Filling, fillings

AUDITS = 10_000
LEAST_TIMES = 20
FIELDS = ("verdict", "first", "second")
"""The cells of an answer, followed by the one with its formula."""


def libreoffice(each: float) -> list[Figure]:
    """How much faster an answer in columns is, which takes `each` seconds, than in a workbook.

    What opening and saving an empty workbook takes is not counted.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    name = "answers in columns beside a workbook that LibreOffice opens and recalculates"
    if program is None:
        return [Figure(f"{name}: LibreOffice is not installed", 0, "", "not measured", "-", True)]
    sheet = load_catalogue().sheet("counter", date(YEAR, 12, 31))
    made = fillings(sheet)
    filled = [made[number % len(made)] for number in range(AUDITS)]
    with tempfile.TemporaryDirectory() as folder:
        kinds = {"empty": False, "numbers": False, "formulas": True}
        files = {kind: Path(folder) / f"{kind}.xlsx" for kind in kinds}
        for kind, file in files.items():
            write(file, sheet, filled if kind != "empty" else filled[:1], formulas=kinds[kind])
        # The first time it makes a profile of its own.
        converted(program, files["empty"])
        spent = {kind: converted(program, file) for kind, file in files.items()}
    check(sheet, filled, spent["formulas"][1])
    seconds = {kind: found[0] for kind, found in spent.items()}
    times = (
        (seconds["formulas"] - seconds["empty"]) / sum(len(one.answers) for one in filled) / each
    )
    told = ", ".join(f"{kind} {value:.1f} s" for kind, value in seconds.items())
    return [
        Figure(
            name,
            times,
            "times faster",
            f">= {LEAST_TIMES} times",
            f"a workbook of {AUDITS} audits, less an empty one: {told}; equal",
            times >= LEAST_TIMES,
        )
    ]


def write(file: Path, sheet: Sheet, filled: Sequence[Filling], *, formulas: bool) -> None:
    """A row an audit: of each item what was answered and the points left, K at the end."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("audits")
    for row, one in enumerate(filled, start=1):
        cells: list[Any] = []
        given = {code: json.loads(text) for code, text in one.answers}
        for number, item in enumerate(sheet.items):
            columns = [get_column_letter(4 * number + place) for place in range(1, 5)]
            cells += [*entered(item, given.get(item.code)), 0]
            if formulas:
                cells[-1] = "=" + formula(item, *(f"{column}{row}" for column in columns[:3]))
        cells.append(total(sheet, row) if formulas else 0)
        page.append(cells)
    book.save(file)


def entered(item: Item, answer: dict[str, Any] | None) -> tuple[str, float, float]:
    """What a person would type for an answer: its verdict and up to two numbers."""
    answer = answer or {"verdict": "met" if item.rule.OPTIONAL else "not_applicable"}
    awards = sum(award["points"] for award in answer.get("awards", ()))
    first = answer.get("count", answer.get("deduction", answer.get("actual", awards)))
    second = answer.get("severe", answer.get("required", 0))
    return answer["verdict"], float(first), float(second)


def formula(item: Item, verdict: str, first: str, second: str) -> str:
    """The points left as a formula; -1000 where the item does not apply."""
    rule = item.rule
    points = f"{rule.points}"
    if isinstance(rule, PerOccurrence):
        severe = rule.severe or 0
        most = f"IF({second}>0,MAX({points},{severe}),{points})"
        left = f"{points}-MIN({most},{first}*{rule.deduct}+{second}*{severe})"
    elif isinstance(rule, PassFail):
        left = f"{points}-{min(rule.deduct, rule.points)}"
    elif isinstance(rule, Discretionary):
        left = f"{points}-{first}"
    elif isinstance(rule, Proportional):
        left = f"IF({second}>0,ROUND({points}*MIN({first},{second})/{second},4),-1000)"
    else:
        sign = -1 if isinstance(rule, Demerit) else 1
        return f'IF(OR({verdict}="awarded",{verdict}="deducted"),{sign}*MIN({points},{first}),0)'
    return f'IF({verdict}="not_applicable",-1000,IF({verdict}="met",{points},{left}))'


def total(sheet: Sheet, row: int) -> str:
    """K by formula (1): points left over points that apply, times full marks."""
    left = [(f"{get_column_letter(4 * n + 4)}{row}", item) for n, item in enumerate(sheet.items)]
    obtained = "+".join(f"IF({cell}>-1000,{cell},0)" for cell, _item in left)
    base = "+".join(
        f"IF({cell}>-1000,{item.rule.available},0)" for cell, item in left if item.rule.available
    )
    return f"=MAX(0,MIN(1000,({obtained})/({base})*1000))"


def converted(program: str, file: Path) -> tuple[float, list[list[str]]]:
    """Seconds that LibreOffice takes to open, calculate and save as text; the rows it saved."""
    profile = f"-env:UserInstallation=file://{file.parent / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", "csv", "--outdir"]
    begun = time.perf_counter()
    subprocess.run([*command, str(file.parent), str(file)], check=True, capture_output=True)
    spent = time.perf_counter() - begun
    saved = file.with_suffix(".csv").read_text("utf-8").splitlines()
    return spent, [line.split(",") for line in saved]


def check(sheet: Sheet, filled: Sequence[Filling], rows: Sequence[Sequence[str]]) -> None:
    """AssertionError unless the workbook has the scores, as far as its numbers reach."""
    assert len(rows) == len(filled)
    for one, row in zip(filled, rows, strict=True):
        assert one.score.k is not None
        assert abs(float(row[-1]) - float(one.score.k)) < 1e-3, (row, one.score.k)
