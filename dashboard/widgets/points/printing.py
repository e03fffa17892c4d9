"""A unit's statement as files: Excel, and a page to print, to sign and to file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.looks import points_text
from dashboard.points.statement import Statement
from dashboard.summaries import printed
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.printing import offer_print
from dashboard.widgets.table import Column
from dashboard.words import _

Rows = Sequence[Mapping[str, Any]]


def offer_files(shown: Statement, rows: Rows, columns: Sequence[Column], name: str) -> None:
    """Two buttons: the workbook, made when it is asked for, and the page to print."""
    about = _(
        "{left} of {start} points are left; {waiting} wait for a decision.",
        left=points_text(shown.account.left),
        start=points_text(shown.account.bounds.start),
        waiting=points_text(shown.account.waiting),
    )
    with st.container(horizontal=True):
        offer_table(rows, columns, name, about=about)
        page = statement_page(shown, rows, columns, name, about)
        offer_print(_("Print"), page, name, key=f"print-{name}")


def statement_page(
    shown: Statement, rows: Rows, columns: Sequence[Column], name: str, about: str
) -> bytes:
    """The statement on paper: every deduction, and below them what was taken off in all."""
    heads = [(column.key, column.label) for column in columns]
    lines = [{key: _plain(row.get(key)) for key, _label in heads} for row in rows]
    total = dict.fromkeys((key for key, _label in heads), "")
    total |= {"at": _("Confirmed in all"), "points": points_text(-shown.account.taken)}
    return printed.page(
        name,
        [about, standing_words_of(shown)],
        [*lines, total],
        heads,
        signers=(_("For the unit"), _("For the division")),
        wide=True,
        tight=[column.key for column in columns if column.key not in ("what", "proof", "reason")],
    )


def standing_words_of(shown: Statement) -> str:
    """Whether the account is below the line, in words."""
    bounds = shown.account.bounds
    if shown.account.below:
        return _("Below {line}", line=points_text(bounds.line))
    return _("Passes")


def _plain(cell: Any) -> str:
    text = cell.get("text") if isinstance(cell, Mapping) else cell
    return "–" if text is None else str(text)
