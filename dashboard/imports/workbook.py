"""Excel files opened with care: small enough, no macros, no bombs, cells as they were typed."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from checklists.errors import N_
from dashboard.imports.faults import LARGEST, MEGABYTE, MOST_ROWS, FileRefused

UNPACKED = 40 * MEGABYTE
"""A file of 20,000 rows unpacks to a few megabytes; what unpacks to more than this is a bomb."""

MOST_PARTS = 1000
COLUMNS = 30
EXCEL_ROWS = 1_048_576
OLD_EXCEL = b"\xd0\xcf\x11\xe0"

# Whatever openpyxl and what it stands on report of a file that is not what it says it is.
BROKEN_FILE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    InvalidFileException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)

_NOT_EXCEL = N_("This is not an Excel workbook. Save it in Excel as .xlsx and choose that file.")


@dataclass(frozen=True)
class Cell:
    """One cell: its value, and whether Excel computes it or shows an error in it."""

    value: Any = None
    formula: bool = False
    error: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is in it, or only blank space."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    def __str__(self) -> str:
        text = "" if self.value is None else str(self.value)
        return text if len(text) <= 60 else text[:59] + "…"


@dataclass(frozen=True)
class SheetCells:
    """The rows of a sheet that hold anything, each with its number in Excel."""

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    epoch: datetime


def read_sheets(content: bytes) -> list[SheetCells]:
    """The sheets of a workbook in their order. Raises FileRefused."""
    check_workbook(content)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of decoration it leaves out; only values are wanted here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            budget = Budget()
            return [
                SheetCells(sheet.title, tuple(_rows(sheet, budget)), book.epoch)
                for sheet in book.worksheets
            ]
    except BROKEN_FILE as error:
        raise FileRefused(
            N_("The workbook is damaged. Open it in Excel, save it anew as .xlsx and try again.")
        ) from error


class Budget:
    """How many rows a workbook may still have under its headings, over all its sheets."""

    def __init__(self) -> None:
        self.left = MOST_ROWS

    def take(self) -> None:
        """Take a row. Raises FileRefused when there is none left."""
        self.left -= 1
        if self.left < 0:
            raise FileRefused(
                N_("The workbook has more than {most} rows. Split it into several files."),
                most=MOST_ROWS,
            )


def _rows(sheet: Any, budget: Budget) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    # The size a sheet claims to have may be wrong; what it holds counts.
    sheet.reset_dimensions()
    headed = False
    for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS), start=1):
        if number > EXCEL_ROWS:
            return
        cells = tuple(_cell(found) for found in row)
        if not all(cell.blank for cell in cells):
            if headed:
                budget.take()
            headed = True
            yield number, cells


def _cell(found: Any) -> Cell:
    value = found.value
    if found.data_type == "f":
        return Cell(str(getattr(value, "text", None) or value), formula=True)
    return Cell(value, error=found.data_type == "e")


def check_workbook(content: bytes, largest: int = LARGEST, unpacked: int = UNPACKED) -> None:
    """Look a workbook over without reading its cells: its bytes, packed and unpacked.

    Raises FileRefused.
    """
    if len(content) > largest:
        raise FileRefused(
            N_("The file has {size} MB; at most {most} MB are taken. Split it into several files."),
            size=round(len(content) / MEGABYTE, 1),
            most=largest // MEGABYTE,
        )
    if content.startswith(OLD_EXCEL):
        raise FileRefused(
            N_(
                "This is an old (.xls) or password-protected workbook. Save it in Excel as .xlsx "
                "without a password."
            )
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive, unpacked)
    except BROKEN_FILE as error:
        raise FileRefused(_NOT_EXCEL) from error


def _check_parts(archive: zipfile.ZipFile, unpacked: int) -> None:
    parts = archive.infolist()
    # zipfile never unpacks more of a part than its entry says, so the sum is a bound.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > unpacked:
        raise FileRefused(
            N_("The workbook unpacks to far more than it should. Save only its values anew.")
        )
    names = {part.filename.casefold() for part in parts}
    if any("vbaproject" in name for name in names) or "macroenabled" in _types(archive):
        raise FileRefused(
            N_("The workbook holds macros. Save it in Excel as .xlsx, which has none.")
        )
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise FileRefused(_NOT_EXCEL)
    for part in parts:
        with archive.open(part) as content:
            if _declares(content):
                raise FileRefused(_NOT_EXCEL)


def _types(archive: zipfile.ZipFile) -> str:
    """What kinds of parts the workbook says it has, in small letters."""
    try:
        return archive.read("[Content_Types].xml").decode("utf-8", "replace").casefold()
    except KeyError:
        return ""


def _declares(part: IO[bytes]) -> bool:
    """Whether a part declares a document type, which Excel never does and XML bombs need.

    It is looked through piece by piece, each with the end of the one before.
    """
    end, first = b"", True
    while piece := part.read(MEGABYTE):
        plain = end + piece.replace(b"\0", b"").upper()
        if b"<!ENTITY" in plain or (first and b"<!DOCTYPE" in plain[:4096]):
            return True
        end, first = plain[-16:], False
    return False
