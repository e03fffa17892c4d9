"""Security headers on every answer: what a page may load, ask for and be framed by."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import os
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.told_home import script_hash

NOT_NEEDED = (
    "accelerometer",
    "autoplay",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(("camera=(self)", *(f"{name}=()" for name in NOT_NEEDED)))
"""Photos of what was found are taken by the page itself; nothing else of a device is needed."""

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SCRIPTS = "script-src 'self' blob: 'wasm-unsafe-eval'"
HSTS = "max-age=31536000"
NEVER_KEPT = ("/api/", "/media/")
"""Answers and downloads with personal data: neither the browser nor a proxy keeps a copy."""
KEPT = re.compile(r"/api/(form/.*|audits/[^/]+/photos/[^/]+/thumbnail)")
"""Files of the form are the same for everybody, a thumbnail is for its reader's own browser only:
their routes say how long they are kept."""

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class SecurityHeaders:
    """ASGI middleware that sets the headers; `Strict-Transport-Security` only under https."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers added."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        added = headers(scope["scheme"], Headers(scope=scope).get("host", ""), scope["path"])

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                own = told.get("Cache-Control")
                told.update(added)
                if own and KEPT.fullmatch(scope["path"]):
                    told["Cache-Control"] = own
            await send(message)

        await self.app(scope, receive, adding)


def headers(scheme: str, host: str, path: str) -> dict[str, str]:
    """The headers of an answer to a request for `path` of `host` over http or https."""
    found = FIXED | {"Content-Security-Policy": policy(host)}
    if scheme == "https":
        found["Strict-Transport-Security"] = HSTS
    if path.startswith(NEVER_KEPT):
        found["Cache-Control"] = "no-store"
    return found


@lru_cache(maxsize=32)
def policy(host: str) -> str:
    """What a page may load and ask for.

    No text is run as code: neither 'unsafe-eval' nor, for scripts, 'unsafe-inline'. Streamlit's
    one inline script and ours go by their hashes, and the code of a v2 component is imported from
    a blob of the page's own making. Streamlit's messages count in WebAssembly, hence
    'wasm-unsafe-eval'. Styles need 'unsafe-inline': Streamlit writes them into the page while it
    draws, under names no hash can foresee.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join((SCRIPTS, script_hash(), *inline_scripts())),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            f"connect-src 'self'{sockets}{routes_elsewhere()}",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


@lru_cache(maxsize=1)
def inline_scripts() -> tuple[str, ...]:
    """The hashes of the scripts that stand in Streamlit's page itself, of whatever version."""
    found = importlib.util.find_spec("streamlit")
    if found is None or found.origin is None:
        return ()
    page = Path(found.origin).parent / "static" / "index.html"
    scripts = _INLINE.findall(page.read_text(encoding="utf-8")) if page.is_file() else []
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()) for script in scripts)
    return tuple(f"'sha256-{digest.decode()}'" for digest in hashes)


def routes_elsewhere() -> str:
    """The origin of the routes, with a blank before it, where they have one of their own."""
    address = urlsplit(os.environ.get("HENG_API_URL", ""))
    return f" {address.scheme}://{address.netloc}" if address.netloc else ""
