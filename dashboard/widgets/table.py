"""A table in the reader's language: sorted by a tap, opened by a row, read aloud in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from checklists.exact import plain
from dashboard.looks import GRADES, grade_look
from dashboard.words import _, language

HERE = Path(__file__).parent
NOTHING = "–"
PARTS = frozenset({"text", "sort", "colour", "shape", "bar", "muted", "title"})


class CellPartUnknown(ValueError):
    """A cell has a part that the table would not draw, often a slip of the pen."""

    def __init__(self, column: str, parts: Iterable[str]) -> None:
        named = ", ".join(sorted(parts))
        super().__init__(f"Cells have no part {named} (column {column!r}).")


@dataclass(frozen=True)
class Column:
    """One column: `key` finds the cell in a row, `label` and `help` are in the reader's language.

    Numbers stand on the right; a grade is a chip of shape and word, a state a quiet chip, a code
    is never broken. `width` is a CSS length; without `wrap` the text stays on one line. Where room
    is scarce, as on a tablet held upright, it stands as a small line below the column `under`.
    """

    key: str
    label: str
    align: Literal["left", "right", "center"] = "left"
    kind: Literal["text", "number", "grade", "state", "code"] = "text"
    width: str | None = None
    sortable: bool = True
    wrap: bool = True
    help: str | None = None
    under: str | None = None


def table(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Column],
    *,
    key: str,
    caption: str,
    row_id: str | None = None,
    empty: str = "",
    max_height: int | None = None,
    big: bool = False,
    opens: str | None = None,
    panel: str | None = None,
    chosen: str | None = None,
) -> str | None:
    """Draw the rows; give the id of the row the reader opened since the last run, once.

    A cell is a str, int, Decimal or None, or a mapping with `text` and any of `sort` (a number
    or a str), `colour` ("#0072B2"), `shape` ("★"), `bar` (0 to 1), `muted` and `title`.
    `row_id` names the entry of a row that holds its id; a row with the id None is not opened.
    `opens` is the key of the column that carries the mark to tap, the first one unless said; the
    container with the key `panel` and the row's id is brought into sight once it is there.
    `chosen` is the id of the row that is looked at below: it is marked, and scrolled into sight.
    `max_height` (pixels) makes the rows scroll under a header that stays; `big` is for projectors.

    Raises CellPartUnknown for a part a cell cannot have, KeyError for a row without a cell.
    """
    prepared = prepare(rows, columns, row_id)
    result = _mount(
        key=key,
        data={
            "key": key,
            "caption": caption,
            "empty": empty or _("Nothing to show yet."),
            "max_height": max_height,
            "big": big,
            "opens": opens,
            "panel": panel,
            "chosen": chosen,
            "language": language(),
            "columns": [_described(column) for column in columns],
            "rows": prepared,
            "words": _words(),
        },
        on_opened_change=_heard,
    )
    return _opened_once(key, result.get("opened"), [row["id"] for row in prepared])


def grade_cell(code: str | None) -> dict[str, Any]:
    """The cell of a grade column; None is not scored and sorts below every grade."""
    look = grade_look(code)
    rank = len(GRADES) - GRADES.index(look) if look in GRADES else 0
    drawn = {"text": _(look.word), "colour": look.colour, "shape": look.shape}
    return drawn | {"sort": rank, "muted": look.code is None}


def prepare(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], row_id: str | None = None
) -> list[dict[str, Any]]:
    """The rows as the browser gets them: `{"id": str or None, "cells": [str or mapping, …]}`.

    Numbers are ordered here, exactly, and sent as ranks; texts are ordered by the browser, which
    knows the reader's alphabet. What has nothing to sort by carries the sort None and stays last.
    """
    drawn = [[_cell(row[column.key], column) for column in columns] for row in rows]
    for place in range(len(columns)):
        _rank([cells[place] for cells in drawn])
    return [
        {"id": _id(row, row_id), "cells": [_slim(cell) for cell in cells]}
        for row, cells in zip(rows, drawn, strict=True)
    ]


def _cell(value: Any, column: Column) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return _plain_cell(value)
    if unknown := set(value) - PARTS:
        raise CellPartUnknown(column.key, unknown)
    cell = {name: part for name, part in value.items() if part is not None and part is not False}
    cell |= {"text": _plain_cell(value.get("text"))["text"]}
    cell["sort"] = value["sort"] if "sort" in value else _implied_sort(value.get("text"), column)
    if "bar" in cell:
        # A length on the screen, not a score: four decimals are finer than a pixel.
        cell["bar"] = round(min(max(float(cell["bar"]), 0.0), 1.0), 4)
    return cell


def _plain_cell(value: Any) -> dict[str, Any]:
    if value is None:
        return {"text": NOTHING, "sort": None, "muted": True}
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        written = plain(value) if isinstance(value, Decimal) else str(value)
        return {"text": written.replace("-", "−", 1), "sort": value}
    return {"text": str(value), "sort": str(value)}


def _implied_sort(text: Any, column: Column) -> Any:
    """A number written as text still sorts as a number in a column of numbers."""
    if column.kind == "number" and isinstance(text, str):
        try:
            return Decimal(text.replace(",", "").replace("−", "-"))
        except InvalidOperation:
            return text
    return _plain_cell(text)["sort"]


def _rank(cells: Sequence[dict[str, Any]]) -> None:
    numbers = {cell["sort"] for cell in cells if isinstance(cell["sort"], Decimal | int | float)}
    ranks = {number: rank for rank, number in enumerate(sorted(numbers))}
    for cell in cells:
        if not isinstance(cell["sort"], str | None):
            cell["sort"] = ranks[cell["sort"]]


def _slim(cell: dict[str, Any]) -> dict[str, Any] | str:
    """A cell that sorts by its own text and has nothing else is sent as that text."""
    alone = cell.keys() == {"text", "sort"} and cell["sort"] == cell["text"]
    return str(cell["text"]) if alone else cell


def _id(row: Mapping[str, Any], row_id: str | None) -> str | None:
    value = None if row_id is None else row[row_id]
    return None if value is None else str(value)


def _described(column: Column) -> dict[str, Any]:
    align = "right" if column.kind == "number" and column.align == "left" else column.align
    return asdict(column) | {"align": align}


def _words() -> dict[str, str]:
    return {
        "more": _("Show {count} more rows"),
        "shown": _("{shown} of {total} rows"),
        "ascending": _("Sorted by {column}, ascending"),
        "descending": _("Sorted by {column}, descending"),
        "original": _("In the original order"),
        "about": _("About {column}"),
    }


def _opened_once(key: str, opened: Any, ids: Sequence[str | None]) -> str | None:
    """The opened row's id, once for each tap, however often Streamlit repeats the trigger."""
    if not isinstance(opened, Mapping):
        return None
    heard = f"{key}:opened"
    if opened.get("tap") == st.session_state.get(heard):
        return None
    st.session_state[heard] = opened.get("tap")
    return opened.get("id") if opened.get("id") in ids else None


def _heard() -> None:
    """Streamlit reports a trigger only where a callback is given."""


_mount = st.components.v2.component(
    "heng_table",
    css=(HERE / "table.css").read_text(encoding="utf-8"),
    js=(HERE / "table.js").read_text(encoding="utf-8"),
)
