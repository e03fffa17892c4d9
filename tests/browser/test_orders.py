"""An order is entered on a phone and goes its way; nothing typed is lost, a stale tab is told."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from db.actors import SYSTEM, Actor
from db.orders.errors import SamePhoto
from db.orders.filters import OrderFilter
from db.orders.reading import OrderRow, list_orders, order, photos_of
from db.orders.steps import record_step
from db.rows import DivisionRow, PersonRow, UnitRow
from tests.browser.office import Office
from tests.browser.screens import settled, zh
from tests.browser.tablet import PHONE
from tests.factories import make_order, make_step
from tests.pictures import drawn, photo

PROBLEM = "客厅暖气片上热下凉，已经两天。"


@dataclass
class Centre:
    """A heating division of the test's own with an agent, a unit and its representative."""

    office: Office
    division: DivisionRow
    unit: UnitRow
    agent: PersonRow
    representative: PersonRow

    @property
    def address(self) -> str:
        return self.office.server.address

    def actor(self) -> Actor:
        return self.office.actor(self.agent)

    def opened(self, **fields: object) -> OrderRow:
        """An order that the unit has taken on."""
        now = datetime.now(UTC)
        with self.office.server.database.write(self.actor()) as session:
            key = make_order(
                session, now, division_id=self.division.id, unit_id=self.unit.id, **fields
            )
            return record_step(session, key, make_step("take"), now + timedelta(seconds=1))

    def step(self, row: OrderRow, kind: str, later: int = 0) -> None:
        """Take a step now, or some seconds later where another one must have been before."""
        now = datetime.now(UTC) + timedelta(seconds=later)
        with self.office.server.database.write(self.actor()) as session:
            record_step(session, row.id, make_step(kind), now)

    def stored(self, row: OrderRow) -> OrderRow:
        with self.office.server.database.read(SYSTEM) as session:
            return order(session, row.id)

    def orders(self) -> list[OrderRow]:
        with self.office.server.database.read(SYSTEM) as session:
            return list_orders(session, OrderFilter(division_id=self.division.id)).rows

    def look(self, page: Page, row: OrderRow) -> None:
        page.goto(f"{self.address}/order?order={row.number}")
        settled(page)
        expect(page.get_by_text(zh("What was done so far"))).to_be_visible()


@pytest.fixture
def centre(office: Office) -> Centre:
    division, unit, agent = office.new_centre()
    representative = office.new_representative(unit, "石望川")
    return Centre(office, division, unit, agent, representative)


def press(page: Page, step: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(zh(step), exact=True).tap()
    settled(page)
    expect(page.get_by_test_id("entry-send")).to_be_visible()


def test_an_order_is_entered_on_a_phone_and_nothing_typed_is_lost(
    browser: Browser, centre: Centre
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="zh-CN")
    page = context.new_page()
    centre.office.server.let_in(context, centre.agent.id)
    page.goto(f"{centre.address}/orders?new=1")
    page.get_by_test_id("entry-order_class").select_option("repair")
    page.get_by_test_id("entry-telephone").fill("电话不详")
    page.get_by_test_id("entry-estate").fill("阳光家园")
    page.get_by_test_id("entry-problem").fill(PROBLEM)
    page.get_by_test_id("entry-unit").select_option(str(centre.unit.id))
    page.get_by_test_id("entry-send").tap()
    expect(page.get_by_test_id("entry-error")).to_contain_text("电话不详")
    expect(page.get_by_test_id("entry-telephone")).to_be_focused()
    page.reload()
    expect(page.get_by_test_id("entry-problem")).to_have_value(PROBLEM)
    expect(page.get_by_test_id("entry-status")).to_have_text(
        zh("Here is what you had typed before.")
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_test_id("entry-telephone").fill("13800001234")
    page.get_by_test_id("entry-send").tap()
    expect(page.get_by_text(zh("What was done so far"))).to_be_visible()
    (row,) = centre.orders()
    assert (row.problem, row.state, row.telephone) == (PROBLEM, "dispatched", "13800001234")
    assert row.calendar and row.number in page.url
    # The page went on before the form could forget what it kept: it is known all the same.
    store = f"heng-order-{centre.agent.id}"
    left = {"id": row.id, "problem": PROBLEM, "estate": "阳光家园"}
    page.evaluate("([key, kept]) => localStorage.setItem(key, JSON.stringify(kept))", [store, left])
    page.goto(f"{centre.address}/orders?new=1")
    expect(page.get_by_test_id("entry-problem")).to_have_value("")
    page.get_by_test_id("entry-send").tap()
    expect(page.get_by_test_id("entry-error")).to_contain_text(zh("Estate"))
    expect(page.get_by_test_id("entry-order_class")).to_be_focused()
    context.close()


def test_a_second_answer_after_a_redo_is_recorded_as_it_was_typed(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    row = centre.opened(order_class="complaint")
    centre.office.server.let_in(context, centre.representative.id)
    centre.look(page, row)
    for done in ("已向客户当面致歉并说明原因。", "负责人再次上门致歉，客户表示谅解。"):
        press(page, "Answer of the unit")
        page.get_by_test_id("entry-cause").fill("接待人员解释不清。")
        page.get_by_test_id("entry-done").fill(done)
        page.get_by_test_id("entry-satisfaction-satisfied").tap()
        page.get_by_test_id("entry-send").tap()
        said = zh("Recorded: {step}.", step=zh("Answer of the unit"))
        expect(page.get_by_text(said)).to_be_visible()
        assert centre.stored(row).done == done
        if centre.stored(row).redos == 0:
            centre.step(row, "return")
            centre.look(page, row)
    assert centre.stored(row).redos == 1


def test_what_was_done_too_late_in_a_stale_tab_is_said(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    row = centre.opened(order_class="complaint")
    centre.step(row, "answer", 2)
    centre.office.server.let_in(context, centre.agent.id)
    centre.look(page, row)
    press(page, "Check and close")
    centre.step(row, "return", 3)
    page.get_by_test_id("entry-send").tap()
    expect(page.get_by_role("alert").first).to_contain_text(zh("Check and close"))
    assert centre.stored(row).state == "received"


def add_photo(page: Page, data: bytes, said: str) -> None:
    """Choose a picture and add it, as what is offered."""
    file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": data}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_test_id("stFileUploader")).to_contain_text("现场.jpg")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_role("button", name=zh("Add the photo")).tap()
    expect(page.get_by_test_id("stAlertContainer").filter(has_text=said)).to_be_visible()
    settled(page)


def test_a_unit_adds_the_photos_and_answers_and_a_bare_done_is_refused(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    row = centre.opened(order_class="repair")
    centre.office.server.let_in(context, centre.representative.id)
    centre.look(page, row)
    added = zh("The photo was added.")
    add_photo(page, photo(), added)
    add_photo(page, photo(), zh(SamePhoto().template))
    needed = zh("The answer needs photos of: {photos}", photos=zh("Thermometer"))
    expect(page.get_by_text(needed)).to_be_visible()
    add_photo(page, photo(image=drawn(mark="18.4")), added)
    expect(page.get_by_text(needed)).to_have_count(0)
    press(page, "Answer of the unit")
    page.get_by_test_id("entry-cause").fill("分水器接头老化开裂。")
    page.get_by_test_id("entry-done").fill("已处理")
    page.get_by_test_id("entry-satisfaction-satisfied").tap()
    page.get_by_test_id("entry-send").tap()
    expect(page.get_by_test_id("entry-error")).to_contain_text("已处理")
    page.get_by_test_id("entry-done").fill("更换接头一只，试压无渗漏。")
    page.get_by_test_id("entry-send").tap()
    done = zh("Recorded: {step}.", step=zh("Answer of the unit"))
    expect(page.get_by_text(done)).to_be_visible()
    stored = centre.stored(row)
    assert (stored.state, stored.satisfaction) == ("answered", "satisfied")
    with centre.office.server.database.read(SYSTEM) as session:
        assert [one.shows for one in photos_of(session, row.id)] == ["visit", "thermometer"]


def test_a_stale_tab_is_refused_and_shows_what_changed(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    row = centre.opened()
    centre.office.server.let_in(context, centre.agent.id)
    centre.look(page, row)
    press(page, "Make void")
    page.get_by_test_id("entry-reason").fill("与另一张工单重复")
    centre.step(row, "arrive")
    page.get_by_test_id("entry-send").tap()
    refused = page.get_by_text(
        zh(
            "Meanwhile {number} steps were recorded for this work order; nothing was changed "
            "by you. Look at them below and enter yours again if it still holds.",
            number=1,
        )
    )
    expect(refused.first).to_be_visible()
    expect(page.get_by_text(zh("At the door")).first).to_be_visible()
    assert centre.stored(row).state == "received"


def slip_printed(page: Page, context: BrowserContext, number: str) -> bool:
    """Press for the slip: it opens beside the order in three copies, and is sent to print."""
    context.add_init_script(
        "window.print = () => { document.title = `printed ${document.title}`; }"
    )
    with page.expect_popup() as opened:
        page.get_by_role("button", name=zh("Print the dispatch slip (three copies)")).tap()
    slip = opened.value
    expect(slip.locator("section")).to_have_count(3)
    expect(slip).to_have_title(re.compile(f"printed .*{number}"))
    slip.close()
    return True


def test_the_list_is_filtered_by_the_address_and_opens_an_order_to_correct(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    row, other = centre.opened(estate="百合苑"), centre.opened(order_class="complaint")
    centre.office.server.let_in(context, centre.agent.id)
    page.goto(f"{centre.address}/orders?text=百合苑&state=going")
    settled(page)
    expect(page.get_by_text(row.number)).to_be_visible()
    expect(page.get_by_text(other.number)).to_have_count(0)
    page.get_by_text(row.number).tap()
    expect(page.get_by_text(zh("What was done so far"))).to_be_visible()
    assert slip_printed(page, context, row.number)
    press(page, "Correct the facts")
    expect(page.get_by_test_id("entry-telephone")).to_have_value(row.telephone)
    page.get_by_test_id("entry-telephone").fill("13900005678")
    page.get_by_test_id("entry-reason").fill("用户来电更正号码")
    page.get_by_test_id("entry-send").tap()
    expect(page.get_by_text(f"{row.telephone} → 13900005678")).to_be_visible()
    assert centre.stored(row).telephone == "13900005678"
