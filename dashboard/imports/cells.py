"""Cells read as text or as days, however Excel or a person happened to write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from dashboard.imports.cell_problems import (
    BROKEN_VALUE,
    CONTROL,
    FAR_DATE,
    FORMULA,
    NO_DATE,
    ROUNDED,
    TOO_LONG,
    TRUE_OR_FALSE,
    TURNED_DATE,
)
from dashboard.imports.faults import CellRefused
from dashboard.imports.workbook import Cell

EXAMPLES = ("示例", "Example")
"""A row whose first cell begins so is an example of the template and is left out."""

RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'", *EXAMPLES)
"""Text that begins so goes out behind an apostrophe, so that Excel does not run it."""

BLANK = " \t\r\n\u00a0\u3000\u200b\ufeff"
FIRST_YEAR, LAST_YEAR = 1990, 2100
EXACT = 10**15

_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+00:00(?::00)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


def one_line(text: str) -> str:
    """A text without line breaks and other control signs, which some files cannot hold."""
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)


def escaped(text: str) -> str:
    """A text as it is written to a file, in one line and safe to open."""
    line = one_line(text)
    return f"'{line}" if line.startswith(RISKY) else line


def text_of(cell: Cell, most: int) -> str | None:
    """The text of a cell without blank space around it, None where it is empty.

    Raises CellRefused.
    """
    _check_plain(cell)
    value = cell.value
    if value is None:
        return None
    if isinstance(value, bool):
        raise CellRefused(TRUE_OR_FALSE)
    if isinstance(value, int | float):
        value = _digits(value)
    if not isinstance(value, str):
        raise CellRefused(TURNED_DATE)
    text = value.strip(BLANK).strip()
    if text.startswith("'") and text[1:].startswith(RISKY):
        text = text[1:]
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        raise CellRefused(CONTROL)
    if len(text) > most:
        raise CellRefused(TOO_LONG, most=most)
    return text or None


def day_of(cell: Cell, epoch: datetime) -> date | None:
    """The day in a cell: a date, a serial number of Excel, or a text that is either.

    Raises CellRefused.
    """
    _check_plain(cell)
    value = cell.value
    if value is None or cell.blank:
        return None
    if isinstance(value, str):
        return _bounded(_written(value.strip(BLANK).strip(), epoch))
    if isinstance(value, datetime):
        return _bounded(value.date())
    if isinstance(value, date):
        return _bounded(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _bounded(_numbered(value, epoch))
    raise CellRefused(NO_DATE)


def _check_plain(cell: Cell) -> None:
    if cell.formula:
        raise CellRefused(FORMULA)
    if cell.error:
        raise CellRefused(BROKEN_VALUE)


def _digits(value: int | float) -> str:
    if not abs(value) < EXACT:
        raise CellRefused(ROUNDED)
    return str(int(value)) if value == int(value) else repr(value)


def _written(text: str, epoch: datetime) -> date:
    found = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if found is not None:
        return _day(*(int(part) for part in found.groups()))
    if _SERIAL.fullmatch(text):
        return _numbered(float(text), epoch)
    raise CellRefused(NO_DATE)


def _numbered(value: int | float, epoch: datetime) -> date:
    compact = _COMPACT.fullmatch(str(value))
    if compact is not None:
        return _day(*(int(part) for part in compact.groups()))
    if not 1 <= value < 100_000:
        raise CellRefused(NO_DATE)
    found = from_excel(value, epoch)
    if not isinstance(found, datetime):
        raise CellRefused(NO_DATE)
    return found.date()


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CellRefused(NO_DATE) from None


def _bounded(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellRefused(FAR_DATE)
    return day
