"""What a database or a backup holds, in a few figures that tell whether two are the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checklists.errors import N_
from db.errors import DataError
from db.trail import FIRST

REVISIONS = "alembic_version"
OURS = frozenset({REVISIONS, "audits", "answers", "operations", "people", "scores"})
"""Tables this program has had from its first version on."""

Rows = Sequence[Sequence[Any]]


class BackupExists(DataError):
    """The file to write is already there; a backup never overwrites anything."""

    def __init__(self, file: Path) -> None:
        super().__init__(N_("{file} already exists. Choose another name."), file=str(file))


class BackupNotFound(DataError):
    """The file to restore is not there."""

    def __init__(self, file: Path) -> None:
        super().__init__(N_("There is no file {file}."), file=str(file))


class BackupForeign(DataError):
    """The file is no backup of this program."""

    def __init__(self, file: Path) -> None:
        super().__init__(N_("{file} is not a backup of this program."), file=str(file))


class BackupDamaged(DataError):
    """The backup is cut short or damaged."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            N_("{file} is damaged or incomplete ({reason}). Take another backup."),
            file=str(file),
            reason=reason,
        )


class BackupOfOtherKind(DataError):
    """The backup is of SQLite and the database is PostgreSQL, or the other way round."""

    def __init__(self, backup: str, database: str) -> None:
        super().__init__(
            N_(
                "This is a backup of {backup}, and DATABASE_URL names {database}. "
                "Restore it into a database of the same kind."
            ),
            backup=backup,
            database=database,
        )


class BackupTooNew(DataError):
    """The backup has tables this version of the program does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            N_("The backup was made by a newer version of this program ({revision}). Update it."),
            revision=revision,
        )


class DatabaseNotEmpty(DataError):
    """There is something in the database into which a backup was to be restored."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            N_(
                "The database is not empty ({rows} rows); a backup is restored into an empty one "
                "only. With SQLite, --replace moves the present file aside; with PostgreSQL, "
                "create a new database and name it in DATABASE_URL."
            ),
            rows=rows,
        )


class DatabaseInUse(DataError):
    """A running program has the database open."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            N_("{file} is in use. Stop the running program first, then try again."), file=str(file)
        )


@dataclass(frozen=True)
class Contents:
    """Rows by table, the sum of all K (as stored: millionths), and the head of the trail."""

    revision: str | None
    counts: Mapping[str, int]
    scored: int
    head: tuple[int, str]

    @property
    def rows(self) -> int:
        """All rows but the note of the revision."""
        return sum(number for table, number in self.counts.items() if table != REVISIONS)

    @property
    def is_ours(self) -> bool:
        """Whether these are tables of this program."""
        return self.counts.keys() >= OURS and self.revision is not None


def read(tables: Sequence[str], ask: Callable[[str], Rows]) -> Contents:
    """The contents of the named tables; `ask` runs one SELECT."""
    counts = {table: int(ask(f'SELECT count(*) FROM "{table}"')[0][0]) for table in sorted(tables)}
    revision = ask(f"SELECT version_num FROM {REVISIONS}") if REVISIONS in counts else ()
    scored = ask("SELECT coalesce(sum(k), 0) FROM scores") if "scores" in counts else [(0,)]
    head = ask("SELECT id, hash FROM trail ORDER BY id DESC LIMIT 1") if counts.get("trail") else ()
    return Contents(
        revision=str(revision[0][0]) if revision else None,
        counts=counts,
        scored=int(scored[0][0]),
        head=(int(head[0][0]), str(head[0][1])) if head else (0, FIRST),
    )
