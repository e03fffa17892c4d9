"""A period is sealed, a draft in it is refused with words, a restatement lets it in."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checklists.periods import Period
from checklists.scoring import score_sheet
from dashboard.looks import score_text, today
from db.actors import SYSTEM
from db.closing import submit_audit
from db.seals import seals_of
from tests.browser.form import Form
from tests.browser.office import Office, make_office
from tests.browser.screens import primary, row, settled, zh
from tests.browser.server import Server
from tests.browser.tablet import Watch
from tests.factories import NOW, deduction, full_answers, give_answers, make_sheet

MONTH = Period.month_of(today()).previous
SHEET = make_sheet("repair")
MET = full_answers(SHEET)
POOR = {**MET, SHEET.items[0].code: deduction(1)}


@pytest.fixture
def served(new_server: Callable[..., Server]) -> Iterator[Office]:
    """A small organisation of its own: what is sealed in it is in no other test's way."""
    server = new_server("periods")
    office = make_office(server)
    server.start()
    yield office


def begun(office: Office, **fields: object) -> str:
    on = MONTH.first_day + timedelta(days=5)
    return office.begin("repair", period=str(MONTH), audited_on=on, **fields)


def pressed(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).tap()
    settled(page)


def opened(page: Page, office: Office) -> None:
    page.goto(f"{office.server.address}/periods?period={MONTH}")
    expect(page.get_by_role("heading", name=str(MONTH)).first).to_be_visible()
    settled(page)


def sealed(page: Page) -> None:
    """Seal in two steps: the button waits until it is said that it is meant."""
    expect(primary(page)).to_be_disabled()
    page.get_by_text(zh("I have looked at what will be sealed, and it is to be locked.")).tap()
    expect(primary(page)).to_be_enabled()
    primary(page).tap()


def test_a_month_is_sealed_a_draft_is_refused_and_a_restatement_lets_it_in(
    page: Page, context: BrowserContext, served: Office, watch: Watch
) -> None:
    watch.expected.append("422")
    first, draft = begun(served), begun(served, subject="工单 0815")
    with served.server.database.write(SYSTEM) as session:
        give_answers(session, served.audit(first), POOR)
        submit_audit(session, first, served.person("P1").id, NOW)
        give_answers(session, served.audit(draft), MET)

    served.let_in(context, "A1")
    opened(page, served)
    pressed(page, zh("Close {period}", period=MONTH))
    expect(row(page, str(MONTH), zh("Being closed"))).to_be_visible()
    # What will be shut out is named before.
    expect(row(page, "梅岭站", "周明慧", zh("Draft"))).to_be_visible()
    expect(primary(page)).to_contain_text(zh("Seal and lock {periods}", periods=MONTH))
    sealed(page)
    expect(row(page, str(MONTH), zh("Sealed"))).to_be_visible()

    served.let_in(context, "P1")
    page.goto(served.link(draft, "repair"))
    form = Form(page).expect_open()
    code = SHEET.items[0].code
    form.answer(code, {"verdict": "not_applicable", "reason": "当日无此类业务"})
    form.expect_all_saved()
    assert served.answers(draft)[code]["verdict"] == "not_applicable"
    form.answer(code, {"verdict": "met"})
    form.expect_all_saved()
    form.submit()
    form.confirm()
    said = zh(
        "{period} is sealed: nothing in its months changes any more. "
        "Ask an administrator to open it for a restatement.",
        period=MONTH,
    )
    expect(page.get_by_text(said).first).to_be_visible()
    assert served.audit(draft).state == "draft"

    served.let_in(context, "A1")
    opened(page, served)
    page.get_by_text(zh("Open for a restatement"), exact=True).tap()
    page.get_by_role("textbox", name=zh("Reason (kept in the trail)")).fill("漏记一次检查")
    page.keyboard.press("Tab")
    pressed(page, zh("Open {periods} for a restatement", periods=MONTH))
    expect(row(page, str(MONTH), zh("Being restated"))).to_be_visible()
    page.goto(f"{served.server.address}/ranking?period={MONTH}")
    official = score_text(score_sheet(SHEET, POOR).k)
    expect(row(page, "梅岭站", official)).to_be_visible()
    expect(page.get_by_test_id("stAlert").filter(has_text="仍以").first).to_be_visible()

    served.let_in(context, "P1")
    page.goto(served.link(draft, "repair"))
    form = Form(page).expect_open()
    form.submit()
    form.confirm()
    expect(page.locator(".heng-result")).to_be_visible()

    served.let_in(context, "A1")
    opened(page, served)
    sealed(page)
    expect(row(page, str(MONTH), zh("Sealed"))).to_be_visible()
    reason = zh("Reason: {reason}", reason="漏记一次检查")
    expect(page.get_by_text(reason).first).to_be_visible()
    with served.server.database.read(SYSTEM) as session:
        newest = seals_of(session, MONTH)[0]
    (unit,) = [change for change in newest.changes if change["kind"] == "units"]
    told = row(page, "梅岭站", official)
    expect(told.first).to_be_visible()
    assert unit["before"]["k"] != unit["after"]["k"]
    expect(page.get_by_text(newest.hash[:12]).first).to_be_visible()

    # A head sees how far it is, and finds no steps.
    served.let_in(context, "H2")
    opened(page, served)
    expect(told.first).to_be_visible()
    expect(page.get_by_text(zh("Open for a restatement"), exact=True)).to_have_count(0)
    expect(primary(page)).to_have_count(0)
