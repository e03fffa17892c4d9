"""An answer in a few words, in the reader's language, as a ledger shows it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from checklists.exact import plain
from checklists.model import Item
from checklists.rules import Parts, Proportional, Tiers
from checklists.rules.measured import Target
from dashboard.looks import VERDICTS
from dashboard.words import _, language

Given = Mapping[str, Any]


def answer_words(item: Item, answer: Given | None) -> str:
    """What was answered: the verdict, and the facts that led to the points."""
    verdict = None if answer is None else str(answer["verdict"])
    # To an item of commendations or demerits one answers that there was none.
    none = verdict == "met" and item.rule.OPTIONAL
    words = _("No entries") if none else _(VERDICTS[verdict])
    if answer is None or verdict == "met":
        return words
    facts = facts_words(item, answer)
    return _(": ").join([words, facts]) if facts else words


def facts_words(item: Item, answer: Given | None) -> str:
    """The facts that led to the points, without the verdict; empty where there are none."""
    return "" if answer is None else _("; ").join(text for text in _details(item, answer) if text)


def _details(item: Item, answer: Given) -> list[str]:
    return [
        _times(answer),
        _missed(item, answer),
        _figures(item, answer),
        *_outages(answer),
        *_awards(answer),
        str(answer.get("reason", "")),
    ]


def _times(answer: Given) -> str:
    words = []
    if answer.get("count"):
        words.append(_("{count} times", count=answer["count"]))
    if answer.get("severe"):
        words.append(_("{count} serious", count=answer["severe"]))
    if answer.get("deduction"):
        words.append(_("{points} points by judgement", points=answer["deduction"]))
    return _(", ").join(words)


def _missed(item: Item, answer: Given) -> str:
    if not isinstance(item.rule, Parts) or "parts" not in answer:
        return ""
    missed = [p.wording.get(language()) for p in item.rule.parts if p.code in answer["parts"]]
    return _("not done: {parts}", parts=_(", ").join(missed))


def _figures(item: Item, answer: Given) -> str:
    rule = item.rule
    if isinstance(rule, Target) and "numerator" in answer:
        part, whole = answer["numerator"], answer["denominator"]
        return _(
            "{part} of {whole}{share}", part=part, whole=whole, share=_share(rule, part, whole)
        )
    if isinstance(rule, Tiers) and "mean" in answer:
        words = _("{actual} against a mean of {mean}", actual=answer["actual"], mean=answer["mean"])
        words += _gap(rule, Decimal(answer["actual"]), Decimal(answer["mean"]))
        if answer.get("override") and rule.override is not None:
            words += _("; ") + rule.override.wording.get(language())
            words += _(": ") + _("{points} points left", points=plain(rule.override.points))
        return words
    if isinstance(rule, Proportional) and "required" in answer:
        part, whole = answer["actual"], answer["required"]
        share = _percent(part, whole) if rule.share else ""
        return _("{part} of {whole}{share}", part=part, whole=whole, share=share)
    return ""


def _gap(rule: Tiers, actual: Decimal, mean: Decimal) -> str:
    """How far the figure is from the mean, in the measure of the tiers."""
    if rule.rising:
        return f" ({(actual - mean) / mean * 100:+.2f} %)"
    return f" ({actual - mean:+f} s)"


def _share(rule: Target, part: str, whole: str) -> str:
    if rule.kind == "target_value_max" and Decimal(whole) != 0:
        return f" = {Decimal(part) / Decimal(whole):.2f}"
    return _percent(part, whole)


def _percent(part: str, whole: str) -> str:
    if Decimal(whole) == 0:
        return ""
    return f" = {Decimal(part) / Decimal(whole) * 100:.2f} %"


def _outages(answer: Given) -> list[str]:
    return [
        _("{on}: {customers} customers", on=row["on"], customers=row["customers"])
        for row in answer.get("outages", ())
    ]


def _awards(answer: Given) -> list[str]:
    return [
        _(
            "{points} points: {evidence}",
            points=plain(Decimal(row["points"])),
            evidence=row["evidence"],
        )
        for row in answer.get("awards", ())
    ]
