"""A real server for the browser tests: started, killed and started again on its own port."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from dashboard.commands.project import ROOT
from dashboard.commands.serve import answers
from db.migrate import upgrade
from db.session import Database

HOST = "127.0.0.1"
PORTS = range(8700, 8791)
COMMAND = ("serve", f"--host={HOST}")
START_SECONDS = 60
SECRET = "only for these tests"


class Server:
    """`python -m dashboard serve` on a database of its own; `database` looks at what it holds."""

    def __init__(self, file: Path) -> None:
        self.url = f"sqlite:///{file.as_posix()}"
        self.output = file.with_suffix(".log")
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
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
                [sys.executable, "-m", "dashboard", *COMMAND, f"--port={self.port}"],
                cwd=ROOT,
                env=os.environ | own,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + START_SECONDS
        while not answers(HOST, self.port, "/api/health"):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"the server did not come up:\n{self.log()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would: nothing is finished, nothing is said."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=20)
            self.process = None

    def close(self) -> None:
        """End it and let the database go."""
        self.kill()
        self.database.close()

    def log(self) -> str:
        """What the server said so far."""
        return self.output.read_text("utf-8", errors="replace")


def free_port() -> int:
    """The first of our ports on which nobody listens."""
    for port in PORTS:
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise AssertionError(f"no port is free from {PORTS[0]} to {PORTS[-1]}")
