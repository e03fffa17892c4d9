"""The columnar roll-up gives what the exact one gives, to the digit."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists import columnar_rollup as columnar
from checklists.catalogue_loader import load_catalogue
from checklists.columnar import NOT_SCORED
from checklists.columnar_rollup import Scores, Sums
from checklists.exact import SCORE_DIGITS
from checklists.model import Scheme
from checklists.periods import Period
from checklists.rollup import AuditPoints, UnitScore, score_division, score_unit
from db.actors import SYSTEM
from db.figures import Figures, figures
from db.session import database

ON = date(2026, 10, 1)
SCHEME = load_catalogue().scheme("gas-1000", ON)
SHEETS = ("hotline", "counter", "home_visit")
IN_FORCE = {"hotline": Decimal(78), "counter": Decimal("112.5"), "home_visit": Decimal(60)}


@dataclass(frozen=True)
class One:
    """An audit: its group, its sheet, and its points in units of 0.0001."""

    group: int
    sheet: int
    k1: int
    k2: int
    k3: int


@st.composite
def audits(draw: Any, groups: int = 4) -> One:
    """An audit of some unit: not scored at all, below zero, or beyond its points by a bonus."""
    k1 = draw(st.integers(1, 300 * 10_000))
    k3 = draw(st.one_of(st.just(k1), st.just(0), st.integers(0, k1)))
    k2 = draw(st.integers(-80_000, k1 - k3 + 50_000)) if k3 < k1 else 0
    return One(draw(st.integers(0, groups - 1)), draw(st.integers(0, len(SHEETS) - 1)), k1, k2, k3)


def columns(found: list[One]) -> tuple[Any, Any, tuple[Any, Any, Any]]:
    group, sheet, *points = (
        np.array([getattr(one, name) for one in found], dtype=np.int64)
        for name in ("group", "sheet", "k1", "k2", "k3")
    )
    return group, sheet, (points[0], points[1], points[2])


def summed(found: list[One], groups: int = 4) -> Sums:
    return columnar.sum_up(*columns(found), (groups, len(SHEETS)))


def decimal(number: int) -> Decimal:
    return Decimal(number).scaleb(-4)


def exactly(found: list[One], group: int) -> UnitScore:
    rows = [
        AuditPoints(SHEETS[one.sheet], decimal(one.k1), decimal(one.k2), decimal(one.k3))
        for one in found
        if one.group == group
    ]
    return score_unit(SCHEME, IN_FORCE, rows)


def check(scores: Scores, row: int, k: Decimal | None, grade: str | None) -> None:
    assert scores.k[row] == (NOT_SCORED if k is None else int(k.scaleb(SCORE_DIGITS)))
    assert scores.grade[row] == grade


@settings(max_examples=150, deadline=None)
@given(found=st.lists(audits(), max_size=30))
def test_units_are_scored_as_exactly(found: list[One]) -> None:
    sums = summed(found)
    scores = columnar.score_groups(SCHEME, sums)
    in_force = np.array([int(points * 10_000) for points in IN_FORCE.values()])
    k1, k2, k3, over = columnar.totals(sums, in_force)
    for group in range(4):
        exact = exactly(found, group)
        check(scores, group, exact.k, exact.grade)
        assert scores.rate(group) == exact.rate
        assert int(sums.audits[group].sum()) == exact.audits
        told = [Fraction(part[group], 10_000 * over[group]) for part in (k1, k2, k3)]
        assert told == [exact.k1, exact.k2, exact.k3]


WEIGHTS = st.decimals("0.0001", 10, places=4)


@settings(max_examples=100, deadline=None)
@given(
    found=st.lists(audits(), max_size=20),
    weights=st.lists(WEIGHTS, min_size=4, max_size=4),
    other=st.lists(WEIGHTS, min_size=4, max_size=4),
    of=st.lists(st.integers(-1, 1), min_size=4, max_size=4),
)
def test_divisions_are_weighed_as_exactly_with_these_and_other_coefficients(
    found: list[One], weights: list[Decimal], other: list[Decimal], of: list[int]
) -> None:
    units = columnar.score_groups(SCHEME, summed(found))
    for chosen in (weights, other):
        divisions = columnar.weigh(SCHEME, units, np.array(of), chosen, 2)
        for division in range(2):
            rows = [row for row in range(4) if of[row] == division]
            exact = score_division(
                SCHEME, [(chosen[row], exactly(found, row).rate) for row in rows]
            )
            check(divisions, division, exact.q, exact.grade)


@settings(max_examples=100, deadline=None)
@given(found=st.lists(audits(), min_size=1, max_size=15))
def test_leaving_out_one_audit_after_the_other(found: list[One]) -> None:
    group, sheet, points = columns(found)
    without = columnar.without_each(summed(found), group, sheet, points)
    scores = columnar.score_groups(SCHEME, without)
    for row, one in enumerate(found):
        exact = exactly([*found[:row], *found[row + 1 :]], one.group)
        check(scores, row, exact.k, exact.grade)


@settings(max_examples=100, deadline=None)
@given(found=st.lists(audits(), max_size=15), out=st.lists(st.booleans(), min_size=15, max_size=15))
def test_leaving_out_some_audits_together(found: list[One], out: list[bool]) -> None:
    gone = [one for one, flag in zip(found, out, strict=False) if flag]
    rest = [one for one, flag in zip(found, out, strict=False) if not flag]
    scores = columnar.score_groups(SCHEME, summed(found).less(summed(gone)))
    for group in range(4):
        exact = exactly(rest, group)
        check(scores, group, exact.k, exact.grade)


@settings(max_examples=100, deadline=None)
@given(found=st.lists(audits(), max_size=15), bounds=st.tuples(*[st.integers(1, 332)] * 3))
def test_other_grade_bands_grade_the_same_scores(
    found: list[One], bounds: tuple[int, int, int]
) -> None:
    scheme = with_bounds(bounds)
    scores = columnar.score_groups(SCHEME, summed(found))
    graded = columnar.scores_of(scheme, scores.reached, scores.base)
    for group in range(4):
        rate = scores.rate(group)
        assert graded.grade[group] == (None if rate is None else scheme.grade(rate * 1000))
    assert list(graded.k) == list(scores.k)


def with_bounds(steps: tuple[int, int, int]) -> Scheme:
    """The scheme with other bounds between its grades."""
    first, second, third = (Decimal(sum(steps[:number])) for number in (1, 2, 3))
    ends = [Decimal(0), first, second, third, Decimal(1000)]
    bands = sorted(SCHEME.grades, key=lambda band: band.low)
    content = [
        {**band.model_dump(), "low": low, "high": high}
        for band, low, high in zip(bands, ends, ends[1:], strict=False)
    ]
    return Scheme.model_validate({**SCHEME.model_dump(), "grades": content})


def test_a_grade_that_only_rounding_would_reach_is_not_given() -> None:
    # 900 belongs to good; a hair more is excellent although it rounds to 900.000000.
    found = [One(0, 0, 10**12, 9 * 10**11, 0), One(1, 0, 10**12, 9 * 10**11 + 1, 0)]
    scores = columnar.score_groups(SCHEME, summed(found))
    assert list(scores.k[:2]) == [900_000_000, 900_000_000]
    assert list(scores.grade[:2]) == ["good", "excellent"]


def test_many_different_numbers_of_audits_have_no_common_bound() -> None:
    # Their least common multiple is far beyond 64 bits.
    primes = (59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107)
    points = np.array([[10_000 * prime + 1 for prime in primes]])
    sums = Sums(np.array([primes]), points, points - 7, points * 0)
    scores = columnar.score_groups(SCHEME, sums)
    rows = [
        AuditPoints(
            str(prime), decimal(10_000 * prime + 1), decimal(10_000 * prime - 6), Decimal(0), prime
        )
        for prime in primes
    ]
    exact = score_unit(SCHEME, {}, rows)
    assert scores.rate(0) == exact.rate
    check(scores, 0, exact.k, exact.grade)


def test_nothing_adds_up_to_nothing() -> None:
    sums = summed([], 0)
    assert len(columnar.score_groups(SCHEME, sums).k) == 0
    empty = columnar.sum_up(*columns([]), (2, 0))
    assert list(columnar.score_groups(SCHEME, empty).k) == [NOT_SCORED, NOT_SCORED]


@pytest.mark.parametrize("weight", [Decimal(0), Decimal("-1"), Decimal("0.00001")])
def test_a_coefficient_is_above_zero_and_has_four_decimals(weight: Decimal) -> None:
    units = columnar.score_groups(SCHEME, summed([One(0, 0, 10, 5, 0)], 1))
    with pytest.raises(ValueError, match="difficulty coefficient"):
        columnar.weigh(SCHEME, units, np.array([0]), [weight], 1)


def test_months_lie_in_their_periods() -> None:
    months = np.array([columnar.number_of(text) for text in ("2025-12", "2026-01", "2026-10")])
    found = columnar.places_in([Period.parse("2026-Q1"), Period.parse("2026-10")], months)
    assert list(found) == [-1, 0, 1]
    assert list(columnar.places_in([Period.parse("2025-HS")], months)) == [0, 0, -1]


@pytest.fixture(scope="module")
def demo(demo_url: str) -> Figures:
    with database(demo_url).read(SYSTEM) as session:
        return figures(session)


@pytest.mark.parametrize("kind", ["audit", "month", "quarter", "season", "year"])
def test_everything_in_the_demo_is_rolled_up_as_exactly(demo: Figures, kind: str) -> None:
    bucket = columnar.places_in(of_demo(kind), demo.month)
    if kind == "audit":
        bucket = np.arange(len(demo), dtype=np.int32)
    audits_in = list(zip(demo.unit.tolist(), bucket.tolist(), strict=True))
    cells = sorted({cell for cell in audits_in if cell[1] >= 0})
    assert len(cells) > 5
    number = {cell: row for row, cell in enumerate(cells)}
    group = np.array([number.get(cell, -1) for cell in audits_in])
    points = (demo.k1, demo.k2, demo.k3)
    sums = columnar.sum_up(group, demo.sheet, points, (len(cells), len(demo.sheets)))
    scores = columnar.score_groups(SCHEME, sums)
    rows: dict[int, list[AuditPoints]] = defaultdict(list)
    for row, of in enumerate(group.tolist()):
        k1, k2, k3 = (decimal(int(column[row])) for column in points)
        rows[of].append(AuditPoints(demo.sheets[demo.sheet[row]], k1, k2, k3))
    for of in range(len(cells)):
        exact = score_unit(SCHEME, {}, rows[of])
        assert scores.rate(of) == exact.rate
        check(scores, of, exact.k, exact.grade)
    check_company(scores, [bucket for _unit, bucket in cells])


def check_company(scores: Scores, of: list[int]) -> None:
    """All groups with a bucket in common weighed together are what the exact mean is."""
    weights = [Decimal(8 + row % 6) / 10 for row in range(len(of))]
    company = columnar.weigh(SCHEME, scores, np.array(of), weights, max(of) + 1)
    members: dict[int, list[tuple[Decimal, Fraction | None]]] = defaultdict(list)
    for row, bucket in enumerate(of):
        members[bucket].append((weights[row], scores.rate(row)))
    for bucket in range(max(of) + 1):
        exact = score_division(SCHEME, members[bucket])
        check(company, bucket, exact.q, exact.grade)


def of_demo(kind: str) -> list[Period]:
    """All periods of a kind that the demo can have audits in."""
    parts = {"month": [f"-{month:02}" for month in range(1, 13)], "season": ["-HS"], "year": [""]}
    parts |= {"quarter": [f"-Q{quarter}" for quarter in range(1, 5)]}
    years = (2024, 2025, 2026)
    return [Period.parse(f"{year}{part}") for year in years for part in parts.get(kind, [])]
