"""From the address of the ranking to its rows, with a year of many audits behind it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from dashboard.demo.loading import load
from dashboard.looks import today
from db import organisation
from db.actors import SYSTEM
from db.audits import list_audits
from tests.bench import Figure
from tests.bench._stage import median, milliseconds_to, serving, tablet

TIMES = 5
OFTEN = 4
MOST_MS = 1500


def run() -> list[Figure]:
    """Open the ranking of the newest year, and the start page as often."""
    with serving("ranking") as server, tablet() as context:
        load(server.url, today(), times=OFTEN)
        with server.database.read(SYSTEM) as session:
            audits = list_audits(session, limit=1).total
            administrator = organisation.person_by_code(session, "A01").id
        server.start()
        server.let_in(context, administrator)
        rankings, starts = [], []
        for _number in range(TIMES + 1):
            rankings.append(opened(context, f"{server.address}/ranking"))
            starts.append(opened(context, server.address))
    ranking, start = median(rankings[1:]), median(starts[1:])
    return [
        Figure(
            f"ranking over 18 units and {audits} audits, first paint, median of {TIMES}",
            ranking,
            "ms",
            f"<= {MOST_MS} ms",
            f"{ranking / start:.2f} x the start page ({start:.0f} ms)",
            ranking <= MOST_MS,
        )
    ]


def opened(context: BrowserContext, address: str) -> float:
    """Milliseconds until the page's table has its rows on the screen."""
    page = context.new_page()
    shown = milliseconds_to(page, address, "tbody tr")
    page.close()
    return shown
