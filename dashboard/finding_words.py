"""What was found at a unit last time, item by item, as the form shows it before one answers."""

from __future__ import annotations

from typing import Any

from checklists.exact import plain
from checklists.model import Item, Sheet
from dashboard.answer_words import answer_words, facts_words
from dashboard.words import _
from db.findings import Finding, Findings


def findings_data(sheet: Sheet, found: Findings) -> dict[str, dict[str, Any]]:
    """By item code: when, in words, the note, since when it repeats, and the photos' numbers."""
    return {
        item.code: _data(item, found)
        for item in sheet.items
        if item.code in found.last or item.code in found.repeated
    }


def _data(item: Item, found: Findings) -> dict[str, Any]:
    last, again = found.last.get(item.code), found.repeated.get(item.code)
    data: dict[str, Any] = {}
    if last is not None:
        data = {"on": last.on.isoformat(), "words": _words(item, last), "note": last.note}
        data["deducted"] = plain(last.deducted)
        data["photos"] = list(last.photos)
    if again is not None:
        data["repeated_on"] = again.isoformat()
    return data


def _words(item: Item, last: Finding) -> str:
    if last.deducted <= 0:
        return answer_words(item, last.answer)
    lost = _("{points} points lost", points=plain(last.deducted))
    return _(": ").join(part for part in (lost, facts_words(item, last.answer)) if part)
