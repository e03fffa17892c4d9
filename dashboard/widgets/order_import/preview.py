"""What taking a file in would do: counts, rows in error first, conflicts, then the first orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.looks import moment_text
from dashboard.order_import.comparing import rows_of
from dashboard.order_import.desk import Look
from dashboard.order_import.faults_book import workbook_of
from dashboard.orders.changes import column_name
from dashboard.widgets.imports import CHANGES, offer_workbook, show_faults
from dashboard.widgets.order_import.conflicts import show_conflicts, told
from dashboard.widgets.order_import.mapping import class_name
from dashboard.widgets.table import Column, table
from dashboard.words import N_, _, language
from db.orders.errors import STATES

MOST_FAULTS, MOST_ROWS = 200, 50
COUNTS = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "same": N_("Unchanged"),
    "conflicts": N_("In conflict"),
    "faults": N_("In error"),
}


def show_preview(shown: Look) -> None:
    """Counts, then what is not taken in, then what is."""
    places = st.columns(len(COUNTS))
    for place, (key, label) in zip(places, COUNTS.items(), strict=True):
        place.metric(_(label), f"{shown.counts[key]:,}")
    st.caption(
        _(
            "What a file does not tell is not measured: without a time of arrival no order is "
            "judged by it. Orders with a unit enter the samples of call-backs by their dispatch; "
            "where that is missing by when they were taken on, or else opened."
        )
    )
    for section in (_faults, show_conflicts, _rows):
        with st.container():
            section(shown)


def _faults(shown: Look) -> None:
    faults = shown.checked.faults
    if not faults.rows:
        return
    told = faults.told(MOST_FAULTS)
    title = _("Rows in error: they are not taken in")
    st.markdown(f"**{title}**")
    show_faults(told, "order-import", title)
    if len(told) == MOST_FAULTS:
        st.caption(_("The first {number} faults; the file below has more.", number=MOST_FAULTS))
    offer_workbook(
        _("Rows in error as Excel"),
        _("heng-orders-in-error.xlsx"),
        lambda: workbook_of(shown.file.table, shown.checked.faults),
        language(),
    )


def _rows(shown: Look) -> None:
    changed = list(shown.plan.changed)[:MOST_ROWS]
    places = changed + shown.plan.new[: MOST_ROWS - len(changed)]
    if not places:
        return
    title = _("The first orders that are taken in")
    st.markdown(f"**{title}**")
    units = {unit.code: unit.id for unit in shown.units}
    rows = rows_of(shown.checked.orders.take(places), units)
    table(
        [_row(shown, place, row) for place, row in zip(places, rows, strict=True)],
        [
            Column("number", _("Order number"), kind="code"),
            Column("change", _("Change"), kind="state"),
            Column("class", _("Class")),
            Column("unit", _("Unit")),
            Column("opened", _("Opened at"), kind="code"),
            Column("state", _("State"), kind="state"),
            Column("what", _("What the row says")),
        ],
        key="order-import-rows",
        caption=title,
        max_height=400,
    )


def _row(shown: Look, place: int, row: Mapping[str, Any]) -> dict[str, object]:
    change, state = shown.plan.changed.get(place), row["state"]
    kind = "new" if change is None else "changed"
    what = (
        (_("Problem described"), row["problem"]) if row["problem"] else (_("Estate"), row["estate"])
    )
    said = _(": ").join(what) if what[1] else None
    if change is not None:
        said = _("; ").join(
            f"{column_name(name)}{_(': ')}{told(shown, name, change.before[name])} → "
            f"{told(shown, name, value)}"
            for name, value in change.after.items()
            if change.before[name] != value
        )
    return {
        "number": row["number"],
        "change": _(CHANGES[kind]),
        "class": class_name(row["order_class"]),
        "unit": told(shown, "unit_id", row["unit_id"]),
        "opened": moment_text(row["opened_at"]),
        "state": _(STATES[state]),
        "what": said and said[:200],
    }
