"""One order's measurements: what was recorded so far, and the form to record another."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from checklists.errors import WordedError
from checklists.temperature import RoomRefused, lowest
from dashboard.kept_form import Told
from dashboard.looks import moment_text
from dashboard.orders.words import address
from dashboard.strokes import svg
from dashboard.temperature import desk
from dashboard.temperature.desk import Look
from dashboard.temperature.form_data import form_data, measured
from dashboard.temperature.words import degrees, room_words, rules_of, standing_label, validity
from dashboard.widgets.frame import empty
from dashboard.widgets.kept_form import COMMON, KeptForm, record_of, told
from dashboard.widgets.orders.address import query_of
from dashboard.widgets.places import go
from dashboard.widgets.way_back import from_here
from dashboard.widgets.who import me
from dashboard.words import _, language, say
from db.orders.errors import OrderNotFound, OrderRefused
from db.temperature.reading import RecordRow

FOLDER = Path(__file__).parent
FIELDS = {"customer": "name"}

_measure_form = KeptForm(
    "heng_measure",
    FOLDER / "measure.css",
    COMMON / "pad.js",
    FOLDER / "rooms.js",
    FOLDER / "measure.js",
)


def show_order(number: str, source: str | None) -> None:
    """The order of the address, with the way back, its records and the form."""
    with st.container(horizontal=True):
        if st.button(_("All requests and records"), icon=":material/arrow_back:"):
            go("temperature")
        way = st.container(width="content")
    try:
        look = desk.look(me().actor, number, source)
    except OrderNotFound as error:
        empty(say(error))
        return
    row = look.order
    if way.button(_("To the order"), icon=":material/receipt_long:"):
        go("order", **query_of(row), **from_here("temperature"))
    st.subheader(f"{row.number} · {address(row)}", anchor=False)
    unit = _("Unit not clear yet") if row.unit is None else row.unit.name(language())
    asked = _("asked {moment}", moment=moment_text(row.reported_at))
    st.caption(" · ".join(part for part in (row.contact, row.telephone, unit, asked) if part))
    corrects = _corrected(look)
    for record in look.records:
        _record(look, record, corrects)
    if look.may_record and not (corrects and corrects.replaced and not told(_key(look, corrects))):
        _form(look, corrects)
    elif corrects and corrects.replaced:
        st.warning(
            _(
                "This record was corrected, the newest stands above. A second correction of the "
                "same record is not saved: correct the newest, if it is wrong."
            ),
            icon=":material/edit_off:",
        )
    elif row.unit is None:
        empty(_("No unit answers for this order yet. Let the service centre dispatch it first."))
    elif not look.records:
        empty(_("Nothing was measured for this order."))


def _corrected(look: Look) -> RecordRow | None:
    asked = st.query_params.get("corrects")
    return next((one for one in look.records if one.id == asked), None)


def _record(look: Look, record: RecordRow, corrects: RecordRow | None) -> None:
    with st.container(border=True, key=f"record-{record.id}"):
        head = [moment_text(record.measured_at), record.person, validity(record)]
        st.text(" · ".join(head))
        if record.rooms:
            coldest = _("Coldest room: {degrees}", degrees=degrees(lowest(record.rooms)))
            st.markdown(f"**{coldest}** {standing_label(record)}")
        if record.rooms and lowest(record.rooms) < rules_of(record).least and not record.replaced:
            st.warning(
                _(
                    "Next: look for the cause at the heat exchange station and in the home, tell "
                    "the area's responsible person, and measure again once it is mended."
                ),
                icon=":material/arrow_forward:",
            )
        for room in record.rooms:
            st.text(room_words(room))
        sound = _("installation sound") if record.sound else _("installation not sound")
        home = _("home insulated") if record.insulated else _("home not insulated")
        st.caption(" · ".join(part for part in (sound, home, record.reason) if part))
        if record.strokes:
            _signature(record)
        may = look.may_record and not record.replaced and corrects is None
        if may and st.button(_("Correct this record"), key=f"correct-{record.id}"):
            go(
                "temperature",
                order=look.order.number,
                source=look.order.source,
                corrects=record.id,
            )


def _signature(record: RecordRow) -> None:
    label = _("Signature of {name}", name=record.name)
    # Streamlit takes SVG out of HTML; as an address of its own it is a picture like any other.
    drawn = b64encode(svg(record.strokes or [], label).encode()).decode()
    source = f"data:image/svg+xml;base64,{drawn}"
    st.html(f'<img style="width:200px;border-radius:6px" alt="{escape(label)}" src="{source}">')


def _key(look: Look, corrects: RecordRow | None) -> str:
    return f"measure-{look.order.id}-{'' if corrects is None else corrects.id}"


def _form(look: Look, corrects: RecordRow | None) -> None:
    if corrects is not None and not corrects.replaced:
        st.subheader(_("Correction"), anchor=False)
        st.caption(_("The former record stays; the customer signs the corrected one anew."))
    key = _key(look, corrects)
    data = form_data(look, desk.rules(me().actor), me().actor.me, corrects, told(key))
    _measure_form.show(key, data, lambda sent: _act(look, corrects, sent))


def _act(look: Look, corrects: RecordRow | None, sent: Mapping[str, Any]) -> Told:
    """Record what the form sent, and say what became of it."""
    n = str(sent.get("n", ""))
    try:
        new = measured(record_of(sent), None if corrects is None else corrects.id)
        desk.record(me().actor, look.order.id, new)
    except WordedError as error:
        return Told(n, kept=False, error=say(error), field=_field(error))
    return Told(n, kept=True, done=_("Saved."))


def _field(error: WordedError) -> str:
    """The place in the form of what was refused."""
    if isinstance(error, RoomRefused) and error.room is not None:
        point = "" if error.point is None else f"-{error.point}"
        return f"room-{error.room}-{error.field}{point}"
    return FIELDS.get(error.field, error.field) if isinstance(error, OrderRefused) else ""
