"""HTTP routes of photos: one is sent as it is, and read back only by who sees the audit."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.doors import Caller, for_bearer, raw_body
from dashboard.photos import desk as photo_desk
from dashboard.photos.content import LARGEST_FILE, read_picture, too_large
from dashboard.photos.desk import PhotoFile
from dashboard.photos.words import photo_data
from db.texts import NAME_LENGTH, printable

DECODING = CapacityLimiter(2)
"""A picture of 50 million pixels takes 150 MB while it is decoded: no more than two at once."""

KEPT = "private, max-age=86400"
"""A thumbnail never changes, and only who has its audit's token knows its address."""

LONGEST_ITEM = 40


async def add(request: Request, caller: Caller) -> Response:
    """Take a photo as the body of the request; the item and the name come in headers."""
    data = await raw_body(request, LARGEST_FILE, too_large())
    picture = await to_thread.run_sync(read_picture, data, limiter=DECODING)

    def added() -> Any:
        return photo_desk.add_photo(
            caller.actor,
            caller.audit,
            request.path_params["photo"],
            item=_told(request, "x-heng-item")[:LONGEST_ITEM],
            name=_file_name(_told(request, "x-heng-name")),
            picture=picture,
        )

    row = await to_thread.run_sync(added)
    return JSONResponse({"photo": {"item": row.item, **photo_data(row)}})


async def remove(request: Request, caller: Caller) -> Response:
    """Take a photo out; a second time changes nothing."""
    photo = request.path_params["photo"]
    await to_thread.run_sync(photo_desk.remove_photo, caller.actor, caller.audit, photo)
    return JSONResponse({"removed": photo})


async def show(request: Request, caller: Caller) -> Response:
    """A photo as it came."""
    photo = request.path_params["photo"]
    found = await to_thread.run_sync(photo_desk.photo_file, caller.actor, caller.audit, photo)
    return _shown(found)


async def thumbnail(request: Request, caller: Caller) -> Response:
    """The small picture of a photo."""
    photo = request.path_params["photo"]
    found = await to_thread.run_sync(photo_desk.thumbnail_file, caller.actor, caller.audit, photo)
    return _shown(found, {"Cache-Control": KEPT})


async def found_before(request: Request, caller: Caller) -> Response:
    """The small picture behind a finding of last time at the audit's unit."""
    photo = request.path_params["photo"]
    data = await to_thread.run_sync(photo_desk.found_thumbnail, caller.actor, caller.audit, photo)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": KEPT})


def _shown(found: PhotoFile, more: dict[str, str] | None = None) -> Response:
    name = f"inline; filename*=UTF-8''{quote(found.row.name or found.row.id, safe='')}"
    headers = {"Content-Disposition": name, **(more or {})}
    return Response(found.data, media_type=found.media_type, headers=headers)


def _told(request: Request, header: str) -> str:
    return printable(unquote(request.headers.get(header, ""), errors="replace"))


def _file_name(text: str) -> str:
    """The last part of a path, without what a file name cannot have."""
    last = text.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:NAME_LENGTH]


PHOTO = "/audits/{audit}/photos/{photo}"
routes = [
    Route(PHOTO, for_bearer(add), methods=["PUT"]),
    Route(PHOTO, for_bearer(show), methods=["GET"]),
    Route(PHOTO, for_bearer(remove), methods=["DELETE"]),
    Route(f"{PHOTO}/thumbnail", for_bearer(thumbnail), methods=["GET"]),
    Route("/audits/{audit}/findings/{photo}", for_bearer(found_before), methods=["GET"]),
]
