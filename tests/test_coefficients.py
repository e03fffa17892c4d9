"""What other coefficients would change is told exactly before they hold, and then holds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists.periods import Period
from checklists.rollup import score_division
from dashboard import coefficients
from dashboard.coefficient_numbers import NotANumber, Others, is_far
from dashboard.coefficients import NothingChanged
from dashboard.people import ReasonAsked
from dashboard.standings import GroupStanding, Standings, standings
from dashboard.standings.roll_up import rules_of
from dashboard.what_if.scores import GroupChange, Told
from db.actors import Role
from db.coefficient_changes import CoefficientRefused, CoefficientsChanged
from db.rows import DivisionRow
from tests.conftest import DEMO_DAY
from tests.screens import enter, opened, spoken
from tests.test_sealing_periods import audited
from tests.test_sealing_periods import sealed as company_sealed
from tests.test_standings import PERIOD, Company, company

__all__ = ["company"]

SCHEME = rules_of(PERIOD)[0]


def filled(company: Company) -> Company:
    for found, unit in enumerate((company.a1, company.a2, company.b1), start=1):
        company.audit(unit, found)
    return company


def told(company: Company) -> list[Told]:
    """How company and divisions stand, the company first."""
    stands = company.stands()
    assert stands.company is not None
    groups = (stands.company, *stands.divisions)
    return [Told(group.k, group.grade, group.place) for group in groups]


def test_what_is_told_before_is_what_holds_after(company: Company) -> None:
    filled(company)
    company.weigh(a2="1.1")
    before = told(company)
    typed = {company.a1.id: "0.8", company.b1.id: "1.25"}
    found = coefficients.preview(company.actor(), PERIOD, typed)
    assert [change.before for change in found.groups] == before == told(company)
    assert [(one.unit.id, one.before, one.after) for one in found.units] == [
        (company.a1.id, Decimal(1), Decimal("0.8")),
        (company.b1.id, Decimal(1), Decimal("1.25")),
    ]
    assert coefficients.settle(company.actor(), found, "重新核定") == 2
    of = {change.row: change.after for change in found.groups}
    stands = company.stands()
    assert stands.company is not None
    for group in (stands.company, *stands.divisions):
        assert of[group.row] == Told(group.k, group.grade, group.place)
    assert found.groups[0].difference == of[None].k - before[0].k  # type: ignore[operator]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.lists(st.decimals("0.0001", "10", places=4), min_size=3, max_size=3))
def test_the_columns_agree_with_the_exact_roll_up(company: Company, values: Any) -> None:
    if not company.stands().audits:
        filled(company)
    units = (company.a1, company.a2, company.b1)
    rates = {unit.row.id: unit.score.rate for unit in company.stands().units}
    weighed: list[tuple[Decimal, Fraction | None]] = [
        (value, rates[unit.id]) for value, unit in zip(values, units, strict=True)
    ]
    typed = {unit.id: str(value) for unit, value in zip(units, values, strict=True)}
    found = {
        change.row: change.after
        for change in coefficients.preview(company.actor(), PERIOD, typed).groups
    }
    for row, rows in ((None, weighed), (company.a, weighed[:2]), (company.b, weighed[2:])):
        exact = score_division(SCHEME, rows)
        assert (found[row].k, found[row].grade) == (exact.q, exact.grade)


def test_a_division_not_scored_stays_so_and_has_no_difference(company: Company) -> None:
    company.audit(company.a1, 1)
    found = coefficients.preview(company.actor(), PERIOD, {company.b1.id: "2"})
    (empty,) = [change for change in found.groups if change.row == company.b]
    nothing = Told(None, None, None)
    assert empty == GroupChange(company.b, nothing, nothing)
    assert empty.difference is None


@pytest.mark.parametrize("typed", ["", "viel", "1,2", "1_0", "1 2", "--1", "1" * 21])
def test_what_is_no_number_is_refused_with_unit_and_value(company: Company, typed: str) -> None:
    with pytest.raises(NotANumber, match=company.a1.code):
        coefficients.preview(company.actor(), PERIOD, {company.a1.id: typed})


@pytest.mark.parametrize("typed", ["0", "-1", "11", "1.00001", "NaN", "-Infinity"])
def test_what_is_out_of_bounds_is_refused_with_unit_and_value(company: Company, typed: str) -> None:
    with pytest.raises(CoefficientRefused, match=company.a1.code):
        coefficients.preview(company.actor(), PERIOD, {company.a1.id: typed})


@pytest.mark.parametrize("typed", ["1.2", " 1.2 ", "1。2", "１.２", "1.2000"])
def test_what_a_chinese_keyboard_types_is_read(company: Company, typed: str) -> None:
    found = coefficients.preview(company.actor(), PERIOD, {company.a1.id: typed})
    assert found.values == {company.a1.id: Decimal("1.2")}


def test_what_holds_already_is_no_change(company: Company) -> None:
    company.weigh(a1="1.2")
    with pytest.raises(NothingChanged):
        coefficients.preview(company.actor(), PERIOD, {company.a1.id: "1.20"})


@pytest.mark.parametrize(
    ("value", "before", "others", "far"),
    [
        ("2", "1", ("0.8", "1", "1.2"), False),
        ("2.0001", "1", ("0.8", "1", "1.2"), True),
        ("0.5", "1", ("1",), False),
        ("0.4999", "1", ("1",), True),
        ("7", "6", ("1", "1.1"), True),
        ("7", "6", (), False),
        ("1", "3", ("1", "1.1"), True),
    ],
)
def test_a_coefficient_far_from_the_one_before_or_from_the_others_is_asked_about(
    value: str, before: str, others: tuple[str, ...], far: bool
) -> None:
    found = Others.of([Decimal(text) for text in others])
    assert is_far(Decimal(value), Decimal(before), found, Decimal(2)) is far


def test_what_may_be_a_slip_of_the_pen_is_told_before_it_holds_and_not_forbidden(
    company: Company,
) -> None:
    filled(company)
    company.weigh(a2="1.1")
    found = coefficients.preview(company.actor(), PERIOD, {company.a1.id: "7", company.a2.id: "1"})
    (first, second) = found.units
    assert (first.far, second.far) == (True, False)
    assert first.others == Others(Decimal(1), Decimal("1.05"), Decimal("1.1"))
    assert coefficients.settle(company.actor(), found, "核定") == 2


def test_a_look_that_is_out_of_date_is_refused_and_nothing_is_set(company: Company) -> None:
    first = coefficients.preview(company.actor(), PERIOD, {company.a1.id: "1.2"})
    second = coefficients.preview(company.actor(), PERIOD, {company.a1.id: "0.9"})
    with pytest.raises(ReasonAsked):
        coefficients.settle(company.actor(), first, " ")
    assert coefficients.settle(company.actor(), first, "户数多") == 1
    with pytest.raises(CoefficientsChanged):
        coefficients.settle(company.actor(), second, "户数少")
    (row,) = coefficients.history(company.actor(), company.a1.id)
    assert (row.value, row.reason, row.month) == (Decimal("1.2"), "户数多", "2026-11")


def test_a_head_reads_the_own_units_and_the_newest_period_comes_first(company: Company) -> None:
    company.weigh(a1="1.2", b1="0.9")
    head = company.actor(Role.DIVISION_HEAD)
    found = coefficients.weights(head, PERIOD)
    assert [(one.unit.id, one.value, one.since is not None) for one in found] == [
        (company.a1.id, Decimal("1.2"), True),
        (company.a2.id, Decimal(1), False),
    ]
    listed = [Period.parse(text) for text in coefficients.periods(head)]
    assert {period.kind for period in listed} >= {"year", "quarter", "month"}
    assert listed[0].kind == "year"


def test_other_periods_that_change_are_told_as_they_will_stand(company: Company) -> None:
    for period in ("2026-10", "2026-11"):
        audited(company, 0, 3, 2, period=period)
    company.weigh(a2="1.1")
    month = Period.parse("2026-10")
    typed = {company.a1.id: "0.5", company.a2.id: "2"}
    found = coefficients.preview(company.actor(), month, typed)
    told = {change.period: change for change in found.others}
    # From November on the second unit keeps what was set for it, the first does not.
    assert {str(period) for period in told} >= {"2026-11", "2026-Q4", "2026"}
    assert month not in told
    before = {period: standings(company.actor(), period) for period in told}
    assert coefficients.settle(company.actor(), found, "重新核定") == 2
    for period, change in told.items():
        after = standings(company.actor(), period)
        for one in change.groups:
            was, now = (_group(stands, one.row) for stands in (before[period], after))
            assert (one.before.k, one.after.k) == (was.k, now.k)
        assert change.biggest is not None and change.biggest.row == company.a


def _group(stands: Standings, row: DivisionRow | None) -> GroupStanding:
    groups = [*stands.divisions, *([stands.company] if stands.company else [])]
    (found,) = [group for group in groups if group.row == row]
    return found


def test_a_sealed_month_names_the_first_one_that_can_be_changed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coefficients, "today", lambda: DEMO_DAY)
    audited(company, 1, 3, 2)
    company_sealed(company, Period.parse("2026-10"))
    month = Period.parse("2026-10")
    assert coefficients.first_free(company.actor(), month) == Period.parse("2026-11")
    assert coefficients.first_free(company.actor(), Period.parse("2026-11")) is None
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    page = opened("coefficients", period="2026-10")
    assert "2026-11" in page.info[0].value
    assert page.multiselect[0].disabled
    (offer,) = [
        one for one in page.button if one.label == spoken("Choose {month}", "zh", month="2026-11")
    ]
    offer.click().run()
    assert not page.info
    # Without a period in the address the page opens where coefficients can be set.
    assert opened("coefficients").selectbox(key="period").value == "2026-11"
    assert coefficients.opening(company.actor(Role.DIVISION_HEAD)) == "2026"
    assert page.selectbox(key="period").value == "2026-11"
    assert not page.multiselect[0].disabled
