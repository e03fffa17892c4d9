"""An address without a page says so in both languages and shows the way home."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office
from tests.browser.screens import settled, zh
from tests.browser.tablet import Watch


@pytest.mark.parametrize("address", ["no-such-page", "start", "hotline/deeper", "排名"])
def test_an_address_without_a_page_says_so_and_leads_home(
    address: str, page: Page, office: Office, watch: Watch
) -> None:
    watch.expected.append("404")
    answer = page.goto(f"{office.server.address}/{address}")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading")).to_have_text(
        [zh("There is no page at this address."), "There is no page at this address."]
    )
    page.get_by_role("link", name=zh("To the start page")).tap()
    settled(page)
    expect(page).to_have_url(f"{office.server.address}/")


@pytest.mark.parametrize("address", ["", "ranking", "ranking?period=2026", "hotline?audit=1"])
def test_the_pages_there_are_open(address: str, page: Page, office: Office) -> None:
    answer = page.goto(f"{office.server.address}/{address}")
    assert answer is not None
    assert answer.status == 200
    settled(page)
