"""Figures of a month at the desk: typed, kept, refused by field, submitted, corrected, read in."""

import io
import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import grave_faults
from tests.browser.looking import CHINESE, nameless_controls, too_wide, visible_words
from tests.browser.office import Office
from tests.browser.screens import choose, row, settled, zh
from tests.browser.tablet import LANDSCAPE, PORTRAIT
from tests.test_papers import A_PDF

COMPLETE = {
    "CMP-01-numerator": "30",
    "CMP-01-denominator": "42,000",
    "CMP-02-actual": "48",
    "CMP-02-required": "50",
    "CMP-03-actual": "27",
    "CMP-03-required": "30",
}


class Desk:
    """The figures of a unit on one sheet in a browser."""

    def __init__(self, page: Page, office: Office, unit: str, period: str, sheet: str) -> None:
        self.page, self.office = page, office
        query = f"period={period}&unit={unit}&sheet={sheet}"
        self.address = f"{office.server.address}/measured?{query}"

    def open(self) -> "Desk":
        self.page.goto(self.address)
        return self.drawn()

    def drawn(self) -> "Desk":
        expect(self.page.get_by_test_id("figures-source")).to_be_visible()
        settled(self.page)
        return self

    def field(self, name: str) -> Locator:
        return self.page.get_by_test_id(f"figure-{name}")

    def fill(self, figures: dict[str, str], source: str | None = None) -> "Desk":
        for name, text in figures.items():
            self.field(name).fill(text)
        if source is not None:
            self.page.get_by_test_id("figures-source").fill(source)
        return self

    def press(self, what: str) -> "Desk":
        self.page.get_by_test_id(f"figures-{what}").tap()
        return self

    def says(self, words: str) -> None:
        expect(self.page.get_by_test_id("figures-status")).to_have_text(words)

    def refuses(self, words: str) -> None:
        expect(self.page.get_by_test_id("figures-error")).to_contain_text(words)

    def item(self, code: str) -> Locator:
        return self.page.get_by_test_id(f"item-{code}")


def test_what_is_typed_outlives_a_reload_and_what_is_refused_is_named_at_its_field(
    page: Page, office: Office
) -> None:
    desk = Desk(page, office, "U1", "2026-08", "indicators").open()
    desk.fill({"IND-01-numerator": "93", "IND-01-denominator": "95"}, source="系统月报")
    desk.fill({"IND-02-numerator": "98%", "IND-02-denominator": "100"})
    page.reload()
    desk.drawn()
    desk.says(zh("What you had typed and not saved is here again."))
    expect(desk.field("IND-01-numerator")).to_have_value("93")
    expect(page.get_by_test_id("figures-source")).to_have_value("系统月报")
    desk.press("save").refuses("1")
    expect(desk.item("IND-01")).to_contain_text("97.89 %")
    expect(desk.item("IND-01")).to_contain_text("得 35 / 40 分")
    expect(desk.field("IND-02-numerator")).to_have_value("98%")
    expect(desk.field("IND-02-numerator")).to_have_attribute("aria-invalid", "true")
    expect(desk.item("IND-02")).to_contain_text("百分比")
    desk.says("")
    desk.fill({"IND-02-numerator": "98"})
    expect(page.get_by_test_id("figures-error")).to_have_count(0)
    expect(desk.item("IND-02")).not_to_contain_text("百分比")
    desk.says(zh("Not saved yet; kept in this browser."))
    desk.press("save").says(zh("Saved as a draft."))
    page.reload()
    desk.drawn()
    expect(desk.field("IND-02-numerator")).to_have_value("98")


def test_outages_are_listed_one_by_one(page: Page, office: Office) -> None:
    desk = Desk(page, office, "U1", "2026-07", "indicators").open()
    for number, (on, customers) in enumerate([("2026-07-03", "300"), ("2026-06-30", "6000")]):
        page.get_by_test_id("add-IND-09").tap()
        page.get_by_test_id(f"outage-{number}-on").fill(on)
        page.get_by_test_id(f"outage-{number}-customers").fill(customers)
    desk.press("save").refuses("1")
    expect(desk.item("IND-09")).to_contain_text("2026-06-30 不在 2026-07 内")
    page.get_by_test_id("outage-1-on").fill("2026-07-30")
    desk.press("save").says(zh("Saved as a draft."))
    expect(desk.item("IND-09")).to_contain_text("得 33 / 40 分")
    page.get_by_test_id("add-IND-09").tap()
    desk.press("submit").refuses("IND-01")
    desk.refuses("数据来源")
    expect(desk.item("IND-09")).to_contain_text(zh("date"))


def test_complete_figures_are_submitted_with_their_file_and_corrected_with_a_reason(
    page: Page, office: Office, context: BrowserContext
) -> None:
    desk = Desk(page, office, "U4", "2026-10", "complaints").open()
    desk.fill(COMPLETE).press("submit")
    desk.refuses(zh("Source is missing. Name the report or the system the figures come from."))
    page.get_by_text(zh("File of the source (optional)")).tap()
    page.locator('input[type="file"]').set_input_files(
        {"name": "台账.pdf", "mimeType": "application/pdf", "buffer": A_PDF}
    )
    expect(page.get_by_text("台账.pdf")).to_be_visible()
    desk.fill({}, source="投诉台账 2026-10").press("submit")
    expect(page.get_by_test_id("figures-correct")).to_be_visible()
    expect(desk.field("CMP-02-actual")).to_be_disabled()
    expect(desk.item("CMP-02")).to_contain_text("96.00 %")
    desk.press("correct").fill({"CMP-02-actual": "49"}).press("submit")
    desk.refuses(zh("These figures have been submitted. Say why you correct them, then save."))
    page.get_by_test_id("figures-reason").fill("漏计一件")
    desk.press("submit")
    expect(page.get_by_test_id("figures-correct")).to_be_visible()
    expect(desk.item("CMP-02")).to_contain_text("98.00 %")
    page.get_by_role("button", name=zh("Result and history")).tap()
    settled(page)
    expect(page.get_by_text("漏计一件").first).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("button", name=zh("Download {file}", file="台账.pdf")).tap()
    assert Path(downloading.value.path()).read_bytes() == A_PDF


def test_the_second_of_two_is_told_and_decides(
    page: Page, office: Office, context: BrowserContext
) -> None:
    desk = Desk(page, office, "U4", "2026-09", "complaints").open()
    desk.fill(COMPLETE, source="台账").press("save").says(zh("Saved as a draft."))
    other = Desk(context.new_page(), office, "U4", "2026-09", "complaints").open()
    other.fill({"CMP-02-actual": "40"}).press("save").says(zh("Saved as a draft."))
    other.page.close()
    desk.fill({"CMP-02-actual": "45"}).press("save").refuses("CMP-02")
    expect(desk.field("CMP-02-actual")).to_have_value("45")
    expect(page.get_by_test_id("theirs-CMP-02")).to_contain_text("40")
    desk.press("save").says(zh("Saved as a draft."))
    expect(desk.item("CMP-02")).to_contain_text("90.00 %")


def test_a_head_reads_and_another_inspector_is_told_whose_they_are(
    page: Page, office: Office, context: BrowserContext
) -> None:
    desk = Desk(page, office, "U3", "2026-10", "complaints").open()
    desk.fill(COMPLETE, source="台账").press("save").says(zh("Saved as a draft."))
    office.let_in(context, "P2")
    desk.open()
    expect(page.get_by_text(f"{zh('Draft')} · 周明慧")).to_be_visible()
    expect(page.get_by_test_id("figures-save")).to_have_count(0)
    office.let_in(context, "P1")
    desk.open().press("submit")
    expect(page.get_by_test_id("figures-correct")).to_be_visible()
    office.let_in(context, "H2")
    desk.open()
    expect(desk.field("CMP-02-actual")).to_have_value("48")
    expect(desk.field("CMP-02-actual")).to_be_disabled()
    expect(page.get_by_test_id("figures-correct")).to_have_count(0)


def test_a_workbook_is_taken_filled_in_and_read(page: Page, office: Office) -> None:
    page.goto(f"{office.server.address}/measured?period=2026-06")
    settled(page)
    with page.expect_download() as downloading:
        page.get_by_role("button", name=zh("Template {period}", period="2026-06")).tap()
    book = load_workbook(io.BytesIO(Path(downloading.value.path()).read_bytes()))
    sheet = book["客户满意度"]
    rows = {line[0].value: line[0].row for line in sheet.iter_rows(min_row=2)}
    assert {"U1", "U2", "U3", "U4"} <= rows.keys()
    for unit, satisfied in (("U1", 90), ("U2", 120)):
        sheet.cell(rows[unit], 4).value, sheet.cell(rows[unit], 5).value = satisfied, 100
        sheet.cell(rows[unit], 6).value = "满意度调查 2026-06"
    wrong = {"name": "月报.py", "mimeType": "text/x-python", "buffer": b"print()"}
    page.locator('input[type="file"]').set_input_files(wrong)  # type: ignore[arg-type]
    expect(page.get_by_text("Excel").filter(has_text=".xlsx").last).to_be_visible()
    expect(page.get_by_text("not allowed")).to_have_count(0)
    expect(page.get_by_text("月报.py")).to_have_count(0)
    read(page, book)
    expect(page.get_by_text("120大于总数100").first).to_be_visible()
    sheet.cell(rows["U2"], 4).value = 95
    page.get_by_role("button", name=zh("Remove {file}", file="月报.xlsx")).tap()
    read(page, book)
    expect(page.get_by_text("120大于总数100")).to_have_count(0)
    page.get_by_text(zh("Submit and lock what is complete; the rest stays a draft")).tap()
    page.get_by_role("button", name=zh("Write {number} rows", number=2)).tap()
    done = zh("{number} rows of {file} have been written.", number=2, file="月报.xlsx")
    expect(page.get_by_text(done)).to_be_visible()
    expect(row(page, "东渡站")).to_contain_text(zh("Submitted"))


def read(page: Page, book: object) -> None:
    """Give a workbook to the page."""
    written = io.BytesIO()
    book.save(written)  # type: ignore[attr-defined]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator('input[type="file"]').set_input_files(
        {"name": "月报.xlsx", "mimeType": kind, "buffer": written.getvalue()}
    )


def test_month_unit_and_sheet_stand_in_the_address(page: Page, office: Office) -> None:
    page.goto(f"{office.server.address}/measured")
    settled(page)
    choose(page, zh("Period"), "2026-05")
    expect(page).to_have_url(re.compile("period=2026-05"))
    row(page, "柳岸站").get_by_role("button").tap()
    expect(page.get_by_test_id("figures-source").first).to_be_visible()
    expect(page.get_by_test_id("figures-source")).to_have_count(5)
    assert "period=2026-05" in page.url and "unit=U2" in page.url
    page.get_by_role("button", name=zh("All units")).tap()
    for name in ("东渡站", "梅岭站"):
        expect(row(page, name)).to_be_visible()
    assert "period=2026-05" in page.url and "unit=" not in page.url


def test_it_is_whole_named_and_without_grave_faults(page: Page, office: Office) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{office.server.address}/measured?period=2026-04&unit=U1")
        expect(page.get_by_test_id("figures-source")).to_have_count(5)
        page.get_by_test_id("add-IND-09").tap()
        assert grave_faults(page) == []
    for size in (LANDSCAPE, PORTRAIT):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert too_wide(page) == []
    page.set_viewport_size(LANDSCAPE)  # type: ignore[arg-type]
    assert nameless_controls(page) == []
    page.goto(f"{office.server.address}/measured?period=2026-04&unit=U1&lang=en")
    expect(page.get_by_test_id("figures-source")).to_have_count(5)
    settled(page)
    chinese = [words for words in visible_words(page) if CHINESE.search(words)]
    assert set(chinese) <= {"衡 Heng", "周明慧", "中文"}
