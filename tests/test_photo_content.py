"""Photos as they are taken in: by content, whole, upright, with time and place where noted."""

import hashlib
import io
import struct
import zlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PIL import Image

from dashboard.photos.content import LARGEST_FILE, read_picture
from dashboard.photos.errors import PhotoRefused
from tests.pictures import drawn, is_red, opened, photo

ORIENTATIONS = range(1, 9)
RED_CORNER = {
    1: (0.25, 0.25),
    2: (0.75, 0.25),
    3: (0.75, 0.75),
    4: (0.25, 0.75),
    5: (0.25, 0.25),
    6: (0.75, 0.25),
    7: (0.75, 0.75),
    8: (0.25, 0.75),
}
"""Where the stored picture's upper left quarter is seen, by orientation."""


def refused(data: bytes) -> str:
    with pytest.raises(PhotoRefused) as caught:
        read_picture(data)
    return str(caught.value)


@pytest.mark.parametrize(("kind", "media"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp")])
def test_each_kind_is_known_by_its_content(kind: str, media: str) -> None:
    data = photo(kind)
    found = read_picture(data)
    assert found.media_type == f"image/{media}"
    assert (found.width, found.height) == (640, 480)
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.data == data


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_turned_photo_is_shown_upright(kind: str, orientation: int) -> None:
    found = read_picture(photo(kind, orientation=orientation))
    upright = (640, 480) if orientation < 5 else (480, 640)
    assert (found.width, found.height) == upright
    small = opened(found.thumbnail)
    assert small.width > small.height or orientation >= 5
    corners = [(x, y) for x in (0.25, 0.75) for y in (0.25, 0.75) if is_red(small, x, y)]
    assert corners == [RED_CORNER[orientation]]


def test_a_thumbnail_is_small_and_tells_nothing_of_the_camera() -> None:
    large = photo(image=drawn(3000, 2000), place=(31.2304, 121.4737), taken="2026:11:02 09:41:07")
    with Image.open(io.BytesIO(read_picture(large).thumbnail)) as small:
        assert small.format == "JPEG"
        assert small.size == (480, 320)
        assert not small.getexif()
        assert "exif" not in small.info


def test_a_small_photo_is_not_blown_up() -> None:
    assert opened(read_picture(photo(image=drawn(40, 30))).thumbnail).size == (40, 30)


def test_what_can_be_seen_through_becomes_white() -> None:
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    assert opened(read_picture(photo("PNG", image=clear)).thumbnail).getpixel((50, 50)) == (
        255,
        255,
        255,
    )


def test_time_and_place_are_kept() -> None:
    found = read_picture(
        photo(taken="2026:11:02 09:41:07", offset="+09:00", place=(31.2304, -121.4737))
    )
    assert found.taken_at == datetime(2026, 11, 2, 0, 41, 7, tzinfo=UTC)
    assert (found.latitude, found.longitude) == (Decimal("31.230400"), Decimal("-121.473700"))


def test_a_time_without_an_offset_is_that_of_the_organisation() -> None:
    found = read_picture(photo(taken="2026:11:02 09:41:07"))
    assert found.taken_at == datetime(2026, 11, 2, 1, 41, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "notes",
    [
        {"taken": "0000:00:00 00:00:00"},
        {"taken": "2026:02:30 25:61:00"},
        {"taken": "gestern"},
        {"taken": "1970:01:01 00:00:00"},
        {"taken": "9999:12:31 23:59:59", "offset": "-23:59"},
        {"taken": b"\xff\xfe\x00\x01"},
        {"taken": ""},
        {"place": (0, 0)},
        {"place": (95.0, 10.0)},
        {"place": (10.0, 190.0)},
        {"orientation": 0},
        {"orientation": 77},
        {"orientation": 65535},
    ],
)
def test_nonsense_of_a_camera_is_left_out_and_the_photo_taken(notes: dict[str, object]) -> None:
    found = read_picture(photo(**notes))
    assert (found.taken_at, found.latitude, found.longitude) == (None, None, None)
    assert (found.width, found.height) == (640, 480)


def test_an_offset_of_nonsense_counts_as_none() -> None:
    found = read_picture(photo(taken="2026:11:02 09:41:07", offset="+99:99"))
    assert found.taken_at is None


# Pillow warns in the log of what it leaves out.
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("cut", range(2, 60, 3))
def test_notes_that_break_off_anywhere_do_not_stop_a_photo(cut: int) -> None:
    whole = photo(taken="2026:11:02 09:41:07", place=(31.2, 121.4), orientation=6)
    begin = whole.index(b"Exif\x00\x00") + 6
    length = int.from_bytes(whole[begin - 8 : begin - 6])
    broken = bytearray(whole)
    broken[begin + cut : begin - 8 + length] = b"\xff" * (length - 8 - cut)
    assert read_picture(bytes(broken)).media_type == "image/jpeg"


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"<svg xmlns='x'/>", b"GIF89a\x01\x00"])
def test_what_is_no_photo_is_refused_whatever_its_name(data: bytes) -> None:
    assert "JPEG, PNG" in refused(data)


def test_a_gif_is_refused_though_it_is_a_picture() -> None:
    written = io.BytesIO()
    drawn().save(written, "GIF")
    assert "JPEG, PNG" in refused(written.getvalue())


def test_heic_is_refused_with_the_setting_that_helps() -> None:
    assert "Most Compatible" in refused(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" * 9)


def test_nothing_is_refused() -> None:
    assert "empty" in refused(b"")


def test_too_many_bytes_are_refused() -> None:
    assert "12 MB" in refused(photo() + b"\x00" * LARGEST_FILE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_photo_that_breaks_off_is_refused(kind: str, share: float) -> None:
    data = photo(kind, image=Image.effect_noise((640, 480), 90).convert("RGB"))
    assert "damaged" in refused(data[: int(len(data) * share)])


@pytest.mark.parametrize("side", [8000, 12_000, 60_000])
def test_an_image_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    assert "50 million pixels" in refused(bomb(side))


def bomb(side: int) -> bytes:
    """A PNG of few bytes that says it is so many pixels wide and high, and has no pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 1000)), (b"IEND", b""))
    said = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + said
