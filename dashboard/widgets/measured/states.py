"""How far figures are, in words."""

from __future__ import annotations

from dashboard.looks import STATES
from dashboard.measured.overview import MISSING, Cell
from dashboard.words import N_, _

CORRECTED = N_("Being corrected")


def state_words(cell: Cell) -> str:
    """The state of a unit's figures, and whose they are."""
    if cell.state == MISSING:
        return _("Not entered")
    state = _(CORRECTED) if cell.corrects else _(STATES[cell.state])
    version = cell.audit.version if cell.audit else 1
    again = [_("corrected")] if version > 1 and not cell.corrects else []
    return _(" · ").join([state, *again, cell.by or ""])
