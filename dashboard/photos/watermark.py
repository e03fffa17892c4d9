"""A photo as it is shown of an order: upright, with time, order and place written into it.

The bytes that were sent in stay as they are in the store.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

from dashboard.photos.content import upright

LONGEST = 960
"""Pixels of the longer side of what is shown."""

FONTS = (
    "/usr/share/fonts/**/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/**/NotoSansCJK*.ttc",
    "/usr/share/fonts/**/NotoSansSC*.[ot]tf",
    "/usr/share/fonts/**/wqy-*.ttc",
    "/usr/share/fonts/**/DroidSansFallback*.ttf",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
    "C:/Windows/Fonts/simsun.ttc",
)
"""Where Chinese fonts lie on Linux, macOS and Windows; the first one found is taken."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def marked(data: bytes, lines: Sequence[str], longest: int = LONGEST) -> bytes:
    """A JPEG of a photo with some lines of text on its lower edge, and where it was taken below.

    Without a Chinese font on the machine, signs that cannot be written are left out. Raises
    PhotoRefused.
    """
    picture, where = upright(data, longest)
    told = [*lines, *([] if where is None else ["{:.5f}, {:.5f}".format(*where)])]
    size = max(max(picture.size) // 30, 12)
    font, chinese = _font(size)
    margin = size // 2
    room = picture.width - 2 * margin
    rows = [row for line in told for row in _rows(line if chinese else _latin(line), font, room)]
    step = size * 4 // 3
    top = picture.height - step * len(rows) - margin
    pen = ImageDraw.Draw(picture, "RGBA")
    pen.rectangle((0, top - margin, picture.width, picture.height), fill=(0, 0, 0, 150))
    for number, row in enumerate(rows):
        pen.text((margin, top + step * number), row, font=font, fill="white")
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85, exif=b"")
    return written.getvalue()


def _rows(line: str, font: Font, room: int) -> Iterator[str]:
    """A line in as many rows as it needs, none wider than there is room."""
    row = ""
    for sign in line:
        if row and font.getlength(row + sign) > room:
            yield row
            row = ""
        row += sign
    if row.strip():
        yield row


def _latin(line: str) -> str:
    kept = "".join(sign for sign in line if sign < "\u0100")
    return " ".join(kept.split()).strip(" ·")


@lru_cache(maxsize=16)
def _font(size: int) -> tuple[Font, bool]:
    """A font, and whether it can write Chinese."""
    for path in found(FONTS):
        try:
            return ImageFont.truetype(path, size, index=_simplified(path)), True
        except OSError:
            continue
    return ImageFont.load_default(size), False


def _simplified(path: str) -> int:
    """The place of the simplified signs in a collection of fonts."""
    return 2 if "NotoSansCJK" in path and path.endswith(".ttc") else 0


def found(patterns: Iterable[str]) -> Iterator[str]:
    """The files that fit some patterns, in the order of the patterns."""
    for pattern in patterns:
        fixed, star, rest = pattern.partition("**/")
        folder = Path(fixed) if star else Path(pattern).parent
        name = rest if star else Path(pattern).name
        if folder.is_dir():
            yield from sorted(map(str, folder.rglob(name) if star else folder.glob(name)))
