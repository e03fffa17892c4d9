"""From a draft in the list, and from its address, to the first tap the form takes; warm server."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from db.actors import SYSTEM
from tests.bench import Figure
from tests.bench._stage import median, milliseconds_to, serving, tablet
from tests.factories import make_audit
from tests.staff import make_inspector

TIMES = 7
MOST_MS = 1000
FIRST_TOUCH = (
    "addEventListener('click', () => { window.hengTouched ??= performance.now(); }, true);"
)


def run() -> list[Figure]:
    """Open drafts one after the other, and the catalogue as often."""
    with serving("opening") as server, tablet() as context:
        with server.database.write(SYSTEM) as session:
            inspector = make_inspector(session)
            audits = [make_audit(session, inspector_id=inspector) for _number in range(TIMES + 1)]
        server.start()
        server.let_in(context, inspector)
        context.add_init_script(FIRST_TOUCH)
        catalogue = f"{server.address}/catalogue"
        sheets = [f"{server.address}/hotline?audit={audit.id}" for audit in audits]
        touches, shown, within = [], [], []
        for address in sheets:
            within.append(touch_from_list(context, server.address))
            touches.append(first_touch(context, address))
            shown.append(catalogue_shown(context, catalogue))
    # The first time fills the caches of the server and of the tablet.
    inside, touch, page = median(within[1:]), median(touches[1:]), median(shown[1:])
    return [
        Figure(
            f"opening a sheet from the list to the first touch, median of {TIMES}",
            inside,
            "ms",
            f"<= {MOST_MS} ms",
            f"{inside / page:.2f} x loading the catalogue page ({page:.0f} ms)",
            inside <= MOST_MS,
        ),
        Figure(
            f"opening a sheet by its address, page load included, median of {TIMES}",
            touch,
            "ms",
            f"<= {MOST_MS} ms",
            f"{touch / page:.2f} x loading the catalogue page ({page:.0f} ms)",
            touch <= MOST_MS,
        ),
    ]


def touch_from_list(context: BrowserContext, address: str) -> float:
    """Milliseconds from a tap on a draft of the start page to a tap that the form took."""
    page = context.new_page()
    page.goto(address)
    page.locator("tbody tr").first.tap()
    begun = float(page.evaluate("window.hengTouched"))
    page.evaluate("window.hengTouched = undefined")
    button = page.get_by_test_id("item-HOT-01").get_by_test_id("verdict-met")
    button.tap()
    touched = float(page.evaluate("window.hengTouched"))
    page.close()
    return touched - begun


def first_touch(context: BrowserContext, address: str) -> float:
    """Milliseconds from the start of the navigation to a tap that the form took."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    # From the list the same sheet may have been answered as met; a second tap would clear that.
    button = page.get_by_test_id("item-HOT-01").get_by_test_id("verdict-deducted")
    button.tap()
    assert button.get_attribute("aria-checked") == "true"
    touched = float(page.evaluate("window.hengTouched"))
    page.close()
    return touched


def catalogue_shown(context: BrowserContext, address: str) -> float:
    """Milliseconds until the catalogue's first row is on the screen."""
    page = context.new_page()
    shown = milliseconds_to(page, address, "tbody tr")
    page.close()
    return shown
