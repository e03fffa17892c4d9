"""Worked examples from the regulations, checked by hand, against what the rules compute."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from checklists.answers import accept_answer, read_answer
from checklists.catalogue_loader import load_catalogue
from checklists.coverage import AuditCount, missing_by_division, missing_by_unit
from checklists.errors import AnswerRefused
from checklists.model import Item, Sheet
from checklists.order_rules import order_rules
from checklists.rollup import AuditPoints, score_division, score_unit
from checklists.scoring import SheetScore, score_sheet
from tests.clock_cases import found_of, moment, worked_out
from tests.factories import with_multiplier

Case = dict[str, Any]

SHOWS = {
    "sheet": {"k1", "k2", "k3", "k", "grade", "lines", "unanswered"},
    "unit": {"k1", "k2", "k3", "k", "grade"},
    "division": {"q", "grade"},
    "company": {"divisions", "q", "grade"},
    "coverage": {"units", "division"},
    "refused": {"field"},
    "clocks": {"clocks", "none"},
}
"""What a case of each sort may expect; anything else is a slip of the pen."""

FIELDS = {
    "count", "severe", "deduction", "reason", "parts", "numerator", "denominator", "actual",
    "required", "mean", "override", "outages", "on", "customers", "awards", "points",
    "evidence", "verdict", "item", "note",
}  # fmt: skip

KINDS = {
    "per_occurrence", "pass_fail", "discretionary", "parts", "target_rate", "target_rate_max",
    "target_value_max", "tiers", "outage_bands", "proportional", "bonus", "demerit",
}  # fmt: skip

SCHEME = "gas-1000"

OTHERS = {"account", "call_back_samples", "room_temperature"}
"""Files with cases of other rules than those of sheets; the tests of these rules read them."""


class CaseLoader(yaml.SafeLoader):
    """YAML in which only true and false are truth values, so that `on` stays a word."""


CaseLoader.yaml_implicit_resolvers = {
    first: [rule for rule in rules if first in "tTfF" or not rule[0].endswith(":bool")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def written_out() -> list[Case]:
    cases: list[Case] = []
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml")):
        if path.stem not in OTHERS:
            cases += yaml.load(path.read_text(encoding="utf-8"), Loader=CaseLoader)
    return cases


CASES = written_out()


def sort_of(case: Case) -> str:
    if "unit" in case or "audits" in case:
        return "unit"
    for sort in ("division", "company", "coverage"):
        if sort in case:
            return sort
    if "order" in case:
        return "clocks"
    return "refused" if "answer" in case else "sheet"


def cases_of(sort: str) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if sort_of(case) == sort]
    return pytest.mark.parametrize("case", chosen, ids=[case["name"] for case in chosen])


@cases_of("sheet")
def test_a_sheet_scores_as_worked_out_by_hand(case: Case) -> None:
    score = scored(case)
    expect = case["expect"]
    found: Case = {name: getattr(score, name) for name in ("k1", "k2", "k3", "k", "grade")}
    compare(case, found, expect)
    lines = {line.item: line for line in score.lines}
    for code, wanted in expect.get("lines", {}).items():
        compare(case, {name: getattr(lines[code], name) for name in wanted}, wanted, code)
    if "unanswered" in expect:
        assert list(score.unanswered) == expect["unanswered"], told(case)


@cases_of("unit")
def test_a_unit_scores_as_worked_out_by_hand(case: Case) -> None:
    catalogue = load_catalogue()
    audits = list(audits_of(case))
    codes = case.get("sheets_in_force") or [audit.sheet for audit in audits]
    in_force = {code: catalogue.sheet(code, on=case["on"]).points for code in codes}
    score = score_unit(catalogue.scheme(SCHEME, case["on"]), in_force, audits)
    found = {name: getattr(score, name) for name in ("k1", "k2", "k3", "k", "grade")}
    compare(case, found, case["expect"])


@cases_of("division")
def test_a_division_scores_as_worked_out_by_hand(case: Case) -> None:
    score = score_division(load_catalogue().scheme(SCHEME, case["on"]), weighed(case["division"]))
    compare(case, {"q": score.q, "grade": score.grade}, case["expect"])


@cases_of("company")
def test_a_company_scores_as_worked_out_by_hand(case: Case) -> None:
    scheme = load_catalogue().scheme(SCHEME, case["on"])
    score = score_division(scheme, weighed(u for division in case["company"] for u in division))
    compare(case, {"q": score.q, "grade": score.grade}, case["expect"])
    for division, q in zip(case["company"], case["expect"]["divisions"], strict=True):
        compare(case, {"q": score_division(scheme, weighed(division)).q}, {"q": q})


@cases_of("coverage")
def test_what_coverage_lacks_is_as_worked_out_by_hand(case: Case) -> None:
    rules = load_catalogue().standing_rules(SCHEME, case["on"])
    counts = [
        AuditCount(unit, sheet, occasion, audits)
        for unit, found in case["coverage"].items()
        for what, audits in found.items()
        for sheet, occasion in [what.split()]
    ]
    lacks = missing_by_unit(rules.coverage, counts, [1, 2])
    written = {unit: [f"{m.sheet} {m.found}/{m.needed}" for m in lacks[unit]] for unit in (1, 2)}
    assert written == case["expect"]["units"], told(case)
    of_division = missing_by_division(rules.coverage, counts, {1: 7, 2: 7})[7]
    of_division_written = [f"{m.occasion} {m.found}/{m.needed}" for m in of_division]
    assert of_division_written == case["expect"]["division"], told(case)


@cases_of("refused")
def test_an_answer_that_breaks_its_rule_is_refused_by_field(case: Case) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        accept_answer(sheet_of(case), case["item"], case["answer"], case["on"])
    assert refusal.value.field == case["expect"]["field"], told(case)
    assert refusal.value.item == case["item"], told(case)


@cases_of("clocks")
def test_the_clocks_of_an_order_run_as_worked_out_by_hand(case: Case) -> None:
    found = worked_out(case)
    now = moment(case["now"])
    for code, wanted in case["expect"].get("clocks", {}).items():
        shown = found_of(found[code], now)
        assert {name: shown[name] for name in wanted} == wanted, told(case, code)
    for code in case["expect"].get("none", ()):
        assert code not in found, told(case, code)


def test_there_are_at_least_40_cases_of_clocks_and_each_clock_has_one() -> None:
    chosen = [case for case in CASES if sort_of(case) == "clocks"]
    assert len(chosen) >= 40
    worked = {code for case in chosen for code in case["expect"].get("clocks", {})}
    assert worked == {clock.code for clock in order_rules(date(2026, 11, 22)).orders.clocks}


def test_there_are_enough_cases_and_their_names_are_unique() -> None:
    assert len(CASES) >= 40
    assert [
        name for name, times in Counter(case["name"] for case in CASES).items() if times > 1
    ] == []


def test_every_case_explains_itself_and_expects_only_known_things() -> None:
    for case in CASES:
        assert case["description"].strip(), case["name"]
        assert set(case["expect"]) <= SHOWS[sort_of(case)], told(case)
        graded = sort_of(case) not in ("refused", "coverage", "clocks")
        assert not graded or "grade" in case["expect"], told(case)


def test_every_rule_kind_is_worked_out_at_least_once() -> None:
    answered = {
        item_of(sheet_of(case), code).rule.kind
        for case in CASES
        if sort_of(case) == "sheet"
        for code in case["answers"]
    }
    assert answered == KINDS


def test_every_field_of_an_answer_is_refused_at_least_once() -> None:
    assert {case["expect"]["field"] for case in CASES if sort_of(case) == "refused"} == FIELDS


def sheet_of(case: Case) -> Sheet:
    on: date = case["on"]
    sheet = load_catalogue().sheet(case["sheet"], on=on)
    return with_multiplier(sheet, case["multiplier"]) if "multiplier" in case else sheet


def item_of(sheet: Sheet, code: str) -> Item:
    item = sheet.item(code)
    assert item is not None, f"{sheet.code} has no {code}"
    return item


def scored(case: Case) -> SheetScore:
    """Score a written-out audit; items it does not list are met where that can be said, or open."""
    sheet = sheet_of(case)
    listed = {
        code: read_answer(sheet, code, raw, case["on"]) for code, raw in case["answers"].items()
    }
    met = {"verdict": "met"} if case["others"] == "met" else None
    others = {
        item.code: met
        for item in sheet.items
        if "met" in item.rule.VERDICTS and not item.rule.OPTIONAL
    }
    return score_sheet(sheet, {**others, **listed}, case.get("repeated", ()))


def weighed(units: Iterable[Case]) -> list[tuple[Decimal, Fraction | None]]:
    """Coefficient and score rate of written-out units."""
    return [
        (Decimal(unit["coefficient"]), None if unit["k"] is None else Fraction(unit["k"]) / 1000)
        for unit in units
    ]


def audits_of(case: Case) -> Iterable[AuditPoints]:
    for audit in case.get("audits", ()):
        sums = {name: Decimal(str(audit[name])) for name in ("k1", "k2", "k3")}
        yield AuditPoints(audit["sheet"], **sums)
    for audit in case.get("unit", ()):
        score = scored(audit)
        yield AuditPoints(audit["sheet"], score.k1, score.k2, score.k3)


def compare(case: Case, found: Case, wanted: Mapping[str, Any], where: str = "") -> None:
    """Compare numbers exactly, scores as they are written, with the case's words on failure."""
    for name, value in found.items():
        expected = wanted[name]
        if name in ("k", "q") and expected is not None:
            assert isinstance(expected, str), told(case, f"{name}: write it as text, 6 decimals")
            same = value is not None and format(value, "f") == expected
        elif expected is None or isinstance(expected, bool) or name == "grade":
            same = value == expected
        else:
            same = Fraction(value) == Fraction(str(expected))
        assert same, told(case, f"{where} {name}: computed {value}, worked out {expected}".strip())


def told(case: Case, difference: str = "") -> str:
    return f"{difference}\n{case['name']}\n{case['description']}"
