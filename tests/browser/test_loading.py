"""The form's own files are fetched once; where that fails, a person reads it and tries again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from dashboard.sheet_form import assets
from tests.browser.form import Form
from tests.browser.office import Office
from tests.browser.screens import zh
from tests.browser.tablet import Watch
from tests.factories import MET

OpenForm = Callable[..., tuple[str, Form]]
FILES = {"script": "**/api/form/*.js*", "style": "**/api/form/*.css", "texts": "**/api/form/*.json"}
SCRIPT_ALONE = re.compile(r"/api/form/[^/]+\.js(\?|$)")


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_does_not_come_is_said_and_asked_for_again(
    page: Page, office: Office, kind: str
) -> None:
    audit = office.begin("venting")
    form = Form(page)

    def refuse(route: Route) -> None:
        route.abort()

    # A file the tablet has kept is not asked for: nothing is kept from the routed page.
    page.route(FILES[kind], refuse)
    page.goto(office.link(audit, "venting"))
    told = page.get_by_role("alert").filter(
        has_text=zh("The form could not be loaded. Please check the network.")
    )
    expect(told).to_be_visible()
    page.unroute(FILES[kind], refuse)
    page.get_by_role("button", name=zh("Try again")).tap()
    form.expect_open()
    expect(told).to_have_count(0)
    form.answer("VEN-01", MET)
    form.expect_all_saved()


def test_a_fault_of_the_form_itself_is_not_laid_to_the_network(
    page: Page, office: Office, watch: Watch
) -> None:
    watch.expected.append("out of order")
    audit = office.begin("venting")

    def spoil(route: Route) -> None:
        route.fulfill(content_type="text/javascript", body='throw new Error("out of order")')

    page.route(SCRIPT_ALONE, spoil)
    page.goto(office.link(audit, "venting"))
    told = page.get_by_role("alert")
    expect(told).to_contain_text("程序有误")
    expect(told).not_to_contain_text("网络")
    page.unroute(SCRIPT_ALONE, spoil)
    page.get_by_role("button", name=zh("Try again")).tap()
    Form(page).expect_open()


def test_a_second_sheet_fetches_neither_script_nor_style(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    open_form("venting")
    fetched: list[str] = []
    other = office.begin("venting")
    page.on("requestfinished", lambda request: fetched.append(request.url))
    page.goto(office.link(other, "venting"))
    Form(page).expect_open()
    own = [url for url in fetched if assets.PREFIX in url]
    sizes = page.evaluate(
        """() => performance.getEntriesByType("resource")
        .filter((one) => one.name.includes("/api/form/")).map((one) => one.transferSize)"""
    )
    assert own
    assert set(sizes) == {0}
