"""The steps of the ladder an order has reached: who is to be told, and since when."""

from __future__ import annotations

import streamlit as st

from checklists.order_rules import order_rules
from dashboard.board.use_cases import escalated
from dashboard.board.words import told_words
from dashboard.looks import moment_text, today
from dashboard.words import _
from db.actors import Actor


def show_steps(actor: Actor, order_id: str) -> None:
    """One line a step, the highest first; nothing for an order that was handled in time."""
    rules = order_rules(today())
    found = escalated(actor, order_id)
    if not found:
        return
    words = _("{hours} h without being handled, reached {moment}: tell {who}")
    lines = [
        words.format(
            hours=step.hours, moment=moment_text(step.reached_at), who=told_words(rules, step.hours)
        )
        for step in reversed(found)
    ]
    st.warning("  \n".join(lines), icon=":material/campaign:")
