"""What was sealed of a period: its figures, its seals, and what each restatement changed."""

from __future__ import annotations

import streamlit as st

from checklists.periods import Period
from dashboard import oversight
from dashboard.looks import moment_text, score_text
from dashboard.periods import desk as period_desk
from dashboard.standings import standings
from dashboard.standings.placing import place_label, placed
from dashboard.widgets.people.trail_names import ACTIONS
from dashboard.widgets.periods.before import figures_sentence, show_coverage
from dashboard.widgets.periods.changes import show_changes
from dashboard.widgets.periods.mark import mark_words, show_mark
from dashboard.widgets.places import go
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.words import _, language
from db.actors import Actor
from db.seals import SealRow
from db.trail import TrailFilter

MOST = 50
"""So many steps of a period are told at most, the newest ones."""


def show_sealed(period: Period, actor: Actor) -> None:
    """The figures a seal keeps, by division, and the way to the ranking."""
    stands = placed(standings(actor, period))
    show_mark(stands.seal)
    st.markdown(figures_sentence(stands))
    if stands.divisions:
        table(
            [
                {
                    "place": group.place,
                    "division": None if group.row is None else group.row.name(language()),
                    "k": {"text": score_text(group.k), "sort": group.k},
                    "grade": grade_cell(group.grade),
                    "units": group.mean.counted,
                }
                for group in stands.divisions
            ],
            [
                Column("place", place_label(stands), align="right", kind="number"),
                Column("division", _("Division")),
                Column("k", _("Q out of 1000"), align="right", kind="number"),
                Column("grade", _("Grade"), kind="grade"),
                Column("units", _("Units scored"), align="right", kind="number"),
            ],
            key=f"sealed-{period}",
            caption=_("Divisions"),
        )
    show_coverage(stands, "as-it-is")
    _to_ranking(period)


def show_so_far(period: Period, actor: Actor) -> None:
    """The figures of a period that is not sealed, as they are now."""
    stands = standings(actor, period)
    st.markdown(_("So far:") + " " + figures_sentence(stands))
    show_coverage(stands, "as-it-is")
    _to_ranking(period)


def _to_ranking(period: Period) -> None:
    if st.button(_("See the ranking"), icon=":material/leaderboard:"):
        go("ranking", period=str(period))


def show_history(period: Period, actor: Actor) -> None:
    """The restatements of a period with what they changed, its seals, and for whom it is: steps."""
    seals = period_desk.history(actor, period)
    for seal in seals:
        if seal.number > 1:
            _restatement(seal)
    if seals:
        st.subheader(_("Seals"), anchor=False)
        for seal in seals:
            words = mark_words(seal.number, moment_text(seal.sealed_at), seal.hash)
            st.markdown(f"- {words} · {seal.sealed_by}")
    if actor.may_all:
        _steps(period, actor)


def _restatement(seal: SealRow) -> None:
    st.subheader(
        _(
            "Restatement {number}, {moment}",
            number=seal.number - 1,
            moment=moment_text(seal.sealed_at),
        ),
        anchor=False,
    )
    st.markdown(_("Reason: {reason}", reason=seal.reason))
    show_changes(seal.changes, key=f"restated-{seal.id}", caption=_("What the restatement changed"))


def _steps(period: Period, actor: Actor) -> None:
    wanted = TrailFilter(object_kind="period", object_id=str(period))
    found = oversight.trail_page(actor, wanted, MOST)
    if not found.entries:
        return
    with st.expander(_("Steps of this period in the trail")):
        table(
            [
                {
                    "at": moment_text(entry.at),
                    "who": entry.person or _("The program"),
                    "action": _(ACTIONS.get(entry.action, entry.action)),
                    "reason": entry.reason or None,
                }
                for entry in found.entries
            ],
            [
                Column("at", _("Time"), kind="code"),
                Column("who", _("Person")),
                Column("action", _("Action")),
                Column("reason", _("Reason")),
            ],
            key=f"steps-{period}",
            caption=_("Steps of this period in the trail"),
            max_height=260,
        )
