"""Streamlit's page is told where its server is, which it would otherwise probe for by asking."""

from __future__ import annotations

import base64
import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.unknown_pages import pages

SCRIPT = 'window.__streamlit={BACKEND_BASE_URL:new URL("./",location.href).href}'
"""All pages lie beside each other; without this each would first be asked for a server of its own,
and the browser would note two addresses that there are not."""

BEFORE = b"<head>"


def script_hash() -> str:
    """The hash by which the policy of a page lets the script run."""
    digest = hashlib.sha256(SCRIPT.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class ToldHome:
    """ASGI middleware that puts the script into the pages, before any other."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; a page comes with the script, everything else as it is."""
        if scope["type"] == "http" and _opens_a_page(Request(scope)):
            plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            told = _Told(send)
            await self.app({**scope, "headers": plain}, receive, told.send)
        else:
            await self.app(scope, receive, send)


class _Told:
    """The answer to one request, held back until its body is whole."""

    def __init__(self, send: Send) -> None:
        self.pass_on = send
        self.start: Message | None = None
        self.body = b""

    async def send(self, message: Message) -> None:
        """Pass a message on; of a page only once its last part is there."""
        if message["type"] == "http.response.start" and _is_page(message):
            self.start = message
        elif self.start is None:
            await self.pass_on(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_page(self.start)

    async def _send_page(self, start: Message) -> None:
        script = f"<script>{SCRIPT}</script>".encode()
        body = self.body.replace(BEFORE, BEFORE + script, 1)
        MutableHeaders(raw=start["headers"])["content-length"] = str(len(body))
        await self.pass_on(start)
        await self.pass_on({"type": "http.response.body", "body": body})


def _opens_a_page(request: Request) -> bool:
    return request.method == "GET" and request.url.path.strip("/") in pages()


def _is_page(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.startswith("text/html")
