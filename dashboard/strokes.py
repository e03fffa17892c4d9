"""A signature drawn from its strokes: as SVG for pages, of numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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


def path(points: Points) -> str:
    """One stroke as the data of an SVG path; a single point is a dot."""
    pairs = [f"{int(x)} {int(y)}" for x, y in points]
    return f"M{'L'.join(pairs)}" + (f"L{pairs[0]}" if len(pairs) == 1 else "")
