"""Photos behind the answers of the demo's work orders: a few drawn pictures, shared by many."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid5

from PIL import Image, ImageDraw, ImageFont

from checklists.order_rules import order_rules
from dashboard.demo.orders import SEED, SPACE
from dashboard.demo.pictures import INK, WALLS
from dashboard.photos.content import Picture, read_picture
from dashboard.photos.store import PhotoStore
from db.orders.bulk import LoadedOrder
from db.orders.photos import LoadedPhoto, NewOrderPhoto

SIZE = (640, 480)
VARIANTS = 3
READINGS = ("20.6", "21.3", "19.8")


@dataclass(frozen=True)
class Answer:
    """An order that was answered: when, by whom, and what its photos have to show."""

    order_id: str
    at: datetime
    person_id: int
    shows: tuple[str, ...]


class Answered:
    """Lets orders pass and remembers those whose answer needs photos."""

    def __init__(self, orders: Iterable[LoadedOrder]) -> None:
        self.orders = orders
        self.found: list[Answer] = []

    def __iter__(self) -> Iterator[LoadedOrder]:
        for order in self.orders:
            shows = order_rules(order.rules).order_class(order.order_class).photos
            given = [step for step in order.steps if step.kind == "answer"]
            if shows and given:
                self.found.append(Answer(order.id, given[0].at, given[0].person_id, shows))
            yield order


def order_photos(answers: Iterable[Answer], store: PhotoStore) -> Iterator[LoadedPhoto]:
    """Draw and keep the shared pictures, and one row for each photo an answer needed."""
    drawn = {shows: [read_picture(data) for data in _drawn(shows)] for shows in DRAWN}
    for pictures in drawn.values():
        for picture in pictures:
            store.keep(picture)
    random = Random(SEED)
    for answer in answers:
        taken = answer.at - timedelta(minutes=random.randrange(2, 12))
        for shows in answer.shows:
            new = _photo(answer, shows, random.choice(drawn[shows]), taken)
            yield LoadedPhoto(answer.order_id, answer.person_id, taken, new)


def _photo(answer: Answer, shows: str, picture: Picture, taken: datetime) -> NewOrderPhoto:
    return NewOrderPhoto(
        id=str(uuid5(SPACE, f"photo/{answer.order_id}/{shows}")),
        shows=shows,
        sha256=picture.sha256,
        media_type=picture.media_type,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        taken_at=taken,
    )


def _drawn(shows: str) -> Iterator[bytes]:
    for number in range(VARIANTS):
        image = Image.new("RGB", SIZE, WALLS[number])
        DRAWN[shows](ImageDraw.Draw(image), number)
        written = io.BytesIO()
        image.save(written, "JPEG", quality=70)
        yield written.getvalue()


def _radiator(pen: Any, number: int) -> None:
    """A radiator below a window, with its valve."""
    pen.rectangle((90, 40, 550, 190), fill=(206, 222, 234), outline=INK, width=6)
    for place in range(9):
        left = 120 + place * 44
        pen.rounded_rectangle((left, 240, left + 34, 430), 12, fill=(238, 238, 234), outline=INK)
    pen.line((60, 415, 120, 415), fill=(120, 124, 128), width=14)
    pen.ellipse((44, 395, 84, 435), fill=((180, 60, 40), (60, 90, 130), (60, 120, 80))[number])


def _thermometer(pen: Any, number: int) -> None:
    """A thermometer with its reading on a table."""
    pen.rectangle((0, 360, SIZE[0], SIZE[1]), fill=(150, 116, 80))
    pen.rounded_rectangle((150, 90, 490, 400), 30, fill=(246, 246, 242), outline=INK, width=6)
    pen.rectangle((190, 140, 450, 270), fill=(198, 210, 190), outline=INK, width=3)
    font = ImageFont.load_default(size=84)
    pen.text((320, 205), READINGS[number], font=font, fill=INK, anchor="mm")
    pen.text((320, 330), "°C", font=ImageFont.load_default(size=48), fill=INK, anchor="mm")


def _slip(pen: Any, number: int) -> None:
    """A slip of paper with a signature."""
    pen.rectangle((120, 30, 520, 450), fill=(252, 250, 240), outline=INK, width=3)
    for line in range(8):
        pen.line((150, 80 + line * 36, 490 - 30 * (line % 3), 80 + line * 36), fill=(150, 150, 150))
    sway = 10 * (number + 1)
    signature = [(300 + 26 * at, 400 - (sway if at % 2 else -sway)) for at in range(7)]
    pen.line(signature, fill=(30, 50, 120), width=4, joint="curve")


DRAWN = {"visit": _radiator, "thermometer": _thermometer, "slip": _slip}
