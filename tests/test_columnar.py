"""The columnar pass gives what the exact scorer gives, to the digit."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.answers import read_answer
from checklists.catalogue_loader import load_catalogue
from checklists.columnar import NOT_SCORED, score_audits
from checklists.exact import POINT_DIGITS, SCORE_DIGITS
from checklists.model import Sheet
from checklists.scoring import score_sheet
from tests.factories import with_multiplier
from tests.strategies import answers_to_sheet

SHEETS = load_catalogue().sheets(date(2026, 10, 1))


def stored(sheet: Sheet, audits: list[dict[str, Any]]) -> pd.DataFrame:
    """The answers of audits as they are kept: one row an item, canonical JSON or None."""
    rows = []
    for number, answers in enumerate(audits):
        for code, raw in answers.items():
            answer = read_answer(sheet, code, raw)
            text = None if answer is None else json.dumps(answer.dump(), ensure_ascii=False)
            rows.append((number, code, text))
    return pd.DataFrame(rows, columns=["audit", "item", "answer"])


@pytest.mark.parametrize("rounding", ["whole", "proportional", "started"])
@pytest.mark.parametrize("code", SHEETS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_equals_the_exact_scorer_to_the_digit(code: str, rounding: str, data: Any) -> None:
    sheet = with_rounding(SHEETS[code], rounding)
    audits = data.draw(st.lists(answers_to_sheet(sheet), min_size=1, max_size=4))
    bulk = score_audits(sheet, pd.RangeIndex(len(audits)), stored(sheet, audits))
    for number, answers in enumerate(audits):
        exact = score_sheet(sheet, answers)
        assert [line.left for line in exact.lines] == [points(left) for left in bulk.left[number]]
        assert [line.applicable for line in exact.lines if line.points] == [
            bool(flag)
            for flag, line in zip(bulk.scored[number], exact.lines, strict=True)
            if line.points
        ]
        assert (exact.k1, exact.k2, exact.k3) == tuple(
            points(column[number]) for column in (bulk.k1, bulk.k2, bulk.k3)
        )
        assert bulk.k[number] == (
            NOT_SCORED if exact.k is None else int(exact.k.scaleb(SCORE_DIGITS))
        )
        assert bulk.grade[number] == exact.grade


@pytest.mark.parametrize("multiplier", ["1", "1.5", "2", "1.3333"])
@pytest.mark.parametrize("code", ["counter", "indicators", "inspection"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_repeated_findings_lose_the_same_in_both(code: str, multiplier: str, data: Any) -> None:
    sheet = with_multiplier(SHEETS[code], multiplier)
    audits = data.draw(st.lists(answers_to_sheet(sheet), min_size=1, max_size=4))
    codes = [item.code for item in sheet.items]
    before = [data.draw(st.sets(st.sampled_from(codes))) for _each in audits]
    mask = np.array([[item in found for item in codes] for found in before])
    bulk = score_audits(sheet, pd.RangeIndex(len(audits)), stored(sheet, audits), mask)
    for number, answers in enumerate(audits):
        exact = score_sheet(sheet, answers, before[number])
        assert [line.left for line in exact.lines] == [points(left) for left in bulk.left[number]]
        assert bulk.k[number] == (
            NOT_SCORED if exact.k is None else int(exact.k.scaleb(SCORE_DIGITS))
        )
        assert bulk.grade[number] == exact.grade


def test_an_audit_without_answers_is_not_scored() -> None:
    bulk = score_audits(SHEETS["hotline"], pd.RangeIndex(2), stored(SHEETS["hotline"], []))
    assert list(bulk.k) == [NOT_SCORED, NOT_SCORED]
    assert list(bulk.grade) == [None, None]


def test_an_unknown_item_is_refused() -> None:
    rows = pd.DataFrame({"audit": [0], "item": ["HOT-99"], "answer": ['{"verdict":"met"}']})
    with pytest.raises(ValueError, match="HOT-99"):
        score_audits(SHEETS["hotline"], pd.RangeIndex(1), rows)


def with_rounding(sheet: Sheet, rounding: str) -> Sheet:
    """The sheet under another treatment of steps."""
    content = json.loads(json.dumps(sheet.content))
    content["scheme"]["step_rounding"]["value"] = rounding
    return Sheet.from_content(content)


def points(units: int) -> Any:
    """Units of 0.0001 as points."""
    return Decimal(int(units)).scaleb(-POINT_DIGITS)
