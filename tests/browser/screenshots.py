"""The pictures of the screens that the README shows, taken on the demo: `make screenshots`."""

import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from checklists.catalogue_loader import load_catalogue
from dashboard.commands.project import ROOT
from dashboard.demo.loading import load
from dashboard.demo.organisation import INSPECTORS
from dashboard.looks import today
from db.actors import SYSTEM, Role
from db.audits import AuditFilter, create_audit, list_audits
from db.organisation import unit_by_code
from db.persons import person_by_code
from tests.browser.form import Form
from tests.browser.screens import YEAR, settled
from tests.browser.server import Server
from tests.browser.signing import play
from tests.browser.tablet import Tablet, launch
from tests.factories import MET, NOW

FOLDER = ROOT / "docs" / "screenshots"
DAY = date(2026, 11, 22)
LARGEST_BYTES = 150_000

ANSWERS = {"board": ".hb-row", "account": ".js-plotly-plot"}
"""What is there once a page that does not begin with a table is."""
BELOW_HEAD = "node => { node.style.scrollMarginTop = '5rem'; node.scrollIntoView(); }"
DRAWN = ("trends", "explain", "account")
"""The pages with a chart."""

SHOWN: dict[str, Any] = {
    "HOM-09": {"verdict": "deducted", "deduction": "1.5", "reason": "工具包未按定置摆放"},
    "HOM-11": {"verdict": "not_applicable"},
    "HOM-15": {"verdict": "deducted", "parts": ["b"]},
}
"""Answers of different kinds, one below the other on the picture."""


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "demo.db", demo=True)
        load(server.url, DAY)
        draft, result = begin_draft(server), find_result(server)
        server.start()
        try:
            with sync_playwright() as playwright:
                tablet = Tablet(launch(playwright), device_scale_factor=1)
                take_all(tablet.context.new_page(), server.address, draft, result)
                tablet.context.browser.close()
        finally:
            server.close()


def take_all(page: Page, address: str, draft: str, result: str) -> None:
    """Open the screens one by one, and take each."""
    page.goto(address)
    expect(page.locator("a[href$=hotline]").first).to_be_visible()
    take(page, "start")
    score(page, f"{address}/home_visit?audit={draft}")
    take(page, "scoring")
    page.emulate_media(color_scheme="dark")
    page.reload()
    show(page, "HOM-14")
    take(page, "scoring-dark")
    page.emulate_media(color_scheme="light")
    for name, at in {
        "result": f"hotline?audit={result}",
        "ranking": "ranking",
        "trends": f"trends?period={today().year}",
        "explain": f"explain?period={today().year}&division=D2",
        "catalogue": "catalogue",
        "prospects": f"ranking?period={YEAR}&level=prospects",
        "meeting": f"meeting?period={YEAR}&slide=6&step=99",
        "board": "board",
        "account": "points?unit=HC-06",
    }.items():
        page.goto(f"{address}/{at}")
        play(page, Role.ADMINISTRATOR)
        expect(page.locator(ANSWERS.get(name, "tbody tr")).first).to_be_visible()
        if name in DRAWN:
            chart = page.locator(".js-plotly-plot svg.main-svg").first
            expect(chart).to_be_visible(timeout=20_000)
        if name == "account":
            page.locator(".st-key-risk").evaluate(BELOW_HEAD)
        take(page, name)


def begin_draft(server: Server) -> str:
    """A new home visit of a unit, by the first inspector."""
    with server.database.write(SYSTEM) as session:
        return create_audit(
            session,
            unit_id=unit_by_code(session, "D2-02").id,
            sheet=load_catalogue().sheet("home_visit", DAY),
            period="2026-11",
            kind="division",
            subject="RH-00417",
            audited_on=DAY,
            inspector_id=person_by_code(session, INSPECTORS[0].code).id,
            now=NOW,
        ).id


def find_result(server: Server) -> str:
    """A submitted hotline audit that lost points on some items."""
    wanted = AuditFilter(sheet="hotline", state="submitted")
    with server.database.read(SYSTEM) as session:
        rows = list_audits(session, wanted, 100).rows
    return next(row.id for row in rows if row.grade == "good")


def score(page: Page, address: str) -> None:
    """Answer a sheet halfway, and show the middle of it."""
    page.goto(address)
    form = Form(page).expect_open()
    met = {f"HOM-{number:02d}": MET for number in range(1, 15)}
    form.answer_all(met | SHOWN)
    form.expect_all_saved()
    show(page, "HOM-09")


def show(page: Page, code: str) -> None:
    """Bring an item to the top, once all answers are there."""
    form = Form(page).expect_open()
    form.expect_status("saved", *SHOWN)
    form.item(code).evaluate("node => node.scrollIntoView({block: 'start'})")


def take(page: Page, name: str) -> None:
    """Save what the screen shows as a small picture."""
    settled(page)
    page.wait_for_timeout(300)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
    file = FOLDER / f"{name}.png"
    # Maximum coverage keeps the few pixels of a grade's colour as they are.
    small = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)
    small.save(file, optimize=True)
    size = file.stat().st_size
    assert size <= LARGEST_BYTES, f"{file.name} has {size} bytes"
    print(f"{file.relative_to(ROOT).as_posix()}  {size // 1000} kB")


if __name__ == "__main__":
    main()
