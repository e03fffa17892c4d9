"""What stands in a period: rows of units, of divisions and of the whole company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from checklists.coverage import Missing
from checklists.exact import SCORE_DIGITS, half_up
from checklists.model import Scheme, Sheet
from checklists.periods import Period
from checklists.rollup import UnitScore, WeightedMean
from checklists.standing_rules import StandingRules
from db.rows import DivisionRow, UnitRow


@dataclass(frozen=True)
class UnitStanding:
    """A unit in a period: its score, its place among all (None where it is not scored).

    `exact` is K before rounding, from 0 to full marks; `coefficient` is p of formula (2);
    `waiting` counts audits that are yet to be confirmed, `missing` is what coverage lacks;
    `moved` is the day in the period since when the unit belongs to its division.
    """

    row: UnitRow
    place: int | None
    score: UnitScore
    exact: Fraction | None
    coefficient: Decimal
    waiting: int = 0
    missing: tuple[Missing, ...] = ()
    moved: date | None = None

    @property
    def k(self) -> Decimal | None:
        """K with six decimals, None where the unit is not scored."""
        return self.score.k

    @property
    def grade(self) -> str | None:
        """The grade of the exact score."""
        return self.score.grade

    @property
    def audits(self) -> int:
        """How many audits stand behind the score."""
        return self.score.audits

    @property
    def provisional(self) -> bool:
        """Whether the unit is scored on fewer audits than are required."""
        return self.k is not None and bool(self.missing)


@dataclass(frozen=True)
class GroupStanding:
    """A division, or the company where `row` is None: Q over its units by formula (2).

    `mean` holds the sums of the formula and how many units count and are left out; `units` are
    all of them, scored ones by place first. `coefficient` is the sum of p over the scored ones.
    """

    row: DivisionRow | None
    place: int | None
    mean: WeightedMean
    exact: Fraction | None
    grade: str | None
    units: tuple[UnitStanding, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def k(self) -> Decimal | None:
        """Q with six decimals, None where no unit is scored."""
        return None if self.exact is None else half_up(self.exact, SCORE_DIGITS)

    @property
    def coefficient(self) -> Fraction:
        """The sum of the coefficients of the scored units."""
        return self.mean.weight

    @property
    def audits(self) -> int:
        """How many audits stand behind the score."""
        return sum(unit.audits for unit in self.units)

    @property
    def provisional(self) -> bool:
        """Whether the score, or that of a unit in it, rests on fewer audits than required."""
        return self.k is not None and (
            bool(self.missing) or any(unit.provisional for unit in self.units)
        )


@dataclass(frozen=True)
class SealMark:
    """From which seal figures are read: its number (1 is the first), its hash and its day.

    `restating` says that the period is open again, and that other figures may come.
    """

    number: int
    hash: str
    sealed_at: datetime
    restating: bool = False


@dataclass(frozen=True)
class Standings:
    """Everything that stands in a period, as far as the reader sees it.

    `whole` says that these are all units of the company; only then is there a `company`. A
    division stands here only for those who see all its units. Units and divisions come by place,
    those not scored last; units closed before the period and not scored are left out. `rules` say
    how many audits a score needs. With a `seal` all of it, the rules too, is read from the newest
    seal of the period, else from the audits as they are.
    """

    period: Period
    scheme: Scheme
    sheets: tuple[Sheet, ...]
    company: GroupStanding | None
    divisions: tuple[GroupStanding, ...]
    units: tuple[UnitStanding, ...]
    whole: bool
    rules: StandingRules
    seal: SealMark | None = None

    @property
    def audits(self) -> int:
        """How many audits stand behind all of it."""
        return sum(unit.audits for unit in self.units)
