"""The steps of a period: each button says what will happen."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

import streamlit as st

from checklists.errors import WordedError
from checklists.periods import Period
from dashboard.forecasts.making import at_month_end
from dashboard.periods import desk as period_desk
from dashboard.periods import sealing
from dashboard.periods.desk import PeriodLine
from dashboard.widgets.people.acting import attempt, reason
from dashboard.widgets.periods.before import show_before
from dashboard.words import _, period_words, say
from db.actors import Actor

LOG = logging.getLogger(__name__)
TO_FORECAST = "periods-to-forecast"
"""Under this name it is kept that a month was closed or sealed and nothing was forecast since."""


def show_steps(line: PeriodLine, actor: Actor) -> None:
    """What an administrator can do with a period as far as it is."""
    _forecast(actor)
    {"open": _close, "closing": _closing, "sealed": _restate, "restating": _seal}[line.state](
        line, actor
    )


def _close(line: PeriodLine, actor: Actor) -> None:
    period = period_words(line.period)
    st.markdown(
        _(
            "Closing lets no audit begin in {period} any more. What has begun can still be "
            "submitted, returned and corrected.",
            period=period,
        )
    )
    if st.button(_("Close {period}", period=period), icon=":material/hourglass_bottom:"):
        attempt(
            lambda: _closed(actor, line.period),
            _("{period} is being closed.", period=period),
        )


def _closing(line: PeriodLine, actor: Actor) -> None:
    _seal(line, actor)
    period = period_words(line.period)
    with (
        st.expander(_("Open {period} again", period=period), icon=":material/lock_open:"),
        st.form(f"reopen-{line.period}", border=False),
    ):
        why = reason("reopen")
        if st.form_submit_button(_("Open {period} again", period=period)):
            attempt(
                lambda: period_desk.open_again(actor, line.period, why),
                _("Audits may begin in {period} again.", period=period),
                "reopen",
            )


def _seal(line: PeriodLine, actor: Actor) -> None:
    if not line.may_be_sealed:
        day = (line.period.last_day + timedelta(days=1)).isoformat()
        st.caption(_("It is not over yet and can be sealed from {day} on.", day=day))
        return
    before = sealing.look_before(actor, line.period)
    show_before(before)
    named = _named(before.together)
    st.markdown(
        _(
            "Sealing freezes scores, coefficients, membership and rules of {periods}: nothing in "
            "these months changes any more. A seal cannot be taken back; what is wrong is put "
            "right by a restatement.",
            periods=named,
        )
    )
    sure = st.checkbox(
        _("I have looked at what will be sealed, and it is to be locked."),
        key=f"seal-sure-{line.period}-{line.state}",
        on_change=_agree,
        args=(line.period, before.seen),
    )
    # The page is drawn anew by every touch: agreed is to what stood there when the box was ticked.
    seen = st.session_state.get(_agreed(line.period), "")
    words = _("Seal and lock {periods}", periods=named)
    if st.button(words, type="primary", icon=":material/lock:", disabled=not sure):
        # The address keeps the period: once sealed it would not be the first to be opened any more.
        st.query_params["period"] = str(line.period)
        with st.spinner(_("The answers are hashed and the figures frozen …")):
            attempt(
                lambda: _sealed(actor, line.period, seen),
                _("{periods}: sealed.", periods=named),
            )


def _sealed(actor: Actor, period: Period, seen: str) -> None:
    """Seal a period; once that stands and was said, the year and the season are forecast anew."""
    sealing.seal(actor, period, seen)
    _ended(period)


def _closed(actor: Actor, period: Period) -> None:
    """Close a period; forecasts follow as after a seal."""
    period_desk.close(actor, period)
    _ended(period)


def _ended(period: Period) -> None:
    if period.kind == "month":
        st.session_state[TO_FORECAST] = True


def _forecast(actor: Actor) -> None:
    """Forecast anew after a month was closed or sealed, which stands also where that fails."""
    if not st.session_state.pop(TO_FORECAST, False):
        return
    try:
        with st.spinner(_("The year and the heating season are forecast anew …")):
            at_month_end(actor)
    except WordedError as error:
        words = _("What was done stands; only the forecasts were not made anew.")
        st.warning(f"{words} {say(error)}", icon=":material/warning:")
    except Exception:
        # A fault of forecasting is written down; the page that tells of the step goes on.
        LOG.exception("No forecast after a month")
        st.warning(
            _(
                "What was done stands; only the forecasts were not made anew. A button on the "
                "ranking makes that of the year; what happened stands in the log."
            ),
            icon=":material/warning:",
        )


def _agree(period: Period, seen: str) -> None:
    st.session_state[_agreed(period)] = seen


def _agreed(period: Period) -> str:
    """Where the hash is kept of the figures that stood there when the box was ticked."""
    return f"seal-agreed-{period}"


def _restate(line: PeriodLine, actor: Actor) -> None:
    together = _named(period_desk.opened_together(actor, line.period))
    with st.expander(_("Open for a restatement"), icon=":material/edit_note:"):
        st.markdown(
            _(
                "What shares a month is opened together: {periods}. Corrections are possible then; "
                "the sealed figures stay the official ones until all of it is sealed again.",
                periods=together,
            )
        )
        with st.form(f"restate-{line.period}", border=False):
            why = reason("restate")
            words = _("Open {periods} for a restatement", periods=together)
            if st.form_submit_button(words):
                attempt(
                    lambda: period_desk.restate(actor, line.period, why),
                    _("{periods}: open for a restatement.", periods=together),
                    "restate",
                )


def _named(periods: Iterable[Period]) -> str:
    return _(", ").join(period_words(period) for period in periods)
