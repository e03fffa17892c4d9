"""A file of orders opened by what it holds, whatever it is called."""

from __future__ import annotations

import hashlib

from checklists.errors import N_
from dashboard.imports.faults import MEGABYTE, FileRefused
from dashboard.imports.workbook import OLD_EXCEL, check_workbook
from dashboard.order_import.csv_files import read_csv
from dashboard.order_import.excel_files import UNPACKED, read_excel
from dashboard.order_import.source_table import LARGEST, Progress, SourceTable

ZIP = b"PK\x03\x04"


def digest_of(content: bytes) -> str:
    """What tells one file from another."""
    return hashlib.sha256(content).hexdigest()


def read_file(content: bytes, sheet: str = "", told: Progress | None = None) -> SourceTable:
    """The rows of a CSV file or of a workbook's sheet. Raises FileRefused."""
    if len(content) > LARGEST:
        raise FileRefused(
            N_("The file has {size} MB; at most {most} MB are taken. Split it into several files."),
            size=round(len(content) / MEGABYTE, 1),
            most=LARGEST // MEGABYTE,
        )
    if content.startswith(ZIP):
        return read_excel(content, sheet, told)
    if content.startswith(OLD_EXCEL):
        check_workbook(content, LARGEST, UNPACKED)
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise FileRefused(
            N_(
                "This is a web page that only has the name of a workbook. Open it in Excel, save "
                "it as .xlsx and try again."
            )
        )
    if not content.strip():
        raise FileRefused(N_("The file is empty."))
    return read_csv(content)
