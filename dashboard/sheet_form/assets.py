"""The form's script, style and texts as files named by their content, for the browser to keep."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from checklists.model import Sheet
from dashboard.form_data import sections
from dashboard.sheet_form.words import FORM_WORDS
from dashboard.words import LANGUAGES, _, language, speaking

FOLDER = Path(__file__).parent
PREFIX = "/api/form/"
SCRIPTS = (
    "dom.js",
    "icons.js",
    "dialog.js",
    "rules.js",
    "fair.js",
    "store.js",
    "tabs.js",
    "queue.js",
    "uploads.js",
    "state.js",
    "surroundings.js",
    "undo.js",
    "blocks.js",
    "aloud.js",
    "sections.js",
    "search.js",
    "keys.js",
    "comfort.js",
    "fields.js",
    "panels.js",
    "photo_file.js",
    "photo_notes.js",
    "photos.js",
    "photo_strip.js",
    "photo_dialog.js",
    "pad.js",
    "ending.js",
    "item.js",
    "bar.js",
    "obstacles.js",
    "submit.js",
    "takealong.js",
    "waiting.js",
    "conflict.js",
    "sync.js",
    "page.js",
    "edits.js",
    "form.js",
    "offline.js",
    "mount.js",
)
"""One module in this order; the last one holds the module's only export."""
STYLES = ("form.css", "comfort.css", "photos.css", "ending.css", "fair.css", "together.css")


@dataclass(frozen=True)
class Asset:
    """A file the browser keeps; another content has another name."""

    name: str
    media_type: str
    body: bytes

    @property
    def address(self) -> str:
        """Where the routes serve it."""
        return PREFIX + self.name


@lru_cache(maxsize=1)
def script() -> Asset:
    """The whole script of the form as one module."""
    body = _joined(SCRIPTS)
    return Asset(f"{_digest(body)}.js", "text/javascript", body)


@lru_cache(maxsize=1)
def style() -> Asset:
    """The whole style of the form."""
    body = _joined(STYLES)
    return Asset(f"{_digest(body)}.css", "text/css", body)


def texts(sheet: Sheet) -> Asset:
    """All of a sheet that is the same for every audit: sections and words, as the reader speaks.

    The name says the sheet's content hash first, so that any process can make the file again.
    """
    return _texts(sheet, language())


@lru_cache(maxsize=64)
def _texts(sheet: Sheet, in_language: str) -> Asset:
    found = {"words": words(), "sections": sections(sheet)}
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    name = f"{sheet.content_hash}-{in_language}-{_digest(body)}.json"
    return Asset(name, "application/json", body)


@lru_cache(maxsize=1)
def offline_page() -> Asset:
    """The page to go on with when the server is out of reach, in both languages."""
    spoken = {}
    for code in LANGUAGES:
        with speaking(code):
            spoken[code] = words()
    # Within a page a "<" of the words could end the script they stand in.
    listed = json.dumps(spoken, ensure_ascii=False).replace("<", "\\u003c")
    page = (FOLDER / "offline.html").read_text(encoding="utf-8")
    places = {"style": style().address, "script": script().address, "words": listed}
    for place, value in places.items():
        page = page.replace(f"{{{place}}}", value)
    return Asset("offline", "text/html", page.encode())


@lru_cache(maxsize=1)
def worker() -> Asset:
    """The worker that keeps script, style and that page, and shows the page in need."""
    kept = [script().address, style().address]
    version = _digest(offline_page().body)
    form = json.dumps({"version": version, "files": kept, "page": offline_page().address})
    body = f"const FORM = {form};\n".encode() + _joined(("sw.js",))
    return Asset("sw.js", "text/javascript", body)


def words() -> dict[str, str]:
    """The words of the form in the reader's language, by the keys its script asks for."""
    return {key: _(word) for key, word in FORM_WORDS.items()}


def _joined(names: tuple[str, ...]) -> bytes:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names).encode()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:20]
