"""Running the tests in an order that shows the nearest cause of a failure first."""

from collections.abc import Sequence
from pathlib import Path

from dashboard.commands import tools
from dashboard.commands.project import ROOT

# What the others rest on comes first; what is slow and needs a browser comes last.
ORDER = ("checklists", "db", "dashboard", "pages")
LAST = "browser"
NOT_TESTS = ("bench",)
# Two processes share the tests: each takes its half in order, and then helps the other one.
BESIDE = ("--numprocesses=2", "--dist=worksteal")


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
    if not arguments:
        tools.chromium()
        arguments = [*BESIDE, *ordered()]
    return tools.run(tools.python_tool("pytest", *arguments)) == 0
