"""Scores before and after in a table: equal ones quiet, exact to the last digit."""

from __future__ import annotations

from decimal import Decimal

from checklists.exact import plain
from dashboard.looks import grade_look, score_text
from dashboard.what_if.scores import GroupChange, Told, UnitChange
from dashboard.widgets.table import Column
from dashboard.words import _, language

ARROW = " → "


def group_columns() -> list[Column]:
    """The columns of divisions and the company before and after."""
    return [Column("name", _("Division")), *_scores(_("Q before"), _("Q after"))]


def unit_columns() -> list[Column]:
    """The columns of units before and after."""
    return [
        Column("name", _("Unit")),
        Column("weight", _("Coefficient")),
        *_scores(_("Score before"), _("Score after")),
    ]


def unit_row(change: UnitChange) -> dict[str, object]:
    """A unit before and after."""
    before, after = plain(change.weight_before), plain(change.weight_after)
    return {
        "name": change.row.name(language()),
        "weight": turned(before, after),
        **_cells(change.before, change.after, change.difference),
    }


def group_row(change: GroupChange) -> dict[str, object]:
    """A division or the company before and after."""
    return {
        "name": _("Company") if change.row is None else change.row.name(language()),
        **_cells(change.before, change.after, change.difference),
    }


def _scores(before: str, after: str) -> list[Column]:
    return [
        Column("before", before, align="right", kind="number"),
        Column("after", after, align="right", kind="number"),
        Column("difference", _("Difference"), align="right", kind="number"),
        Column("grade", _("Grade")),
        Column("place", _("Place")),
    ]


def _cells(before: Told, after: Told, difference: Decimal | None) -> dict[str, object]:
    return {
        "before": score_cell(before),
        "after": score_cell(after),
        "difference": difference_cell(difference),
        "grade": turned(_grade(before), _grade(after)),
        "place": turned(_place(before), _place(after)),
    }


def difference_cell(difference: Decimal | None) -> dict[str, object]:
    """A difference with its sign; none is quiet."""
    sign = "+" if difference and difference > 0 else ""
    told = None if difference is None else sign + format(difference, "f").replace("-", "−")
    return {"text": told, "sort": difference, "muted": not difference}


def score_cell(told: Told) -> dict[str, object]:
    """A score with all its decimals."""
    text = score_text(None) if told.k is None else format(told.k, "f")
    return {"text": text, "sort": told.k}


def _grade(told: Told) -> str:
    return grade_look(told.grade).label


def _place(told: Told) -> str:
    return "–" if told.place is None else str(told.place)


def turned(before: str, after: str) -> dict[str, object]:
    """What stays the same is quiet; a change says both."""
    if before == after:
        return {"text": before, "muted": True}
    return {"text": before + ARROW + after}
