"""What the tablet form is told: the sheet in the reader's language, the answers, the score."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from checklists.exact import plain
from checklists.model import Item, Sheet, Text
from checklists.rules.base import Label
from checklists.scoring import SheetScore
from dashboard.looks import ORIGINS, clause_text, grade_look, score_text
from dashboard.rule_words import rule_words
from dashboard.words import _, language


def sections(sheet: Sheet) -> list[dict[str, Any]]:
    """The sheet's sections with their items, every text in the reader's language."""
    return _sections(sheet, language())


@lru_cache(maxsize=64)
def _sections(sheet: Sheet, in_language: str) -> list[dict[str, Any]]:
    return [
        {
            "code": section.code,
            "name": section.name.get(in_language),
            "items": [_item(item) for item in sheet.items if item.section == section.code],
        }
        for section in sheet.sections
    ]


def score_data(score: SheetScore) -> dict[str, Any]:
    """A score as the form shows it: numbers as text, the grade with its word."""
    # Bonus and demerit bring no points of their own and need no answer.
    must = sum(1 for line in score.lines if line.points != 0)
    return {
        "k1": plain(score.k1),
        "k2": plain(score.k2),
        "k3": plain(score.k3),
        "k": None if score.k is None else plain(score.k),
        "k_text": None if score.k is None else score_text(score.k),
        "grade": None if score.grade is None else _grade(score.grade),
        "lost": plain(score.lost),
        "answered": must - len(score.unanswered),
        "total": must,
        "unanswered": list(score.unanswered),
        "items": {
            line.item: {
                "available": plain(line.available),
                "deducted": plain(line.deducted),
                "left": plain(line.left),
                "capped": line.capped,
                "answered": line.verdict is not None,
            }
            for line in score.lines
        },
    }


def _grade(code: str) -> dict[str, str]:
    look = grade_look(code)
    return {"code": code, "name": _(look.word), "shape": look.shape, "colour": look.colour}


def _item(item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "group": item.group.get(language()),
        "wording": item.wording.get(language()),
        "clause": clause_text(str(item.reference)),
        "origin": item.origin,
        "origin_text": _(ORIGINS[item.origin]),
        "reason": "" if item.reason is None else item.reason.get(language()),
        "note": "" if item.note is None else item.note.get(language()),
        "points": plain(item.rule.points),
        "optional": item.rule.OPTIONAL,
        "rule": _plain_rule(item.rule),
        "rule_text": rule_words(item.rule),
    }


def _plain_rule(value: object) -> Any:
    if isinstance(value, Text | Label):
        return value.get(language())
    if isinstance(value, BaseModel):
        return {name: _plain_rule(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple | list):
        return [_plain_rule(entry) for entry in value]
    if isinstance(value, Mapping):
        return {name: _plain_rule(entry) for name, entry in value.items()}
    return value
