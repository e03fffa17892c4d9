"""Backups: one file of everything, checked after writing, and restored into an empty place only."""

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from db import backup_postgresql, backup_sqlite, migrate, pg_tools
from db.backup_contents import (
    BackupDamaged,
    BackupExists,
    BackupForeign,
    BackupNotFound,
    BackupOfOtherKind,
    BackupTooNew,
    Contents,
    DatabaseInUse,
    DatabaseNotEmpty,
)
from db.session import ROOT, Database, normalised, worded

FOLDER = ROOT / "data" / "backups"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ENDINGS = {"sqlite": "db", "postgresql": "dump"}
MAGICS = {"sqlite": backup_sqlite.MAGIC, "postgresql": backup_postgresql.MAGIC}


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the file went that was there before."""

    contents: Contents
    moved: Path | None


def default_file(url: str, now: datetime) -> Path:
    """The file a backup is written to when none is named: data/backups/heng-….db or .dump."""
    return FOLDER / f"heng-{now:%Y%m%d-%H%M%S}.{ENDINGS[_kind(url)]}"


def back_up(url: str, file: Path) -> Contents:
    """Write everything as it is at one moment into a new file that only its owner can read.

    The program may go on writing. The file gets its name once it has been checked.
    Raises BackupExists, BackupDamaged, DatabaseUnavailable, ToolMissing, ToolTooOld.
    """
    if file.exists():
        raise BackupExists(file)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        held = _dump(url, part)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return held


def restore(url: str, file: Path, *, replace: bool, now: datetime) -> Restored:
    """Put a backup into an empty database; `replace` moves an SQLite file with data aside.

    The tables are those of the backup's version; the next start migrates them.
    Raises BackupNotFound, BackupForeign, BackupDamaged, BackupOfOtherKind, BackupTooNew,
    DatabaseNotEmpty, DatabaseInUse, DatabaseUnavailable, ToolMissing, ToolTooOld.
    """
    kind = _kind(url)
    if (of_file := kind_of_file(file)) != kind:
        raise BackupOfOtherKind(NAMES[of_file], NAMES[kind])
    if kind == "sqlite":
        held = _known(backup_sqlite.check(file))
        target = _sqlite_file(url)
        aside = target.with_name(f"{target.name}.before-{now:%Y%m%d-%H%M%S}") if replace else None
        return Restored(held, backup_sqlite.restore(file, target, aside))
    database = Database(url)
    try:
        with worded():
            server = pg_tools.server_version(database.engine)
        held = _known(backup_postgresql.check(file, server))
        backup_postgresql.restore(database, file)
    finally:
        database.close()
    return Restored(held, None)


def kind_of_file(file: Path) -> str:
    """Whether a file is a backup of `sqlite` or `postgresql`, by its first bytes.

    Raises BackupNotFound or BackupForeign.
    """
    if not file.is_file():
        raise BackupNotFound(file)
    with file.open("rb") as handle:
        begin = handle.read(max(map(len, MAGICS.values())))
    for kind, magic in MAGICS.items():
        if begin.startswith(magic):
            return kind
    raise BackupForeign(file)


def _dump(url: str, part: Path) -> Contents:
    if _kind(url) == "sqlite":
        return backup_sqlite.dump(_sqlite_file(url), part)
    database = Database(url)
    try:
        with worded():
            return backup_postgresql.dump(database, part)
    finally:
        database.close()


def _known(held: Contents) -> Contents:
    if held.revision not in migrate.revisions():
        raise BackupTooNew(str(held.revision))
    return held


def _kind(url: str) -> str:
    return make_url(normalised(url)).get_backend_name()


def _sqlite_file(url: str) -> Path:
    return Path(str(make_url(normalised(url)).database))


__all__ = [
    "BackupDamaged",
    "BackupExists",
    "BackupForeign",
    "BackupNotFound",
    "BackupOfOtherKind",
    "BackupTooNew",
    "Contents",
    "DatabaseInUse",
    "DatabaseNotEmpty",
    "Restored",
    "back_up",
    "default_file",
    "restore",
]
