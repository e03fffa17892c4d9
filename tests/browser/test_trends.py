"""The trends in a real browser: filters in the address, links that others open, files to keep."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from db.actors import SYSTEM
from db.closing import submit_audit
from tests.browser.office import Office, make_office
from tests.browser.screens import choose, go_to, settled, zh
from tests.browser.server import Server
from tests.factories import NOW, deduction, full_answers, give_answers, make_sheet

MONTHS = ("2025-08", "2025-09", "2025-11")
"""October has no audit. The year is over, whenever the tests run."""
VIEWS = ("course", "heat", "change", "sheets", "losses", "beside", "hotline")


@pytest.fixture(scope="module")
def judged(new_server: Callable[..., Server]) -> Office:
    """A served organisation in which each unit has an audit of the hotline in three months."""
    server: Server = new_server("judged")
    office = make_office(server)
    for month in MONTHS:
        for times, unit in enumerate(office.units, start=MONTHS.index(month)):
            answers = full_answers(make_sheet(), HOT_01=deduction(1))
            actual = str(118 + 5 * times)
            answers["HOT-30"] = {"verdict": "measured", "actual": actual, "mean": "120"}
            day = date.fromisoformat(f"{month}-10")
            audit = office.begin(unit_id=unit.id, period=month, audited_on=day)
            with server.database.write(SYSTEM) as session:
                give_answers(session, office.audit(audit), answers)
            with server.database.write(SYSTEM) as session:
                submit_audit(session, audit, office.people[0].id, NOW)
    server.start()
    return office


@pytest.fixture
def trends(judged: Office, context: BrowserContext, page: Page) -> Page:
    """The trends as an administrator opens them."""
    judged.let_in(context, "A1")
    return look(page, judged, "trends?period=2025")


def look(page: Page, office: Office, path: str) -> Page:
    page.goto(f"{office.server.address}/{path}")
    settled(page)
    return page


def drawn(page: Page) -> Locator:
    """The chart, once it is drawn."""
    chart = page.locator(".js-plotly-plot svg.main-svg").first
    expect(chart).to_be_visible()
    return chart


def combobox(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=zh(name)).first


def values(page: Page) -> list[list[float | None]]:
    """What the chart's traces hold, as the browser has it."""
    drawn(page)
    found: list[list[float | None]] = page.evaluate(
        "() => document.querySelector('.js-plotly-plot').data.map((trace) => Array.from(trace.y))"
    )
    return found


def test_a_filter_goes_into_the_address_and_comes_back_with_it(trends: Page) -> None:
    choose(trends, zh("Division"), "城西事业部")
    expect(trends).to_have_url(re.compile("division=D2"))
    choose(trends, zh("Unit"), "梅岭站")
    expect(trends).to_have_url(re.compile("unit=U4"))
    trends.get_by_role("radio", name=zh("Heat map")).tap()
    expect(trends).to_have_url(re.compile("show=heat"))
    address = trends.url
    trends.reload()
    settled(trends)
    expect(combobox(trends, "Unit")).to_have_value("梅岭站")
    expect(trends.get_by_role("radio", name=zh("Heat map"))).to_be_checked()
    assert trends.url == address
    trends.go_back()
    settled(trends)
    expect(trends.get_by_role("radio", name=zh("Course"))).to_be_checked()
    trends.go_back()
    settled(trends)
    expect(combobox(trends, "Unit")).to_have_value("")
    expect(combobox(trends, "Division")).to_have_value("城西事业部")


def test_the_way_back_from_a_row_of_the_change_leads_to_the_change(
    judged: Office, context: BrowserContext, page: Page
) -> None:
    judged.let_in(context, "A1")
    look(page, judged, "trends?period=2025-09&show=change&by=unit")
    address = page.url
    page.locator("tbody tr").first.tap()
    expect(page).to_have_url(re.compile("/explain"))
    settled(page)
    page.go_back()
    settled(page)
    expect(page.get_by_role("radio", name=zh("Change"))).to_be_checked()
    assert page.url == address


def test_another_page_and_back_keeps_the_filters(trends: Page) -> None:
    choose(trends, zh("Unit"), "柳岸站")
    expect(trends).to_have_url(re.compile("unit=U2"))
    go_to(trends, "audits")
    go_to(trends, "trends")
    expect(combobox(trends, "Unit")).to_have_value("柳岸站")
    expect(trends).to_have_url(re.compile("unit=U2"))


def test_a_link_shows_the_head_of_another_division_only_what_is_hers(
    trends: Page, judged: Office, context: BrowserContext, page: Page
) -> None:
    choose(trends, zh("Unit"), "东渡站")
    expect(trends).to_have_url(re.compile("unit=U1"))
    path = trends.url.removeprefix(f"{judged.server.address}/")
    judged.let_in(context, "H2")
    page = look(context.new_page(), judged, path)
    left_out = zh("Left out of the link, as it is not here or not yours to see: {parts}.")
    expect(page.get_by_text(left_out.split("{")[0])).to_be_visible()
    drawn(page)
    shown = page.locator("table").inner_text()
    assert "西渡站" in shown and "城西事业部" in shown
    assert "东渡站" not in page.locator("body").inner_text()
    assert "全公司" not in shown


def test_a_month_without_audits_is_a_gap_and_never_0(trends: Page) -> None:
    for trace in values(trends):
        assert [value is None for value in trace] == [True] * 7 + [False, False, True, False, True]
        assert 0 not in trace


def test_who_inspects_has_no_trends(judged: Office, context: BrowserContext, page: Page) -> None:
    judged.let_in(context, "P1")
    look(page, judged, "trends?period=2025&unit=U1")
    refused = zh("Trends are for division heads and unit representatives.")
    expect(page.get_by_text(refused)).to_be_visible()
    expect(page.locator("table")).to_have_count(0)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_with_a_sentence_its_audits_and_files(
    judged: Office, context: BrowserContext, page: Page, view: str
) -> None:
    judged.let_in(context, "A1")
    look(page, judged, f"trends?period=2025-09&show={view}")
    drawn(page)
    expect(page.locator("tbody tr").first).to_be_visible()
    expect(page.get_by_text(re.compile("以上数据依据.*[0-9]+次检查"))).to_be_visible()
    expect(page.get_by_test_id("stDownloadButton")).to_be_visible()
    expect(page.get_by_test_id("picture-png")).to_be_visible()


def test_the_table_opens_as_a_workbook_with_true_numbers(trends: Page) -> None:
    with trends.expect_download() as waiting:
        trends.get_by_test_id("stDownloadButton").get_by_role("button").tap()
    assert waiting.value.suggested_filename == "得分走势_2025-01–2025-12.xlsx"
    sheet = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0][:2] == ["单位或事业部", "2025-01"]
    company = rows[1]
    assert company[0] == "全公司" and company[1] == "–" and company[10] == "–"
    assert 900 < float(company[11]) < 1000 and company[-1] == 12


def test_the_chart_is_kept_as_a_picture_with_its_title(trends: Page) -> None:
    drawn(trends)
    files = {}
    for kind in ("png", "svg"):
        with trends.expect_download() as waiting:
            trends.get_by_test_id(f"picture-{kind}").tap()
        assert waiting.value.suggested_filename == f"得分走势_2025-01–2025-12.{kind}"
        files[kind] = Path(waiting.value.path()).read_bytes()
    text = "".join(ElementTree.fromstring(files["svg"]).itertext())
    assert all(words in text for words in ("得分走势 · 2025-01 – 2025-12", "全公司", "2025-09"))
    picture = Image.open(io.BytesIO(files["png"])).convert("RGB")
    assert picture.width > 1600 and picture.height > 800
    colours = {colour for _number, colour in picture.getcolors(1 << 24) or []}
    # The line of the company, and the ground, which is not see-through.
    assert {(27, 36, 48), (255, 255, 255)} <= colours
    assert picture.getpixel((3, 3)) == (255, 255, 255)


@pytest.mark.parametrize("place", ["explain", "ranking"])
def test_charts_of_other_pages_are_kept_as_pictures_too(
    place: str, judged: Office, context: BrowserContext, page: Page
) -> None:
    judged.let_in(context, "A1")
    look(page, judged, f"{place}?period=2025")
    if place == "ranking":
        page.get_by_role("radio", name=zh("Chart")).tap()
    drawn(page)
    with page.expect_download() as waiting:
        page.get_by_test_id("picture-svg").tap()
    assert waiting.value.suggested_filename.endswith("2025.svg")
    text = Path(waiting.value.path()).read_text("utf-8")
    assert all(words in text for words in ("2025", "<path"))


def test_a_picture_before_the_chart_is_there_is_refused_in_words(trends: Page) -> None:
    drawn(trends)
    trends.evaluate("() => document.querySelector('.js-plotly-plot').remove()")
    trends.get_by_test_id("picture-png").tap()
    words = zh("The chart is not drawn yet. Wait a moment and try again.")
    expect(trends.get_by_text(words)).to_be_visible()


def test_a_touched_row_is_looked_at_by_itself(trends: Page) -> None:
    trends.get_by_role("button", name="城西事业部").tap()
    expect(trends).to_have_url(re.compile("division=D2"))
    trends.get_by_role("button", name="西渡站").tap()
    expect(trends).to_have_url(re.compile("unit=U3"))
    expect(combobox(trends, "Unit")).to_have_value("西渡站")
