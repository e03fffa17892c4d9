"""The form without a finger: figures answer, letters move, and typing is only typing."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.form import Form
from tests.browser.looking import focus
from tests.browser.office import Office
from tests.browser.test_touch import tab_to
from tests.factories import MET, deduction, make_sheet

OpenForm = Callable[..., tuple[str, Form]]
RING = """() => {
  let at = document.activeElement;
  while (at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  const style = getComputedStyle(at);
  return style.outlineStyle !== "none" ? parseFloat(style.outlineWidth) : 0;
}"""


def test_figures_answer_the_item_in_focus_and_n_goes_on(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("hotline")
    for key, code in (("1", "HOT-01"), ("2", "HOT-02"), ("3", "HOT-03")):
        page.keyboard.press("n")
        assert focus(page).item == code
        page.keyboard.press(key)
        page.keyboard.press(key)
    expect(form.verdict("HOT-03", "not_applicable")).to_have_attribute("aria-checked", "true")
    form.expect_status("saved", "HOT-01", "HOT-02")
    stored = office.answers(audit)
    assert (stored["HOT-01"], stored["HOT-02"]) == (MET, deduction(1))
    page.keyboard.press("p")
    assert focus(page).item == "HOT-02"
    page.keyboard.press("0")
    form.expect_status("none", "HOT-02")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focus(page).item == "HOT-03"
    page.keyboard.press("n")
    assert focus(page).item == "HOT-04"
    assert page.evaluate(RING) >= 2


def test_the_item_that_was_touched_is_the_one_in_focus(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("venting")
    form.item("VEN-03").locator(".wording").click()
    page.keyboard.press("1")
    form.expect_status("saved", "VEN-03")
    tab_to(page, lambda at: at.item == "VEN-04" and at.id.startswith("verdict-"))
    page.keyboard.press("2")
    expect(form.verdict("VEN-04", "deducted")).to_have_attribute("aria-checked", "true")


def test_keys_are_letters_while_something_is_typed(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("hotline")
    page.keyboard.press("n")
    page.keyboard.press("1")
    page.keyboard.press("m")
    note = form.item("HOT-01").get_by_test_id("note")
    expect(note).to_be_focused()
    page.keyboard.type("n12z/?")
    expect(note).to_have_value("n12z/?")
    page.keyboard.press("Control+z")
    expect(note).not_to_have_value("n12z/?")
    expect(form.verdict("HOT-01", "met")).to_have_attribute("aria-checked", "true")
    expect(page.get_by_test_id("keys-dialog")).to_be_hidden()
    form.expect_all_saved()
    assert office.answers(audit) == {"HOT-01": MET}


def test_undo_is_ctrl_z_outside_of_texts(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("venting")
    page.keyboard.press("n")
    page.keyboard.press("1")
    form.expect_status("saved", "VEN-01")
    page.keyboard.press("Control+z")
    form.expect_status("none", "VEN-01")


def test_slash_searches_and_enter_goes_to_the_hit(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("hotline")
    page.keyboard.press("/")
    expect(page.get_by_test_id("search-input")).to_be_focused()
    page.keyboard.type("hot-12")
    page.keyboard.press("Enter")
    assert focus(page).item == "HOT-12"
    page.keyboard.press("1")
    form.expect_status("saved", "HOT-12")
    page.keyboard.press("n")
    assert focus(page).item == "HOT-13"
    expect(page.get_by_test_id("search-input")).to_be_hidden()


def test_the_help_lists_the_keys_holds_the_focus_and_gives_it_back(
    page: Page, open_form: OpenForm
) -> None:
    open_form("venting")
    page.keyboard.press("n")
    before = focus(page)
    page.keyboard.press("?")
    dialog = page.get_by_test_id("keys-dialog")
    expect(dialog.locator("kbd").first).to_have_text("1")
    page.keyboard.press("2")
    for _each in range(4):
        page.keyboard.press("Tab")
        assert focus(page).id in ("keys-close", "")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert focus(page) == before
    expect(page.get_by_test_id("item-VEN-01")).to_have_attribute("data-status", "none")


def test_the_skip_link_leads_to_the_first_open_item(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("hotline")
    form.answer("HOT-01", MET)
    page.reload()
    form.expect_open()
    form.expect_status("saved", "HOT-01")
    tab_to(page, lambda at: at.id == "skip-link")
    expect(page.get_by_test_id("skip-link")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    assert focus(page).item == "HOT-02"


def test_a_section_is_met_from_the_keyboard(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("repair")
    section = make_sheet("repair").sections[0].code
    tab_to(page, lambda at: at.id == f"met-{section}")
    page.keyboard.press("Enter")
    tab_to(page, lambda at: at.id == "section-confirm")
    page.keyboard.press("Enter")
    form.expect_all_saved()
    assert len(office.answers(audit)) > 1
    page.keyboard.press("z")
    form.expect_all_saved()
    assert set(office.answers(audit).values()) == {None}
