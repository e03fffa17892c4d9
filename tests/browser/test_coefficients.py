"""Coefficients are changed after a look at what that would do, and are seen in the ranking."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from checklists.exact import plain
from checklists.periods import Period
from dashboard.looks import today
from db.actors import SYSTEM
from db.closing import submit_audit
from db.coefficients import history
from tests.browser.office import Office
from tests.browser.screens import row, settled, zh
from tests.factories import deduction, full_answers, give_answers, make_sheet

MONTH = str(Period.month_of(today()))


@pytest.fixture
def rated(office: Office) -> Office:
    """Both units of the first division have one audit of this month; the second lost points."""
    for number, unit in enumerate(office.units[:2]):
        audit = office.begin("repair", unit_id=unit.id, period=MONTH)
        answers = full_answers(make_sheet("repair"))
        if number:
            answers["REP-01"] = deduction(1)
        with office.server.database.write(SYSTEM) as session:
            give_answers(session, office.audit(audit), answers)
        with office.server.database.write(SYSTEM) as session:
            submit_audit(session, audit, office.people[0].id, datetime.now(UTC))
    return office


def open_page(page: Page, office: Office, context: BrowserContext, code: str) -> None:
    office.let_in(context, code)
    page.goto(f"{office.server.address}/coefficients?period={MONTH}")
    settled(page)


def type_value(page: Page, unit: str, value: str) -> None:
    page.get_by_role("combobox", name=zh("Units")).tap()
    page.get_by_role("option").filter(has_text=unit).tap()
    page.keyboard.press("Escape")
    settled(page)
    field = page.get_by_role("textbox", name=unit, exact=True)
    field.fill(value)
    field.press("Tab")
    settled(page)


def look(page: Page) -> None:
    page.get_by_role("button", name=zh("See what changes")).tap()
    settled(page)


def settle(page: Page, reason: str) -> None:
    why = page.get_by_role("textbox", name=zh("Reason (kept in the trail)"))
    why.fill(reason)
    why.press("Tab")
    settled(page)
    page.get_by_role("button", name=zh("Let them hold from {month} on", month=MONTH)).tap()
    settled(page)


def alert(page: Page) -> Locator:
    return page.get_by_test_id("stAlertContainer")


def coefficients_of(office: Office, unit: int) -> list[tuple[str, str]]:
    with office.server.database.read(SYSTEM) as session:
        found = history(session, office.units[unit].id)
    return [(plain(row.value), row.reason) for row in found]


def test_a_change_is_looked_at_then_holds_and_is_seen_in_the_ranking(
    page: Page, context: BrowserContext, rated: Office
) -> None:
    open_page(page, rated, context, "A1")
    expect(row(page, "东渡站", zh("never set"))).to_be_visible()
    type_value(page, "东渡站", "3")
    look(page)
    # Nothing holds yet: the scores before and after stand beside each other.
    changed = row(page, "城东事业部", "+").first
    expect(changed).to_be_visible()
    before, after = re.findall(r"\d+\.\d{6}", changed.inner_text())[:2]
    assert Decimal(after) > Decimal(before)
    assert coefficients_of(rated, 0) == []
    # Three times as much may be a slip of the pen; it may be set all the same.
    expect(alert(page)).to_contain_text("由 1 改为 3")

    settle(page, "服务户数多")
    expect(alert(page)).to_contain_text(zh("{number} coefficient holds now.", number=1))
    expect(row(page, "东渡站", "服务户数多")).to_contain_text("沈清源")
    assert coefficients_of(rated, 0) == [("3", "服务户数多")]

    page.goto(f"{rated.server.address}/ranking?level=divisions&division=D1&period={MONTH}")
    expect(
        page.get_by_text(re.compile(rf"[=≈] {re.escape(plain(Decimal(after)))}")).first
    ).to_be_visible()
    expect(row(page, "东渡站")).to_contain_text("3")


def test_two_administrators_at_once_do_not_overwrite_each_other(
    page: Page, context: BrowserContext, browser: Browser, rated: Office
) -> None:
    open_page(page, rated, context, "A1")
    type_value(page, "柳岸站", "1.4")
    look(page)

    other = browser.new_context(locale="zh-CN", has_touch=True)
    try:
        second = other.new_page()
        open_page(second, rated, other, "A1")
        type_value(second, "柳岸站", "0.7")
        look(second)
        settle(second, "先到")
        expect(alert(second)).to_be_visible()
    finally:
        other.close()

    settle(page, "后到")
    expect(alert(page)).to_contain_text("期间有他人修改了难度系数")
    assert coefficients_of(rated, 1) == [("0.7", "先到")]
    # What was typed is still there, and holds after another look.
    expect(page.get_by_role("textbox", name="柳岸站", exact=True)).to_have_value("1.4")
    look(page)
    settle(page, "后到")
    expect(row(page, "柳岸站", "后到")).to_be_visible()
    assert coefficients_of(rated, 1) == [("1.4", "后到"), ("0.7", "先到")]


def test_a_head_reads_the_own_division_and_others_are_refused(
    page: Page, context: BrowserContext, rated: Office
) -> None:
    open_page(page, rated, context, "H2")
    expect(row(page, "西渡站")).to_be_visible()
    expect(row(page, "东渡站")).to_have_count(0)
    expect(page.get_by_role("button", name=zh("See what changes"))).to_have_count(0)
    for code in ("P1", "R4", "M1"):
        open_page(page, rated, context, code)
        expect(alert(page)).to_be_visible()
        expect(page.locator("tbody tr")).to_have_count(0)
