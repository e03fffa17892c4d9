"""An address that names no page of ours is answered in plain words, and with the way home."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.words import N_, _, speaking

PAGES = Path(__file__).parents[1] / "pages"
OTHERS = frozenset({"api", "_stcore", "media", "component", "static", "auth", "oauth2callback"})
"""First parts of addresses that are no pages: our routes and those of Streamlit."""

WORDS = (
    N_("There is no page at this address."),
    N_("Perhaps it was copied in part, or the page has another name now."),
    N_("To the start page"),
)
FRAME = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>衡 Heng</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0; padding: 12vh clamp(1rem, 8vw, 8rem); color: light-dark(#1b2430, #e8ebee);
  background: light-dark(#fff, #111417);
  font: 17px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }}
h1 {{ font-size: 28px; font-weight: 600; margin: 0; }}
section + section {{ margin-top: 2.5rem; }}
a {{ display: inline-flex; align-items: center; min-height: 44px; text-underline-offset: 4px;
  color: light-dark(#1f4e8c, #79b4ea); }}
</style></head><body>{body}</body></html>
"""


class UnknownPages:
    """ASGI middleware: Streamlit would open its start page, and say in English that it did."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with 404 where a reader asks for a page that there is not."""
        if scope["type"] == "http" and is_unknown(Request(scope)):
            await HTMLResponse(words(), status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_unknown(request: Request) -> bool:
    """Whether a browser wants to open a page, under a name that none has."""
    first, _slash, rest = request.url.path.strip("/").partition("/")
    opens = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    is_file = re.search(r"\.\w+$", request.url.path) is not None
    return opens and not is_file and first not in OTHERS and bool(first not in pages() or rest)


@lru_cache(maxsize=1)
def pages() -> frozenset[str]:
    """The addresses of the pages; the start page has none of its own."""
    names = {file.stem for file in PAGES.glob("*.py") if file.stem not in ("__init__", "start")}
    return frozenset({"", *names})


@lru_cache(maxsize=1)
def words() -> str:
    """The page in both languages, since nobody has said yet which one is read."""
    return FRAME.format(body="".join(_section(language) for language in ("zh", "en")))


def _section(language: str) -> str:
    with speaking(language):
        title, why, home = (escape(_(text)) for text in WORDS)
    return (
        f'<section lang="{language}"><h1>{title}</h1><p>{why}</p><a href="/">{home}</a></section>'
    )
