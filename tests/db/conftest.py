"""Every test of the data layer runs on SQLite and on a real PostgreSQL, on the migrated tables."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from db.migrate import upgrade
from db.models import METADATA
from db.session import Database, normalised

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
NewUrl = Callable[[], str]

_names = count(1)


@pytest.fixture(scope="session", params=BOTH)
def new_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewUrl:
    """Makes an empty database and gives its URL."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("sqlite")
        return lambda: _new_file(folder)
    server = request.getfixturevalue("postgresql")
    return lambda: _new_catalogue(server)


@pytest.fixture(scope="session")
def database(new_url: NewUrl) -> Iterator[Database]:
    """A migrated database; a test that commits to it uses `committed` instead."""
    url = new_url()
    upgrade(url)
    database = Database(url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def scratch(database: Database) -> Callable[[], AbstractContextManager[Session]]:
    """Opens a session whose changes are gone afterwards, for tests with many examples."""

    @contextmanager
    def opened() -> Iterator[Session]:
        with database.engine.connect() as connection, connection.begin() as transaction:
            with Session(connection, join_transaction_mode="create_savepoint") as session:
                yield session
            transaction.rollback()

    return opened


@pytest.fixture
def session(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[Session]:
    """A session whose changes are gone after the test."""
    with scratch() as session:
        yield session


@pytest.fixture
def committed(database: Database) -> Iterator[Database]:
    """The database for tests in which commits are the point; it is emptied afterwards."""
    yield database
    with database.engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())


def _new_file(folder: Path) -> str:
    return f"sqlite:///{(folder / f'{next(_names)}.db').as_posix()}"


def _new_catalogue(server: str) -> str:
    name = f"heng_{next(_names)}"
    engine = create_engine(normalised(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
