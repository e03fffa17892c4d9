"""A shift's summary as files: Excel, and a page to print."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard.summaries import printed
from dashboard.summaries.desk import ShiftSummary
from dashboard.summaries.words import columns, counted_words, lines, name, signed_words
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.printing import offer_print
from dashboard.widgets.table import Column
from dashboard.words import _


def offer_files(found: ShiftSummary) -> None:
    """Two buttons: the workbook, made when it is asked for, and the page to print."""
    called, rows = name(found), lines(found)
    told = [counted_words(found.span), *(signed_words(row) for row in found.signed)]
    with st.container(horizontal=True):
        made = [Column(key, label, kind=_kind(key)) for key, label in columns()]
        offer_table(rows, made, called, about=" ".join(told))
        seal = found.signed[0].hash if found.signed else ""
        page = printed.page(called, told[:1], rows, columns(), remarks=told[1:], seal=seal)
        offer_print(_("Print"), page, called, key=f"print-{called}")


def _kind(key: str) -> Literal["text", "number"]:
    return "text" if key == "class" else "number"
