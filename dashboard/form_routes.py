"""The routes of the form's own files: they hold nothing personal, and the browser keeps them."""

from __future__ import annotations

import re

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.sheet_form import assets
from dashboard.sheet_form.assets import Asset
from dashboard.words import LANGUAGES, speaking
from db.actors import SYSTEM
from db.errors import SheetVersionNotFound
from db.session import database
from db.sheets import sheet_with

KEPT = "public, max-age=31536000, immutable"
"""A name stands for one content for ever."""

_TEXTS = re.compile(rf"([0-9a-f]{{64}})-({'|'.join(LANGUAGES)})-[0-9a-f]{{20}}\.json")


async def file(request: Request) -> Response:
    """The script, the style, or the texts of one version of a sheet in one language.

    Whoever knows the name may read it: the name of the texts holds the hash of what they say.
    """
    name = request.path_params["name"]
    for asset in (assets.script(), assets.style()):
        if asset.name == name:
            return _answer(asset)
    found = _TEXTS.fullmatch(name)
    texts = await to_thread.run_sync(_texts, found[1], found[2]) if found else None
    # Another release words things differently: its texts have another name.
    if texts is None or texts.name != name:
        raise HTTPException(404)
    return _answer(texts)


async def offline(request: Request) -> Response:
    """The page to go on with when the server is out of reach."""
    return _asked_again(assets.offline_page())


async def worker(request: Request) -> Response:
    """The worker that keeps the form's files; it may stand before every page of ours."""
    return _asked_again(assets.worker(), **{"Service-Worker-Allowed": "/"})


def _texts(content_hash: str, language: str) -> Asset | None:
    try:
        with database().read(SYSTEM) as session:
            sheet = sheet_with(session, content_hash)
    except SheetVersionNotFound:
        return None
    with speaking(language):
        return assets.texts(sheet)


def _answer(asset: Asset) -> Response:
    return Response(asset.body, media_type=asset.media_type, headers={"Cache-Control": KEPT})


def _asked_again(asset: Asset, **headers: str) -> Response:
    told = {"Cache-Control": "no-cache", **headers}
    return Response(asset.body, media_type=asset.media_type, headers=told)


routes = [
    Route("/form/offline", offline, methods=["GET"]),
    Route("/form/sw.js", worker, methods=["GET"]),
    Route("/form/{name}", file, methods=["GET"]),
]
