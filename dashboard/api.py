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
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from checklists.errors import WordedError
from dashboard import desk, tokens
from dashboard.form_data import score_data
from dashboard.requests import OperationsIn, SubmitIn
from dashboard.words import N_, _, say, speaking
from db.errors import AuditClosed, AuditNotFound, DataError, UnansweredItems
from db.incoming import OperationResult

LARGEST_BODY = 2_000_000
"""Bytes: 200 answers with the longest notes are smaller."""


class RequestRefused(WordedError):
    """A request that is answered with an error: its HTTP status, its code and its words."""

    def __init__(self, status: int, code: str, template: str, **params: Any) -> None:
        self.status = status
        self.code = code
        super().__init__(template, **params)


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
            with speaking(bearer.language if bearer else _asked_language(request)):
                return _refusal(error)

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
        return _error(409, "unanswered", say(error), items=items)
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
    site = request.headers.get("sec-fetch-site", "same-origin")
    allowed = {request.headers.get("host", ""), *os.environ.get("HENG_HOSTS", "").split(",")}
    if site not in ("same-origin", "same-site", "none") or (
        origin is not None and urlsplit(origin).netloc not in allowed
    ):
        raise RequestRefused(
            403, "forbidden", N_("The request came from another site and was refused.")
        )


def _asked_language(request: Request) -> str:
    return "en" if request.headers.get("accept-language", "").startswith("en") else "zh"


def _refusal(error: WordedError | ValidationError) -> Response:
    if isinstance(error, ValidationError):
        where = ".".join(str(step) for step in error.errors(include_url=False)[0]["loc"])
        return _error(422, "invalid", _("The request is not complete: {where}.", where=where))
    status, code = _status(error)
    return _error(status, code, say(error))


def _status(error: WordedError) -> tuple[int, str]:
    if isinstance(error, RequestRefused):
        return error.status, error.code
    if isinstance(error, tokens.TokenExpired):
        return 401, "token_expired"
    if isinstance(error, tokens.TokenError):
        return 403, "forbidden"
    if isinstance(error, AuditNotFound):
        return 404, "not_found"
    if isinstance(error, AuditClosed):
        return 409, error.state
    return (503, "unavailable") if isinstance(error, DataError) else (422, "invalid")


def _error(status: int, code: str, message: str, **more: Any) -> Response:
    return JSONResponse({"error": {"code": code, "message": message, **more}}, status)


routes = [
    Route("/health", health),
    Route("/audits/{audit}", guarded(look), methods=["GET"]),
    Route("/audits/{audit}/operations", guarded(operations), methods=["POST"]),
    Route("/audits/{audit}/submit", guarded(submit), methods=["POST"]),
]

api = Starlette(routes=routes)
standalone = Starlette(routes=[Mount("/api", api)])
