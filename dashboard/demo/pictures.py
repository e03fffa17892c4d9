"""Drawn gas meters for the demo's photos, with time and place as a camera notes them."""

from __future__ import annotations

import io
import math
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw, ImageFont
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

SIZE = (960, 720)
WALLS = ((196, 188, 172), (176, 184, 188), (204, 200, 190))
CASES = ((92, 104, 116), (70, 88, 108), (110, 108, 102))
INK = (32, 36, 40)
LATITUDE, LONGITUDE = 30.55, 114.30


def meter(random: Random, taken: datetime) -> bytes:
    """A gas meter on a wall with a reading of its own, as the JPEG of a camera."""
    image = Image.new("RGB", SIZE, random.choice(WALLS))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 110, SIZE[0], 150), fill=(150, 128, 40))
    pen.rectangle((250, 130, 300, 240), fill=(150, 128, 40))
    pen.rectangle((660, 130, 710, 240), fill=(150, 128, 40))
    pen.rounded_rectangle((200, 220, 760, 640), 40, fill=random.choice(CASES), outline=INK, width=6)
    _counter(pen, f"{random.randrange(100000):05d}")
    _dial(pen, random.random())
    return _as_taken(image, random, taken)


def _counter(pen: ImageDraw.ImageDraw, reading: str) -> None:
    font = ImageFont.load_default(size=64)
    for number, digit in enumerate(reading):
        left = 290 + number * 78
        pen.rectangle((left, 270, left + 68, 360), fill=(20, 20, 22))
        pen.text((left + 34, 315), digit, font=font, fill=(240, 240, 236), anchor="mm")
    pen.text((716, 330), "m3", font=ImageFont.load_default(size=34), fill="white", anchor="mm")


def _dial(pen: ImageDraw.ImageDraw, turn: float) -> None:
    middle, radius = (480, 500), 110
    around = (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)
    pen.ellipse(around, fill=(244, 244, 240), outline=INK, width=5)
    for mark in range(12):
        inner, outer = _at(middle, radius - 22, mark / 12), _at(middle, radius - 8, mark / 12)
        pen.line((*inner, *outer), fill=INK, width=4)
    pen.line((*middle, *_at(middle, radius - 26, turn)), fill=(200, 40, 30), width=7)


def _at(middle: tuple[int, int], radius: int, turn: float) -> tuple[float, float]:
    angle = turn * 2 * math.pi
    return middle[0] + radius * math.sin(angle), middle[1] - radius * math.cos(angle)


def _as_taken(image: Image.Image, random: Random, taken: datetime) -> bytes:
    exif = Image.Exif()
    notes = exif.get_ifd(IFD.Exif)
    notes[Base.DateTimeOriginal] = taken.strftime("%Y:%m:%d %H:%M:%S")
    notes[Base.OffsetTimeOriginal] = "+08:00"
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLongitudeRef] = "N", "E"
    place[GPS.GPSLatitude] = _degrees(LATITUDE + random.uniform(-0.05, 0.05))
    place[GPS.GPSLongitude] = _degrees(LONGITUDE + random.uniform(-0.05, 0.05))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=80, exif=exif)
    return written.getvalue()


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    return IFDRational(round(value * 1_000_000), 1_000_000), IFDRational(0), IFDRational(0)
