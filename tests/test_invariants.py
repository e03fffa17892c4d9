"""What must hold for every answer, however it was given."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.answers import read_answer
from checklists.catalogue_loader import load_catalogue
from checklists.ranking import shared_ranks
from checklists.rollup import AuditPoints, score_division, score_unit, weighted_mean
from checklists.rules import Bonus, Demerit
from checklists.scoring import SheetScore, score_sheet
from tests.factories import with_multiplier
from tests.strategies import answers_to_sheet

DAY = date(2026, 10, 1)
SHEETS = load_catalogue().sheets(DAY)
SCHEME = load_catalogue().scheme("gas-1000", DAY)
CODES = pytest.mark.parametrize("code", SHEETS)
FEW = settings(max_examples=30, deadline=None)


@CODES
@FEW
@given(data=st.data())
def test_a_score_lies_between_0_and_1000_and_has_one_grade(code: str, data: Any) -> None:
    score = score_sheet(SHEETS[code], data.draw(answers_to_sheet(SHEETS[code])))
    assert (score.k is None) == (score.k1 == score.k3) == (score.grade is None)
    if score.k is not None:
        assert 0 <= score.k <= 1000
        assert score.grade in {band.code for band in SCHEME.grades}


@CODES
@FEW
@given(data=st.data())
def test_the_ledger_adds_up(code: str, data: Any) -> None:
    score = score_sheet(SHEETS[code], data.draw(answers_to_sheet(SHEETS[code])))
    assert sum(line.left for line in score.lines) == score.k2
    assert sum(line.available for line in score.lines) == score.k1 - score.k3
    assert all(line.available - line.deducted == line.left for line in score.lines)


@CODES
@FEW
@given(data=st.data())
def test_the_order_of_answers_is_irrelevant(code: str, data: Any) -> None:
    answers = data.draw(answers_to_sheet(SHEETS[code]))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert score_sheet(SHEETS[code], shuffled) == score_sheet(SHEETS[code], answers)


@CODES
@FEW
@given(data=st.data())
def test_an_answer_written_and_read_back_is_the_same(code: str, data: Any) -> None:
    sheet = SHEETS[code]
    for item, raw in data.draw(answers_to_sheet(sheet)).items():
        answer = read_answer(sheet, item, raw)
        if answer is not None:
            kept = json.loads(json.dumps(answer.dump(), ensure_ascii=False))
            assert read_answer(sheet, item, kept) == answer


@CODES
@FEW
@given(data=st.data())
def test_a_score_written_and_read_back_is_the_same(code: str, data: Any) -> None:
    score = score_sheet(SHEETS[code], data.draw(answers_to_sheet(SHEETS[code])))
    assert SheetScore.load(json.loads(json.dumps(score.dump()))) == score


@CODES
@FEW
@given(data=st.data())
def test_fewer_points_lost_on_an_item_never_lower_the_score(code: str, data: Any) -> None:
    sheet = SHEETS[code]
    answers = data.draw(answers_to_sheet(sheet))
    other = data.draw(answers_to_sheet(sheet))
    for item in sheet.items:
        changed = {**answers, item.code: other[item.code]}
        before, after = score_sheet(sheet, answers), score_sheet(sheet, changed)
        old, new = (
            next(line for line in score.lines if line.item == item.code)
            for score in (before, after)
        )
        if old.applicable and new.applicable and new.left >= old.left:
            assert before.k is None or (after.k is not None and after.k >= before.k)


@CODES
@FEW
@given(data=st.data())
def test_a_multiplier_of_1_only_marks_and_a_higher_one_never_gives_points(
    code: str, data: Any
) -> None:
    answers = data.draw(answers_to_sheet(SHEETS[code]))
    before = data.draw(st.sets(st.sampled_from([item.code for item in SHEETS[code].items])))
    plain = score_sheet(SHEETS[code], answers)
    marked = score_sheet(SHEETS[code], answers, before)
    assert replace(marked, lines=plain.lines) == plain
    assert [replace(line, repeated=False) for line in marked.lines] == list(plain.lines)
    assert {line.item for line in marked.lines if line.repeated} == {
        line.item for line in plain.lines if line.item in before and line.deducted > 0
    }
    doubled = score_sheet(with_multiplier(SHEETS[code], 2), answers, before)
    for once, twice in zip(plain.lines, doubled.lines, strict=True):
        assert once.deducted <= twice.deducted
        assert twice.deducted <= max(once.available, once.deducted)
    assert SheetScore.load(json.loads(json.dumps(doubled.dump()))) == doubled


def test_a_score_stored_before_there_were_repeats_and_limits_is_read() -> None:
    score = score_sheet(SHEETS["repair"], {"REP-02": {"verdict": "deducted"}})
    kept = json.loads(json.dumps(score.dump()))
    kept.pop("skip_limit")
    for line in kept["lines"]:
        line.pop("repeated")
    assert SheetScore.load(kept) == replace(score, skip_limit=None)


@CODES
@FEW
@given(data=st.data())
def test_what_is_left_out_is_a_share_and_over_the_limit_only_beyond_it(
    code: str, data: Any
) -> None:
    score = score_sheet(SHEETS[code], data.draw(answers_to_sheet(SHEETS[code])))
    assert 0 <= score.skipped <= score.left_out <= 1
    assert score.over_skip_limit == (score.k3 * 10 > score.k1 * 3)


MORE = {
    "HOT-01": [{"verdict": "deducted", "count": n} for n in (0, 1, 2, 9)],
    "CTR-06": [
        {"verdict": "deducted", "count": n, "severe": m}
        for n, m in ((0, 0), (1, 0), (5, 0), (0, 1))
    ],
    "HOM-17": [
        {"verdict": "deducted", "deduction": d, "reason": "原因"} for d in ("0", "0.5", "3", "5")
    ],
    "HOM-15": [{"verdict": "deducted", "parts": p} for p in (["a"], ["a", "c"], ["a", "b", "c"])],
    "IND-01": [
        {"verdict": "measured", "numerator": str(n), "denominator": "100"}
        for n in range(100, -1, -1)
    ],
    "IND-07": [
        {"verdict": "measured", "numerator": str(n), "denominator": "100"} for n in range(0, 101)
    ],
    "IND-08": [
        {"verdict": "measured", "numerator": str(n), "denominator": "1"} for n in range(0, 90)
    ],
    "HOT-28": [
        {"verdict": "measured", "actual": str(n), "mean": "100"} for n in range(110, 90, -1)
    ],
    "HOT-32": [{"verdict": "measured", "actual": str(n), "mean": "0"} for n in range(0, 300, 7)],
    "CTR-23": [
        {"verdict": "measured", "actual": str(n), "required": "70"} for n in range(80, -1, -1)
    ],
    "IND-09": [
        {"verdict": "deducted", "outages": [{"on": "2026-03-01", "customers": n}]}
        for n in (1, 5000, 5001, 50_000, 50_001)
    ],
}


@pytest.mark.parametrize("code", MORE)
def test_a_worse_finding_never_leaves_more_points(code: str) -> None:
    sheet = next(sheet for sheet in SHEETS.values() if sheet.item(code))
    left = [
        next(line for line in score_sheet(sheet, {code: a}).lines if line.item == code).left
        for a in MORE[code]
    ]
    assert left == sorted(left, reverse=True)
    assert left[0] > left[-1]


@FEW
@given(
    rates=st.lists(
        st.tuples(st.decimals("0.1", "5", places=2), st.none() | st.fractions(0, 1)), max_size=8
    ),
    factor=st.fractions("1/7", 9),
)
def test_scaling_all_coefficients_changes_nothing(rates: Any, factor: Fraction) -> None:
    scaled = [(Fraction(weight) * factor, rate) for weight, rate in rates]
    assert score_division(SCHEME, scaled) == score_division(SCHEME, rates)


WEIGHED = st.lists(
    st.tuples(st.decimals("0.1", "5", places=2), st.none() | st.fractions(0, 1)), max_size=8
)


@FEW
@given(rates=WEIGHED, data=st.data())
def test_the_order_of_units_is_irrelevant_to_a_division(rates: Any, data: Any) -> None:
    shuffled = data.draw(st.permutations(rates))
    assert score_division(SCHEME, shuffled) == score_division(SCHEME, rates)


@FEW
@given(rates=WEIGHED.filter(bool), data=st.data(), better=st.fractions(0, 1))
def test_a_better_unit_never_lowers_its_division(rates: Any, data: Any, better: Fraction) -> None:
    at = data.draw(st.integers(0, len(rates) - 1))
    weight, rate = rates[at]
    raised = [*rates]
    raised[at] = (weight, None if rate is None else max(rate, better))
    before, after = weighted_mean(rates).rate, weighted_mean(raised).rate
    assert (before is None) == (after is None)
    assert before is None or after is None or before <= after


@FEW
@given(rates=WEIGHED)
def test_a_division_lies_between_its_worst_and_its_best_unit(rates: Any) -> None:
    mean = weighted_mean(rates)
    scored = [rate for _weight, rate in rates if rate is not None]
    assert (mean.counted, mean.left_out) == (len(scored), len(rates) - len(scored))
    assert (mean.rate is None) == (not scored)
    if mean.rate is not None:
        assert min(scored) <= mean.rate <= max(scored)


@FEW
@given(
    audits=st.lists(
        st.tuples(
            st.sampled_from(["hotline", "counter"]),
            st.decimals(0, 40, places=2),
            st.decimals(0, 40, places=2),
        ),
        max_size=6,
    )
)
def test_audits_added_up_first_count_as_they_do_one_by_one(audits: Any) -> None:
    points = [AuditPoints(s, Decimal(100), k2, k3) for s, k2, k3 in audits]
    sums = [
        AuditPoints(
            sheet,
            *(sum((getattr(p, n) for p in of), Decimal(0)) for n in ("k1", "k2", "k3")),
            audits=len(of),
        )
        for sheet in ("hotline", "counter")
        if (of := [p for p in points if p.sheet == sheet and p.k1 != p.k3])
    ]
    in_force = {code: SHEETS[code].points for code in SHEETS}
    assert score_unit(SCHEME, in_force, sums) == score_unit(SCHEME, in_force, points)


def test_a_unit_nobody_audited_is_not_scored() -> None:
    score = score_unit(SCHEME, {code: SHEETS[code].points for code in SHEETS}, [])
    assert (score.k, score.grade, score.rate) == (None, None, None)


def test_ties_share_a_rank_and_the_next_one_is_left_out() -> None:
    rates = {"a": Fraction(9, 10), "b": Fraction(1, 2), "c": Fraction(9, 10), "d": None}
    assert shared_ranks(rates) == {"a": 1, "b": 3, "c": 1, "d": None}


def test_bonus_and_demerit_are_optional_and_never_not_applicable() -> None:
    awards = [i for s in SHEETS.values() for i in s.items if isinstance(i.rule, Bonus | Demerit)]
    assert len(awards) == 6
    for item in awards:
        assert item.rule.OPTIONAL and "not_applicable" not in item.rule.VERDICTS
