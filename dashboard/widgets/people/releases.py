"""Which periods the evaluation meeting sees: release a ranking, or take it back with a reason."""

from __future__ import annotations

import streamlit as st

from dashboard import oversight
from dashboard.looks import period_text
from dashboard.widgets.frame import empty
from dashboard.widgets.people.acting import attempt, reason, show_said
from dashboard.widgets.pickers import select
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _


def show_releases() -> None:
    """The periods with submitted audits, and the forms that release one or take it back."""
    show_said()
    found = oversight.releasable(me().actor)
    if not found:
        empty(_("Nothing has been submitted yet, so there is no ranking to release."))
        return
    table(
        [
            {"period": period_text(period), "state": _("Released") if done else _("Not released")}
            for period, done in found
        ],
        [Column("period", _("Period"), kind="code"), Column("state", _("State"), kind="state")],
        key="releases",
        caption=_("Periods"),
        max_height=400,
    )
    left, right = st.columns(2, gap="large")
    to_release = [period for period, done in found if not done]
    with left:
        _release(to_release)
    with right if to_release else left:
        _withdraw([period for period, done in found if done])


def _release(periods: list[str]) -> None:
    if not periods:
        return
    with st.form("release", border=False):
        period = select(_("Period"), periods, period_text, key="release-period")
        if st.form_submit_button(_("Release for the meeting"), type="primary") and period:
            attempt(
                lambda: oversight.release(me().actor, period),
                _("The meeting sees the ranking of {period} now.", period=period_text(period)),
            )


def _withdraw(periods: list[str]) -> None:
    if not periods:
        return
    with st.form("withdraw", border=False):
        period = select(_("Released period"), periods, period_text, key="withdraw-period")
        why = reason("withdraw")
        if st.form_submit_button(_("Take the release back")) and period:
            attempt(
                lambda: oversight.withdraw(me().actor, period, why),
                _("The meeting no longer sees {period}.", period=period_text(period)),
                "withdraw",
            )
