"""A signature drawn from its strokes: as SVG for pages, of numbers only, and as PNG for Excel."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from PIL import Image, ImageDraw

from db.signatures import HEIGHT, WIDTH

Points = Sequence[Sequence[int]]
INK = "#16202c"


def svg(strokes: Sequence[Points], label: str = "") -> str:
    """The strokes as an SVG picture, dark on white like ink on paper; `label` is escaped."""
    lines = "".join(f'<path d="{path(points)}"/>' for points in strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" fill="none" stroke="{INK}" stroke-width="6" '
        f'stroke-linecap="round" stroke-linejoin="round">'
        f'<rect width="100%" height="100%" fill="#fff" stroke="none"/>{lines}</svg>'
    )


def png(strokes: Sequence[Points]) -> bytes:
    """The strokes as a PNG picture, for files that take no SVG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(picture)
    for points in strokes:
        line = [(int(x), int(y)) for x, y in points]
        x, y = line[0]
        pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=INK)
        pen.line(line, fill=INK, width=6, joint="curve")
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def path(points: Points) -> str:
    """One stroke as the data of an SVG path; a single point is a dot."""
    pairs = [f"{int(x)} {int(y)}" for x, y in points]
    return f"M{'L'.join(pairs)}" + (f"L{pairs[0]}" if len(pairs) == 1 else "")
