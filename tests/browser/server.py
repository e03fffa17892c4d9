"""A real server for the browser tests: started, killed and started again on its own port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import BrowserContext

from dashboard.commands.project import ROOT
from dashboard.commands.serve import answers
from dashboard.gate import COOKIE
from db import sign_ins
from db.actors import SYSTEM
from db.migrate import upgrade
from db.session import Database

HOST = "127.0.0.1"
PORTS = range(8700, 8791)
SERVE = ("-m", "dashboard", "serve", f"--host={HOST}", "--port={port}")
SERVE_DEMO = (
    "-c",
    "import sys; from dashboard.commands.serve import serve; "
    f"serve(sys.argv[1], {HOST!r}, int(sys.argv[2]), demo=True)",
    "{url}",
    "{port}",
)
"""As `python -m dashboard run`, on a database of the test's own."""
START_SECONDS = 180
SECRET = "only for these tests"

_promised: set[int] = set()


class Server:
    """`python -m dashboard serve` on a database of its own; `database` looks at what it holds."""

    def __init__(self, file: Path, *, demo: bool = False) -> None:
        self.url = f"sqlite:///{file.as_posix()}"
        self.output = file.with_suffix(".log")
        self.port = free_port()
        self.kept = kept_free(self.port)
        self.command = SERVE_DEMO if demo else SERVE
        self.environment: Mapping[str, str] = {}
        self.folder = ROOT
        self.process: subprocess.Popen[bytes] | None = None
        if not file.exists():
            upgrade(self.url)
        self.database = Database(self.url)

    @property
    def address(self) -> str:
        """The address of the start page."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Start, and wait until the routes answer."""
        own = {"PYTHONUTF8": "1", "DATABASE_URL": self.url, "HENG_SECRET": SECRET}
        with self.output.open("ab") as written:
            self.process = subprocess.Popen(
                [sys.executable, *(p.format(port=self.port, url=self.url) for p in self.command)],
                cwd=self.folder,
                env=os.environ | own | self.environment,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + START_SECONDS
        while not answers(HOST, self.port, "/api/health"):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"the server did not come up:\n{self.log()}")
            time.sleep(0.05)

    def let_in(self, context: BrowserContext, person: int) -> None:
        """Begin a session of a person, and give its cookie to a browser."""
        with self.database.write(SYSTEM) as session:
            cookie = sign_ins.begin(
                session, person, "password", address=HOST, agent="", now=datetime.now(UTC)
            )
        context.add_cookies(
            [{"name": COOKIE, "value": cookie, "url": self.address, "httpOnly": True}]
        )

    def kill(self) -> None:
        """End it as a power cut would: nothing is finished, nothing is said."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=60)
            self.process = None

    def close(self) -> None:
        """End it and let the database go."""
        self.kill()
        self.kept.close()
        self.database.close()

    def log(self) -> str:
        """What the server said so far."""
        return self.output.read_text("utf-8", errors="replace")


def free_port() -> int:
    """One of our ports on which nobody listens, and which is promised to nobody else.

    Test runs beside each other begin at different ports, and their processes share none.
    """
    first = os.getpid() * 7 % len(PORTS)
    odd = os.environ.get("PYTEST_XDIST_WORKER") == "gw1"
    for port in (port for port in (*PORTS[first:], *PORTS[:first]) if port % 2 == odd):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            if port not in _promised:
                _promised.add(port)
                return port
    raise AssertionError(f"no port is free from {PORTS[0]} to {PORTS[-1]}")


def kept_free(port: int) -> socket.socket:
    """Keeps a port from test runs beside this one while no server listens there; to be closed.

    Only Linux lets a server bind what is held like this; elsewhere nothing is held.
    """
    held = socket.socket()
    if sys.platform == "linux":
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((HOST, port))
    return held
