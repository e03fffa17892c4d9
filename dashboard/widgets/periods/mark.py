"""The mark of a seal: since when figures are sealed, which restatement it is, and its hash."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from checklists.periods import Period
from dashboard.looks import moment_text
from dashboard.periods.desk import state_of
from dashboard.standings.rows import SealMark
from dashboard.words import _, period_words
from db.actors import Actor

SHOWN = 12
"""So many signs of a hash are shown: enough to compare by eye."""


def show_mark(mark: SealMark | None) -> None:
    """Say from which seal the figures are read; nothing where they are not sealed."""
    if mark is None:
        return
    st.caption(f":material/lock: {mark_words(mark.number, moment_text(mark.sealed_at), mark.hash)}")
    if mark.restating:
        st.info(
            _(
                "A restatement is being made. Until it is sealed, the sealed figures shown here "
                "stay the official ones."
            ),
            icon=":material/edit_note:",
        )


def say_as_of(mark: SealMark | None) -> None:
    """Say of figures that are not sealed when they were looked at, and that they may change."""
    if mark is None:
        words = _("As of {moment}. Until the period is sealed, the figures may still change.")
        st.caption(words.format(moment=moment_text(datetime.now(UTC))))


def say_restating(period: Period, actor: Actor) -> None:
    """Say where figures are those of a restatement that is not sealed yet, and not official."""
    if state_of(actor, period) == "restating":
        words = _(
            "{period} is open for a restatement: these are the figures as they are now. "
            "The official ones, as they were sealed, stand in the ranking.",
            period=period_words(period),
        )
        st.info(words, icon=":material/edit_note:")


def mark_words(number: int, moment: str, seal: str) -> str:
    """A seal in one line; the first one is no restatement."""
    if number == 1:
        return _("Sealed {moment} · {seal}", moment=moment, seal=seal[:SHOWN])
    return _(
        "Restatement {number}, sealed {moment} · {seal}",
        number=number - 1,
        moment=moment,
        seal=seal[:SHOWN],
    )
