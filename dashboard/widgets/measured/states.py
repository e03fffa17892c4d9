"""How far figures are, and whether their period is still open, in words."""

from __future__ import annotations

import streamlit as st

from checklists.periods import Period
from dashboard.looks import STATES
from dashboard.measured.overview import MISSING, Cell
from dashboard.widgets.places import page_file
from dashboard.widgets.who import me
from dashboard.words import N_, _, period_words

CORRECTED = N_("Being corrected")


def missing_words(*, seen: bool) -> str:
    """That there is nothing; who does not see drafts is not told that there is none."""
    return _("Not entered") if seen else _("Not submitted")


def state_words(cell: Cell, *, seen: bool) -> str:
    """The state of a unit's figures, and whose they are; `seen` says whether drafts are seen."""
    if cell.state == MISSING:
        return missing_words(seen=seen)
    state = _(CORRECTED) if cell.corrects else _(STATES[cell.state])
    version = cell.audit.version if cell.audit else 1
    again = [_("corrected")] if version > 1 and not cell.corrects else []
    return _(" · ").join([state, *again, cell.by or ""])


def show_period(sealed: Period | None, closing: Period | None) -> None:
    """Say that a month's period is sealed or being closed; nothing where it is open."""
    if sealed is not None:
        words = _("{period} is sealed: its figures are read only.", period=period_words(sealed))
        st.info(words, icon=":material/lock:")
    elif closing is not None:
        words = _(
            "{period} is being closed: what was begun may be finished, nothing new begins.",
            period=period_words(closing),
        )
        st.info(words, icon=":material/lock_clock:")
    if (sealed or closing) and me().actor.may_all:
        st.page_link(page_file("periods"), label=_("Periods"), icon=":material/event_available:")
