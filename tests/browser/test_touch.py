"""The form under a finger, on the keyboard and for a screen reader, on every size of tablet."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.form import Form
from tests.browser.looking import Focus, focus, nameless_controls, too_small, too_wide
from tests.browser.office import Office
from tests.browser.tablet import LANDSCAPE, PHONE, PORTRAIT
from tests.factories import MET

OpenForm = Callable[..., tuple[str, Form]]
SIZES: dict[str, ViewportSize] = {"landscape": LANDSCAPE, "portrait": PORTRAIT, "phone": PHONE}

OPENED = {
    "hotline": {
        "HOT-01": "deducted",
        "HOT-14": "not_applicable",
        "HOT-27": "deducted",
        "HOT-28": "measured",
        "HOT-31": "measured",
        "HOT-36": "awarded",
        "HOT-37": "deducted",
    },
    "counter": {"CTR-06": "deducted", "CTR-23": "measured"},
    "home_visit": {"HOM-15": "deducted"},
    "indicators": {"IND-01": "measured", "IND-08": "measured", "IND-09": "deducted"},
}
"""For every kind of rule the verdict that opens what the rule needs."""

TABS_AT_MOST = 60


@pytest.mark.parametrize("sheet", OPENED)
def test_every_control_is_large_enough_named_and_within_the_page(
    sheet: str, page: Page, open_form: OpenForm
) -> None:
    _, form = open_form(sheet)
    for code, verdict in OPENED[sheet].items():
        form.verdict(code, verdict).tap()
        expect(form.verdict(code, verdict)).to_have_attribute("aria-checked", "true")
        form.item(code).get_by_test_id("note-toggle").tap()
    for add in page.get_by_test_id("add").all():
        add.tap()
    found = {}
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        expect(form.bar("submit")).to_be_in_viewport(ratio=1)
        found[size] = (too_small(page), too_wide(page))
    assert found == dict.fromkeys(SIZES, ([], []))
    assert nameless_controls(page) == []


def test_the_bar_stays_at_the_edge_at_the_end_of_the_sheet(page: Page, open_form: OpenForm) -> None:
    open_form("repair")
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    bar = page.locator(".bar").bounding_box()
    size = page.viewport_size
    assert bar is not None and size is not None
    assert abs(bar["y"] + bar["height"] - size["height"]) < 2


def test_the_dialog_that_submits_fits_a_phone(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("hotline")
    page.set_viewport_size(PHONE)
    form.submit()
    expect(form.dialog.get_by_test_id("submit-confirm")).to_be_in_viewport(ratio=1)
    assert (too_small(page), too_wide(page), nameless_controls(page)) == ([], [], [])


def test_a_sheet_is_answered_and_submitted_with_the_keyboard_alone(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("repair")
    given = {"REP-01": "ArrowRight", "REP-02": "Space", "REP-03": "ArrowLeft"}
    for code, key in given.items():
        tab_to(page, lambda at, code=code: at.item == code and at.id.startswith("verdict-"))
        page.keyboard.press(key)
    form.expect_status("saved", *given)
    form.expect_all_saved()
    assert {code: answer["verdict"] for code, answer in office.answers(audit).items()} == {
        "REP-01": "deducted",
        "REP-02": "met",
        "REP-03": "not_applicable",
    }
    tab_to(page, lambda at: at.item == "REP-04" and at.id.startswith("verdict-"))
    page.keyboard.press("ArrowRight")
    tab_to(page, lambda at: at.id == "field-reason")
    page.keyboard.insert_text("漏气复发")
    form.expect_status("saved", "REP-04")
    tab_to(page, lambda at: at.id == "submit")
    page.keyboard.press("Enter")
    expect(form.dialog).to_be_visible()
    tab_to(page, lambda at: at.id == "submit-confirm")
    page.keyboard.press("Enter")
    expect(page.locator(".heng-score")).to_be_visible()
    assert office.audit(audit).state == "submitted"


def test_escape_closes_the_dialog_and_submits_nothing(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("repair")
    form.answer("REP-01", MET)
    form.submit()
    page.keyboard.press("Escape")
    expect(form.dialog).to_be_hidden()
    assert office.audit(audit).state == "draft"


def tab_to(page: Page, wanted: Callable[[Focus], bool]) -> None:
    """Press Tab until the keyboard is where it is wanted."""
    for _each in range(TABS_AT_MOST):
        page.keyboard.press("Tab")
        if wanted(focus(page)):
            return
    raise AssertionError(f"{TABS_AT_MOST} times Tab only led to {focus(page)}")
