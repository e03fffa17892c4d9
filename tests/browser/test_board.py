"""The board renews itself under one's eyes and does not jump; a shift is signed at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from checklists.work_calendar import WorkCalendar
from dashboard.board.words import ORDER_STATES
from dashboard.looks import today
from dashboard.summaries.shifts import ready_spans
from db.actors import SYSTEM, Role
from db.orders.bulk import LoadedOrder, load_orders
from db.regulations import set_regulations
from tests.browser.looking import CHINESE, nameless_controls, too_wide, visible_words
from tests.browser.office import Office, give, make_office
from tests.browser.screens import choose, settled, zh
from tests.browser.server import Server
from tests.browser.tablet import LANDSCAPE, PHONE, PORTRAIT

WALL = {"width": 1920, "height": 1080}
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Centre:
    """The second division works with orders; the first inspector is its agent too."""

    office: Office

    def order(self, ago: timedelta, unit: int = 2, **fields: Any) -> str:
        """The number of an order its unit took on so long ago."""
        at, number = datetime.now(UTC) - ago, f"GD{uuid4().hex[:10]}"
        values = {
            "order_class": "urgent",
            "state": "received",
            "dispatched_at": at,
            "taken_at": at,
            "insists": True,
            "estate": "柳园",
            "building": uuid4().hex[:6],
            **fields,
        }
        with self.office.server.database.write(SYSTEM) as session:
            made = LoadedOrder(
                id=str(uuid4()),
                source="centre",
                number=number,
                division_id=self.office.units[unit].division.id,
                unit_id=self.office.units[unit].id,
                reported_at=at,
                opened_at=at,
                opened_by=self.office.people[0].id,
                rules=today(),
                calendar=WorkCalendar().fingerprint,
                **values,
            )
            load_orders(session, [made])
        return number


@pytest.fixture(scope="module")
def served(new_server: Callable[..., Server]) -> Centre:
    server = new_server("board")
    server.environment = {"HENG_BOARD_SECONDS": "1"}
    office = make_office(server)
    with server.database.write(SYSTEM) as session:
        division = office.units[2].division.id
        set_regulations(session, division, ("HEAT", "SPEC"))
        give(session, office.people[0].id, Role.AGENT, division_id=division)
    server.start()
    return Centre(office)


@pytest.fixture
def centre(served: Centre, context: BrowserContext) -> Centre:
    served.office.let_in(context, "P1")
    return served


def opened(page: Page, centre: Centre, address: str = "board") -> None:
    page.goto(f"{centre.office.server.address}/{address}")
    settled(page)


def row(page: Page, number: str) -> Locator:
    return page.locator(".hb-row").filter(has_text=number)


def test_what_runs_out_first_stands_first_and_the_board_renews_itself_without_jumping(
    page: Page, centre: Centre
) -> None:
    for hours in range(3, 33):
        centre.order(hours * HOUR)
    soon = centre.order(1.5 * HOUR)
    opened(page, centre)
    expect(row(page, soon)).to_contain_text(re.compile(r"▲ 剩余 (29|30) 分钟"))
    first = page.locator(".hb-row").first
    expect(first).to_contain_text("■ 已超时")
    main = page.get_by_test_id("stMain")
    main.evaluate("main => main.scrollTo(0, 600)")
    assert main.evaluate("main => main.scrollTop") == 600
    newest = centre.order(30 * HOUR)
    expect(row(page, newest)).to_contain_text(zh(ORDER_STATES["received"]))
    assert main.evaluate("main => main.scrollTop") == 600


def test_the_board_is_narrowed_by_its_address_and_a_link_to_it_opens_the_same(
    page: Page, centre: Centre
) -> None:
    here, there = centre.order(HOUR), centre.order(HOUR, unit=3)
    opened(page, centre)
    expect(row(page, here)).to_be_visible()
    expect(row(page, there)).to_be_visible()
    choose(page, zh("Unit"), "梅岭站")
    expect(page).to_have_url(re.compile(r"\?unit=U4$"))
    expect(row(page, here)).to_have_count(0)
    page.reload()
    settled(page)
    expect(row(page, there)).to_be_visible()
    expect(row(page, here)).to_have_count(0)


def test_every_size_has_room_and_every_word_is_in_the_reader_s_language(
    page: Page, centre: Centre
) -> None:
    centre.order(50 * HOUR, order_class="complaint")
    centre.order(HOUR, state="open", dispatched_at=None, taken_at=None, order_class="hotline")
    for address in ("board", "board?wall=1"):
        opened(page, centre, address)
        expect(page.locator(".hb-row").first).to_be_visible()
        assert nameless_controls(page) == []
        for size in (WALL, LANDSCAPE, PORTRAIT, PHONE):
            page.set_viewport_size(size)
            assert too_wide(page) == [], (address, size)
    page.set_viewport_size(LANDSCAPE)
    opened(page, centre, "board?lang=en")
    expect(page.get_by_role("heading", name="Order board")).to_be_visible()
    told = " ".join(visible_words(page.locator(".hb").page))
    assert "tell Heating-station head" in told or "tell Company manager" in told
    names = ("柳园", "中文", "语言", "周明慧", "衡")
    for name in names:
        told = told.replace(name, "")
    assert not CHINESE.findall(told.replace("·", ""))


def test_on_the_wall_the_pages_of_the_board_turn_by_a_key_and_stay_where_they_are(
    page: Page, centre: Centre
) -> None:
    page.set_viewport_size(WALL)
    for hours in range(40, 60):
        centre.order(hours * HOUR)
    opened(page, centre, "board?wall=1")
    expect(page.get_by_role("heading", name=zh("Order board"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"第 1 页，共 \d+ 页"))).to_be_visible()
    first = page.locator(".hb-row").first
    expect(first.locator(".hb-number")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.get_by_text(re.compile(r"第 2 页，共 \d+ 页"))).to_be_visible()
    expect(first).to_be_hidden()
    # The board renews itself each second here, and shows the same page.
    page.wait_for_timeout(2500)
    expect(first).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_visible()


def test_a_shift_is_signed_and_what_changes_later_is_told(
    page: Page, context: BrowserContext, centre: Centre
) -> None:
    span = ready_spans(datetime.now(UTC))[0]
    ago = datetime.now(UTC) - span.start - timedelta(minutes=1)
    centre.order(ago)
    centre.office.let_in(context, "H2")
    address = f"summaries?day={span.day}&shift={span.shift}"
    opened(page, centre, address)
    expect(page.locator("tbody tr").first).to_be_visible()
    if page.get_by_text("SHA-256").count() == 0:
        sign = page.get_by_role("button", name=zh("Sign and freeze"))
        sign.tap()
        expect(
            page.get_by_text(zh("Tick that you have looked through the figures."))
        ).to_be_visible()
        page.get_by_text(
            zh("I have looked through the figures; a signature cannot be taken back.")
        ).tap()
        sign.tap()
        expect(page.get_by_text(zh("The summary is signed and frozen."))).to_be_visible()
    expect(page.get_by_text("SHA-256").first).to_be_visible()
    centre.order(ago)
    opened(page, centre, address)
    changes = page.get_by_role("table", name=zh("What changed since it was signed"))
    expect(changes).to_contain_text(zh("Orders taken"))
