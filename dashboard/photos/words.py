"""Photos as a reader is told of them: when, where, by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.looks import moment_text
from db.photos import PhotoRow


def photo_data(row: PhotoRow) -> dict[str, Any]:
    """A photo as the form takes it; texts that are empty are not known."""
    return {
        "id": row.id,
        "name": row.name,
        "width": row.width,
        "height": row.height,
        "taken": "" if row.taken_at is None else moment_text(row.taken_at),
        "place": place_text(row),
        "by": row.person,
    }


def photos_data(found: Mapping[str, Sequence[PhotoRow]]) -> dict[str, list[dict[str, Any]]]:
    """The photos of an audit by item as the form takes them."""
    return {item: [photo_data(row) for row in rows] for item, rows in found.items()}


def place_text(row: PhotoRow) -> str:
    """Latitude and longitude in degrees with 5 decimals, about a metre; empty where not known."""
    if row.latitude is None or row.longitude is None:
        return ""
    return f"{row.latitude:.5f}, {row.longitude:.5f}"
