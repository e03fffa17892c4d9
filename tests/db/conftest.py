"""Every test of the data layer runs on SQLite and on a real PostgreSQL, on the migrated tables."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session

from db.actors import SYSTEM, Actor
from db.migrate import upgrade
from db.models_access import METADATA
from db.scope import ScopedSession
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
            info = {"actor": SYSTEM}
            with Session(
                connection, info=info, join_transaction_mode="create_savepoint"
            ) as session:
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
    empty(database)


def _new_file(folder: Path) -> str:
    return f"sqlite:///{(folder / f'{next(_names)}.db').as_posix()}"


def _new_catalogue(server: str) -> str:
    name = f"heng_{next(_names)}"
    engine = create_engine(normalised(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


def empty(database: Database) -> None:
    """Take everything out; the seals of trail and history are lifted for it, as only tests may."""
    with database.engine.begin() as connection:
        seals = _lift_seals(connection)
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
        for seal in seals:
            connection.exec_driver_sql(seal)


def _lift_seals(connection: Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return []
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    seals = {str(name): str(sql) for name, sql in found}
    for name in seals:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    return list(seals.values())


@contextmanager
def in_name_of(session: Session, actor: Actor) -> Iterator[Session]:
    """A session in somebody's name within the transaction of another one; all of it or nothing."""
    session.flush()
    info = {"actor": actor}
    with ScopedSession(
        session.connection(), info=info, join_transaction_mode="create_savepoint"
    ) as other:
        yield other
        other.commit()
    session.expire_all()


@contextmanager
def unsealed(session: Session) -> Iterator[None]:
    """Lifts the seals of trail and history, as only somebody with the database's keys could."""
    connection = session.connection()
    seals = _lift_seals(connection)
    yield
    session.flush()
    for seal in seals:
        connection.exec_driver_sql(seal)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
    session.expire_all()
