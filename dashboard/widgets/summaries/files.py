"""A shift's summary as files: Excel, and a page to print."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard.summaries import printed
from dashboard.summaries.desk import ShiftSummary
from dashboard.summaries.words import columns, counted_words, lines, name, signed_words
from dashboard.widgets.downloads import file_name, offer_table
from dashboard.widgets.table import Column
from dashboard.words import _, language, speaking


def offer_files(found: ShiftSummary) -> None:
    """Two buttons; the files are made when they are asked for."""
    called, rows = name(found), lines(found)
    told = [counted_words(found.span), *(signed_words(row) for row in found.signed)]
    with st.container(horizontal=True):
        made = [Column(key, label, kind=_kind(key)) for key, label in columns()]
        offer_table(rows, made, called, about=" ".join(told))
        spoken = language()

        def page() -> bytes:
            # It is made in a thread that does not know the reader's language.
            with speaking(spoken):
                seal = found.signed[0].hash if found.signed else ""
                facts, signed = told[:1], told[1:]
                return printed.page(called, facts, rows, columns(), remarks=signed, seal=seal)

        st.download_button(
            _("To print"),
            page,
            file_name(called, "html"),
            "text/html",
            on_click="ignore",
            icon=":material/print:",
            key=f"print-{called}",
        )


def _kind(key: str) -> Literal["text", "number"]:
    return "text" if key == "class" else "number"
