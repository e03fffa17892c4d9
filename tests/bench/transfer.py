"""What opening a sheet sends over the wire, the first time and afterwards, on a warm server."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from db.actors import SYSTEM
from tests.bench import Figure
from tests.bench._stage import serving, tablet
from tests.bench._wire import Wire
from tests.factories import make_audit, make_sheet
from tests.staff import make_inspector

SETTLE_MS = 2500
"""So long the page is left alone after it is drawn, so that what comes late is counted too."""
MOST_KB = 60


def run() -> list[Figure]:
    """Open audits of the longest sheet one after the other on one tablet."""
    sheet = make_sheet()
    with serving("transfer") as server, tablet() as context:
        with server.database.write(SYSTEM) as session:
            inspector = make_inspector(session)
            audits = [make_audit(session, sheet=sheet, inspector_id=inspector) for _n in range(3)]
        server.start()
        server.let_in(context, inspector)
        wire = Wire(server.port)
        opened = [transferred(context, wire, f"/hotline?audit={a.id}") for a in audits]
        wire.close()
    first, again = opened[0], opened[-1]
    return [
        Figure(
            f"bytes to open a sheet of {len(sheet.items)} items, not for the first time",
            again,
            "kB",
            f"<= {MOST_KB} kB",
            f"{first:.0f} kB the first time on a tablet",
            again <= MOST_KB,
        )
    ]


def transferred(context: BrowserContext, wire: Wire, path: str) -> float:
    """Kilobytes, in both directions, from an empty page to a form that rests."""
    page = context.new_page()
    before = wire.total
    page.goto(wire.address + path)
    page.get_by_test_id("submit").wait_for()
    page.wait_for_timeout(SETTLE_MS)
    page.close()
    return (wire.total - before) / 1000
