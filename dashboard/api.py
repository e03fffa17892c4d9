"""HTTP routes beside the pages: the tablet form speaks to these, in this process or in its own."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from checklists.errors import WordedError
from dashboard import desk, tokens
from dashboard.form_data import score_data
from dashboard.refusals import RequestRefused, asked_language, failure, fault, no_route, refusal
from dashboard.requests import OperationsIn, SubmitIn
from dashboard.words import N_, say, speaking
from db.errors import UnansweredItems
from db.incoming import OperationResult

LARGEST_BODY = 2_000_000
"""Bytes: 200 answers with the longest notes are smaller."""


Handler = Callable[[Request, tokens.Bearer], Awaitable[Response]]


def guarded(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Let only a bearer of a good token from our own pages in, and word every refusal."""

    async def route(request: Request) -> Response:
        bearer = None
        try:
            _check_origin(request)
            bearer = tokens.read(
                request.headers.get("x-heng-token", ""), request.path_params["audit"]
            )
            with speaking(bearer.language):
                return await handler(request, bearer)
        except (WordedError, ValidationError) as error:
            with speaking(bearer.language if bearer else asked_language(request)):
                return refusal(error)

    return route


async def health(request: Request) -> Response:
    """Whether this process answers."""
    return JSONResponse({"status": "ok"})


async def look(request: Request, bearer: tokens.Bearer) -> Response:
    """The audit as it stands: answers, score, state."""
    audit = await to_thread.run_sync(desk.look_at, bearer.audit)
    return JSONResponse(
        {
            "answers": answers_data(audit),
            "score": score_data(audit.score),
            "sequence": audit.sequence,
            "state": audit.audit.state,
        }
    )


async def operations(request: Request, bearer: tokens.Bearer) -> Response:
    """Take a batch of answers; each is accepted, superseded or refused with words."""
    batch = OperationsIn.model_validate(await _body(request))
    recorded = await to_thread.run_sync(
        desk.record, bearer.audit, bearer.person, [o.operation() for o in batch.operations]
    )
    return JSONResponse(
        {
            "results": [_result(result) for result in recorded.results],
            "score": score_data(recorded.score),
            "sequence": recorded.sequence,
        }
    )


async def submit(request: Request, bearer: tokens.Bearer) -> Response:
    """Submit and lock the audit; a second time changes nothing."""
    wish = SubmitIn.model_validate(await _body(request))
    try:
        audit = await to_thread.run_sync(
            desk.submit, bearer.audit, bearer.person, set(wish.confirmed)
        )
    except UnansweredItems as error:
        names = await to_thread.run_sync(desk.item_names, bearer.audit, error.codes)
        items = [{"code": code, "name": name} for code, name in names.items()]
        return failure(409, "unanswered", say(error), items=items)
    return JSONResponse({"state": audit.state})


def answers_data(audit: desk.OpenAudit) -> dict[str, dict[str, Any]]:
    """The present answers as the form takes them."""
    return {
        code: {"answer": given.answer, "note": given.note, "sequence": given.sequence}
        for code, given in audit.answers.items()
    }


def _result(result: OperationResult) -> dict[str, Any]:
    refusal = result.refusal
    return {
        "id": result.id,
        "item": result.item,
        "status": result.status,
        "field": None if refusal is None else refusal.field,
        "message": None if refusal is None else say(refusal),
    }


async def _body(request: Request) -> Any:
    if "application/json" not in request.headers.get("content-type", ""):
        raise RequestRefused(400, "bad_request", N_("The request must be JSON."))
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_BODY:
            raise RequestRefused(
                413, "too_large", N_("Too much was sent at once. Reload the page and try again.")
            )
        chunks.append(chunk)
    try:
        return json.loads(b"".join(chunks), parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise RequestRefused(400, "bad_request", N_("The request must be JSON.")) from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _check_origin(request: Request) -> None:
    origin = request.headers.get("origin")
    if origin is None:
        ours = request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    else:
        ours = urlsplit(origin).netloc in {request.headers.get("host", ""), *_other_hosts()}
    if not ours:
        raise RequestRefused(
            403, "forbidden", N_("The request came from another site and was refused.")
        )


def _other_hosts() -> list[str]:
    return [host for host in os.environ.get("HENG_HOSTS", "").split(",") if host]


routes = [
    Route("/health", health),
    Route("/audits/{audit}", guarded(look), methods=["GET"]),
    Route("/audits/{audit}/operations", guarded(operations), methods=["POST"]),
    Route("/audits/{audit}/submit", guarded(submit), methods=["POST"]),
]

api = Starlette(routes=routes, exception_handlers={HTTPException: no_route, Exception: fault})

# In a process of their own the routes are another origin to the pages, unless a proxy joins them.
standalone = Starlette(
    routes=[Mount("/api", api)],
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origins=[f"{s}://{host}" for host in _other_hosts() for s in ("http", "https")],
            allow_methods=["GET", "POST"],
            allow_headers=["content-type", "x-heng-token"],
        )
    ],
)
