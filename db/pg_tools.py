"""PostgreSQL's own programs pg_dump and pg_restore: where they are, and whether they will do."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import psycopg
from sqlalchemy import Engine

from checklists.errors import N_
from db.errors import DatabaseUnavailable, DataError

FOLDERS = "HENG_PG_BIN"
DEBIAN = Path("/usr/lib/postgresql")


class ToolMissing(DataError):
    """One of PostgreSQL's programs is not on this computer."""

    def __init__(self, tool: str, server: int) -> None:
        super().__init__(
            N_(
                "{tool} was not found; backups of PostgreSQL need it. On Debian or Ubuntu: "
                "sudo apt install postgresql-client-{server}. If it lies elsewhere, set "
                "HENG_PG_BIN to its folder."
            ),
            tool=tool,
            server=server,
        )


class ToolTooOld(DataError):
    """The program is older than the server, whose data it cannot read."""

    def __init__(self, tool: str, version: int, server: int) -> None:
        super().__init__(
            N_(
                "{tool} is of PostgreSQL {version}, the server of {server}. Install "
                "postgresql-client-{server}, or set HENG_PG_BIN to the folder of a newer one."
            ),
            tool=tool,
            version=version,
            server=server,
        )


def find(tool: str, server: int) -> str:
    """The path of the oldest such program that is not older than the server.

    A newer one would write statements that the server does not know.
    Raises ToolMissing or ToolTooOld.
    """
    versions: dict[int, str] = {}
    for folder in _folders():
        path = shutil.which(tool, path=folder)
        if path and (version := _version(path)) is not None:
            versions.setdefault(version, path)
    if not versions:
        raise ToolMissing(tool, server)
    fit = [version for version in versions if version >= server]
    if not fit:
        raise ToolTooOld(tool, max(versions), server)
    return versions[min(fit)]


def server_version(engine: Engine) -> int:
    """The major version of the server."""
    with engine.connect() as connection:
        number = connection.exec_driver_sql("SHOW server_version_num").scalar_one()
    return int(number) // 10_000


def environment(engine: Engine) -> dict[str, str]:
    """Environment for a program that connects as the engine does: no password in its arguments."""
    wanted = engine.dialect.create_connect_args(engine.url)[1]
    names = {
        option.keyword.decode(): option.envvar.decode()
        for option in psycopg.pq.Conninfo.get_defaults()
        if option.envvar
    }
    own = {name: value for name, value in os.environ.items() if not name.startswith("HENG_")}
    own.pop("DATABASE_URL", None)
    return own | {names[key]: str(value) for key, value in wanted.items() if key in names}


def run(command: Sequence[str], engine: Engine) -> None:
    """Run one of the programs to its end. Raises DatabaseUnavailable with what it said."""
    done = subprocess.run(command, env=environment(engine), capture_output=True, check=False)
    if done.returncode != 0:
        raise DatabaseUnavailable(said(done.stderr))


def reading(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a program whose output is read line by line; it connects to nothing."""
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def output(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    """What a started program writes."""
    if process.stdout is None:
        raise RuntimeError("the program was started without an output to read")
    return process.stdout


def said(words: bytes) -> str:
    """The first line a program complained with."""
    lines = words.decode(errors="replace").strip().splitlines()
    return lines[0][:200] if lines else "?"


def _folders() -> list[str]:
    named = os.environ.get(FOLDERS, "")
    if named:
        return named.split(os.pathsep)
    debian = [str(folder) for folder in DEBIAN.glob("*/bin")]
    return [*os.environ.get("PATH", "").split(os.pathsep), *debian]


def _version(path: str) -> int | None:
    told = subprocess.run([path, "--version"], capture_output=True, check=False)
    found = re.search(rb"\(PostgreSQL\) (\d+)", told.stdout)
    return int(found[1]) if found else None
