"""Where one account may end, in words and in a table of what weighs most in the risk."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import streamlit as st

from checklists.account import Account
from dashboard.looks import points_text
from dashboard.points.prospect import Driver, Prospect
from dashboard.risk import words
from dashboard.widgets.table import Column, table
from dashboard.words import _, language, sentences

ARROW = " → "
EARLY = 0.25
"""The part of a season before which little has been seen."""
MOST = 5
"""So many clauses are listed."""


def risk_words(found: Prospect, account: Account) -> str:
    """How often the unit ends below the line; where that is certain by now, it is said so."""
    unit, line = found.unit.name(language()), points_text(account.bounds.line)
    if account.below and not found.settled:
        told = _("{unit} is below {line} points already; nothing to come gives points back.")
    elif account.may_fall_below:
        told = _("{unit} is below {line} points as soon as all that waits is confirmed.")
    else:
        return words.below_words(unit, found.below, line, settled=found.settled)
    return told.format(unit=unit, line=line)


def last_words(found: Prospect) -> str:
    """How often the unit is last and which places are likely; empty for who sees no other unit."""
    if isnan(found.last):
        return ""
    unit = found.unit.name(language())
    told = words.last_words(unit, found.last, settled=found.settled)
    places = words.places_words(found.best, found.worst, found.field, found.rankable)
    if found.settled or not places:
        return told
    is_whole = places == words.apart_words(found.rankable)
    return sentences(told, places if is_whole else _("({places})", places=places))


def show_risk(found: Prospect, account: Account) -> None:
    """The sentences above the chart."""
    with st.container(key="risk"):
        st.markdown(sentences(risk_words(found, account), last_words(found)))
    if found.settled:
        return
    told = [words.condition_words(), _early_words(account)]
    if account.waiting:
        told.append(_("What waits for a decision is counted as confirmed."))
    if not found.comparable:
        told.append(words.new_words(found.unit.name(language())))
    if found.withheld:
        told.append(words.withheld_words())
    elif isnan(found.last):
        told.append(_("It is reckoned from this unit's own account alone."))
    elif found.last >= words.STEP / 100:
        told.append(words.alone_words())
    st.caption(sentences(*told))


def _early_words(account: Account) -> str:
    """That little was seen so far; empty once it was more."""
    season = account.season
    whole = (season.last - season.first).days + 1
    passed = whole - account.days_left
    if passed >= EARLY * whole:
        return ""
    return _(
        "{passed} of {whole} days of the season are over: so little says more of all units and of "
        "the last season than of this unit alone.",
        passed=passed,
        whole=whole,
    )


def show_drivers(found: Prospect, account: Account) -> None:
    """Which deductions weigh most; nothing once all is settled or where nothing was taken off."""
    if found.settled or not found.drivers or account.if_all < account.bounds.line:
        return
    st.subheader(_("What weighs most in the risk"), anchor=False)
    listed = found.drivers[:MOST]
    st.markdown(_sentence(found, listed[0], account))
    table(
        [_row(found, one) for one in listed],
        _columns(found, listed, points_text(account.bounds.line)),
        key=f"drivers-{found.unit.id}",
        caption=_("What weighs most in the risk"),
    )
    st.caption(_("Out of 100 period ends. This is arithmetic, not a cause."))


def _columns(found: Prospect, listed: Sequence[Driver], line: str) -> list[Column]:
    """One deduction less is said where a clause has several, the last place where it can be."""
    several = any(one.times > 1 for one in listed)
    less = [Column("below_less", _("Below {line}, with one less", line=line))]
    last_less = [Column("last_less", _("Last, with one less"))]
    last = [*(last_less if several else []), Column("last_none", _("Last, with none"))]
    return [
        Column("what", _("Clause"), width="22rem"),
        Column("times", _("Times"), align="right", kind="number"),
        Column("points", _("Points"), align="right", kind="number"),
        *(less if several else []),
        Column("below_none", _("Below {line}, with none", line=line)),
        *([] if isnan(found.last) else last),
    ]


def _sentence(found: Prospect, most: Driver, account: Account) -> str:
    line = points_text(account.bounds.line)
    told = _(
        "{code} {name} weighs most: without it the unit would end below {line} in "
        "{without} instead of {number} of 100 ends.",
        code=most.rule.code,
        name=most.rule.name.get(language()),
        line=line,
        without=words.number_words(most.below_without),
        number=words.number_words(found.below),
    )
    if words.number_words(most.below_without) == words.number_words(found.below):
        told = _("No clause changes the chance of ending below {line} by much.", line=line)
    if isnan(found.last_if_no_more):
        return told
    unit = found.unit.name(language())
    return sentences(told, words.no_more_words(unit, found.last_if_no_more))


def _row(found: Prospect, one: Driver) -> dict[str, object]:
    return {
        "what": f"{one.rule.code} {one.rule.name.get(language())}",
        "times": one.times,
        "points": points_text(-one.rule.points * one.times),
        "below_less": _falls(found.below, one.below_one_less),
        "below_none": _falls(found.below, one.below_without),
        "last_less": _falls(found.last, one.last_one_less),
        "last_none": _falls(found.last, one.last_without),
    }


def _falls(before: float, after: float) -> dict[str, object]:
    """Both numbers where they differ in words; quiet where they do not."""
    if isnan(before) or isnan(after):
        return {"text": "–", "muted": True}
    was, comes = words.number_words(before), words.number_words(after)
    if was == comes:
        return {"text": comes, "muted": True, "sort": before - after}
    return {"text": was + ARROW + comes, "sort": before - after}
