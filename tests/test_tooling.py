"""The tools' own settings: make sets up once, contracts are whole, the look is readable."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from streamlit.config import _config_options_template as streamlit_options

from dashboard.commands import testing
from dashboard.commands.serve import read_ahead
from db import figures_kept
from db.actors import SYSTEM
from db.bulk import load_audits
from db.session import database
from tests.conftest import sqlite_url
from tests.factories import make_bundle

ROOT = Path(__file__).parents[1]
NOT_CODE = {"tests", "data"}
MAKE = shutil.which("make")

# Stands in for Python in a make test: notes what it was asked, and makes a .venv of itself.
PYTHON_STUB = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in
  *"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
  *print*) echo 1 ;;
esac
case "$*" in *"$FAILS_ON"*) [ -z "$FAILS_ON" ] || exit 1 ;; esac
"""


class Workshop:
    """A copy of the Makefile and the requirements, with a stub for Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
            shutil.copy(ROOT / name, folder / name)
        self.python = folder / "a-python"
        self.python.write_text(PYTHON_STUB)
        self.python.chmod(0o755)

    def make(self, *words: str, fails_on: str = "") -> subprocess.CompletedProcess[str]:
        """Runs make; what Python was asked is in `calls` afterwards."""
        self.calls.unlink(missing_ok=True)
        environment = {
            "PATH": os.environ["PATH"],
            "CALLS": str(self.calls),
            "FAILS_ON": fails_on,
        }
        return subprocess.run(
            [str(MAKE), *words, f"PYTHON={self.python}"],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def installs(self) -> list[str]:
        """The requirements files that were installed by the last make."""
        asked = self.calls.read_text().splitlines()
        return [line.rsplit(" ", 1)[-1] for line in asked if "pip install" in line]


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """An empty workshop; it needs make, which .ci/run installs."""
    assert MAKE, "make is missing: sudo apt install make"
    return Workshop(tmp_path)


def test_make_installs_once_and_then_only_runs(workshop: Workshop) -> None:
    first = workshop.make("run", "PORT=8600", "HOST=127.0.0.1")
    assert first.returncode == 0, first.stderr
    assert workshop.installs() == ["requirements.txt"]
    assert "-m dashboard run --port 8600 --host 127.0.0.1" in workshop.calls.read_text()

    workshop.make("run")
    assert workshop.installs() == []


def test_make_installs_again_when_a_requirement_changes(workshop: Workshop) -> None:
    workshop.make("run")
    with (workshop.folder / "requirements.txt").open("a") as requirements:
        requirements.write("another==1.0\n")
    workshop.make("run")
    assert workshop.installs() == ["requirements.txt"]


def test_what_the_tests_need_is_installed_for_the_tests_only(workshop: Workshop) -> None:
    workshop.make("serve")
    assert workshop.installs() == ["requirements.txt"]
    workshop.make("check")
    assert workshop.installs() == ["requirements-dev.txt"]
    workshop.make("run")
    assert workshop.installs() == []


def test_make_installs_again_when_the_environment_no_longer_starts(workshop: Workshop) -> None:
    workshop.make("run")
    (workshop.folder / ".venv" / "bin" / "python").unlink()
    workshop.make("run")
    assert workshop.installs() == ["requirements.txt"]


def test_a_failed_installation_is_tried_again(workshop: Workshop) -> None:
    assert workshop.make("run", fails_on="pip install").returncode != 0
    workshop.make("run")
    assert workshop.installs() == ["requirements.txt"]


def test_a_missing_python_is_named_with_how_to_get_it(workshop: Workshop) -> None:
    workshop.python.unlink()
    refused = workshop.make("run")
    assert refused.returncode != 0
    assert "Python 3.11 or newer is needed" in refused.stderr
    assert "apt install python3" in refused.stderr


def test_a_python_that_is_too_old_is_named_with_how_to_get_it(workshop: Workshop) -> None:
    refused = workshop.make("run", fails_on="version_info")
    assert refused.returncode != 0
    assert "Python 3.11 or newer is needed" in refused.stderr


def test_a_missing_venv_module_is_named_with_how_to_get_it(workshop: Workshop) -> None:
    refused = workshop.make("run", fails_on="ensurepip")
    assert refused.returncode != 0
    assert "apt install python3-venv" in refused.stderr


def test_requirements_are_pinned_exactly() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text("utf-8").splitlines():
            assert line.startswith(("#", "-r ")) or line.count("==") == 1, f"{name}: {line}"


def test_every_folder_of_code_is_under_the_import_contracts() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    linter = settings["tool"]["importlinter"]
    folders = {file.parent.name for file in ROOT.glob("[!.]*/*.py")} - NOT_CODE
    assert folders == set(linter["root_packages"])
    layers = next(rule for rule in linter["contracts"] if rule["id"] == "layers")
    assert set(layers["layers"]) == folders


def test_every_streamlit_setting_exists_in_the_pinned_version() -> None:
    for name in flat(streamlit_settings()):
        assert name in streamlit_options, name


def test_the_theme_fetches_nothing_from_the_internet() -> None:
    for name, value in flat(streamlit_settings()).items():
        assert "://" not in str(value), name


@pytest.mark.parametrize("tone", ["light", "dark"])
def test_text_and_accent_stand_out_from_every_ground(tone: str) -> None:
    theme = streamlit_settings()["theme"][tone]
    for part in (theme, theme["sidebar"]):
        for ground in (part["backgroundColor"], part["secondaryBackgroundColor"]):
            assert contrast(theme["textColor"], ground) >= 7, ground
            assert contrast(theme["primaryColor"], ground) >= 4.5, ground
    # Streamlit draws the tick of a checkbox in white on the accent.
    assert contrast("#FFFFFF", theme["primaryColor"]) >= 3


def streamlit_settings() -> dict:
    """What .streamlit/config.toml says."""
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def flat(table: dict, above: str = "") -> dict[str, object]:
    """The settings of a nested table by their dotted names."""
    found: dict[str, object] = {}
    for key, value in table.items():
        found |= flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
    return found


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance, 0 to 1, of a colour such as #1F4E8C."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_server_that_starts_has_read_what_the_first_reader_will_ask(own_url: str) -> None:
    with database().write(SYSTEM) as session:
        bundle = make_bundle(session)
        load_audits(session, [bundle])
    read_ahead().join(timeout=120)
    kept = figures_kept._kept[str(database().engine.url)]
    assert list(kept.columns["audit"]) == [bundle.id]


def test_reading_ahead_leaves_no_half_imported_module_to_the_server_that_starts(
    tmp_path: Path,
) -> None:
    # With so small a switch interval the two threads import by turns, as on a busy machine.
    code = (
        "import sys; sys.setswitchinterval(1e-5); "
        "from dashboard.commands.serve import read_ahead; "
        "reading = read_ahead(); import streamlit; reading.join()"
    )
    empty = {"DATABASE_URL": sqlite_url(tmp_path / "empty.db")}
    starts = [
        subprocess.Popen([sys.executable, "-c", code], env=os.environ | empty) for _ in range(3)
    ]
    assert [start.wait(timeout=120) for start in starts] == [0, 0, 0]


def test_reading_ahead_in_an_unprepared_database_leaves_it_to_the_first_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url(tmp_path / "empty.db"))
    read_ahead().join(timeout=120)
    database().close()
    assert "Traceback" not in capfd.readouterr().err


def test_what_failed_is_read_from_what_pytest_noted(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text("def test_a(): pass\ndef test_b(): assert False\n")
    noted = tmp_path / "noted"
    assert testing.failures(noted) == []
    pytest_here = [sys.executable, "-m", "pytest", "-q", "--rootdir=.", "-o", f"cache_dir={noted}"]
    subprocess.run(pytest_here, cwd=tmp_path, capture_output=True, check=False)
    assert testing.failures(noted) == ["test_two.py::test_b"]
    assert not testing.passed_by_themselves(noted)
