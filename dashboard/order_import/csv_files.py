"""Text files of orders: which encoding, which separator, and the rows as columns of texts."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from checklists.errors import N_
from dashboard.imports.cells import BLANK
from dashboard.imports.faults import MEGABYTE, FileRefused
from dashboard.order_import.proposing import recognised
from dashboard.order_import.source_table import (
    BROKEN,
    FORMULA,
    LOOKED_AT,
    MOST_COLUMNS,
    SourceTable,
    check_number,
    cleaned,
    distinct,
    heading_place,
)

SEPARATORS = (",", ";", "\t")
START = 256 * 1024
MOST_SHORT = 1000
"""So many rows that cannot be taken apart are told of; the rest is only counted in."""


def read_csv(content: bytes) -> SourceTable:
    """The rows of a text file. Raises FileRefused."""
    content = _not_wide(content)
    encoding = _encoding(content)
    sample = _sample(content, encoding)
    separator = max(SEPARATORS, key=lambda sign: _fit(sample, sign))
    records = list(_records(sample, separator))
    place = heading_place(records[:LOOKED_AT])
    headings = _headings(records, place)
    short: list[tuple[int, str]] = []
    columns = _columns(content, encoding, separator, len(headings), short)
    numbers = _numbers(len(columns[0]), [number for number, _text in short])
    # What stands above the headings is a title, whether it has as many cells or not.
    filled = _filled(columns) & (numbers > place + 1)
    check_number(int(filled.sum()))
    # One after the other, so that a large file is not in memory twice.
    for number, column in enumerate(columns):
        columns[number] = cleaned(column.filter(pa.array(filled)))
    told = tuple(row for row in short if row[0] > place + 1)[:MOST_SHORT]
    return SourceTable("CSV", distinct(headings), tuple(columns), numbers[filled], short=told)


def _not_wide(content: bytes) -> bytes:
    """Excel's "Unicode text" has two bytes a sign; it is turned into the usual form."""
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content
    try:
        return content.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        raise _unreadable() from error


def _encoding(content: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        if _decodes(content, encoding):
            return encoding
    raise _unreadable()


def _unreadable() -> FileRefused:
    return FileRefused(
        N_("This is neither an Excel workbook nor a text file. Export it as .xlsx or .csv.")
    )


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), MEGABYTE):
            piece = decoder.decode(content[start : start + MEGABYTE])
            if "\0" in piece:
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sample(content: bytes, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    return decoder.decode(content[:START]).removeprefix("\ufeff")


def _records(sample: str, separator: str) -> Iterator[list[str]]:
    """The first records; the last one of a sample may be cut off and is of no weight."""
    try:
        for number, record in enumerate(csv.reader(io.StringIO(sample), delimiter=separator)):
            if number >= 200:
                return
            yield record
    except csv.Error:
        return


def _fit(sample: str, separator: str) -> tuple[int, int]:
    """How well a separator fits: known headings, then cells of the widest of the first rows."""
    first = list(_records(sample, separator))[:LOOKED_AT]
    known = max((recognised(record) for record in first), default=0)
    return known, max((len(record) for record in first), default=0)


def _headings(records: list[list[str]], place: int) -> list[str]:
    """The headings, as many as the rows have cells: some systems end each row with a separator."""
    headings = [heading.strip() for heading in records[place]]
    widths = Counter(len(record) for record in records[place + 1 : -1] if any(record))
    width = widths.most_common(1)[0][0] if widths else len(headings)
    while len(headings) > width and not headings[-1]:
        headings.pop()
    headings += [""] * (width - len(headings))
    if len(headings) > MOST_COLUMNS:
        raise FileRefused(
            N_("The file has more than {most} columns. Leave out what is not needed."),
            most=MOST_COLUMNS,
        )
    return headings


def _columns(
    content: bytes, encoding: str, separator: str, width: int, short: list[tuple[int, str]]
) -> list[Any]:
    def leave_out(row: Any) -> str:
        short.append((int(row.number), str(row.text)[:200]))
        return "skip"

    names = [f"c{place}" for place in range(width)]
    try:
        table = pa_csv.read_csv(
            io.BytesIO(content),
            # With threads a row that is left out would not know its number.
            read_options=pa_csv.ReadOptions(
                use_threads=False, column_names=names, encoding=encoding
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=leave_out,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise FileRefused(
            N_(
                "The file cannot be taken apart into rows and columns. Open it in Excel, save it "
                "as .xlsx and try again."
            )
        ) from error
    # A text file has no formulas: the signs that mark one go.
    return [pc.replace_substring_regex(c, f"[{FORMULA}{BROKEN}]", "") for c in table.columns]


def _numbers(found: int, left_out: list[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The number of each row that was read, counting also those that were left out."""
    everything = np.arange(1, found + len(left_out) + 1, dtype=np.int64)
    keep: np.ndarray[Any, np.dtype[np.int64]] = np.setdiff1d(
        everything, np.array(left_out, dtype=np.int64), assume_unique=True
    )
    return keep


def _filled(columns: list[Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which rows hold anything at all."""
    filled: Any = np.zeros(len(columns[0]), dtype=bool)
    for column in columns:
        bare = pc.utf8_trim(column, characters=BLANK)
        filled = filled | pc.not_equal(bare, "").to_numpy(zero_copy_only=False)
    return filled
