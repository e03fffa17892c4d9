"""Slides on which a meeting takes something down, and those that show what was taken down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.looks import GRADES, moment_text, score_text, with_division
from dashboard.meeting.cells import Slide, column, tables
from dashboard.meeting.ground import Figures
from dashboard.meeting.trail import MATTERS
from dashboard.words import N_, _, language
from db.meetings.reading import DecisionRow, Minutes
from db.rows import UnitRow

CHOICES = {
    "model": {"yes": N_("Model unit"), "no": N_("Not a model unit")},
    "elimination": {"eliminate": N_("Eliminate"), "keep": N_("Keep the unit")},
}
"""What can be decided on a unit, by matter."""


def asking(found: Figures, held: Minutes) -> tuple[list[Slide], list[Slide], list[Slide]]:
    """The slides on which is taken down: at the beginning, after the candidates, at the end."""
    present = _form("present", _("Who is present"), _("One name or office a line."))
    other = _form("other", _("Other decisions"), _("What the meeting decides beside."))
    pick: Slide = {
        "id": "another",
        "kind": "pick",
        "matter": "elimination",
        "title": _("Elimination: another unit"),
        "lead": _("For a unit that is no candidate by its place or its account."),
        "note": _("A decision needs a reason of its own; the ranking is not one."),
    }
    return [present], [pick, _models(found, held)], [other]


def _form(matter: str, title: str, lead: str) -> Slide:
    return {"id": matter, "kind": "form", "title": title, "lead": lead, "form": matter}


def _models(found: Figures, held: Minutes) -> Slide:
    best = [unit for unit in found.stands.units if unit.grade == GRADES[0].code]
    names = [f"{unit.row.name(language())} {score_text(unit.k)}" for unit in best[:6]]
    lead = _("No unit has the grade “{grade}”.", grade=_(GRADES[0].word))
    if best:
        lead = _(
            "Units with the grade “{grade}”: {number}.", grade=_(GRADES[0].word), number=len(best)
        )
        lead += " " + _(", ").join(names) + ("…" if len(best) > len(names) else "")
    called = _names(found)
    return {
        "id": "models",
        "kind": "pick",
        "matter": "model",
        "title": _("Model units"),
        "lead": lead,
        "note": _("The grades feed the choice of model units (GAS art. 13); the meeting chooses."),
        "held": [_named(row, called) for row in held.on_units("model") if row.decision == "yes"],
    }


def decided(found: Figures, held: Minutes) -> list[Slide]:
    """All that holds, with its state: sealed with the period, or not yet."""
    columns = [
        column(_("Matter"), width=14),
        column(_("Unit"), width=22),
        column(_("Decision")),
        column(_("In words"), width=36),
        column(_("State")),
    ]
    names = _names(found)
    rows = [_row(row, names) for row in held.held]
    note = _("Nothing is sealed yet: decisions are sealed with the period.")
    if held.seal is not None:
        note = _(
            "Sealed {moment} by {person}; hash of the decisions {hash}…",
            moment=moment_text(held.seal.sealed_at),
            person=held.seal.sealed_by,
            hash=held.seal.hash[:12],
        )
    title = _("What was decided")
    slides = tables("decided", title, columns, rows, note=note) if rows else []
    return slides or [
        {"id": "decided", "kind": "text", "title": title, "note": note}
        | {"lines": [_("Nothing has been taken down yet.")]}
    ]


def forms(held: Minutes) -> dict[str, dict[str, Any]]:
    """What holds on each matter, by the key of its form: `present`, `other`, `model-12`, …"""
    return {_key(row): _held(row) for row in held.held}


def unit_options(found: Figures) -> list[list[Any]]:
    """The units of the period to choose from, as [id, words]; those of accounts too."""
    return [[unit, words] for unit, words in _names(found).items()]


def _names(found: Figures) -> dict[int, str]:
    rows: dict[int, UnitRow] = {unit.row.id: unit.row for unit in found.stands.units}
    for one in found.below or ():
        rows.setdefault(one.unit.id, one.unit)
    return {unit: with_division(row) for unit, row in rows.items()}


def choice_words() -> Mapping[str, Sequence[Sequence[str]]]:
    """The choices on units as [value, words], by matter."""
    return {
        matter: [[value, _(words)] for value, words in options.items()]
        for matter, options in CHOICES.items()
    }


def _key(row: DecisionRow) -> str:
    return row.matter if row.unit_id is None else f"{row.matter}-{row.unit_id}"


def _held(row: DecisionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "decision": row.decision,
        "words": row.words,
        "said": _said(row),
        "sealed": row.sealed,
        "told": _(
            "{person} · {moment} · {state}",
            person=row.person,
            moment=moment_text(row.decided_at),
            state=_state(row),
        ),
    }


def _row(row: DecisionRow, names: Mapping[int, str]) -> list[object]:
    return [
        _(MATTERS[row.matter]),
        "–" if row.unit_id is None else _named(row, names),
        {"text": _said(row) or "–", "strong": True},
        {"lines": row.words.splitlines() or ["–"]},
        _state(row),
    ]


def _said(row: DecisionRow) -> str:
    return _(CHOICES[row.matter][row.decision]) if row.matter in CHOICES else ""


def _state(row: DecisionRow) -> str:
    return _("Sealed") if row.sealed else _("not sealed")


def _named(row: DecisionRow, names: Mapping[int, str]) -> str:
    return names.get(row.unit_id or 0, str(row.unit_id))
