"""The agenda: slides with the figures of a period, in the order a meeting goes through them."""

from __future__ import annotations

from collections import Counter

from checklists.exact import plain
from dashboard.looks import (
    GRADES,
    NOT_SCORED,
    PERIOD_STATES,
    PROVISIONAL,
    grade_look,
    moment_text,
    score_text,
)
from dashboard.meeting.candidates import candidates
from dashboard.meeting.cells import Slide, grade_cell, look_cell, provisional_words
from dashboard.meeting.decisions import asking, decided
from dashboard.meeting.ground import Figures
from dashboard.meeting.rankings import apart, divisions, moves, units
from dashboard.meeting.risk import risk
from dashboard.words import _, period_words
from db.meetings.reading import Minutes


def agenda(found: Figures, held: Minutes) -> list[Slide]:
    """All slides of a meeting; what there is nothing to show of is left out."""
    begin, models, end = asking(found, held)
    return [
        _cover(found),
        *begin,
        *_totals(found),
        *_grades(found),
        *divisions(found),
        *units(found),
        *apart(found),
        *moves(found),
        *risk(found),
        *candidates(found),
        *models,
        *end,
        *decided(found, held),
    ]


def _cover(found: Figures) -> Slide:
    seal = found.stands.seal
    facts = [_("State of the period: {state}", state=_(PERIOD_STATES[found.state]))]
    if seal is not None:
        facts.append(
            _(
                "Figures of seal {number}, {moment}",
                number=seal.number,
                moment=moment_text(seal.sealed_at),
            )
        )
    else:
        facts.append(_("Figures as of {moment}", moment=moment_text(found.at)))
    return {
        "id": "cover",
        "kind": "cover",
        "title": _("Evaluation meeting"),
        "sub": period_words(found.period),
        "facts": facts,
    }


def _totals(found: Figures) -> list[Slide]:
    stands, company = found.stands, found.stands.company
    if company is None:
        return []
    scored = [unit for unit in stands.units if unit.k is not None]
    shown = [
        {
            "label": _("Company, Q out of 1000"),
            "value": score_text(company.k),
            "look": grade_cell(company.grade),
            "mark": PROVISIONAL.shape if company.provisional else "",
        },
        {
            "label": _("Divisions scored"),
            "value": str(sum(d.k is not None for d in stands.divisions)),
        },
        {"label": _("Units scored"), "value": str(len(scored)), "of": str(len(stands.units))},
        {"label": _("Number of audits"), "value": str(stands.audits)},
        {"label": _("Provisional units"), "value": str(sum(unit.provisional for unit in scored))},
        {
            "label": _("Audits awaiting confirmation"),
            "value": str(sum(unit.waiting for unit in stands.units)),
        },
    ]
    lead = _(
        "The company stands at {score} of 1000: {grade}.",
        score=score_text(company.k),
        grade=_(grade_look(company.grade).word),
    )
    note = _("The company's score is over all its units, and not the mean of its divisions.")
    if company.provisional:
        note += " " + provisional_words()
    return [
        {"id": "totals", "kind": "figures", "title": _("The period in figures"), "lead": lead}
        | {"figures": shown, "note": note}
    ]


def _grades(found: Figures) -> list[Slide]:
    units = found.stands.units
    number = Counter(unit.grade for unit in units)
    if not units:
        return []
    looks = [*GRADES, *([NOT_SCORED] if number[None] else [])]
    bars = [
        look_cell(look) | {"number": number[look.code], "share": number[look.code] / len(units)}
        for look in looks
    ]
    best = _(GRADES[0].word), _(GRADES[-1].word)
    lead = _(
        "Of {units} units {best} are “{first}” and {worst} are “{last}”.",
        units=len(units),
        best=number[GRADES[0].code],
        worst=number[GRADES[-1].code],
        first=best[0],
        last=best[1],
    )
    note = _("; ").join(
        f"{_(grade_look(band.code).word)} "
        f"{'[' if band.low_included else '('}{plain(band.low)}, {plain(band.high)}]"
        for band in found.stands.scheme.grades
    )
    return [
        {"id": "grades", "kind": "bars", "title": _("Grades of the units"), "lead": lead}
        | {"bars": bars, "note": note}
    ]
