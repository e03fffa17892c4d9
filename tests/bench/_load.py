"""Load without a browser: tablets that speak the form's protocol, readers who filter charts."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from dashboard import tokens
from dashboard.gate import COOKIE

LOOK_SECONDS = 4.0
"""An open form asks so often whether another device changed something."""
PATIENCE = 60.0


@dataclass
class LoadTablet:
    """One tablet with its own draft: it sends an answer every so often and looks for news."""

    audit: str
    token: str
    items: list[str]
    client: str = field(default_factory=lambda: str(uuid.uuid4()))
    sequence: int = 0
    waits: list[float] = field(default_factory=list)
    """Milliseconds from sending an answer to the reply that says it is saved."""
    repeats: int = 0
    seen: str = ""
    """The cursor of what the tablet has seen."""

    async def work(self, routes: str, every: float, end: float, first: float) -> None:
        """Answer items until the end; the pauses are kept whatever a reply takes."""
        limits = httpx.Limits(max_connections=2)
        headers = {"x-heng-token": self.token}
        async with httpx.AsyncClient(
            base_url=f"{routes}/api/audits/{self.audit}",
            headers=headers,
            limits=limits,
            timeout=PATIENCE,
        ) as http:
            looking = asyncio.create_task(self.look(http, end))
            due = time.monotonic() + first
            for item, verdict in cycle(self.taps()):
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                if time.monotonic() > end:
                    break
                self.waits.append(await self.answer(http, item, verdict))
                due += every
            await looking

    async def answer(self, http: httpx.AsyncClient, item: str, verdict: str) -> float:
        """Send one answer; milliseconds until the reply. Raises AssertionError if it is refused."""
        self.sequence += 1
        answer = {"verdict": verdict} | ({"count": 1} if verdict == "deducted" else {})
        operation = {
            "id": str(uuid.uuid4()),
            "client": self.client,
            "sequence": self.sequence,
            "item": item,
            "answer": answer,
            "note": "",
            "made_at": datetime.now(UTC).isoformat(),
        }
        begun = time.perf_counter()
        reply = await self.post(http, {"operations": [operation], "since": self.seen})
        spent = (time.perf_counter() - begun) * 1000
        self.seen = reply.json()["cursor"] or self.seen
        (result,) = reply.json()["results"]
        assert result["status"] == "accepted", result
        return spent

    async def post(self, http: httpx.AsyncClient, batch: dict[str, Any]) -> httpx.Response:
        """Send a batch until it has arrived, as the form's queue does: its ids stay the same."""
        while True:
            try:
                return await http.post("/operations", json=batch)
            except httpx.TransportError:
                # A server closes a connection that rests, perhaps at this very moment.
                self.repeats += 1

    async def look(self, http: httpx.AsyncClient, end: float) -> None:
        """Ask for what others changed, as every open form does."""
        while time.monotonic() < end:
            asked = {"since": self.seen, "client": self.client}
            with suppress(httpx.TransportError):
                reply = await http.get("/changes", params=asked)
                assert reply.status_code in (200, 204), reply.text
                if reply.status_code == 200:
                    self.seen = reply.json()["cursor"]
            await asyncio.sleep(LOOK_SECONDS)

    def taps(self) -> Iterator[tuple[str, str]]:
        """Every item as met, then every item as deducted."""
        return ((item, verdict) for verdict in ("met", "deducted") for item in self.items)


@dataclass
class Reader:
    """Somebody who looks at the ranking's chart and changes its period again and again."""

    address: str
    cookie: str
    periods: list[str]
    runs: int = 0

    async def read(self, end: float, pause: float) -> None:
        """Filter until the end, with a pause between a drawn page and the next touch."""
        socket = self.address.replace("http://", "ws://") + "/_stcore/stream"
        async with connect(
            socket,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": f"{COOKIE}={self.cookie}"},
            origin=self.address,  # type: ignore[arg-type]
            max_size=None,
        ) as page:
            view = await self.draw(page, self.periods[0], "")
            for period in cycle(self.periods):
                if time.monotonic() > end:
                    return
                view = await self.draw(page, period, view)
                self.runs += 1
                await asyncio.sleep(pause)

    async def draw(self, page: ClientConnection, period: str, view: str) -> str:
        """Let the page be drawn for a period, as a chart once its switch is known."""
        wish = BackMsg()
        wish.rerun_script.query_string = f"period={period}"
        wish.rerun_script.page_name = "ranking"
        if view:
            state = wish.rerun_script.widget_states.widgets.add(id=view)
            state.string_array_value.data.append("图")
        await page.send(wish.SerializeToString())
        while True:
            said = ForwardMsg()
            said.ParseFromString(bytes(await asyncio.wait_for(page.recv(), PATIENCE)))
            element = said.delta.new_element
            if element.WhichOneof("type") == "button_group" and "ranking-view" in str(element):
                view = element.button_group.id
            if said.WhichOneof("type") == "script_finished":
                return view


def token(person: int, audit: str, sign_in: int) -> str:
    """What the page hands to the form of an audit."""
    return tokens.issue(tokens.Bearer(person, audit, "zh", sign_in))
