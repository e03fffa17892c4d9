"""What inspectors are compared by: the audits of a period, official and double, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from checklists.columnar_answers import UNIT as POINT
from checklists.columnar_rollup import number_of
from checklists.periods import Period
from dashboard.inspectors.sheets import sheets_to_score
from dashboard.risk.item_differences import ItemAnswers
from dashboard.risk.scored_audits import HIGHEST, Audits, Floats, Whole, Year
from db.double_points import HandedIn
from db.figures import Figures


@dataclass(frozen=True)
class Gathered:
    """Audits (one element an audit) and their lines (one element a line).

    Indices count from 0 within `year`, `inspectors` (the people's ids) and `items` (sheet and
    code); `points` (I,) is what an item is worth at most.
    """

    year: Year
    audits: Audits
    inspectors: tuple[int, ...]
    items: tuple[tuple[str, str], ...]
    lines: ItemAnswers
    points: Floats


def gather(figures: Figures, doubles: Sequence[HandedIn], period: Period) -> Gathered:
    """The scored audits of a period; what is counted elsewhere, like complaints, is left out."""
    first, figures = number_of(period.months[0]), figures.within(period)
    told = np.isin(
        figures.sheet, [n for n, code in enumerate(figures.sheets) if code in sheets_to_score()]
    )
    found = figures.where(told & (figures.k1 != figures.k3))
    doubles = [one for one in doubles if one.k1 != one.k3]
    sheets = sorted({*found.sheets, *(one.sheet for one in doubles)})
    units, unit = _numbered(found.unit.astype(np.int64), [one.unit_id for one in doubles])
    people, inspector = _numbered(
        found.inspector.astype(np.int64), [one.inspector_id for one in doubles]
    )
    places = np.array([sheets.index(code) for code in found.sheets], dtype=np.int64)
    ours = np.array([sheets.index(one.sheet) for one in doubles], dtype=np.int64)
    sheet = np.concatenate([places[found.sheet], ours])
    month = np.array([number_of(one.period) for one in doubles], dtype=np.int64)
    reached = np.concatenate([found.k2, _whole(one.k2 for one in doubles)])
    base = np.concatenate([found.k1 - found.k3, _whole(one.k1 - one.k3 for one in doubles)])
    # What a sheet weighs in a unit's score plays no part in how inspectors compare.
    year = Year(len(units), len(people), np.ones(len(sheets)), len(period.months))
    audits = Audits(
        unit,
        np.concatenate([found.month.astype(np.int64), month]) - first,
        sheet,
        inspector,
        np.clip(reached / base, 0, 1) * HIGHEST,
    )
    items, lines, points = _lines(found, doubles, sheets, audits)
    return Gathered(year, audits, tuple(people.tolist()), items, lines, points)


def _lines(
    found: Figures, doubles: Sequence[HandedIn], sheets: Sequence[str], audits: Audits
) -> tuple[tuple[tuple[str, str], ...], ItemAnswers, Floats]:
    codes = sorted({*found.items, *(code for one in doubles for code in one.items)})
    known = {code: number for number, code in enumerate(codes)}
    renamed = np.array([known[code] for code in found.items], dtype=np.int64)
    rows = [np.full(len(one.items), len(found) + n) for n, one in enumerate(doubles)]
    audit = np.concatenate([found.line_audit, *rows]).astype(np.int64)
    item = np.concatenate(
        [renamed[found.line_item], *(_whole(known[code] for code in one.items) for one in doubles)]
    )
    available = np.concatenate([found.line_available, *(one.available for one in doubles)])
    lost = np.concatenate([found.line_lost, *(one.lost for one in doubles)])
    asked = available > 0
    audit, available, lost = audit[asked], available[asked], lost[asked]
    place, item = np.unique(audits.sheet[audit] * len(codes) + item[asked], return_inverse=True)
    most = np.zeros(len(place))
    np.maximum.at(most, item, available / POINT)
    lines = ItemAnswers(
        item, audits.unit[audit], audits.inspector[audit], np.clip(lost / available, 0, 1)
    )
    named = ((sheets[spot // len(codes)], codes[spot % len(codes)]) for spot in place.tolist())
    return tuple(named), lines, most


def _numbered(ours: Whole, others: Sequence[int]) -> tuple[Whole, Whole]:
    """The ids there are, in order, and of each row the number of its id."""
    ids, number = np.unique(np.concatenate([ours, _whole(others)]), return_inverse=True)
    return ids.astype(np.int64), number.astype(np.int64)


def _whole(numbers: Iterable[int]) -> Whole:
    return np.array(list(numbers), dtype=np.int64)
