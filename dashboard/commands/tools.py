"""The programs besides Python that some commands need, and how to get them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.commands.project import ROOT, CommandRefused

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_FILES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("C:/Program Files/Google/Chrome/Application/chrome.exe"),
    Path("C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe"),
)
HOW_TO_GET_CHROMIUM = (
    "On Debian or Ubuntu: sudo apt install chromium fonts-noto-cjk. On macOS or Windows install "
    "Google Chrome. If it lies elsewhere, set HENG_CHROMIUM to the program's path."
)


class ToolMissing(CommandRefused):
    """A program is not on this computer; the message says how to get it."""


def chromium() -> str:
    """The path of a Chromium or Chrome for the browser tests and the screenshots."""
    named = os.environ.get("HENG_CHROMIUM")
    if named:
        if Path(named).is_file():
            return named
        raise ToolMissing(f"HENG_CHROMIUM is {named}, and there is no such file.")
    for found in (*map(shutil.which, CHROMIUM_NAMES), *CHROMIUM_FILES):
        if found and Path(found).is_file():
            return str(found)
    raise ToolMissing(f"Chromium was not found; the browser tests need it. {HOW_TO_GET_CHROMIUM}")


def python_tool(module: str, *arguments: str) -> list[str]:
    """The command line of a development tool that runs as `python -m MODULE`."""
    return [sys.executable, "-m", module, *arguments]


def script(name: str) -> str:
    """The path of a development tool's own program in this environment."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        raise ToolMissing(f"{name} is not installed. Install it: {INSTALL_DEVELOPMENT}")
    return found


def run(command: Sequence[str]) -> int:
    """Runs a command at the project's root, its output as it comes; its exit code."""
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, check=False).returncode


INSTALL_DEVELOPMENT = f"{Path(sys.executable).name} -m pip install -r requirements-dev.txt"
