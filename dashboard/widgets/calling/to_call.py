"""The calls to make now, and those to repeat later; a row opens the call."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from checklists.call_backs import may_telephone
from dashboard.calling import calls, timing
from dashboard.calling.calls import ToCall
from dashboard.calling.words import night_words, sample_words
from dashboard.looks import ZONE
from dashboard.orders.words import address
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import page_number, pick_unit, turn_pages
from dashboard.widgets.places import go
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.callbacks.rows import CallRow

PAGE, PAGE_SIZE = "calling", 50


def show_to_call() -> None:
    """All that waits, or what waits of the unit that is chosen, page by page."""
    unit = st.query_params.get("unit")
    skipped = (page_number() - 1) * PAGE_SIZE
    found = calls.to_call(me().actor, unit, PAGE_SIZE, skipped)
    left, _rest = st.columns([3, 5])
    with left:
        pick_unit(PAGE, found.units.values())
    if not found.total:
        empty(_("Nobody waits to be called. Draw a month's sample to have calls to make."))
        return
    if not may_telephone(datetime.now(UTC)):
        st.warning(night_words(), icon=":material/bedtime:")
    st.markdown(_numbers(found))
    opened = _list(found)
    turn_pages(PAGE, -(-found.total // PAGE_SIZE))
    if opened is not None:
        go("calling", call=opened)


def _numbers(found: ToCall) -> str:
    number = found.now + found.later
    words = _("{number} customers wait to be called.", number=number)
    if found.later:
        words = _(
            "{number} customers wait to be called, {later} of them again later.",
            number=number,
            later=found.later,
        )
    if found.unhandled:
        words += _(
            " {number} more orders are drawn and not handled yet; they are called once the unit "
            "has answered.",
            number=found.unhandled,
        )
    return words


def _list(found: ToCall) -> str | None:
    now = datetime.now(UTC)
    return table(
        [_row(found, row, now) for row in found.rows],
        [
            Column("address", _("Address")),
            Column("contact", _("Customer"), wrap=False),
            Column("telephone", _("Telephone"), kind="code"),
            Column("unit", _("Unit")),
            Column("number", _("Order"), kind="code"),
            Column("sample", _("Sample"), under="number"),
            Column("tries", _("Calls so far")),
        ],
        key="calls-to-make",
        caption=_("Calls to make"),
        row_id="id",
    )


def _row(found: ToCall, row: CallRow, now: datetime) -> dict[str, object]:
    unit = None if row.order.unit_id is None else found.units.get(row.order.unit_id)
    return {
        "id": row.id,
        "number": row.order.number,
        "unit": unit and unit.name(language()),
        "address": address(row.order),
        "contact": row.order.contact or None,
        "telephone": row.order.telephone or None,
        "sample": sample_words(row.sample_class, row.month),
        "tries": _tries(row, now),
    }


def _tries(row: CallRow, now: datetime) -> dict[str, object]:
    if not row.order.handled:
        return {"text": _("not handled yet"), "sort": 99, "muted": True}
    if not row.tries:
        return {"text": _("none yet"), "sort": 0, "muted": True}
    again = timing.again_at(row, now)
    told = _("{number} in vain", number=row.tries)
    if again is not None:
        told += _(", again from {time}", time=again.astimezone(ZONE).strftime("%H:%M"))
    return {"text": told, "sort": row.tries}
