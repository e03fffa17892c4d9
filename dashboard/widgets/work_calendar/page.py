"""A year of the work calendar: what holds, since when and why; entering another one."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from checklists.work_calendar import CalendarYear
from dashboard import work_calendar
from dashboard.calendar_days import weekends_in, written_days
from dashboard.looks import moment_text, today
from dashboard.widgets.people.acting import attempt, key_in, reason, show_said
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.widgets.work_calendar.months import show_months
from dashboard.words import _, say
from dashboard.work_calendar import Year
from db.work_calendars import DayRefused


def show_work_calendar() -> None:
    """What is unknown, a year with its months, entering it, and its history."""
    actor = me().actor
    show_said()
    for year in work_calendar.unknown_years(actor):
        st.warning(_unknown_words(year), icon=":material/event_busy:")
    options = work_calendar.years(actor)
    unknown = work_calendar.unknown_years(actor)
    first = options.index(unknown[0] if unknown else today().year)
    chosen = st.selectbox(_("Year"), options, index=first, key="calendar-year", width=200)
    found = work_calendar.year_of(actor, chosen)
    st.caption(_source_words(found))
    st.subheader(_("Enter or correct {year}", year=str(chosen)), anchor=False)
    typed = _form(found)
    if typed is not None:
        st.caption(_("So the year will be; nothing holds before it was entered."))
    days = typed or found.days or CalendarYear(chosen, frozenset(), frozenset())
    show_months(days, known=(typed or found.days) is not None)
    _history(chosen)


def _unknown_words(year: int) -> str:
    return _(
        "The days off of {year} are not known yet. Orders whose time runs into that year by "
        "working days have no due time until the year is entered here, after the announcement "
        "of the State Council.",
        year=str(year),
    )


def _source_words(found: Year) -> str:
    if found.days is None:
        return _("Not known yet: weekends alone are shown.")
    if found.entered is None:
        return _("As published by the State Council, from the package chinesecalendar.")
    return _(
        "As entered by {name} on {when}: {reason}",
        name=found.entered.entered_by,
        when=moment_text(found.entered.entered_at),
        reason=found.entered.reason,
    )


def _form(found: Year) -> CalendarYear | None:
    """The fields; what is typed is shown in the months, None while it is what holds or unread."""
    form = f"calendar-{found.year}"
    held = found.days or CalendarYear(found.year, frozenset(), frozenset())
    left, right = st.columns(2)
    off = left.text_area(
        _("Days off, one or from … to … a line"),
        written_days(held.off),
        key=key_in(form, f"off-{found.seen}"),
        help=_("Copied from the announcement, as 1月1日至3日; weekends among them do no harm."),
        height=180,
        max_chars=2000,
    )
    made_up = right.text_area(
        _("Weekend days that are worked"),
        written_days(held.made_up),
        key=key_in(form, f"made-up-{found.seen}"),
        height=180,
        max_chars=2000,
    )
    if found.days is None and not (off.strip() or made_up.strip()):
        return None
    try:
        typed = work_calendar.read(me().actor, found.year, off, made_up)
    except WordedError as error:
        faults = (error, *(error.others if isinstance(error, DayRefused) else ()))
        st.error("\n\n".join(map(say, faults)), icon=":material/error:")
        return None
    idle = weekends_in(off, found.year)
    if idle:
        days = _(", ").join(f"{day:%m-%d}" for day in idle)
        st.caption(_("Weekends are off anyway and are not kept: {days}", days=days))
    if found.days == typed:
        return None
    why = reason(form)
    if st.button(_("Enter {year}", year=str(found.year)), type="primary", icon=":material/check:"):
        attempt(
            lambda: work_calendar.enter(me().actor, found, off, made_up, why),
            _("The days of {year} hold for orders opened from now on.", year=str(found.year)),
            form,
        )
    return typed


def _history(year: int) -> None:
    rows = work_calendar.history(me().actor, year)
    if not rows:
        return
    st.subheader(_("What was entered for {year}", year=str(year)), anchor=False)
    table(
        [
            {
                "at": moment_text(row.entered_at),
                "by": row.entered_by,
                "off": written_days(row.days.off).replace("\n", _("; ")),
                "made_up": written_days(row.days.made_up).replace("\n", _("; ")),
                "reason": row.reason,
            }
            for row in rows
        ],
        [
            Column("at", _("When"), kind="code"),
            Column("by", _("Entered by"), wrap=False),
            Column("off", _("Days off")),
            Column("made_up", _("Working days made up")),
            Column("reason", _("Reason")),
        ],
        key=f"calendar-history-{year}",
        caption=_("What was entered for {year}", year=str(year)),
    )
