"""Slides of rankings: divisions, units to be revealed, what stands apart, gains and losses."""

from __future__ import annotations

from dashboard.looks import NOT_SCORED, PROVISIONAL, change_text, score_text
from dashboard.meeting.cells import (
    Slide,
    column,
    grade_cell,
    look_cell,
    part_words,
    provisional_words,
    score_cell,
    tables,
    tenth,
)
from dashboard.meeting.ground import Figures, Move
from dashboard.standings import GroupStanding, UnitStanding
from dashboard.words import _, language, period_words, sentences

MOST_NAMED = 24
"""So many provisional units are named; of more than these the number is enough."""


def divisions(found: Figures) -> list[Slide]:
    """The divisions that are scored, by place."""
    ranked = [one for one in found.stands.divisions if one.place is not None]
    columns = [
        column(_("Place"), "right"),
        column(_("Division"), width=38),
        column(_("Q out of 1000"), "right"),
        column(_("Grade")),
        column(_("Units counted"), "right"),
        column(_("Number of audits"), "right"),
    ]
    return tables(
        "divisions",
        _("Divisions by score"),
        columns,
        [_division(one) for one in ranked],
        note=_tail(any(one.provisional for one in ranked)),
    )


def _division(one: GroupStanding) -> list[object]:
    return [
        str(one.place),
        _name(one),
        score_cell(one),
        grade_cell(one.grade),
        str(one.mean.counted),
        str(one.audits),
    ]


def units(found: Figures) -> list[Slide]:
    """All units that are scored, by place, to be revealed step by step."""
    ranked = [unit for unit in found.stands.units if unit.place is not None]
    if not ranked:
        return []
    columns = [
        column(_("Place"), "right"),
        column(_("Unit"), width=38),
        column(_("Division"), width=26),
        column(_("K out of 1000"), "right"),
        column(_("Grade")),
    ]
    rows = [
        [
            str(unit.place),
            unit.row.name(language()),
            unit.row.division.name(language()),
            score_cell(unit),
            grade_cell(unit.grade),
        ]
        for unit in ranked
    ]
    note = _tail(any(unit.provisional for unit in ranked))
    return [
        {"id": "units", "kind": "reveal", "title": _("Units by score"), "columns": columns}
        | {"rows": rows, "note": note}
    ]


def apart(found: Figures) -> list[Slide]:
    """What has no place, and what has one on too few audits: both beside the ranking.

    Where very many are provisional their number is said: in the ranking each bears the mark.
    """
    unscored = [unit for unit in found.stands.units if unit.k is None]
    provisional = [unit for unit in found.stands.units if unit.provisional]
    many = len(provisional) > MOST_NAMED
    columns = [
        column(_("Unit"), width=38),
        column(_("Division"), width=26),
        column(_("Standing")),
        column(_("K out of 1000"), "right"),
        column(_("Number of audits"), "right"),
    ]
    title = _("Not scored and provisional")
    note = _("Not scored is not 0: such a unit is in no place and in no mean.")
    told = _(
        "{number} scores are provisional; the ranking marks each with {shape}.",
        number=len(provisional),
        shape=PROVISIONAL.shape,
    )
    rows = [_apart_row(unit) for unit in (*unscored, *(() if many else provisional))]
    if many and not rows:
        lines = [told, _("All units are scored.")]
        return [{"id": "apart", "kind": "text", "title": title, "lines": lines, "note": note}]
    return tables("apart", title, columns, rows, note=note, lead=told if many else "")


def _apart_row(unit: UnitStanding) -> list[object]:
    return [
        unit.row.name(language()),
        unit.row.division.name(language()),
        look_cell(NOT_SCORED if unit.k is None else PROVISIONAL),
        "–" if unit.k is None else score_text(unit.k),
        str(unit.audits),
    ]


def moves(found: Figures) -> list[Slide]:
    """The biggest gains and losses since the period of the same kind before."""
    if found.earlier is None:
        return []
    earlier = period_words(found.earlier)
    columns = [
        column(_("Unit"), width=18),
        column(earlier, "right"),
        column(period_words(found.period), "right"),
        column(_("Change"), "right"),
        column(_("What brought most of it"), width=54),
    ]
    sides = (
        ("gains", _("Biggest gains since {period}", period=earlier), found.gains),
        ("losses", _("Biggest losses since {period}", period=earlier), found.losses),
    )
    note = _("The parts are arithmetic: what was lost before and is lost now; they prove no cause.")
    return [
        slide
        for ident, title, moved in sides
        for slide in tables(ident, title, columns, [_move(one) for one in moved], note=note)
    ]


def _move(one: Move) -> list[object]:
    why = [f"{part_words(part.part)} ({_signed(tenth(part.brought))})" for part in one.reasons]
    return [
        one.unit.row.name(language()),
        score_text(one.before),
        score_cell(one.unit),
        {"text": change_text(one.change), "strong": True},
        {"lines": why or [_("No single part is known to you.")]},
    ]


def _signed(text: str) -> str:
    return text if text.startswith("−") else f"+{text}"


def _name(one: GroupStanding) -> str:
    return "" if one.row is None else one.row.name(language())


def _tail(provisional: bool) -> str:
    """What the mark means, where it stands, and that ties share a place."""
    words = [_("Equal scores share a place.")]
    if provisional:
        words.append(provisional_words())
    return sentences(*words)
