"""The routes behind a real server, and a tablet that speaks to them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn

from checklists.model import Sheet
from dashboard import tokens
from db.actors import SYSTEM, Role
from db.rows import AuditRow
from db.session import database
from tests.factories import MET, make_audit
from tests.staff import give, signed_in

START_SECONDS = 120
MADE_AT = "2026-11-22T03:04:05Z"


@contextmanager
def serving(application: str) -> Iterator[str]:
    """An ASGI application on a free port of this computer; gives its address."""
    config = uvicorn.Config(application, port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < end, "the server did not start in time"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=START_SECONDS)


class Tablet:
    """A tablet with one audit open, in one person's name and language, and signed in."""

    def __init__(
        self,
        server: httpx.Client,
        audit: AuditRow,
        language: str = "zh",
        person: int | None = None,
    ) -> None:
        self.server = server
        self.audit = audit
        self.language = language
        self.signed = signed_in(person or audit.inspector.id)
        self.id = str(uuid4())
        self.numbers = count(1)
        self.headers = {"X-Heng-Token": self.token()}

    def token(self) -> str:
        """A token as the page hands it out."""
        signed = self.signed
        bearer = tokens.Bearer(signed.person, self.audit.id, self.language, signed.id)
        return tokens.issue(bearer)

    def path(self, name: str = "") -> str:
        """The path of one of the audit's routes."""
        return f"/api/audits/{self.audit.id}{name}"

    def operation(self, item: str, answer: Any = MET, **others: Any) -> dict[str, Any]:
        """One answer to one item as the form words it."""
        values = {
            "id": str(uuid4()),
            "client": self.id,
            "sequence": next(self.numbers),
            "item": item,
            "answer": answer,
            "note": "",
            "made_at": MADE_AT,
        }
        return {**values, **others}

    def send(self, *operations: Mapping[str, Any], **headers: str) -> httpx.Response:
        """Send operations as one batch."""
        return self.post("/operations", {"operations": list(operations)}, **headers)

    def answer(self, item: str, answer: Any = MET, **others: Any) -> httpx.Response:
        """Answer one item."""
        return self.send(self.operation(item, answer, **others))

    def post(self, name: str, body: Any, **headers: str) -> httpx.Response:
        """Send JSON to one of the audit's routes."""
        headers = {**self.headers, "Content-Type": "application/json", **headers}
        # As a browser writes it; half of a character goes through as it is.
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return self.server.post(self.path(name), content=content, headers=headers)

    def look(self) -> dict[str, Any]:
        """The audit as the server has it."""
        reply = self.server.get(self.path(), headers=self.headers)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def submit(self, *confirmed: str) -> httpx.Response:
        """Submit the audit with some items confirmed as left open."""
        return self.post("/submit", {"id": str(uuid4()), "confirmed": list(confirmed)})


def open_audit(sheet: Sheet | None = None) -> AuditRow:
    """A new draft in the process's database, by the inspector of its unit."""
    with database().write(SYSTEM) as session:
        audit = make_audit(session, **({"sheet": sheet} if sheet else {}))
        give(session, audit.inspector.id, Role.INSPECTOR, unit_id=audit.unit.id)
    return audit


def refused(reply: httpx.Response, status: int, code: str) -> str:
    """Check that an error has its status, code and words, and nothing of our insides."""
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/json")
    error = reply.json()["error"]
    assert error["code"] == code
    assert error["message"].strip()
    for inside in ("Traceback", 'File "', "Error:", "sqlalchemy", "pydantic"):
        assert inside not in reply.text
    return str(error["message"])


def status_of(reply: httpx.Response) -> str:
    """What became of the only operation that was sent."""
    assert reply.status_code == 200, reply.text
    (result,) = reply.json()["results"]
    return str(result["status"])


def skip_time(patch: pytest.MonkeyPatch, seconds: int) -> None:
    """Let tokens that are issued from here on be so many seconds old."""
    moment = int(time.time()) - seconds
    patch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self: moment)
