"""A tablet: Chromium with a touch screen, and an ear for what should not be heard."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Playwright, Request

from dashboard.commands import tools
from tests.browser.server import HOST

LANDSCAPE = {"width": 1180, "height": 820}
PORTRAIT = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NETWORK_IS_AWAY = re.compile(
    r"net::ERR_|WebSocket connection to|in reaching server endpoint|server is not responding"
    r"|error occurred when fetching the script"
)


@dataclass
class Watch:
    """What a tablet asked of others than our server, and what went wrong in its pages."""

    foreign: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        """Note a request that leaves this computer."""
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != HOST:
            self.foreign.append(request.url)

    def message(self, message: ConsoleMessage) -> None:
        """Note an error in the console that is no lost network."""
        if message.type == "error" and not NETWORK_IS_AWAY.search(message.text):
            self.fault(f"{message.text} ({message.location.get('url', '')})")

    def fault(self, words: str) -> None:
        """Note what went wrong."""
        self.faults.append(words)

    def drain(self) -> tuple[list[str], list[str]]:
        """Requests that left this computer and faults no test expected; they are forgotten."""
        noted = list(self.foreign), [f for f in self.faults if not self._is_expected(f)]
        for notes in (self.foreign, self.faults, self.expected):
            notes.clear()
        return noted

    def check(self) -> None:
        """Raise AssertionError where anything was noted."""
        foreign, faults = self.drain()
        assert not foreign, f"requests left this computer: {foreign}"
        assert not faults, f"errors in the browser's console: {faults}"

    def _is_expected(self, fault: str) -> bool:
        return any(part in fault for part in self.expected)


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium of this computer. Raises ToolMissing with the remedy."""
    return playwright.chromium.launch(executable_path=tools.chromium(), args=ARGUMENTS)


class Tablet:
    """A Chinese tablet, lying on the table, with its watch."""

    def __init__(self, browser: Browser, **options: object) -> None:
        settings = {"viewport": LANDSCAPE, "has_touch": True, "locale": "zh-CN", **options}
        self.context: BrowserContext = browser.new_context(**settings)
        self.watch = Watch()
        self.origins: set[str] = set()
        self.context.on("request", self._request)
        self.context.on("console", self.watch.message)
        self.context.on("weberror", lambda error: self.watch.fault(f"uncaught: {error.error}"))
        # Opening a page costs half a second: this one stays, to throw away from what others kept.
        self.empty = self.context.new_page()
        self.storage = self.context.new_cdp_session(self.empty)

    def forget(self) -> None:
        """Close all pages, throw away what they kept, and be online again."""
        for page in self.context.pages:
            if page is not self.empty:
                page.close(run_before_unload=False)
        # Online before, the page that says there is no network would load itself anew while it is
        # closed; the driver then waits for its end for ever.
        self.context.set_offline(False)
        for origin in self.origins:
            kept = {
                "origin": origin,
                "storageTypes": "cookies,local_storage,indexeddb,service_workers,cache_storage",
            }
            self.storage.send("Storage.clearDataForOrigin", kept)
        self.context.clear_cookies()

    def close(self) -> None:
        """Put it away."""
        self.context.close()

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        self.origins.add(f"{address.scheme}://{address.netloc}")
        self.watch.request(request)
