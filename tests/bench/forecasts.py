"""The ranking with its risk over 200 units: from stored forecasts, and forecast on demand."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from pathlib import Path

from checklists.periods import Period
from dashboard.forecasts import gathering
from db.actors import SYSTEM
from db.forecasts.storing import store
from db.session import database
from tests.bench import Figure
from tests.bench._company import YEAR
from tests.bench._company import make as make_company
from tests.bench._stage import median, milliseconds_to, serving, tablet

TIMES = 5
STORED_MS, DEMAND_SECONDS = 1000, 2.5
ANSWER = "[data-testid='stMarkdown'] strong"
"""The sentence that says who may be last stands above the table."""


def run() -> list[Figure]:
    """Forecast a big company's year as of its ninth month, and open what is stored of it."""
    with serving("forecasts") as server:
        server.close()
        Path(server.url.removeprefix("sqlite:///")).unlink()
        company = make_company(server.url)
        os.environ["DATABASE_URL"] = server.url
        server.database = database(server.url)
        year, day = Period.parse(str(YEAR)), date(YEAR, 9, 30)
        seconds = []
        for _number in range(TIMES):
            begun = time.perf_counter()
            with server.database.read(SYSTEM) as session:
                found = gathering.made(session, year, None, day)
            seconds.append(time.perf_counter() - begun)
        with server.database.write(SYSTEM) as session:
            store(session, found, datetime.now(UTC))
        server.start()
        with tablet() as context:
            server.let_in(context, company.administrator)
            painted, starts = [], []
            address = f"{server.address}/ranking?period={YEAR}&level=prospects"
            for _number in range(TIMES + 1):
                page = context.new_page()
                painted.append(milliseconds_to(page, address, ANSWER))
                page.close()
                page = context.new_page()
                starts.append(milliseconds_to(page, server.address, "h1"))
                page.close()
    stored, start, demand = median(painted[1:]), median(starts[1:]), median(seconds[1:])
    return [
        Figure(
            f"forecast of {len(found.units)} units from {found.number} audits, on demand",
            demand,
            "s",
            f"<= {DEMAND_SECONDS} s",
            f"the first one, with nothing kept ready: {seconds[0]:.1f} s",
            demand <= DEMAND_SECONDS,
        ),
        Figure(
            f"ranking with risk over {len(found.units)} units, stored, first paint",
            stored,
            "ms",
            f"<= {STORED_MS} ms",
            f"{stored / start:.2f} x the start page ({start:.0f} ms)",
            stored <= STORED_MS,
        ),
    ]
