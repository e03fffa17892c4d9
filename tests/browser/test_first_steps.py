"""With nothing in the database every page says what to do next, and doing it works."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from dashboard.widgets.sheets import SCORED
from tests.browser.form import Form
from tests.browser.office import make_administrator
from tests.browser.screens import choose, expect_page, primary, row, settled, zh
from tests.browser.server import Server
from tests.browser.signing import choose_password, sign_in
from tests.factories import MET

SHEETS = tuple(SCORED)
FIELDS = ("Code", "Name in Chinese", "Name in English (empty: as in Chinese)")


@pytest.fixture(scope="module")
def served(new_server: Callable[..., Server]) -> tuple[Server, int]:
    """A served organisation in which there is nothing, and nobody but the administrator."""
    return served_empty(new_server, "fresh")


def served_empty(new_server: Callable[..., Server], name: str) -> tuple[Server, int]:
    server = new_server(name)
    server.start()
    return server, make_administrator(server)


@pytest.fixture
def fresh(served: tuple[Server, int], context: BrowserContext) -> Server:
    """An organisation in which there is nothing; the administrator is signed in."""
    server, administrator = served
    server.let_in(context, administrator)
    return server


@pytest.fixture
def settling(new_server: Callable[..., Server], context: BrowserContext) -> Server:
    """An organisation of the test's own, in which the administrator enters who there is."""
    server, administrator = served_empty(new_server, "settling")
    server.let_in(context, administrator)
    return server


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_without_units_leads_to_the_organisation(
    sheet: str, page: Page, fresh: Server
) -> None:
    page.goto(f"{fresh.address}/{sheet}")
    primary(page).tap()
    expect_page(page, "organisation")


@pytest.mark.parametrize("name", ["ranking", "audits"])
def test_a_list_without_audits_leads_to_the_sheets(name: str, page: Page, fresh: Server) -> None:
    page.goto(f"{fresh.address}/{name}")
    primary(page).tap()
    expect_page(page, "")


def test_the_start_page_leads_to_every_sheet(page: Page, fresh: Server) -> None:
    page.goto(fresh.address)
    settled(page)
    for sheet in SHEETS:
        link = page.get_by_test_id("stMain").locator(f'a[href$="{sheet}"]')
        expect(link).to_be_visible()
    link.tap()
    expect_page(page, SHEETS[-1])


def test_an_organisation_is_set_up_and_a_first_sheet_is_scored(
    page: Page, context: BrowserContext, settling: Server
) -> None:
    page.goto(f"{settling.address}/organisation")
    add(page, "Add a division", ["D1", "城东事业部", "East Division"])
    add(page, "Add a unit", ["U1", "东渡站", ""])
    for text in ("东渡站", "城东事业部"):
        expect(page.locator("tbody").get_by_text(text).first).to_be_visible()
    page.goto(f"{settling.address}/people")
    password = let_in_an_inspector(page, "P1", "周明慧", "城东事业部")

    context.clear_cookies()
    page.goto(f"{settling.address}/repair")
    sign_in(page, "P1", password)
    choose_password(page, password, "芦苇 beside the canal")
    choose(page, zh("Unit"), "城东事业部 · 东渡站")
    primary(page).tap()
    form = Form(page).expect_open()
    form.answer_all({f"REP-0{number}": MET for number in range(1, 5)})
    form.expect_all_saved()
    form.submit()
    form.confirm()
    expect(page.locator(".heng-score")).to_have_text("1000.0")


def test_a_code_that_is_taken_is_said_and_what_was_typed_stays(
    page: Page, settling: Server
) -> None:
    page.goto(f"{settling.address}/organisation")
    fill(page, "Add a division", ["D9", "城北事业部", ""])
    expect(typed(page, "Code")).to_have_value("")
    fill(page, "Add a division", ["D9", "城南事业部", ""])
    taken = page.get_by_test_id("stForm").get_by_test_id("stAlert").filter(has_text="D9")
    expect(taken).to_be_visible()
    expect(typed(page, "Name in Chinese")).to_have_value("城南事业部")


def add(page: Page, tab: str, values: list[str]) -> None:
    """Add an entry of a kind; its fields are empty afterwards."""
    fill(page, tab, values)
    expect(typed(page, "Code")).to_have_value("")


def fill(page: Page, tab: str, values: list[str]) -> None:
    """Fill in the form below a tab, and add."""
    page.get_by_role("tab", name=zh(tab)).tap()
    panel = page.get_by_role("tabpanel").locator("visible=true")
    for label, value in zip(FIELDS, values, strict=True):
        panel.get_by_role("textbox", name=zh(label), exact=True).fill(value)
    panel.locator('[data-testid^="stBaseButton-primary"]').tap()


def let_in_an_inspector(page: Page, code: str, name: str, division: str) -> str:
    """Add a person, give the role and open the account; the one-time password."""
    page.get_by_text(zh("Add a person"), exact=True).tap()
    page.get_by_role("textbox", name=zh("Code")).fill(code)
    page.get_by_role("textbox", name=zh("Name"), exact=True).fill(name)
    page.get_by_role("button", name=zh("Add"), exact=True).tap()
    expect(row(page, code, name)).to_be_visible()
    choose(page, zh("For"), division)
    page.get_by_role("button", name=zh("Give the role")).tap()
    expect(row(page, code, name)).to_contain_text(division)
    page.get_by_role("tab", name=zh("Account")).tap()
    page.get_by_role("button", name=zh("Open the account")).tap()
    return page.get_by_test_id("stCode").inner_text().strip()


def typed(page: Page, label: str) -> Locator:
    """A field of the tab that is open."""
    panel = page.get_by_role("tabpanel").locator("visible=true")
    return panel.get_by_role("textbox", name=zh(label), exact=True)
