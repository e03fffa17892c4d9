"""Parts of slides: a title, text, tables and native charts, with fonts that fall back sensibly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Pt

from dashboard.imports.cells import one_line

FONT = "Microsoft YaHei"
"""The font of the theme, for Chinese too; where it lacks, the system's Chinese font is taken."""

WIDE, HIGH = 13.333, 7.5
LEFT, TOP, BODY = 0.6, 0.45, 1.75
ROOM = WIDE - 2 * LEFT
INK, QUIET, ACCENT, PALE = "111417", "4D5866", "1F4E79", "F2F5F8"
ALIGN = {"right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
TITLE_ONLY = 5
"""The layout that has a title and nothing else."""


def presentation() -> Any:
    """An empty presentation, 16 to 9, whose theme names a Chinese font."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    theme = deck.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    text = re.sub(r'(<a:latin typeface=")[^"]*(")', rf"\g<1>{FONT}\g<2>", text)
    theme._blob = re.sub(r'(<a:ea typeface=")[^"]*(")', rf"\g<1>{FONT}\g<2>", text).encode()
    return deck


def page(deck: Any, title: str, foot: str) -> Any:
    """A new slide with its title; below stand the foot and the number of the slide."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    shape = slide.shapes.title
    shape.left, shape.top = Inches(LEFT), Inches(TOP)
    shape.width, shape.height = Inches(ROOM), Inches(0.8)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    write(shape.text_frame, [title], size=30, bold=True, colour=ACCENT)
    number = str(len(deck.slides))
    text(slide, [foot], (LEFT, 7.08, ROOM - 1, 0.3), size=10, colour=QUIET)
    text(slide, [number], (WIDE - LEFT - 1, 7.08, 1, 0.3), size=10, colour=QUIET, align="right")
    return slide


def text(
    slide: Any,
    lines: Sequence[str],
    box: tuple[float, float, float, float],
    **look: Any,
) -> None:
    """Lines of text in a box of (left, top, width, height) in inches."""
    shape = slide.shapes.add_textbox(*(Inches(side) for side in box))
    shape.text_frame.word_wrap = True
    write(shape.text_frame, lines, **look)


def write(
    frame: Any,
    lines: Sequence[str],
    *,
    size: float = 18,
    bold: bool = False,
    colour: str = INK,
    align: str = "left",
) -> None:
    """Put lines into a frame in place of what it holds, each a paragraph."""
    for number, words in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = ALIGN.get(align, PP_ALIGN.LEFT)
        run = paragraph.add_run()
        run.text = one_line(words)
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))


Cell = tuple[list[str], bool, str]
"""The lines of a cell, whether they are bold, and their colour."""


def table(
    slide: Any,
    headings: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    *,
    top: float = BODY,
    size: float = 14,
) -> None:
    """A table: headings as (words, alignment) with empty words for none; widths in inches."""
    headed = any(words for words, _align in headings)
    lines = [[([words], True, "FFFFFF") for words, _align in headings]] if headed else []
    lines += [list(row) for row in rows]
    heights = [_height(line, widths, size) for line in lines]
    box = (Inches(LEFT), Inches(top), Inches(sum(widths)), Inches(sum(heights)))
    made = slide.shapes.add_table(len(lines), len(headings), *box).table
    made.first_row = headed
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Inches(width)
    for number, (row, line, height) in enumerate(zip(made.rows, lines, heights, strict=True)):
        row.height = Inches(height)
        ground = ACCENT if headed and number == 0 else PALE if number % 2 == headed else "FFFFFF"
        for cell, (words, bold, colour), (_words, align) in zip(
            row.cells, line, headings, strict=True
        ):
            _cell(cell, words, size, bold=bold, colour=colour, align=align, ground=ground)


def _height(line: Sequence[Cell], widths: Sequence[float], size: float) -> float:
    """The height of a row in inches, by how many lines its words need."""
    signs = [max(1.0, (width - 0.2) * 72 / (size * 0.6)) for width in widths]
    needed = max(
        sum(max(1, ceil(width_of(words) / most)) for words in cell[0])
        for cell, most in zip(line, signs, strict=True)
    )
    return max(0.38, 0.1 + needed * size * 1.3 / 72)


def width_of(text: str) -> int:
    """How wide a text is, a Chinese sign counting two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _cell(cell: Any, lines: list[str], size: float, *, ground: str, **look: Any) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(ground)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.margin_left = cell.margin_right = Inches(0.08)
    write(cell.text_frame, lines, size=size, **look)


def chart(
    slide: Any,
    names: Sequence[str],
    values: Sequence[Any],
    colours: Sequence[str],
    *,
    title: str,
    across: bool = False,
    digits: int = 0,
    most: float | None = None,
) -> None:
    """A native chart of one series with a label at each bar, from 0 on; bars `across` or upright.

    Where they lie across, the first name is at the top.
    """
    data = CategoryChartData(number_format="0" + ("." + "0" * digits if digits else ""))
    data.categories = names
    data.add_series(title, [float(value) for value in values])
    kind = XL_CHART_TYPE.BAR_CLUSTERED if across else XL_CHART_TYPE.COLUMN_CLUSTERED
    box = (Inches(LEFT), Inches(BODY), Inches(ROOM), Inches(4.75))
    made = slide.shapes.add_chart(kind, *box, data).chart
    made.has_legend, made.has_title = False, False
    made.font.size = Pt(16 if len(names) <= 12 else 11)
    plot = made.plots[0]
    plot.gap_width, plot.has_data_labels, plot.vary_by_categories = 45, True, False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.show_value = True
    made.value_axis.minimum_scale = 0
    if most is not None:
        made.value_axis.maximum_scale = most
    made.value_axis.has_major_gridlines = False
    made.value_axis.visible = False
    made.category_axis.format.line.color.rgb = RGBColor.from_string("BFBFBF")
    made.category_axis.reverse_order = across
    for point, colour in enumerate(colours):
        fill = plot.series[0].points[point].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(colour.removeprefix("#"))
