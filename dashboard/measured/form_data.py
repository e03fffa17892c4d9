"""A unit's figures on a sheet as the form in the browser gets them, and what it sends back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checklists.exact import half_up, plain
from checklists.model import Item
from checklists.rules.base import Label
from checklists.scoring import LedgerLine
from dashboard.answer_words import answer_words, facts_words
from dashboard.kept_form import Told, state_words
from dashboard.looks import moment_text
from dashboard.measured.entering import SheetFigures, UnitFigures
from dashboard.measured.fields import Refusal, Typed, figure_fields, is_list
from dashboard.measured.refused import refusal_words
from dashboard.rule_words import rule_words
from dashboard.words import _, language

LONGEST = 500
MOST_ROWS = 50


@dataclass(frozen=True)
class SheetTold(Told):
    """What became of figures that were sent.

    `missing` are the items that are still to be entered before it can be submitted, and "source".
    """

    refusals: tuple[Refusal, ...] = ()
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def section_data(
    unit: UnitFigures, figures: SheetFigures, person: int, told: SheetTold | None
) -> dict[str, Any]:
    """One sheet of a unit; `store` is the name under which the browser keeps what is typed."""
    code = figures.sheet.code
    return {
        "store": f"heng-figures:{person}:{unit.unit.code}:{unit.period}:{code}",
        "editable": unit.may_change(figures),
        "closed": figures.cell.state == "submitted",
        "items": [_item(figures, item) for item in figures.sheet.items],
        "source": figures.source.words if figures.source else "",
        "day": unit.period.first_day.isoformat(),
        "told": None if told is None else _told(told),
        "words": _words(figures, str(unit.period)),
    }


def typed_of(sent: Mapping[str, Any]) -> dict[str, Typed]:
    """What was typed, by item; whatever has not the form's shape is left out."""
    found = {}
    for code, value in _mapping(sent.get("typed")).items():
        given = _mapping(value)
        if "outages" in given or "none" in given:
            rows = given.get("outages")
            listed = rows[:MOST_ROWS] if isinstance(rows, list) else []
            outages = [_texts(row) for row in listed]
            found[str(code)] = Typed(outages=outages, none=given.get("none") is True)
        else:
            found[str(code)] = Typed(_texts(given))
    return found


def bases_of(sent: Mapping[str, Any]) -> dict[str, str]:
    """The operations whose answers were on the screen, by item."""
    return _texts(sent.get("bases"))


def _item(figures: SheetFigures, item: Item) -> dict[str, Any]:
    now = figures.answers.get(item.code)
    answer = None if now is None else now.answer
    line = _line(figures, item)
    return {
        "code": item.code,
        "name": item.group.get(language()),
        "wording": item.wording.get(language()),
        "rule": rule_words(item.rule),
        "note": item.note.get(language()) if item.note else "",
        "list": is_list(item),
        "fields": [
            {"key": one.key, "label": one.label.get(language()), "whole": one.whole}
            for one in figure_fields(item)
        ],
        "value": _value(item, answer),
        "base": now.operation_id if now else "",
        "by": now.by if now else "",
        "at": moment_text(now.at) if now else "",
        "said": facts_words(item, answer) or _("none") if answer else _("nothing"),
        "rate": rate_text(item, answer),
        "points": _points(item, answer, line),
    }


def rate_text(item: Item, answer: Mapping[str, Any] | None) -> str:
    """The rate or the mean that two figures give, with two decimals; empty without figures."""
    if not answer or answer.get("verdict") != "measured":
        return ""
    part, whole = (Decimal(str(answer[one.key])) for one in figure_fields(item))
    if whole == 0:
        return ""
    ratio = Fraction(part) / Fraction(whole)
    unit: Label | None = getattr(item.rule, "unit", None)
    if unit is not None:
        return f"{half_up(ratio, 2)} {unit.get(language())}"
    return f"{half_up(100 * ratio, 2)} %"


def _line(figures: SheetFigures, item: Item) -> LedgerLine | None:
    if figures.score is None:
        return None
    return next((line for line in figures.score.lines if line.item == item.code), None)


def _points(item: Item, answer: Mapping[str, Any] | None, line: LedgerLine | None) -> str:
    full = plain(item.rule.available)
    if answer is None or line is None:
        return _("{points} points", points=full)
    if answer["verdict"] == "not_applicable":
        return answer_words(item, answer)
    if not line.applicable:
        return _("Not applicable: the whole is 0")
    return _("{left} of {full} points", left=plain(line.left), full=full)


def _value(item: Item, answer: Mapping[str, Any] | None) -> dict[str, Any]:
    given = answer or {}
    if is_list(item):
        rows = [
            {name: str(row.get(name, "")) for name in ("on", "customers", "note")}
            for row in given.get("outages", ())
        ]
        return {"none": given.get("verdict") == "met", "outages": rows}
    return {one.key: str(given.get(one.key, "")) for one in figure_fields(item)}


def _told(told: SheetTold) -> dict[str, Any]:
    refused: dict[str, dict[str, str]] = {}
    for one in told.refusals:
        refused.setdefault(one.item, {})[one.place] = refusal_words(one)
    return {
        "n": told.n,
        "kept": told.kept,
        "done": told.done,
        "error": told.error,
        "refused": refused,
        "changed": list(told.changed),
        "missing": list(told.missing),
    }


def _words(figures: SheetFigures, period: str) -> dict[str, str]:
    corrects = figures.cell.state == "submitted" or figures.cell.corrects
    return {
        **state_words(),
        "save": _("Save as draft"),
        "submit": _("Submit the correction") if corrects else _("Submit and lock"),
        "drop": _("Discard what is not saved"),
        "correct": _("Correct these figures"),
        "theirs": _("Now {said} ({by}, {at})"),
        "source": _("Source of the figures") + _(" (required to submit)"),
        "example": _("e.g. monthly report of the service system {period}", period=period),
        "reason": _("Reason of the correction (kept in the trail)"),
        "on": _("Date"),
        "customers": _("Customers affected"),
        "note": _("Remark"),
        "add": _("Add an outage"),
        "none": _("No outage this month"),
        "take_out": _("Take outage {n} out"),
    }


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _texts(value: Any) -> dict[str, str]:
    return {str(key): str(text)[:LONGEST] for key, text in _mapping(value).items()}
