"""The pages around the form as a finger finds them."""

import re
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from dashboard.looks import today
from dashboard.widgets.sheets import SCORED
from dashboard.words import _, speaking

YEAR = str((today() - timedelta(days=31)).year)
"""The year that the demo evaluates; in its first month a year has too little to show."""

SECTIONS = {
    "Score": (*SCORED, "measured"),
    "Results": ("audits", "ranking", "meeting", "documents", "explain", "trends"),
    "Orders": (
        "orders",
        "board",
        "summaries",
        "calling",
        "commitments",
        "temperature",
        "points",
        "order_import",
    ),
    "Rules": ("catalogue",),
    "Administration": (
        *("organisation", "people", "inspectors", "periods"),
        *("coefficients", "calendar", "releases", "trail"),
    ),
}
"""The pages below each section of the navigation; one's own account is in the last one."""


def zh(message: str, **params: Any) -> str:
    """What a Chinese reader sees for a message of the screens; it must be translated."""
    with speaking("zh"):
        words = _(message, **params)
    assert words != message, f"the Chinese catalogue does not know {message!r}"
    return words


def settled(page: Page) -> None:
    """Wait until the page is drawn and Streamlit has nothing left to do."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", re.compile("notRunning"))
    expect(page.get_by_test_id("stMain")).to_be_visible()


def go_to(page: Page, name: str) -> None:
    """Open a page from the navigation at the top."""
    settled(page)
    sections = page.get_by_test_id("stTopNavSection")
    own = next((title for title, names in SECTIONS.items() if name in names), None)
    words = None if own is None else re.compile(f"{zh(own)}|{own}")
    (sections.last if words is None else sections.filter(has_text=words)).tap()
    menu = page.get_by_test_id("stTopNavPopover")
    menu.locator(f'a[href$="/{name}"]').tap()
    expect(menu).to_be_hidden()
    expect_page(page, name)


def expect_page(page: Page, name: str) -> None:
    """Wait until a page is open and drawn."""
    expect(page).to_have_url(re.compile(rf"/{name}(\?|$)"))
    settled(page)


def primary(page: Page) -> Locator:
    """The button a page wants to be touched next."""
    return page.locator('[data-testid^="stBaseButton-primary"]').locator("visible=true")


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list that drops down."""
    page.get_by_role("combobox", name=label).tap()
    page.get_by_role("option", name=option, exact=True).tap()


def row(page: Page, *texts: str) -> Locator:
    """The row of a table that holds all these texts."""
    rows = page.locator("tr[data-id], tbody tr")
    for text in texts:
        rows = rows.filter(has_text=text)
    return rows
