"""A row of the ranking is opened by the name of its unit, and what it opens comes into sight."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.screens import settled, zh
from tests.browser.server import Server

SUPPOSED = "Supposed, not official: nothing is written, and the official figures stay as they are."


def come_as(page: Page, role: str) -> None:
    """Whoever comes to the demo is an inspector, and inspectors rank nobody."""
    settled(page)
    page.get_by_role("combobox").first.tap()
    page.get_by_role("option").filter(has_text=role).first.tap()


def test_what_a_name_opens_comes_into_sight(page: Page, demo: Server) -> None:
    page.goto(f"{demo.address}/ranking?period=2026")
    come_as(page, "管理员")
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


def test_a_supposition_is_shared_by_its_address_and_one_that_does_not_fit_is_named(
    page: Page, browser: Browser, demo: Server
) -> None:
    page.goto(f"{demo.address}/ranking?period=2026")
    come_as(page, "管理员")
    page.locator("summary").filter(has_text=zh("What if …")).tap()
    page.get_by_text(zh("Grade bounds"), exact=True).tap()
    highest = page.get_by_label(zh("{grade} above", grade="★ 优秀"))
    highest.fill("999")
    page.get_by_role("button", name=zh("Suppose it")).tap()
    supposed = zh("Grade bounds {bounds}", bounds="999 / 750 / 600")
    expect(page.get_by_role("button", name=supposed)).to_be_visible()
    expect(page.get_by_text(zh(SUPPOSED))).to_be_visible()
    context = browser.new_context(locale="zh-CN", has_touch=True)
    other = context.new_page()
    other.goto(page.url)
    come_as(other, "事业部负责人")
    expect(other.get_by_role("button", name=supposed)).to_be_visible()
    context.close()
    page.goto(f"{demo.address}/ranking?period=2026&bands=1")
    come_as(page, "管理员")
    wrong = "Grade bounds “{value}”: write {number} falling numbers between 0 and {full}."
    expect(page.get_by_text(zh(wrong, value="1", number=3, full=1000))).to_be_visible()
    expect(page.get_by_text(zh(SUPPOSED))).to_have_count(0)
    page.get_by_role("button", name=zh("Take all suppositions out")).tap()
    expect(page).to_have_url(re.compile(r"period=2026$"))
