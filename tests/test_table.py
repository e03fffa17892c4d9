"""The table: what the browser is given, in which order numbers stand, that a tap opens once."""

import json
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.widgets.table import CellPartUnknown, Column, grade_cell, prepare
from dashboard.words import speaking

# The package gives the function under the module's name.
MODULE = import_module("dashboard.widgets.table")
NUMBER = Column("n", "Points", kind="number")
TEXT = Column("n", "Unit")


def cells(column: Column, *values: Any) -> list[Any]:
    return [row["cells"][0] for row in prepare([{"n": value} for value in values], [column])]


def sorts(column: Column, *values: Any) -> list[Any]:
    drawn = cells(column, *values)
    return [cell if isinstance(cell, str) else cell["sort"] for cell in drawn]


def test_text_is_sent_as_it_is() -> None:
    assert cells(TEXT, "城东", "<b>", "") == ["城东", "<b>", ""]


def test_numbers_are_written_exactly_and_with_a_true_minus() -> None:
    drawn = cells(NUMBER, Decimal("2.50"), 1000, Decimal("-0.5"), Decimal("-0"), 0)
    assert [cell["text"] for cell in drawn] == ["2.5", "1000", "−0.5", "0", "0"]


def test_nothing_is_a_dash_and_stays_last() -> None:
    assert cells(NUMBER, None) == [{"text": "–", "sort": None, "muted": True}]
    assert sorts(NUMBER, 3, None, 1) == [1, None, 0]
    assert cells(TEXT, {"text": None})[0]["sort"] is None


def test_numbers_are_ranked_exactly_and_equals_share_a_rank() -> None:
    close = Decimal("900.00000000000000000001")
    assert sorts(NUMBER, close, 900, Decimal("900.0"), -1) == [2, 1, 1, 0]


def test_the_order_may_differ_from_the_text() -> None:
    shown = [{"text": "十月", "sort": 10}, {"text": "九月", "sort": 9}]
    assert sorts(TEXT, *shown) == [1, 0]
    assert sorts(TEXT, {"text": "四", "sort": None}) == [None]


def test_a_number_written_as_text_sorts_as_a_number() -> None:
    written = [{"text": text} for text in ("1,234.5", "−3", "98.75", "98.8", "none")]
    assert sorts(NUMBER, *written) == [3, 0, 1, 2, "none"]
    assert sorts(TEXT, {"text": "12", "colour": "#0072B2"}) == ["12"]


@pytest.mark.parametrize(
    ("given", "drawn"), [(Decimal("0.87344"), 0.8734), (2, 1.0), (Decimal(-1), 0.0)]
)
def test_a_bar_stays_within_its_cell(given: Any, drawn: float) -> None:
    assert cells(NUMBER, {"text": "1", "bar": given})[0]["bar"] == drawn


def test_a_part_that_is_not_drawn_is_refused() -> None:
    with pytest.raises(CellPartUnknown, match="color"):
        cells(TEXT, {"text": "1", "color": "#0072B2"})


def test_a_row_without_a_cell_is_refused() -> None:
    with pytest.raises(KeyError):
        prepare([{"m": 1}], [TEXT])


def test_rows_carry_their_id_as_text() -> None:
    rows = [{"n": "a", "id": 7}, {"n": "b", "id": None}]
    assert [row["id"] for row in prepare(rows, [TEXT], "id")] == ["7", None]
    assert [row["id"] for row in prepare(rows, [TEXT])] == [None, None]


def test_rows_are_plain_json_and_untouched() -> None:
    rows = [{"n": {"text": "1", "sort": Decimal("1.5"), "bar": Decimal("0.5")}}]
    assert json.loads(json.dumps(prepare(rows, [NUMBER]))) == prepare(rows, [NUMBER])
    assert rows == [{"n": {"text": "1", "sort": Decimal("1.5"), "bar": Decimal("0.5")}}]


def test_grades_have_word_colour_and_shape_and_sort_by_worth() -> None:
    codes = ["excellent", "good", "pass", "fail", None]
    with speaking("en"):
        drawn = [grade_cell(code) for code in codes]
    assert [cell["text"] for cell in drawn] == ["Excellent", "Good", "Pass", "Fail", "Not scored"]
    assert len({cell["shape"] for cell in drawn}) == len({cell["colour"] for cell in drawn}) == 5
    assert [cell["sort"] for cell in drawn] == [4, 3, 2, 1, 0]
    assert [cell["muted"] for cell in drawn] == [False, False, False, False, True]


def page() -> None:
    import streamlit as st

    from dashboard.widgets import Column, table
    from dashboard.words import speak

    speak(st.query_params.get("lang"))
    columns = [
        Column("unit", "单位", help="哪个单位"),
        Column("lost", "扣分", kind="number", sortable=False),
    ]
    rows = [{"id": name, "unit": name, "lost": 2} for name in ("东", "西")]
    opened = table(rows, columns, key="units", caption="各单位", row_id="id", max_height=400)
    st.text(f"opened {opened}")


def given(session: AppTest) -> dict[str, Any]:
    (drawn,) = session.get("bidi_component")
    return dict(json.loads(drawn.proto.json))


def test_the_browser_is_given_everything_it_says() -> None:
    session = AppTest.from_function(page).run()
    assert not session.exception
    data = given(session)
    assert (data["caption"], data["max_height"], data["big"]) == ("各单位", 400, False)
    assert [row["id"] for row in data["rows"]] == ["东", "西"]
    assert [column["align"] for column in data["columns"]] == ["left", "right"]
    assert [column["sortable"] for column in data["columns"]] == [True, False]
    assert data["columns"][0]["help"] == "哪个单位"
    assert session.text[0].value == "opened None"


def test_the_words_are_in_the_readers_language() -> None:
    session = AppTest.from_function(page)
    session.query_params["lang"] = "en"
    data = given(session.run())
    assert data["language"] == "en"
    assert data["words"]["more"] == "Show {count} more rows"
    session.query_params["lang"] = "zh"
    chinese = given(session.run())
    assert chinese["language"] == "zh"
    assert all(chinese["words"][name] != text for name, text in data["words"].items())


def test_a_tap_opens_its_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    taps: list[Any] = []
    monkeypatch.setattr(MODULE, "_mount", lambda **_: {"opened": taps[-1]})
    session = AppTest.from_function(page)

    def heard(tap: Any) -> str:
        taps.append(tap)
        return str(session.run().text[0].value)

    assert heard({"id": "东", "tap": "1"}) == "opened 东"
    assert heard({"id": "东", "tap": "1"}) == "opened None"
    assert heard({"id": "东", "tap": "2"}) == "opened 东"
    assert heard(None) == "opened None"


@pytest.mark.parametrize(
    "tap", [{"id": "北", "tap": "1"}, {"id": None, "tap": "2"}, {"id": []}, {}, "东"]
)
def test_only_a_row_that_is_shown_can_be_opened(tap: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "_mount", lambda **_: {"opened": tap})
    assert AppTest.from_function(page).run().text[0].value == "opened None"
