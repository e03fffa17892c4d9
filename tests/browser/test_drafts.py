"""A draft is gone on with where it was left, from wherever it is opened."""

from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page, expect

from dashboard.looks import STATES, today
from tests.browser.form import Form
from tests.browser.office import Office, expected_score
from tests.browser.screens import choose, go_to, row, zh
from tests.factories import MET

OpenForm = Callable[..., tuple[str, Form]]

GIVEN = {
    "VEN-01": MET,
    "VEN-02": {"verdict": "deducted"},
    "VEN-05": {"verdict": "deducted", "count": 2},
}


def test_a_reload_shows_the_draft_as_it_was_left(page: Page, open_form: OpenForm) -> None:
    _, form = open_form("venting")
    form.answer_all(GIVEN)
    form.item("VEN-01").get_by_test_id("note-toggle").tap()
    form.item("VEN-01").get_by_test_id("note").fill("先到三号楼")
    form.item("VEN-01").get_by_test_id("note").blur()
    form.expect_all_saved()
    page.reload()
    form.expect_open()
    expect_as_left(form)
    expect(form.item("VEN-01").get_by_test_id("note")).to_have_value("先到三号楼")


def test_a_draft_is_opened_from_the_list_of_audits_and_gone_on_with(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    house = f"{uuid4().hex[:6]}号楼"
    audit, form = open_form("venting", subject=house)
    form.answer_all(GIVEN)
    form.expect_all_saved()
    page.goto(office.server.address)
    go_to(page, "audits")
    row(page, house, zh(STATES["draft"])).first.get_by_role("button").tap()
    form.expect_open()
    expect_as_left(form)
    form.answer("VEN-03", MET)
    form.expect_all_saved()
    assert office.answers(audit) == GIVEN | {"VEN-03": MET}


def test_the_start_page_says_how_far_a_draft_is_and_opens_it_at_one_touch(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    house = f"{uuid4().hex[:6]}号楼"
    _, form = open_form("venting", subject=house)
    form.answer_all(GIVEN)
    form.expect_all_saved()
    page.goto(office.server.address)
    draft = row(page, house, f"{len(GIVEN)} / 8").first
    expect(draft).to_contain_text(today().isoformat())
    draft.locator("td").nth(4).tap()
    form.expect_open()
    expect_as_left(form)


def test_a_draft_is_offered_where_an_audit_is_begun(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    month = today().strftime("%Y-%m")
    order = f"工单 {uuid4().hex[:6]}"
    _, form = open_form("repair", unit_id=office.units[2].id, subject=order, period=month)
    form.answer("REP-02", MET)
    form.expect_all_saved()
    page.goto(f"{office.server.address}/repair")
    choose(page, zh("Unit"), "城西事业部 · 西渡站")
    choose(page, zh("Period"), month)
    page.get_by_role("button", name=order).tap()
    form.expect_open()
    expect(form.verdict("REP-02", "met")).to_have_attribute("aria-checked", "true")


def test_two_tabs_work_on_one_draft_and_the_later_answer_stays(
    context: BrowserContext, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    second = context.new_page()
    second.goto(office.link(audit, "venting"))
    other = Form(second).expect_open()
    form.answer("VEN-01", MET)
    form.expect_all_saved()
    other.answer("VEN-02", {"verdict": "deducted"})
    other.expect_all_saved()
    form.answer("VEN-03", MET)
    form.expect_all_saved()
    expect(form.bar("k")).to_have_text(k_of({**both(), "VEN-03": MET}))
    other.answer("VEN-03", {"verdict": "deducted"})
    other.expect_all_saved()
    stored = office.answers(audit)
    expect(other.bar("k")).to_have_text(k_of(stored))
    second.reload()
    other.expect_open()
    for code, answer in stored.items():
        checked = other.verdict(code, answer["verdict"])
        expect(checked).to_have_attribute("aria-checked", "true")
    assert stored.keys() == {"VEN-01", "VEN-02", "VEN-03"}
    assert {code: stored[code] for code in both()} == both()


def both() -> dict[str, object]:
    """One answer of each tab."""
    return {"VEN-01": MET, "VEN-02": {"verdict": "deducted"}}


def k_of(answers: dict[str, object]) -> str:
    """K of answers to the venting sheet, as the bar writes it."""
    k = expected_score("venting", answers).k
    return f"{k:.1f}"


def expect_as_left(form: Form) -> None:
    """All that was answered is shown, saved, with its points."""
    for code, answer in GIVEN.items():
        chosen = form.verdict(code, str(answer["verdict"]))
        expect(chosen).to_have_attribute("aria-checked", "true")
    expect(form.field("VEN-05", "count")).to_have_text("2")
    form.expect_status("saved", *GIVEN)
    form.expect_status("none", "VEN-04")
    form.expect_figures(expected_score("venting", GIVEN))
