"""A rule in one short sentence, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checklists.exact import plain
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
from dashboard.words import _, language


def rule_words(rule: Rule) -> str:
    """How an item with this rule loses or gains points."""
    return _SENTENCES[type(rule)](rule)


def _occurrences(rule: PerOccurrence) -> str:
    if rule.severe is not None:
        return _(
            "{deduct} points each time, up to {points}; a serious case {severe} points",
            deduct=plain(rule.deduct),
            points=plain(rule.points),
            severe=plain(rule.severe),
        )
    return _(
        "{deduct} points each time, up to {points}",
        deduct=plain(rule.deduct),
        points=plain(rule.points),
    )


def _failed(rule: PassFail) -> str:
    return _("{deduct} points if not met", deduct=plain(rule.deduct))


def _judged(rule: Discretionary) -> str:
    return _("0 to {points} points by severity, with a reason", points=plain(rule.points))


def _parts(rule: Parts) -> str:
    return _(
        "each part not done loses its own points ({parts})",
        parts=" + ".join(plain(part.points) for part in rule.parts),
    )


def _rate(rule: TargetRate) -> str:
    return _(
        "target {target} %; {deduct} points for each {step} percentage points below",
        target=plain(rule.target),
        deduct=plain(rule.deduct),
        step=plain(rule.step),
    )


def _rate_max(rule: TargetRateMax) -> str:
    return _(
        "at most {target} %; {deduct} points for each {step} percentage points above",
        target=plain(rule.target),
        deduct=plain(rule.deduct),
        step=plain(rule.step),
    )


def _value_max(rule: TargetValueMax) -> str:
    return _(
        "at most {target} {unit}; {deduct} points for each further {step} {unit}",
        target=plain(rule.target),
        unit=rule.unit.get(language()),
        deduct=plain(rule.deduct),
        step=plain(rule.step),
    )


def _tiers(rule: Tiers) -> str:
    head = {
        "percent_above": _("percent above the shift's mean"),
        "percent_below": _("percent below the shift's mean"),
        "seconds_above": _("seconds above the shift's mean"),
    }[rule.compare]
    sign = "≥" if rule.rising else "≤"
    steps = [
        _("{sign} {bound}: {points}", sign=sign, bound=plain(bound), points=plain(tier.points))
        for bound, tier in zip(rule.bounds(), rule.tiers, strict=True)
    ]
    steps.append(_("otherwise {points}", points=plain(rule.otherwise)))
    return _("{head}: {steps} points", head=head, steps=_("; ").join(steps))


def _outages(rule: OutageBands) -> str:
    steps = [
        _("up to {most} customers {deduct} points", most=band.up_to, deduct=plain(band.deduct))
        if band.up_to is not None
        else _("more customers {deduct} points", deduct=plain(band.deduct))
        for band in rule.bands
    ]
    return _("points each outage: {steps}", steps=_("; ").join(steps))


def _proportional(rule: Proportional) -> str:
    return _("{points} points x share reached", points=plain(rule.points))


def _bonus(rule: Bonus) -> str:
    return _added(rule, _("{least} to {most} points added each time, {points} at most in all"))


def _demerit(rule: Demerit) -> str:
    return _added(rule, _("{least} to {most} points deducted each time, {points} at most in all"))


def _added(rule: Bonus | Demerit, sentence: str) -> str:
    return sentence.format(least=rule.least, most=rule.most, points=plain(rule.points))


_SENTENCES: dict[type[Rule], Callable[[Any], str]] = {
    PerOccurrence: _occurrences,
    PassFail: _failed,
    Discretionary: _judged,
    Parts: _parts,
    TargetRate: _rate,
    TargetRateMax: _rate_max,
    TargetValueMax: _value_max,
    Tiers: _tiers,
    OutageBands: _outages,
    Proportional: _proportional,
    Bonus: _bonus,
    Demerit: _demerit,
}
