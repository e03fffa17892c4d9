"""Tables as Excel files: true numbers, texts that Excel never computes, nothing for no score."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as hs
from openpyxl import load_workbook

from dashboard.exports.tables import workbook
from dashboard.imports.cells import one_line
from dashboard.widgets.downloads import file_name
from dashboard.widgets.table import Column, grade_cell
from dashboard.words import speaking

COLUMNS = [
    Column("unit", "单位"),
    Column("k", "得分", kind="number"),
    Column("grade", "等级", kind="grade"),
]
EVIL = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "'=1", "a\x00b\nc"]


def read(content: bytes, first: int = 4) -> list[list[Any]]:
    """The rows below the headings in row `first`, as Excel holds them."""
    page = load_workbook(io.BytesIO(content)).active
    assert page is not None
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=first + 1)]


def row(unit: str, k: Any, grade: str | None = "good") -> dict[str, Any]:
    return {"unit": unit, "k": k, "grade": grade_cell(grade)}


def test_a_score_is_the_exact_number_and_no_score_is_words() -> None:
    shown = [
        row("东渡站", {"text": "934.5", "sort": Decimal("934.512345"), "title": "x"}),
        row("西渡站", {"text": "未评分", "sort": None}, None),
        row("梅岭站", None, None),
        row("柳岸站", "−3.5", "fail"),
    ]
    with speaking("zh"):
        content = workbook(shown, COLUMNS, "排名 · 2026-10", "事业部：城东")
        assert read(content) == [
            ["东渡站", 934.512345, "● 良好"],
            ["西渡站", "未评分", "○ 未评分"],
            ["梅岭站", "–", "○ 未评分"],
            ["柳岸站", -3.5, "■ 不合格"],
        ]


def test_the_title_says_the_period_and_the_line_below_the_filters() -> None:
    page = load_workbook(io.BytesIO(workbook([], COLUMNS, "排名 [甲] · 2026", "单位：乙"))).active
    assert page is not None
    assert [page["A1"].value, page["A2"].value] == ["排名 [甲] · 2026", "单位：乙"]
    assert [cell.value for cell in page[4]] == ["单位", "得分", "等级"]
    assert page.freeze_panes == "A5"


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_computed_whatever_it_begins_with(text: str) -> None:
    content = workbook([row(text, 1)], COLUMNS, text, text)
    page = load_workbook(io.BytesIO(content)).active
    assert page is not None
    for cell in (page["A1"], page["A2"], page["A5"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix is (text[0] in "=+-@＝'")


@given(hs.text(max_size=40))
def test_any_text_makes_a_file_that_opens(text: str) -> None:
    ((unit, _k, _grade),) = read(workbook([row(text, 1)], COLUMNS, text or "x", "y"))
    assert (unit or "") == one_line(text)


def test_days_are_days_and_yes_is_no_number() -> None:
    columns = [Column("day", "日期"), Column("yes", "是", kind="number")]
    ((day, yes),) = read(workbook([{"day": date(2026, 1, 2), "yes": True}], columns, "x"), 3)
    assert (day.date(), yes) == (date(2026, 1, 2), "True")


def test_a_file_is_named_by_its_parts() -> None:
    assert file_name("趋势 · 东渡/站 · 2026-10", "xlsx") == "趋势_东渡-站_2026-10.xlsx"
