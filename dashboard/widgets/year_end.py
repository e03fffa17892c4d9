"""Where a unit's year of audited scores may end, in one sentence beside its score."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import streamlit as st

from dashboard.forecasts.looking import may_look
from dashboard.forecasts.stored import Shown, newest
from dashboard.looks import grade_look
from dashboard.risk import words
from dashboard.standings import Standings, UnitStanding
from dashboard.words import _, sentences
from db.actors import Actor


def show_year_end(actor: Actor, stands: Standings, unit: UnitStanding) -> None:
    """The stored forecast of the unit; nothing without one, or once the year is settled."""
    shown = _newest(actor, stands, unit)
    if shown is None or shown.forecast.settled:
        return
    found = shown.of_unit.get(unit.row.id)
    if found is None or found.spread is None:
        return
    st.markdown(year_end_words(stands, found.spread))
    st.caption(sentences(_as_of(shown.forecast.as_of), words.condition_words()))


def year_end_words(stands: Standings, spread: tuple[float, ...]) -> str:
    """The middle of the year ends and the range of nine in ten, each with its grade."""
    low, middle, high = (spread[at] for at in (0, len(spread) // 2, -1))
    return _(
        "The year may end at {low} ({low_grade}) to {high} ({high_grade}) in 9 of 10 cases, in "
        "the middle at **{middle} ({middle_grade})**.",
        low=f"{low:.0f}",
        low_grade=_grade(stands, low),
        middle=f"{middle:.0f}",
        middle_grade=_grade(stands, middle),
        high=f"{high:.0f}",
        high_grade=_grade(stands, high),
    )


def _newest(actor: Actor, stands: Standings, unit: UnitStanding) -> Shown | None:
    """The newest forecast of the company, else of the unit's division where that is seen whole."""
    if stands.period.kind != "year" or not may_look(actor):
        return None
    division = unit.row.division
    if stands.whole:
        return newest(actor, stands.period, None)
    if any(group.row == division for group in stands.divisions):
        return newest(actor, stands.period, division.id)
    return None


def _grade(stands: Standings, score: float) -> str:
    full = float(stands.scheme.full_marks.value)
    return grade_look(stands.scheme.grade(Fraction(min(max(score, 0.0), full)))).label


def _as_of(day: date) -> str:
    return _("As forecast on {day}.", day=day.isoformat())
