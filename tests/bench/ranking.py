"""From the address of the ranking to its rows, with a year of many audits behind it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from dashboard.demo.loading import load
from dashboard.looks import today
from db import persons
from db.actors import SYSTEM
from db.audits import list_audits
from tests.bench import Figure
from tests.bench._stage import median, milliseconds_to, serving, tablet

TIMES = 5
OFTEN = 4
MOST_MS = 1500
ANSWER = "[data-testid='stMarkdown'] strong"
"""The sentence that says how many units have which grade stands above chart and table."""


def run() -> list[Figure]:
    """Open the ranking of the newest year, and the start page as often."""
    with serving("ranking") as server, tablet() as context:
        load(server.url, today(), times=OFTEN)
        with server.database.read(SYSTEM) as session:
            audits = list_audits(session, limit=1).total
            administrator = persons.person_by_code(session, "A01").id
        server.start()
        server.let_in(context, administrator)
        painted, rankings, starts = [], [], []
        for _number in range(TIMES + 1):
            painted.append(opened(context, f"{server.address}/ranking", ANSWER))
            rankings.append(opened(context, f"{server.address}/ranking"))
            starts.append(opened(context, server.address))
    first = median(painted[1:])
    ranking, start = median(rankings[1:]), median(starts[1:])
    return [
        Figure(
            f"ranking over 18 units and {audits} audits, first paint, median of {TIMES}",
            first,
            "ms",
            f"<= {MOST_MS} ms",
            f"{first / start:.2f} x the start page ({start:.0f} ms)",
            first <= MOST_MS,
        ),
        Figure(
            f"ranking over 18 units and {audits} audits, rows of the table, median of {TIMES}",
            ranking,
            "ms",
            f"<= {MOST_MS} ms",
            f"{ranking / start:.2f} x the start page ({start:.0f} ms)",
            ranking <= MOST_MS,
        ),
    ]


def opened(context: BrowserContext, address: str, seen: str = "tbody tr") -> float:
    """Milliseconds until something is on the screen, by default the rows of the page's table."""
    page = context.new_page()
    shown = milliseconds_to(page, address, seen)
    page.close()
    return shown
