"""Backups of an SQLite file by its online copy, and putting one into an empty place."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db.backup_contents import (
    BackupDamaged,
    BackupForeign,
    Contents,
    DatabaseInUse,
    DatabaseNotEmpty,
    read,
)
from db.errors import DatabaseUnavailable

MAGIC = b"SQLite format 3\x00"


def dump(source: Path, part: Path) -> Contents:
    """Copy the database as it is at one moment into an empty file; what was copied.

    Writers go on meanwhile. Raises DatabaseUnavailable, BackupDamaged.
    """
    with _reported(), closing(_open(source)) as reading, closing(_open(part)) as writing:
        # The copy is taken from the moment this transaction began, and so are the figures.
        reading.execute("BEGIN")
        held = _contents(reading)
        reading.backup(writing)
        reading.execute("ROLLBACK")
        # A copy of a file with a write-ahead log would get one too; alone it is complete.
        writing.execute("PRAGMA journal_mode = DELETE")
    _to_disk(part)
    if check(part) != held:
        raise BackupDamaged(part, "other figures than in the database")
    return held


def check(file: Path) -> Contents:
    """What a backup holds. Raises BackupDamaged where any page of it is not as it should be."""
    try:
        with closing(_open(file, "ro&immutable=1")) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise BackupDamaged(file, str(found).splitlines()[-1][:200])
            contents = _contents(connection)
            if not contents.is_ours:
                raise BackupForeign(file)
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupDamaged(file, str(error)) from None
    if broken is not None:
        raise BackupDamaged(file, f"{broken[0]}: missing rows")
    return contents


def restore(file: Path, target: Path, aside: Path | None) -> Path | None:
    """Put a checked backup in the place of `target`; where the old file went, if there was data.

    Raises DatabaseNotEmpty without `aside`, and DatabaseInUse.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.restoring")
    part.unlink(missing_ok=True)
    moved = None
    if target.exists():
        rows = _rows(target)
        if rows and aside is None:
            raise DatabaseNotEmpty(rows)
        _let_go(target)
        moved = aside if rows else None
    try:
        _copy(file, part)
        if moved is not None:
            target.rename(moved)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return moved


def _copy(file: Path, part: Path) -> None:
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with file.open("rb") as reading, part.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
    _to_disk(part)
    if check(part) != check(file):
        raise BackupDamaged(file, "other figures than in the copy")


def _rows(file: Path) -> int:
    try:
        with closing(_open(file)) as connection:
            return _contents(connection).rows
    except sqlite3.DatabaseError:
        return 1  # What cannot be read may be what somebody still needs.


def _let_go(file: Path) -> None:
    """Write the log of a file into it; nobody may have it open. Raises DatabaseInUse."""
    try:
        with closing(_open(file)) as connection:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        raise DatabaseInUse(file) from None
    except sqlite3.DatabaseError:
        pass  # A damaged file is moved aside as it is.


def _contents(connection: sqlite3.Connection) -> Contents:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    names = [str(name) for (name,) in tables]
    return read(names, lambda query: connection.execute(query).fetchall())


def _open(file: Path, mode: str = "rw") -> sqlite3.Connection:
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=10, isolation_level=None
    )


def _to_disk(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseUnavailable(str(error)) from error
