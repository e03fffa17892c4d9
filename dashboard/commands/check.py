"""The checks: format, lint, types, import contracts, migrations, words."""

import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from dashboard.commands import tools, words
from dashboard.commands.project import CommandRefused
from db import migrate

PYTHON = Path(sys.executable).name


class NoSuchCheck(CommandRefused):
    """A check was asked for by a name that none has."""


@dataclass(frozen=True)
class Check:
    """One check: its name, what mends a failure, and the run that says whether it passed."""

    name: str
    mend: str
    passes: Callable[[], bool]


def tool(module: str, *arguments: str) -> Callable[[], bool]:
    """A check that a development tool makes, as `python -m MODULE`."""

    def passes() -> bool:
        if importlib.util.find_spec(module) is None:
            raise tools.ToolMissing(
                f"{module} is not installed. Install it: {tools.INSTALL_DEVELOPMENT}"
            )
        return tools.run(tools.python_tool(module, *arguments)) == 0

    return passes


def imports_pass() -> bool:
    """Whether every import keeps the contracts in pyproject.toml."""
    return tools.run([tools.script("lint-imports"), "--no-logo"]) == 0


def migrations_pass() -> bool:
    """Whether the migrations, run on an empty database, give exactly the models' tables."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{Path(folder, 'drift.db').as_posix()}"
        migrate.upgrade(url)
        return report([str(difference) for difference in migrate.differences(url)])


def words_pass() -> bool:
    """Whether every word of the sources has its Chinese."""
    return report(words.faults())


def report(faults: Sequence[str]) -> bool:
    """Prints the faults, one a line; whether there were none."""
    for fault in faults:
        typer.echo(f"  {fault}")
    return not faults


CHECKS = (
    Check("format", f"{PYTHON} -m ruff format .", tool("ruff", "format", "--check", ".")),
    Check("lint", f"{PYTHON} -m ruff check --fix .", tool("ruff", "check", ".")),
    Check("imports", "see the contracts in pyproject.toml", imports_pass),
    Check("words", words.MEND, words_pass),
    Check("migrations", "write the missing migration in db/migrations", migrations_pass),
    Check("types", f"{PYTHON} -m mypy shows them again", tool("mypy")),
)


def run(wanted: Sequence[str] = ()) -> list[Check]:
    """Runs the wanted checks, or all, to the end; those that failed."""
    names = [check.name for check in CHECKS]
    unknown = [name for name in wanted if name not in names]
    if unknown:
        raise NoSuchCheck(f"No check {', '.join(unknown)}; there are: {', '.join(names)}.")
    failed = []
    for check in CHECKS:
        if wanted and check.name not in wanted:
            continue
        typer.echo(f"== {check.name}")
        start = time.monotonic()
        passed = check.passes()
        typer.echo(f"   {'passed' if passed else 'FAILED'} in {time.monotonic() - start:.1f} s")
        if not passed:
            failed.append(check)
    return failed


def sum_up(failed: Sequence[Check]) -> str:
    """The last lines: what failed and what mends it."""
    if not failed:
        return "All checks passed."
    lines = [f"  {check.name}: {check.mend}" for check in failed]
    return "\n".join(["These checks failed; each with what mends it:", *lines])
