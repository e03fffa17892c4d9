"""Parts of Word files: headings, paragraphs, tables that are written fast, blank lines to fill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from dashboard.imports.cells import one_line

FONT = "Microsoft YaHei"
"""Where a computer lacks it, Word takes the system's Chinese font."""

ACCENT, QUIET, GROUND = "1F4E79", "595959", "DCE6F0"
ROOM = 17.0
"""Centimetres between the margins of A4."""

BLANK = "＿" * 12
"""A line to fill in by hand."""


def document() -> Any:
    """An empty A4 document whose styles name a Chinese font, with the page's number below."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12)):
        style = made.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(attribute), FONT)
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        if name == "Normal":
            # Chinese punctuation looks as it does in China, whichever font is there.
            _below(style.element.rPr, "w:lang", val="en-US", eastAsia="zh-CN")
        else:
            style.font.color.rgb = RGBColor.from_string(ACCENT)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    _page_number(section.footer.paragraphs[0])
    return made


def say(made: Any, words: str, *, quiet: bool = False, bold: bool = False, style: str = "") -> Any:
    """A paragraph; what is quiet is smaller and grey."""
    paragraph = made.add_paragraph(style=style or None)
    run = paragraph.add_run(one_line(words))
    run.bold = bold
    if quiet:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(QUIET)
    return paragraph


def title(made: Any, words: str) -> None:
    """The title in the middle of the line."""
    made.add_paragraph(one_line(words), style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER


def new_page(made: Any) -> None:
    """Go on on a new page."""
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def table(
    made: Any,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    numbers: Sequence[int] = (),
) -> None:
    """A table over the whole width; `numbers` are the columns that stand to the right.

    Its rows are built from the parts of the file itself: a table of many rows would take minutes
    otherwise. The headings are on every page.
    """
    grid = made.add_table(rows=0, cols=len(headings))
    grid.style = "Table Grid"
    grid.autofit = False
    room = [ROOM * share / sum(shares) for share in shares]
    for column, width in zip(grid.columns, room, strict=True):
        column.width = Cm(width)
    widths = [str(round(width / 2.54 * 1440)) for width in room]
    for number, row in enumerate([list(headings), *rows]):
        grid._tbl.append(_row(row, widths, numbers, head=number == 0))
    made.add_paragraph()


def _row(cells: Sequence[str], widths: Sequence[str], numbers: Sequence[int], *, head: bool) -> Any:
    row = OxmlElement("w:tr")
    about = _below(row, "w:trPr")
    _below(about, "w:cantSplit")
    if head:
        _below(about, "w:tblHeader")
    for place, (words, width) in enumerate(zip(cells, widths, strict=True)):
        cell = _below(row, "w:tc")
        look = _below(cell, "w:tcPr")
        _below(look, "w:tcW", w=width, type="dxa")
        if head:
            _below(look, "w:shd", val="clear", color="auto", fill=GROUND)
        for line in words.splitlines() or [""]:
            paragraph = _below(cell, "w:p")
            shape = _below(paragraph, "w:pPr")
            _below(shape, "w:spacing", after="20", before="20")
            if place in numbers:
                _below(shape, "w:jc", val="right")
            run = _below(paragraph, "w:r")
            font = _below(run, "w:rPr")
            if head:
                _below(font, "w:b")
            _below(font, "w:sz", val="18")
            text = _below(run, "w:t")
            text.text = one_line(line)
            text.set(qn("xml:space"), "preserve")
    return row


def _below(parent: Any, tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    parent.append(made)
    return made


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            _below(run._r, "w:fldChar", fldCharType=kind)
        else:
            _below(run._r, "w:instrText").text = words
