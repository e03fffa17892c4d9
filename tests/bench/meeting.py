"""The meeting over 200 units: from its address to the first slide, and from a key to the next."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.bench import Figure
from tests.bench._company import UNITS, YEAR, make
from tests.bench._stage import median, milliseconds_to, serving, share, tablet
from tests.browser.test_meeting import PROJECTOR, TURN

TIMES = 3
TURNS = 60
MOST_MS = 200
SLIDE = "[data-testid=meeting-slide]"


def run() -> list[Figure]:
    """Open the meeting on a year of a big company, then turn its slides one after the other."""
    with serving("meeting") as server, tablet() as context:
        server.close()
        Path(server.url.removeprefix("sqlite:///")).unlink()
        company = make(server.url)
        server.start()
        server.let_in(context, company.administrator)
        address = f"{server.address}/meeting?period={YEAR}"
        opened = [first_slide(context, address) for _time in range(TIMES + 1)]
        turns = turned(context, address)
    name = f"meeting on {UNITS} units"
    return [
        Figure(
            f"{name}, from a key to the drawn slide, the slowest of {len(turns)}",
            max(turns),
            "ms",
            f"<= {MOST_MS} ms",
            f"median {median(turns):.0f} ms, 95 % in {share(turns, 0.95):.0f} ms",
            max(turns) <= MOST_MS,
        ),
        Figure(
            f"{name}, first slide, median of {TIMES}",
            median(opened[1:]),
            "ms",
            "no bar",
            f"{opened[0]:.0f} ms at the first visit",
            True,
        ),
    ]


def first_slide(context: BrowserContext, address: str) -> float:
    """Milliseconds until the first slide is on the screen."""
    page = context.new_page()
    page.set_viewport_size(PROJECTOR)
    shown = milliseconds_to(page, address, SLIDE)
    page.close()
    return shown


def turned(context: BrowserContext, address: str) -> list[float]:
    """Milliseconds from each key of a remote control to the slide or step it leads to."""
    page = context.new_page()
    page.set_viewport_size(PROJECTOR)
    page.goto(address)
    page.wait_for_selector(SLIDE)
    found = [float(page.evaluate(TURN)[2]) for _turn in range(TURNS)]
    page.close()
    return found
