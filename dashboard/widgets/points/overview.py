"""All accounts of a season in a table, those below the line first."""

from __future__ import annotations

import streamlit as st

from checklists.account import Account
from checklists.account_rules import AccountRules
from checklists.periods import Period
from dashboard.looks import ORIGINS, clause_text, period_text, points_text
from dashboard.points.ground import rules_of
from dashboard.points.overview import Overview, UnitAccount
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.points.looks import elimination_words, standing_cell
from dashboard.widgets.table import Column, table
from dashboard.words import N_, _, language

READINGS = {
    "in_force": N_("Taken off from"),
    "points": N_("Points at the beginning"),
    "line": N_("Pass line"),
    "season": N_("Days of the season"),
    "below_zero": N_("Below 0"),
}


def show_overview(found: Overview, season: Period) -> None:
    """Who is below the line, the table, what is missing, and what it all rests on."""
    st.markdown(_sentence(found))
    st.caption(days_words(found.units[0].account))
    st.caption(_("Touch a unit to see its statement. Only what people confirmed is taken off."))
    rows = [_row(one) for one in found.units]
    opened = table(
        rows,
        _columns(found),
        key=f"points-{season}",
        caption=_("100-point accounts {period}", period=period_text(str(season))),
        row_id="id",
    )
    if opened is not None:
        st.query_params["unit"] = opened
        st.rerun()
    if found.unknown:
        st.warning(_unknown(found.unknown), icon=":material/event_busy:")
    name = " · ".join((_("100-point account"), period_text(str(season))))
    code = Column("id", _("Code"), kind="code")
    offer_table(rows, [code, *_columns(found)], name, about=_sentence(found).replace("*", ""))
    with st.expander(_("What the account rests on")):
        show_rests(rules_of(season))


def show_rests(rules: AccountRules) -> None:
    """The figures of the account with their clauses, and which of them are readings."""
    resting = {name: getattr(rules, name) for name in READINGS}
    values = {
        "in_force": rules.in_force.value.isoformat(),
        "points": points_text(rules.points.value),
        "line": points_text(rules.line.value),
        "season": _days(rules),
        "below_zero": _("possible"),
    }
    rows = [
        {"name": _(READINGS[name]), "value": values[name], **_rests(one)}
        for name, one in resting.items()
    ]
    rows += [
        {"name": f"{e.code} {e.name.get(language())}", "value": points_text(e.points), **_rests(e)}
        for e in rules.events
    ]
    table(
        rows,
        [
            Column("name", _("Parameter")),
            Column("value", _("Value"), wrap=False),
            Column("clause", _("Clause"), wrap=False),
            Column("origin", _("Rests on")),
        ],
        key="points-rests",
        caption=_("What the account rests on"),
    )


def _rests(one: object) -> dict[str, object]:
    reason = getattr(one, "reason", None)
    origin = str(getattr(one, "origin", "source"))
    return {
        "clause": clause_text(str(getattr(one, "reference", ""))),
        "origin": _(ORIGINS[origin]) + ("" if reason is None else _(": ") + reason.get(language())),
    }


def _days(rules: AccountRules) -> str:
    season = rules.season
    return (
        f"{season.first_month:02d}-{season.first_day:02d} – "
        f"{season.last_month:02d}-{season.last_day:02d}"
    )


def _sentence(found: Overview) -> str:
    more = sum(one.account.may_fall_below for one in found.units)
    below, units, line = len(found.below), len(found.units), points_text(found.bounds.line)
    if not more:
        words = _("**{below} of {units} units are below {line} points.**")
    else:
        words = _(
            "**{below} of {units} units are below {line} points**; {more} more would be if all "
            "that waits were confirmed."
        )
    return words.format(below=below, units=units, line=line, more=more)


def days_words(account: Account) -> str:
    """How much of the season is left."""
    last = account.season.last.isoformat()
    if not account.days_left:
        return _("The season ended on {last}.", last=last)
    return _("{left} days of the season are left, to {last}.", left=account.days_left, last=last)


def _unknown(number: int) -> str:
    return _(
        "{number} orders have no due time, as the work calendar does not know their year; nothing "
        "is proposed for them. An administrator enters the year on the page of the calendar.",
        number=number,
    )


def _columns(found: Overview) -> list[Column]:
    """What says nothing here is left out: one division, nothing that no longer follows."""
    several = len({one.unit.division.id for one in found.units}) > 1
    division = [Column("division", _("Division"))] if several else []
    gone = Column("gone", _("No longer follows"), align="right", kind="number")
    return [
        Column("unit", _("Unit")),
        *division,
        Column("left", _("Points left"), align="right", kind="number"),
        Column("standing", _("Against the line"), kind="grade"),
        Column("taken", _("Confirmed"), align="right", kind="number"),
        Column("waiting", _("Points waiting"), align="right", kind="number"),
        Column("if_all", _("If all is confirmed"), align="right", kind="number"),
        *([gone] if any(one.gone for one in found.units) else []),
        Column("elimination", _("Elimination")),
    ]


def _row(one: UnitAccount) -> dict[str, object]:
    account = one.account
    waits = account.number["waiting"]
    return {
        "id": one.unit.code,
        "unit": one.unit.name(language()),
        "division": one.unit.division.name(language()),
        "left": {
            "text": points_text(account.left),
            "sort": account.left,
            "bar": float(account.left / account.bounds.start),
        },
        "standing": standing_cell(one),
        "taken": {"text": points_text(-account.taken), "sort": account.taken},
        "waiting": {"text": _waiting(account), "sort": account.waiting, "muted": not waits},
        "if_all": {"text": points_text(account.if_all), "sort": account.if_all},
        "gone": {"text": str(one.gone), "sort": one.gone, "muted": not one.gone},
        "elimination": {"text": elimination_words(one) or "–", "muted": not elimination_words(one)},
    }


def _waiting(account: Account) -> str:
    number = account.number["waiting"]
    if not number:
        return "0"
    return _("{points} ({number})", points=points_text(-account.waiting), number=number)
