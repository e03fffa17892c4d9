"""Downloads of what a page shows: a table as Excel, a chart as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.exports.copy import safe_part
from dashboard.exports.tables import workbook
from dashboard.widgets.table import Column
from dashboard.words import _, language, speaking

Rows = Sequence[Mapping[str, Any]]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_table(
    rows: Rows | Callable[[], Rows], columns: Sequence[Column], name: str, *, about: str = ""
) -> None:
    """One button: the rows that `table` draws as an Excel file, made when it is asked for.

    `name` is the title in the file and, made safe, the file's name: its parts are set apart by
    " · " and say the period. `about` is the line under it, as the filters that are set. Rows that
    the page does not hold are given as a function, which runs in another thread.
    """
    spoken = language()

    def data() -> bytes:
        # It is made in a thread that does not know the reader's language.
        with speaking(spoken):
            return workbook(rows() if callable(rows) else rows, columns, name, about)

    st.download_button(
        _("Table as Excel"),
        data,
        file_name(name, "xlsx"),
        XLSX,
        on_click="ignore",
        icon=":material/download:",
        key=f"table-{name}",
    )


def file_name(name: str, ending: str) -> str:
    """The name of a download, without what file systems refuse: 趋势_2026.xlsx."""
    return (
        "_".join(safe_part(part.replace(" – ", "–")) for part in name.split(" · ")) + f".{ending}"
    )
