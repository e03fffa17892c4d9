"""Where points were lost or added at each unit in a period, line by line as the annex has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from checklists.exact import points_of
from checklists.model import Item, Sheet
from dashboard.explaining.gathered import Gathered
from db.deductions import AuditFacts, answers_to, facts_of
from db.figures import Figures
from db.sheets import sheet_of

MOST = 40_000
"""So many lines are told one by one, shared alike by the units; the rest of each in one sum."""

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Deduction:
    """Points lost on an item in one audit, below zero where they were added.

    `answer` is canonical JSON or None.
    """

    sheet: Sheet
    item: Item
    lost: Decimal
    audit: AuditFacts
    answer: dict[str, Any] | None
    note: str


@dataclass(frozen=True)
class UnitDeductions:
    """The lines of a unit by sheet, item and day; what is not told one by one as a sum.

    `more` counts those lines and `more_lost` are their points.
    """

    lines: tuple[Deduction, ...] = ()
    more: int = 0
    more_lost: Decimal = NOTHING

    @property
    def lost(self) -> Decimal:
        """All points that were lost, less those that were added."""
        return sum((line.lost for line in self.lines), self.more_lost)


def deductions(
    session: Any, gathered: Gathered, units: frozenset[int]
) -> dict[int, UnitDeductions]:
    """What was deducted at some units in the period that was gathered, by unit."""
    found = gathered.figures
    found = found.where((found.k1 != found.k3) & np.isin(found.unit, sorted(units)))
    told, rest = _chosen(found, max(1, MOST // max(1, len(units))))
    audits = found.audit[found.line_audit[told]].tolist()
    items = [found.items[code] for code in found.line_item[told].tolist()]
    facts = facts_of(session, set(audits))
    answers = answers_to(session, set(zip(audits, items, strict=True)))
    sheets = {version: sheet_of(session, version) for version in np.unique(found.version).tolist()}
    lines: dict[int, list[Deduction]] = defaultdict(list)
    for line, audit, code in zip(told.tolist(), audits, items, strict=True):
        row = found.line_audit[line]
        sheet = sheets[int(found.version[row])]
        lines[int(found.unit[row])].append(
            Deduction(
                sheet,
                sheet.by_code[code],
                points_of(int(found.line_lost[line])),
                facts[audit],
                *answers.get((audit, code), (None, "")),
            )
        )
    order = _order(gathered)
    return {
        unit: UnitDeductions(
            tuple(sorted(lines[unit], key=order)),
            *rest.get(unit, (0, NOTHING)),
        )
        for unit in units
    }


def _chosen(found: Figures, most: int) -> tuple[npt.NDArray[Any], dict[int, tuple[int, Decimal]]]:
    """The lines that are told one by one, those with most points, and of the others the sums."""
    there = np.flatnonzero(found.line_lost)
    unit, size = found.unit[found.line_audit[there]], np.abs(found.line_lost[there])
    there = there[np.lexsort((there, -size, unit))]
    units, first, number = np.unique(
        found.unit[found.line_audit[there]], return_index=True, return_counts=True
    )
    rank = np.arange(len(there)) - np.repeat(first, number)
    rest: dict[int, tuple[int, Decimal]] = {}
    for one, start, many in zip(units.tolist(), first.tolist(), number.tolist(), strict=True):
        if many > most:
            others = found.line_lost[there[start + most : start + many]]
            rest[one] = (many - most, points_of(int(others.sum())))
    return there[rank < most], rest


def _order(gathered: Gathered) -> Any:
    sheets = {sheet.code: place for place, sheet in enumerate(gathered.told.sheets)}
    items: Mapping[str, dict[str, int]] = defaultdict(dict)

    def key(line: Deduction) -> tuple[int, str, int, Any]:
        places = items[line.sheet.content_hash]
        if not places:
            places |= {item.code: place for place, item in enumerate(line.sheet.items)}
        place = sheets.get(line.sheet.code, len(sheets))
        return place, line.sheet.code, places[line.item.code], line.audit.on

    return key
