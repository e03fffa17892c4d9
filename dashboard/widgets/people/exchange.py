"""The organisation as a workbook: the template, the export, and reading one in two steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date

import streamlit as st

from checklists.errors import WordedError
from dashboard import exchange
from dashboard.exchange import Preview
from dashboard.imports.columns import Sheet, sheet_of
from dashboard.imports.entries import Entry, Line, role_name
from dashboard.imports.faults import LARGEST, MEGABYTE
from dashboard.looks import today
from dashboard.widgets.people.acting import attempt, key_in
from dashboard.widgets.people.upload import choose_workbook
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import N_, _, language, say, speaking
from db.actors import Role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHANGES = {"new": N_("New"), "changed": N_("Changed"), "same": N_("Unchanged")}


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
        _download(_("Template"), _("heng-template.xlsx"), lambda: exchange.template(actor), spoken)
        _download(
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


def _download(label: str, name: str, make: Callable[[], bytes], spoken: str) -> None:
    def data() -> bytes:
        # It is made when it is asked for, in a thread that does not know the reader's language.
        with speaking(spoken):
            return make()

    st.download_button(
        label, data, name, XLSX, on_click="ignore", icon=":material/download:", key=f"get-{name}"
    )


def _show(shown: Preview) -> None:
    st.markdown(
        _(
            "**{new}** new rows, **{changed}** changed, **{same}** unchanged, **{faults}** faults.",
            new=shown.number("new"),
            changed=shown.number("changed"),
            same=shown.number("same"),
            faults=len(shown.faults),
        )
    )
    if shown.faults:
        table(
            [
                {
                    "sheet": fault.sheet,
                    "row": fault.row or None,
                    "column": fault.column or None,
                    "value": fault.value or None,
                    "reason": fault.reason,
                    "remedy": fault.remedy,
                }
                for fault in shown.faults
            ],
            [
                Column("sheet", _("Worksheet"), wrap=False),
                Column("row", _("Row"), kind="number"),
                Column("column", _("Column"), wrap=False),
                Column("value", _("Value")),
                Column("reason", _("What is wrong")),
                Column("remedy", _("What to do")),
            ],
            key="import-faults",
            caption=_("Rows that are not taken"),
            max_height=400,
        )
    lines = [line for line in shown.lines if line.change != "same"]
    if lines:
        table(
            [_row(line) for line in lines],
            [
                Column("sheet", _("Worksheet"), wrap=False),
                Column("row", _("Row"), kind="number"),
                Column("change", _("Change"), kind="state"),
                Column("what", _("What the row says")),
            ],
            key="import-rows",
            caption=_("Rows that are written"),
            max_height=400,
        )


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


def _apply(shown: Preview, content: bytes, name: str) -> None:
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
