"""One hand: a section at once, undo, search, own texts, larger type, reading aloud, coming back."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from db.actors import SYSTEM
from db.answers import current_answers, record_operations
from tests.browser.form import Form
from tests.browser.looking import focus, too_small, too_wide
from tests.browser.office import Office
from tests.browser.screens import zh
from tests.browser.tablet import LANDSCAPE, PHONE, PORTRAIT
from tests.factories import MET, OTHER_TABLET, make_operation, make_sheet

OpenForm = Callable[..., tuple[str, Form]]
SIZES: dict[str, ViewportSize] = {"landscape": LANDSCAPE, "portrait": PORTRAIT, "phone": PHONE}
BAR_AT_MOST = 0.18
"""The share of the screen that the bar at the bottom may take."""
IN_VIEW = """(node) => {
  const box = node.getBoundingClientRect();
  return box.top >= 0 && box.top < innerHeight;
}"""
TOP = "node => node.getBoundingClientRect().top"
WIDTHS = "nodes => nodes.map((node) => node.getBoundingClientRect().width)"
VOICES = """
const heard = window.heard = [];
const engine = new EventTarget();
Object.assign(engine, {
  getVoices: () => [{lang: "zh-CN", name: "Mei"}],
  speak: (speech) => heard.push(speech.text),
  cancel: () => heard.push("stopped"),
});
Object.defineProperty(window, "speechSynthesis", {value: engine});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""The browser of the tests has no voice; this one writes down what it is given to say."""


def ways(office: Office, audit: str) -> dict[str, str]:
    """How each present answer came about."""
    with office.server.database.read(SYSTEM) as session:
        return {code: now.way for code, now in current_answers(session, audit).items()}


def mark(form: Form, section: str) -> None:
    """Mark a section as met, and say yes."""
    form.page.get_by_test_id(f"met-{section}").tap()
    form.page.get_by_test_id("section-confirm").tap()


def test_a_section_is_met_at_once_and_exceptions_are_taken_after(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    section = make_sheet("venting").sections[0].code
    form.answer("VEN-02", {"verdict": "deducted"})
    page.get_by_test_id(f"met-{section}").tap()
    dialog = page.get_by_test_id("section-dialog")
    open_items = [item.code for item in make_sheet("venting").items if item.section == section]
    expect(dialog).to_contain_text(f" {len(open_items) - 1} ")
    page.get_by_test_id("section-back").tap()
    expect(dialog).to_be_hidden()
    assert set(office.answers(audit)) == {"VEN-02"}
    mark(form, section)
    form.expect_all_saved()
    form.expect_status("saved", *open_items)
    expect(page.get_by_test_id(f"met-{section}")).to_be_hidden()
    expected = dict.fromkeys(open_items, "section") | {"VEN-02": "tap"}
    assert ways(office, audit) == expected
    form.answer("VEN-03", {"verdict": "deducted"})
    form.expect_all_saved()
    assert ways(office, audit) == expected | {"VEN-03": "tap"}
    for code, way in (("VEN-01", True), ("VEN-02", False), ("VEN-03", False)):
        expect(form.item(code).get_by_test_id("way-mark")).to_be_visible(visible=way)
    page.reload()
    form.expect_open()
    expect(form.item("VEN-01").get_by_test_id("way-mark")).to_be_visible()
    expect(form.item("VEN-03").get_by_test_id("way-mark")).to_be_hidden()


def test_figures_bonus_and_demerit_are_not_met_with_their_section(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("hotline")
    for section in make_sheet("hotline").sections:
        if page.get_by_test_id(f"met-{section.code}").is_visible():
            mark(form, section.code)
    form.expect_all_saved()
    given = office.answers(audit)
    assert given and all(answer == MET for answer in given.values())
    for item in make_sheet("hotline").items:
        plain = "met" in item.rule.VERDICTS and not item.rule.OPTIONAL
        assert (item.code in given) == plain, item.code


def test_undo_takes_back_the_last_change_first(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    undo = page.get_by_test_id("undo")
    expect(undo).to_have_attribute("aria-disabled", "true")
    form.answer("VEN-01", MET)
    form.answer("VEN-01", {"verdict": "deducted"})
    form.item("VEN-02").get_by_test_id("note-toggle").tap()
    form.item("VEN-02").get_by_test_id("note").fill("门锁已换")
    expect(undo).to_have_attribute("aria-label", zh("Undo: {what}").format(what="VEN-01"))
    undo.tap()
    expect(form.item("VEN-02").get_by_test_id("note")).to_have_value("")
    expect(undo).to_have_attribute("aria-label", zh("Undo: {what}").format(what="VEN-01"))
    undo.tap()
    expect(form.verdict("VEN-01", "met")).to_have_attribute("aria-checked", "true")
    form.expect_all_saved()
    assert office.answers(audit)["VEN-01"] == MET
    undo.tap()
    form.expect_status("none", "VEN-01", "VEN-02")
    expect(undo).to_have_attribute("aria-disabled", "true")
    form.expect_all_saved()
    assert set(ways(office, audit).values()) == {"undo"}
    assert office.answers(audit) == {"VEN-01": None, "VEN-02": None}


def test_what_was_typed_and_a_whole_section_are_taken_back_as_one(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("hotline")
    form.answer("HOT-31", {"verdict": "measured", "actual": "12", "mean": "10"})
    section = make_sheet("hotline").sections[0].code
    mark(form, section)
    form.expect_all_saved()
    page.get_by_test_id("undo").tap()
    form.expect_all_saved()
    given = office.answers(audit)
    assert given.pop("HOT-31") is not None
    assert len(given) > 20 and set(given.values()) == {None}
    page.get_by_test_id("undo").tap()
    form.expect_status("none", "HOT-31")
    expect(form.field("HOT-31", "actual")).to_have_value("")


def test_what_another_device_answered_since_is_not_taken_back(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    form.answer("VEN-01", MET)
    form.answer("VEN-02", MET)
    form.expect_all_saved()
    later = make_operation(
        "VEN-02", answer={"verdict": "deducted"}, client=OTHER_TABLET, sequence=1000
    )
    with office.server.database.write(SYSTEM) as session:
        record_operations(session, audit, office.person("P1").id, [later], datetime.now(UTC))
    # The form has asked what is new, and was told, before it goes on with the item.
    with page.expect_response(lambda reply: "/changes?" in reply.url and reply.status == 200):
        pass
    form.item("VEN-02").get_by_test_id("note-toggle").tap()
    form.item("VEN-02").get_by_test_id("note").fill("再看一遍")
    form.item("VEN-02").get_by_test_id("note").blur()
    form.expect_all_saved()
    expect(form.verdict("VEN-02", "deducted")).to_have_attribute("aria-checked", "true")
    for _each in range(3):
        page.keyboard.press("z")
    form.expect_all_saved()
    form.expect_status("none", "VEN-01")
    expect(page.get_by_test_id("undo")).to_have_attribute("aria-disabled", "true")
    assert office.answers(audit)["VEN-02"] == {"verdict": "deducted"}


SEARCHES = {
    "禁语": {"HOT-02"},
    "hot 02": {"HOT-02"},
    "ＨＯＴ－０３": {"HOT-03"},
    "普通话 语速": {"HOT-03"},
}


def test_a_search_leaves_only_what_matches(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("hotline")
    page.get_by_test_id("search").tap()
    for words, codes in SEARCHES.items():
        page.get_by_test_id("search-input").fill(words)
        shown = page.locator(".item:visible")
        expect(shown).to_have_count(len(codes))
        assert {node.get_attribute("data-code") for node in shown.all()} == codes
        expect(page.locator(".section:visible")).to_have_count(1)
    page.get_by_test_id("search-input").fill("没有这样的词")
    expect(page.locator(".section:visible")).to_have_count(0)
    expect(page.locator(".search-nothing")).to_be_visible()
    expect(form.bar("submit")).to_be_in_viewport(ratio=1)
    assert page.locator(".bar").bounding_box()["y"] > LANDSCAPE["height"] / 2  # type: ignore[index]
    page.get_by_test_id("search-close").tap()
    expect(page.locator(".item:visible")).to_have_count(len(make_sheet("hotline").items))


def test_leaving_the_search_keeps_the_place(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("hotline")
    form.item("HOT-20").evaluate("node => node.scrollIntoView({block: 'center'})")
    before = form.item("HOT-20").evaluate(TOP)
    page.get_by_test_id("search").tap()
    page.get_by_test_id("search-input").fill("禁语")
    expect(form.item("HOT-20")).to_be_hidden()
    page.keyboard.press("Escape")
    assert abs(form.item("HOT-20").evaluate(TOP) - before) < 2
    page.get_by_test_id("search").tap()
    page.get_by_test_id("search-input").fill("禁语")
    form.verdict("HOT-02", "met").tap()
    there = form.item("HOT-02").evaluate(TOP)
    page.get_by_test_id("search-close").tap()
    expect(form.item("HOT-20")).to_be_visible()
    assert abs(form.item("HOT-02").evaluate(TOP) - there) < 2


def test_going_to_an_open_item_leaves_the_search(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("hotline")
    page.get_by_test_id("search").tap()
    page.get_by_test_id("search-input").fill("禁语")
    form.verdict("HOT-02", "met").tap()
    form.bar("unanswered").tap()
    expect(page.get_by_test_id("search-input")).to_be_hidden()
    expect(form.item("HOT-03")).to_be_in_viewport()
    assert focus(page).item == "HOT-03"


def test_larger_type_is_kept_and_nothing_is_cut_off(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("hotline")
    heading = form.item("HOT-02").locator(".wording")
    small = heading.bounding_box()
    for _step in range(2):
        page.get_by_test_id("type-larger").tap()
    expect(page.get_by_test_id("type-larger")).to_have_attribute("aria-disabled", "true")
    page.reload()
    form.expect_open()
    large = heading.bounding_box()
    assert small and large and large["height"] > 1.25 * small["height"]
    form.answer("HOT-02", {"verdict": "deducted", "count": 1})
    for viewport in SIZES.values():
        page.set_viewport_size(viewport)
        assert (too_small(page), too_wide(page)) == ([], [])
        form.bar("unanswered").tap()
    page.get_by_test_id("type-smaller").tap()
    page.get_by_test_id("type-smaller").tap()
    expect(page.get_by_test_id("type-smaller")).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("size", SIZES)
def test_the_way_on_is_in_reach_and_the_bar_leaves_room(
    size: str, page: Page, open_form: OpenForm
) -> None:
    _, form = open_form("hotline")
    page.set_viewport_size(SIZES[size])
    form.answer("HOT-01", MET)
    form.expect_all_saved()
    for control in ("unanswered", "undo", "submit"):
        expect(form.bar(control)).to_be_in_viewport(ratio=1)
    bar = page.locator(".bar").bounding_box()
    assert bar and bar["height"] <= BAR_AT_MOST * SIZES[size]["height"]
    largest = max(
        ("unanswered", "undo", "submit"), key=lambda name: form.bar(name).bounding_box()["width"]
    )
    assert largest == "unanswered" or size == "landscape"


def test_counting_changes_no_width_of_the_index(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("repair")
    chips = page.locator(".section-chip")
    before = chips.evaluate_all(WIDTHS)
    mark(form, make_sheet("repair").sections[0].code)
    form.expect_all_saved()
    expect(chips.first).to_contain_text(f"{len(office_items('repair'))}/")
    assert chips.evaluate_all(WIDTHS) == pytest.approx(before, abs=0.6)


def office_items(sheet: str) -> list[str]:
    """The items of a sheet's first section that a section answers."""
    found = make_sheet(sheet)
    first = found.sections[0].code
    return [item.code for item in found.items if item.section == first]


def test_texts_used_before_are_one_tap_away(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    person = office.new_inspector()
    office.server.let_in(page.context, person)
    earlier, form = open_form("hotline", inspector_id=person)
    form.item("HOT-05").get_by_test_id("note-toggle").tap()
    form.item("HOT-05").get_by_test_id("note").fill("复听录音第二段")
    form.item("HOT-05").get_by_test_id("note").blur()
    form.item("HOT-06").get_by_test_id("note-toggle").tap()
    offered = form.item("HOT-06").get_by_test_id("block")
    expect(offered).to_have_text(["复听录音第二段"])
    form.expect_all_saved()
    assert office.operations(earlier) == 1
    audit = office.begin("hotline", inspector_id=person)
    page.goto(office.link(audit))
    form.expect_open()
    form.item("HOT-05").get_by_test_id("note-toggle").tap()
    note = form.item("HOT-05").get_by_test_id("note")
    note.fill("客户催办")
    form.item("HOT-05").get_by_test_id("block").tap()
    expect(note).to_have_value("客户催办；复听录音第二段")
    expect(form.item("HOT-05").get_by_test_id("block")).to_have_count(0)
    form.expect_status("saved", "HOT-05")
    other = office.new_inspector()
    office.server.let_in(page.context, other)
    page.goto(office.link(office.begin("hotline", inspector_id=other)))
    form.expect_open()
    form.item("HOT-05").get_by_test_id("note-toggle").tap()
    expect(form.item("HOT-05").get_by_test_id("note")).to_be_visible()
    expect(page.get_by_test_id("block")).to_have_count(0)


def test_an_item_is_read_aloud_and_stops_at_the_second_tap(page: Page, open_form: OpenForm) -> None:
    page.add_init_script(VOICES)
    _, form = open_form("hotline")
    aloud = form.item("HOT-02").get_by_test_id("aloud")
    aloud.tap()
    expect(aloud).to_have_attribute("aria-pressed", "true")
    wording = next(item for item in make_sheet("hotline").items if item.code == "HOT-02").wording
    assert wording.get("zh") in page.evaluate("heard[0]")
    aloud.tap()
    expect(aloud).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("heard.length") == 2 and page.evaluate("heard[1]") == "stopped"


def test_without_a_voice_reading_aloud_is_not_offered(page: Page, open_form: OpenForm) -> None:
    page.add_init_script("Object.defineProperty(window, 'speechSynthesis', {value: undefined});")
    _, form = open_form("venting")
    expect(form.item("VEN-01").get_by_test_id("aloud")).to_be_hidden()


def test_a_reload_comes_back_to_the_item_visited_last(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("hotline")
    assert form.item("HOT-01").evaluate(IN_VIEW)
    form.answer("HOT-24", MET)
    form.expect_all_saved()
    page.reload()
    form.expect_open()
    expect(form.item("HOT-24")).to_be_in_viewport(ratio=1)
    expect(form.item("HOT-01")).not_to_be_in_viewport()
    page.keyboard.press("2")
    expect(form.verdict("HOT-24", "deducted")).to_have_attribute("aria-checked", "true")


def test_a_form_opened_for_the_first_time_begins_at_its_top(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    _, form = open_form("hotline")
    form.answer("HOT-24", MET)
    page.goto(office.link(office.begin("hotline")))
    form.expect_open()
    form.expect_status("none", "HOT-24")
    expect(page.locator(".unit-name")).to_be_in_viewport(ratio=1)
