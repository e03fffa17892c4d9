"""Copies of filled sheets: read back, computed anew, and safe to open."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import insert

from checklists.scoring import SheetScore
from dashboard import copies, ending
from dashboard.exports.copy import file_name, safe_part
from dashboard.photos.content import read_picture
from dashboard.photos.store import photo_store
from dashboard.words import speak, speaking
from db.actors import SYSTEM, Role
from db.answers import filled_sheet, record_operations
from db.closing import submit_audit
from db.models_tablet import Photo
from db.rows import AuditRow
from db.session import database
from db.trail import TrailFilter, entries
from tests.factories import (
    NOW,
    deduction,
    full_answers,
    give_answers,
    make_audit,
    make_operation,
    make_sheet,
    make_signing,
    make_unit,
)
from tests.staff import actor_of, give

EVIL = '=HYPERLINK("http://elsewhere.example")<script>alert(1)</script>'


class Filled:
    """A submitted audit, and whoever inspected it."""

    def __init__(self, sheet: str = "hotline", **answers: Any) -> None:
        self.sheet = make_sheet(sheet)
        with database().write(SYSTEM) as session:
            unit = make_unit(session, name_zh="东渡/站", name_en="Dongdu")
            self.audit = make_audit(session, sheet=self.sheet, unit_id=unit.id, subject=EVIL)
            self.inspector = self.audit.inspector.id
            give(session, self.inspector, Role.INSPECTOR, unit_id=unit.id)
            give_answers(session, self.audit, full_answers(self.sheet, **answers))
            note = make_operation("HOT-01", answer=deduction(1), note=EVIL, sequence=900)
            if sheet == "hotline":
                record_operations(session, self.audit.id, self.inspector, [note], NOW)
            answered = filled_sheet(session, self.audit.id).answers
        self.seen = {code: (now.answer, now.note) for code, now in answered.items()}
        self.actor = actor_of(self.inspector)

    def submit(self) -> SheetScore:
        with database().write(SYSTEM) as session:
            return submit_audit(session, self.audit.id, self.inspector, NOW, self.sheet.by_code)

    def book(self) -> Any:
        return load_workbook(io.BytesIO(copies.workbook(self.actor, self.audit.id)))

    def page(self) -> str:
        return copies.page(self.actor, self.audit.id).decode()


@pytest.fixture
def filled(own_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Filled]:
    monkeypatch.setenv("HENG_PHOTOS", str(tmp_path / "photos"))
    speak(None)
    yield Filled(HOT_14={"verdict": "not_applicable", "reason": "无"})


def table_of(page: Any) -> tuple[int, list[tuple[Any, ...]]]:
    """The row of the headings, and the rows of the items below it."""
    first = next(row for row in range(1, 30) if page.cell(row, 1).value == "序号")
    rows = page.iter_rows(min_row=first + 1, max_col=10, values_only=True)
    return first, [row for row in rows if isinstance(row[0], int)]


def evaluated(page: Any) -> dict[str, Decimal | None]:
    """K1, K2, K3 and K as Excel would compute them from the formulas that stand there."""
    cells = {page.cell(r, 5).value: page.cell(r, 7).value for r in range(1, page.max_row + 1)}
    first, rows = table_of(page)
    span = f"{first + 1}:{{0}}{first + len(rows)}"
    points, left = (f"{c}{span.format(c)}" for c in "EG")
    assert cells["K1"] == f"=SUM({points})"
    assert cells["K2"] == f"=SUM({left})"
    assert cells["K3"] == f"=SUMPRODUCT(ISTEXT({left})*{points})"
    k1 = sum(Decimal(str(row[4])) for row in rows)
    k2 = sum(Decimal(str(row[6])) for row in rows if not isinstance(row[6], str))
    k3 = sum(Decimal(str(row[4])) for row in rows if isinstance(row[6], str))
    at = next(r for r in range(1, page.max_row + 1) if page.cell(r, 5).value == "K1")
    names = [f"G{at + number}" for number in range(3)]
    inner = f"{names[1]}/({names[0]}-{names[2]})*1000"
    assert cells["K"] == f'=IF({names[0]}={names[2]},"未评分",MAX(0,MIN(1000,{inner})))'
    k = None if k1 == k3 else max(Decimal(0), min(Decimal(1000), k2 / (k1 - k3) * 1000))
    return {"K1": Decimal(k1), "K2": Decimal(k2), "K3": Decimal(k3), "K": k}


def test_a_finding_that_comes_again_is_marked_in_both_copies(filled: Filled) -> None:
    filled.submit()
    with database().write(SYSTEM) as session:
        again = make_audit(
            session,
            sheet=filled.sheet,
            unit_id=filled.audit.unit.id,
            inspector_id=filled.inspector,
            audited_on=filled.audit.audited_on + timedelta(days=1),
        )
        give_answers(session, again, full_answers(filled.sheet, HOT_01=deduction(1)))
        submit_audit(session, again.id, filled.inspector, NOW)
    _, rows = table_of(load_workbook(io.BytesIO(copies.workbook(filled.actor, again.id))).active)
    marked = [row[3].split()[0] for row in rows if " · 重复" in row[8]]
    assert marked == ["HOT-01"]
    assert copies.page(filled.actor, again.id).decode().count(" · 重复") == 1


def test_the_workbook_has_the_annexs_columns_and_computes_the_score(filled: Filled) -> None:
    score = filled.submit()
    page = filled.book().worksheets[0]
    first, rows = table_of(page)
    heads = ["序号", "类别", "考核项目", "考核内容", "分值", "评分办法"]
    assert [cell.value for cell in page[first]] == [*heads, "得分", "扣分", "扣分原因", "依据"]
    assert len(rows) == len(filled.sheet.items)
    by_number = {row[0]: row for row in rows}
    assert by_number[1][6] == 0 and by_number[1][7] == 2
    assert isinstance(by_number[14][6], str) and by_number[14][7] is None
    found = evaluated(page)
    assert (found["K1"], found["K2"], found["K3"]) == (score.k1, score.k2, score.k3)
    assert found["K"] is not None and score.k is not None
    assert round(found["K"], 6) == score.k


def test_nothing_scored_is_not_zero(own_url: str) -> None:
    empty = Filled("repair")
    with database().write(SYSTEM) as session:
        clear = [
            make_operation(code, answer=None, sequence=500 + n)
            for n, code in enumerate(empty.sheet.by_code)
        ]
        record_operations(session, empty.audit.id, empty.inspector, clear, NOW)
    assert empty.submit().k is None
    assert evaluated(empty.book().worksheets[0])["K"] is None


def test_no_text_is_ever_computed_or_run(filled: Filled) -> None:
    filled.submit()
    page = filled.book().worksheets[0]
    told = [c for row in page.iter_rows() for c in row if isinstance(c.value, str)]
    assert any("HYPERLINK" in cell.value for cell in told)
    formulas = [cell.value for cell in told if cell.data_type == "f"]
    assert len(formulas) == 4 and not any("HYPERLINK" in words for words in formulas)
    risky = [c for c in told if c.value.startswith(("=", "+", "-", "@")) and c.data_type == "s"]
    assert risky and all(cell.quotePrefix for cell in risky)
    shown = filled.page()
    assert "<script>" not in shown and "&lt;script&gt;" in shown


def test_it_is_set_up_for_paper(filled: Filled) -> None:
    filled.submit()
    page = filled.book().worksheets[0]
    first, _rows = table_of(page)
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == f"${first}:${first}"
    assert page.page_setup.fitToWidth == 1 and page.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in page.oddFooter.center.text and "&N" in page.oddFooter.center.text
    assert "@page { size: A4 landscape" in filled.page()


def test_signature_and_statement_are_in_both(filled: Filled) -> None:
    signing = make_signing(seen=filled.seen, statement="有异议")
    ending.sign(filled.actor, filled.audit.id, signing)
    filled.submit()
    page = filled.book().worksheets[0]
    [picture] = page._images
    drawn = Image.open(io.BytesIO(picture._data()))
    assert drawn.size == (1000, 400) and drawn.convert("L").getextrema()[0] < 100
    values = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert any("有异议" in value for value in values) and any("张师傅" in v for v in values)
    shown = filled.page()
    assert '<path d="M10 20L400 200L900 380"/>' in shown and "有异议" in shown


def test_photos_stand_on_a_page_of_their_own(filled: Filled) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "#336699").save(buffer, "JPEG")
    picture = read_picture(buffer.getvalue())
    photo_store().keep(picture)
    with database().write(SYSTEM) as session:
        for number, sha256 in enumerate((picture.sha256, "0" * 64)):
            put(session, filled.audit, number, sha256)
    filled.submit()
    page = filled.book()["照片"]
    assert [page.cell(row, 1).value for row in (2, 3)] == ["HOT-01", "HOT-01"]
    # One file is not to be had: the copy says so instead of failing.
    assert len(page._images) == 1 and page.cell(3, 2).value == "照片文件无法读取。"
    assert page.cell(2, 5).data_type == "s" and page.cell(2, 5).value == "=1+1.jpg"
    assert filled.page().count("data:image/jpeg;base64,") == 1


def put(session: Any, audit: AuditRow, number: int, sha256: str) -> None:
    values = {
        "id": f"{number:036d}",
        "audit_id": audit.id,
        "item": "HOT-01",
        "sha256": sha256,
        "media_type": "image/jpeg",
        "size": 9,
        "width": 64,
        "height": 48,
        "name": "=1+1.jpg",
        "added_at": NOW,
        "person_id": audit.inspector.id,
    }
    session.execute(insert(Photo).values(**values))


def test_who_took_a_copy_stands_in_the_trail(filled: Filled) -> None:
    filled.submit()
    filled.book()
    filled.page()
    with database().read(SYSTEM) as session:
        found, total = entries(session, TrailFilter(action="exported"))
    assert total == 2 and {entry.person_id for entry in found} == {filled.inspector}
    assert {entry.after["file"] for entry in found} == {"xlsx", "html"}


def test_both_are_in_the_readers_language(filled: Filled) -> None:
    filled.submit()
    with speaking("en"):
        page, shown = filled.book().worksheets[0], filled.page()
    assert page.title == "Filled sheet" and '<html lang="en">' in shown
    first = [page.cell(row, 1).value for row in range(1, 20)]
    assert "No." in first and "序号" not in first


def test_names_of_files_are_taken_by_every_file_system(filled: Filled) -> None:
    name = copies.name(filled.actor, filled.audit.id, "xlsx")
    assert re.fullmatch(r"热线服务_东渡-站_2026-11_第1版\.xlsx", name), name
    assert safe_part(' ..\\/:*?"<>|\x00a. ') == "a"
    assert safe_part("...") == "–"
    assert len(safe_part("长" * 300)) == 40
    with speaking("en"):
        assert file_name(filled.audit, filled.sheet, "html").endswith("_Dongdu_2026-11_v1.html")
