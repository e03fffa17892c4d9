"""The result of an audit: the score, the formula with its numbers, and the ledger."""

from __future__ import annotations

from decimal import Decimal
from html import escape

import streamlit as st

from checklists.exact import plain
from checklists.scoring import LedgerLine, formula_one
from dashboard.answer_words import answer_words
from dashboard.desk import OpenAudit
from dashboard.ending import ending_of
from dashboard.looks import (
    ALL_OCCASIONS,
    ORIGINS,
    clause_text,
    equals,
    grade_look,
    moment_text,
    points_text,
    score_text,
    state_text,
    with_division,
)
from dashboard.widgets.consents import show_consents
from dashboard.widgets.ending.changes import show_changes
from dashboard.widgets.ending.copies import show_copies
from dashboard.widgets.ending.correcting import ask_to_correct
from dashboard.widgets.ending.signature import show_signature
from dashboard.widgets.ending.standing import show_returns, show_standing
from dashboard.widgets.ending.voiding import ask_to_void
from dashboard.widgets.explain.links import offer_way_back
from dashboard.widgets.inspectors.note import say_double
from dashboard.widgets.photo_view import show_photos
from dashboard.widgets.pickers import choose
from dashboard.widgets.sources import show_sources
from dashboard.widgets.table import Column, table
from dashboard.words import _, language
from db.actors import Actor


def show_result(open_audit: OpenAudit, actor: Actor) -> None:
    """The score of an audit with every point explained; what others say of it; void it."""
    audit = open_audit.audit
    ending = ending_of(actor, audit.id)
    offer_way_back(audit, actor)
    say_double(audit)
    _facts(open_audit)
    show_standing(open_audit, ending, actor)
    _score(open_audit)
    _ledger(open_audit)
    show_sources(audit.id, actor)
    show_photos(open_audit, actor)
    show_changes(open_audit, ending.corrected, actor)
    show_signature(ending.signature)
    show_consents(open_audit, actor)
    show_returns(open_audit, ending)
    show_copies(audit, actor)
    if audit.state == "submitted" and (audit.inspector.id == actor.person_id or actor.may_all):
        with st.container(horizontal=True):
            ask_to_correct(audit, ending, actor)
            ask_to_void(audit, actor)


def score_badge(k_text: str, grade: str | None, unit: str) -> str:
    """A score as HTML: the figure with its unit and period, then colour, shape and word."""
    look = grade_look(grade)
    style = "dashed" if grade is None else "solid"
    return (
        f'<span class="heng-score">{escape(k_text)}</span>'
        f'<span class="heng-of">{escape(unit)}</span>'
        f'<span class="heng-grade" style="border:2px {style} {look.colour}">'
        f'<b style="color:{look.colour}">{look.shape}</b> {escape(_(look.word))}</span>'
    )


def _facts(open_audit: OpenAudit) -> None:
    audit = open_audit.audit
    facts = {
        _("Unit"): with_division(audit.unit),
        _("Period"): audit.period,
        _("Occasion"): _(ALL_OCCASIONS[audit.kind]),
        open_audit.sheet.subject.get(language()): audit.subject or "–",
        _("Day of the audit"): audit.audited_on.isoformat(),
        _("Inspector"): audit.inspector.name,
        _("State"): state_text(audit),
    }
    if audit.submitted_at is not None:
        facts[_("Submitted on")] = moment_text(audit.submitted_at)
    cells = "".join(
        f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items()
    )
    st.html(f'<dl class="heng-facts">{cells}</dl>')


def _score(open_audit: OpenAudit) -> None:
    score, scheme = open_audit.score, open_audit.sheet.scheme
    full = plain(scheme.full_marks.value)
    unit = f"/ {full} · {open_audit.audit.period}"
    st.html(f'<div class="heng-result">{score_badge(score_text(score.k), score.grade, unit)}</div>')
    k1, k2, k3 = plain(score.k1), plain(score.k2), plain(score.k3)
    reached = _("not scored") if score.k is None else plain(score.k)
    sign = equals(formula_one(scheme, score.k1, score.k2, score.k3))
    filled = f"{k2} ÷ ({k1} − {k3}) × {full}"
    st.markdown(f"K = K2 ÷ (K1 − K3) × {full} = {filled} {sign} **{reached}**")
    st.caption(
        _(
            "K1 points of the sheet, K2 points obtained, K3 points not scored · {clause}",
            clause=clause_text(str(scheme.formula.reference)),
        )
    )
    st.markdown(_sum_sentence(open_audit))
    st.markdown(_loss_sentence(open_audit))


def _sum_sentence(open_audit: OpenAudit) -> str:
    """How K2 comes about: points of the sheet, less what was not scored and lost, plus bonus."""
    score = open_audit.score
    bonus = sum((-line.deducted for line in score.lines if line.deducted < 0), Decimal(0))
    return _(
        "K2 = {k1} points of the sheet − {k3} not scored − {lost} deducted + {bonus} bonus = {k2}",
        k1=plain(score.k1),
        k3=plain(score.k3),
        lost=plain(score.lost),
        bonus=plain(bonus),
        k2=points_text(score.k2),
    )


def _loss_sentence(open_audit: OpenAudit) -> str:
    lost = sorted(line.deducted for line in open_audit.score.lines if line.deducted > 0)[::-1]
    if not lost:
        return _("No point was lost.")
    total = sum(lost, Decimal(0))
    half = next(n for n in range(1, len(lost) + 1) if sum(lost[:n]) * 2 >= total)
    return _(
        "Points lost: {total}. Items concerned: {items}; at least half of the points on {half}.",
        total=plain(total),
        items=len(lost),
        half=half,
    )


def _ledger(open_audit: OpenAudit) -> None:
    shown = choose(
        _("Show"),
        {"lost": _("Items that change the score"), "all": _("All items")},
        key="ledger-shown",
        default="lost" if open_audit.score.lost else "all",
    )
    rows = [
        _row(open_audit, line)
        for line in open_audit.score.lines
        if shown != "lost" or line.deducted != 0 or not line.applicable
    ]
    table(
        rows,
        [
            Column("item", _("Item"), kind="code"),
            Column("wording", _("Requirement and clause"), width="40%"),
            Column("answer", _("Answer"), width="24%"),
            Column("available", _("Points"), align="right", kind="number"),
            Column("deducted", _("Deducted"), align="right", kind="number"),
            Column("left", _("Points left"), align="right", kind="number"),
        ],
        key=f"ledger-{open_audit.audit.id}",
        caption=_("Ledger"),
        empty=_("No point was lost."),
    )


def _row(open_audit: OpenAudit, line: LedgerLine) -> dict[str, object]:
    item = open_audit.sheet.by_code[line.item]
    given = open_audit.answers.get(line.item)
    words = answer_words(item, None if given is None else given.answer)
    note = given.note if given is not None else ""
    origin = "" if line.origin == "source" else f" · {_(ORIGINS[line.origin])}"
    capped = f" · {_('limit reached')}" if line.capped else ""
    again = f" · {_('Repeated')}" if line.repeated else ""
    return {
        "item": line.item,
        "wording": f"{item.wording.get(language())} · {clause_text(line.clause)}{origin}",
        "answer": words + capped + again + (f" · {note}" if note else ""),
        "available": {"text": points_text(line.points), "muted": not line.applicable},
        "deducted": _deducted(line),
        "left": _points(line, line.left),
    }


def _points(line: LedgerLine, points: Decimal) -> dict[str, object]:
    if not line.applicable:
        return {"text": _("not scored"), "sort": "0", "muted": True}
    return {"text": points_text(points), "sort": plain(points)}


def _deducted(line: LedgerLine) -> dict[str, object] | None:
    if not line.applicable:
        return None
    if line.deducted < 0:
        added = _("added {points}", points=plain(-line.deducted))
        return {"text": added, "sort": plain(line.deducted)}
    return _points(line, line.deducted)
