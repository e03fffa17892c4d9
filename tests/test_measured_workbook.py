"""The workbook of figures: template, faults by cell, one transaction, the file as source."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from checklists.errors import WordedError
from dashboard import source_desk
from dashboard.imports.faults import FileRefused
from dashboard.imports.previews import Preview
from dashboard.measured import entering, filing
from dashboard.measured.comparing import FigureLine
from dashboard.measured.errors import FiguresSubmitted, MonthToCome
from dashboard.measured.fields import SHEETS, Typed
from dashboard.measured.taking import Entry
from dashboard.words import speak
from db.actors import SYSTEM, Actor, Forbidden, Role
from db.errors import ChangedMeanwhile
from db.rows import UnitRow
from db.session import database
from tests.factories import make_division, make_person, make_unit
from tests.staff import actor_of, give

PERIOD = "2026-10"
CMP = "客户投诉"
IND = "实测指标"
OUTAGES = "停气明细"
COMPLETE = {
    "CMP-01 有效投诉（件）": 30,
    "CMP-01 服务户数（户）": 42000,
    "CMP-02 3个工作日内答复（件）": 48,
    "CMP-02 投诉总数（件）": 50,
    "CMP-03 满意（件）": 27,
    "CMP-03 有效投诉（件）": 30,
    "数据来源": "投诉台账 2026-10",
}


class Place:
    """Two units of a division; an inspector of both, one of the first, a head, an administrator."""

    def __init__(self) -> None:
        with database().write(SYSTEM) as session:
            self.division = make_division(session)
            self.units = [
                make_unit(session, self.division, code=f"D1-0{n}", name_zh=f"站{n}") for n in (1, 2)
            ]
            people = [make_person(session).id for _each in range(4)]
            for person, role, scope in (
                (people[0], Role.INSPECTOR, {"division_id": self.division.id}),
                (people[1], Role.INSPECTOR, {"unit_id": self.units[0].id}),
                (people[2], Role.DIVISION_HEAD, {"division_id": self.division.id}),
                (people[3], Role.ADMINISTRATOR, {}),
            ):
                give(session, person, role, **scope)
        self.inspector, self.other, self.head, self.administrator = map(actor_of, people)

    def figures(self, code: str = "complaints", unit: int = 0, actor: Actor | None = None) -> Any:
        looked = entering.look(actor or self.inspector, self.units[unit].code, PERIOD)
        return next(one for one in looked.sheets if one.sheet.code == code)


@pytest.fixture
def place(own_url: str) -> Iterator[Place]:
    speak("zh")
    yield Place()
    speak(None)


class Book:
    """The template, filled in by the headings of its columns."""

    def __init__(self, place: Place, actor: Actor | None = None) -> None:
        self.place, self.actor = place, actor or place.inspector
        self.book = load_workbook(io.BytesIO(filing.template(self.actor, PERIOD)))

    def fill(self, sheet: str, row: int, **values: Any) -> "Book":
        return self.put(sheet, row, values)

    def put(self, sheet: str, row: int, values: dict[str, Any]) -> "Book":
        page = self.book[sheet]
        headings = {str(cell.value).rstrip("*"): cell.column for cell in page[1]}
        for heading, value in values.items():
            page.cell(row, headings[heading]).value = value
        return self

    @property
    def content(self) -> bytes:
        written = io.BytesIO()
        self.book.save(written)
        return written.getvalue()

    def preview(self) -> Preview[FigureLine]:
        return filing.preview(self.actor, PERIOD, self.content)

    def faults(self) -> list[tuple[str, int, str, str]]:
        return [(f.sheet, f.row, f.column, f.reason) for f in self.preview().faults]

    def apply(self, **more: Any) -> Any:
        content = self.content
        seal = filing.preview(self.actor, PERIOD, content).seal
        return filing.apply(self.actor, PERIOD, content, "月报.xlsx", seal=seal, **more)


class TestTheTemplate:
    def test_it_has_a_sheet_a_kind_and_the_units_one_enters(self, place: Place) -> None:
        book = Book(place).book
        assert book.sheetnames == [IND, CMP, "客户回访", "神秘顾客", "客户满意度", OUTAGES, "说明"]
        for name in book.sheetnames[:5]:
            rows = [[cell.value for cell in row[:3]] for row in book[name].iter_rows(min_row=2)]
            assert rows == [["D1-01", "站1", PERIOD], ["D1-02", "站2", PERIOD]]
        assert [row[0].value for row in Book(place, place.other).book[CMP].iter_rows()] == [
            "单位编号*",
            "D1-01",
        ]

    def test_headings_and_units_are_locked_and_figures_are_not(self, place: Place) -> None:
        page = Book(place).book[CMP]
        assert page.protection.sheet
        locked = [cell.protection.locked for row in page.iter_rows(max_row=3) for cell in row]
        width = page.max_column
        assert all(locked[:width])
        assert locked[width : 2 * width] == [True] * 3 + [False] * (width - 3)

    def test_it_never_asks_for_a_percentage(self, place: Place) -> None:
        for page in Book(place).book.worksheets[:6]:
            assert not any("%" in str(cell.value) or "率" in str(cell.value) for cell in page[1])

    def test_untouched_rows_without_a_source_are_the_same(self, place: Place) -> None:
        typed = {"CMP-02": Typed({"actual": "48", "required": "50"})}
        entering.save(place.inspector, place.units[0].id, "complaints", PERIOD, Entry(typed))
        book = Book(place)
        (seen,) = (cell.value for cell in book.book[CMP]["F"][1:2])
        assert (seen, type(seen)) == (48, int), "figures are numbers"
        shown = book.preview()
        assert (shown.is_idle, shown.faults, shown.number("same")) == (True, (), 1)
        book.put(CMP, 2, {"CMP-02 3个工作日内答复（件）": 47})
        assert [reason for *_place, reason in book.faults()] == ["缺少数据来源。"]

    def test_read_again_it_changes_nothing(self, place: Place) -> None:
        book = Book(place).put(CMP, 2, COMPLETE)
        book.put(IND, 2, {"IND-09 客户停气次数（次）": 1, "数据来源": "调度日志"})
        book.put(OUTAGES, 2, {"单位编号": "D1-01", "停气日期": "2026-10-05", "受影响户数": 300})
        book.apply()
        again = Book(place).preview()
        assert (again.is_idle, again.faults, again.number("same")) == (True, (), 2)

    def test_in_english_too(self, place: Place) -> None:
        speak("en")
        assert Book(place).book.sheetnames[:2] == ["Measured indicators", "Complaints"]
        assert Book(place).preview().faults == ()


class TestReading:
    def test_good_rows_are_shown_and_nothing_written(self, place: Place) -> None:
        shown = Book(place).put(CMP, 2, COMPLETE).preview()
        (line,) = shown.lines
        assert (line.change, line.complete, line.unit.code, shown.faults) == (
            "new",
            True,
            "D1-01",
            (),
        )
        assert place.figures().cell.state == "missing"

    @pytest.mark.parametrize(
        ("values", "column", "said"),
        [
            ({"CMP-02 3个工作日内答复（件）": "四十八"}, "CMP-02 3个工作日内答复（件）", "整数"),
            ({"CMP-02 3个工作日内答复（件）": 0.96}, "CMP-02 3个工作日内答复（件）", "整数"),
            ({"CMP-02 3个工作日内答复（件）": "96%"}, "CMP-02 3个工作日内答复（件）", "百分比"),
            ({"CMP-02 3个工作日内答复（件）": 51}, "CMP-02 3个工作日内答复（件）", "51"),
            ({"CMP-02 3个工作日内答复（件）": -1}, "CMP-02 3个工作日内答复（件）", "整数"),
            ({"CMP-02 投诉总数（件）": None}, "CMP-02 投诉总数（件）", "缺少"),
            ({"CMP-02 投诉总数（件）": "=25*2"}, "CMP-02 投诉总数（件）", "公式"),
            ({"CMP-02 投诉总数（件）": True}, "CMP-02 投诉总数（件）", "逻辑值"),
            ({"CMP-02 投诉总数（件）": 10**16}, "CMP-02 投诉总数（件）", "15"),
            ({"数据来源": None}, "数据来源", "来源"),
            ({"月份": "2026-09"}, "月份*", "2026-10"),
            ({"单位编号": "D9-99"}, "单位编号*", "单位"),
        ],
    )
    def test_what_is_wrong_is_named_by_its_cell(
        self, place: Place, values: dict[str, Any], column: str, said: str
    ) -> None:
        book = Book(place).put(CMP, 2, COMPLETE | values)
        ((sheet, row, at, reason),) = book.faults()
        assert (sheet, row, at) == (CMP, 2, column)
        assert said in reason
        assert book.preview().lines == ()

    def test_a_bad_row_leaves_the_others_good(self, place: Place) -> None:
        book = (
            Book(place).put(CMP, 2, COMPLETE).put(CMP, 3, COMPLETE | {"CMP-02 投诉总数（件）": 1})
        )
        shown = book.preview()
        assert [line.unit.code for line in shown.lines] == ["D1-01"]
        assert [fault.row for fault in shown.faults] == [3]

    def test_a_unit_stands_in_one_row(self, place: Place) -> None:
        book = Book(place).put(CMP, 2, COMPLETE).put(CMP, 3, COMPLETE | {"单位编号": "D1-01"})
        ((_sheet, row, _column, reason),) = book.faults()
        assert (row, "2" in reason) == (3, True)

    def test_a_unit_one_does_not_inspect_is_refused(self, place: Place) -> None:
        book = Book(place, place.other).put(
            CMP, 3, COMPLETE | {"单位编号": "D1-02", "月份": PERIOD}
        )
        assert [fault[1] for fault in book.faults()] == [3]

    def test_what_another_inspector_has_is_refused_with_the_name(self, place: Place) -> None:
        Book(place).put(CMP, 2, COMPLETE).apply()
        book = Book(place, place.other).put(CMP, 2, COMPLETE)
        ((_sheet, _row, _column, reason),) = book.faults()
        assert place.inspector.name in reason

    def test_a_missing_column_is_named_once(self, place: Place) -> None:
        book = Book(place).put(CMP, 2, COMPLETE)
        book.book[CMP].cell(1, 3).value = "备注说明"
        reasons = {(fault.sheet, fault.row) for fault in book.preview().faults}
        assert reasons == {(CMP, 1)}
        assert book.preview().lines == ()

    def test_outages_and_their_number_agree(self, place: Place) -> None:
        rows = [
            {"单位编号": "D1-01", "停气日期": "2026-10-05", "受影响户数": 300, "备注": "抢修"},
            {"单位编号": "D1-01", "停气日期": "2026-10-20", "受影响户数": "6,000"},
        ]
        source = {"数据来源": "调度日志"}
        book = Book(place).put(IND, 2, {"IND-09 客户停气次数（次）": 2} | source)
        for number, row in enumerate(rows, start=2):
            book.put(OUTAGES, number, row)
        (line,) = book.preview().lines
        assert line.taken["IND-09"] == {
            "verdict": "deducted",
            "outages": [
                {"on": "2026-10-05", "customers": 300, "note": "抢修"},
                {"on": "2026-10-20", "customers": 6000},
            ],
        }
        book.put(IND, 2, {"IND-09 客户停气次数（次）": 1})
        ((sheet, row, _column, reason),) = book.faults()
        assert (sheet, row, "2" in reason) == (IND, 2, True)

    def test_figures_that_contradict_each_other_are_refused_at_both_cells(
        self, place: Place
    ) -> None:
        book = Book(place).put(CMP, 2, {**COMPLETE, "CMP-03 有效投诉（件）": 31})
        book.put(CMP, 3, COMPLETE)
        assert [fault[:3] for fault in book.faults()] == [
            (CMP, 2, "CMP-01 有效投诉（件）"),
            (CMP, 2, "CMP-03 有效投诉（件）"),
        ]
        assert [line.row for line in book.preview().lines if line.change != "same"] == [3]

    def test_an_outage_is_refused_in_its_own_row(self, place: Place) -> None:
        book = Book(place).put(IND, 2, {"IND-09 客户停气次数（次）": 1, "数据来源": "日志"})
        book.put(OUTAGES, 2, {"单位编号": "D1-01", "停气日期": "2026-09-30", "受影响户数": 300})
        assert [fault[:3] for fault in book.faults()] == [(OUTAGES, 2, "停气日期*")]

    def test_no_outage_is_said_with_0(self, place: Place) -> None:
        book = Book(place).put(IND, 2, {"IND-09 客户停气次数（次）": 0, "数据来源": "日志"})
        (line,) = book.preview().lines
        assert line.taken == {"IND-09": {"verdict": "met"}}

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no file", b"x" * 6_000_000])
    def test_a_file_that_is_no_workbook_is_refused_whole(
        self, place: Place, content: bytes
    ) -> None:
        with pytest.raises(FileRefused):
            filing.preview(place.inspector, PERIOD, content)

    def test_a_workbook_with_too_many_rows_is_refused_whole(self, place: Place) -> None:
        book, written = Workbook(write_only=True), io.BytesIO()
        page = book.create_sheet(CMP)
        for number in range(20_002):
            page.append([f"U{number}"])
        book.save(written)
        with pytest.raises(FileRefused, match="20000"):
            filing.preview(place.inspector, PERIOD, written.getvalue())


class TestWriting:
    def test_rows_become_drafts_with_the_file_as_their_source(self, place: Place) -> None:
        book = Book(place).put(CMP, 2, COMPLETE)
        assert book.apply() == {"new": 1}
        figures = place.figures()
        assert (figures.cell.state, figures.source.words, figures.source.name) == (
            "draft",
            "投诉台账 2026-10",
            "月报.xlsx",
        )
        audit = figures.cell.audit.id
        (view,) = source_desk.sources_of(place.inspector, audit)
        assert view.may_open
        kept = source_desk.source_file(place.inspector, audit, view.row.id)
        assert load_workbook(io.BytesIO(kept)).sheetnames[1] == CMP

    def test_what_is_complete_is_submitted_when_asked(self, place: Place) -> None:
        book = Book(place).put(CMP, 2, COMPLETE)
        book.put(CMP, 3, {"CMP-02 3个工作日内答复（件）": 1, "CMP-02 投诉总数（件）": 2})
        book.put(CMP, 3, {"数据来源": "台账"})
        assert book.apply(submit=True) == {"new": 2, "submitted": 1}
        assert [place.figures(unit=n).cell.state for n in (0, 1)] == ["submitted", "draft"]

    def test_a_change_of_what_is_submitted_needs_a_reason(self, place: Place) -> None:
        Book(place).put(CMP, 2, COMPLETE).apply(submit=True)
        book = Book(place).put(CMP, 2, {"CMP-02 3个工作日内答复（件）": 49})
        (line, *_rest) = [one for one in book.preview().lines if one.change != "same"]
        assert line.corrects and line.taken["CMP-02"]["actual"] == "49"
        with pytest.raises(FiguresSubmitted):
            book.apply()
        book.apply(reason="漏计一件", submit=True)
        now = place.figures()
        assert (now.cell.state, now.cell.audit.version) == ("submitted", 2)
        assert now.cell.audit.correction_reason == "漏计一件"

    def test_what_is_no_longer_as_it_was_shown_is_not_written(self, place: Place) -> None:
        book = Book(place).put(CMP, 2, COMPLETE)
        content = book.content
        seal = filing.preview(place.inspector, PERIOD, content).seal
        entry = Entry({"CMP-03": Typed({"actual": "1", "required": "2"})}, {}, words="先填")
        entering.save(place.inspector, place.units[0].id, "complaints", PERIOD, entry)
        with pytest.raises(ChangedMeanwhile):
            filing.apply(place.inspector, PERIOD, content, "a.xlsx", seal=seal)
        assert set(place.figures().answers) == {"CMP-03"}

    def test_all_rows_are_written_or_none(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        book = Book(place).put(CMP, 2, COMPLETE).put(CMP, 3, COMPLETE)
        done: list[str] = []

        def fails(*_arguments: Any, **_more: Any) -> None:
            done.append("x")
            if len(done) == 2:
                raise ChangedMeanwhile

        monkeypatch.setattr(filing, "finish", fails)
        with suppress(ChangedMeanwhile):
            book.apply(submit=True)
        assert [place.figures(unit=n).cell.state for n in (0, 1)] == ["missing", "missing"]

    def test_a_file_with_both_units_is_not_for_who_sees_one(self, place: Place) -> None:
        Book(place).put(CMP, 2, COMPLETE).put(CMP, 3, COMPLETE).apply(submit=True)
        audit = place.figures().cell.audit.id
        with database().write(SYSTEM) as session:
            person = make_person(session).id
            give(session, person, Role.UNIT_REPRESENTATIVE, unit_id=place.units[0].id)
        (seen,) = source_desk.sources_of(actor_of(person), audit)
        (head,) = source_desk.sources_of(place.head, audit)
        assert (seen.may_open, head.may_open) == (False, True)


class TestRights:
    def test_who_reads_gets_no_template_and_writes_nothing(self, place: Place) -> None:
        content = Book(place).put(CMP, 2, COMPLETE).content
        for act in (
            lambda: filing.template(place.head, PERIOD),
            lambda: filing.preview(place.head, PERIOD, content),
            lambda: filing.apply(place.head, PERIOD, content, "a.xlsx", seal=""),
        ):
            with pytest.raises(Forbidden):
                act()

    def test_a_month_to_come_has_no_template(self, place: Place) -> None:
        with pytest.raises(MonthToCome):
            filing.template(place.inspector, "2099-12")


def test_a_large_organisation_is_read_and_written(own_url: str) -> None:
    units: list[UnitRow] = []
    with database().write(SYSTEM) as session:
        division = make_division(session)
        units += [make_unit(session, division, code=f"N-{n:03d}") for n in range(40)]
        person = make_person(session).id
        give(session, person, Role.ADMINISTRATOR)
    actor = actor_of(person)
    speak("zh")
    book = load_workbook(io.BytesIO(filing.template(actor, PERIOD)))
    page = book["客户满意度"]
    for row in range(2, 42):
        page.cell(row, 4).value, page.cell(row, 5).value = 90 + row, 200
        page.cell(row, 6).value = "年度调查"
    written = io.BytesIO()
    book.save(written)
    shown = filing.preview(actor, PERIOD, written.getvalue())
    assert (len(shown.lines), shown.faults) == (40, ())
    done = filing.apply(actor, PERIOD, written.getvalue(), "a.xlsx", seal=shown.seal, submit=True)
    assert done == {"new": 40, "submitted": 40}
    assert entering.overview(actor, PERIOD).states == {"submitted": 40, "missing": 40 * 4}
    speak(None)


def test_every_kind_of_figures_has_a_sheet() -> None:
    assert len(SHEETS) == 5
    with pytest.raises(WordedError):
        entering.look(SYSTEM, "X", "2026-13")
