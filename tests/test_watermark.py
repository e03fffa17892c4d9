"""Photos of orders are shown with time, order and place written into them."""

import hashlib
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from dashboard.orders.photos import _drawn
from dashboard.photos import watermark
from dashboard.photos.content import read_picture
from dashboard.photos.errors import FileMissing
from dashboard.photos.store import photo_store
from dashboard.photos.watermark import LONGEST, marked
from tests.pictures import drawn, is_red, opened, photo

LINES = ("2026-11-23 02:19", "HC-20261123-0001", "和平里 3 号楼 2 单元 501 室")


def written(data: bytes) -> tuple[Image.Image, int, int]:
    """A marked picture, and between which rows it is another one than without words."""
    plain, shown = opened(marked(data, ())), opened(marked(data, LINES))
    apart = ImageChops.difference(plain, shown).point(lambda value: 255 if value > 40 else 0)
    box = apart.getbbox()
    assert box is not None and plain.size == shown.size
    return shown, box[1], box[3]


def test_the_lines_are_written_on_the_lower_edge_alone() -> None:
    data = photo(image=drawn(1600, 1200))
    before = hashlib.sha256(data).hexdigest()
    shown, top, bottom = written(data)
    assert shown.size == (LONGEST, LONGEST * 3 // 4)
    assert top > shown.height * 2 // 3 and bottom > shown.height * 9 // 10
    assert is_red(shown, 0.2, 0.2)
    assert hashlib.sha256(data).hexdigest() == before


def test_another_order_is_another_picture() -> None:
    data = photo()
    assert marked(data, LINES) == marked(data, LINES)
    assert marked(data, LINES) != marked(data, ("2026-11-23 02:20", *LINES[1:]))


def test_where_a_photo_was_taken_is_written_below_the_lines() -> None:
    image = drawn(800, 600)
    there = marked(photo(image=image, place=(41.8, 123.4)), LINES)
    assert there == marked(photo(image=image), (*LINES, "41.80000, 123.40000"))


def test_a_turned_photo_is_marked_where_it_is_below_when_upright() -> None:
    shown, top, _bottom = written(photo(image=drawn(800, 600), orientation=6))
    assert shown.size == (600, 800) and top > 600


@pytest.mark.parametrize("words", ["长" * 400, "a" * 400, "", "　"])
def test_no_words_are_too_long_or_too_few(words: str) -> None:
    assert opened(marked(photo(image=drawn(40, 30)), (words,))).size == (40, 30)


def test_without_a_chinese_font_time_and_number_are_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watermark, "FONTS", ("/nowhere/**/none.ttf",))
    watermark._font.cache_clear()
    data = photo()
    with_place = marked(data, LINES)
    assert with_place == marked(data, (*LINES[:2], "3 2 501"))
    monkeypatch.undo()
    watermark._font.cache_clear()
    assert marked(data, LINES) != with_place


def test_the_store_is_read_once_for_the_same_photo_and_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HENG_PHOTOS", tmp_path.as_posix())
    picture = read_picture(photo(image=drawn(300, 200)))
    photo_store().keep(picture)
    first = _drawn(picture.sha256, picture.media_type, LINES)
    for file in tmp_path.rglob("*.jpg"):
        file.unlink()
    assert _drawn(picture.sha256, picture.media_type, LINES) == first
    with pytest.raises(FileMissing):
        _drawn(picture.sha256, picture.media_type, LINES[:2])
