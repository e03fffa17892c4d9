"""One Chromium and few servers for all browser tests; every test finds the tablet empty."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from dashboard.commands import tools
from dashboard.looks import today
from tests.browser.form import Form
from tests.browser.office import Office, make_office
from tests.browser.server import Server
from tests.browser.tablet import Tablet, Watch, launch

WAIT_MS = 20_000
"""So long a state may take on a busy computer; what is waited for usually takes far less."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs Chromium; one that fails is tried twice more, and named.

    A busy computer can make a page draw in an order no reader would notice; the summary's
    RERUN line keeps such a test in sight. What is really broken fails each time.
    """
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this computer; without one the tests fail and say how to get it."""
    try:
        tools.chromium()
    except tools.ToolMissing as missing:
        pytest.fail(str(missing), pytrace=False)
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def new_server(
    migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Server]]:
    """Prepares a server with a database, an empty one if none is given; in the end it is ended."""
    servers: list[Server] = []

    def prepare(name: str, *, demo: bool = False, file: Path | None = None) -> Server:
        own = file or shutil.copy(migrated, tmp_path_factory.mktemp(name) / f"{name}.db")
        servers.append(Server(own, demo=demo))
        return servers[-1]

    yield prepare
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def first_office(new_server: Callable[..., Server]) -> Office:
    """The small organisation that most tests share."""
    return serve_office(new_server("office"))


@pytest.fixture
def served_office(request: pytest.FixtureRequest, new_server: Callable[..., Server]) -> Office:
    """A served small organisation; a test that is tried again gets one that nobody has used."""
    if getattr(request.node, "execution_count", 1) > 1:
        return serve_office(new_server("again"))
    office: Office = request.getfixturevalue("first_office")
    return office


def serve_office(server: Server) -> Office:
    """Put the small organisation, without audits, on a server and start it."""
    office = make_office(server)
    server.start()
    return office


@pytest.fixture(scope="session")
def demo(new_server: Callable[..., Server], demo_of: Callable[[date], Path]) -> Server:
    """The served demo organisation with a year of audits."""
    server = new_server("demo", demo=True, file=demo_of(today()))
    server.start()
    return server


@pytest.fixture(scope="session")
def tablet(browser: Browser) -> Iterator[Tablet]:
    """The one tablet of all tests: what it has cached of Streamlit makes every page open faster."""
    tablet = Tablet(browser)
    yield tablet
    tablet.close()


@pytest.fixture
def watch(tablet: Tablet) -> Watch:
    """What the tablet's pages ask for and complain about during the test."""
    return tablet.watch


@pytest.fixture
def context(tablet: Tablet) -> Iterator[BrowserContext]:
    """The tablet's browser, which has kept nothing of earlier tests."""
    yield tablet.context
    tablet.forget()
    tablet.watch.check()


@pytest.fixture
def office(served_office: Office, context: BrowserContext) -> Office:
    """The small organisation; the first inspector is signed in at the tablet."""
    served_office.let_in(context, "P1")
    return served_office


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page on the tablet."""
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    return page


@pytest.fixture
def open_form(page: Page, office: Office) -> Callable[..., tuple[str, Form]]:
    """Opens the form of a new draft in the page; gives the audit's id and the form."""

    def begin(sheet: str = "hotline", **fields: object) -> tuple[str, Form]:
        audit = office.begin(sheet, **fields)
        page.goto(office.link(audit, sheet))
        return audit, Form(page).expect_open()

    return begin
