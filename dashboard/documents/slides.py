"""The evaluation as a PowerPoint file: the slides of the meeting, with native charts and tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pptx.util import Inches, Pt

from dashboard.documents import pptx_parts as parts
from dashboard.documents.ground import Progress
from dashboard.looks import grade_look, score_text, shown_score
from dashboard.meeting.agenda import agenda
from dashboard.meeting.cells import Slide, figure_words, pages, shares
from dashboard.meeting.ground import Figures
from dashboard.standings.rows import GroupStanding
from dashboard.words import _, language
from db.meetings.reading import Minutes

MOST_BARS = 24
"""So many divisions are drawn; of more the table tells."""


def slides(found: Figures, held: Minutes, foot: str, told: Progress = lambda _part: None) -> bytes:
    """The slides in the reader's language; `foot` stands below each, `told` hears what is done."""
    deck = parts.presentation()
    listed = [one for one in agenda(found, held) if one["kind"] in DRAWN]
    for number, slide in enumerate(listed, start=1):
        if slide["id"] == "divisions":
            _division_chart(deck, found.stands.divisions, foot)
        DRAWN[slide["kind"]](deck, slide, foot)
        told(number / (len(listed) + 1))
    content = io.BytesIO()
    deck.save(content)
    told(1.0)
    return content.getvalue()


def _cover(deck: Any, slide: Slide, foot: str) -> None:
    page = parts.page(deck, slide["title"], foot)
    page.shapes.title.top, page.shapes.title.height = Inches(2.2), Inches(1.1)
    page.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(48)
    box = (parts.LEFT, 3.4, parts.ROOM, 0.9)
    parts.text(page, [slide["sub"]], box, size=32)
    parts.text(
        page, slide["facts"], (parts.LEFT, 4.5, parts.ROOM, 1.5), size=18, colour=parts.QUIET
    )


def _figures(deck: Any, slide: Slide, foot: str) -> None:
    page = _begun(deck, slide, foot)
    for number, one in enumerate(slide["figures"]):
        left = parts.LEFT + parts.ROOM / 3 * (number % 3)
        top = 2.1 + 2.2 * (number // 3)
        parts.text(page, [one["label"]], (left, top, 4, 0.4), size=16, colour=parts.QUIET)
        parts.text(page, [figure_words(one)], (left, top + 0.4, 4, 0.9), size=40, bold=True)
        if "look" in one:
            words, _bold, colour = _cell(one["look"])
            parts.text(page, words, (left, top + 1.2, 4, 0.5), size=20, bold=True, colour=colour)


def _bars(deck: Any, slide: Slide, foot: str) -> None:
    page = _begun(deck, slide, foot)
    bars = slide["bars"]
    parts.chart(
        page,
        [f"{bar['shape']} {bar['text']}" for bar in bars],
        [bar["number"] for bar in bars],
        [bar["colour"] for bar in bars],
        title=slide["title"],
    )


def _division_chart(deck: Any, groups: Sequence[GroupStanding], foot: str) -> None:
    scored = [one for one in groups if one.k is not None and one.row is not None][:MOST_BARS]
    if len(scored) < 2:
        return
    page = parts.page(deck, _("Divisions by score"), foot)
    parts.chart(
        page,
        [one.row.name(language()) for one in scored if one.row is not None],
        [shown_score(one.k) for one in scored if one.k is not None],
        [grade_look(one.grade).colour for one in scored],
        title=_("Q out of 1000"),
        across=True,
        digits=1,
        most=1080,
    )
    words = _("The best has {best}, the last {last} of 1000 points.")
    ends = {"best": score_text(scored[0].k), "last": score_text(scored[-1].k)}
    _lead(page, words.format(**ends))


def _table(deck: Any, slide: Slide, foot: str) -> None:
    page = _begun(deck, slide, foot)
    columns = slide["columns"]
    rows = [[_cell(cell) for cell in row] for row in slide["rows"]]
    headings = [(one["label"], one["align"]) for one in columns]
    top = 1.75 if slide.get("lead") else 1.35
    widths = [parts.ROOM * share for share in shares(columns)]
    parts.table(page, headings, rows, widths, top=top)


def _reveal(deck: Any, slide: Slide, foot: str) -> None:
    found = pages(slide["rows"])
    for number, rows in enumerate(found, start=1):
        title = slide["title"] + ("" if len(found) == 1 else f" {number}/{len(found)}")
        _table(deck, slide | {"rows": rows, "title": title}, foot)


def _case(deck: Any, slide: Slide, foot: str) -> None:
    page = _begun(deck, slide, foot)
    words, _bold, colour = _cell(slide["look"])
    name = f"{slide['unit']} · {slide['sub']}"
    parts.text(page, [name], (parts.LEFT, 1.35, 9.5, 0.6), size=24, bold=True)
    box = (parts.WIDE - parts.LEFT - 2.6, 1.35, 2.6, 0.6)
    parts.text(page, words, box, size=22, bold=True, colour=colour, align="right")
    facts = [
        [([label], False, parts.QUIET), ([value], True, parts.INK)]
        for label, value in slide["facts"]
    ]
    parts.table(page, [("", "left"), ("", "left")], facts, (2.2, 3.4), top=2.1)
    lines = [*slide["evidence"], "", slide["rule"]]
    parts.text(page, lines, (6.6, 2.1, parts.WIDE - parts.LEFT - 6.6, 4.2), size=16)


def _text(deck: Any, slide: Slide, foot: str) -> None:
    page = _begun(deck, slide, foot)
    parts.text(page, slide["lines"], (parts.LEFT, 2, parts.ROOM, 3.5), size=22)


DRAWN: Mapping[str, Callable[[Any, Slide, str], None]] = {
    "cover": _cover,
    "figures": _figures,
    "bars": _bars,
    "table": _table,
    "reveal": _reveal,
    "case": _case,
    "text": _text,
}
"""The slides that a file shows; those on which one takes something down are for the meeting."""


def _begun(deck: Any, slide: Slide, foot: str) -> Any:
    page = parts.page(deck, slide["title"], foot)
    if slide.get("lead"):
        _lead(page, slide["lead"])
    if slide.get("note"):
        box = (parts.LEFT, 6.62, parts.ROOM, 0.45)
        parts.text(page, [slide["note"]], box, size=12, colour=parts.QUIET)
    return page


def _lead(page: Any, words: str) -> None:
    parts.text(page, [words], (parts.LEFT, 1.2, parts.ROOM, 0.5), size=18)


def _cell(cell: Any) -> parts.Cell:
    """The lines of a cell, whether they are bold, and their colour."""
    if isinstance(cell, str):
        return [cell], False, parts.INK
    if "lines" in cell:
        return list(cell["lines"]), False, parts.INK
    words = f"{cell.get('shape', '')} {cell['text']}".strip()
    if cell.get("mark"):
        words += f" {cell['mark']}"
    bold = bool(cell.get("strong") or cell.get("shape"))
    return [words], bold, str(cell.get("colour", parts.INK))
