"""Running the tests in an order that shows the nearest cause of a failure first."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.commands import tools
from dashboard.commands.project import ROOT

# What the others rest on comes first; what is slow and needs a browser comes last.
ORDER = ("checklists", "db", "dashboard", "pages")
LAST = "browser"
NOT_TESTS = ("bench",)
# Two processes share the tests: each takes its half in order, and then helps the other one.
BESIDE = ("--numprocesses=2", "--dist=worksteal")
IN_BROWSER = f"tests/{LAST}/"
FEW = 5
"""More browser tests than these do not fail by chance."""


def ordered(folder: Path = ROOT / "tests") -> list[str]:
    """The test folders and files directly below `folder`, in the order to run them."""
    found = [
        path
        for path in folder.iterdir()
        if path.match("test_*.py") or (path.is_dir() and any(path.rglob("test_*.py")))
    ]
    return [str(path) for path in sorted(found, key=rank) if path.name not in NOT_TESTS]


def rank(path: Path) -> tuple[int, str]:
    """Known folders in their order, then new folders and files, the browser last."""
    if path.name == LAST:
        return len(ORDER) + 1, path.name
    return ORDER.index(path.name) if path.name in ORDER else len(ORDER), path.name


def run(arguments: Sequence[str]) -> bool:
    """Runs pytest on `arguments`, or on everything; whether all passed."""
    if arguments:
        return tools.run(tools.python_tool("pytest", *arguments)) == 0
    tools.chromium()
    with TemporaryDirectory() as noted:
        everything = ("-o", f"cache_dir={noted}", *BESIDE, *ordered())
        passed = tools.run(tools.python_tool("pytest", *everything)) == 0
        return passed or passed_by_themselves(Path(noted))


def passed_by_themselves(noted: Path) -> bool:
    """Whether a few browser tests are all that failed, and pass when nothing runs beside them.

    Two browsers on a small computer can hold each other up longer than a test waits. What is
    really broken fails again, with new servers and a new browser as well.
    """
    failed = failures(noted)
    if not failed or len(failed) > FEW or not all(name.startswith(IN_BROWSER) for name in failed):
        return False
    print(f"Trying again by themselves: {', '.join(failed)}")
    return tools.run(tools.python_tool("pytest", *failed)) == 0


def failures(noted: Path) -> list[str]:
    """The tests that failed, as pytest noted them in its cache folder; none without a note."""
    file = noted / "v" / "cache" / "lastfailed"
    return sorted(json.loads(file.read_text("utf-8"))) if file.is_file() else []
