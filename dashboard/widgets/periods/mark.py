"""The mark of a seal: since when figures are sealed, which restatement it is, and its hash."""

from __future__ import annotations

import streamlit as st

from dashboard.looks import moment_text
from dashboard.standing_rows import SealMark
from dashboard.words import _

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
