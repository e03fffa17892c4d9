"""A handful of photos behind deductions of the newest audits of the demo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from random import Random
from uuid import uuid5

from dashboard.demo.audits import SEED, SPACE
from dashboard.demo.pictures import meter
from dashboard.looks import ZONE
from dashboard.photos.content import read_picture
from dashboard.photos.store import PhotoStore
from db.bulk import AuditBundle
from db.photos import NewPhoto

NUMBER = 8
SHEETS = ("home_visit", "inspection", "repair", "venting")
"""The sheets that are filled in at a customer's, where there is a meter to be photographed."""

Placed = tuple[str, int, NewPhoto]


class Newest:
    """Lets audits pass and remembers the newest ones that lost points at a customer's."""

    def __init__(self, bundles: Iterable[AuditBundle]) -> None:
        self.bundles = bundles
        self.found: list[AuditBundle] = []

    def __iter__(self) -> Iterator[AuditBundle]:
        for bundle in self.bundles:
            if bundle.sheet in SHEETS and bundle.score is not None and _deducted(bundle):
                self.found.append(bundle)
                self.found.sort(key=lambda one: (one.created_at, one.id), reverse=True)
                del self.found[NUMBER:]
            yield bundle


def photos(bundles: Iterable[AuditBundle], store: PhotoStore) -> Iterator[Placed]:
    """Draw and keep one photo for each audit, behind its first deduction."""
    random = Random(SEED)
    for bundle in bundles:
        item = _deducted(bundle)[0]
        taken = bundle.created_at.astimezone(ZONE) + timedelta(minutes=random.randrange(5, 30))
        picture = read_picture(meter(random, taken))
        store.keep(picture)
        new = NewPhoto(
            id=str(uuid5(SPACE, f"photo/{bundle.id}/{item}")),
            item=item,
            sha256=picture.sha256,
            media_type=picture.media_type,
            size=len(picture.data),
            width=picture.width,
            height=picture.height,
            name=f"IMG_{taken:%Y%m%d_%H%M%S}.jpg",
            taken_at=picture.taken_at,
            latitude=picture.latitude,
            longitude=picture.longitude,
        )
        yield bundle.id, bundle.inspector_id, new


def _deducted(bundle: AuditBundle) -> list[str]:
    answers = bundle.answers.items()
    return [item for item, answer in answers if answer and answer.get("verdict") == "deducted"]
