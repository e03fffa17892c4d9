"""One short transaction at a time: whole or not at all, and worded when the database fails."""

import os
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from db import session as sessions
from db.actors import SYSTEM
from db.errors import (
    ChangedMeanwhile,
    DatabaseBusy,
    DatabaseNotPrepared,
    DatabaseUnavailable,
    DatabaseUrlUnsupported,
    ValueUnstorable,
)
from db.models import Division
from db.models_access import Membership
from db.organisation import divisions, units
from db.session import ROOT, Database, database, database_url, normalised
from db.settings import get_setting, set_setting
from tests.db.conftest import NewUrl
from tests.factories import DAY, make_division, make_unit


def test_a_transaction_is_kept_whole(committed: Database) -> None:
    with committed.write(SYSTEM) as session:
        unit = make_unit(session)
    with committed.read(SYSTEM) as session:
        assert units(session) == [unit]


def test_a_transaction_that_fails_is_not_kept_at_all(committed: Database) -> None:
    with pytest.raises(ZeroDivisionError), committed.write(SYSTEM) as session:
        make_unit(session)
        _ = 1 / 0
    with committed.read(SYSTEM) as session:
        assert divisions(session) == []


def test_who_reads_cannot_write(committed: Database) -> None:
    with (
        pytest.raises(DatabaseUnavailable, match=r"(?i)read-?only"),
        committed.read(SYSTEM) as session,
    ):
        make_division(session)
    with committed.write(SYSTEM) as session:
        make_division(session)


def test_who_reads_sees_one_moment(committed: Database) -> None:
    with committed.write(SYSTEM) as session:
        set_setting(session, "key", "before")
    with committed.read(SYSTEM) as reader:
        assert get_setting(reader, "key") == "before"
        with committed.write(SYSTEM) as writer:
            set_setting(writer, "key", "after")
        assert get_setting(reader, "key") == "before"
    with committed.read(SYSTEM) as reader:
        assert get_setting(reader, "key") == "after"


def test_what_excludes_each_other_is_worded(committed: Database) -> None:
    row = {"code": "A", "name_zh": "甲", "name_en": "A"}
    with pytest.raises(ChangedMeanwhile), committed.write(SYSTEM) as session:
        session.execute(insert(Division), [row, row])
    with pytest.raises(ChangedMeanwhile), committed.write(SYSTEM) as session:
        session.execute(
            insert(Membership), [{"unit_id": 1, "division_id": 999_999, "valid_from": DAY}]
        )


def test_tables_that_are_missing_are_worded(new_url: NewUrl) -> None:
    empty = Database(new_url())
    command = "python -m dashboard migrate"
    with pytest.raises(DatabaseNotPrepared, match=command), empty.read(SYSTEM) as session:
        divisions(session)
    empty.close()


def test_columns_that_are_missing_are_worded(committed: Database) -> None:
    with pytest.raises(DatabaseNotPrepared), committed.read(SYSTEM) as session:
        session.execute(text("SELECT nowhere FROM divisions"))


def test_a_writer_that_waits_too_long_is_told(
    committed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "BUSY_SECONDS", 0.1)
    other = Database(committed.engine.url.render_as_string(hide_password=False))
    with committed.write(SYSTEM) as first:
        set_setting(first, "key", 1)
        locked = pytest.raises(DatabaseBusy, match=r"(?i)locked|lock timeout")
        with locked, other.write(SYSTEM) as second:
            set_setting(second, "key", 2)
    other.close()


def test_a_server_that_is_away_is_worded() -> None:
    away = Database("postgresql://nobody:secret@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnavailable) as unavailable, away.read(SYSTEM) as session:
        divisions(session)
    assert "secret" not in str(unavailable.value)


@pytest.mark.postgres
def test_a_text_that_postgresql_cannot_hold_is_worded(postgresql: str) -> None:
    server = Database(postgresql)
    with pytest.raises(ValueUnstorable), server.write(SYSTEM) as session:
        session.execute(text("SELECT :text"), {"text": "\x00"})
    server.close()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgres://u:p@h:5/n", "postgresql+psycopg://u:p@h:5/n"),
        ("postgresql://u:p@h/n?sslmode=require", "postgresql+psycopg://u:p@h/n?sslmode=require"),
        ("postgresql+psycopg://u@h/n", "postgresql+psycopg://u@h/n"),
        (" postgresql://h/n\n", "postgresql+psycopg://h/n"),
        ("sqlite:////somewhere/heng.db", "sqlite:////somewhere/heng.db"),
        ("sqlite:///data/heng.db", f"sqlite:///{(ROOT / 'data' / 'heng.db').as_posix()}"),
    ],
)
def test_urls_are_understood_as_people_write_them(given: str, expected: str) -> None:
    assert normalised(given) == expected


@pytest.mark.parametrize(
    "url",
    ["mysql://u:secret@h/n", "secret", "sqlite://", "sqlite:///:memory:", "postgresql+asyncpg:///"],
)
def test_other_urls_are_refused_without_their_password(url: str) -> None:
    with pytest.raises(DatabaseUrlUnsupported) as refused:
        Database(url)
    assert "postgresql://user:password@host/name" in str(refused.value)
    assert url == "secret" or "secret" not in str(refused.value)


def test_the_environment_names_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://h/n")
    assert database_url() == "postgresql+psycopg://h/n"
    monkeypatch.setenv("DATABASE_URL", "")
    assert database_url() == normalised("sqlite:///data/heng.db")
    monkeypatch.delenv("DATABASE_URL")
    assert database_url() == normalised("sqlite:///data/heng.db")


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "heng.db"
    fresh = Database(f"sqlite:///{file.as_posix()}")
    with fresh.write(SYSTEM) as session:
        session.execute(text("CREATE TABLE t (x INTEGER)"))
    fresh.close()
    assert file.exists()


def test_a_process_has_one_pool_a_database(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'heng.db').as_posix()}"
    assert database(url) is database(url)
    assert database(url) is database(f"sqlite:///{os.path.relpath(tmp_path / 'heng.db', ROOT)}")
    assert database(url) is not database(url.replace("heng", "demo"))


def test_sqlite_waits_for_the_disk_and_watches_references(tmp_path: Path) -> None:
    fresh = Database(f"sqlite:///{(tmp_path / 'heng.db').as_posix()}")
    with fresh.read(SYSTEM) as session:
        found = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    fresh.close()
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 120_000,
    }
