"""The migrations make exactly the models' tables, can be undone, and happen whole or not at all."""

from typing import Any

import pytest
from alembic import command
from sqlalchemy import inspect, text

from db import migrate
from db.base import Base
from db.errors import ReferencesBroken
from db.session import Database
from tests.db.conftest import NewUrl
from tests.factories import make_unit

TABLES = set(Base.metadata.tables)


@pytest.fixture
def empty(new_url: NewUrl) -> str:
    """The URL of a database without tables."""
    return new_url()


def tables(url: str) -> set[str]:
    """The tables there are, without Alembic's own."""
    database = Database(url)
    found = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    database.close()
    return found


def checks(database: Database) -> dict[str, dict[str | None, str]]:
    """The text of every check constraint, by table and name, as the database gives it back."""
    inspector = inspect(database.engine)
    return {
        table: {
            check["name"]: " ".join(check["sqltext"].split())
            for check in inspector.get_check_constraints(table)
        }
        for table in sorted(TABLES)
    }


def test_models_and_migrations_agree(empty: str) -> None:
    migrate.upgrade(empty)
    assert migrate.differences(empty) == []
    assert tables(empty) == TABLES


def test_the_check_constraints_of_models_and_migrations_read_the_same(
    database: Database, empty: str
) -> None:
    from_models = Database(empty)
    Base.metadata.create_all(from_models.engine)
    expected = checks(from_models)
    from_models.close()
    assert expected["audits"]["ck_audits_period"]
    assert checks(database) == expected


def test_every_check_constraint_and_index_carries_the_name_of_its_rule(database: Database) -> None:
    inspector = inspect(database.engine)
    names = [name for table in checks(database).values() for name in table]
    names += [index["name"] for table in TABLES for index in inspector.get_indexes(table)]
    assert names and all(name and name.startswith(("ck_", "ix_", "uq_")) for name in names)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE settings ADD COLUMN extra TEXT",
        "DROP INDEX ix_audits_unit_id_period",
        "ALTER TABLE units DROP COLUMN closed_on",
        "CREATE TABLE other (id INTEGER PRIMARY KEY)",
    ],
)
def test_a_difference_is_found(empty: str, change: str) -> None:
    migrate.upgrade(empty)
    database = Database(empty)
    with database.engine.begin() as connection:
        connection.execute(text(change))
    database.close()
    assert len(migrate.differences(empty)) == 1


def test_up_down_and_up_again(empty: str) -> None:
    assert migrate.current(empty) is None
    migrate.upgrade(empty)
    assert migrate.current(empty) == migrate.newest()
    migrate.downgrade(empty, "base")
    assert migrate.current(empty) is None
    assert tables(empty) == set()
    migrate.upgrade(empty)
    assert migrate.differences(empty) == []


def test_upgrading_again_keeps_what_is_there(empty: str) -> None:
    migrate.upgrade(empty)
    database = Database(empty)
    with database.write() as session:
        make_unit(session, code="A1")
    database.close()
    migrate.upgrade(empty)
    database = Database(empty)
    with database.read() as session:
        assert session.scalar(text("SELECT code FROM units")) == "A1"
    database.close()


def test_a_migration_that_fails_leaves_nothing_behind(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        upgrade(*_)
        raise RuntimeError("in the middle")

    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", broken)
    with pytest.raises(RuntimeError, match="in the middle"):
        migrate.upgrade(empty)
    assert tables(empty) == set()
    assert migrate.current(empty) is None


def test_a_migration_that_would_break_references_is_undone(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not empty.startswith("sqlite"):
        # PostgreSQL watches references during a migration too, so there is nothing to check.
        assert migrate.current(empty) is None
        return
    migrate.upgrade(empty)

    def broken(config: Any, _revision: str) -> None:
        config.attributes["connection"].execute(
            text("INSERT INTO units VALUES (1, 7, 'A1', '单位', 'Unit', NULL)")
        )

    monkeypatch.setattr(command, "upgrade", broken)
    with pytest.raises(ReferencesBroken, match="units"):
        migrate.upgrade(empty)
    database = Database(empty)
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM units")) == 0
    database.close()
