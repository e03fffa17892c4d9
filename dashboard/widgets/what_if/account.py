"""What if, of one account: further deductions of an event, or none any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isnan

import streamlit as st

from checklists.account import Account
from checklists.account_rules import AccountRules
from checklists.periods import Period
from dashboard.looks import points_text
from dashboard.points.prospect import Prospect
from dashboard.risk import words
from dashboard.what_if.accounts import AccountSupposed, suppose_account
from dashboard.what_if.asked import ACCOUNT, MOST_TIMES, AccountAsked, read_account
from dashboard.widgets.table import Column, table
from dashboard.widgets.what_if.address import (
    keep,
    offer_clear,
    query,
    say_faults,
    say_shared,
    say_supposed,
)
from dashboard.words import _, language

KEY = "what-if-account"


def show_what_if(found: Prospect, account: Account, rules: AccountRules, season: Period) -> None:
    """What is supposed, and what would come of it beside what there is; not once all is settled."""
    if found.settled:
        return
    events = {event.code: event for event in rules.events}
    asked, faults = read_account(query(ACCOUNT), events)
    place = {"season": (str(season),), "unit": (found.unit.code,)}
    opened = bool(asked or faults)
    with st.expander(_("What if …"), expanded=opened, icon=":material/help_center:", key=KEY):
        if faults:
            say_faults(faults, ACCOUNT, KEY)
            return
        _ask(asked, rules, place)
        if asked:
            _show(found, account, rules, asked)
            say_shared()


def _ask(asked: AccountAsked, rules: AccountRules, place: Mapping[str, Sequence[str]]) -> None:
    """What can be supposed; what is typed goes into the address, with whose account it is."""
    names = {
        one.code: _(
            "{code} {name} ({points} each)",
            code=one.code,
            name=one.name.get(language()),
            points=points_text(-one.points),
        )
        for one in rules.events
    }
    with st.form(f"{KEY}-form", border=False):
        left, right = st.columns([3, 1])
        code = left.selectbox(
            _("Further deductions"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("Choose an event"),
        )
        times = right.number_input(_("Number of times"), 1, MOST_TIMES, 1)
        stays = st.checkbox(_("Nothing else is taken off up to the season's end"), asked.stays)
        sent = st.form_submit_button(_("Suppose it"), type="primary")
    if sent:
        more = {**asked.more, **({} if code is None else {code: int(times)})}
        keep({**place, **replace(asked, more=more, stays=stays).query()})
        st.rerun()


def _show(found: Prospect, account: Account, rules: AccountRules, asked: AccountAsked) -> None:
    supposed = suppose_account(found, account, rules, asked)
    say_supposed()
    st.markdown(_sentence(found, account, supposed, asked))
    table(
        _rows(found, account, supposed),
        [
            Column("what", _("Figure"), width="22rem"),
            Column("is", _("As it is"), align="right"),
            Column("would", _("Supposed"), align="right"),
        ],
        key=f"{KEY}-table",
        caption=_("As it is and as supposed"),
    )
    st.caption(words.condition_words())
    _offer_less(asked)


def _offer_less(asked: AccountAsked) -> None:
    """A button for each supposition that takes it out, and one for all of them."""
    with st.container(horizontal=True):
        for code, times in asked.more.items():
            told = _("Without {code} × {times}", code=code, times=times)
            if st.button(told, icon=":material/close:", key=f"{KEY}-less-{code}"):
                more = {one: number for one, number in asked.more.items() if one != code}
                keep(replace(asked, more=more).query())
                st.rerun()
        offer_clear(ACCOUNT, KEY)


def _sentence(
    found: Prospect, account: Account, supposed: AccountSupposed, asked: AccountAsked
) -> str:
    parts = [_("{times} × {code}", times=times, code=code) for code, times in asked.more.items()]
    if asked.stays:
        parts.append(_("nothing else up to the season's end"))
    if supposed.left == account.if_all:
        return _(
            "**{parts}**: {left} points are left, with all that waits confirmed.",
            parts=_(", ").join(parts),
            left=points_text(supposed.left),
        )
    return _(
        "**{parts}**: {left} points would be left instead of {official}, with all that waits "
        "confirmed.",
        parts=_(", ").join(parts),
        left=points_text(supposed.left),
        official=points_text(account.if_all),
    )


def _rows(
    found: Prospect, account: Account, supposed: AccountSupposed
) -> Sequence[dict[str, object]]:
    line, risk = points_text(account.bounds.line), supposed.risk
    below = _("Of 100 season ends below {line}", line=line)
    certain = account.if_all < account.bounds.line
    rows = [
        _row(_("Points left, all confirmed"), *map(points_text, (account.if_all, supposed.left))),
        _row(
            below,
            words.number_words(found.below, settled=certain),
            words.number_words(risk.below, settled=_is_certain(account, supposed)),
        ),
    ]
    if not isnan(risk.last):
        told = [words.number_words(chance) for chance in (found.last, risk.last)]
        rows.append(_row(_("Of 100 season ends last"), *told))
    return rows


def _is_certain(account: Account, supposed: AccountSupposed) -> bool:
    """Whether ending below the line is arithmetic: nothing is to come, or it is there already."""
    return supposed.risk.settled or supposed.left < account.bounds.line


def _row(what: str, official: str, would: str) -> dict[str, object]:
    return {"what": what, "is": official, "would": {"text": would, "muted": would == official}}
