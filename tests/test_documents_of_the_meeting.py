"""Slides, notices and minutes, opened and read back: the figures of the pages, nothing hidden."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from docx import Document
from pptx import Presentation

from checklists.periods import Period
from dashboard.documents import desk
from dashboard.documents.ground import ground
from dashboard.documents.notices import notices
from dashboard.documents.pptx_parts import FONT
from dashboard.documents.slides import slides
from dashboard.explaining.gathered import PlaceUnseen
from dashboard.looks import score_text
from dashboard.meeting import ground as meeting
from dashboard.standings import standings
from dashboard.words import speaking
from db import releases
from db.actors import Forbidden, Role
from db.meetings.deciding import NewDecision
from db.session import database
from tests.factories import NOW
from tests.staff import somebody
from tests.test_sealing_periods import OCTOBER, audited
from tests.test_standings import Company

YEAR = Period.parse("2026")
THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
GRADES = ("excellent", "good", "pass", "fail")


@pytest.fixture
def company(own_url: str) -> Company:
    found = Company()
    audited(found, 0, 0, 1, period="2026-09")
    audited(found, 1, 0, 0)
    return found


def deck(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def words_of(slide: Any) -> str:
    said = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        if shape.has_table:
            said += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)


def charts(found: Any) -> list[Any]:
    return [shape.chart for slide in found.slides for shape in slide.shapes if shape.has_chart]


def rows(found: Any, heading: str) -> list[list[str]]:
    """The rows below the headings of every table that has one of these headings."""
    told = []
    for slide in found.slides:
        for shape in slide.shapes:
            if shape.has_table:
                first, *others = [[cell.text for cell in row.cells] for row in shape.table.rows]
                told += others if heading in first else []
    return told


def read(content: bytes) -> str:
    found = Document(io.BytesIO(content))
    said = [paragraph.text for paragraph in found.paragraphs]
    said += [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join(said)


def test_the_slides_have_the_figures_of_the_ranking(on_the_demo: None) -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    told: list[float] = []
    found = meeting.figures(administrator, YEAR)
    made = deck(slides(found, meeting.taken_down(administrator, YEAR), "foot", told.append))
    stands = standings(administrator, YEAR)
    listed = [row for row in rows(made, "单位") if row[0].isdigit()]
    assert [(row[1], row[3].split()[0]) for row in listed] == [
        (unit.row.name_zh, score_text(unit.k)) for unit in stands.units if unit.place
    ]
    grades, divisions = charts(made)
    numbers = [sum(u.grade == grade for u in stands.units) for grade in GRADES]
    assert list(grades.plots[0].series[0].values) == numbers
    names = [group.row.name_zh for group in stands.divisions if group.row]
    assert list(divisions.plots[0].categories) == names
    values = [score_text(group.k) for group in stands.divisions]
    assert [str(value) for value in divisions.plots[0].series[0].values] == values
    assert told == sorted(told) and told[-1] == 1
    assert all(slide.shapes.title.text for slide in made.slides)


def test_the_theme_of_the_slides_names_a_chinese_font(company: Company) -> None:
    made = deck(desk.slides(company.actor(), OCTOBER).content)
    theme = made.slide_masters[0].part.part_related_by(THEME).blob.decode()
    assert theme.count(f'<a:ea typeface="{FONT}"') == 2
    assert theme.count(f'<a:latin typeface="{FONT}"') == 2


def test_gains_and_losses_have_their_reasons_and_a_loss_its_minus(company: Company) -> None:
    made = deck(desk.slides(company.actor(), OCTOBER).content)
    said = "\n".join(words_of(slide) for slide in made.slides)
    assert company.b1.name_zh in said and "HOT-14" in said and "−" in said


def test_the_meeting_sees_no_item_in_its_slides_and_minutes(company: Company) -> None:
    viewer = company.actor(Role.MEETING_VIEWER)
    for make in (desk.slides, desk.minutes):
        with pytest.raises(Forbidden):
            make(viewer, OCTOBER)
        with pytest.raises(Forbidden):
            make(company.actor(Role.DIVISION_HEAD), OCTOBER)
    with database().write(company.actor()) as session:
        for period in ("2026-10", "2026-09"):
            releases.release(session, period, NOW)
    made = deck(desk.slides(viewer, OCTOBER).content)
    for said in (
        "\n".join(words_of(slide) for slide in made.slides),
        read(desk.minutes(viewer, OCTOBER).content),
        read(desk.notices(viewer, OCTOBER).content),
    ):
        assert company.a1.name_zh in said and "HOT-" not in said


def test_the_minutes_tell_what_was_taken_down_and_leave_the_rest_blank(company: Company) -> None:
    actor = company.actor()
    empty = read(desk.minutes(actor, OCTOBER).content)
    assert "＿" in empty and "尚待决定" in empty and company.a1.name_zh in empty
    last = meeting.figures(actor, OCTOBER).last
    assert [one.unit.row.id for one in last] == [company.a1.id]
    for matter, unit, decision, words in (
        ("present", None, "", "李主任\n王经理"),
        ("elimination", company.a1.id, "keep", "仅一次检查"),
    ):
        new = NewDecision(
            id=str(uuid4()),
            matter=matter,
            unit_id=unit,
            decision=decision,
            words=words,
            reason="",
            looked_at=0,
        )
        meeting.take_down(actor, OCTOBER, new)
    said = read(desk.minutes(actor, OCTOBER).content)
    assert "李主任" in said and "王经理" in said and "仅一次检查" in said
    assert "尚待决定" not in said


def test_every_column_of_the_minutes_is_wide_enough_for_a_figure(company: Company) -> None:
    made = Document(io.BytesIO(desk.minutes(company.actor(), OCTOBER).content))
    wide = [table for table in made.tables if len(table.columns) > 3]
    assert wide
    for table in wide:
        widths = [column.width.cm for column in table.columns]
        assert min(widths) > 1.9 and sum(widths) == pytest.approx(17, abs=0.1)


def test_a_notice_tells_what_was_deducted_by_which_clause(company: Company) -> None:
    actor = company.actor()
    told: list[float] = []
    found = ground(actor, OCTOBER)
    document = Document(io.BytesIO(notices(found, found.units, told.append)))
    unit = found.units[-1]
    assert unit.row == company.a1 and len(document.tables) == 2 * 1 + 2
    headings = [cell.text for cell in document.tables[-1].rows[0].cells]
    assert headings[:3] == ["条款", "考核项目", "满分"]
    (line,) = found.deductions[company.a1.id].lines
    row = [cell.text for cell in document.tables[-1].rows[1].cells]
    assert row[0].startswith("GAS") and row[1].startswith("HOT-14")
    assert row[3:5] == ["1", format(line.lost.normalize(), "f")]
    assert "2026-10-09" in row[5] and told[-1] == 1


def test_one_unit_alone_has_its_notice_and_one_that_is_not_seen_has_none(
    company: Company,
) -> None:
    head = company.actor(Role.DIVISION_HEAD)
    with speaking("en"):
        made = desk.notices(head, OCTOBER, unit=company.a1.code)
    said = read(made.content)
    assert company.a1.name_en in said and company.a2.name_en not in said
    assert made.name == f"Result notice_2026-10_{company.a1.name_en}.docx"
    with pytest.raises(PlaceUnseen):
        desk.notices(head, OCTOBER, unit=company.b1.code)
    assert company.b1.name_zh not in read(desk.notices(head, OCTOBER).content)
