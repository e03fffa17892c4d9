"""Bringing a database to the newest tables, and telling whether models and tables agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from db.errors import ReferencesBroken
from db.models_access import METADATA
from db.session import Database, normalised, worded

FOLDER = Path(__file__).parent / "migrations"

# Any number will do as long as every process of this program asks for the same lock.
LOCK = 4_859_301

COMPARED: dict[str, Any] = {
    "compare_type": True,
    "compare_server_default": True,
    "autogenerate_plugins": ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
}
"""What is compared between models and tables; the names of check constraints too."""


def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations that are missing, all of them or none. Raises DatabaseUnavailable."""
    with _migrating(url) as connection:
        command.upgrade(config(connection), revision)


def downgrade(url: str, revision: str) -> None:
    """Undo the migrations after a revision; `base` undoes all, with everything stored."""
    with _migrating(url) as connection:
        command.downgrade(config(connection), revision)


def current(url: str) -> str | None:
    """The revision the database is at, or None before the first migration."""
    with _database(url) as database, database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision the program needs."""
    return ScriptDirectory.from_config(config()).get_current_head()


def revisions() -> frozenset[str]:
    """Every revision this program knows."""
    script = ScriptDirectory.from_config(config())
    return frozenset(found.revision for found in script.walk_revisions())


def differences(url: str) -> list[str]:
    """What autogenerate would still change to make the tables those of the models, in words."""
    with _database(url) as database, database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        return [str(found) for found in compare_metadata(context, METADATA)]


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings; they need no file of their own."""
    settings = Config()
    settings.set_main_option("script_location", FOLDER.as_posix().replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


@contextmanager
def _database(url: str) -> Iterator[Database]:
    database = Database(normalised(url))
    try:
        with worded():
            yield database
    finally:
        database.close()


@contextmanager
def _migrating(url: str) -> Iterator[Connection]:
    """One transaction, that no other process migrates in at the same time."""
    with _database(url) as database, database.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # A table can only be rebuilt while nothing watches the references to it, and the
            # watch can only be lifted outside a transaction; the pool is closed afterwards.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF").close()
        with connection.begin():
            if not sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection
            if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise ReferencesBroken(sorted({str(row[0]) for row in broken}))
