"""What a restatement changes, as a table: score, grade and place before and after."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from checklists.sealed import Content
from dashboard.looks import score_text
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.words import _, language


def show_changes(changes: Sequence[Content], *, key: str, caption: str) -> None:
    """The company, divisions and units of which something differs."""
    table(
        [_change(change) for change in changes],
        [
            Column("name", _("Concerned")),
            Column("k_before", _("Score before"), align="right", kind="number"),
            Column("k_after", _("Score after"), align="right", kind="number"),
            Column("grade_before", _("Grade before"), kind="grade"),
            Column("grade_after", _("Grade after"), kind="grade"),
            Column("place_before", _("Place before"), align="right", kind="number"),
            Column("place_after", _("Place after"), align="right", kind="number"),
        ],
        key=key,
        caption=caption,
        empty=_("No score, grade or place changed."),
    )


def _change(change: Content) -> dict[str, object]:
    name = change["en" if language() == "en" else "zh"]
    row: dict[str, object] = {"name": name or _("Company")}
    for when in ("before", "after"):
        told = change[when]
        k = None if told["k"] is None else Decimal(told["k"])
        row[f"k_{when}"] = {"text": score_text(k), "sort": k}
        row[f"grade_{when}"] = grade_cell(told["grade"])
        row[f"place_{when}"] = told["place"]
    return row
