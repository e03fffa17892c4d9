"""A file of orders in the browser: shown first with what is wrong, taken in, twice unchanged."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import update

from dashboard.looks import today
from dashboard.widgets.order_import.preview import COUNTS
from db import organisation
from db.actors import SYSTEM, Role
from db.grants import actor_of
from db.models import Division
from db.orders.reading import OrderRow, by_number
from db.orders.steps import record_step
from tests.browser.axe import grave_faults
from tests.browser.looking import nameless_controls, too_wide, visible_words
from tests.browser.office import Office, add_person, give
from tests.browser.screens import choose, primary, settled, zh
from tests.browser.tablet import LANDSCAPE, PHONE, PORTRAIT
from tests.factories import make_step

HEADINGS = (
    "工单编号",
    "受理时间",
    "派单时间",
    "办结时间",
    "工单类别",
    "承办单位",
    "问题描述",
    "满意度",
)


class Centre:
    """A service centre of the test's own with two units and an agent, who is signed in."""

    def __init__(self, office: Office, context: BrowserContext) -> None:
        self.server, code = office.server, uuid4().hex[:8].upper()
        with self.server.database.write(SYSTEM) as session:
            division = organisation.add_division(
                session, code, f"供热中心{code}", f"Heating {code}"
            )
            chosen = update(Division).where(Division.id == division.id)
            session.execute(chosen.values(regulations="HEAT"))
            self.east, self.west = (
                organisation.add_unit(session, division.id, f"{code}-{n}", name, f"Station {n}")
                for n, name in enumerate(("河东供热站", "河西供热站"), start=1)
            )
            self.agent = add_person(session, f"G{code}", "顾念慈").id
            give(session, self.agent, Role.AGENT, division_id=division.id)
        self.server.let_in(context, self.agent)

    def correct(self, number: str) -> None:
        """Somebody corrects an order by hand."""
        with self.server.database.read(SYSTEM) as session:
            actor = actor_of(session, self.agent, today())
        assert actor is not None
        with self.server.database.write(actor) as session:
            record_step(
                session, by_number(session, number).id, make_step("correct"), datetime.now(UTC)
            )

    def order(self, number: str) -> OrderRow:
        """An order as it is stored."""
        with self.server.database.read(SYSTEM) as session:
            return by_number(session, number)


@pytest.fixture
def centre(office: Office, context: BrowserContext) -> Centre:
    return Centre(office, context)


def orders(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(row) for row in (HEADINGS, *rows)).encode("gb18030")


def good(number: str) -> tuple[str, ...]:
    times = ("2026-11-01 10:00", "2026-11-01 10:05", "2026-11-01 12:00")
    return (number, *times, "热线工单", "河东供热站", "暖气不热", "满意")


def open_page(page: Page, centre: Centre) -> None:
    page.goto(f"{centre.server.address}/order_import")
    expect(page.get_by_role("heading", name=zh("Import orders"))).to_be_visible()
    settled(page)


def name_source(page: Page, name: str) -> None:
    """A system nobody has named before."""
    new = page.get_by_role("textbox", name=zh("Name of the system"))
    new.fill(name)
    new.press("Enter")
    settled(page)


def give_file(page: Page, content: bytes, name: str = "导出.csv") -> None:
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator('input[type="file"]').set_input_files(file)  # type: ignore[arg-type]


def expect_counts(page: Page, **wanted: int) -> None:
    """How many rows are new, changed, the same, in conflict and in error."""
    for key, label in COUNTS.items():
        metric = page.get_by_test_id("stMetric").filter(has_text=zh(label))
        expect(metric.get_by_test_id("stMetricValue")).to_have_text(str(wanted.get(key, 0)))


def faults(page: Page) -> Locator:
    return page.get_by_role("table", name=zh("Rows in error: they are not taken in"))


def test_a_file_is_shown_then_taken_in_and_changes_nothing_a_second_time(
    page: Page, centre: Centre
) -> None:
    source, number = f"热线 {uuid4().hex[:6]}", uuid4().hex[:12]
    open_page(page, centre)
    name_source(page, source)
    give_file(page, orders(good(number), good(f"{number}-2")))
    expect_counts(page, new=2)
    expect(page.get_by_text(number, exact=True)).to_be_visible()
    primary(page).tap()
    expect(page.get_by_test_id("stAlert")).to_contain_text("新增 2 件")
    assert centre.order(number).state == "closed"
    choose(page, zh("System the file comes from"), source)
    give_file(page, orders(good(number), good(f"{number}-2")), "又一次.csv")
    expect_counts(page, same=2)
    expect(
        page.get_by_text(
            zh("The file changes nothing: its orders are here already, just as they are.")
        )
    ).to_be_visible()
    expect(primary(page)).to_have_count(0)
    centre.correct(number)
    changed = [(*good(number)[:-2], "暖气片漏水", "满意"), good(f"{number}-2")]
    give_file(page, orders(*changed), "第三次.csv")
    expect_counts(page, same=1, conflicts=1)
    expect(page.get_by_text(f"{zh('Problem described')}：暖气不热 → 暖气片漏水")).to_be_visible()
    page.get_by_role("textbox", name=zh("Reason (kept in the trail)")).fill("以热线系统为准")
    page.get_by_role("button", name=zh("Take the file's values of {number}", number=number)).tap()
    expect_counts(page, same=2)
    assert centre.order(number).problem == "暖气片漏水"


def test_what_is_wrong_is_shown_first_and_mended_by_saying_what_values_mean(
    page: Page, centre: Centre, tmp_path: Path
) -> None:
    number = uuid4().hex[:12]
    rows = (
        (f"{number}-1", "03/04/2026 10:00", "", "", "热线工单", "", "漏水", ""),
        (
            f"{number}-2",
            "2026-11-01 10:00",
            "2026-11-01 10:05",
            "",
            "热线工单",
            "西供热站",
            "漏水",
            "",
        ),
        (f"{number}-3", "2026-11-01 10:00", "", "2026-11-01 09:00", "=1+1", "", "漏水", ""),
    )
    open_page(page, centre)
    name_source(page, f"热线 {uuid4().hex[:6]}")
    give_file(page, orders(*rows))
    expect_counts(page, faults=3)
    expect(faults(page)).to_contain_text(zh("Day and month can be read two ways."))
    expect(faults(page)).to_contain_text("早于“受理时间”（2026-11-01 10:00）")
    page.get_by_text(zh("The day"), exact=True).tap()
    expect_counts(page, new=1, faults=2)
    page.get_by_role("button", name=zh("Take the nearest unit for {number} names", number=1)).tap()
    expect_counts(page, new=2, faults=1)
    with page.expect_download() as downloading:
        page.get_by_role("button", name=zh("Rows in error as Excel")).tap()
    downloading.value.save_as(tmp_path / "faults.xlsx")
    cells = [cell.value for cell in list(load_workbook(tmp_path / "faults.xlsx").active)[1]]
    assert cells[0] == 4
    assert "'=1+1" in cells
    primary(page).tap()
    expect(page.get_by_test_id("stAlert")).to_contain_text("新增 2 件")
    unit = centre.order(f"{number}-2").unit
    assert unit is not None
    assert unit.code == centre.west.code
    assert centre.order(f"{number}-1").opened_at.month == 4


def test_a_workbook_is_read_on_every_screen_in_chinese(page: Page, centre: Centre) -> None:
    book, content = Workbook(), io.BytesIO()
    book.active.title = "明细"
    for row in (HEADINGS, good(uuid4().hex[:12]), (*good("X")[:4], "怪", "哪里", "漏水", "一般")):
        book.active.append(row)
    book.save(content)
    open_page(page, centre)
    name_source(page, f"平台 {uuid4().hex[:6]}")
    give_file(page, content.getvalue(), "工单.xlsx")
    expect_counts(page, new=1, faults=1)
    for size in (LANDSCAPE, PORTRAIT, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert too_wide(page) == []
    page.set_viewport_size(LANDSCAPE)  # type: ignore[arg-type]
    assert nameless_controls(page) == []
    assert grave_faults(page) == []
    apart = re.compile(
        r"Excel|CSV|[0-9A-F]{8}-\d|12345|English|Heng|xlsx|MB|KB|[0-9a-f]{6,12}|[BKX]"
    )
    words = [apart.sub("", text) for text in visible_words(page) if "{" not in text]
    assert [text for text in words if re.search("[A-Za-z]{3}", text) and "_" not in text] == []
