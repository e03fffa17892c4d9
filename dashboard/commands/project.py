"""Where the project and its data lie, and how a command says no."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"

# The demo has a file of its own, so that invented data never meets an organisation's.
DEMO_URL = "sqlite:///data/demo.db"


class CommandRefused(Exception):
    """A command cannot go on; the message says why and what to do, in plain words."""
