"""The migrations make exactly the models' tables, can be undone, and happen whole or not at all."""

import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import inspect, text

from db import migrate
from db.actors import SYSTEM
from db.bulk import load_audits
from db.errors import ReferencesBroken
from db.models_access import METADATA
from db.session import ROOT, Database
from tests.db.conftest import NewUrl
from tests.factories import MET, NOT_APPLICABLE, deduction, make_bundle, make_unit

TABLES = set(METADATA.tables)


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


def test_the_models_are_known_to_a_process_that_only_migrates(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'heng.db').as_posix()}"
    program = f"from db import migrate as m; m.upgrade({url!r}); print(m.differences({url!r}))"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"


def test_the_check_constraints_of_models_and_migrations_read_the_same(
    database: Database, empty: str
) -> None:
    from_models = Database(empty)
    METADATA.create_all(from_models.engine)
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
    with database.write(SYSTEM) as session:
        make_unit(session, code="A1")
    database.close()
    migrate.upgrade(empty)
    database = Database(empty)
    with database.read(SYSTEM) as session:
        assert session.scalar(text("SELECT code FROM units")) == "A1"
    database.close()


def test_scores_of_an_older_database_get_their_points_and_sums(empty: str) -> None:
    migrate.upgrade(empty)
    database = Database(empty)
    with database.write(SYSTEM) as session:
        unit = make_unit(session).id
        wanted: list[dict[str, Any]] = [
            {"answers": {"HOT-14": deduction(1)}},
            {"answers": {"HOT-01": NOT_APPLICABLE, "HOT-02": MET}, "period": "2026-10"},
            {"answers": {}, "period": "2026-09"},
        ]
        load_audits(session, [make_bundle(session, unit_id=unit, **one) for one in wanted])

    def kept() -> tuple[list[Any], list[Any]]:
        with database.read(SYSTEM) as session:
            points = session.execute(text("SELECT audit_id, points FROM scores ORDER BY 1")).all()
            columns = "unit_id, month, sheet, audits, k1, k2, k3"
            query = text(f"SELECT {columns} FROM unit_months WHERE audits > 0 ORDER BY month")
            return [tuple(row) for row in points], [tuple(row) for row in session.execute(query)]

    before = kept()
    assert len(before[0]) == 3 and [row[1] for row in before[1]] == ["2026-10", "2026-11"]
    database.close()
    migrate.downgrade(empty, "0003")
    migrate.upgrade(empty)
    assert kept() == before
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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of the two only SQLite has to be told to look away while tables are rebuilt.
    url = f"sqlite:///{(tmp_path / 'heng.db').as_posix()}"
    migrate.upgrade(url)

    def broken(config: Any, _revision: str) -> None:
        config.attributes["connection"].execute(
            text("INSERT INTO memberships VALUES (1, '2026-01-01', NULL, 7)")
        )

    monkeypatch.setattr(command, "upgrade", broken)
    with pytest.raises(ReferencesBroken, match="memberships"):
        migrate.upgrade(url)
    database = Database(url)
    with database.read(SYSTEM) as session:
        assert session.scalar(text("SELECT count(*) FROM memberships")) == 0
    database.close()


def test_a_new_migration_writes_plain_column_types(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'heng.db').as_posix()}"
    database = Database(url)
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("0*.py", "__pycache__"))
    with database.engine.begin() as connection:
        settings = migrate.config(connection)
        settings.set_main_option("script_location", folder.as_posix())
        with redirect_stdout(StringIO()):
            command.revision(settings, "everything anew", autogenerate=True, rev_id="0009")
    database.close()
    [script] = (folder / "versions").glob("*.py")
    assert "sa.Column('submitted_at', sa.DateTime(timezone=True)" in script.read_text()
    assert "sa.Column('k1', sa.BigInteger()" in script.read_text()
