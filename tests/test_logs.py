"""The log: lines a program can read, an error number a person can quote, and never a secret."""

import asyncio
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import logs, refusals
from dashboard.commands.serve import answers
from tests.conftest import sqlite_url

ROOT = Path(__file__).parents[1]
SECRET = "Kreuzworträtsel-Geheimnis-8215"
PASSWORD = "Zaubermeister-77-am-Tor"
WRONG = "Falscher-Hase-1234"
COOKIE = "cookie-that-nobody-may-see"
TOKEN = "token-that-nobody-may-see"
NOTE = "note-that-nobody-may-see"


@pytest.fixture(autouse=True)
def known_secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HENG_SECRET", SECRET)
    logs._secrets.cache_clear()
    yield
    logs._secrets.cache_clear()


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What is logged during a test, as lines."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Kept()
    handler.setFormatter(logs.Line())
    handler.addFilter(logs._told_once)
    logger = logging.getLogger("heng")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(level)


def record(message: str, *arguments: object, **fields: Any) -> logging.LogRecord:
    """A record as a library makes one."""
    made = logging.LogRecord("some.library", logging.WARNING, "f.py", 1, message, arguments, None)
    made.__dict__.update(fields)
    return made


def test_a_line_is_one_object_with_time_level_logger_and_message() -> None:
    line = logs.Line().format(record("two\nlines of %s", "中文", about={"path": "/x"}))
    assert "\n" not in line
    said = json.loads(line)
    assert said.pop("time").endswith("+00:00")
    assert said == {
        "level": "warning",
        "logger": "some.library",
        "message": "two\nlines of 中文",
        "path": "/x",
    }


@pytest.mark.parametrize(
    "told",
    [
        f"the secret is {SECRET}",
        f"could not connect to postgresql://heng:{WRONG}@db.example:5432/heng",
        f"Cookie: heng_session={WRONG}; other=1",
        {"heng_session": "x", "url": f"postgresql+psycopg://a:{WRONG}@h/d"},
    ],
)
def test_secrets_are_taken_out_of_a_line(told: object) -> None:
    line = logs.Line().format(record("%s", told))
    assert SECRET not in line
    assert WRONG not in line
    assert logs.HIDDEN in line
    json.loads(line)


async def broken(request: Request) -> Response:
    logs.person(7)
    await request.body()
    raise RuntimeError("a fault of ours")


def test_an_unforeseen_error_of_a_route_gives_a_number_that_stands_in_the_log(
    lines: list[str],
) -> None:
    app = Starlette(
        routes=[Route("/broken/{audit}", broken, methods=["POST"])],
        exception_handlers={Exception: refusals.fault},
    )

    async def ask() -> httpx.Response:
        inside = httpx.ASGITransport(logs.RequestLog(app), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=inside, base_url="http://heng") as client:
            return await client.post(
                f"/broken/1?token={TOKEN}", json={"note": NOTE}, headers={"X-Heng-Token": TOKEN}
            )

    answer = asyncio.run(ask())
    assert answer.status_code == 500
    error = answer.json()["error"]
    assert error["code"] == "fault"
    assert "RuntimeError" not in answer.text
    assert "Traceback" not in answer.text
    fault, request = map(json.loads, lines)
    assert fault["error_number"] in error["message"]
    assert "a fault of ours" in fault["trace"]
    assert (fault["path"], fault["person"]) == ("/broken/1", 7)
    assert (request["status"], request["method"], request["person"]) == (500, "POST", 7)
    assert TOKEN not in "".join(lines)
    assert NOTE not in "".join(lines)


def test_an_error_is_told_once(lines: list[str]) -> None:
    error = RuntimeError("a fault of ours")
    logs.unexpected(error)
    again = record("Exception in ASGI application", exc_info=(RuntimeError, error, None))
    assert not logs._told_once(again)
    assert not logs._told_once(record("Uncaught app execution"))
    assert logs._told_once(record("something else"))
    assert len(lines) == 1


def test_libraries_cannot_bring_handlers_of_their_own() -> None:
    logger = logs.PassOn("a.library")
    logger.addHandler(logging.StreamHandler())
    logger.propagate = False
    assert logger.handlers == []
    assert logger.propagate


@pytest.mark.parametrize(("command", "port"), [("serve", 8551), ("api", 8552)])
def test_no_secret_reaches_the_log_of_a_server(command: str, port: int, tmp_path: Path) -> None:
    """A server is asked everything that carries a secret; then its log is read."""
    written = tmp_path / "stderr"
    settings = {
        "DATABASE_URL": sqlite_url(tmp_path / "own.db"),
        "HENG_SECRET": SECRET,
        "HENG_ADMIN_LOGIN": "chief",
        "HENG_ADMIN_PASSWORD": PASSWORD,
    }
    environment = {**os.environ, "PYTHONUTF8": "1", **settings}
    heng = [sys.executable, "-m", "dashboard"]
    if command == "api":
        subprocess.run([*heng, "admin"], cwd=ROOT, env=environment, check=True, timeout=180)
    with written.open("wb") as stderr:
        process = subprocess.Popen(
            [*heng, command, f"--port={port}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
    try:
        wait_for(process, port, written)
        ask_everything(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=60)
    text = written.read_text("utf-8")
    for secret in (SECRET, PASSWORD, WRONG, COOKIE, TOKEN, NOTE):
        assert secret not in text
    told = [json.loads(line) for line in text.splitlines()]
    requests = [line for line in told if line["logger"] == "heng.requests"]
    assert {line["path"] for line in requests} >= {"/api/session", "/api/audits/1/operations"}
    assert all({"status", "ms", "method"} <= line.keys() for line in requests)


def wait_for(process: "subprocess.Popen[bytes]", port: int, written: Path) -> None:
    """Until the routes answer."""
    end = time.monotonic() + 180
    while not answers("127.0.0.1", port, "/api/health"):
        assert process.poll() is None, written.read_text("utf-8")
        assert time.monotonic() < end, "the server did not come up"
        time.sleep(0.1)


def ask_everything(address: str) -> None:
    """Sign in wrongly and rightly, with a cookie and a token, with secrets in the query."""
    common = {"X-Heng": "1", "X-Heng-Token": TOKEN, "Cookie": f"heng_session={COOKIE}"}
    with httpx.Client(base_url=address, headers=common, timeout=60) as client:
        client.get(f"/?token={TOKEN}")
        client.get(f"/oauth2callback?code={TOKEN}&state={COOKIE}")
        for password in (WRONG, PASSWORD):
            signed = {"login": "chief", "password": password}
            client.post(f"/api/session?password={password}", json=signed)
        client.post("/api/password", json={"old": PASSWORD, "new": WRONG})
        client.post(
            f"/api/audits/1/operations?token={TOKEN}", json={"operations": [{"note": NOTE}]}
        )
        client.get("/api/audits/1")
        client.request("DELETE", "/api/session")
