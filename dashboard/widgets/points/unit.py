"""One unit's account: what is left, its course, what waits, the statement, its elimination."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from checklists.periods import Period
from dashboard.charts.account import account_chart
from dashboard.charts.fan import Fan, number
from dashboard.looks import period_text, points_text
from dashboard.points import ground
from dashboard.points.overview import UnitAccount
from dashboard.points.prospect import Prospect, prospect
from dashboard.points.statement import Statement, statement
from dashboard.what_if.asked import ACCOUNT
from dashboard.widgets.frame import empty
from dashboard.widgets.picture import offer_picture
from dashboard.widgets.points.deciding import show_waiting
from dashboard.widgets.points.eliminating import show_elimination
from dashboard.widgets.points.entering import show_entering
from dashboard.widgets.points.looks import standing_words
from dashboard.widgets.points.overview import days_words
from dashboard.widgets.points.prospect import (
    risk_words,
    show_drivers,
    show_risk,
)
from dashboard.widgets.points.statement import show_statement
from dashboard.widgets.table import Column, table
from dashboard.widgets.trends.parts import draw, is_dark
from dashboard.widgets.what_if.account import show_what_if
from dashboard.widgets.what_if.address import clear
from dashboard.words import _, language, say, sentences
from db.actors import Actor


def show_unit(actor: Actor, season: Period, one: UnitAccount, *, alone: bool) -> None:
    """Everything about one account; `alone` is for whoever sees no other."""
    if not alone and st.button(_("All accounts"), icon=":material/arrow_back:"):
        del st.query_params["unit"]
        clear(ACCOUNT)
        st.rerun()
    try:
        shown = statement(actor, season, one.unit.code)
    except WordedError as error:
        empty(say(error))
        return
    _headline(one, shown, season)
    show_elimination(actor, season, one, shown)
    # What stands is on the screen before what may come is reckoned.
    _show_ahead(shown, prospect(actor, season, one.unit.code), season)
    division = one.unit.division.id
    if ground.may_decide(actor, division):
        show_waiting(actor, shown)
    show_statement(actor, season, shown)
    if ground.may_enter(actor, division):
        show_entering(actor, season, shown.unit)


def _show_ahead(shown: Statement, ahead: Prospect, season: Period) -> None:
    """Where the account may end: in words, as a fan, what weighs most in it, and what would be."""
    _course(shown, ahead)
    show_drivers(ahead, shown.account)
    show_what_if(ahead, shown.account, ground.rules_of(season), season)


def _headline(one: UnitAccount, shown: Statement, season: Period) -> None:
    account = shown.account
    name = f"{one.unit.name(language())} · {period_text(str(season))}"
    st.subheader(name, anchor=False)
    words = _(
        "**{left} / {start} points** · {standing} · {days}",
        left=points_text(account.left),
        start=points_text(account.bounds.start),
        standing=standing_words(one),
        days=days_words(account),
    )
    st.markdown(words)
    if account.waiting:
        st.caption(
            _(
                "{number} deductions of {points} points wait for a decision: if all are "
                "confirmed, {left} points are left.",
                number=account.number["waiting"],
                points=points_text(account.waiting),
                left=points_text(account.if_all),
            )
        )


def _course(shown: Statement, ahead: Prospect) -> None:
    """The steps and where they may lead as a chart, and as tables for whoever cannot see it."""
    account = shown.account
    show_risk(ahead, account)
    fan = Fan(ahead.ends, ahead.balances.tolist())
    sentence = _(
        "From {start} points on {first} to {left} on {last}; with all that waits {if_all}.",
        start=points_text(account.bounds.start),
        first=account.days[0].day.isoformat(),
        left=points_text(account.left),
        last=account.days[-1].day.isoformat(),
        if_all=points_text(account.if_all),
    )
    sentence = sentences(sentence, risk_words(ahead, account))
    draw(account_chart(account, fan, dark=is_dark()), sentence, key="points-course")
    if fan.opens:
        st.caption(
            _(
                "Of ten season ends like this one nine lie in the wide band and five in the narrow "
                "one; half of them lie above the dashed line in the middle."
            )
        )
    name = " · ".join((_("Points left"), shown.unit.name(language()), account.season.code))
    with st.expander(_("The course as a table")):
        table(
            [
                {
                    "day": day.day.isoformat(),
                    "left": points_text(day.left),
                    "if_all": points_text(day.if_all),
                }
                for day in account.days
            ],
            [
                Column("day", _("Day"), kind="code"),
                Column("left", _("Points left"), kind="number"),
                Column("if_all", _("If all is confirmed"), kind="number"),
            ],
            key="points-course-table",
            caption=_("The course as a table"),
            max_height=340,
        )
        if fan.opens:
            _ends(fan, account.season.code)
        offer_picture("points-course", name)


def _ends(fan: Fan, season: str) -> None:
    """Where the balance may be after each week to come."""
    table(
        [
            {
                "day": day.isoformat(),
                "middle": number(row[2]),
                "second": _("{low} to {high}", low=number(row[1]), high=number(row[3])),
                "nine": _("{low} to {high}", low=number(row[0]), high=number(row[4])),
            }
            for day, row in zip(fan.ends, fan.balances, strict=True)
        ],
        [
            Column("day", _("Up to"), kind="code"),
            Column("middle", _("Middle"), kind="number"),
            Column("second", _("5 ends in 10")),
            Column("nine", _("9 ends in 10")),
        ],
        key=f"points-fan-{season}",
        caption=_("Where the balance may be"),
        max_height=340,
    )
