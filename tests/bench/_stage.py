"""What the measurements in a browser share: a warm server on its own data, a tablet, medians."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.server import Server
from tests.browser.tablet import Tablet, launch

WAIT_MS = 60_000


@contextmanager
def serving(name: str) -> Iterator[Server]:
    """A server that has not been started yet, on an empty database of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder) / f"{name}.db")
        try:
            yield server
        finally:
            server.close()


@contextmanager
def tablet() -> Iterator[BrowserContext]:
    """Chromium with a touch screen of 1180 by 820."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        one = Tablet(browser)
        one.context.set_default_timeout(WAIT_MS)
        yield one.context
        one.close()
        browser.close()


def milliseconds_to(page: Page, address: str, seen: str) -> float:
    """From the start of the navigation until something is seen; the page stays open."""
    page.goto(address, wait_until="commit")
    page.locator(seen).first.wait_for(state="visible")
    return float(page.evaluate("performance.now()"))


def share(values: Sequence[float], part: float) -> float:
    """The value that so large a part of all lies at or below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return share(values, 0.5)
