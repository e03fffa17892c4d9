"""Below the line: the proposal with its evidence, on which people decide and never the program."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from checklists.periods import Period
from dashboard.looks import moment_text, points_text
from dashboard.points import deciding, ground
from dashboard.points.overview import UnitAccount
from dashboard.points.statement import Statement
from dashboard.widgets.people.acting import attempt, key_in
from dashboard.widgets.points.looks import ELIMINATIONS
from dashboard.words import N_, _, language
from db.account.reading import EliminationRow
from db.actors import Actor

CHOICES: dict[Literal["eliminate", "keep"], str] = {
    "eliminate": N_("Eliminate: the contract ends, another unit is named, it pays the cost"),
    "keep": N_("Keep the unit"),
}


def show_elimination(actor: Actor, season: Period, one: UnitAccount, shown: Statement) -> None:
    """The proposal and every decision; nothing where the unit never was below the line."""
    if not one.account.below and not shown.eliminations:
        return
    with st.container(border=True, key="elimination"):
        st.subheader(_("Last-place elimination"), anchor=False)
        if one.account.below:
            st.markdown(_evidence(shown))
        elif shown.eliminations:
            st.markdown(
                _(
                    "The unit is not below {line} any more: {left} points are left.",
                    line=points_text(one.account.bounds.line),
                    left=points_text(one.account.left),
                )
            )
        for held in reversed(shown.eliminations):
            st.markdown(_decided(held))
        if ground.may_decide(actor, one.unit.division.id):
            _ask(actor, season, shown)
        elif one.proposed:
            st.caption(_("The head of the division and administrators decide."))


def _evidence(shown: Statement) -> str:
    account = shown.account
    most: dict[str, list[int]] = {}
    for line in shown.lines:
        if line.row.state == "confirmed":
            most.setdefault(line.rule.name.get(language()), []).append(int(line.row.points))
    told = sorted(most.items(), key=lambda one: -sum(one[1]))
    words = _("; ").join(
        _("{name}: {points} points ({number})", name=name, points=sum(found), number=len(found))
        for name, found in told
    )
    return _(
        "△ {left} points are left, below {line}. {number} confirmed deductions of {taken} points: "
        "{words}. HEAT then provides for the end of the contract; people decide.",
        left=points_text(account.left),
        line=points_text(account.bounds.line),
        number=account.number["confirmed"],
        taken=points_text(account.taken),
        words=words,
    )


def _decided(held: EliminationRow) -> str:
    return _(
        "{decision} · {person} · {moment} · at {points} points: {reason}",
        decision=_(ELIMINATIONS[held.decision]),
        person=held.person,
        moment=moment_text(held.decided_at),
        points=points_text(held.balance),
        reason=held.reason,
    )


def _ask(actor: Actor, season: Period, shown: Statement) -> None:
    form = f"elimination-{shown.unit.id}-{season}"
    seen = (shown.account.left, shown.eliminations[-1].id if shown.eliminations else 0)
    label = _("Decide anew") if shown.eliminations else _("Decide")
    with st.expander(label, expanded=not shown.eliminations), st.form(form, border=False):
        chosen = st.radio(
            _("Decision"),
            list(CHOICES),
            format_func=lambda code: _(CHOICES[code]),
            index=None,
            key=key_in(form, "decision"),
        )
        why = st.text_area(
            _("Reason (kept in the trail)"), max_chars=500, key=key_in(form, "reason"), height=80
        )
        sure = st.checkbox(
            _("I have looked at every deduction; the decision stays in the trail."),
            key=key_in(form, "sure"),
        )
        sent = st.form_submit_button(_("Record the decision"), type="primary")
    if not sent:
        return
    if chosen is None:
        st.error(_("Choose whether the unit is eliminated or kept."), icon=":material/error:")
        return
    if not sure:
        st.error(_("Tick that you have looked at every deduction."), icon=":material/error:")
        return
    attempt(
        lambda: deciding.eliminate(
            actor, season, shown.unit.code, seen=seen, decision=chosen, reason=why
        ),
        _("The decision has been recorded."),
        form,
    )
