"""A month is drawn and proved, customers are called; what is typed outlasts a reload."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update

from checklists.periods import Period
from dashboard.looks import today
from db.actors import SYSTEM
from db.callbacks.drawing import draw_month
from db.callbacks.errors import CallMade
from db.callbacks.reading import calls, talks_of
from db.callbacks.rows import CallFilter, CallRow
from db.models_orders import WorkOrder
from db.rows import PersonRow, UnitRow
from tests.browser.office import Office
from tests.browser.screens import settled, zh
from tests.browser.tablet import PHONE
from tests.factories import make_order

MONTH = Period.month_of(today()).previous
SENT = datetime.combine(MONTH.first_day.replace(day=5), time(3), UTC)
AT_NIGHT = "用户要求夜间回电。"
HANDLED = "次日上门清洗过滤器，用户认可。"
OPINION = "处理后卧室还是不热，打电话没有人接。"


@dataclass
class Centre:
    """A heating division of the test's own with an agent, a unit and its orders of last month."""

    office: Office
    unit: UnitRow
    agent: PersonRow

    def calls(self, state: str | None = None) -> list[CallRow]:
        with self.office.server.database.read(SYSTEM) as session:
            return calls(session, CallFilter(unit_id=self.unit.id, state=state))

    def stand(self, state: str) -> None:
        """How far the unit is with all of its orders."""
        with self.office.server.database.write(SYSTEM) as session:
            mine = update(WorkOrder).where(WorkOrder.unit_id == self.unit.id)
            session.execute(mine.values(state=state, version=WorkOrder.version + 1))

    def draw(self) -> CallRow:
        with self.office.server.database.write(self.office.actor(self.agent)) as session:
            draw_month(session, self.unit.id, str(MONTH), datetime.now(UTC))
        return self.calls()[0]

    def open(self, page: Page, context: BrowserContext, query: str) -> None:
        self.office.server.let_in(context, self.agent.id)
        page.goto(f"{self.office.server.address}/calling?{query}")
        settled(page)


@pytest.fixture
def centre(office: Office) -> Centre:
    division, unit, agent = office.new_centre()
    with office.server.database.write(office.actor(agent)) as session:
        for room in range(1, 6):
            make_order(session, SENT, division_id=division.id, unit_id=unit.id, room=f"{room}01")
    found = Centre(office, unit, agent)
    found.stand("answered")
    return found


def choose(page: Page, name: str, value: str) -> None:
    segment = page.get_by_test_id(f"call-{name}-{value}")
    segment.tap()
    expect(segment).to_have_attribute("aria-checked", "true")


def status(page: Page, words: str) -> None:
    expect(page.get_by_test_id("call-status")).to_have_text(words)


def save(page: Page) -> None:
    """Save the call; the clock here is the world's, and at night it asks why one calls."""
    why = page.get_by_test_id("call-night")
    if why.is_visible():
        why.fill(AT_NIGHT)
    page.get_by_test_id("call-save").tap()


def test_a_month_is_drawn_and_whoever_looks_can_draw_it_again(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    centre.open(page, context, f"part=draws&month={MONTH}")
    page.get_by_role("button", name=zh("Draw {number} units", number=1)).tap()
    settled(page)
    expect(page.get_by_test_id("stAlertContainer")).to_contain_text(str(MONTH))
    page.get_by_role("button", name=centre.unit.name_zh).tap()
    settled(page)
    proved = zh(
        "Drawn again just now with the stored seed: the same {number} orders in the same places.",
        number=2,
    )
    expect(page.get_by_text(proved)).to_be_visible()
    assert len(centre.calls("waiting")) == 2


def test_nobody_is_asked_about_an_order_that_the_unit_has_not_answered(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    row = centre.draw()
    centre.stand("dispatched")
    centre.open(page, context, "part=calls")
    expect(page.locator("tbody")).to_contain_text(zh("not handled yet"))
    centre.open(page, context, f"call={row.id}")
    expect(page.get_by_test_id("stAlertContainer").first).to_be_visible()
    expect(page.get_by_test_id("call-status")).to_be_attached()
    expect(page.get_by_test_id("call-outcome-talked")).to_have_count(0)


def test_a_call_is_recorded_and_nothing_typed_is_lost(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    row = centre.draw()
    centre.open(page, context, f"call={row.id}")
    choose(page, "outcome", "talked")
    choose(page, "attitude", "yes")
    choose(page, "result", "no")
    save(page)
    expect(page.get_by_test_id("call-error")).to_be_visible()
    page.get_by_test_id("call-opinion").fill(OPINION)
    page.reload()
    settled(page)
    expect(page.get_by_test_id("call-opinion")).to_have_value(OPINION)
    expect(page.get_by_test_id("call-result-no")).to_have_attribute("aria-checked", "true")
    save(page)
    status(page, zh("Saved."))
    with centre.office.server.database.read(SYSTEM) as session:
        (said,) = talks_of(session, row.id)
    assert (said.attitude, said.result, said.opinion) == (True, False, OPINION)
    page.get_by_test_id("call-handled").fill(HANDLED)
    page.reload()
    settled(page)
    expect(page.get_by_test_id("call-handled")).to_have_value(HANDLED)
    page.get_by_test_id("call-save-handled").tap()
    status(page, zh("Saved."))
    expect(page.get_by_test_id("call-handled")).to_have_value("")
    page.goto(f"{centre.office.server.address}/calling?part=results&month={MONTH}")
    settled(page)
    expect(page.get_by_text(OPINION)).to_be_visible()
    expect(page.get_by_text(HANDLED)).to_be_visible()


def test_on_a_phone_who_is_not_reached_is_replaced_and_a_complaint_is_opened(
    browser: Browser, centre: Centre
) -> None:
    row = centre.draw()
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="zh-CN")
    page = context.new_page()
    centre.open(page, context, f"call={row.id}")
    choose(page, "outcome", "not_reached")
    choose(page, "why", "no_answer")
    choose(page, "then", "replace")
    save(page)
    page.get_by_role("button", name=zh("To the order drawn instead")).tap()
    settled(page)
    choose(page, "outcome", "talked")
    choose(page, "attitude", "no")
    choose(page, "result", "yes")
    page.get_by_test_id("call-opinion").fill(OPINION)
    page.get_by_test_id("call-complains").tap()
    save(page)
    expect(page.get_by_test_id("call-status")).to_contain_text(zh("Saved.").removesuffix("。"))
    context.close()
    (done,) = centre.calls("done")
    assert (done.replaces, done.place) == (row.id, 3)
    with centre.office.server.database.read(SYSTEM) as session:
        (said,) = talks_of(session, done.id)
    assert said.complaint is not None and said.opinion == OPINION


def test_what_a_second_tab_records_is_told_to_be_not_saved(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    row = centre.draw()
    centre.open(page, context, f"call={row.id}")
    choose(page, "outcome", "talked")
    choose(page, "attitude", "yes")
    other = context.new_page()
    other.goto(page.url)
    settled(other)
    choose(page, "result", "yes")
    save(page)
    status(page, zh("Saved."))
    choose(other, "result", "no")
    other.get_by_test_id("call-opinion").fill(OPINION)
    other.get_by_test_id("call-save").tap()
    expect(other.get_by_test_id("call-error")).to_have_text(zh(CallMade().template))
    with centre.office.server.database.read(SYSTEM) as session:
        assert [said.result for said in talks_of(session, row.id)] == [True]
