"""Candidates for elimination with their evidence: the last place, and accounts below the line."""

from __future__ import annotations

from decimal import Decimal

from dashboard.looks import (
    GRADES,
    clause_text,
    moment_text,
    points_text,
    provisional_mark,
    score_text,
)
from dashboard.meeting.cells import Slide, grade_cell, look_cell, part_words, tenth
from dashboard.meeting.ground import Below, Figures, Last
from dashboard.risk.words import alone_words
from dashboard.words import N_, _, language, ngettext, period_words

ELIMINATIONS = {"eliminate": N_("Eliminated"), "keep": N_("Kept")}


def candidates(found: Figures) -> list[Slide]:
    """A slide each; one that says so where there is none."""
    below = found.below or ()
    slides = [_last(found, one) for one in found.last] + [_below(one) for one in below]
    number = len(slides)
    for place, slide in enumerate(slides, start=1):
        slide["listed"] = _("Candidates for elimination") if place == 1 else None
        slide["title"] = _("Candidate for elimination {place}/{number}", place=place, number=number)
    return slides or [_none(found)]


def _none(found: Figures) -> Slide:
    told = [_("No unit stands alone or with others in a last place.")]
    if found.below is not None:
        told.append(_("No account is below its line."))
    return {
        "id": "candidates",
        "kind": "text",
        "title": _("Candidates for elimination"),
        "lines": told,
        "note": alone_words(),
    }


def _last(found: Figures, one: Last) -> Slide:
    unit = one.unit
    facts = [
        [_("Place"), _("last, {place} of {number}", place=unit.place, number=one.of)],
        [_("K out of 1000"), score_text(unit.k) + provisional_mark(unit.provisional)],
        [_("Number of audits"), str(unit.audits)],
        [_("Difficulty coefficient"), points_text(unit.coefficient)],
    ]
    if len(found.last) > 1:
        facts.append([_("Shared"), _("{number} units share the place", number=len(found.last))])
    lost = [
        _(
            "{part}: {points} points off ({clause})",
            part=part_words(part),
            points=tenth(part.off),
            clause=clause_text(str(part.item.reference)) if part.item else "K = K2 ÷ (K1 − K3)",
        )
        for part in one.parts
    ]
    return {
        "id": f"last-{unit.row.code}",
        "kind": "case",
        "unit": unit.row.name(language()),
        "sub": unit.row.division.name(language()),
        "look": grade_cell(unit.grade),
        "facts": facts,
        "evidence": lost,
        "rule": _(
            "The gas regulation (GAS) ranks and grades, and provides for no elimination of a last "
            "place by itself: the meeting decides."
        ),
        "note": alone_words(),
        "form": f"elimination-{unit.row.id}",
    }


def _below(one: Below) -> Slide:
    account = one.account
    facts = [
        [_("Season"), period_words(one.season)],
        [
            _("Points left"),
            _(
                "{left} of {start}, below {line}",
                left=points_text(account.left),
                start=points_text(account.bounds.start),
                line=points_text(account.bounds.line),
            ),
        ],
        [_("Confirmed deductions"), _confirmed(one)],
        [_("Waiting for a decision"), str(account.number["waiting"])],
        [_("In the account"), _state(one)],
    ]
    taken = [
        ngettext(
            "{code} {name}: {number} time, {points} points",
            "{code} {name}: {number} times, {points} points",
            number,
            code=code,
            name=name.get(language()),
            number=number,
            points=points_text(points),
        )
        for code, name, number, points in one.taken
    ]
    return {
        "id": f"below-{one.season}-{one.unit.code}",
        "kind": "case",
        "unit": one.unit.name(language()),
        "sub": one.unit.division.name(language()),
        "look": look_cell(GRADES[-1])
        | {"text": _("Below {line}", line=points_text(account.bounds.line))},
        "facts": facts,
        "evidence": taken,
        "rule": _(
            "Below the line the heating regulation (HEAT) provides for the end of the contract: "
            "the centre names another unit and the eliminated one pays the cost. People decide."
        ),
        "note": _(
            "Waiting deductions are not taken off. An exemption may still change the points."
        ),
        "form": f"elimination-{one.unit.id}",
    }


def _confirmed(one: Below) -> str:
    number = one.account.number["confirmed"]
    return ngettext(
        "{points} points ({number} deduction)",
        "{points} points ({number} deductions)",
        number,
        number=number,
        points=points_text(sum((points for *_others, points in one.taken), Decimal(0))),
    )


def _state(one: Below) -> str:
    held = one.found.elimination
    if held is None:
        return _("Elimination proposed, not decided yet")
    words = _(
        "{decision} · {person} · {moment}",
        decision=_(ELIMINATIONS[held.decision]),
        person=held.person,
        moment=moment_text(held.decided_at),
    )
    if one.found.proposed:
        return _("{words}; fallen further since, proposed again", words=words)
    return words
