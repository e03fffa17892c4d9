"""What items take off a score: exact for every unit, division and company, however it is cut."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.catalogue_loader import load_catalogue
from checklists.contributions import (
    Breakdown,
    Cell,
    SheetLosses,
    UnitLosses,
    biggest,
    break_down,
    rounded,
    weight_effect,
)
from checklists.exact import SCORE_DIGITS, half_up
from checklists.rollup import AuditPoints, UnitScore, score_division, score_unit
from tests.factories import DAY

SCHEME = load_catalogue().scheme("gas-1000", DAY)
FULL = SCHEME.full_marks.value
ITEMS = {"hotline": ("HOT-01", "HOT-02", "HOT-36"), "counter": ("CTR-01", "CTR-02", "CTR-06")}
SOME = settings(max_examples=150, deadline=None)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[SheetLosses, ...]:
    """Any sums of a unit's sheets, with bonuses beyond what was lost and losses beyond K1 − K3."""
    found = []
    for code, items in ITEMS.items():
        audits = draw(st.integers(0, 5))
        base = draw(st.integers(1, 3_000_000)) if audits else 0
        losses = st.integers(-50_000, 1_500_000) if audits else st.just(0)
        found.append(SheetLosses(code, audits, base, {item: draw(losses) for item in items}))
    return tuple(found)


@st.composite
def units(draw: st.DrawFn) -> list[UnitLosses]:
    """Up to six units with any coefficients; some were not scored."""
    weights = st.integers(1, 100_000).map(lambda number: Decimal(number).scaleb(-4))
    known = draw(st.lists(st.integers(1, 9), unique=True, max_size=6))
    return [UnitLosses(unit, draw(weights), draw(sheets())) for unit in known]


def rolled_up(unit: UnitLosses) -> UnitScore:
    """The same unit by the roll-up; its K3 is 0, which does not matter to K."""
    points = [
        AuditPoints(
            s.sheet,
            Decimal(s.base).scaleb(-4),
            Decimal(s.base - sum(s.lost.values())).scaleb(-4),
            Decimal(0),
            s.audits,
        )
        for s in unit.sheets
        if s.audits
    ]
    return score_unit(SCHEME, {}, points)


def taken_apart(found: list[UnitLosses]) -> Breakdown:
    broken = break_down(FULL, found)
    assert broken is not None
    return broken


@SOME
@given(unit=st.builds(UnitLosses, st.just(1), st.just(Decimal(1)), sheets()))
def test_full_marks_less_all_parts_is_the_unit_s_score(unit: UnitLosses) -> None:
    score, broken = rolled_up(unit), break_down(FULL, [unit])
    assert (broken is None) == (score.rate is None)
    if broken is not None and score.rate is not None:
        assert broken.score == score.rate * Fraction(FULL)
        assert Fraction(FULL) - sum(broken.by(lambda cell: cell).values()) == broken.score


@SOME
@given(found=units())
def test_full_marks_less_all_parts_is_the_division_s_score(found: list[UnitLosses]) -> None:
    scores = [(unit.weight, rolled_up(unit).rate) for unit in found]
    division, broken = score_division(SCHEME, scores), break_down(FULL, found)
    assert (broken is None) == (division.q is None)
    if broken is not None:
        assert half_up(broken.score, SCORE_DIGITS) == division.q
        assert len(broken.weights) == division.counted
        assert sum(broken.weights.values()) == 1
        for group in (lambda cell: cell.unit, lambda cell: cell.sheet, lambda cell: cell.item):
            assert Fraction(FULL) - sum(broken.by(group).values()) == broken.score


@SOME
@given(found=units())
def test_a_unit_takes_off_its_share_of_what_it_lacks(found: list[UnitLosses]) -> None:
    broken = break_down(FULL, found)
    if broken is None:
        return
    lost = broken.by(lambda cell: cell.unit)
    for unit in found:
        rate = rolled_up(unit).rate
        if rate is not None:
            lacking = (1 - rate) * Fraction(FULL)
            assert lost.get(unit.unit, 0) == broken.weights[unit.unit] * lacking


@SOME
@given(data=st.data(), found=units(), times=st.integers(1, 50))
def test_neither_order_nor_the_scale_of_coefficients_matters(
    data: st.DataObject, found: list[UnitLosses], times: int
) -> None:
    shuffled = [
        UnitLosses(unit.unit, unit.weight * times, data.draw(st.permutations(unit.sheets)))
        for unit in data.draw(st.permutations(found))
    ]
    one, other = break_down(FULL, found), break_down(FULL, shuffled)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.score == other.score
        assert one.by(lambda cell: cell) == other.by(lambda cell: cell)


@SOME
@given(before=units(), after=units())
def test_what_items_brought_is_the_difference(
    before: list[UnitLosses], after: list[UnitLosses]
) -> None:
    one, other = break_down(FULL, before), break_down(FULL, after)
    if one is None or other is None:
        return
    for group in (lambda cell: cell, lambda cell: cell.unit, lambda cell: cell.item):
        was, now = one.by(group), other.by(group)
        brought = sum(was.values(), Fraction(0)) - sum(now.values(), Fraction(0))
        assert brought == other.score - one.score


@SOME
@given(before=units(), after=units())
def test_the_difference_is_what_shares_and_what_scores_brought(
    before: list[UnitLosses], after: list[UnitLosses]
) -> None:
    one, other = break_down(FULL, before), break_down(FULL, after)
    if one is None or other is None:
        return
    was = {unit.unit: rolled_up(unit).rate for unit in before}
    now = {unit.unit: rolled_up(unit).rate for unit in after}
    own = sum(
        (
            (one.weights[unit] + other.weights[unit]) / 2 * Fraction(FULL) * (now[unit] - was[unit])
            for unit in one.weights
            if unit in other.weights
        ),
        Fraction(0),
    )
    assert own + weight_effect(one, other) == other.score - one.score


def test_shares_that_stay_bring_nothing() -> None:
    better = [with_loss(1, "1.3", 100_000), with_loss(2, "0.8", 500_000)]
    worse = [with_loss(1, "1.3", 300_000), with_loss(2, "0.8", 900_000)]
    assert weight_effect(taken_apart(better), taken_apart(worse)) == 0


def test_a_weak_unit_that_weighs_more_lowers_the_score_by_its_share() -> None:
    before = taken_apart([with_loss(1, "1", 0), with_loss(2, "1", 500_000)])
    after = taken_apart([with_loss(1, "1", 0), with_loss(2, "3", 500_000)])
    assert (before.score, after.score) == (750, 625)
    assert weight_effect(before, after) == -125


def with_loss(unit: int, weight: str, lost: int) -> UnitLosses:
    """A unit of one audit of 100 points."""
    sheet = SheetLosses("hotline", 1, 1_000_000, {"HOT-01": lost})
    return UnitLosses(unit, Decimal(weight), [sheet])


def test_a_bonus_beyond_full_marks_is_taken_back_in_a_part_of_its_own() -> None:
    broken = taken_apart([with_loss(1, "1", -50_000)])
    assert broken.score == 1000
    assert broken.by(lambda cell: cell) == {Cell(1, "hotline", "HOT-01"): -50, Cell(1): 50}


def test_nothing_scored_has_no_parts() -> None:
    assert break_down(FULL, []) is None
    assert break_down(FULL, [UnitLosses(1, Decimal(1), [SheetLosses("hotline", 0, 0, {})])]) is None


def test_a_coefficient_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        break_down(FULL, [with_loss(1, "0", 1)])


@SOME
@given(
    parts=st.lists(st.fractions(-500, 500, max_denominator=10_000), max_size=40),
    digits=st.integers(0, 6),
)
def test_rounded_parts_add_up_to_the_rounded_sum(parts: list[Fraction], digits: int) -> None:
    total = half_up(sum(parts, Fraction(0)), digits)
    shown = rounded(parts, total, digits)
    assert sum(shown) == total
    for part, value in zip(parts, shown, strict=True):
        assert abs(Fraction(value) - part) < Fraction(1, 10**digits)


def test_the_biggest_remainders_are_rounded_up() -> None:
    parts = [Fraction(1, 3), Fraction(1, 3), Fraction(4, 3)]
    assert rounded(parts, Decimal("2.0"), 1) == [Decimal(t) for t in ("0.4", "0.3", "1.3")]


def test_a_sum_that_is_not_theirs_is_refused() -> None:
    with pytest.raises(ValueError, match="not the sum"):
        rounded([Fraction(1)], Decimal(3), 0)


def test_the_biggest_parts_come_first_whatever_their_sign() -> None:
    parts = {"a": Fraction(1), "b": Fraction(-3), "c": Fraction(0), "d": Fraction(2)}
    assert biggest(parts, 2) == (["b", "d"], ["a"])
