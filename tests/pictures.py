"""Pictures for tests: drawn by size, turned and noted as cameras do it."""

import io
from typing import Any

from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

BLUE, RED = (20, 60, 200), (200, 40, 30)
TURNED = {1: 0, 3: 180, 6: 90, 8: 270}


def drawn(width: int = 640, height: int = 480, mark: str = "") -> Image.Image:
    """A blue picture whose upper left quarter is red; `mark` makes it another one."""
    image = Image.new("RGB", (width, height), BLUE)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width // 2, height // 2), fill=RED)
    pen.text((width // 2, height * 3 // 4), mark, fill="white")
    return image


def photo(kind: str = "JPEG", *, image: Image.Image | None = None, **notes: Any) -> bytes:
    """The bytes of a picture; notes are orientation, taken, offset, and place as (lat, lon)."""
    exif = Image.Exif()
    if "orientation" in notes:
        exif[Base.Orientation] = notes["orientation"]
    if "taken" in notes:
        exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = notes["taken"]
    if "offset" in notes:
        exif.get_ifd(IFD.Exif)[Base.OffsetTimeOriginal] = notes["offset"]
    if "place" in notes:
        exif.get_ifd(IFD.GPSInfo).update(_gps(*notes["place"]))
    written = io.BytesIO()
    (image or drawn()).save(written, kind, exif=exif)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    """A picture that can be looked at."""
    return Image.open(io.BytesIO(data)).convert("RGB")


def is_red(image: Image.Image, across: float, down: float) -> bool:
    """Whether a point, as shares of width and height, is red."""
    red, _green, blue = image.getpixel((int(image.width * across), int(image.height * down)))
    return bool(red > blue)


def _gps(latitude: float, longitude: float) -> dict[int, Any]:
    return {
        GPS.GPSLatitudeRef: "S" if latitude < 0 else "N",
        GPS.GPSLatitude: _parts(abs(latitude)),
        GPS.GPSLongitudeRef: "W" if longitude < 0 else "E",
        GPS.GPSLongitude: _parts(abs(longitude)),
    }


def _parts(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    minutes = degrees % 1 * 60
    seconds = minutes % 1 * 60
    return (
        IFDRational(int(degrees)),
        IFDRational(int(minutes)),
        IFDRational(round(seconds * 1_000_000), 1_000_000),
    )
