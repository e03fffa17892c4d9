"""Coefficients out of a workbook: faults first, what changes, and one transaction."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from checklists.periods import Period
from dashboard import coefficient_file, coefficients
from dashboard.imports.faults import FileRefused
from dashboard.words import speaking
from db.actors import Forbidden, Role
from tests.screens import enter, opened, spoken, tables, texts
from tests.test_standings import Company

PERIOD = Period.parse("2026-11")
Change = Callable[[Any], None]


@pytest.fixture
def company(own_url: str) -> Company:
    return Company()


def file(company: Company, change: Change) -> bytes:
    """The template, changed as somebody does it in Excel."""
    book = load_workbook(BytesIO(coefficient_file.template(company.actor(), PERIOD)))
    change(book.worksheets[0])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_template_has_every_unit_with_what_holds_and_changes_nothing(company: Company) -> None:
    actor = company.actor()
    first = coefficients.preview(actor, PERIOD, {company.a2.id: "1.25"})
    coefficients.settle(actor, first, "核定")
    rows: list[tuple[Any, ...]] = []
    content = file(company, lambda page: rows.extend(page.iter_rows(min_row=2, values_only=True)))
    units = (company.a1, company.a2, company.b1)
    assert [row[0] for row in rows] == [unit.code for unit in units]
    assert [Decimal(str(row[3])) for row in rows] == [1, Decimal("1.25"), 1]
    assert coefficient_file.read(actor, PERIOD, content) == coefficient_file.ReadFile({}, ())


def test_what_is_wrong_is_named_with_row_and_remedy_and_the_rest_is_taken(
    company: Company,
) -> None:
    def spoil(page: Any) -> None:
        page["D2"], page["D3"], page["A4"] = "1.4", "很难", "XX"
        page.append([company.a1.code, "", "", 1.3])
        page.append([company.b1.code, "", "", 0])

    read = coefficient_file.read(company.actor(), PERIOD, file(company, spoil))
    assert read.typed == {company.a1.id: "1.4"}
    assert [(fault.row, fault.value) for fault in read.faults] == [
        (3, "很难"),
        (4, "XX"),
        (5, company.a1.code),
        (6, "0"),
    ]
    with speaking("zh"):
        assert all(fault.reason and fault.remedy for fault in read.faults)


def test_an_empty_cell_leaves_a_unit_as_it_is(company: Company) -> None:
    def empty(page: Any) -> None:
        page["D2"], page["D3"], page["D4"] = None, "0.9", None

    read = coefficient_file.read(company.actor(), PERIOD, file(company, empty))
    assert (read.typed, read.faults) == ({company.a2.id: "0.9"}, ())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_read_coefficients(company: Company, role: Role) -> None:
    content = file(company, lambda page: None)
    with pytest.raises(Forbidden):
        coefficient_file.read(company.actor(role), PERIOD, content)
    with pytest.raises(Forbidden):
        coefficient_file.template(company.actor(role), PERIOD)


def test_a_file_that_is_no_workbook_is_refused(company: Company) -> None:
    with pytest.raises(FileRefused):
        coefficient_file.read(company.actor(), PERIOD, b"no workbook")


def test_on_the_page_faults_come_first_then_what_changes_and_it_holds_with_a_reason(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.audit(company.a1, 2)
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])

    def spoil(page: Any) -> None:
        page["D2"], page["D4"] = 1.5, "x"

    page = opened("coefficients")
    page.session_state["period"] = str(PERIOD)
    page.run()
    with_file(page, file(company, spoil))
    drawn = tables(page)
    assert len(drawn["coefficients-faults"]["rows"]) == 1
    assert spoken("What changes in {period}", "zh", period=str(PERIOD)) in texts(page)
    (why,) = [
        one for one in page.text_input if one.label == spoken("Reason (kept in the trail)", "zh")
    ]
    why.input("年度核定")
    page.button(key="coefficients-settle").click().run()
    assert not page.error and not page.exception
    weights = {one.unit.id: one.value for one in coefficients.weights(company.actor(), PERIOD)}
    assert weights[company.a1.id] == Decimal("1.5") and weights[company.b1.id] == 1
    (row,) = coefficients.history(company.actor(), company.a1.id)
    assert row.reason == "年度核定"


def with_file(page: AppTest, content: bytes) -> None:
    """Choose a file on the page."""
    (chooser,) = page.file_uploader
    chooser.set_value(("coefficients.xlsx", content, "application/octet-stream")).run()
