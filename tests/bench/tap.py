"""From a tap that reaches the page to 'saved' with the new subtotal, on a 45-item sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from checklists.model import Sheet
from db.actors import SYSTEM
from tests.bench import Figure
from tests.bench._stage import median, serving, share, tablet
from tests.factories import make_audit, make_sheet
from tests.staff import make_inspector

ITEMS = 45
TAPS = 200
WARM_UP = 10
REST_MS = 100
ROUND_TRIPS = 100
MEDIAN_MS = 40
SLOWEST_MS = 80

SCRIPT = Path(__file__).with_name("tap.js").read_text(encoding="utf-8")


def run() -> list[Figure]:
    """Tap through the sheet and compare with the bare way to the server and back."""
    sheet = long_sheet()
    with serving("tap") as server, tablet() as context:
        with server.database.write(SYSTEM) as session:
            inspector = make_inspector(session)
            audit = make_audit(session, sheet=sheet, inspector_id=inspector)
        server.start()
        server.let_in(context, inspector)
        page = context.new_page()
        page.goto(f"{server.address}/hotline?audit={audit.id}")
        page.get_by_test_id(f"item-{sheet.items[0].code}").wait_for()
        page.evaluate(SCRIPT)
        trips = [page.evaluate("hengRoundTrip()") for _number in range(ROUND_TRIPS)]
        shown = [measured(page, code, verdict) for code, verdict in taps(sheet)][WARM_UP:]
        trips += [page.evaluate("hengRoundTrip()") for _number in range(ROUND_TRIPS)]
    return figures(shown, trips)


def figures(seen: list[tuple[float, float]], trips: list[float]) -> list[Figure]:
    """The two figures: the usual tap and the slow one.

    It counts from where the page hears of the tap. The way of a touch through the browser, about
    a frame, is nothing that the form could change; with it the figure is told beside.
    """
    shown, whole = [heard for heard, _touch in seen], [touch for _heard, touch in seen]
    usual, slow, trip = median(shown), share(shown, 0.95), median(trips)
    return [
        Figure(
            f"tap to saved, {ITEMS} items, {len(shown)} taps, p50",
            usual,
            "ms",
            f"<= {MEDIAN_MS} ms",
            f"{usual / trip:.1f} x a bare round trip ({trip:.1f} ms);"
            f" {median(whole):.0f} ms from the touch itself",
            usual <= MEDIAN_MS,
        ),
        Figure(
            f"tap to saved, {ITEMS} items, {len(shown)} taps, p95",
            slow,
            "ms",
            f"<= {SLOWEST_MS} ms",
            f"{slow / share(trips, 0.95):.1f} x a slow round trip ({share(trips, 0.95):.1f} ms);"
            f" {share(whole, 0.95):.0f} ms from the touch itself",
            slow <= SLOWEST_MS,
        ),
    ]


def long_sheet() -> Sheet:
    """The hotline sheet with copies of its first items under new codes, 45 items in all."""
    content = json.loads(json.dumps(make_sheet().content))
    copies = [item for item in content["items"] if item["rule"]["kind"] == "per_occurrence"]
    missing = ITEMS - len(content["items"])
    content["items"] += [
        {**copy, "code": f"HOT-{90 + number}"} for number, copy in enumerate(copies[:missing])
    ]
    sheet = Sheet.from_content(content)
    assert len(sheet.items) == ITEMS
    return sheet


def taps(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Items and verdicts, round after round; every tap changes the figures."""
    simple = ("per_occurrence", "pass_fail")
    fit = [i for i in sheet.items if i.rule.kind in simple and not i.demands("reason")]
    rounds = ("met", "deducted")
    for number in range(TAPS + WARM_UP):
        turn, place = divmod(number, len(fit))
        yield fit[place].code, rounds[turn % len(rounds)]


def measured(page: Page, code: str, verdict: str) -> tuple[float, float]:
    """Tap once; milliseconds to the frame that shows it, from being heard and from the touch."""
    button = page.get_by_test_id(f"item-{code}").get_by_test_id(f"verdict-{verdict}")
    # A finger comes down on a page at rest, not on one that still scrolls.
    button.scroll_into_view_if_needed()
    page.wait_for_timeout(REST_MS)
    page.evaluate("code => hengExpect(code)", code)
    button.tap()
    heard, touch = page.evaluate("hengSeen")
    return float(heard), float(touch)
