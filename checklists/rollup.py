"""From scored audits to the unit's score and from units to the division's (GAS formulas 1, 2)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from checklists.exact import SCORE_DIGITS, half_up
from checklists.model import Scheme
from checklists.scoring import formula_one


@dataclass(frozen=True)
class AuditPoints:
    """K1, K2 and K3 of one audit of a sheet, in points, or added up over so many scored ones."""

    sheet: str
    k1: Decimal
    k2: Decimal
    k3: Decimal
    audits: int = 1


@dataclass(frozen=True)
class SheetMeans:
    """A sheet over all its audits in a period: the exact means of their sums, in points."""

    sheet: str
    audits: int
    k1: Fraction
    k2: Fraction
    k3: Fraction


@dataclass(frozen=True)
class UnitScore:
    """A unit over its sheets: exact sums in points, `rate` from 0 to 1, `k` rounded, grade."""

    sheets: tuple[SheetMeans, ...]
    audits: int
    k1: Fraction
    k2: Fraction
    k3: Fraction
    rate: Fraction | None
    k: Decimal | None
    grade: str | None


@dataclass(frozen=True)
class DivisionScore:
    """A division over its units: Q rounded, grade, and how many units count."""

    q: Decimal | None
    grade: str | None
    counted: int
    left_out: int


@dataclass(frozen=True)
class WeightedMean:
    """The sums of formula (2): of p times q and of p over the units that are scored."""

    weighted: Fraction
    weight: Fraction
    counted: int
    left_out: int

    @property
    def rate(self) -> Fraction | None:
        """The mean from 0 to 1, None where no unit is scored."""
        return self.weighted / self.weight if self.counted else None


def score_unit(
    scheme: Scheme, sheets_in_force: Mapping[str, Decimal], audits: Iterable[AuditPoints]
) -> UnitScore:
    """Formula (1) over all sheets of a unit and period.

    `sheets_in_force` gives the points of every sheet that counts; one nobody filled in has all
    its points in K3 (rules, reading 8), several audits of one enter as means (reading 7), and
    an audit in which nothing was scored is left out (reading 9).
    """
    found: dict[str, list[AuditPoints]] = defaultdict(list)
    for audit in audits:
        if audit.k1 != audit.k3:
            found[audit.sheet].append(audit)
    means = [_means(sheet, rows) for sheet, rows in found.items()]
    means += [
        SheetMeans(sheet, 0, Fraction(points), Fraction(0), Fraction(points))
        for sheet, points in sheets_in_force.items()
        if sheet not in found
    ]
    k1, k2, k3 = (
        _added(getattr(mean, name).as_integer_ratio() for mean in means)
        for name in ("k1", "k2", "k3")
    )
    exact = formula_one(scheme, k1, k2, k3)
    return UnitScore(
        sheets=tuple(sorted(means, key=lambda mean: mean.sheet)),
        audits=sum(mean.audits for mean in means),
        k1=k1,
        k2=k2,
        k3=k3,
        rate=None if exact is None else exact / Fraction(scheme.full_marks.value),
        k=None if exact is None else half_up(exact, SCORE_DIGITS),
        grade=None if exact is None else scheme.grade(exact),
    )


def weighted_mean(units: Iterable[tuple[Decimal, Fraction | None]]) -> WeightedMean:
    """The sums of formula (2) over (difficulty coefficient, score rate or None) of each unit.

    Units that are not scored drop out with their weight. Raises ValueError for a coefficient
    that is not above zero.
    """
    rows = [(Fraction(weight), rate) for weight, rate in units]
    if any(weight <= 0 for weight, _ in rows):
        raise ValueError("a difficulty coefficient must be above zero")
    scored = [(weight, rate) for weight, rate in rows if rate is not None]
    return WeightedMean(
        weighted=sum((weight * rate for weight, rate in scored), Fraction(0)),
        weight=sum((weight for weight, _ in scored), Fraction(0)),
        counted=len(scored),
        left_out=len(rows) - len(scored),
    )


def score_division(
    scheme: Scheme, units: Iterable[tuple[Decimal, Fraction | None]]
) -> DivisionScore:
    """Formula (2) over (difficulty coefficient, score rate from 0 to 1 or None) of each unit.

    Units that are not scored drop out with their weight. Raises ValueError for a coefficient
    that is not above zero.
    """
    mean = weighted_mean(units)
    if mean.rate is None:
        return DivisionScore(None, None, 0, mean.left_out)
    exact = mean.rate * Fraction(scheme.full_marks.value)
    return DivisionScore(
        q=half_up(exact, SCORE_DIGITS),
        grade=scheme.grade(exact),
        counted=mean.counted,
        left_out=mean.left_out,
    )


def _means(sheet: str, rows: list[AuditPoints]) -> SheetMeans:
    audits = sum(row.audits for row in rows)
    k1, k2, k3 = (
        _added((getattr(row, name).as_integer_ratio() for row in rows), audits)
        for name in ("k1", "k2", "k3")
    )
    return SheetMeans(sheet, audits, k1, k2, k3)


def _added(ratios: Iterable[tuple[int, int]], over: int = 1) -> Fraction:
    """The exact sum of some ratios, divided by a number; it is shortened once and not each time."""
    pairs = list(ratios)
    common = lcm(*(denominator for _, denominator in pairs))
    total = sum(numerator * (common // denominator) for numerator, denominator in pairs)
    return Fraction(total, common * over)
