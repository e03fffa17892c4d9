"""The register of measurements of a month: who asked, what was found, and whether it is valid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from checklists.exact import plain
from checklists.temperature import lowest, shown
from dashboard.calling import timing
from dashboard.looks import moment_text, period_text
from dashboard.orders.words import address
from dashboard.temperature import desk
from dashboard.temperature.words import LOOKS, rules_of, standing_of, standing_words, validity
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import pick, pick_month
from dashboard.widgets.places import go
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.temperature.reading import RecordRow


def show_register() -> None:
    """The records of a month and of a unit, both in the address."""
    left, right, _rest = st.columns([2, 3, 3])
    months = timing.months()
    with left:
        month = pick_month("temperature", months, months[0])
    units = {row.code: row.name(language()) for row in desk.register(me().actor, month).units}
    with right:
        unit = pick("temperature", "unit", _("Unit"), units)
    rows = desk.register(me().actor, month, unit).rows
    if not rows:
        empty(_("Nothing was measured in {month}.", month=period_text(month)))
        return
    st.markdown(_sentence(rows))
    cells, columns = [_row(row) for row in rows], _columns()
    opened = table(
        cells,
        columns,
        key=f"temperature-register-{month}",
        caption=_("Register of records"),
        row_id="id",
        max_height=640,
    )
    if opened is not None:
        found = next(row for row in rows if row.id == opened)
        go("temperature", order=found.number, source=found.source)
    about = units[unit] if unit in units else _("All units")
    title = _("Room temperatures")
    offer_table(cells, columns, f"{title} · {period_text(month)}", about=about)


def _sentence(rows: Sequence[RecordRow]) -> str:
    valid = [row for row in rows if row.signed]
    below = sum(standing_of(row) == "below" for row in valid)
    least = plain(desk.rules(me().actor).least)
    told = _("{number} records, {valid} of them signed.", number=len(rows), valid=len(valid))
    return f"{told} " + _("Signed and below {least} °C: {below}.", least=least, below=below)


def _columns() -> list[Column]:
    return [
        Column("number", _("Order"), kind="code"),
        Column("asked", _("Who asked")),
        Column("unit", _("Unit")),
        Column("at", _("Measured at")),
        Column("by", _("Recorded by"), wrap=False),
        Column("rooms", _("Rooms"), align="right", kind="number"),
        Column("mean", _("Coldest room, mean (°C)"), align="right", kind="number"),
        Column("standing", _("Against the bound"), kind="state"),
        Column("home", _("Installation and home")),
        Column("signed", _("Signature")),
    ]


def _row(row: RecordRow) -> dict[str, Any]:
    asked = " · ".join(part for part in (row.contact, address(row)) if part)
    return {
        "id": row.id,
        "number": row.number,
        "asked": asked or None,
        "unit": row.unit.name(language()),
        "at": {"text": moment_text(row.measured_at), "sort": row.measured_at.timestamp()},
        "by": row.person,
        "rooms": len(row.rooms),
        "mean": shown(lowest(row.rooms)) if row.rooms else None,
        "standing": _standing(row),
        "home": _home(row),
        "signed": {"text": validity(row), "sort": int(row.signed), "muted": not row.signed},
    }


def _standing(row: RecordRow) -> dict[str, Any] | None:
    code = standing_of(row)
    if code is None:
        return None
    look = LOOKS[code]
    words = standing_words(code, rules_of(row))
    return {"text": f"{look.shape} {words}", "sort": list(LOOKS).index(code)}


def _home(row: RecordRow) -> str:
    sound = _("sound") if row.sound else _("not sound")
    home = _("insulated") if row.insulated else _("not insulated")
    return f"{sound} · {home}"
