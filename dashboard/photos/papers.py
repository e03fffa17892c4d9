"""What is taken in as the source of figures: PDF, Excel, CSV or a picture, told by its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from checklists.errors import N_, WordedError
from dashboard.imports.workbook import OLD_EXCEL, check_workbook
from dashboard.photos.content import PAPERS, Picture, read_picture
from dashboard.photos.store import PhotoStore
from db.sources import NewSource
from db.texts import printable

LARGEST_PAPER = 10_000_000
"""Bytes of one file; a report of a few pages has far less."""

NAME_SIGNS = 120
PDF, XLSX, CSV = PAPERS
_ZIP = b"PK\x03\x04"
_PICTURES = (b"\xff\xd8", b"\x89PNG", b"RIFF")
_TAIL = 2048


class PaperRefused(WordedError):
    """A file is none that is taken in as a source; says why and what to do."""


@dataclass(frozen=True)
class Paper:
    """A file that was looked through; `picture` is there where it is one."""

    name: str
    data: bytes
    sha256: str
    media_type: str
    picture: Picture | None = None


def read_paper(data: bytes, name: str) -> Paper:
    """Look through a file; its content decides what it is. Raises a WordedError with the remedy."""
    if not data:
        raise PaperRefused(N_("The file is empty. Choose another one."))
    if len(data) > LARGEST_PAPER:
        raise PaperRefused(
            N_("The file is larger than {most} MB. Save it with less, or name it in words only."),
            most=LARGEST_PAPER // 1_000_000,
        )
    if data.startswith(b"%PDF-"):
        return _paper(name, data, _pdf(data))
    if data.startswith((_ZIP, OLD_EXCEL)):
        check_workbook(data)
        return _paper(name, data, XLSX)
    if _is_csv(data, name):
        return _paper(name, data, CSV)
    return _pictured(name, data)


def source_of(words: str, paper: Paper | None = None) -> NewSource:
    """A source as the data layer takes it."""
    if paper is None:
        return NewSource(words)
    return NewSource(words, paper.name, paper.sha256, paper.media_type, len(paper.data))


def keep(store: PhotoStore, paper: Paper) -> None:
    """Keep a file in the store. Raises StoreUnavailable."""
    if paper.picture is not None:
        store.keep(paper.picture)
    else:
        store.keep_file(paper.sha256, paper.media_type, paper.data)


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-_TAIL:]:
        raise PaperRefused(N_("The PDF is damaged or was cut short. Save it anew."))
    return PDF


def _is_csv(data: bytes, name: str) -> bool:
    """Whether it is lines of plain text with a separator; text has no mark of its own."""
    if not name.casefold().endswith(".csv"):
        return False
    text = _decoded(data)
    if text is None or text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise PaperRefused(N_("The file is no CSV of plain text. Save it anew as CSV (UTF-8)."))
    return True


def _decoded(data: bytes) -> str | None:
    for coding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()
        plain = all(sign.isprintable() or sign in "\t\r\n\ufeff\u3000\xa0" for sign in text)
        return text if plain and lines and any(sep in lines[0] for sep in ",;\t") else None
    return None


def _pictured(name: str, data: bytes) -> Paper:
    if not data.startswith(_PICTURES):
        raise PaperRefused(
            N_(
                "This kind of file is not taken in. Choose a PDF, an Excel workbook (.xlsx), "
                "a CSV or a picture."
            )
        )
    picture = read_picture(data)
    return _paper(name, data, picture.media_type, picture)


def _paper(name: str, data: bytes, media_type: str, picture: Picture | None = None) -> Paper:
    return Paper(plain_name(name), data, hashlib.sha256(data).hexdigest(), media_type, picture)


def plain_name(name: str) -> str:
    """The last part of a path, in one line; its ending stays where it is too long."""
    last = printable(name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-NAME_SIGNS:] or "file"
