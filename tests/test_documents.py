"""The meeting's Excel workbook, opened and read back: every formula gives the program's digits."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from checklists.exact import half_up
from checklists.periods import Period
from dashboard.documents import deducted, desk
from dashboard.documents.ground import Ground, NothingToTell, Progress, ground
from dashboard.documents.jobs import Job
from dashboard.documents.layout import FIRST, lay_out
from dashboard.documents.sheet_names import LONGEST, reference, sheet_names
from dashboard.documents.workbook import workbook
from dashboard.words import speaking
from db import organisation, releases
from db.actors import SYSTEM, Forbidden, Role
from db.session import database
from db.trail import TrailFilter, entries
from tests.factories import NOW
from tests.formulas import Recalculated
from tests.staff import actor_of, make_administrator, somebody
from tests.test_sealing_periods import OCTOBER, audited, sealed
from tests.test_standings import Company

YEAR = Period.parse("2026")


@pytest.fixture
def company(own_url: str) -> Company:
    found = Company()
    audited(found, 1, 3, 2)
    found.weigh("2026-10", a1="1.3", b1="0.8")
    return found


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(book: Workbook) -> Iterator[str]:
    for page in book.worksheets:
        for row in page.iter_rows(values_only=True):
            yield from (value for value in row if isinstance(value, str))


def expect_digits(found: Ground, book: Workbook) -> int:
    """Every formula gives what the program says, and every difference is 0; how many there are."""
    computed, layout = Recalculated(book), lay_out(found)
    number = 0
    for group in found.told.divisions:
        assert group.row is not None
        sheet, total = layout.divisions[group.row.id], layout.totals[group.row.id]
        for row, unit in enumerate(group.units, start=FIRST):
            k, program = computed.value(sheet, f"F{row}"), computed.value(sheet, f"G{row}")
            if unit.exact is None:
                assert (k, program) == ("未评分", "未评分")
                continue
            assert k == unit.exact and half_up(k, 6) == unit.k
            assert program == Fraction(unit.k) if unit.k is not None else False
            assert computed.value(sheet, f"H{row}") == 0
            assert computed.value(sheet, f"I{row}") == unit.score.rate
            number += 1
        q = computed.value(sheet, f"F{total + 1}")
        if group.exact is not None:
            assert q == group.exact
            assert computed.value(sheet, f"H{total + 1}") == 0
            assert computed.value(sheet, f"B{total}") == group.mean.weight
            assert computed.value(sheet, f"J{total}") == group.mean.weighted
            number += 1
    for row, one in enumerate((*found.told.divisions, found.told.company), start=FIRST):
        if one is not None and one.exact is not None:
            assert computed.value(layout.groups, f"E{row}") == one.exact
            assert computed.value(layout.groups, f"G{row}") == 0
            number += 1
    for unit in found.units:
        number += _expect_deductions(found, book[layout.units[unit.row.id]], computed, unit)
    return number


def _expect_deductions(found: Ground, page: Any, computed: Recalculated, unit: Any) -> int:
    told = found.deductions.get(unit.row.id)
    if told is None:
        return 0
    total = FIRST + len(told.lines) + bool(told.more)
    lost = computed.value(page.title, f"F{total}")
    sheets = [row for row in unit.score.sheets if row.audits]
    assert lost == sum((row.audits * (row.k1 - row.k3 - row.k2) for row in sheets), Fraction(0))
    assert lost == Fraction(told.lost)
    return 1


def test_every_formula_gives_the_digits_of_the_program(on_the_demo: None) -> None:
    found = ground(somebody(Role.ADMINISTRATOR), YEAR)
    told: list[float] = []
    book = opened(workbook(found, told.append))
    assert expect_digits(found, book) >= 2 * len(found.units)
    assert told == sorted(told) and told[-1] == 1 and len(told) > len(found.units)


def test_a_changed_cell_is_seen_in_the_formulas(company: Company) -> None:
    found = ground(company.actor(), OCTOBER)
    book, layout = opened(workbook(found)), lay_out(found)
    first, _last = layout.rows[company.a1.id]
    page = book[layout.formula]
    row = next(row for row in range(first, first + 20) if page[f"D{row}"].value)
    page[f"F{row}"] = page[f"F{row}"].value - 1
    with pytest.raises(AssertionError):
        expect_digits(found, book)


def test_units_stand_by_place_with_those_not_scored_last(company: Company) -> None:
    audited(company, 2, period="2026-09")
    with database().write(SYSTEM) as session:
        organisation.add_unit(session, company.b.id, "Z9", "空白站", "Blank")
    found = ground(company.actor(), OCTOBER)
    book = opened(workbook(found))
    assert expect_digits(found, book) == 3 + 2 + 3 + 4
    page = book["排名"]
    rows = list(page.iter_rows(min_row=FIRST, values_only=True))
    assert [row[0] for row in rows] == [1, 1, 1, None], "a tie shares its place"
    assert rows[-1][1:5] == ("空白站", company.b.name_zh, "未评分", "○ 未评分")
    before = {row[1]: row[8] for row in rows}
    assert [name for name, k in before.items() if k != "未评分"] == [company.a1.name_zh]
    assert (page.freeze_panes, page.print_title_rows) == ("C6", "$5:$5")
    assert page.print_area == f"'排名'!$A$1:$K${page.max_row}"
    assert page["B6"].hyperlink.location == reference(rows[0][1], "A1")
    assert page["B6"].font.name == "Microsoft YaHei"


def test_a_unit_has_its_deductions_in_the_annexs_columns(company: Company) -> None:
    book = opened(workbook(ground(company.actor(), OCTOBER)))
    page = book[company.a2.name_zh]
    row = [cell.value for cell in page[FIRST]]
    assert row[1] == "热线服务" and row[2].startswith("GAS") and row[3].startswith("HOT-14")
    assert row[4] >= row[5] > 0
    assert "3" in row[6] and row[8] == "2026-10-09"
    assert page["B4"].hyperlink.location == "'排名'!A1"


def test_what_is_not_told_line_by_line_is_in_the_sum(
    on_the_demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deducted, "MOST", 18 * 20)
    found = ground(somebody(Role.ADMINISTRATOR), YEAR)
    assert {len(one.lines) for one in found.deductions.values()} == {20}
    assert all(one.more > 0 for one in found.deductions.values())
    expect_digits(found, opened(workbook(found)))


def test_a_text_is_never_a_formula(company: Company) -> None:
    with database().write(SYSTEM) as session:
        for code, name in enumerate(("=1+1", "+86", "-站", "@SUM(A1)"), start=1):
            organisation.add_unit(session, company.a.id, f"X{code}", name, name)
    book = opened(workbook(ground(company.actor(), OCTOBER)))
    page = book["排名"]
    cells = {cell.value: cell for row in page.iter_rows() for cell in row if cell.value}
    for name in ("=1+1", "+86", "-站", "@SUM(A1)"):
        assert cells[name].data_type == "s" and cells[name].quotePrefix
    formulas = [
        cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas and "=1+1" not in formulas


def test_names_of_sheets_are_short_and_all_different() -> None:
    long = "很长的单位名称" * 6
    names = sheet_names(["排名", "a/b:c*d?[e]\\", long, long, "History", "  '引号' ", "排名", ""])
    assert names[0] == "排名" and names[1] == "a-b-c-d--e--"
    assert all(0 < len(name) <= LONGEST for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    assert names[3].endswith(" (2)") and names[4] == "History (2)" and names[5] == "引号"
    assert reference("二站'北", "A1") == "'二站''北'!A1"


def test_a_head_finds_nothing_of_another_division_in_the_file(company: Company) -> None:
    found = ground(company.actor(Role.DIVISION_HEAD), OCTOBER)
    book = opened(workbook(found))
    expect_digits(found, book)
    said = "\n".join(texts(book))
    assert company.a1.name_zh in said and "HOT-14" in said
    assert company.b1.name_zh not in said and company.b.name_zh not in said
    assert found.told.company is None and "不是全公司" in said


def test_the_meeting_finds_sheets_but_no_single_deduction(company: Company) -> None:
    viewer = company.actor(Role.MEETING_VIEWER)
    with pytest.raises(Forbidden):
        ground(viewer, OCTOBER)
    audited(company, 5, 5, 5, period="2026-09")
    with database().write(company.actor()) as session:
        releases.release(session, str(OCTOBER), NOW)
    found = ground(viewer, OCTOBER)
    book = opened(workbook(found))
    assert expect_digits(found, book) == 3 + 2 + 3
    said = "\n".join(texts(book))
    assert company.b1.name_zh in said and "HOT-" not in said and "Person" not in said
    assert found.before is None, "September is not released"


def test_what_is_sealed_is_told_as_it_was_sealed(company: Company) -> None:
    sealed(company, OCTOBER)
    found = ground(company.actor(), OCTOBER)
    book = opened(workbook(found))
    assert expect_digits(found, book) == 3 + 2 + 3 + 3
    seal = found.told.seal
    assert seal is not None and seal.hash[:16] in "\n".join(texts(book))


def test_nobody_else_has_documents_and_an_empty_period_has_none(company: Company) -> None:
    for role in (Role.INSPECTOR, Role.AGENT, Role.UNIT_REPRESENTATIVE):
        with pytest.raises(Forbidden):
            desk.workbook(company.actor(role), OCTOBER)
    with database().read(company.actor()) as session:
        assert entries(session, TrailFilter(action="exported"))[1] == 0
    desk.workbook(company.actor(), OCTOBER)
    with database().read(company.actor()) as session:
        (entry,), _total = entries(session, TrailFilter(action="exported"))
    assert (entry.object_id, entry.after) == ("2026-10", {"file": "xlsx"})


def test_there_is_no_document_where_no_unit_stands(own_url: str) -> None:
    with database().write(SYSTEM) as session:
        person = make_administrator(session)
    with pytest.raises(NothingToTell):
        ground(actor_of(person), OCTOBER)


def test_a_job_tells_how_far_it_is_and_gives_the_file(company: Company) -> None:
    actor = company.actor()
    with speaking("en"):
        job = Job("x", lambda told: desk.workbook(actor, OCTOBER, told))
    assert job.wait(30) and job.made is not None and job.part == 1
    assert job.made.name == "Evaluation result_2026-10.xlsx"
    assert "Ranking" in opened(job.made.content).sheetnames


def test_a_job_that_is_stopped_keeps_nothing(company: Company) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def make(told: Progress) -> desk.Made:
        begun.set()
        assert goes_on.wait(30)
        told(0.5)
        raise AssertionError("it should have been stopped")

    job = Job("x", make)
    assert begun.wait(30) and job.runs and not job.stopped
    job.stop()
    goes_on.set()
    assert job.wait(30)
    assert (job.stopped, job.made, job.error) == (True, None, None)


def test_a_job_that_is_not_allowed_says_so(company: Company) -> None:
    actor = company.actor(Role.INSPECTOR)
    job = Job("x", lambda told: desk.workbook(actor, OCTOBER, told))
    assert job.wait(30)
    assert isinstance(job.error, Forbidden) and not job.stopped
