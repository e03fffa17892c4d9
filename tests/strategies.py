"""Random answers that fit their items, for the invariants."""

from decimal import Decimal
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
    TargetValueMax,
    Tiers,
)
from checklists.rules.listed import Awards
from checklists.rules.measured import Target

WORDS = st.text("零一二三四五六七八九甲乙丙丁ab ", min_size=1, max_size=12).filter(str.strip)
DAYS = st.dates().filter(lambda day: 2025 <= day.year <= 2026).map(lambda day: day.isoformat())


def decimals(most: int) -> st.SearchStrategy[str]:
    """Decimals from 0 with at most four places, as text."""
    return st.integers(0, most * 10_000).map(lambda n: format(Decimal(n).scaleb(-4), "f"))


def answers_to(item: Item) -> st.SearchStrategy[dict[str, Any] | None]:
    """Every kind of answer an item takes, and None for unanswered."""
    facts = _facts(item)
    choices: list[st.SearchStrategy[Any]] = [st.none()]
    for verdict in item.rule.VERDICTS:
        if verdict in ("met", "not_applicable"):
            choices.append(st.just({"verdict": verdict}))
        else:
            choices.append(st.builds(lambda f, v=verdict: {"verdict": v, **f}, facts))
    return st.one_of(choices)


def answers_to_sheet(sheet: Sheet) -> st.SearchStrategy[dict[str, dict[str, Any] | None]]:
    """An answer for every item of a sheet."""
    return st.fixed_dictionaries({item.code: answers_to(item) for item in sheet.items})


def _facts(item: Item) -> st.SearchStrategy[dict[str, Any]]:
    rule = item.rule
    if isinstance(rule, PerOccurrence):
        counts = {"count": st.integers(0, 30)}
        if rule.severe is not None:
            counts["severe"] = st.integers(0, 3)
        return st.fixed_dictionaries(counts)
    if isinstance(rule, Discretionary):
        steps = st.integers(0, int(rule.points * 2))
        return st.fixed_dictionaries(
            {"deduction": steps.map(lambda n: str(n / 2)), "reason": WORDS}
        )
    if isinstance(rule, Parts):
        codes = st.lists(st.sampled_from([p.code for p in rule.parts]), min_size=1, unique=True)
        return st.fixed_dictionaries({"parts": codes})
    if isinstance(rule, TargetValueMax):
        return st.builds(_ratio_facts, decimals(100_000), st.integers(1, 5_000))
    if isinstance(rule, Target):
        return st.integers(0, 100_000_000).flatmap(
            lambda whole: st.builds(_ratio_facts, st.integers(0, whole), st.just(whole))
        )
    if isinstance(rule, Tiers):
        mean = decimals(1_000_000).filter(lambda text: Decimal(text) > 0)
        facts = {"actual": decimals(1_000_000), "mean": mean}
        if rule.override is not None:
            facts["override"] = st.booleans()
        return st.fixed_dictionaries(facts)
    if isinstance(rule, Proportional):
        return st.builds(_shares, decimals(100_000), decimals(100_000), st.just(rule.share))
    if isinstance(rule, OutageBands):
        customers = st.one_of(
            st.integers(1, 100_000), st.sampled_from([5000, 5001, 50_000, 50_001])
        )
        row = st.fixed_dictionaries({"on": DAYS, "customers": customers})
        return st.fixed_dictionaries({"outages": st.lists(row, min_size=1, max_size=8)})
    if isinstance(rule, Awards):
        row = st.fixed_dictionaries(
            {"points": st.integers(rule.least, rule.most), "evidence": WORDS}
        )
        return st.fixed_dictionaries({"awards": st.lists(row, min_size=1, max_size=4)})
    assert isinstance(rule, PassFail)
    return st.just({})


def _ratio_facts(numerator: object, denominator: object) -> dict[str, Any]:
    return {"numerator": str(numerator), "denominator": str(denominator)}


def _shares(a: str, b: str, share: bool) -> dict[str, Any]:
    actual, required = sorted((a, b), key=Decimal) if share or Decimal(b) == 0 else (a, b)
    return {"actual": actual, "required": required}
