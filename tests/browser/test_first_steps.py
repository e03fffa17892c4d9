"""With nothing in the database every page says what to do next, and doing it works."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.widgets.sheets import SCORED
from tests.browser.form import Form
from tests.browser.screens import choose, expect_page, primary, settled, zh
from tests.browser.server import Server
from tests.factories import MET

SHEETS = tuple(SCORED)


@pytest.fixture(scope="module")
def fresh(new_server: Callable[[str], Server]) -> Server:
    """A served organisation in which there is nobody and nothing."""
    server = new_server("fresh")
    server.start()
    return server


@pytest.fixture(scope="module")
def settling(new_server: Callable[[str], Server]) -> Server:
    """A served organisation in which people begin to enter who there is."""
    server = new_server("settling")
    server.start()
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
    page: Page, settling: Server
) -> None:
    page.goto(f"{settling.address}/organisation")
    add(page, "Add an inspector", ["P1", "周明慧"])
    add(page, "Add a division", ["D1", "城东事业部", "East Division"])
    add(page, "Add a unit", ["U1", "东渡站", ""])
    for text in ("周明慧", "东渡站", "城东事业部"):
        expect(page.locator("tbody").get_by_text(text)).to_be_visible()

    page.goto(f"{settling.address}/repair")
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
    expect(page.get_by_test_id("stAlert").locator("visible=true")).to_contain_text("D9")
    expect(typed(page, "Name in Chinese")).to_have_value("城南事业部")


def add(page: Page, tab: str, values: list[str]) -> None:
    """Add an entry of a kind; its fields are empty afterwards."""
    fill(page, tab, values)
    expect(typed(page, "Code")).to_have_value("")


def fill(page: Page, tab: str, values: list[str]) -> None:
    """Fill in the form below a tab, and add."""
    page.get_by_role("tab", name=zh(tab)).tap()
    form = page.get_by_role("tabpanel").locator("visible=true")
    fields = form.get_by_role("textbox")
    expect(fields).to_have_count(len(values))
    for position, value in enumerate(values):
        fields.nth(position).fill(value)
    primary(page).tap()


def typed(page: Page, label: str) -> Locator:
    """A field of the tab that is open."""
    panel = page.get_by_role("tabpanel").locator("visible=true")
    return panel.get_by_role("textbox", name=zh(label))
