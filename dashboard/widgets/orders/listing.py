"""The page of work orders: filters, the list, and the form of a new order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

import streamlit as st

from checklists.clocks import Clock
from dashboard.looks import ZONE, moment_text, today, with_division
from dashboard.orders import desk
from dashboard.orders.clocking import Late
from dashboard.orders.desk import Listed, Places
from dashboard.orders.entry import new_order, new_order_fields
from dashboard.orders.fields import Form
from dashboard.orders.time_words import day_words
from dashboard.orders.words import (
    STATES,
    address,
    class_name,
    class_names,
    standing_words,
    unit_words,
)
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import day, page_number, pick, turn_pages, words
from dashboard.widgets.orders.address import query_of
from dashboard.widgets.orders.entry import entry
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.places import go
from dashboard.widgets.table import Column, table
from dashboard.widgets.way_back import from_here
from dashboard.widgets.who import me
from dashboard.words import N_, _, language, ngettext
from db.orders.filters import WORKED_ON, OrderFilter
from db.orders.reading import OrderRow

PAGE, PAGE_SIZE = "orders", 50
GOING_ON = "going"
NO_UNIT = "none"
LATE = {
    "running": N_("Late and not finished"),
    "finished": N_("Finished late"),
    "any": N_("All late ones"),
}
BACK = timedelta(days=30)
"""So far back finished ones are looked for unless the address says another day."""


def show_orders() -> None:
    """The list with its filters, or the form of a new order where the address asks for it."""
    places = desk.places(me().actor)
    if not places.divisions:
        empty(_("Work orders are seen by the service centre and by the units that handle them."))
        return
    if st.query_params.get("new") == "1" and places.handled:
        _new(places)
        return
    show_said()
    if places.handled and st.button(_("New order"), type="primary", icon=":material/add:"):
        go("orders", new="1")
    wanted, late = _filters(places)
    skipped = (page_number() - 1) * PAGE_SIZE
    found = desk.listed(me().actor, wanted, PAGE_SIZE, skipped, late=late)
    st.caption(ngettext("{total} order", "{total} orders", found.total, total=found.total))
    _list(found)
    turn_pages(PAGE, -(-found.total // PAGE_SIZE))


def _filters(places: Places) -> tuple[OrderFilter, Late | None]:
    states = {GOING_ON: _("Going on"), **{code: _(words) for code, words in STATES.items()}}
    units = {unit.code: unit.name(language()) for unit in places.units}
    if places.handled:
        units = {NO_UNIT: _("Unit not clear yet"), **units}
    with st.container(key="orders-filters", horizontal=True, vertical_alignment="bottom"):
        state = pick(PAGE, "state", _("State"), states)
        late = pick(PAGE, "late", _("Lateness"), {code: _(name) for code, name in LATE.items()})
        order_class = pick(PAGE, "class", _("Class"), class_names())
    with st.container(key="orders-more-filters", horizontal=True, vertical_alignment="bottom"):
        first, last = _days(late)
        unit = pick(PAGE, "unit", _("Unit"), units)
        text = words(PAGE, "text", _("Number, address, telephone, problem"))
    if first is not None and last is not None and last < first:
        st.warning(_("“Until” lies before “Called from”: no order fits."), icon=":material/event:")
    by_code = {unit.code: unit.id for unit in places.units}
    wanted = OrderFilter(
        states=WORKED_ON if state == GOING_ON else (state,) if state else None,
        order_class=order_class,
        unit_id=by_code.get(unit or ""),
        without_unit=unit == NO_UNIT,
        text=text,
        reported_from=None if first is None else _midnight(first),
        reported_until=None if last is None else _midnight(last + timedelta(days=1)),
    )
    return wanted, cast("Late | None", late)


def _days(late: str | None) -> tuple[date | None, date | None]:
    """The days of the call; who looks for finished ones looks at the last month unless told."""
    since = today() - BACK if late in ("finished", "any") else None
    return day(PAGE, "from", _("Called from"), since), day(PAGE, "until", _("Until"))


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), ZONE).astimezone(UTC)


def _list(found: Listed) -> None:
    now = datetime.now(UTC)
    opened = table(
        [_row(row, found.pressing[row.id], now) for row in found.rows],
        [
            Column("number", _("Number"), kind="code"),
            Column("reported", _("Customer called at"), kind="code"),
            Column("time", _("How the clock stands"), width="8.5rem"),
            Column("class", _("Class")),
            Column("address", _("Address"), width="7rem"),
            Column("unit", _("Unit"), width="4.5rem"),
            Column("state", _("State"), kind="state"),
        ],
        key="orders",
        caption=_("Work orders"),
        row_id="id",
        empty=_("No order fits these filters. Take a filter out."),
    )
    row = next((row for row in found.rows if row.id == opened), None)
    if row is not None:
        go("order", **query_of(row), **from_here(PAGE))


def _row(row: OrderRow, clock: Clock | None, now: datetime) -> dict[str, Any]:
    due = None if clock is None or clock.due_at is None else clock.due_at
    standing = None if clock is None else standing_words(clock, now)
    return {
        "id": row.id,
        "number": row.number,
        "class": class_name(row.order_class),
        "address": address(row),
        "unit": unit_words(row),
        "state": _(STATES[row.state]),
        "time": {
            "text": standing,
            "sort": None if due is None else due.timestamp(),
            "title": "" if due is None else _("due {moment}", moment=moment_text(due)),
        },
        "reported": {
            "text": day_words(row.reported_at, now),
            "sort": row.reported_at.timestamp(),
            "title": moment_text(row.reported_at),
        },
    }


def _new(places: Places) -> None:
    if st.button(_("All orders"), icon=":material/arrow_back:"):
        go("orders")
    st.subheader(_("New order"), anchor=False)
    first = places.handled[0]
    several = len(places.handled) > 1
    units = {
        str(unit.id): with_division(unit) if several else unit.name(language())
        for unit in places.units
    }
    divisions = {str(row.id): row.name(language()) for row in places.handled}
    form = Form(
        f"heng-order-{me().actor.me}",
        _("Open the order"),
        new_order_fields(divisions, units),
        recorded=desk.opened_lately(me().actor),
    )

    def do(sent: Mapping[str, Any]) -> None:
        row = desk.open_new(me().actor, new_order(sent, first.id))
        st.session_state["order-opened"] = query_of(row)

    entry(form, do)
    opened = st.session_state.pop("order-opened", None)
    if opened is not None:
        st.session_state["people-said"] = _("The order {number} is open.", number=opened["order"])
        go("order", **opened)
