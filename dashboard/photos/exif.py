"""What a camera noted in a photo: which way is up, when and where; nonsense counts as nothing."""

from __future__ import annotations

import re
import struct
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from math import isfinite
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from dashboard.looks import ZONE

NONSENSE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
"""What Pillow raises on notes that are cut short, of another type, or invented."""

_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


def orientation(image: Image.Image) -> int:
    """1 to 8 as EXIF numbers them; 1, upright, where nothing sensible is noted."""
    try:
        found = int(image.getexif().get(Base.Orientation, 1))
    except NONSENSE:
        return 1
    return found if 1 <= found <= 8 else 1


def taken_at(image: Image.Image) -> datetime | None:
    """When the camera says it was taken, in UTC; without an offset in the organisation's zone."""
    try:
        notes = image.getexif().get_ifd(IFD.Exif)
        found = _MOMENT.fullmatch(_text(notes.get(Base.DateTimeOriginal)))
        if found is None:
            return None
        zone = _zone(_text(notes.get(Base.OffsetTimeOriginal)))
        moment = datetime(*(int(part) for part in found.groups()), tzinfo=zone)  # type: ignore[misc,arg-type]
    except NONSENSE:
        return None
    return moment.astimezone(UTC) if 1990 <= moment.year < 2100 else None


def place(image: Image.Image) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude in degrees with 6 decimals; a camera without a fix notes 0, 0."""
    try:
        notes = image.getexif().get_ifd(IFD.GPSInfo)
        latitude = _degrees(notes[GPS.GPSLatitude], notes[GPS.GPSLatitudeRef], "NS")
        longitude = _degrees(notes[GPS.GPSLongitude], notes[GPS.GPSLongitudeRef], "EW")
    except NONSENSE:
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or latitude == longitude == 0:
        return None
    return latitude, longitude


def _degrees(parts: Any, side: Any, sides: str) -> Decimal:
    degrees, minutes, seconds = (float(part) for part in parts)
    whole = degrees + minutes / 60 + seconds / 3600
    letter = _text(side).strip().upper()
    if not isfinite(whole) or whole < 0 or letter not in tuple(sides):
        raise ValueError(whole)
    return Decimal(f"{-whole if letter == sides[1] else whole:.6f}") + 0


def _zone(offset: str) -> tzinfo:
    found = _OFFSET.fullmatch(offset)
    if found is None:
        return ZONE
    sign, hours, minutes = found.groups()
    apart = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-apart if sign == "-" else apart)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.split("\x00", 1)[0].strip() if isinstance(value, str) else ""
