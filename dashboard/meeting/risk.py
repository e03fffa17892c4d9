"""The slide of the risk: who may end last, from the newest stored forecast, never surer than it."""

from __future__ import annotations

from dashboard.forecasts.stored import Shown
from dashboard.meeting.cells import MOST_ROWS, Cell, Slide, column
from dashboard.meeting.ground import Figures
from dashboard.risk.words import (
    apart_words,
    condition_words,
    number_words,
    withheld_words,
)
from dashboard.standings import UnitStanding
from dashboard.words import _, language, sentences
from db.forecasts.rows import UnitForecast

MOST = MOST_ROWS - 3
"""So many units are named: the sentences above and below the table need room of their own."""


def risk(found: Figures) -> list[Slide]:
    """The units that may end last, the likeliest first; nothing without a stored forecast."""
    shown = found.forecast
    if shown is None:
        return []
    made, units = shown.forecast, {unit.row.id: unit for unit in found.stands.units}
    told = [one for one in made.units if one.unit in units and one.rated and one.worst is not None]
    if not told:
        return []
    first = sorted(told, key=_riskiest)[:MOST]
    apart = _apart(shown)
    columns = [
        column(_("Unit"), width=38),
        *([] if apart else [column(_("Likely places"), width=30)]),
        *([] if shown.withheld else [column(_("Last, in 100 ends like this"), "right")]),
        column(_("{line} or less, in 100", line=f"{made.line:g}"), "right"),
    ]
    settled = _("settled: this is how it ended.") if made.settled else ""
    return [
        {
            "id": "risk",
            "kind": "table",
            "title": _("Who may end last"),
            "lead": sentences(apart, settled),
            "columns": columns,
            "rows": [_row(shown, units[one.unit], one) for one in first],
            "note": _note(shown, len(told) - len(first)),
        }
    ]


def _apart(shown: Shown) -> str:
    """That the units cannot be told apart yet; empty where they can, or where all has ended."""
    return "" if shown.forecast.settled else apart_words(shown.forecast.rankable)


def _riskiest(one: UnitForecast) -> tuple[float, float, int, int]:
    return -(one.last or 0.0), -one.below if one.below else 0.0, -(one.worst or 0), one.unit


def _row(shown: Shown, unit: UnitStanding, one: UnitForecast) -> list[Cell]:
    settled = shown.forecast.settled
    name = unit.row.name(language())
    if not one.comparable:
        name = f"{name} △"
    row: list[Cell] = [name]
    # Places mean nothing where the units cannot be told apart; the sentence above says so.
    if not _apart(shown):
        row.append(_places(one))
    if not shown.withheld:
        row.append(_chance(one.last, settled=settled))
    row.append(_chance(one.below, settled=settled))
    return row


def _places(one: UnitForecast) -> str:
    return str(one.worst) if one.best in (None, one.worst) else f"{one.best}–{one.worst}"


def _chance(chance: float | None, *, settled: bool) -> str:
    return "–" if chance is None else number_words(chance, settled=settled)


def _note(shown: Shown, more: int) -> str:
    made = shown.forecast
    words = [] if made.settled else [condition_words()]
    words.append(_("Forecast of {day}, stored and unchanged since.", day=made.as_of.isoformat()))
    if more > 0 and not shown.withheld:
        words.append(_("{number} more units are no likelier to end last.", number=more))
    if shown.withheld:
        words.append(withheld_words())
    if any(not one.comparable for one in made.units):
        words.append(_("△ Not there from the first day: not fully comparable."))
    return sentences(*words)
