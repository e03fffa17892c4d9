"""An item at a unit: its clause in full, and how every audit answered it, with the photos."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from checklists.contributions import Cell
from checklists.exact import POINT_DIGITS, half_up, plain
from checklists.model import Item
from dashboard.answer_words import answer_words
from dashboard.explaining import explain
from dashboard.explaining.explained import Explained
from dashboard.looks import OCCASIONS, ORIGINS, clause_text, period_text, points_text
from dashboard.rule_words import rule_words
from dashboard.widgets.explain.headline import points_of, why_not_scored
from dashboard.widgets.photo_view import photo_tiles
from dashboard.widgets.pickers import choose
from dashboard.widgets.places import go
from dashboard.words import _, language
from db.actors import Actor
from db.item_answers import ItemAnswer

FIRST = 10
"""So many answers are shown before one asks for more; each may have photos."""


def show_clause(item: Item) -> None:
    """What an item asks for, by which clause, and what it rests on."""
    st.markdown(f"**{item.wording.get(language())}**")
    rests = [clause_text(str(item.reference)), _(ORIGINS[item.origin])]
    st.caption(" · ".join([*rests, rule_words(item.rule)]))
    reason = None if item.reason is None else item.reason.get(language())
    notes = [text for text in (reason, item.note and item.note.get(language())) if text]
    if notes:
        st.caption("  \n".join(notes))


def show_loss(explained: Explained) -> None:
    """What the item takes off the scores of its sheet and of the unit, with the numbers."""
    view, gathered = explained.view, explained.gathered
    part = next(iter(explained.parts), None)
    unit = gathered.unit
    if unit is not None and unit.row.id in gathered.differing:
        # Its sealed score is known by sheets only, which is said above.
        return
    if part is None or part.tally is None or unit is None or explained.score is None:
        st.markdown(why_not_scored(explained) if explained.score is None else _never_asked())
        return
    means = next(means for means in unit.score.sheets if means.sheet == view.sheet)
    lost = Fraction(part.tally.lost, means.audits * 10**POINT_DIGITS)
    full = plain(gathered.told.scheme.full_marks.value)
    base, whole = points_of(means.k1 - means.k3), points_of(unit.score.k1 - unit.score.k3)
    cell = Cell(unit.row.id, view.sheet or "", view.item or "")
    broken = gathered.breakdown
    off = Fraction(0) if broken is None else broken.by(lambda c: c == cell).get(True, Fraction(0))
    mean = points_of(lost)
    for words, under, brought in (
        (_("off the score of the sheet"), base, part.off),
        (_("off the score of the unit"), whole, off),
    ):
        value = points_text(half_up(brought, 2))
        st.markdown(f"{full} × {mean} ÷ {under} = **{value}** {words}")
    st.caption(
        _(
            "Full marks × points lost, as a mean over all {audits} audits of the sheet, "
            "÷ (K1 − K3) · asked in {asked} audits, points lost in "
            "{found}, lost again in {repeated} · {period}",
            audits=means.audits,
            asked=part.tally.asked,
            found=part.tally.found,
            repeated=part.repeated or 0,
            period=period_text(str(gathered.period)),
        )
    )


def show_answers(explained: Explained, actor: Actor) -> None:
    """Every audit's answer to the item: those that lost points, or all of them."""
    found = explain.answers(actor, explained)
    if not found:
        st.markdown(_never_asked())
        return
    lost = [row for row in found if row.line.deducted != 0]
    views = {
        "lost": _("With deductions or bonus ({number})", number=len(lost)),
        "all": _("All answers ({number})", number=len(found)),
    }
    shown = choose(_("Show"), views, key="answers-shown", default="lost" if lost else "all")
    rows = lost if shown == "lost" else found
    if not rows:
        st.markdown(_("No point was lost."))
    key = f"answers-{explained.view.unit}-{explained.view.item}"
    most = st.session_state.get(key, FIRST)
    for row in rows[:most]:
        _answer(explained, row, actor)
    if len(rows) > most and st.button(_("Show {count} more", count=len(rows) - most)):
        st.session_state[key] = len(rows)
        st.rerun()


def _answer(explained: Explained, row: ItemAnswer, actor: Actor) -> None:
    with st.container(border=True, key=f"answer-{row.audit_id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(" · ".join([row.on.isoformat(), *_facts(row)]), width="stretch")
            words = _("Open this audit")
            if st.button(words, key=f"open-{row.audit_id}", icon=":material/open_in_new:"):
                go(row.sheet, audit=row.audit_id, **explained.view.query())
        st.markdown(_points(row))
        st.text(answer_words(row.rule, row.answer))
        if row.note:
            st.text(row.note)
        if row.photos:
            with st.container(horizontal=True, key=f"photos-{row.audit_id}"):
                photo_tiles(row.photos, actor)


def _facts(row: ItemAnswer) -> list[str]:
    return [text for text in (_(OCCASIONS[row.kind]), row.subject, row.inspector) if text]


def _points(row: ItemAnswer) -> str:
    line = row.line
    if not line.applicable:
        return f"**{_('not scored')}**"
    if line.deducted < 0:
        return f"**{_('added {points}', points=plain(-line.deducted))}**"
    words = _(
        "{lost} of {points} points lost", lost=plain(line.deducted), points=plain(line.points)
    )
    marks = [_("limit reached")] if line.capped else []
    marks += [_("Repeated")] if line.repeated else []
    return " · ".join([f"**{words}**", *marks])


def _never_asked() -> str:
    return _("No audit asked for this item here in the period.")
