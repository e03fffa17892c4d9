"""Which database it is and how a use case talks to it: one short transaction at a time."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy import exc as sql
from sqlalchemy.orm import Session

from db.actors import Actor
from db.errors import (
    ChangedMeanwhile,
    DatabaseBusy,
    DatabaseNotPrepared,
    DatabaseUnavailable,
    DatabaseUrlUnsupported,
    ValueUnstorable,
)
from db.scope import ScopedSession

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_URL = "sqlite:///data/heng.db"

BUSY_SECONDS = 120
"""So long a writer waits for the writer before it in a file, which has one at a time.

A transaction takes a few milliseconds, but an import of 100,000 orders, all or none, eight seconds
on a quiet machine and over a minute on a busy one; on a server nobody waits for it.
"""

LOCK_SECONDS = 10
"""So long a writer waits on a server for a row that another one holds."""

_REPORTED = (sql.OperationalError, sql.InternalError, sql.ProgrammingError, sql.TimeoutError)
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")


def database_url() -> str:
    """DATABASE_URL, or else an SQLite file in the project's data folder.

    Raises DatabaseUrlUnsupported.
    """
    return normalised(os.environ.get("DATABASE_URL") or DEFAULT_URL)


def normalised(url: str) -> str:
    """A URL with its driver; a relative SQLite file lies below the project's folder."""
    try:
        parsed = make_url(url.strip())
    except sql.ArgumentError:
        raise DatabaseUrlUnsupported(url.split(":", 1)[0][:20]) from None
    if parsed.drivername in _POSTGRESQL:
        parsed = parsed.set(drivername="postgresql+psycopg")
    elif parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
        file = (ROOT / Path(str(parsed.database)).expanduser()).resolve()
        parsed = parsed.set(database=file.as_posix())
    else:
        raise DatabaseUrlUnsupported(parsed.drivername)
    return parsed.render_as_string(hide_password=False)


def photo_folder(url: str | None = None) -> Path:
    """Where photos lie unless another place is named: beside an SQLite file, or below data/."""
    parsed = make_url(normalised(url) if url else database_url())
    if parsed.drivername == "sqlite":
        return Path(str(parsed.database)).parent / "photos"
    return ROOT / "data" / "photos"


class Database:
    """One database with its pool of connections; `database()` gives the process's own."""

    def __init__(self, url: str) -> None:
        """Prepare a pool; the first use connects. Raises DatabaseUrlUnsupported."""
        parsed = make_url(normalised(url))
        self.engine = _sqlite(parsed) if parsed.drivername == "sqlite" else _postgresql(parsed)
        if self.engine.dialect.name == "sqlite":
            self._reading = self.engine.execution_options(begin=("PRAGMA query_only = 1", "BEGIN"))
            self._writing = self.engine
        else:
            self._reading = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._writing = self.engine

    @contextmanager
    def read(self, actor: Actor) -> Iterator[Session]:
        """A session in somebody's name that sees one moment of the data and cannot write.

        Raises DatabaseUnavailable or DatabaseNotPrepared.
        """
        with worded(), ScopedSession(self._reading, info={"actor": actor}) as session:
            yield session

    @contextmanager
    def write(self, actor: Actor) -> Iterator[Session]:
        """A session in somebody's name; all changes are kept at the end, or none after an error.

        Raises DatabaseUnavailable, DatabaseNotPrepared or ChangedMeanwhile.
        """
        info = {"actor": actor}
        with (
            worded(),
            ScopedSession(self._writing, info=info) as session,
            session.begin(),
        ):
            yield session

    def close(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()


def database(url: str | None = None) -> Database:
    """The process's one pool for a URL, by default `database_url()`."""
    return _database(normalised(url) if url else database_url())


@cache
def _database(url: str) -> Database:
    return Database(url)


def dumped(value: Any) -> str:
    """JSON as it is stored: compact, with Chinese legible; NaN is no JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _postgresql(url: URL) -> Engine:
    # The server may have closed a pooled connection over night: it is tried before its use.
    engine = create_engine(
        url,
        json_serializer=dumped,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_server)
    return engine


def _prepare_server(connection: Any, _record: Any) -> None:
    connection.execute(f"SET lock_timeout = {round(min(BUSY_SECONDS, LOCK_SECONDS) * 1000)}")
    connection.commit()


def _sqlite(url: URL) -> Engine:
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        json_serializer=dumped,
        connect_args={"timeout": BUSY_SECONDS},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_file)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_file(connection: Any, _record: Any) -> None:
    # Transactions are begun by `_begin`; the driver's own habit is to begin late and deferred.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL waits for the disk at each commit. A tablet forgets an answer once it is confirmed, so
    # a confirmed one must outlast a power cut; NORMAL may lose the last commits in WAL mode.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    # A writer takes the write lock at once: a lock taken later, on top of an old snapshot, fails
    # with "database is locked" without waiting.
    statements = ("PRAGMA query_only = 0", "BEGIN IMMEDIATE")
    for statement in connection.get_execution_options().get("begin", statements):
        connection.exec_driver_sql(statement)


@contextmanager
def worded() -> Iterator[None]:
    """Say what the database reports in the words of this package, once, at its edge."""
    try:
        yield
    except sql.IntegrityError as error:
        raise ChangedMeanwhile from error
    except sql.DataError as error:
        raise ValueUnstorable(_reason(error)) from error
    except _REPORTED as error:
        if _says_missing(error):
            raise DatabaseNotPrepared from error
        if isinstance(error, sql.ProgrammingError):
            raise
        reason = _reason(error)
        busy = "locked" in reason or "lock timeout" in reason
        raise (DatabaseBusy if busy else DatabaseUnavailable)(reason) from error


def _says_missing(error: sql.SQLAlchemyError) -> bool:
    cause = getattr(error, "orig", None)
    undefined = getattr(cause, "sqlstate", None) in ("42P01", "42703")
    return undefined or str(cause).startswith(("no such table", "no such column"))


def _reason(error: sql.SQLAlchemyError) -> str:
    text = str(getattr(error, "orig", None) or error).strip()
    return text.splitlines()[0][:200] if text else type(error).__name__
