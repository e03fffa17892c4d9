"""Files as sources of figures: told by their content, kept whole, and covered by the backup."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from checklists.errors import WordedError
from dashboard.commands.verify import photo_faults
from dashboard.photos.backup import check, pack, unpack
from dashboard.photos.papers import CSV, LARGEST_PAPER, PDF, XLSX, keep, read_paper
from dashboard.photos.store import PhotoStore, key
from tests.pictures import photo

A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
A_CSV = "单位,接通,呼入\nD1-01,93,95\n"


def workbook() -> bytes:
    book, content = Workbook(), io.BytesIO()
    book.active["A1"] = "单位"
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (A_PDF, "月报.pdf", PDF),
        (A_PDF, "月报.exe", PDF),
        (workbook(), "月报.xlsx", XLSX),
        (A_CSV.encode("utf-8-sig"), "台账.csv", CSV),
        (A_CSV.encode("gb18030"), "台账.CSV", CSV),
        (photo("JPEG"), "截图.jpg", "image/jpeg"),
        (photo("PNG"), "截图.csv.png", "image/png"),
    ],
)
def test_the_content_decides_what_it_is(data: bytes, name: str, media_type: str) -> None:
    paper = read_paper(data, name)
    assert (paper.media_type, paper.data, paper.name) == (media_type, data, name)


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.pdf", "empty"),
        (A_PDF[:-6], "a.pdf", "cut short"),
        (b"MZ\x90\x00", "a.exe", "not taken in"),
        (b"<html><script>1,2</script>", "a.html", "not taken in"),
        (b"<html>,<script>", "a.csv", "no CSV"),
        (b"one word only", "a.csv", "no CSV"),
        (b"a,b\x00c", "a.csv", "no CSV"),
        (b"a,b\xff\xff", "a.csv", "no CSV"),
        (b"", "a.csv", "empty"),
        (archive(document=b"x"), "a.xlsx", "no"),
        (b"\xd0\xcf\x11\xe0old", "a.xls", "old"),
        (b"\xff\xd8\xff\xe0 cut", "a.jpg", "damaged"),
        (b"%PDF-" + b"0" * LARGEST_PAPER, "a.pdf", "larger than 10 MB"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(data: bytes, name: str, said: str) -> None:
    with pytest.raises(WordedError, match=said):
        read_paper(data, name)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/月报.pdf", "月报.pdf"),
        ("C:\\报表\\月报.pdf", "月报.pdf"),
        ("a\nb\x00.pdf", "ab\N{REPLACEMENT CHARACTER}.pdf"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
        ("/", "file"),
    ],
)
def test_a_name_is_one_short_line(name: str, kept: str) -> None:
    assert read_paper(A_PDF, name).name == kept


def test_files_go_into_the_backup_and_come_back(tmp_path: Path) -> None:
    papers = [read_paper(A_PDF, "a.pdf"), read_paper(A_CSV.encode(), "a.csv")]
    papers += [read_paper(workbook(), "a.xlsx"), read_paper(photo("PNG"), "a.png")]
    store, other = PhotoStore(str(tmp_path / "one")), PhotoStore(str(tmp_path / "two"))
    for paper in papers:
        keep(store, paper)
    rows = [(paper.sha256, paper.media_type) for paper in papers]
    packed = pack(store, rows, tmp_path / "saved.tar")
    assert (packed.number, packed.faulty, check(tmp_path / "saved.tar")) == (4, (), 4)
    assert unpack(other, tmp_path / "saved.tar") == 4
    assert [other.photo(*row) for row in rows] == [paper.data for paper in papers]


def test_a_file_that_was_changed_or_lost_is_named(tmp_path: Path) -> None:
    store = PhotoStore(str(tmp_path))
    papers = [read_paper(A_PDF, "a.pdf"), read_paper(A_CSV.encode(), "a.csv")]
    for paper in papers:
        keep(store, paper)
    rows = [(paper.sha256, paper.media_type) for paper in papers]
    (tmp_path / key(*rows[0])).write_bytes(b"%PDF-other")
    (tmp_path / key(*rows[1])).unlink()
    assert photo_faults(store, rows, "Source") == [
        f"Source {rows[0][0]}: its file was changed.",
        f"Source {rows[1][0]}: its file is missing from the photo store.",
    ]
