"""What slides are made of: cells, columns and pages of rows, as the browser draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from checklists.exact import half_up
from dashboard.explaining.explained import KEPT, Part
from dashboard.looks import PROVISIONAL, Look, grade_look, score_text
from dashboard.standings import GroupStanding, UnitStanding
from dashboard.words import _, language

MOST_ROWS = 12
"""So many rows fit a slide that is read from the back of a room."""

FIGURE = 0.13
"""The part of a table's width that a column of figures needs."""

Slide = dict[str, Any]
Cell = str | dict[str, Any]


def look_cell(look: Look) -> dict[str, Any]:
    """A grade, or what is not scored: shape, word and colour together."""
    return {"text": _(look.word), "shape": look.shape, "colour": look.colour}


def grade_cell(code: str | None) -> dict[str, Any]:
    """A grade by its code; None is not scored."""
    return look_cell(grade_look(code))


def score_cell(row: UnitStanding | GroupStanding) -> dict[str, Any]:
    """A score with one decimal, and the mark of a provisional one."""
    cell: dict[str, Any] = {"text": score_text(row.k), "strong": True}
    if row.provisional:
        cell["mark"] = PROVISIONAL.shape
    return cell


def figure_words(one: Mapping[str, Any]) -> str:
    """A figure of a slide in a line: its value, of how many, and its mark."""
    of = f" / {one['of']}" if "of" in one else ""
    mark = f" {one['mark']}" if one.get("mark") else ""
    return f"{one['value']}{of}{mark}"


def column(label: str, align: str = "left", width: int = 0) -> dict[str, Any]:
    """A column; `width` is its share in percent, 0 for as wide as it needs."""
    return {"label": label, "align": align, "width": width}


def shares(columns: Sequence[Mapping[str, Any]]) -> list[float]:
    """The part of a file's table that each column takes; they add up to 1.

    One without a share is as wide as a figure needs, the others share what is left.
    """
    asked = [one["width"] for one in columns]
    if not any(asked):
        return [1 / len(columns)] * len(columns)
    narrow = min(FIGURE, 1 / len(columns))
    left = 1 - narrow * asked.count(0)
    return [left * share / sum(asked) if share else narrow for share in asked]


def pages(rows: Sequence[Any], most: int = MOST_ROWS) -> list[Sequence[Any]]:
    """Rows in pages of about the same length, none longer than a slide takes."""
    if not rows:
        return []
    number = -(-len(rows) // most)
    each = -(-len(rows) // number)
    return [rows[first : first + each] for first in range(0, len(rows), each)]


def tables(ident: str, title: str, columns: Any, rows: Sequence[Any], **more: Any) -> list[Slide]:
    """One slide a page of rows, each with the same columns and words."""
    found = pages(rows)
    return [
        {
            "id": ident if number == 1 else f"{ident}-{number}",
            "kind": "table",
            "listed": title if number == 1 else None,
            "title": title if len(found) == 1 else f"{title} {number}/{len(found)}",
            "columns": columns,
            "rows": page,
            **more,
        }
        for number, page in enumerate(found, start=1)
    ]


def part_words(part: Part) -> str:
    """A part of a score in a line: the item or sheet it is."""
    if part.item is not None:
        return f"{part.item.code} {part.item.wording.get(language())}"
    if part.sheet is not None:
        return _("{sheet} as a whole", sheet=part.sheet.name.get(language()))
    return _("Bounds of the score") if part.kind == KEPT else part.code


def tenth(points: Fraction) -> str:
    """Points with one decimal and a true minus."""
    return format(half_up(points, 1), "f").replace("-", "−")


def provisional_words() -> str:
    """What the mark of a provisional score means."""
    return _("{shape} Provisional: fewer audits than are asked for.", shape=PROVISIONAL.shape)
