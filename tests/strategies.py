"""Random answers that fit their items, for the invariants."""

from decimal import Decimal
from functools import cache, singledispatch
from typing import Any

from hypothesis import strategies as st

from checklists.model import Item, Sheet
from checklists.rules import (
    Discretionary,
    OutageBands,
    Parts,
    PassFail,
    PerOccurrence,
    Proportional,
    Rule,
    TargetValueMax,
    Tiers,
)
from checklists.rules.listed import Awards
from checklists.rules.measured import Target

Facts = st.SearchStrategy[dict[str, Any]]

WORDS = st.text("零一二三四五六七八九甲乙丙丁ab ", min_size=1, max_size=12).filter(str.strip)
DAYS = st.dates().filter(lambda day: 2025 <= day.year <= 2026).map(lambda day: day.isoformat())


def decimals(most: int) -> st.SearchStrategy[str]:
    """Decimals from 0 with at most four places, as text."""
    return st.integers(0, most * 10_000).map(lambda n: format(Decimal(n).scaleb(-4), "f"))


def answers_to(item: Item) -> st.SearchStrategy[dict[str, Any] | None]:
    """Every kind of answer an item takes, and None for unanswered."""
    facts = facts_of(item.rule)
    choices: list[st.SearchStrategy[Any]] = [st.none()]
    for verdict in item.rule.VERDICTS:
        if verdict in ("met", "not_applicable"):
            choices.append(st.just({"verdict": verdict}))
        else:
            choices.append(st.builds(lambda f, v=verdict: {"verdict": v, **f}, facts))
    return st.one_of(choices)


@cache
def answers_to_sheet(sheet: Sheet) -> st.SearchStrategy[dict[str, dict[str, Any] | None]]:
    """An answer for every item of a sheet; made once, as every new one is checked anew."""
    return st.fixed_dictionaries({item.code: answers_to(item) for item in sheet.items})


@singledispatch
def facts_of(rule: Rule) -> Facts:
    """The facts a rule takes besides its verdict."""
    raise NotImplementedError(type(rule))


@facts_of.register
def _occurrences(rule: PerOccurrence) -> Facts:
    counts = {"count": st.integers(0, 30)}
    if rule.severe is not None:
        counts["severe"] = st.integers(0, 3)
    return st.fixed_dictionaries(counts)


@facts_of.register
def _failed(rule: PassFail) -> Facts:
    return st.just({})


@facts_of.register
def _judged(rule: Discretionary) -> Facts:
    halves = st.integers(0, int(rule.points * 2)).map(lambda n: str(n / 2))
    return st.fixed_dictionaries({"deduction": halves, "reason": WORDS})


@facts_of.register
def _parts(rule: Parts) -> Facts:
    codes = st.sampled_from([part.code for part in rule.parts])
    return st.fixed_dictionaries({"parts": st.lists(codes, min_size=1, unique=True)})


@facts_of.register
def _share(rule: Target) -> Facts:
    return st.integers(0, 100_000_000).flatmap(
        lambda whole: st.builds(_ratio_facts, st.integers(0, whole), st.just(whole))
    )


@facts_of.register
def _mean(rule: TargetValueMax) -> Facts:
    return st.builds(_ratio_facts, decimals(100_000), st.integers(1, 5_000))


@facts_of.register
def _tiers(rule: Tiers) -> Facts:
    mean = decimals(1_000_000).filter(lambda text: Decimal(text) > 0)
    facts: dict[str, st.SearchStrategy[Any]] = {"actual": decimals(1_000_000), "mean": mean}
    if rule.override is not None:
        facts["override"] = st.booleans()
    return st.fixed_dictionaries(facts)


@facts_of.register
def _proportional(rule: Proportional) -> Facts:
    return st.builds(_shares, decimals(100_000), decimals(100_000), st.just(rule.share))


@facts_of.register
def _outages(rule: OutageBands) -> Facts:
    bounds = st.sampled_from([5000, 5001, 50_000, 50_001])
    row = st.fixed_dictionaries({"on": DAYS, "customers": st.integers(1, 100_000) | bounds})
    return st.fixed_dictionaries({"outages": st.lists(row, min_size=1, max_size=8)})


@facts_of.register
def _awards(rule: Awards) -> Facts:
    row = st.fixed_dictionaries({"points": st.integers(rule.least, rule.most), "evidence": WORDS})
    return st.fixed_dictionaries({"awards": st.lists(row, min_size=1, max_size=4)})


def _ratio_facts(numerator: object, denominator: object) -> dict[str, Any]:
    return {"numerator": str(numerator), "denominator": str(denominator)}


def _shares(a: str, b: str, share: bool) -> dict[str, Any]:
    actual, required = sorted((a, b), key=Decimal) if share or Decimal(b) == 0 else (a, b)
    return {"actual": actual, "required": required}
