"""A unit's figures of a month, sheet by sheet: entered, submitted, corrected."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from checklists.errors import WordedError
from checklists.exact import plain
from dashboard.looks import period_text, score_text, with_division
from dashboard.measured import entering
from dashboard.measured.entering import SheetFigures, UnitFigures
from dashboard.measured.errors import (
    FiguresChanged,
    FiguresDisagree,
    FiguresMissing,
    SourceMissing,
)
from dashboard.measured.form_data import SheetTold, bases_of, section_data, typed_of
from dashboard.measured.taking import Entry
from dashboard.photos.papers import LARGEST_PAPER, Paper, read_paper
from dashboard.widgets.kept_form import KeptForm, hear, told
from dashboard.widgets.measured.states import show_period, state_words
from dashboard.widgets.people.upload import choose_file
from dashboard.widgets.places import go
from dashboard.widgets.who import me
from dashboard.words import _, language, say

FOLDER = Path(__file__).parent
MEGABYTES = LARGEST_PAPER // 1_000_000

_figures_form = KeptForm(
    "heng_figures",
    FOLDER / "figures.css",
    FOLDER / "outages.js",
    FOLDER / "told.js",
    FOLDER / "figures.js",
)


def show_unit(unit: UnitFigures, only: str | None = None) -> None:
    """All sheets of a unit, or only one of them."""
    st.subheader(f"{with_division(unit.unit)} · {period_text(str(unit.period))}", anchor=False)
    if not unit.may_enter:
        st.caption(_("You read these figures; the unit's inspectors enter them."))
    show_period(unit.sealed, unit.closing)
    for figures in unit.sheets:
        if only in (None, figures.sheet.code):
            _section(unit, figures)


def _section(unit: UnitFigures, figures: SheetFigures) -> None:
    key = f"figures-{unit.unit.code}-{unit.period}-{figures.sheet.code}"
    with st.container(key=key):
        st.markdown(f"#### {figures.sheet.name.get(language())}")
        st.caption(_(" · ").join(_facts(unit, figures)))
        sent = _figures_form.draw(key, section_data(unit, figures, me().actor.me, told(key)))
        files = unit.may_change(figures) and figures.cell.state != "submitted"
        paper = _paper(key) if files else None
        _links(figures)
    hear(key, sent, lambda given: _act(unit, figures, given, paper, key))


def _facts(unit: UnitFigures, figures: SheetFigures) -> list[str]:
    facts = [state_words(figures.cell, seen=unit.may_enter)]
    score = figures.score
    if score is not None and figures.cell.is_open:
        items = len(figures.sheet.items)
        entered = items - len(score.unanswered)
        facts.append(_("{entered} of {items} items entered", entered=entered, items=items))
    elif score is not None:
        left, full = plain(score.k2), plain(score.k1 - score.k3)
        facts.append(_("{left} of {full} points", left=left, full=full))
        facts.append(f"K {score_text(score.k)}")
    if figures.cell.corrects and figures.cell.audit is not None:
        reason = figures.cell.audit.correction_reason or ""
        facts.append(_("Correction: {reason}", reason=reason))
    if figures.cell.others:
        facts.append(_("{number} more audits of this sheet count", number=figures.cell.others))
    return facts


def _paper(key: str) -> Any:
    """The file to go with the source, where one is chosen."""
    number = st.session_state.get(f"{key}-files", 0)
    with st.expander(_("File of the source (optional)"), icon=":material/attach_file:"):
        return choose_file(
            f"{key}-file-{number}",
            _("File of the source"),
            _("or drop it here: PDF, Excel, CSV or picture, at most {most} MB", most=MEGABYTES),
            MEGABYTES,
        )


def _links(figures: SheetFigures) -> None:
    audit = figures.cell.audit
    if audit is None or figures.cell.state != "submitted":
        return
    words = _("Result and history")
    if st.button(words, key=f"to-{audit.id}", icon=":material/receipt_long:", type="tertiary"):
        go(figures.sheet.code, audit=audit.id)


def _act(
    unit: UnitFigures, figures: SheetFigures, sent: Mapping[str, Any], file: Any, key: str
) -> SheetTold:
    """Save or submit what the form sent, and say what became of it."""
    n, submit = str(sent.get("n", "")), sent.get("what") == "submit"
    try:
        paper = None if file is None else read_paper(file.getvalue(), file.name)
        saved = entering.save(
            me().actor,
            unit.unit.id,
            figures.sheet.code,
            str(unit.period),
            _entry(figures, sent, paper),
        )
    except WordedError as error:
        changed = error.items if isinstance(error, FiguresChanged) else ()
        return SheetTold(n, kept=False, error=say(error), changed=changed)
    st.session_state[f"{key}-files"] = st.session_state.get(f"{key}-files", 0) + (paper is not None)
    if saved.refusals:
        number = len(saved.refusals)
        said = _("{number} figures were not taken; the others are saved as a draft.", number=number)
        if saved.audit is None:
            said = _("{number} figures were not taken; nothing was saved.", number=number)
        lack = saved.lack if submit else None
        said = said if lack is None else f"{said} {say(lack)}"
        missing = _missing(lack)
        return SheetTold(n, kept=True, error=said, refusals=saved.refusals, missing=missing)
    if not submit or saved.audit is None:
        return SheetTold(n, kept=True, done=_("Saved as a draft."))
    try:
        entering.submit(me().actor, saved.audit.id)
    except WordedError as error:
        said = _("Saved as a draft. ") + say(error)
        return SheetTold(n, kept=True, error=said, missing=_missing(error))
    return SheetTold(n, kept=True, done=_("Submitted and locked."))


def _missing(error: WordedError | None) -> tuple[str, ...]:
    """What an error says is still to be entered, under the names of the form."""
    items = error.items if isinstance(error, (FiguresDisagree, FiguresMissing)) else ()
    source = isinstance(error, SourceMissing) or getattr(error, "source", False)
    return (*items, *(["source"] if source else []))


def _entry(figures: SheetFigures, sent: Mapping[str, Any], paper: Paper | None) -> Entry:
    source = sent.get("source")
    kept = figures.source.words if figures.source else ""
    return Entry(
        typed_of(sent),
        bases_of(sent),
        words=str(source) if isinstance(source, str) else kept,
        paper=paper,
        reason=str(sent.get("reason") or ""),
    )
