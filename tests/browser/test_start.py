"""The start page of a head: how the division stands, and lists that fit also in English."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.office import Office
from tests.browser.screens import settled
from tests.browser.test_explain import audited

WIDER = """() => [...document.querySelectorAll("*")]
  .flatMap((node) => node.shadowRoot ? [...node.shadowRoot.querySelectorAll(".scroller")] : [node])
  .filter((node) => node.classList.contains("scroller") && node.scrollWidth > node.clientWidth + 1)
  .map((node) => [node.scrollWidth, node.clientWidth])"""


def test_a_head_sees_how_the_division_stands_and_lists_that_fit_in_english(
    page: Page, office: Office, context: BrowserContext
) -> None:
    audited(office, office.units[3])
    office.let_in(context, "H2")
    division = office.units[3].division
    page.set_viewport_size({"width": 1180, "height": 820})
    page.goto(f"{office.server.address}/?lang=en")
    card = page.locator(".st-key-stand-0")
    expect(card.get_by_text(division.name_en)).to_be_visible()
    expect(card.locator(".heng-score")).to_have_text(re.compile(r"^\d+\.\d$"))
    expect(page.locator("tbody tr").first).to_be_visible()
    settled(page)
    assert page.evaluate(WIDER) == []
    card.get_by_role("button", name="Where this score comes from").tap()
    expect(page.locator(".st-key-place h3")).to_have_text(division.name_en)
    expect(page).to_have_url(re.compile(rf"division={division.code}"))
