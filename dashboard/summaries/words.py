"""A shift's summary in words: its name, its columns, its lines, and what stands below them."""

from __future__ import annotations

from typing import Any

from checklists.shifts import Roster, Span
from dashboard.looks import ZONE, moment_text
from dashboard.summaries.counting import COUNTS, total
from dashboard.summaries.desk import ShiftSummary
from dashboard.words import N_, _, language
from db.orders.summaries import SummaryRow

COUNT_WORDS = {
    "taken": N_("Orders taken"),
    "dispatched": N_("Orders sent out"),
    "answered": N_("Orders answered"),
    "closed": N_("Orders closed"),
    "late": N_("Ran late"),
    "redone": N_("Given back"),
    "open": N_("Still open"),
}
"""What is counted, in the order of COUNTS."""

SHIFT_WORDS = {
    "early": N_("Early shift"),
    "late": N_("Late shift"),
    "night": N_("Night shift"),
}


def count_words(code: str) -> str:
    """What is counted, in the reader's language."""
    word = COUNT_WORDS[code]
    return _(word)


def shift_words(code: str) -> str:
    """What a shift is called."""
    word = SHIFT_WORDS[code]
    return _(word)


def columns() -> list[tuple[str, str]]:
    """The columns of the table: keys and headings."""
    return [("class", _("Class")), *((code, count_words(code)) for code in COUNTS)]


def lines(found: ShiftSummary) -> list[dict[str, Any]]:
    """One line a class in the order of the rules, and the sum."""
    known = {one.code: one.name.get(language()) for one in found.rules.orders.classes}
    of_class = [
        {"class": words, **found.counts[code]}
        for code, words in known.items()
        if code in found.counts
    ]
    return [*of_class, {"class": _("All classes"), **total(found.counts)}]


def name(found: ShiftSummary) -> str:
    """What a summary is called: division, day and shift."""
    division = found.division.name(language())
    shift = shift_words(found.span.shift)
    return " · ".join((_("Shift summary"), division, found.span.day.isoformat(), shift))


def span_words(roster: Roster, code: str) -> str:
    """A shift with the hours its people are there."""
    shift = next(one for one in roster.shifts if one.code == code)
    return f"{shift_words(code)} {shift.begins:%H:%M}–{shift.ends:%H:%M}"


def counted_words(span: Span) -> str:
    """From when to when a shift's happenings are counted."""
    start, end = (at.astimezone(ZONE).strftime("%m-%d %H:%M") for at in (span.start, span.end))
    return _("Counted from {start} until before {end}.", start=start, end=end)


def signed_words(row: SummaryRow) -> str:
    """Who signed, when, and which one it is."""
    words = (
        _("Signed by {name}, {moment}.")
        if row.number == 1
        else _("Corrected and signed by {name}, {moment} (number {number}): {reason}")
    )
    return words.format(
        name=row.name,
        moment=moment_text(row.signed_at),
        number=row.number,
        reason=row.content.get("reason", ""),
    )
