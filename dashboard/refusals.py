"""What the routes say when they refuse: one shape for every error, in the reader's language."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklists.errors import N_, WordedError
from dashboard import gate, tokens
from dashboard.logs import unexpected
from dashboard.photos.errors import FileMissing, StoreUnavailable, StoreUnusable
from dashboard.words import _, say, speaking
from db.accounts import SignInRefused
from db.actors import Forbidden
from db.attempts import TooManyFailures
from db.errors import (
    AuditClosed,
    AuditNotFound,
    ChangedMeanwhile,
    DatabaseNotPrepared,
    DatabaseUnavailable,
    PersonNotFound,
)
from db.photo_errors import PhotoNotFound, TooManyPhotos
from db.texts import printable

RefusalOrShape = WordedError | ValidationError


class RequestRefused(WordedError):
    """A request that is answered with an error: its HTTP status, its code and its words."""

    def __init__(self, status: int, code: str, template: str, **params: Any) -> None:
        self.status = status
        self.code = code
        super().__init__(template, **params)


STATUSES: tuple[tuple[type[WordedError] | tuple[type[WordedError], ...], int, str], ...] = (
    ((tokens.TokenExpired, gate.SessionEnded), 401, "token_expired"),
    (SignInRefused, 401, "sign_in_refused"),
    (TooManyFailures, 429, "too_many_failures"),
    (Forbidden, 403, "forbidden"),
    (tokens.TokenError, 403, "forbidden"),
    (PersonNotFound, 403, "forbidden"),
    ((AuditNotFound, PhotoNotFound, FileMissing), 404, "not_found"),
    (TooManyPhotos, 409, "too_many"),
    (
        (DatabaseUnavailable, DatabaseNotPrepared, ChangedMeanwhile),
        503,
        "unavailable",
    ),
    ((StoreUnavailable, StoreUnusable), 503, "unavailable"),
)
"""The first that fits; a tablet tries again after 503, and shows the words of all others."""


def refusal(error: RefusalOrShape) -> JSONResponse:
    """The answer to a request that was refused, in the language that is spoken now."""
    if isinstance(error, ValidationError):
        return _misshapen(error)
    if isinstance(error, RequestRefused):
        return failure(error.status, error.code, say(error))
    if isinstance(error, AuditClosed):
        return failure(409, error.state, say(error))
    for kind, status, code in STATUSES:
        if isinstance(error, kind):
            return failure(status, code, say(error))
    return failure(422, "invalid", say(error))


def failure(status: int, code: str, message: str, **more: Any) -> JSONResponse:
    """An error as the form reads it."""
    return JSONResponse({"error": {"code": code, "message": message, **more}}, status)


def asked_language(request: Request) -> str:
    """The language of a request that no token speaks for."""
    return "en" if request.headers.get("accept-language", "").startswith("en") else "zh"


async def no_route(request: Request, error: Exception) -> Response:
    """The answer where no route fits."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    words = N_("There is nothing at this address, or nothing of this kind can be sent there.")
    with speaking(asked_language(request)):
        return failure(status, "not_found" if status == 404 else "bad_request", _(words))


async def fault(request: Request, error: Exception) -> Response:
    """The answer where this program failed: a number to quote; the trace goes to the log."""
    with speaking(asked_language(request)):
        return failure(500, "fault", unexpected(error))


def _misshapen(error: ValidationError) -> JSONResponse:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = printable(".".join(str(step)[:40] for step in first["loc"]))
    return failure(422, "invalid", _("The request is not complete: {where}.", where=where))
