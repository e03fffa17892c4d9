"""A shift's orders by class: as they are now, as they were signed, and what differs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import streamlit as st

from checklists.shifts import Roster, Span
from dashboard.looks import today
from dashboard.summaries import desk
from dashboard.summaries.desk import ShiftSummary
from dashboard.summaries.shifts import ready_spans, roster
from dashboard.summaries.words import (
    columns,
    counted_words,
    lines,
    name,
    shift_words,
    span_words,
)
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import pick_one
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.summaries.files import offer_files
from dashboard.widgets.summaries.signing import show_signed, show_signing
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language, say
from db.actors import Forbidden
from db.rows import DivisionRow

PAGE = "summaries"
MOST_NAMED = 9


def show_summaries() -> None:
    """Everything below the title."""
    actor = me().actor
    try:
        divisions = desk.divisions(actor)
    except Forbidden as refused:
        empty(say(refused))
        return
    if not divisions:
        empty(
            _("No division works with orders yet. Give one its regulations first."),
            button=_("Organisation"),
            page="organisation",
        )
        return
    division, day, shift = _pick(divisions)
    found = desk.shift_summary(actor, division, day, shift)
    show_said()
    _show(found)
    show_signed(found)
    _unsigned(desk.unsigned(actor, division))
    if found.may_sign:
        show_signing(found, actor)
    offer_files(found)


def _pick(divisions: list[DivisionRow]) -> tuple[DivisionRow, date, str]:
    by_code = {row.code: row for row in divisions}
    now = ready_spans(datetime.now(UTC))[0]
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{PAGE}-filters"):
        code = next(iter(by_code))
        if len(by_code) > 1:
            names = {one: row.name(language()) for one, row in by_code.items()}
            code = pick_one(PAGE, "division", _("Division"), names, code)
        days = [today() - timedelta(days=back) for back in range(desk.SHOWN_BACK.days + 1)]
        given = st.query_params.get("day", "")
        if given not in {day.isoformat() for day in days} and (asked := _asked(given)):
            days.append(asked)
        offered = {day.isoformat(): day.isoformat() for day in days}
        first = now.day.isoformat()
        offered = {first: first, **offered}
        on = pick_one(PAGE, "day", _("Day"), offered, first)
        day = date.fromisoformat(on)
        shifts = _shifts(roster(day), now.shift)
        shift = pick_one(PAGE, "shift", _("Shift"), shifts, next(iter(shifts), now.shift))
    return by_code[code], day, shift


def _asked(given: str) -> date | None:
    """A day of the past that a link asks for; None for anything else."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if date(2020, 1, 1) <= day <= today() else None


def _shifts(roster: Roster, first: str) -> dict[str, str]:
    codes = sorted((one.code for one in roster.shifts), key=lambda code: code != first)
    return {code: span_words(roster, code) for code in codes}


def _show(found: ShiftSummary) -> None:
    total = lines(found)[-1]
    st.markdown(
        _(
            "**{taken} taken, {closed} closed, {late} ran late, {open} still open.**",
            **{key: total[key] for key in ("taken", "closed", "late", "open")},
        )
    )
    table(
        lines(found),
        [Column(key, label, kind=_kind(key)) for key, label in columns()],
        key=f"{PAGE}-table",
        caption=name(found),
        empty=_("Nothing happened in this shift."),
    )
    if found.shared:
        st.caption(
            _(
                "{number} of those taken came while the shift before was still there; they count "
                "here only.",
                number=found.shared,
            )
        )
    if found.at < found.span.end:
        st.caption(_("The shift is not over; these are its figures so far."))
    st.caption(counted_words(found.span))
    with st.expander(_("How it is counted"), icon=":material/info:"):
        st.markdown(
            _(
                "A shift sums up what happens from its beginning to the beginning of the next "
                "one. In the half hour in which two shifts are there, the one that leaves sums "
                "up, and what happens counts for the one that has come: nothing counts twice, and "
                "the three shifts add up to the day. The night belongs to the day on which it "
                "begins. Late: a clock of the order ran out within the shift. Still open: taken "
                "and not closed at its end. What is void does not count."
            )
        )


def _unsigned(spans: list[Span]) -> None:
    """Which shifts of the last days nobody has signed yet."""
    if not spans:
        return
    told = [f"{span.day:%m-%d} {shift_words(span.shift)}" for span in spans[:MOST_NAMED]]
    words = _("Not signed yet, of the last days: {shifts}")
    more = " …" if len(spans) > MOST_NAMED else ""
    st.caption(words.format(shifts=_(", ").join(told) + more))


def _kind(key: str) -> Literal["text", "number"]:
    return "text" if key == "class" else "number"
