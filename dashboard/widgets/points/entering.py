"""Entering a deduction by hand: what, when, in which words, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import streamlit as st

from checklists.account_rules import AccountEvent
from checklists.periods import Period
from dashboard.looks import ZONE, points_text, today
from dashboard.points import deciding, ground
from dashboard.points.deciding import MOST_TIMES, Entry
from dashboard.widgets.people.acting import attempt, key_in
from dashboard.widgets.people.upload import choose_file
from dashboard.words import _, language
from db.actors import Actor
from db.rows import UnitRow

MEGABYTES = 10


def show_entering(actor: Actor, season: Period, unit: UnitRow) -> None:
    """The form; what is typed stays when it is refused."""
    rules = ground.rules_of(season)
    by_hand = {event.code: event for event in rules.events if event.found_by == "person"}
    days = ground.season_days(season)
    first, last = max(days.first, rules.in_force.value), min(today(), days.last)
    if last < first:
        return
    name = f"entering-{unit.id}"
    with st.expander(_("Enter a deduction by hand"), icon=":material/edit_note:"):
        st.caption(
            _("It waits for a decision like any other; whoever entered it is shown beside it.")
        )
        with st.form(name, border=False):
            given = _fields(name, by_hand, first, last)
            sent = st.form_submit_button(_("Propose the deduction"), type="primary")
        if sent:
            _send(actor, unit, name, given)


def _fields(
    form: str, by_hand: Mapping[str, AccountEvent], first: date, last: date
) -> dict[str, Any]:
    def named(code: str) -> str:
        rule = by_hand[code]
        points = points_text(-rule.points)
        return _(
            "{code} {name} ({points} each)",
            code=code,
            name=rule.name.get(language()),
            points=points,
        )

    given: dict[str, Any] = {
        "code": st.selectbox(
            _("Event"),
            list(by_hand),
            index=None,
            format_func=named,
            placeholder=_("Choose an event"),
            key=key_in(form, "code"),
        )
    }
    left, middle, right = st.columns(3)
    given["day"] = left.date_input(
        _("Day"),
        value=last,
        min_value=first,
        max_value=last,
        format="YYYY-MM-DD",
        key=key_in(form, "day"),
    )
    # What stands there untouched is never later than now.
    hour = min(9, datetime.now(ZONE).hour)
    given["at"] = middle.time_input(_("Time"), value=time(hour), key=key_in(form, "at"))
    given["times"] = right.number_input(
        _("Number of times"), 1, MOST_TIMES, 1, key=key_in(form, "times")
    )
    given["words"] = st.text_area(
        _("What happened, who found it out and how"),
        max_chars=2000,
        key=key_in(form, "words"),
        height=100,
    )
    given["number"] = st.text_input(
        _("Number of the order, where there is one"), max_chars=40, key=key_in(form, "number")
    )
    hint = _("or drop it here: a picture, PDF, Excel or CSV, at most {most} MB", most=MEGABYTES)
    given["file"] = choose_file(key_in(form, "file"), _("File that proves it"), hint, MEGABYTES)
    return given


def _send(actor: Actor, unit: UnitRow, form: str, given: Mapping[str, Any]) -> None:
    if not (given["code"] and given["day"] and given["at"]):
        st.error(_("Choose an event, a day and a time."), icon=":material/error:")
        return
    file = given["file"]
    entry = Entry(
        id=_id(form),
        unit=unit.code,
        code=given["code"],
        day=given["day"],
        at=given["at"],
        times=int(given["times"]),
        words=given["words"],
        number=given["number"],
        file=None if file is None else (file.name, file.getvalue()),
    )
    attempt(
        lambda: deciding.enter(actor, entry),
        _("The deduction has been proposed and waits for a decision."),
        form,
    )


def _id(form: str) -> str:
    """One id for each time the form is filled in, so that two taps enter it once."""
    key: str = st.session_state.setdefault(key_in(form, "id"), str(uuid4()))
    return key
