"""Backups of PostgreSQL by pg_dump, checked by reading them through, and putting one back."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, inspect

from db import migrate, pg_tools
from db.backup_contents import (
    REVISIONS,
    BackupDamaged,
    BackupForeign,
    Contents,
    DatabaseNotEmpty,
    Rows,
    read,
)
from db.session import Database, worded
from db.trail import FIRST

MAGIC = b"PGDMP"
# Whoever restores owns what is restored: the names of roles differ between servers.
PLAIN = ("--no-owner", "--no-privileges")
_TABLE = re.compile(rb'COPY (?:"?\w+"?\.)?"?(\w+)"? \((.*)\) FROM stdin;\n')


def dump(database: Database, part: Path) -> Contents:
    """Dump the database as it is at one moment into a file; what was dumped.

    Raises DatabaseUnavailable, ToolMissing, ToolTooOld, BackupDamaged.
    """
    server = pg_tools.server_version(database.engine)
    program = pg_tools.find("pg_dump", server)
    snapshots = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with worded(), snapshots.connect() as connection:
        held = contents(connection)
        snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        pg_tools.run(
            [program, "--format=custom", *PLAIN, f"--snapshot={snapshot}", f"--file={part}"],
            database.engine,
        )
    if check(part, server) != held:
        raise BackupDamaged(part, "other figures than in the database")
    return held


def check(file: Path, server: int) -> Contents:
    """What a dump holds, by reading all of it. Raises BackupDamaged, BackupForeign."""
    program = pg_tools.find("pg_restore", server)
    command = [program, "--data-only", "--file=-", str(file)]
    with pg_tools.reading(command) as process:
        found = _counted(process)
        complaint = b"" if process.stderr is None else process.stderr.read()
    if process.returncode != 0:
        raise BackupDamaged(file, pg_tools.said(complaint))
    if not found.is_ours:
        raise BackupForeign(file)
    return found


def restore(database: Database, file: Path) -> None:
    """Put a checked dump into an empty database. Raises DatabaseNotEmpty, DatabaseUnavailable."""
    server = pg_tools.server_version(database.engine)
    with worded(), database.engine.connect() as connection:
        present = contents(connection)
    if present.rows:
        raise DatabaseNotEmpty(present.rows)
    _clear(database, present)
    program = pg_tools.find("pg_restore", server)
    name = str(database.engine.url.database)
    pg_tools.run(
        [program, f"--dbname={name}", *PLAIN, "--exit-on-error", "--single-transaction", str(file)],
        database.engine,
    )
    with worded(), database.engine.connect() as connection:
        after = contents(connection)
    if after != check(file, server):
        raise BackupDamaged(file, "other figures than in the database after it was restored")


def contents(connection: Connection) -> Contents:
    """What the connected database holds."""

    def ask(query: str) -> Rows:
        return [tuple(row) for row in connection.exec_driver_sql(query)]

    return read(inspect(connection).get_table_names(), ask)


def _clear(database: Database, present: Contents) -> None:
    """Take the empty tables of another version out, so that those of the dump can come."""
    if present.revision is not None:
        migrate.downgrade(database.engine.url.render_as_string(hide_password=False), "base")
    with worded(), database.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {REVISIONS}")


def _counted(process: "subprocess.Popen[bytes]") -> Contents:
    found = Contents(None, {}, 0, (0, FIRST))
    for table, columns, rows in _tables(pg_tools.output(process)):
        number, scored = 0, 0
        for row in rows:
            number += 1
            if table == REVISIONS:
                found = replace(found, revision=row[0])
            elif table == "scores" and (k := row[columns.index("k")]) != r"\N":
                scored += int(k)
            elif table == "trail" and (entry := int(row[columns.index("id")])) > found.head[0]:
                found = replace(found, head=(entry, row[columns.index("hash")]))
        counts = dict(sorted({**found.counts, table: number}.items()))
        found = replace(found, counts=counts, scored=found.scored + scored)
    return found


def _tables(lines: Iterator[bytes]) -> Iterator[tuple[str, list[str], Iterator[list[str]]]]:
    """The tables in what pg_restore writes, each with its columns and its rows."""
    for line in lines:
        if table := _TABLE.fullmatch(line):
            columns = [name.strip().strip('"') for name in table[2].decode().split(",")]
            yield table[1].decode(), columns, _rows(lines)


def _rows(lines: Iterator[bytes]) -> Iterator[list[str]]:
    for line in lines:
        if line == b"\\.\n":
            return
        yield line.rstrip(b"\n").decode().split("\t")
