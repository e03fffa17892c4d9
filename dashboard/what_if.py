"""What other coefficients would make of divisions and company, in columns equal to the digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from checklists.columnar_rollup import Scores, scores_of, weigh
from checklists.exact import SCORE_DIGITS, half_up
from checklists.model import Scheme
from checklists.ranking import shared_ranks
from dashboard.standings import Standings, UnitStanding
from db.rows import DivisionRow


@dataclass(frozen=True)
class Told:
    """A score as it is told: Q with six decimals, grade and place; None where not scored."""

    k: Decimal | None
    grade: str | None
    place: int | None


@dataclass(frozen=True)
class GroupChange:
    """A division, or the company where `row` is None, before and after."""

    row: DivisionRow | None
    before: Told
    after: Told

    @property
    def difference(self) -> Decimal | None:
        """By how much the score would change, None where there is none."""
        if self.before.k is None or self.after.k is None:
            return None
        return self.after.k - self.before.k


def other_coefficients(stands: Standings, values: Mapping[int, Decimal]) -> tuple[GroupChange, ...]:
    """Company and divisions under other coefficients of some units; the rest keep theirs."""
    scheme = stands.scheme
    order = {group.row.id: at for at, group in enumerate(stands.divisions) if group.row}
    inside = [order[unit.row.division.id] for unit in stands.units]
    after = _weighed(scheme, stands.units, values, inside, len(order))
    places = shared_ranks({at: after.rate(at) for at in range(len(order))})
    found = [
        GroupChange(
            group.row, Told(group.k, group.grade, group.place), _told(after, at, places[at])
        )
        for at, group in enumerate(stands.divisions)
    ]
    if stands.company is not None:
        whole = _weighed(scheme, stands.units, values, [0] * len(stands.units), 1)
        before = Told(stands.company.k, stands.company.grade, None)
        found.insert(0, GroupChange(None, before, _told(whole, 0, None)))
    return tuple(found)


def _weighed(
    scheme: Scheme,
    units: Sequence[UnitStanding],
    values: Mapping[int, Decimal],
    groups: Sequence[int],
    number: int,
) -> Scores:
    rates = [unit.score.rate for unit in units]
    reached, base = (np.empty(len(rates), dtype=object) for _ in range(2))
    reached[:] = [0 if rate is None else rate.numerator for rate in rates]
    base[:] = [0 if rate is None else rate.denominator for rate in rates]
    weights = [values.get(unit.row.id, unit.coefficient) for unit in units]
    scores = scores_of(scheme, reached, base)
    return weigh(scheme, scores, np.array(groups, dtype=np.int64), weights, number)


def _told(scores: Scores, at: int, place: int | None) -> Told:
    rate = scores.rate(at)
    if rate is None:
        return Told(None, None, None)
    k = half_up(Fraction(int(scores.k[at]), 10**SCORE_DIGITS), SCORE_DIGITS)
    return Told(k, scores.grade[at], place)
