"""How the state of an account and of a deduction looks: a shape with a word, never colour alone."""

from __future__ import annotations

from dashboard.points.overview import UnitAccount
from dashboard.points.statement import Line
from dashboard.words import N_, _
from db.account.reading import DecisionRow

STATES = {
    "waiting": ("◌", N_("Waits for a decision")),
    "confirmed": ("●", N_("Confirmed")),
    "rejected": ("✕", N_("Rejected")),
    "withdrawn": ("↩", N_("Withdrawn by the program")),
}
ELIMINATIONS = {"eliminate": N_("Eliminated"), "keep": N_("Kept")}

BELOW = "#D55E00"
MAY_FALL = "#E69F00"
PASSES = "#009E73"


def standing_cell(one: UnitAccount) -> dict[str, object]:
    """Whether an account is below the line, by shape, word and colour."""
    line = one.account.bounds.line
    if one.account.below:
        return _cell(3, "■", _("Below {line}", line=line), BELOW)
    if one.account.may_fall_below:
        return _cell(2, "▲", _("Below {line} if all is confirmed", line=line), MAY_FALL)
    return _cell(1, "●", _("Passes"), PASSES)


def standing_words(one: UnitAccount) -> str:
    """The same for a line of text."""
    cell = standing_cell(one)
    return f"{cell['shape']} {cell['text']}"


def state_words(line: Line) -> str:
    """The state of a deduction with its shape; one that no longer follows says so."""
    shape, word = STATES[line.row.state]
    told = f"{shape} {_(word)}"
    return f"{told} · {gone_words()}" if line.gone else told


def reason_words(one: DecisionRow) -> str:
    """Why something was decided; what the program says is in the reader's language."""
    return _(one.reason) if one.by_program and one.reason else one.reason


def gone_words() -> str:
    """What is said of a deduction that no longer follows from its order."""
    return "△ " + _("no longer follows")


def elimination_words(one: UnitAccount) -> str:
    """What was decided on a unit, or that a decision is due."""
    if one.proposed:
        return "△ " + _("Elimination proposed")
    return "" if one.elimination is None else _(ELIMINATIONS[one.elimination.decision])


def _cell(rank: int, shape: str, text: str, colour: str) -> dict[str, object]:
    return {"text": text, "shape": shape, "colour": colour, "sort": rank}
