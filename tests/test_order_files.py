"""Files of orders opened by what they hold: encodings, separators, workbooks, what is refused."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from dashboard.imports.faults import FileRefused
from dashboard.order_import import csv_files, source_table
from dashboard.order_import.reading import read_file
from dashboard.order_import.source_table import FORMULA

LINES = (
    ("工单编号", "受理时间", "问题描述"),
    ("A1", "2026-11-01 10:00", "暖气不热，客厅 15 度"),
    ("A2", "2026-11-01 11:00", "漏水"),
)


def text_of(separator: str = ",") -> str:
    return "".join(separator.join(line) + "\r\n" for line in LINES)


def workbook(*rows: tuple[object, ...], **others: list[tuple[object, ...]]) -> bytes:
    """A workbook with the rows on its last sheet."""
    book = Workbook()
    for name, lines in others.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(line)
    if others:
        book.remove(book.active)
    page = book.create_sheet("明细") if others else book.active
    for row in rows:
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_is_read_in_every_usual_encoding_and_separator(
    encoding: str, separator: str
) -> None:
    table = read_file(text_of(separator).encode(encoding))
    assert table.headings == LINES[0]
    assert [tuple(table.cells(place)) for place in range(len(table))] == list(LINES[1:])
    assert list(table.rows) == [2, 3]


def test_titles_above_blank_rows_and_a_separator_too_many_are_no_obstacle() -> None:
    text = "十一月工单,,,\n导出时间：2026-11-22\n\n工单编号,受理时间,备注\nA1,1,x,\n,,,\nA2,2,y,\n"
    table = read_file(text.encode())
    assert table.headings == ("工单编号", "受理时间", "备注", "")
    assert [table.cells(place)[:3] for place in range(2)] == [["A1", "1", "x"], ["A2", "2", "y"]]
    assert list(table.rows) == [5, 7]


def test_a_line_break_within_quotation_marks_stays_in_its_cell() -> None:
    table = read_file('工单编号,受理时间,内容\nA1,1,"第一行\r\n第二行"\nA2,2,b\n'.encode())
    assert table.cells(0)[2] == "第一行\n第二行"
    assert list(table.rows) == [2, 3]


def test_a_row_that_cannot_be_taken_apart_is_named_by_its_number() -> None:
    table = read_file("工单编号,受理时间,内容\nA1,1,a\nA2,2\nA3,3,c\nA4,4,d,e,f\n".encode())
    assert list(table.rows) == [2, 4]
    assert [row for row, _text in table.short] == [3, 5]


def test_what_keeps_excel_from_computing_is_taken_off() -> None:
    table = read_file('工单编号,联系电话\n"=""00123""",\'13800000000\n\tA2\t,\x01=1+1\n'.encode())
    assert table.cells(0) == ["00123", "13800000000"]
    assert table.cells(1) == ["A2", "=1+1"]


def test_two_columns_of_one_name_are_told_apart() -> None:
    assert read_file("工单编号,时间,时间\n1,2,3\n".encode()).headings[1:] == ("时间", "时间 (2)")


def test_a_workbook_gives_texts_as_people_see_them() -> None:
    rows = (
        ("工单明细",),
        ("工单编号", "受理时间", "办结时间", "单元", "联系电话", "派单时间"),
        (
            20261122001,
            datetime.fromisoformat("2026-11-01 10:00:30"),
            date(2026, 11, 2),
            3.0,
            13800001111,
            46347.5,
        ),
        (None, None, None, None, None, None),
        ("A2", "2026-11-01 10:00", "=NOW()", 2.5, "x", "#N/A"),
    )
    table = read_file(workbook(*rows))
    assert table.headings == rows[1]
    phone = "13800001111"
    moment = "2026-11-01 10:00:30"
    assert table.cells(0) == ["20261122001", moment, "2026-11-02", "3", phone, "46347.5"]
    assert table.cells(1)[2].startswith(FORMULA)
    assert list(table.rows) == [3, 5]


def test_the_sheet_with_the_headings_of_orders_is_read_and_another_one_can_be() -> None:
    content = workbook(*LINES, 说明=[("本表说明", "无")], 旧=[("工单编号", "别的"), ("B1", "b")])
    table = read_file(content)
    assert (table.sheet, table.sheets) == ("明细", ("说明", "旧", "明细"))
    assert read_file(content, "旧").cells(0) == ["B1", "b"]


def test_the_progress_goes_up_to_the_end() -> None:
    told: list[float] = []
    read_file(workbook(LINES[0], *[(f"A{n}", "x", "y") for n in range(4500)]), told=told.append)
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1


def zipped(**parts: bytes) -> bytes:
    """A workbook with parts added or in place of others."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(*LINES))) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, part in parts.items():
            new.writestr(name, part)
    return content.getvalue()


REFUSED = {
    "nothing": (b" \n", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "neither"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old"),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
    "one cell a row": ("工单\nA1\nA2\n".encode(), "headings"),
    "macros": (zipped(**{"xl/vbaProject.bin": b"x"}), "macros"),
    "no workbook": (zipped(**{"xl/workbook.xml": b"<!DOCTYPE a><a/>"}), "not an Excel"),
    "an entity far inside": (
        zipped(**{"xl/a.xml": b" " * (1024 * 1024 - 4) + b"<!ENTITY a 'b'>"}),
        "not an Excel",
    ),
    "a broken sheet": (zipped(**{"xl/worksheets/sheet1.xml": b"<worksheet><sh"}), "damaged"),
    "broken zip": (workbook(*LINES)[:-40], "not an Excel"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_file_of_orders_is_refused_with_words(name: str) -> None:
    content, words = REFUSED[name]
    with pytest.raises(FileRefused, match=words):
        read_file(content)


def test_what_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.order_import.excel_files.UNPACKED", 1_000_000)
    bomb = zipped(**{"xl/worksheets/sheet9.xml": b"0" * 2_000_000})
    assert len(bomb) < 50_000
    with pytest.raises(FileRefused, match="unpacks"):
        read_file(bomb)


def test_what_is_too_large_has_too_many_rows_or_columns_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wide = ",".join(f"列{n}" for n in range(80))
    with pytest.raises(FileRefused, match="columns"):
        read_file(f"{wide}\n{wide}\n".encode())
    monkeypatch.setattr(source_table, "MOST_ROWS", 1)
    for content in (text_of().encode(), workbook(*LINES)):
        with pytest.raises(FileRefused, match="more than 1 rows"):
            read_file(content)
    monkeypatch.setattr("dashboard.order_import.reading.LARGEST", 10)
    with pytest.raises(FileRefused, match="MB"):
        read_file(text_of().encode())


def test_a_quotation_mark_that_is_never_closed_loses_no_row_silently() -> None:
    text = text_of() + 'A3,2026-11-01 12:00,"没有结束\r\nA4,2026-11-01 12:00,x\r\n'
    table = read_file(text.encode())
    assert len(table) == 3
    assert "A4" in table.cells(2)[2]


def test_gb18030_is_not_mistaken_for_utf_8() -> None:
    assert csv_files.read_csv("工单编号,内容\n1,㐀\n".encode("gb18030")).cells(0) == ["1", "㐀"]
