"""What a role is for, in the reader's language."""

from __future__ import annotations

from dashboard.looks import ROLES
from dashboard.units import Structure
from dashboard.words import _, language
from db.grants import GrantRow


def role_words(row: GrantRow, structure: Structure) -> str:
    """A role with what it is for."""
    of = scope_words(row, structure)
    return f"{_(ROLES[row.role])}{_(': ')}{of}" if of else _(ROLES[row.role])


def scope_words(row: GrantRow, structure: Structure) -> str:
    """What a role is for; empty where it is for everything."""
    if row.division_id is not None:
        divisions = {d.id: d.name(language()) for d in structure.divisions}
        return divisions.get(row.division_id, "")
    if row.unit_id is not None:
        units = {p.unit.id: p.unit.name(language()) for p in structure.units}
        return units.get(row.unit_id, "")
    return ""
