"""The figures an item asks for, and what people type for them read into the item's answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeVar

from checklists.answers import parse_answer
from checklists.errors import N_, AnswerRefused
from checklists.exact import MOST
from checklists.fields import Fields
from checklists.model import Item
from checklists.periods import Period
from checklists.rules import OutageBands, Proportional
from checklists.rules.base import Label
from checklists.rules.measured import Target, TargetValueMax

SHEETS = ("indicators", "complaints", "callbacks", "mystery", "satisfaction")
"""The sheets whose figures come from systems and reports, in the order they are entered."""

OCCASIONS = {
    "indicators": "own",
    "complaints": "own",
    "callbacks": "own",
    "mystery": "company",
    "satisfaction": "company",
}
"""Whose evaluation a month's figures are: the unit's own reports, or what the company orders.

GAS art. 12 has the mystery shopper and the survey done by a third party for the company; the
other figures come from the unit's own systems. A local reading.
"""

T = TypeVar("T")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_OF_POINTS = re.compile(r"（分）$")


@dataclass(frozen=True)
class FigureField:
    """One figure: its name in the answer, what it counts, and whether it is a whole number."""

    key: str
    label: Label
    whole: bool


@dataclass(frozen=True)
class Typed:
    """What was typed at an item: figures by name; or outages, or that there were none."""

    figures: Mapping[str, str] = field(default_factory=dict)
    outages: Sequence[Mapping[str, str]] = ()
    none: bool = False


@dataclass(frozen=True)
class Refusal:
    """A figure that is not taken: at which item, where in it (`numerator`, `0.on`), and why.

    `label` is the field's name on the form, where the item names it.
    """

    item: str
    place: str
    error: AnswerRefused
    label: Label | None = None


class FigureRefused(Exception):
    """Figures of one item are not taken; there is one refusal at least."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("\n".join(str(one.error) for one in refusals))
        self.refusals = refusals


def figure_fields(item: Item) -> tuple[FigureField, ...]:
    """The two figures an item asks for; none where it asks for a list of outages."""
    rule = item.rule
    if isinstance(rule, Target):
        part = not isinstance(rule, TargetValueMax)
        return (
            FigureField("numerator", rule.numerator, part),
            FigureField("denominator", rule.denominator, whole=True),
        )
    if isinstance(rule, Proportional):
        # Marks of a report may be halves; everything else that is compared is counted.
        return tuple(
            FigureField(key, label, _OF_POINTS.search(label.zh) is None)
            for key, label in (("actual", rule.actual), ("required", rule.required))
        )
    return ()


def is_list(item: Item) -> bool:
    """Whether the item asks for a list of outages."""
    return isinstance(item.rule, OutageBands)


def read_typed(item: Item, typed: Typed, month: Period, on: date) -> dict[str, Any] | None:
    """The raw answer to an item; None where nothing was typed.

    A whole of 0 is kept as it is: the rule counts the item as not applicable.
    Raises FigureRefused.
    """
    raw = _outages(item, typed, month, on) if is_list(item) else _pair(item, typed)
    if raw is not None:
        _checked(item, raw, on, "")
    return raw


def plain_number(text: str) -> str:
    """A number as people type it: any width, thousands set apart by commas."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain


def _pair(item: Item, typed: Typed) -> dict[str, Any] | None:
    given = {one.key: plain_number(typed.figures.get(one.key, "")) for one in figure_fields(item)}
    if not any(given.values()):
        return None
    _each(partial(_check_figure, item, one, given[one.key]) for one in figure_fields(item))
    return {"verdict": "measured", **given}


def _check_figure(item: Item, one: FigureField, text: str) -> None:
    if not text:
        template = N_("{field} is missing. Enter it, or clear the other figure too.")
        raise _refused(item, one.key, AnswerRefused(item.code, one.key, "", template))
    if text.endswith("%"):
        template = N_("{field}: “{value}” is a percentage. Enter the figure; the rate is computed.")
        raise _refused(item, one.key, AnswerRefused(item.code, one.key, text, template))
    if one.whole:
        try:
            Fields(item.code, {one.key: text}).whole(one.key, 0, MOST)
        except AnswerRefused as error:
            raise _refused(item, one.key, error) from None


def _outages(item: Item, typed: Typed, month: Period, on: date) -> dict[str, Any] | None:
    if typed.none and typed.outages:
        template = N_("{field}: “none” and a list exclude each other. Take one of them out.")
        raise _refused(item, "outages", AnswerRefused(item.code, "outages", "", template))
    if typed.none:
        return {"verdict": "met"}
    rows = _each(
        partial(_outage, item, number, row, month, on) for number, row in enumerate(typed.outages)
    )
    return {"verdict": "deducted", "outages": rows} if rows else None


def _outage(
    item: Item, number: int, typed: Mapping[str, str], month: Period, on: date
) -> dict[str, Any]:
    day = typed.get("on", "").strip()
    row = {
        "on": day,
        "customers": plain_number(typed.get("customers", "")),
        "note": typed.get("note", "").strip(),
    }
    # Each is looked at beside one that is good, so that all that is wrong is told at once.
    _each(
        partial(_checked, item, {"verdict": "deducted", "outages": [one]}, on, f"{number}.")
        for one in ({"on": day, "customers": "1", "note": ""}, {**row, "on": on.isoformat()})
    )
    if not month.first_day <= date.fromisoformat(day) <= month.last_day:
        template = N_("{field}: {value} does not lie in {period}. Enter it in its own month.")
        error = AnswerRefused(item.code, "on", day, template, period=str(month))
        raise _refused(item, f"{number}.on", error)
    return row


def _checked(item: Item, raw: Mapping[str, Any], on: date, prefix: str) -> None:
    try:
        parse_answer(item, raw, on)
    except AnswerRefused as error:
        raise _refused(item, f"{prefix}{error.field}", error) from None


def _refused(item: Item, place: str, error: AnswerRefused) -> FigureRefused:
    label = next((one.label for one in figure_fields(item) if one.key == place), None)
    return FigureRefused(Refusal(item.code, place, error, label))


def _each(acts: Iterable[Callable[[], T]]) -> list[T]:
    """What all of them give; raises FigureRefused with everything that any of them refused."""
    found: list[T] = []
    refusals: list[Refusal] = []
    for act in acts:
        try:
            found.append(act())
        except FigureRefused as refused:
            refusals += refused.refusals
    if refusals:
        raise FigureRefused(*refusals)
    return found
