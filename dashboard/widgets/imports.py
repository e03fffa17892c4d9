"""What reading a workbook would do, as pages show it before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.imports.faults import RowFault
from dashboard.imports.previews import Preview
from dashboard.widgets.downloads import XLSX
from dashboard.widgets.table import Column, table
from dashboard.words import N_, _, speaking

CHANGES = {"new": N_("New"), "changed": N_("Changed"), "same": N_("Unchanged")}


def offer_workbook(label: str, name: str, make: Callable[[], bytes], spoken: str) -> None:
    """A button for a workbook that is made when it is asked for, in the reader's language."""

    def data() -> bytes:
        # It is made in a thread that does not know the reader's language.
        with speaking(spoken):
            return make()

    st.download_button(
        label, data, name, XLSX, on_click="ignore", icon=":material/download:", key=f"get-{name}"
    )


def show_preview(
    shown: Preview[Any],
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Column],
    key: str = "import",
) -> None:
    """How many rows do what; the faults first, then the rows that are written."""
    st.markdown(
        _(
            "**{new}** new rows, **{changed}** changed, **{same}** unchanged, **{faults}** faults.",
            new=shown.number("new"),
            changed=shown.number("changed"),
            same=shown.number("same"),
            faults=len(shown.faults),
        )
    )
    if shown.faults:
        show_faults(shown.faults, key)
    if rows:
        table(
            rows,
            columns,
            key=f"{key}-rows",
            caption=_("Rows that are written"),
            max_height=400,
        )


def show_faults(faults: Sequence[RowFault], key: str, caption: str | None = None) -> None:
    """The values of a file that are not taken: where each stands, why, and what mends it."""
    table(
        [
            {
                "sheet": fault.sheet,
                "row": fault.row or None,
                "column": fault.column or None,
                "value": fault.value or None,
                "reason": fault.reason,
                "remedy": fault.remedy,
            }
            for fault in faults
        ],
        [
            Column("sheet", _("Worksheet"), wrap=False),
            Column("row", _("Row"), kind="number"),
            Column("column", _("Column"), wrap=False),
            Column("value", _("Value")),
            Column("reason", _("What is wrong")),
            Column("remedy", _("What to do")),
        ],
        key=f"{key}-faults",
        caption=caption or _("Rows that are not taken"),
        max_height=400,
    )
