"""axe-core finds no grave fault on the form or the pages, light and dark, lying and upright."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import grave_faults
from tests.browser.form import Form
from tests.browser.office import Office
from tests.browser.screens import settled
from tests.browser.signing import expect_sign_in
from tests.browser.tablet import LANDSCAPE, PORTRAIT
from tests.browser.test_touch import OPENED
from tests.factories import MET, make_sheet

Scheme = Literal["light", "dark"]
OpenForm = Callable[..., tuple[str, Form]]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PAGES = ("", "audits", "ranking", "account", "hotline")


@pytest.fixture(params=SCHEMES)
def themed(request: pytest.FixtureRequest, page: Page) -> Page:
    """A page as it is by day, and by night."""
    page.emulate_media(color_scheme=request.param)
    return page


def look_at_dialogs(page: Page, form: Form) -> dict[str, list[str]]:
    """Open what opens over the form, one after the other."""
    found = {}
    form.submit()
    found["submit"] = grave_faults(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_test_id("keys-dialog")).to_be_visible()
    found["keys"] = grave_faults(page)
    page.keyboard.press("Escape")
    page.get_by_test_id(f"met-{make_sheet('hotline').sections[0].code}").tap()
    expect(page.get_by_test_id("section-dialog")).to_be_visible()
    found["section"] = grave_faults(page)
    page.keyboard.press("Escape")
    page.get_by_test_id("search").tap()
    page.get_by_test_id("search-input").fill("禁语")
    found["search"] = grave_faults(page)
    page.get_by_test_id("search-input").fill("没有这样的词")
    found["nothing found"] = grave_faults(page)
    page.get_by_test_id("search-close").tap()
    return found


def test_a_changed_score_is_read_out_once_the_taps_have_come_to_rest(
    page: Page, open_form: OpenForm
) -> None:
    _, form = open_form("venting")
    spoken = page.locator(".bar > [role=status]").first
    form.verdict("VEN-01", "met").tap()
    form.verdict("VEN-02", "deducted").tap()
    form.expect_all_saved()
    expect(spoken).to_contain_text(f"K {form.bar('k').inner_text()}")
    expect(spoken).to_contain_text(form.bar("lost").inner_text())
    expect(spoken).to_have_attribute("aria-live", "polite")
    spoken.evaluate(
        """node => { node.hengChanges = 0;
        new MutationObserver(() => { node.hengChanges += 1; })
          .observe(node, {childList: true, characterData: true, subtree: true}); }"""
    )
    form.item("VEN-02").get_by_test_id("note-toggle").tap()
    form.item("VEN-02").get_by_test_id("note").fill("现场已整改")
    form.item("VEN-02").get_by_test_id("note").blur()
    form.expect_all_saved()
    # There is nothing new to say of the score, so that nothing is read out again.
    page.wait_for_timeout(1500)
    assert spoken.evaluate("node => node.hengChanges") == 0


def test_the_form_has_no_grave_fault(themed: Page, open_form: OpenForm) -> None:
    _, form = open_form("hotline")
    found = {"empty": grave_faults(themed)}
    for code, verdict in OPENED["hotline"].items():
        form.verdict(code, verdict).tap()
        form.item(code).get_by_test_id("note-toggle").tap()
    form.verdict("HOT-02", "met").tap()
    form.expect_status("saved", "HOT-02")
    found["answered, lying"] = grave_faults(themed)
    themed.set_viewport_size(PORTRAIT)
    found["answered, upright"] = grave_faults(themed)
    found |= {f"{name}, upright": told for name, told in look_at_dialogs(themed, form).items()}
    themed.set_viewport_size(LANDSCAPE)
    found |= {f"{name}, lying": told for name, told in look_at_dialogs(themed, form).items()}
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_have_no_grave_fault(name: str, themed: Page, office: Office) -> None:
    themed.goto(f"{office.server.address}/{name}")
    settled(themed)
    assert grave_faults(themed) == []


def test_the_sign_in_page_has_no_grave_fault(themed: Page, served_office: Office) -> None:
    themed.goto(served_office.server.address)
    expect_sign_in(themed)
    assert grave_faults(themed) == []


def test_what_there_is_without_network_has_no_grave_fault(
    themed: Page, context: BrowserContext, office: Office, open_form: OpenForm
) -> None:
    _, form = open_form("venting")
    expect(themed.get_by_test_id("along")).to_be_visible()
    context.set_offline(True)
    form.answer("VEN-01", MET)
    expect(form.bar("awaiting")).to_be_visible()
    found = {"cut off": grave_faults(themed)}
    themed.reload()
    form.expect_open()
    found["reloaded"] = grave_faults(themed)
    themed.goto(office.server.address)
    expect(themed.get_by_test_id("offline-sheet")).to_be_visible()
    found["list"] = grave_faults(themed)
    assert {name: told for name, told in found.items() if told} == {}
