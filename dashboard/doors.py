"""The doors of the routes: where a request may come from, how large it is, and who sends it."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from checklists.errors import N_, WordedError
from dashboard import gate, logs, tokens
from dashboard.refusals import RequestRefused, asked_language, refusal
from dashboard.words import speaking
from db.actors import Actor

LARGEST_BODY = 2_000_000
"""Bytes: 200 answers with the longest notes are smaller."""

HEADER = "x-heng"
"""A header that no form of another site can send without asking first."""


@dataclass(frozen=True)
class Caller:
    """Who sends a request to an audit: the actor, and the audit the token is for."""

    actor: Actor
    audit: str


Handler = Callable[[Request, Caller], Awaitable[Response]]
Route = Callable[[Request], Awaitable[Response]]


def for_bearer(handler: Handler) -> Route:
    """Let only a bearer of a good token, whose session goes on, in; word every refusal."""

    async def route(request: Request) -> Response:
        bearer = None
        try:
            check_origin(request)
            bearer = tokens.read(
                request.headers.get("x-heng-token", ""), request.path_params["audit"]
            )
            signed = await to_thread.run_sync(
                gate.signed_by_token, bearer.person, bearer.sign_in, address(request)
            )
            logs.person(signed.actor.person_id)
            with speaking(bearer.language):
                return await handler(request, Caller(signed.actor, bearer.audit))
        except (WordedError, ValidationError) as error:
            with speaking(bearer.language if bearer else asked_language(request)):
                return refusal(error)

    return route


def for_our_pages(handler: Route) -> Route:
    """Let only our own pages in, signed in or not; word every refusal."""

    async def route(request: Request) -> Response:
        with speaking(asked_language(request)):
            try:
                check_origin(request)
                if request.headers.get(HEADER) != "1":
                    raise RequestRefused(403, "forbidden", ELSEWHERE)
                return await handler(request)
            except (WordedError, ValidationError) as error:
                return refusal(error)

    return route


async def body(request: Request) -> Any:
    """The JSON of a request, decimals exact. Raises RequestRefused."""
    if "application/json" not in request.headers.get("content-type", ""):
        raise RequestRefused(400, "bad_request", N_("The request must be JSON."))
    too_much = RequestRefused(
        413, "too_large", N_("Too much was sent at once. Reload the page and try again.")
    )
    data = await raw_body(request, LARGEST_BODY, too_much)
    try:
        return json.loads(data, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise RequestRefused(400, "bad_request", N_("The request must be JSON.")) from None


async def raw_body(request: Request, most: int, too_much: WordedError) -> bytes:
    """The bytes of a request; raises `too_much` as soon as there are more than `most`."""
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise too_much
            chunks.append(chunk)
    except ClientDisconnect:
        # Whoever has gone reads no answer, and it is no fault of the server.
        raise RequestRefused(400, "cut_off", N_("The request was cut off.")) from None
    return b"".join(chunks)


ELSEWHERE = N_("The request came from another site and was refused.")


def check_origin(request: Request) -> None:
    """Raises RequestRefused for a request from a page that is not ours."""
    origin = request.headers.get("origin")
    if origin is None:
        ours = request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    else:
        ours = urlsplit(origin).netloc in {request.headers.get("host", ""), *other_hosts()}
    if not ours:
        raise RequestRefused(403, "forbidden", ELSEWHERE)


def other_hosts() -> list[str]:
    """The hosts besides our own whose pages the routes take requests from."""
    return [host for host in os.environ.get("HENG_HOSTS", "").split(",") if host]


def address(request: Request) -> str:
    """The address a request comes from."""
    return request.client.host if request.client else ""


def _no_constant(name: str) -> Any:
    raise ValueError(name)
