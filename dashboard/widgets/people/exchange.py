"""The organisation as a workbook: the template, the export, and reading one in two steps."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import streamlit as st

from checklists.errors import WordedError
from dashboard import exchange
from dashboard.imports.columns import Sheet, sheet_of
from dashboard.imports.entries import Entry, Line, role_name
from dashboard.imports.faults import LARGEST, MEGABYTE
from dashboard.imports.previews import Preview
from dashboard.looks import today
from dashboard.widgets.imports import CHANGES, offer_workbook, show_preview
from dashboard.widgets.people.acting import attempt, key_in
from dashboard.widgets.people.upload import choose_workbook
from dashboard.widgets.table import Column
from dashboard.widgets.who import me
from dashboard.words import _, language, say
from db.actors import Role


def show_exchange() -> None:
    """Template and export to download; a workbook to read, shown before it is written."""
    st.subheader(_("Excel workbook"), anchor=False)
    st.caption(
        _(
            "Take the template or the export, change it in Excel, and read it here. "
            "Nothing is written before you have seen what changes."
        )
    )
    actor, spoken = me().actor, language()
    with st.container(horizontal=True):
        offer_workbook(
            _("Template"), _("heng-template.xlsx"), lambda: exchange.template(actor), spoken
        )
        offer_workbook(
            _("Export the organisation"),
            _("heng-organisation-{day}.xlsx", day=today()),
            lambda: exchange.export(actor),
            spoken,
        )
    st.caption(_("An export holds names and e-mails; that you took it stands in the trail."))
    file = choose_workbook(key_in("import", "file"), _("Read a workbook"), LARGEST // MEGABYTE)
    if file is None:
        return
    try:
        shown = exchange.preview(actor, file.getvalue())
    except WordedError as error:
        st.error(say(error), icon=":material/error:")
        return
    _show(shown)
    _apply(shown, file.getvalue(), file.name)


def _show(shown: Preview[Line]) -> None:
    lines = [line for line in shown.lines if line.change != "same"]
    columns = [
        Column("sheet", _("Worksheet"), wrap=False),
        Column("row", _("Row"), kind="number"),
        Column("change", _("Change"), kind="state"),
        Column("what", _("What the row says")),
    ]
    show_preview(shown, [_row(line) for line in lines], columns)


def _row(line: Line) -> dict[str, object]:
    sheet = sheet_of(line.sheet)
    return {
        "sheet": sheet.name,
        "row": line.row,
        "change": _(CHANGES[line.change]),
        "what": _("; ").join(_said(line.entry, line.before, sheet)),
    }


def _said(entry: Entry, before: Entry | None, sheet: Sheet) -> list[str]:
    told = []
    for number, field in enumerate(fields(entry)):
        value = getattr(entry, field.name)
        old = None if before is None else getattr(before, field.name)
        # The first field tells which one it is, also where only others change.
        if value != old or number == 0:
            heading = sheet.column(field.name).heading
            change = f"{_text(old)} → " if before is not None and value != old else ""
            if value is not None or change:
                told.append(f"{heading}{_(': ')}{change}{_text(value)}")
    return told


def _text(value: str | Role | date | None) -> str:
    if value is None:
        return "–"
    return role_name(value) if isinstance(value, Role) else str(value)


def _apply(shown: Preview[Line], content: bytes, name: str) -> None:
    if shown.is_idle:
        st.info(_("The file changes nothing."))
        return
    number = shown.number("new") + shown.number("changed")
    label = (
        _("Write the {number} good rows, leave out the rest", number=number)
        if shown.faults
        else _("Write {number} rows", number=number)
    )
    if st.button(label, type="primary", key="import-apply"):
        attempt(
            lambda: exchange.apply(me().actor, content, name, shown.seal),
            _("{number} rows of {file} have been written.", number=number, file=name),
            "import",
        )
