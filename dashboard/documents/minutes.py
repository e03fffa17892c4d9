"""Minutes of the evaluation meeting as a Word file: figures, candidates, decisions, blanks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from dashboard.documents import docx_parts as parts
from dashboard.looks import with_division
from dashboard.meeting.agenda import agenda
from dashboard.meeting.cells import Slide, figure_words, shares
from dashboard.meeting.ground import Figures
from dashboard.words import _, period_words
from db.meetings.reading import Minutes

TOLD = ("figures", "bars", "table", "reveal", "case", "text")
"""The kinds of slides that the minutes tell of; the others only take something down."""


def minutes(found: Figures, held: Minutes, about: str) -> bytes:
    """The minutes in the reader's language; what is not taken down yet is left blank to fill in.

    `about` says from when the figures are.
    """
    made = parts.document()
    parts.title(made, _("Minutes of the evaluation meeting"))
    parts.say(made, _("Period: {period}", period=period_words(found.period)), bold=True)
    parts.say(made, about, quiet=True)
    for words in (_("Day and place"), _("Chair"), _("Taken down by")):
        parts.say(made, f"{words}{_(': ')}{parts.BLANK}")
    made.add_paragraph(_("Who is present"), style="Heading 1")
    present = [] if held.present is None else held.present.words.splitlines()
    for name in present or [parts.BLANK * 3] * 3:
        parts.say(made, name)
    for slide in _joined(agenda(found, held)):
        _section(made, slide)
    _candidates(made, found, held)
    made.add_paragraph(_("Signatures"), style="Heading 1")
    for words in (_("Chair"), _("Taken down by")):
        parts.say(made, f"{words}{_(': ')}{parts.BLANK}")
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _joined(slides: Sequence[Slide]) -> list[Slide]:
    """The slides to tell of; a table that goes on over several is one."""
    found: list[Slide] = []
    for slide in slides:
        if slide["kind"] not in TOLD:
            continue
        last = found[-1] if found else None
        if last is not None and slide["kind"] == "table" == last["kind"]:
            goes_on = slide["id"].rpartition("-")[0] == last["id"]
            if goes_on and slide["columns"] == last["columns"]:
                found[-1] = last | {"rows": [*last["rows"], *slide["rows"]]}
                continue
        named = slide.get("listed") or slide["title"]
        found.append(slide if slide["kind"] == "case" else slide | {"title": named})
    return found


def _section(made: Any, slide: Slide) -> None:
    made.add_paragraph(slide["title"], style="Heading 1")
    if slide.get("lead"):
        parts.say(made, slide["lead"])
    if slide["kind"] == "figures":
        rows = [[one["label"], _figure(one)] for one in slide["figures"]]
        parts.table(made, (_("Figure"), _("Value")), rows, (2, 1), (1,))
    elif slide["kind"] == "bars":
        rows = [[_text(bar), str(bar["number"])] for bar in slide["bars"]]
        parts.table(made, (_("Grade"), _("Units")), rows, (2, 1), (1,))
    elif slide["kind"] in ("table", "reveal"):
        _table(made, slide)
    elif slide["kind"] == "case":
        _case(made, slide)
    else:
        for words in slide["lines"]:
            parts.say(made, words)
    if slide.get("note"):
        parts.say(made, slide["note"], quiet=True)


def _table(made: Any, slide: Slide) -> None:
    columns = slide["columns"]
    right = [place for place, one in enumerate(columns) if one["align"] == "right"]
    rows = [[_text(cell) for cell in row] for row in slide["rows"]]
    parts.table(made, [one["label"] for one in columns], rows, shares(columns), right)


def _case(made: Any, slide: Slide) -> None:
    parts.say(made, f"{slide['unit']} · {slide['sub']} · {_text(slide['look'])}", bold=True)
    parts.table(made, (_("Fact"), _("Value")), slide["facts"], (1, 2))
    for words in slide["evidence"]:
        parts.say(made, words, style="List Bullet")
    parts.say(made, slide["rule"])


def _candidates(made: Any, found: Figures, held: Minutes) -> None:
    """Lines to fill in for each candidate on whom nothing was decided yet."""
    units = [one.unit.row for one in found.last] + [one.unit for one in found.below or ()]
    open_ones = [row for row in dict.fromkeys(units) if held.of("elimination", row.id) is None]
    if not open_ones:
        return
    made.add_paragraph(_("Still to be decided"), style="Heading 1")
    for row in open_ones:
        parts.say(made, with_division(row), bold=True).paragraph_format.keep_with_next = True
        parts.say(made, _("☐ eliminate   ☐ keep   Reason: {blank}", blank=parts.BLANK))


def _figure(one: dict[str, Any]) -> str:
    words = figure_words(one)
    return f"{words} {_text(one['look'])}" if "look" in one else words


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if "lines" in cell:
        return "\n".join(cell["lines"])
    words = f"{cell.get('shape', '')} {cell['text']}".strip()
    return f"{words} {cell['mark']}" if cell.get("mark") else words
