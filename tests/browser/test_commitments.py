"""A year of the calendar is entered, a planned stop too, and what is behind a figure is seen."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checklists.work_calendar import published
from db.actors import SYSTEM
from db.planned_stops import stops, withdraw_stop
from db.regulations import set_regulations
from tests.browser.office import Office
from tests.browser.screens import settled, zh

LAST_KNOWN = max(published())


@pytest.fixture
def promising(office: Office) -> Office:
    """Both divisions promise something to the customers, and no stop is planned."""
    with office.server.database.write(SYSTEM) as session:
        for division in {unit.division.id for unit in office.units}:
            set_regulations(session, division, ("GAS", "SPEC"))
    with office.server.database.write(office.actor(office.person("A1"))) as session:
        now = datetime.now(UTC)
        for stop in stops(session, now - timedelta(days=40), now + timedelta(days=40)):
            withdraw_stop(session, stop.id, "重新试用", now)
    return office


def test_a_year_is_entered_as_the_announcement_says_it(
    page: Page, context: BrowserContext, office: Office
) -> None:
    office.let_in(context, "A1")
    page.goto(f"{office.server.address}/calendar")
    expect(page.locator(".heng-year table")).to_have_count(12)
    year = page.get_by_role("combobox", name=zh("Year"))
    year.tap()
    page.get_by_role("option", name=str(LAST_KNOWN + 1), exact=True).tap()
    settled(page)
    off = page.get_by_role("textbox", name=zh("Days off, one or from … to … a line"))
    off.fill("元旦")
    off.press("Tab")
    expect(page.get_by_test_id("stAlertContainer").last).to_contain_text("元旦")
    # Other days at every attempt, so that the test can run again in the same database.
    month, day = uuid4().int % 8 + 2, uuid4().int % 20 + 2
    off.fill(f"1月1日至3日\n{month}月1日至{day}日")
    off.press("Tab")
    expect(page.locator(".heng-year td.off").first).to_contain_text(zh("Off"))
    why = page.get_by_role("textbox", name=zh("Reason (kept in the trail)"))
    why.fill(uuid4().hex)
    said = why.input_value()
    why.press("Tab")
    page.get_by_role("button", name=zh("Enter {year}", year=str(LAST_KNOWN + 1))).tap()
    expect(page.locator("tbody", has_text=said)).to_be_visible()


def test_a_planned_stop_is_entered_and_counts_for_its_unit(
    page: Page, context: BrowserContext, promising: Office
) -> None:
    promising.let_in(context, "H2")
    page.goto(f"{promising.server.address}/commitments")
    expect(page.get_by_role("heading", name=zh("Planned stops"))).to_be_visible()
    page.get_by_text(zh("Enter a planned stop")).first.tap()
    words = f"检修 {uuid4().hex}"
    what = page.get_by_role("textbox", name=zh("What for"))
    what.fill(words)
    what.press("Tab")
    settled(page)
    page.get_by_role("button", name=zh("Save the stop")).tap()
    expect(page.locator("tbody", has_text=words)).to_be_visible()
    promise = page.locator("tbody tr", has_text=zh("{kept} of {of} kept", kept=0, of=1)).first
    promise.get_by_role("button").first.tap()
    behind = page.locator("tbody tr", has_text=zh("Planned stop"))
    expect(behind.filter(has_text=zh("not kept"))).to_be_visible()
