"""Among whom a place is: those who see part of the company see places among that part."""

from __future__ import annotations

from dataclasses import replace

from dashboard.standings.rows import Standings
from dashboard.words import _


def placed(stands: Standings) -> Standings:
    """The standings, without the places of those who see nothing to compare with."""
    if stands.whole:
        return stands
    groups, units = stands.divisions, stands.units
    if sum(group.k is not None for group in groups) == 1:
        groups = tuple(replace(group, place=None) for group in groups)
    if sum(unit.k is not None for unit in units) == 1:
        units = tuple(replace(unit, place=None) for unit in units)
    return replace(stands, divisions=groups, units=units)


def place_label(stands: Standings) -> str:
    """What the places are called: those of the company, of one's division, or of what one sees."""
    if stands.whole:
        return _("Place")
    return _("Place in the division") if _is_one_division(stands) else _("Place among those seen")


def _is_one_division(stands: Standings) -> bool:
    """Whether what is seen is one division with all its units."""
    return len(stands.divisions) == 1 and len(stands.divisions[0].units) == len(stands.units)
