"""Many tablets at once, and tablets beside people who filter charts: how long an answer takes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import func, select

from dashboard.commands.serve import answers
from dashboard.demo.loading import load
from dashboard.looks import today
from db import grants, sign_ins
from db.actors import SYSTEM, Role
from db.models import Operation
from db.models_access import SignIn
from tests.bench import Figure
from tests.bench._load import LoadTablet, Reader, token
from tests.bench._stage import median, serving, share
from tests.browser.server import HOST, SECRET, START_SECONDS, Server, free_port
from tests.factories import make_audit, make_sheet
from tests.staff import make_inspector

SECONDS = 40.0
WARM_UP = 2
READERS = 10
READ_PAUSE = 3.0
PERIODS = [f"{today().year - 1}-{month:02}" for month in (12, 11, 10)] + [str(today().year)]


def run() -> list[Figure]:
    """20 and 100 tablets in one process; 20 beside ten readers, the routes in their own."""
    # The tokens are made here, as the pages make them: by the secret the server has.
    os.environ["HENG_SECRET"] = SECRET
    return [
        *crowd(20, every=2.0, bar=100.0),
        *crowd(100, every=5.0, bar=150.0),
        *beside_readers(20, every=2.0, bar=120.0),
    ]


def crowd(number: int, *, every: float, bar: float) -> list[Figure]:
    """So many tablets on one server that does nothing else."""
    with serving("tablets") as server:
        tablets = prepare(server, number)
        server.start()
        asyncio.run(work(tablets, server.address, every))
        return [
            slow(f"{number} tablets, an answer every {every:g} s each, p95", tablets, bar),
            lost(f"{number} tablets: answers lost or doubled", server, tablets),
        ]


def beside_readers(number: int, *, every: float, bar: float) -> list[Figure]:
    """Tablets at the routes' own process while others filter charts at the pages'."""
    with serving("readers") as server:
        load(server.url, today())
        tablets = prepare(server, number)
        readers = [Reader(server.address, cookie(server), PERIODS) for _number in range(READERS)]
        server.start()
        with routes_alone(server) as routes:
            asyncio.run(work(tablets, routes, every, readers))
        drawn = sum(reader.runs for reader in readers)
        name = f"{number} tablets beside {READERS} readers ({drawn} charts drawn), p95"
        return [
            slow(name, tablets, bar),
            lost(f"{number} tablets beside readers: answers lost or doubled", server, tablets),
        ]


async def work(
    tablets: Sequence[LoadTablet], routes: str, every: float, readers: Sequence[Reader] = ()
) -> None:
    """Let all work for a while; tablets begin spread over one pause, as people do."""
    end = time.monotonic() + SECONDS
    reading = [reader.read(end, READ_PAUSE) for reader in readers]
    tapping = [
        tablet.work(routes, every, end, every * place / len(tablets))
        for place, tablet in enumerate(tablets)
    ]
    await asyncio.gather(*tapping, *reading)


def prepare(server: Server, number: int) -> list[LoadTablet]:
    """Tablets with a draft and an inspector each, signed in."""
    sheet = make_sheet()
    items = [item.code for item in sheet.items if item.rule.kind == "per_occurrence"]
    made = []
    for _number in range(number):
        with server.database.write(SYSTEM) as session:
            person = make_inspector(session)
            audit = make_audit(session, sheet=sheet, inspector_id=person)
            begin(session, person)
            sign_in = session.scalars(select(func.max(SignIn.id))).one()
        made.append(LoadTablet(audit.id, token(person, audit.id, sign_in), items))
    return made


def begin(session: sign_ins.Session, person: int) -> str:
    """Sign a person in; the cookie."""
    return sign_ins.begin(
        session, person, "password", address=HOST, agent="", now=datetime.now(UTC)
    )


def cookie(server: Server) -> str:
    """The cookie of an administrator of the demo organisation."""
    with server.database.write(SYSTEM) as session:
        held = grants.all_held(session, today())
        person = next(grant.person_id for grant in held if grant.role == Role.ADMINISTRATOR)
        return begin(session, person)


@contextmanager
def routes_alone(server: Server) -> Iterator[str]:
    """The HTTP routes in a process of their own on the same database; their address."""
    port = free_port()
    own = {"DATABASE_URL": server.url, "HENG_SECRET": SECRET, "PYTHONUTF8": "1"}
    with server.output.open("ab") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "api", f"--host={HOST}", f"--port={port}"],
            cwd=server.folder,
            env=os.environ | own,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        end = time.monotonic() + START_SECONDS
        while not answers(HOST, port, "/api/health"):
            assert process.poll() is None and time.monotonic() < end, server.log()
            time.sleep(0.05)
        yield f"http://{HOST}:{port}"
    finally:
        process.kill()
        process.wait(timeout=20)


def slow(name: str, tablets: Sequence[LoadTablet], bar: float) -> Figure:
    """The slow answers of all tablets, beside the usual one."""
    waits = [wait for tablet in tablets for wait in tablet.waits[WARM_UP:]]
    value, usual = share(waits, 0.95), median(waits)
    return Figure(
        name,
        value,
        "ms",
        f"<= {bar:g} ms",
        f"{value / usual:.1f} x the usual answer ({usual:.1f} ms), {len(waits)} answers",
        value <= bar,
    )


def lost(name: str, server: Server, tablets: Sequence[LoadTablet]) -> Figure:
    """How many of the answers that were sent are not in the history exactly once."""
    audits = {tablet.audit: tablet.sequence for tablet in tablets}
    with server.database.read(SYSTEM) as session:
        query = select(Operation.audit_id, func.count()).group_by(Operation.audit_id)
        stored = dict(session.execute(query.where(Operation.audit_id.in_(audits))).tuples().all())
    missing = sum(abs(sent - stored.get(audit, 0)) for audit, sent in audits.items())
    return Figure(name, missing, "", "0", f"{sum(audits.values())} answers sent", missing == 0)
