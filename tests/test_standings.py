"""Units, divisions and the company stand as the regulation's formulas say, to the digit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from checklists.catalogue_loader import load_catalogue
from checklists.coverage import Missing
from checklists.exact import half_up
from checklists.periods import Period
from checklists.rollup import AuditPoints, score_unit
from dashboard.standings import GroupStanding, Standings, standings
from dashboard.standings.roll_up import rules_of
from db import grants, organisation
from db.actors import SYSTEM, Actor, Role
from db.bulk import load_audits
from db.coefficient_changes import set_coefficients
from db.rows import UnitRow
from db.scores import scores_of_period
from db.session import database
from tests.factories import (
    DAY,
    NOW,
    deduction,
    full_answers,
    make_bundle,
    make_division,
    make_person,
    make_sheet,
    make_unit,
)

PERIOD = Period.parse("2026-11")
BEGUN = date(2026, 1, 1)


REPORT = {"verdict": "measured", "actual": "90", "required": "100"}
SAID = {"mystery": {"MYS-01": REPORT}, "satisfaction": {"SAT-01": REPORT}}
"""Sheets of which nothing can be said but by a figure."""


class Company:
    """Two divisions: the first with two units, the second with one; and who acts."""

    def __init__(self) -> None:
        with database().write(SYSTEM) as session:
            self.a, self.b = make_division(session, code="A"), make_division(session, code="B")
            self.a1, self.a2 = make_unit(session, self.a), make_unit(session, self.a)
            self.b1 = make_unit(session, self.b)
            self.people = {role: make_person(session).id for role in Role}
            scopes: dict[Role, dict[str, Any]] = {
                Role.DIVISION_HEAD: {"division_id": self.a.id},
                Role.UNIT_REPRESENTATIVE: {"unit_id": self.a1.id},
                Role.INSPECTOR: {"division_id": self.a.id},
                Role.AGENT: {"division_id": self.a.id},
            }
            for role, person in self.people.items():
                grants.give(session, person, role, valid_from=BEGUN, **scopes.get(role, {}))

    def actor(self, role: Role = Role.ADMINISTRATOR) -> Actor:
        with database().read(SYSTEM) as session:
            actor = grants.actor_of(session, self.people[role], DAY)
        assert actor is not None
        return actor

    def audit(self, unit: UnitRow, found: int, **fields: Any) -> Fraction:
        """Load an audit in which one item was found so often; its exact score rate."""
        sheet = fields.get("of_sheet") or make_sheet()
        answers = {**full_answers(sheet), **SAID.get(sheet.code, {})}
        if sheet.code == "hotline":
            answers["HOT-14"] = deduction(found)
        with database().write(SYSTEM) as session:
            bundle = make_bundle(
                session,
                answers,
                unit_id=unit.id,
                inspector_id=self.people[Role.INSPECTOR],
                submitted_at=NOW,
                **fields,
            )
            load_audits(session, [bundle])
        score = bundle.score
        assert score is not None
        return Fraction(score.k2) / Fraction(score.k1 - score.k3)

    def weigh(self, period: str = "2026-11", **values: str) -> None:
        given = {getattr(self, unit).id: Decimal(value) for unit, value in values.items()}
        with database().write(self.actor()) as session:
            set_coefficients(session, Period.parse(period), given, "户数多", NOW)

    def stands(self, role: Role = Role.ADMINISTRATOR, period: Period = PERIOD) -> Standings:
        return standings(self.actor(role), period)


@pytest.fixture
def company(own_url: str) -> Company:
    return Company()


def whole(found: Standings) -> GroupStanding:
    assert found.company is not None
    return found.company


def test_a_division_is_the_weighted_mean_of_its_units(company: Company) -> None:
    rates = company.audit(company.a1, 1), company.audit(company.a2, 3)
    company.weigh(a1="1.3", a2="0.8")
    (division,) = [group for group in company.stands().divisions if group.row == company.a]
    worked_out = (rates[0] * 13 + rates[1] * 8) / 21 * 1000
    assert division.exact == worked_out
    assert division.k == half_up(worked_out, 6)
    assert (division.mean.weight, division.mean.counted) == (Fraction(21, 10), 2)
    assert division.mean.weighted == (rates[0] * 13 + rates[1] * 8) / 10
    assert [unit.coefficient for unit in division.units] == [Decimal("1.3"), Decimal("0.8")]


def test_the_company_is_the_weighted_mean_of_all_units(company: Company) -> None:
    rates = [company.audit(unit, n) for n, unit in enumerate((company.a1, company.a2, company.b1))]
    company.weigh(b1="1.5")
    found = whole(company.stands())
    assert found.exact == (rates[0] + rates[1] + rates[2] * Fraction(3, 2)) / Fraction(7, 2) * 1000
    assert (found.row, found.place, found.audits, found.coefficient) == (
        None, None, 3, Fraction(7, 2)
    )  # fmt: skip


def test_a_unit_not_scored_drops_out_with_its_weight_and_is_never_0(company: Company) -> None:
    rate = company.audit(company.a1, 2)
    company.weigh(a2="5")
    found = company.stands()
    division = next(group for group in found.divisions if group.row == company.a)
    assert division.exact == rate * 1000
    assert (division.mean.counted, division.mean.left_out) == (1, 1)
    empty = next(group for group in found.divisions if group.row == company.b)
    assert (empty.k, empty.exact, empty.grade, empty.place) == (None, None, None, None)
    assert [unit.k for unit in found.units] == [half_up(rate * 1000, 6), None, None]


def test_divisions_and_units_share_places_and_those_not_scored_have_none(company: Company) -> None:
    for unit in (company.a1, company.b1):
        company.audit(unit, 2)
    found = company.stands()
    assert [group.place for group in found.divisions] == [1, 1]
    assert [unit.place for unit in found.units] == [1, 1, None]


def test_a_unit_is_scored_over_the_audits_of_the_period_one_by_one(company: Company) -> None:
    for found, unit in enumerate((company.a1, company.a1, company.b1)):
        company.audit(unit, found)
    company.audit(company.a1, 4, period="2026-10")
    with database().read(SYSTEM) as session:
        rows = scores_of_period(session, str(PERIOD), unit_id=company.a1.id)
    points = [AuditPoints(row.sheet, row.k1, row.k2, row.k3) for row in rows]
    scheme, sheets = rules_of(PERIOD)
    wanted = score_unit(scheme, {code: sheet.points for code, sheet in sheets.items()}, points)
    stands = company.stands()
    assert [u.score for u in stands.units if u.row.id == company.a1.id] == [wanted]
    assert (wanted.audits, stands.audits) == (2, 3)


def test_a_head_sees_the_own_division_and_others_no_division(company: Company) -> None:
    for unit in (company.a1, company.a2, company.b1):
        company.audit(unit, 2)
    company.weigh(a1="1.3")
    official = next(group for group in company.stands().divisions if group.row == company.a)
    head = company.stands(Role.DIVISION_HEAD)
    assert [(g.row, g.exact) for g in head.divisions] == [(company.a, official.exact)]
    assert head.company is None and not head.whole
    for role in (Role.UNIT_REPRESENTATIVE, Role.INSPECTOR, Role.MEETING_VIEWER):
        found = company.stands(role)
        assert (found.divisions, found.company) == ((), None)
    assert [unit.coefficient for unit in company.stands(Role.UNIT_REPRESENTATIVE).units] == [
        Decimal("1.3")
    ]


def test_a_unit_stands_under_the_division_of_the_last_day_and_says_since_when(
    company: Company,
) -> None:
    company.audit(company.a2, 1)
    with database().write(company.actor()) as session:
        organisation.move_unit(session, company.a2.id, company.b.id, date(2026, 11, 15), "改组")
    (moved,) = [unit for unit in company.stands().units if unit.row.id == company.a2.id]
    assert (moved.row.division, moved.moved) == (company.b, date(2026, 11, 15))
    for text, since in (("2026-10", None), ("2026-12", None), ("2026-Q4", moved.moved)):
        found = company.stands(period=Period.parse(text))
        assert [u.moved for u in found.units if u.row.id == company.a2.id] == [since]


def test_a_head_sees_of_a_moved_unit_what_was_audited_since(company: Company) -> None:
    company.audit(company.b1, 1, period="2026-10")
    company.audit(company.b1, 5)
    with database().write(company.actor()) as session:
        organisation.move_unit(session, company.b1.id, company.a.id, date(2026, 11, 1), "改组")
    quarter = Period.parse("2026-Q4")
    seen = {}
    for role in (Role.ADMINISTRATOR, Role.DIVISION_HEAD):
        stands = company.stands(role, quarter)
        (unit,) = [unit for unit in stands.units if unit.row.id == company.b1.id]
        seen[role] = (unit.audits, stands.whole, unit.moved)
    moved = date(2026, 11, 1)
    assert seen == {
        Role.ADMINISTRATOR: (2, True, moved),
        Role.DIVISION_HEAD: (1, False, moved),
    }


def test_a_unit_closed_before_the_period_is_left_out(company: Company) -> None:
    company.audit(company.a1, 1)
    with database().write(company.actor()) as session:
        organisation.close_unit(session, company.b1.id, date(2026, 10, 1), "合并")
    assert {unit.row.id for unit in company.stands().units} == {company.a1.id, company.a2.id}
    assert [group.row for group in company.stands().divisions] == [company.a]


def cover(company: Company, unit: UnitRow, leave_out: str = "") -> None:
    """Load what a unit needs behind its score in a year, but for one sheet."""
    rules = load_catalogue().standing_rules("gas-1000", DAY)
    asked = [(one, sheet) for one in rules.coverage for sheet in one.sheets if sheet != leave_out]
    for one, sheet in asked:
        for _each in range(one.least):
            company.audit(unit, 0, of_sheet=make_sheet(sheet), kind=one.occasion or "own")


def test_a_score_is_provisional_until_enough_audits_stand_behind_it(company: Company) -> None:
    cover(company, company.a1, leave_out="repair")
    (unit,) = [unit for unit in company.stands().units if unit.row.id == company.a1.id]
    assert unit.provisional
    assert unit.missing == (Missing("division_per_unit", 2, 0, "division", "repair"),)
    for _each in range(2):
        company.audit(company.a1, 0, of_sheet=make_sheet("repair"))
    (unit,) = [unit for unit in company.stands().units if unit.row.id == company.a1.id]
    assert (unit.provisional, unit.missing) == (False, ())


def test_a_division_is_provisional_with_its_units_or_without_the_company(company: Company) -> None:
    cover(company, company.a1)
    (division,) = [group for group in company.stands().divisions if group.row == company.a]
    assert division.missing == (Missing("company_per_division", 1, 0, "company"),)
    assert division.provisional and whole(company.stands()).provisional
    company.audit(company.a1, 0, kind="company")
    (division,) = [group for group in company.stands().divisions if group.row == company.a]
    # The second unit is not scored: it is in no score and makes none provisional.
    assert (division.missing, division.provisional) == ((), False)
    company.audit(company.a2, 0)
    (division,) = [group for group in company.stands().divisions if group.row == company.a]
    assert division.missing == () and division.provisional


def test_what_is_not_scored_is_not_provisional_but_lacks_all(company: Company) -> None:
    found = company.stands()
    assert [(unit.k, unit.provisional, len(unit.missing)) for unit in found.units] == [
        (None, False, 7)
    ] * 3
    assert not any(group.provisional for group in (*found.divisions, whole(found)))


def test_coverage_looks_at_the_twelve_months_that_end_with_the_period(company: Company) -> None:
    cover(company, company.a1)
    covered = {}
    for month in ("2026-10", "2026-11", "2027-10", "2027-11"):
        found = company.stands(period=Period.parse(month))
        (unit,) = [unit for unit in found.units if unit.row.id == company.a1.id]
        covered[month] = not unit.missing
    assert covered == {"2026-10": False, "2026-11": True, "2027-10": True, "2027-11": False}


def test_everyone_who_sees_a_score_is_told_the_same_of_its_coverage(company: Company) -> None:
    cover(company, company.a1, leave_out="repair")
    official = {unit.row.id: unit.missing for unit in company.stands().units}
    for role in (Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE):
        for unit in company.stands(role).units:
            assert unit.missing == official[unit.row.id]
    head = company.stands(Role.DIVISION_HEAD).divisions
    assert [group.missing for group in head] == [company.stands().divisions[0].missing]
