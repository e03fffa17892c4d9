"""On a phone a home is measured and signed for; what is typed outlasts a reload and a refusal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect

from db.actors import SYSTEM
from db.orders.reading import order
from db.rows import PersonRow, UnitRow
from db.temperature.reading import RecordRow, records_of
from tests.browser.office import Office
from tests.browser.screens import settled, zh
from tests.browser.tablet import PHONE
from tests.factories import make_order


@dataclass
class Home:
    """A request to be measured, of a unit of the test's own, and the unit's phone."""

    office: Office
    unit: UnitRow
    person: PersonRow
    order_id: str
    number: str
    page: Page

    def open(self, query: str = "") -> None:
        self.page.goto(f"{self.office.server.address}/temperature{query}")
        settled(self.page)

    @property
    def records(self) -> list[RecordRow]:
        with self.office.server.database.read(SYSTEM) as session:
            return records_of(session, self.order_id)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.get_by_test_id(name.replace("_", "-")).fill(value)

    def tap(self, *names: str) -> None:
        for name in names:
            self.page.get_by_test_id(name).tap()

    def sign(self) -> None:
        pad = self.page.get_by_test_id("signature-pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 40, box["y"] + 40)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 160, box["y"] + 80, steps=4)
        self.page.mouse.up()


@pytest.fixture
def home(office: Office, browser: Browser) -> Iterator[Home]:
    asked = datetime.now(UTC) - timedelta(hours=2)
    division, unit, agent = office.new_centre()
    person = office.new_representative(unit, "许海峰")
    with office.server.database.write(office.actor(agent)) as session:
        key = make_order(
            session, asked, division_id=division.id, unit_id=unit.id, order_class="temperature"
        )
    with office.server.database.read(SYSTEM) as session:
        number = order(session, key).number
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="zh-CN")
    office.server.let_in(context, person.id)
    yield Home(office, unit, person, key, number, context.new_page())
    context.close()


def test_a_request_is_measured_signed_for_and_stands_in_the_register(home: Home) -> None:
    page = home.page
    home.open()
    page.locator("tbody tr").first.get_by_role("button").tap()
    settled(page)
    home.fill(room_0_name="客厅", room_0_area="20")
    expect(page.get_by_test_id("room-0-places")).to_contain_text("三等分")
    home.fill(room_0_point_0="15.5", room_0_point_1="16.4")
    mean = page.get_by_test_id("room-0-mean")
    expect(mean).to_contain_text("15.95 °C")
    expect(mean).to_have_attribute("data-standing", "below")
    home.tap("measure-sound-yes", "measure-insulated-yes")
    home.fill(measure_name="王女士")
    home.sign()
    home.tap("measure-save")
    expect(page.get_by_test_id("measure-status")).to_have_text(zh("Saved."))
    (record,) = home.records
    assert record.signed and record.sound and record.insulated
    assert [room.points for room in record.rooms] == [(Decimal("15.5"), Decimal("16.4"))]
    home.open("?part=register")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text(f"■ {zh('below {least} °C', least=16)}")


def test_nothing_typed_is_lost_and_a_correction_stands_beside_the_former(home: Home) -> None:
    page = home.page
    home.open(f"?order={home.number}")
    home.fill(room_0_name="主卧", room_0_area="35", room_0_point_0="18")
    home.fill(room_0_point_1="18。5", measure_name="王女士")
    home.tap("measure-sound-yes", "measure-insulated-no", "measure-save")
    expect(page.get_by_test_id("measure-error")).to_be_visible()
    expect(page.get_by_test_id("room-0-point-2")).to_be_focused()
    page.reload()
    settled(page)
    expect(page.get_by_test_id("room-0-point-1")).to_have_value("18。5")
    home.fill(room_0_point_2="19")
    home.tap("measure-save")
    expect(page.get_by_test_id("measure-status")).to_have_text(zh("Saved."))
    (first,) = home.records
    assert not first.signed and first.rooms[0].points[1] == Decimal("18.5")
    page.get_by_role("button", name=zh("Correct this record")).tap()
    settled(page)
    expect(page.get_by_test_id("room-0-point-0")).to_have_value("18")
    home.fill(room_0_point_0="17", measure_reason="第一点读错")
    home.sign()
    home.tap("measure-save")
    expect(page.get_by_test_id("measure-status")).to_have_text(zh("Saved."))
    second, former = sorted(home.records, key=lambda one: one.replaced)
    assert (former.id, former.replaced, second.replaces) == (first.id, True, first.id)
    assert second.signed and second.reason == "第一点读错"
    home.open(f"?order={home.number}&corrects={first.id}")
    expect(page.get_by_test_id("stAlertContainer")).to_be_visible()
    expect(page.get_by_test_id("measure-save")).to_have_count(0)
