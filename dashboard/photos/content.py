"""What is taken in as a photo: by content and not by name, whole, and not too large to decode."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from PIL import Image, UnidentifiedImageError

from checklists.errors import N_
from dashboard.photos import exif
from dashboard.photos.errors import PhotoRefused

LARGEST_FILE = 12_000_000
"""Bytes of one photo; the form makes larger ones smaller before it sends them."""
MOST_PIXELS = 50_000_000
THUMBNAIL = 480
"""Pixels of the longer side."""

TYPES = {
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),  # A JPEG with a second picture behind it, as some phones write.
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
}
PAPERS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/csv": "csv",
}
"""Other kinds of files that are kept beside photos, with their endings."""
ENDINGS = dict(TYPES.values()) | PAPERS
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is turned upright, by its EXIF orientation; 1 is upright already."""

# Pillow looks at the size in the header, before it decodes; a warning is not enough here.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """A photo that was looked through: its bytes as they came, and a small upright JPEG of it.

    `width` and `height` are pixels of the upright picture; the place is in degrees.
    """

    data: bytes
    thumbnail: bytes
    sha256: str
    media_type: str
    width: int
    height: int
    taken_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None


def read_picture(data: bytes) -> Picture:
    """Look through the bytes of a photo; all of it is decoded once. Raises PhotoRefused."""
    if not data:
        raise PhotoRefused(N_("The photo is empty. Take it again."))
    if len(data) > LARGEST_FILE:
        raise too_large()
    with _opened(data) as image:
        media_type, _ending = TYPES[str(image.format)]
        turned = exif.orientation(image)
        moment, place = exif.taken_at(image), exif.place(image)
        width, height = image.size if turned < 5 else image.size[::-1]
        small = _thumbnail(image, turned)
    latitude, longitude = place or (None, None)
    digest = hashlib.sha256(data).hexdigest()
    return Picture(data, small, digest, media_type, width, height, moment, latitude, longitude)


def thumbnail_of(data: bytes) -> bytes:
    """A small upright JPEG of a photo, with no notes of the camera. Raises PhotoRefused."""
    with _opened(data) as image:
        return _thumbnail(image, exif.orientation(image))


def upright(data: bytes, longest: int) -> tuple[Image.Image, tuple[Decimal, Decimal] | None]:
    """A photo turned upright, its longer side at most so many pixels, and where it was taken.

    That is latitude and longitude as the camera noted them, in degrees. Raises PhotoRefused.
    """
    with _opened(data) as image:
        return _small(image, exif.orientation(image), longest), exif.place(image)


def too_large() -> PhotoRefused:
    """The refusal of a file with too many bytes."""
    return PhotoRefused(
        N_("The photo is larger than {most} MB. Take it with a lower resolution."),
        most=LARGEST_FILE // 1_000_000,
    )


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The picture, its header read. Raises PhotoRefused, also for what is wrong further down."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoRefused(
            N_("The picture has more than {most} million pixels. Take it with a lower resolution."),
            most=MOST_PIXELS // 1_000_000,
        ) from None
    except UnidentifiedImageError:
        raise _not_a_photo(data) from None
    except exif.NONSENSE:
        raise PhotoRefused(
            N_("The photo is damaged or was cut short. Take it again, or choose another one.")
        ) from None


def _not_a_photo(data: bytes) -> PhotoRefused:
    if data[4:8] == b"ftyp":
        return PhotoRefused(
            N_(
                "Photos of the kind HEIC or AVIF and videos are not taken in. Set the camera to "
                "JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)."
            )
        )
    return PhotoRefused(N_("The file is no photo. JPEG, PNG and WebP are taken in."))


def _thumbnail(image: Image.Image, turned: int) -> bytes:
    written = io.BytesIO()
    _small(image, turned, THUMBNAIL).save(written, "JPEG", quality=80, exif=b"")
    return written.getvalue()


def _small(image: Image.Image, turned: int, longest: int) -> Image.Image:
    # A JPEG is decoded at a fraction of its size; it is still read to its end.
    image.draft("RGB", (2 * longest, 2 * longest))
    image.load()
    small: Image.Image = _opaque(image)
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return small.transpose(TURNS[turned]) if turned in TURNS else small


def _opaque(image: Image.Image) -> Image.Image:
    """In red, green and blue; what can be seen through becomes white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image.convert("RGBA"))
    return ground.convert("RGB")
