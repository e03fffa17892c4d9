"""The page of room temperatures: requests and the register, or one order of the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.looks import moment_text
from dashboard.orders.words import address
from dashboard.temperature import desk
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import pick_part
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.places import go
from dashboard.widgets.table import Column, table
from dashboard.widgets.temperature.measure import show_order
from dashboard.widgets.temperature.register import show_register
from dashboard.widgets.who import me
from dashboard.words import N_, _, language
from db.actors import Role
from db.orders.reading import OrderRow

PARTS = {"requests": N_("Open requests"), "register": N_("Register of records")}


def show_temperature() -> None:
    """The part or the order that the address asks for, the open requests first."""
    actor = me().actor
    if not actor.may_all and not actor.holds(
        Role.AGENT, Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE
    ):
        empty(_("Temperatures are measured by the units and the service centre."))
        return
    number = st.query_params.get("order")
    if number:
        show_order(number, st.query_params.get("source"))
        return
    show_said()
    parts = {code: _(words) for code, words in PARTS.items()}
    if pick_part("temperature", "part", _("Part"), parts) == "register":
        show_register()
    else:
        _requests()


def _requests() -> None:
    rows = desk.requests(me().actor)
    if rows:
        st.markdown(
            _("{number} open requests. Touch one to record what was measured.", number=len(rows))
        )
        opened = _list(rows)
        if opened is not None:
            found = next(row for row in rows if row.id == opened)
            go("temperature", order=found.number, source=found.source)
    else:
        empty(_("Nobody waits to be measured. Open an order by its number to record one anyhow."))
    _by_number()


def _list(rows: Sequence[OrderRow]) -> str | None:
    return table(
        [_row(row) for row in rows],
        [
            Column("address", _("Address")),
            Column("contact", _("Customer"), wrap=False),
            Column("telephone", _("Telephone"), kind="code"),
            Column("unit", _("Unit")),
            Column("asked", _("Asked at")),
            Column("agreed", _("Agreed time")),
            Column("number", _("Order"), kind="code"),
        ],
        key="temperature-requests",
        caption=_("Open requests"),
        row_id="id",
        max_height=640,
    )


def _row(row: OrderRow) -> dict[str, object]:
    unit = row.handed_to or row.unit
    return {
        "id": row.id,
        "number": row.number,
        "unit": None if unit is None else unit.name(language()),
        "address": address(row),
        "contact": row.contact or None,
        "telephone": row.telephone or None,
        "asked": {"text": moment_text(row.reported_at), "sort": row.reported_at.timestamp()},
        "agreed": None if row.appointment_at is None else moment_text(row.appointment_at),
    }


def _by_number() -> None:
    with st.form("temperature-by-number", border=False):
        left, right, _rest = st.columns([3, 2, 4], vertical_alignment="bottom")
        number = left.text_input(_("Another order by its number"), max_chars=60)
        if right.form_submit_button(_("Go to this order")) and number.strip():
            go("temperature", order=number.strip())
