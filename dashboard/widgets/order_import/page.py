"""The page of imports from top to bottom: whose file, which columns, what it does, taking it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from checklists.errors import WordedError
from dashboard.imports.faults import MEGABYTE
from dashboard.looks import moment_text
from dashboard.order_import import desk
from dashboard.order_import.desk import File, Look, Start
from dashboard.order_import.mapping import reading_of
from dashboard.order_import.reading import digest_of, read_file
from dashboard.order_import.source_table import LARGEST, Progress, SourceTable
from dashboard.widgets.frame import empty
from dashboard.widgets.order_import.mapping import show_columns, show_values
from dashboard.widgets.order_import.preview import COUNTS, show_preview
from dashboard.widgets.order_import.state import Opened, open_anew, opened
from dashboard.widgets.people.acting import attempt, key_in, show_said
from dashboard.widgets.people.upload import choose_file
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language, say
from db.actors import Forbidden
from db.rows import DivisionRow

FORM = "order-import-form"
NEW = ""
MANY = 20_000
"""From so many orders on others feel that they are written: all or none, in one go."""


def show_import() -> None:
    """Choose a source and a file; see what it does; take it in."""
    try:
        begin = desk.start(me().actor)
    except Forbidden as error:
        empty(say(error))
        return
    show_said()
    if not begin.divisions:
        empty(_("There is no division with work orders for which you take files in."))
        return
    division, source = _choose_source(begin)
    hint = _("or drop it here: Excel (.xlsx) or CSV, at most {most} MB", most=LARGEST // MEGABYTE)
    file = choose_file(key_in(FORM, "file"), _("Export of the system"), hint, LARGEST // MEGABYTE)
    if file is not None and not source:
        st.info(_("Say first from which system the file comes."))
    elif file is not None:
        try:
            _show_file(begin, division, source, file)
        except WordedError as error:
            st.error(say(error), icon=":material/error:")
    else:
        open_anew(None)
    _show_imports(begin)


def _choose_source(begin: Start) -> tuple[DivisionRow, str]:
    first, second, third = st.columns(3)
    with first:
        division = st.selectbox(
            _("Division"),
            begin.divisions,
            format_func=lambda row: row.name(language()),
            key="order-import-division",
        )
    known = begin.sources_of(division)
    chosen = NEW
    with second:
        if known:
            chosen = st.selectbox(
                _("System the file comes from"),
                [*known, NEW],
                index=_place(known),
                format_func=lambda name: name or _("Another system …"),
                key=f"order-import-source-{division.code}",
            )
    with third if known else second:
        if chosen == NEW:
            chosen = st.text_input(
                _("Name of the system"),
                "" if _named() in known else _named(),
                max_chars=40,
                placeholder=_("like: 12345 platform"),
                key=f"order-import-new-{division.code}",
            ).strip()
    # A reload gives the page back as it was, also the name nobody has taken a file in under yet.
    if chosen != _named():
        st.query_params["source"] = chosen
    return division, chosen


def _named() -> str:
    """The system the address names."""
    return st.query_params.get("source", "").strip()[:40]


def _place(known: Sequence[str]) -> int:
    """Where the system the address names stands in the list; a new one stands last."""
    if not _named():
        return 0
    return known.index(_named()) if _named() in known else len(known)


def _show_file(begin: Start, division: DivisionRow, source: str, given: UploadedFile) -> None:
    file = _opened(begin, division, source, given)
    saved = begin.saved(source)
    show_columns(file, open_first=not (saved.columns and file.reading.columns.get("number")))
    if not file.reading.columns.get("number"):
        st.warning(_("Choose the column that holds the order number."), icon=":material/tag:")
        return
    shown = _looked(file)
    show_values(file, shown)
    show_preview(shown)
    _take_in(file, shown)


def _opened(begin: Start, division: DivisionRow, source: str, given: UploadedFile) -> Opened:
    """The file as it is open, or opened now; another source of the same file is read anew."""
    place, content = st.empty(), given.getvalue()
    digest = digest_of(content)
    now = opened()
    known = now.file if now is not None and now.file.digest == digest else None
    table = known.table if known is not None else _read(place, content, "")
    name = table.sheet
    if len(table.sheets) > 1:
        key = f"order-import-sheet-{digest[:8]}"
        name = st.selectbox(_("Worksheet"), table.sheets, table.sheets.index(name), key=key)
    if name != table.sheet:
        table = _read(place, content, name)
    same = known is not None and (known.source, known.division_id) == (source, division.id)
    if now is not None and same and table.sheet == now.file.table.sheet:
        return now
    reading = reading_of(begin.saved(source), division.code, table.headings)
    file = Opened(File(source, division.id, given.name[:200], digest, table, reading))
    open_anew(file)
    return file


def _read(place: Any, content: bytes, sheet: str) -> SourceTable:
    with _telling(place, _("Reading the file …")) as told:
        return read_file(content, sheet, told)


def _looked(file: Opened) -> Look:
    place = st.empty()
    if file.shown is None:
        words = _("Checking {number} rows …", number=f"{len(file.file.table):,}")
        with _telling(place, words) as told:
            file.shown = desk.look(me().actor, file.file, told)
    return file.shown


@contextmanager
def _telling(place: Any, words: str) -> Iterator[Progress]:
    """A bar that moves while something goes on, and is gone afterwards.

    Its place is there always, so that nothing below is drawn anew.
    """
    place.progress(0.0, text=words)

    def told(part: float) -> None:
        place.progress(part, text=words)

    try:
        yield told
    finally:
        place.empty()


def _take_in(file: Opened, shown: Look) -> None:
    number = shown.counts["new"] + shown.counts["changed"]
    if not number:
        if shown.counts["same"]:
            st.info(_("The file changes nothing: its orders are here already, just as they are."))
        return
    label = (
        _("Take in {number} orders, leave out the rest", number=f"{number:,}")
        if shown.counts["faults"] or shown.counts["conflicts"]
        else _("Take in {number} orders", number=f"{number:,}")
    )
    if number > MANY:
        st.caption(_("While so many are written, whoever saves something waits until it is done."))
    if not st.button(label, type="primary", key="order-import-take"):
        return
    bar = st.progress(0.0, text=_("Writing …"))

    def told(part: float) -> None:
        done = round(part * shown.counts["new"])
        words = _("{done} of {number} orders written …", done=f"{done:,}", number=f"{number:,}")
        bar.progress(part, text=words)

    def do() -> None:
        # What was shown may no longer hold once it was tried: it is worked out anew.
        file.shown = None
        desk.take_in(me().actor, shown, told)
        open_anew(None)

    done = _(
        "{file}: {new} new orders, {changed} changed, {same} unchanged.",
        file=shown.file.name,
        **{name: f"{shown.counts[name]:,}" for name in ("new", "changed", "same")},
    )
    left = shown.counts["faults"] + shown.counts["conflicts"]
    if left:
        done += " " + _("{number} rows were left out.", number=f"{left:,}")
    attempt(do, done, FORM)
    bar.empty()


def _show_imports(begin: Start) -> None:
    if not begin.imports:
        return
    title = _("Files taken in last")
    st.markdown(f"**{title}**")
    table(
        [
            {
                "at": moment_text(row.imported_at),
                "source": row.source,
                "file": row.name,
                "by": row.person,
                **{name: row.counts.get(name, 0) for name in COUNTS},
            }
            for row in begin.imports
        ],
        [
            Column("at", _("Taken in"), kind="code"),
            Column("source", _("System")),
            Column("file", _("File")),
            *(Column(name, _(label), kind="number") for name, label in COUNTS.items()),
            Column("by", _("By")),
        ],
        key="order-import-past",
        caption=title,
    )
