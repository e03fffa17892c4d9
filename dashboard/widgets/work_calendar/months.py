"""Twelve months of a year, days off and days made up marked by sign, frame and colour."""

from __future__ import annotations

from calendar import Calendar
from datetime import date
from html import escape

import streamlit as st

from checklists.work_calendar import CalendarYear
from dashboard.calendar_days import workdays_of
from dashboard.words import N_, _

WEEKDAYS = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
STYLE = """
<style>
.heng-year { display: grid; grid-template-columns: repeat(auto-fill, minmax(15.5rem, 1fr));
  gap: 1rem 1.5rem; align-items: start; margin: .5rem 0 1rem; }
.heng-year table { border-collapse: separate; border-spacing: 2px; width: 100%;
  font-variant-numeric: tabular-nums; }
.heng-year caption { text-align: left; font-weight: 600; padding: .25rem 0; }
.heng-year caption span { font-weight: 400; opacity: .8; font-size: .8125rem; }
.heng-year th { font-weight: 400; font-size: .8125rem; opacity: .8; padding: .1rem 0; }
.heng-year td { text-align: center; padding: .2rem 0 .25rem; border: 1px solid transparent;
  border-radius: .25rem; line-height: 1.2; min-width: 2rem; }
.heng-year td small, .heng-key b { display: block; font-size: .6875rem; font-weight: 600; }
.heng-year td.weekend { opacity: .6; }
.heng-year td.off, .heng-key .off { border: 1px solid light-dark(#a84300, #f0a36b);
  background: light-dark(#fdeee3, #40240f); color: light-dark(#7a3100, #ffd2b0); }
.heng-year td.made-up, .heng-key .made-up { border: 2px dashed light-dark(#00568a, #7cc0ee);
  background: light-dark(#e5f1fa, #0d2b40); color: light-dark(#003f66, #c4e4fb); }
.heng-key { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; margin: .25rem 0; }
.heng-key span { padding: .05rem .5rem; border-radius: .25rem; }
.heng-key b { display: inline; }
</style>
"""


def show_months(days: CalendarYear, *, known: bool) -> None:
    """The months of a year and the key to the marks; working days are counted where known."""
    off, made_up = escape(_("Off")), escape(_("Works"))
    day_off, day_made_up = escape(_("day off")), escape(_("weekend day made up"))
    key = (
        f'<div class="heng-key"><span class="off"><b>{off}</b> {day_off}</span>'
        f'<span class="made-up"><b>{made_up}</b> {day_made_up}</span></div>'
    )
    counted = workdays_of(days) if known else [None] * 12
    months = "".join(_month(days, month, counted[month - 1]) for month in range(1, 13))
    st.html(f'{STYLE}{key}<div class="heng-year">{months}</div>')


def _month(days: CalendarYear, month: int, workdays: int | None) -> str:
    head = "".join(f'<th scope="col">{escape(_(name))}</th>' for name in WEEKDAYS)
    weeks = Calendar().monthdatescalendar(days.year, month)
    rows = "".join(f"<tr>{''.join(_cell(days, day, month) for day in week)}</tr>" for week in weeks)
    told = "" if workdays is None else escape(_("{days} working days", days=workdays))
    return (
        f"<table><caption>{days.year}-{month:02d} <span>{told}</span></caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(days: CalendarYear, day: date, month: int) -> str:
    if day.month != month:
        return "<td></td>"
    if day in days.off:
        return f'<td class="off">{day.day}<small>{escape(_("Off"))}</small></td>'
    if day in days.made_up:
        return f'<td class="made-up">{day.day}<small>{escape(_("Works"))}</small></td>'
    kind = ' class="weekend"' if day.weekday() > 4 else ""
    return f"<td{kind}>{day.day}</td>"
