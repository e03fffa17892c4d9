"""A row of the ranking is opened by the name of its unit, and what it opens comes into sight."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.screens import settled
from tests.browser.server import Server


def test_what_a_name_opens_comes_into_sight(page: Page, demo: Server) -> None:
    page.goto(f"{demo.address}/ranking?period=2026")
    settled(page)
    # Whoever comes to the demo is an inspector, and inspectors rank nobody.
    page.get_by_role("combobox").first.tap()
    page.get_by_role("option").filter(has_text="管理员").first.tap()
    name = page.locator("tr[data-id] .open").first
    expect(name).to_be_visible()
    told = name.inner_text().strip()
    assert not told.isdecimal()
    name.tap()
    opened = page.locator('[class*="st-key-ranking-opened-"]')
    expect(opened.get_by_role("heading", name=told)).to_be_in_viewport()
    # Its upper edge comes to the upper half of the screen, under the header.
    page.wait_for_function(
        """() => {
          const panel = document.querySelector('[class*="st-key-ranking-opened-"]');
          const { top } = panel.getBoundingClientRect();
          return top >= 0 && top < innerHeight / 2;
        }"""
    )
