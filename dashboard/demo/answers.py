"""Invented answers: what an inspector of some strictness finds at a unit of some quality."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import singledispatch
from math import exp
from random import Random
from typing import Any

from checklists.agreement import TIES
from checklists.exact import plain
from checklists.model import Item, Sheet
from checklists.rules import (
    Bonus,
    Demerit,
    Discretionary,
    OutageBands,
    Parts,
    PassFail,
    PerOccurrence,
    Proportional,
    Rule,
    TargetRate,
    TargetRateMax,
    TargetValueMax,
    Tiers,
)

Answer = dict[str, Any]

REASONS = (
    "整改通知后仍有同类问题",
    "现场查看与记录不一致",
    "客户当场提出意见",
    "检查记录时发现",
    "准备不充分",
)
COMMENDATIONS = ("客户送来锦旗，区政府通报表扬", "抢险保供受公司表扬", "热心帮助独居老人获媒体报道")
COMPLAINTS = ("客户投诉服务态度，核查属实", "媒体反映上门超时，核查属实")
MET: Answer = {"verdict": "met"}
SKIPPED: Answer = {"verdict": "not_applicable", "reason": "当日无此类业务"}


def answers(sheet: Sheet, weakness: float, on: date, random: Random) -> dict[str, Answer]:
    """Answers to a whole sheet; `weakness` is the log odds added to an item's usual failure."""
    given: dict[str, Answer] = {}
    for item in sheet.items:
        if item.rule.OPTIONAL:
            found = _answer(item.rule, weakness, on, random)
        elif random.random() < 0.03 and _may_skip(sheet, item, given):
            found = SKIPPED
        else:
            found = _answer(item.rule, weakness + _difficulty(item), on, random)
        given[item.code] = found
    _agree(sheet, given)
    return given


def _agree(sheet: Sheet, given: Mapping[str, Answer]) -> None:
    """Let shares that are of the same cases have as many of them, and stay what they are."""
    for tie in TIES.get(sheet.code, ()):
        one, other = given.get(tie.one.item, {}), given.get(tie.other.item, {})
        if "denominator" in one and "denominator" in other and tie.equal:
            share = Fraction(other["numerator"]) / Fraction(other["denominator"])
            cases = int(one["denominator"])
            other |= _measured(round(share * cases), cases)


def notes(sheet: Sheet, given: Mapping[str, Answer]) -> dict[str, str]:
    """The notes that deductions by judgement need; the same for the same answers."""
    return {
        code: Random(f"{code} {answer}").choice(REASONS)
        for code, answer in given.items()
        if answer["verdict"] == "deducted" and sheet.by_code[code].demands("reason")
    }


def _may_skip(sheet: Sheet, item: Item, given: Mapping[str, Answer]) -> bool:
    """Whether the item may be left out, and the sheet stays within the limit with it."""
    skipped = [code for code, answer in given.items() if answer == SKIPPED]
    points = sum((sheet.by_code[code].rule.available for code in [*skipped, item.code]), Decimal(0))
    limit = sheet.scheme.skip_limit
    within = limit is None or points <= limit.value * sheet.points
    return within and sheet.skip_policy(item) != "refused"


def _difficulty(item: Item) -> float:
    # Every item has its own fixed difficulty, so that some are missed everywhere.
    return Random(item.code).gauss(0, 0.6)


def _fails(weakness: float, random: Random, usual: float = -2.4) -> bool:
    return random.random() < 1 / (1 + exp(-(usual + weakness)))


@singledispatch
def _answer(rule: Rule, weakness: float, on: date, random: Random) -> Answer:
    raise NotImplementedError(type(rule))


@_answer.register
def _occurrences(rule: PerOccurrence, weakness: float, on: date, random: Random) -> Answer:
    if not _fails(weakness, random):
        return MET
    answer: Answer = {"verdict": "deducted", "count": 1 + int(random.random() < 0.2)}
    if rule.severe is not None and random.random() < 0.2:
        answer["severe"] = 1
    return answer


@_answer.register
def _failed(rule: PassFail, weakness: float, on: date, random: Random) -> Answer:
    return {"verdict": "deducted"} if _fails(weakness, random) else MET


@_answer.register
def _judged(rule: Discretionary, weakness: float, on: date, random: Random) -> Answer:
    if not _fails(weakness, random, usual=-1.6):
        return MET
    halves = random.randint(1, int(rule.points * 2 * 6 // 10))
    return {
        "verdict": "deducted",
        "deduction": f"{halves / 2:g}",
        "reason": random.choice(REASONS),
    }


@_answer.register
def _parts(rule: Parts, weakness: float, on: date, random: Random) -> Answer:
    missed = [part.code for part in rule.parts if _fails(weakness, random, usual=-2.0)]
    return {"verdict": "deducted", "parts": missed} if missed else MET


@_answer.register
def _rate(rule: TargetRate, weakness: float, on: date, random: Random) -> Answer:
    cases = random.randint(150, 900)
    reached = min(
        0.9999, float(rule.target) / 100 + 0.012 - 0.02 * weakness + random.gauss(0, 0.008)
    )
    return _measured(round(cases * reached), cases)


@_answer.register
def _rate_max(rule: TargetRateMax, weakness: float, on: date, random: Random) -> Answer:
    cases = random.randint(800, 4000)
    reached = max(0.0, float(rule.target) / 100 - 0.012 + 0.02 * weakness + random.gauss(0, 0.008))
    return _measured(round(cases * reached), cases)


@_answer.register
def _value_max(rule: TargetValueMax, weakness: float, on: date, random: Random) -> Answer:
    cases = random.randint(30, 60)
    mean = max(1.0, float(rule.target) - 1 + 5 * weakness + random.gauss(0, 3))
    return _measured(round(cases * mean), cases)


@_answer.register
def _tiers(rule: Tiers, weakness: float, on: date, random: Random) -> Answer:
    mean = random.randint(90, 160) if not rule.rising else random.randint(600, 1400)
    better = random.gauss(-0.4 * weakness, 1.0)
    if rule.compare == "percent_above":
        actual = mean * (1 + 0.03 * better)
    elif rule.compare == "percent_below":
        actual = mean * max(0.2, 0.7 - 0.15 * better)
    else:
        actual = max(1.0, mean - 12 * better)
    # A rate is a few per cent, whatever the calls or seconds are of which the others tell.
    share = 200 if rule.compare == "percent_below" else 1
    figures = (Decimal(round(value)) / share for value in (actual, mean))
    answer: Answer = {"verdict": "measured"} | dict(
        zip(("actual", "mean"), map(plain, figures), strict=True)
    )
    if rule.override is not None and random.random() < 0.03:
        answer["override"] = True
    return answer


@_answer.register
def _proportional(rule: Proportional, weakness: float, on: date, random: Random) -> Answer:
    required = random.randint(300, 600)
    reached = max(0.3, 0.98 - 0.08 * weakness + random.gauss(0, 0.05))
    most = required if rule.share else required * 2
    actual = min(most, round(required * reached))
    return {"verdict": "measured", "actual": str(actual), "required": str(required)}


@_answer.register
def _outages(rule: OutageBands, weakness: float, on: date, random: Random) -> Answer:
    if not _fails(weakness, random, usual=-1.5):
        return MET
    outages = [
        {
            "on": (on - timedelta(days=random.randint(0, 25))).isoformat(),
            "customers": round(random.lognormvariate(7.5, 1.2)) + 20,
            "note": "管道抢修",
        }
        for _number in range(random.choice((1, 1, 2)))
    ]
    return {"verdict": "deducted", "outages": outages}


@_answer.register
def _bonus(rule: Bonus, weakness: float, on: date, random: Random) -> Answer:
    if not _fails(-weakness, random, usual=-4.2):
        return MET
    award = {"points": random.randint(rule.least, 3), "evidence": random.choice(COMMENDATIONS)}
    return {"verdict": "awarded", "awards": [award]}


@_answer.register
def _demerit(rule: Demerit, weakness: float, on: date, random: Random) -> Answer:
    if not _fails(weakness, random, usual=-4.2):
        return MET
    award = {"points": random.randint(rule.least, 4), "evidence": random.choice(COMPLAINTS)}
    return {"verdict": "deducted", "awards": [award]}


def _measured(numerator: int, denominator: int) -> Answer:
    return {
        "verdict": "measured",
        "numerator": str(numerator),
        "denominator": str(denominator),
    }
