"""What the tablet form is told: the sheet in the reader's language, the answers, the score."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from checklists.catalogue_loader import load_catalogue
from checklists.exact import half_up, plain
from checklists.model import Item, Sheet, Text
from checklists.rules.base import Label
from checklists.scoring import SheetScore
from dashboard.looks import ORIGINS, clause_text, grade_look, score_text
from dashboard.policy_words import policy_sentences
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
            "items": [_item(sheet, item) for item in sheet.items if item.section == section.code],
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
        "skip": _skip(score),
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


def _skip(score: SheetScore) -> dict[str, Any]:
    """The share of points not applicable as answered, and as it would be submitted now."""
    limit = score.skip_limit
    return {
        "share": percent(score.skipped),
        "limit": None if limit is None else percent(Fraction(limit)),
        "over": limit is not None and score.skipped > Fraction(limit),
        "left_out": percent(score.left_out),
        "asks": score.over_skip_limit,
    }


def percent(share: Fraction) -> str:
    """A share as a percentage with at most one decimal: 23.5 %."""
    return f"{plain(half_up(share * 100, 1))} %"


def _grade(code: str) -> dict[str, str]:
    look = grade_look(code)
    return {"code": code, "name": _(look.word), "shape": look.shape, "colour": look.colour}


def _item(sheet: Sheet, item: Item) -> dict[str, Any]:
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
        "document": _document(item.reference.document),
        "skip": sheet.skip_policy(item),
        "demands": [] if item.proof is None else list(item.proof.demands),
        "policies": [] if item.rule.OPTIONAL else policy_sentences(sheet, item),
    }


def _document(tag: str) -> str:
    titles = {document.tag: document.title for document in load_catalogue().documents}
    return titles[tag].get(language()) if tag in titles else tag


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
