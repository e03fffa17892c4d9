"""What an open sheet costs the server in memory: many opened as browsers do, and kept open."""

from __future__ import annotations

import asyncio
import os
import subprocess
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from dashboard.gate import COOKIE
from db import sign_ins
from db.actors import SYSTEM
from tests.bench import Figure
from tests.bench._load import PATIENCE, LoadTablet, token
from tests.bench._stage import serving
from tests.browser.server import HOST, SECRET, Server
from tests.factories import make_audit, make_sheet
from tests.staff import make_inspector

WARM, SHEETS = 20, 200
MOST_MB = 0.5
SETTLE_SECONDS = 3.0
Opened = tuple[str, str, str]
"""An audit, the cookie of whoever has it open, and the form's token."""


def run() -> list[Figure]:
    """Open sheets, each in a session of its own, and see by how much the server has grown."""
    os.environ["HENG_SECRET"] = SECRET
    with serving("memory") as server:
        opened = prepare(server, WARM + SHEETS)
        server.start()
        before, after = asyncio.run(measure(server, opened))
    each = (after - before) / SHEETS
    return [
        Figure(
            f"server memory for each of {SHEETS} open sheets of 37 items, session included",
            each,
            "MB",
            f"<= {MOST_MB} MB",
            f"{before:.0f} MB with {WARM} sheets open, {after:.0f} MB with {WARM + SHEETS}",
            each <= MOST_MB,
        )
    ]


def prepare(server: Server, number: int) -> list[Opened]:
    """Drafts of the hotline sheet, each with a sign-in of its own."""
    now = datetime.now(UTC)
    with server.database.write(SYSTEM) as session:
        person = make_inspector(session)
        found = []
        for _each in range(number):
            cookie = sign_ins.begin(session, person, "password", address=HOST, agent="", now=now)
            signed = sign_ins.find(session, cookie, now)
            assert signed is not None
            audit = make_audit(session, inspector_id=person).id
            found.append((audit, cookie, token(person, audit, signed.id)))
    return found


async def measure(server: Server, opened: list[Opened]) -> tuple[float, float]:
    """The server's resident memory in MB, warm with some sheets open, and with all of them."""
    async with AsyncExitStack() as open_pages:
        for one in opened[:WARM]:
            await open_sheet(server, one, open_pages)
        before = await resident(server)
        for one in opened[WARM:]:
            await open_sheet(server, one, open_pages)
        return before, await resident(server)


async def open_sheet(server: Server, opened: Opened, stack: AsyncExitStack) -> None:
    """Draw the page of a sheet over its socket, which stays open; answer once, ask for news."""
    audit, cookie, form_token = opened
    page = await stack.enter_async_context(
        connect(
            server.address.replace("http://", "ws://") + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": f"{COOKIE}={cookie}"},
            origin=server.address,  # type: ignore[arg-type]
            max_size=None,
        )
    )
    wish = BackMsg()
    wish.rerun_script.query_string = f"audit={audit}"
    wish.rerun_script.page_name = "hotline"
    await page.send(wish.SerializeToString())
    drawn = False
    said = ForwardMsg()
    while said.WhichOneof("type") != "script_finished":
        said.ParseFromString(bytes(await asyncio.wait_for(page.recv(), PATIENCE)))
        drawn = drawn or said.delta.new_element.bidi_component.component_name == "heng_sheet_form"
    assert drawn, "the page was drawn without its form"
    tablet = LoadTablet(audit, form_token, [item.code for item in make_sheet().items])
    async with httpx.AsyncClient(
        base_url=f"{server.address}/api/audits/{audit}", headers={"x-heng-token": form_token}
    ) as http:
        await tablet.answer(http, tablet.items[0], "met")
        asked = {"since": tablet.seen, "client": tablet.client}
        assert (await http.get("/changes", params=asked)).status_code in (200, 204)


async def resident(server: Server) -> float:
    """Megabytes, once the server has come to rest."""
    await asyncio.sleep(SETTLE_SECONDS)
    assert server.process is not None
    asked = ["ps", "-o", "rss=", "-p", str(server.process.pid)]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)
    return int(told.stdout) / 1024
