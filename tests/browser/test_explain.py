"""From the company down to a photo and back, by taps, by the browser's own buttons, by a link."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from dashboard.looks import today
from dashboard.photos.content import read_picture
from dashboard.photos.store import photo_store
from db.actors import SYSTEM
from db.closing import submit_audit
from db.photos import add_photo
from db.rows import UnitRow
from tests.browser.office import Office
from tests.browser.screens import settled, zh
from tests.factories import deduction, full_answers, give_answers, make_photo, make_sheet
from tests.pictures import photo

ITEM = "HOT-14"


def audited(office: Office, unit: UnitRow) -> str:
    """A submitted hotline audit of a unit that lost points on one item, with a photo."""
    audit = office.begin("hotline", unit_id=unit.id, period=f"{today():%Y-%m}")
    person = office.people[0].id
    picture = read_picture(photo())
    photo_store(office.server.url).keep(picture)
    new = make_photo(item=ITEM, sha256=picture.sha256, size=len(picture.data))
    with office.server.database.write(SYSTEM) as session:
        given = full_answers(make_sheet(), HOT_14=deduction(1))
        give_answers(session, office.audit(audit), given)
        add_photo(session, audit, person, new, datetime.now(UTC))
    with office.server.database.write(SYSTEM) as session:
        submit_audit(session, audit, person, datetime.now(UTC))
    return audit


def expect_place(page: Page, heading: str, **query: str) -> None:
    """Wait until the page stands at a place, also in its address."""
    expect(page.locator(".st-key-place h3")).to_have_text(re.compile(f"^{heading}"))
    settled(page)
    found = {name: value[0] for name, value in parse_qs(urlsplit(page.url).query).items()}
    assert found | query == found, (found, query)


def tap_row(page: Page, text: str) -> None:
    """Open the row of the table of parts with this text."""
    page.locator("tbody tr").filter(has_text=text).first.tap()


def test_one_tap_each_leads_from_the_company_to_the_photo_and_back(
    page: Page, office: Office, context: BrowserContext
) -> None:
    unit = office.new_unit()
    audit = audited(office, unit)
    office.let_in(context, "A1")
    page.goto(f"{office.server.address}/explain?period={today():%Y-%m}")
    expect_place(page, zh("Whole company"))
    tap_row(page, unit.division.name_zh)
    expect_place(page, unit.division.name_zh, division=unit.division.code)
    tap_row(page, unit.name_zh)
    expect_place(page, unit.name_zh, unit=unit.code)
    sheet = make_sheet().name.zh
    tap_row(page, sheet)
    expect_place(page, sheet, sheet="hotline")
    tap_row(page, ITEM)
    expect_place(page, ITEM, item=ITEM)
    answer = page.locator(f".st-key-answer-{audit}")
    expect(answer.get_by_text(office.people[0].name)).to_be_visible()
    expect(answer.locator("img")).to_have_js_property("complete", value=True)
    answer.get_by_role("button", name=zh("Open this audit")).tap()
    expect(page).to_have_url(re.compile(f"/hotline.*audit={audit}"))
    page.get_by_role("button", name=zh("Back to where the score comes from")).tap()
    expect_place(page, ITEM, item=ITEM, unit=unit.code)
    for heading in (sheet, unit.name_zh, unit.division.name_zh):
        page.get_by_role("button", name=heading, exact=True).tap()
        expect_place(page, heading)
    page.get_by_role("button", name=zh("Whole company"), exact=True).tap()
    expect_place(page, zh("Whole company"))
    page.go_back()
    expect_place(page, unit.division.name_zh, division=unit.division.code)
    page.go_back()
    expect_place(page, unit.name_zh, unit=unit.code)
    page.go_forward()
    expect_place(page, unit.division.name_zh)


def test_a_sent_link_opens_the_same_place_for_whoever_may_see_it(
    page: Page, office: Office, context: BrowserContext
) -> None:
    unit = office.units[3]
    audited(office, unit)
    link = (
        f"{office.server.address}/explain?period={today():%Y-%m}"
        f"&division={unit.division.code}&unit={unit.code}&sheet=hotline&item={ITEM}"
    )
    for person in ("H2", "R4"):
        office.let_in(context, person)
        page.goto(link)
        expect_place(page, ITEM, unit=unit.code, item=ITEM)
    other = office.units[0]
    office.let_in(context, "H2")
    page.goto(f"{office.server.address}/explain?period={today():%Y-%m}&unit={other.code}")
    refused = zh("This link leads to what is not there in the period, or not yours to see.")
    expect(page.get_by_text(refused)).to_be_visible()
    expect(page.get_by_text(other.name_zh)).to_have_count(0)
    page.get_by_role("button", name=zh("Go to what is yours")).tap()
    expect_place(page, unit.division.name_zh)


@pytest.mark.parametrize("touch", [Locator.click, Locator.tap], ids=["mouse", "finger"])
def test_a_bar_leads_where_its_row_leads(
    page: Page, office: Office, context: BrowserContext, touch: Callable[..., None]
) -> None:
    unit = office.new_unit()
    audited(office, unit)
    office.let_in(context, "A1")
    place = f"period={today():%Y-%m}&division={unit.division.code}"
    page.goto(f"{office.server.address}/explain?{place}")
    expect_place(page, unit.division.name_zh)
    bar = page.locator(".js-plotly-plot .point path").nth(1)
    expect(bar).to_be_visible()
    touch(bar, force=True)
    expect_place(page, unit.name_zh, unit=unit.code)
