"""A list of audits from which one is opened."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import reports
from dashboard.looks import ALL_OCCASIONS, moment_text, score_text, state_text, today
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.places import go
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.words import _, language
from db.actors import Actor
from db.audits import AuditFilter, AuditPage
from db.models import OPEN
from db.rows import AuditRow

MOST_IN_FILE = 10_000


def open_audits(
    page: AuditPage,
    *,
    key: str,
    empty: str,
    said: Mapping[str, str] | None = None,
    max_height: int | None = None,
) -> None:
    """Show audits; a touched one is opened: a draft where it was left, others with the ledger.

    `said` are the words on those that were returned, by id, in a column of their own.
    """
    by_id = {row.id: row for row in page.rows}
    scored = any(row.state not in OPEN for row in page.rows)
    opened = table(
        [_row(row) | {"said": (said or {}).get(row.id)} for row in page.rows],
        _returned_columns() if said else _columns(scored=scored),
        key=key,
        caption=_("Audits"),
        row_id="id",
        empty=empty,
        max_height=max_height,
    )
    if opened in by_id:
        row = by_id[opened]
        go(row.sheet, audit=row.id)


def offer_audits(actor: Actor, wanted: AuditFilter, total: int) -> None:
    """All audits that fit the filters as an Excel file, up to the number a file is good for."""
    if not total:
        return

    def rows() -> list[dict[str, object]]:
        return [_row(row) for row in reports.audits(actor, wanted, limit=MOST_IN_FILE).rows]

    months = dict.fromkeys(filter(None, (wanted.first_period, wanted.last_period)))
    name = " · ".join([_("Audits"), "–".join(months) or today().isoformat()])
    offer_table(rows, _columns(scored=True), name)
    if total > MOST_IN_FILE:
        words = _("The file holds the newest {number}; narrow the filters for the others.")
        st.caption(words.format(number=MOST_IN_FILE))


def _returned_columns() -> list[Column]:
    """What tells one returned audit from another, and why; there is no score to show."""
    return [
        Column("unit", _("Unit")),
        Column("sheet", _("Sheet")),
        Column("said", _("Remarks of the return"), width="18rem"),
        Column("subject", _("Subject")),
        Column("period", _("Period"), kind="code"),
        Column("inspector", _("Inspector")),
    ]


def _columns(*, scored: bool) -> list[Column]:
    scores = [
        Column("k", _("Score"), align="right", kind="number"),
        Column("grade", _("Grade"), kind="grade"),
    ]
    return [
        Column("unit", _("Unit")),
        Column("sheet", _("Sheet")),
        Column("period", _("Period"), kind="code", under="sheet"),
        Column("state", _("State"), kind="state"),
        *(scores if scored else []),
        Column("day", _("Day of the audit"), kind="code"),
        Column("occasion", _("Occasion"), under="day"),
        Column("subject", _("Subject")),
        Column("inspector", _("Inspector"), under="subject"),
    ]


def _row(row: AuditRow) -> dict[str, object]:
    scored = row.state not in OPEN
    return {
        "id": row.id,
        "unit": row.unit.name(language()),
        "sheet": sheet_name(row.sheet),
        "period": row.period,
        "day": row.audited_on.isoformat(),
        "occasion": _(ALL_OCCASIONS[row.kind]),
        "subject": row.subject or None,
        "inspector": row.inspector.name,
        "state": {"text": state_text(row), "title": moment_text(row.created_at)},
        "k": {"text": score_text(row.k), "sort": row.k} if scored else None,
        "grade": grade_cell(row.grade) if scored else None,
    }
