"""The log: one JSON object a line on stderr, and never a secret, a token or what was entered."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import sys
import time
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.config import LOGGING_CONFIG

from dashboard.words import N_, _

LOG = logging.getLogger("heng")
REQUESTS = logging.getLogger("heng.requests")

SECRETS = ("HENG_SECRET", "HENG_ADMIN_PASSWORD", "PGPASSWORD")
"""Variables whose values are taken out of every line."""

UNEXPECTED = N_(
    "Something went wrong on our side (number {number}). What you entered is kept. "
    "Reload the page; if it happens again, tell the administrator the number."
)

HIDDEN = "***"
_PASSWORD_IN_URL = re.compile(r"(://[^\s:/@]*:)[^\s@]+(@)")
_COOKIE = re.compile(r"(heng_session=)[^\s;,\"']+")
_NUMBERED = "heng_error_number"

_about: ContextVar[dict[str, Any] | None] = ContextVar("about", default=None)


class Line(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, and what it is about."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **(_about.get() or {}),
            **getattr(record, "about", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            said["trace"] = "".join(traceback.format_exception(record.exc_info[1]))
        return hidden(json.dumps(said, ensure_ascii=False, default=str))


class PassOn(logging.Logger):
    """A logger without handlers of its own: what any library says comes out as our lines."""

    def addHandler(self, hdlr: logging.Handler) -> None:  # noqa: N802 - the library's name
        """Take none; the root logger has the one there is."""

    @property
    def propagate(self) -> bool:
        """Always: libraries switch it off because they bring a handler."""
        return True

    @propagate.setter
    def propagate(self, wanted: bool) -> None:
        pass


class RequestLog:
    """ASGI middleware: a line a request with path, status, time and person, and no more."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request and tell of it. The query may hold anything, so it is left out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told: dict[str, Any] = {"path": scope["path"]}
        kept = _about.set(told)
        begun, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            spent = round((time.perf_counter() - begun) * 1000, 1)
            level = logging.DEBUG if scope["path"].endswith("/health") else logging.INFO
            about = {"method": scope["method"], "status": status, "ms": spent}
            REQUESTS.log(level, "request", extra={"about": about})
            _about.reset(kept)


def configure() -> None:
    """Let everything this process logs go to stderr as lines of JSON; twice does no harm."""
    hidden("")
    root = logging.getLogger()
    if not any(isinstance(handler.formatter, Line) for handler in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(Line())
        handler.addFilter(_told_once)
        root.addHandler(handler)
        root.setLevel(logging.INFO)
    logging.setLoggerClass(PassOn)
    # Streamlit and uvicorn bring handlers that write plain text.
    LOGGING_CONFIG["loggers"] = {}
    for name in ("alembic", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It would write whole addresses, and a sign-in by OpenID comes back with its code in one.
    logging.getLogger("uvicorn.access").disabled = True
    for logger in logging.Logger.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True


def person(number: int | None) -> None:
    """Say whose request this is, once that is known."""
    about = _about.get()
    if about is not None:
        about["person"] = number


def unexpected(error: BaseException, **about: Any) -> str:
    """Log an error nobody foresaw with its trace, and give the words with its number.

    A person reads the number, and an administrator finds the trace by it.
    """
    number = secrets.token_hex(4).upper()
    setattr(error, _NUMBERED, number)
    LOG.error(
        "error %s", number, exc_info=error, extra={"about": {"error_number": number, **about}}
    )
    return _(UNEXPECTED, number=number)


def hidden(text: str) -> str:
    """A text without the secrets of the environment, passwords in addresses, and cookies."""
    for value in _secrets():
        text = text.replace(value, HIDDEN)
    return _COOKIE.sub(rf"\1{HIDDEN}", _PASSWORD_IN_URL.sub(rf"\1{HIDDEN}\2", text))


@lru_cache(maxsize=1)
def _secrets() -> tuple[str, ...]:
    # Read once, at the start: the administrator's password leaves the environment afterwards.
    return tuple(value for name in SECRETS if len(value := os.environ.get(name, "")) >= 4)


def _told_once(record: logging.LogRecord) -> bool:
    """Leave out what Streamlit says before, and uvicorn after, an error gets its number here."""
    if record.msg == "Uncaught app execution":
        return False
    error = record.exc_info[1] if record.exc_info else None
    return record.name == LOG.name or not hasattr(error, _NUMBERED)
