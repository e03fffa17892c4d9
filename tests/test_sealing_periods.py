"""Sealing: what is frozen, what is shown from it, what a restatement changes, the same digits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists.catalogue_loader import load_catalogue
from checklists.periods import Period
from checklists.rollup import AuditPoints, WeightedMean, score_unit, weighted_mean
from checklists.sealed import changes, first_difference, recomputed
from dashboard import coefficients, desk
from dashboard.periods import desk as period_desk
from dashboard.periods import sealing
from dashboard.periods.freezing import ChangedSinceLook, SealUnsound
from dashboard.standings import roll_up, standings
from dashboard.standings.roll_up import company_standing, division_standings, standings_of
from dashboard.standings.rows import SealMark, Standings, UnitStanding
from dashboard.standings.sealed import content_of, standings_from
from db import organisation, seals
from db.actors import SYSTEM, Role
from db.audits import AuditFilter, list_audits
from db.periods import StepRefused
from db.rows import AuditRow, DivisionRow, UnitRow
from db.seal_audits import SealedAudit, points_of
from db.seal_proof import seal_faults
from db.session import database
from tests.factories import NOW
from tests.staff import seal_as_seen
from tests.test_standings import Company

OCTOBER, QUARTER = Period.parse("2026-10"), Period.parse("2026-Q3")
RULES = load_catalogue().standing_rules("gas-1000", date(2026, 10, 31))
MARK = SealMark(1, "0" * 64, NOW)


@pytest.fixture
def company(own_url: str) -> Company:
    return Company()


def audited(company: Company, *found: int, period: str = "2026-10") -> None:
    """Audits of a1, a2 and b1 in a month, with so many findings each."""
    for unit, number in zip((company.a1, company.a2, company.b1), found, strict=False):
        company.audit(unit, number, period=period, audited_on=date.fromisoformat(f"{period}-09"))


def sealed(company: Company, period: Period) -> None:
    period_desk.close(company.actor(), period)
    seal_as_seen(company.actor(), period)


def live(company: Company, period: Period, role: Role = Role.ADMINISTRATOR) -> Standings:
    with database().read(company.actor(role)) as session:
        return standings_of(session, period)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE])
def test_what_was_sealed_is_what_stood_there(company: Company, role: Role) -> None:
    audited(company, 1, 3, 2)
    company.weigh("2026-10", a1="1.3", b1="0.8")
    before = live(company, OCTOBER, role)
    sealed(company, OCTOBER)
    found = standings(company.actor(role), OCTOBER)
    assert found.seal is not None and found.seal.number == 1
    assert replace(found, seal=None) == before
    assert before.audits > 0


def test_a_seal_is_shown_while_the_period_is_put_right_and_then_the_next(
    company: Company,
) -> None:
    audited(company, 1, 3)
    sealed(company, OCTOBER)
    first = standings(company.actor(), OCTOBER)
    period_desk.restate(company.actor(), OCTOBER, "漏记一次检查")
    audited(company, 0)
    shown = standings(company.actor(), OCTOBER)
    assert shown.seal is not None and shown.seal.restating
    assert replace(shown, seal=first.seal) == first
    seal_as_seen(company.actor(), OCTOBER)
    second = standings(company.actor(), OCTOBER)
    assert second.seal is not None and (second.seal.number, second.seal.restating) == (2, False)
    assert replace(second, seal=None) == live(company, OCTOBER)
    newest, oldest = period_desk.history(company.actor(), OCTOBER)
    assert (newest.reason, oldest.reason, oldest.changes) == ("漏记一次检查", "", ())
    told = {(one["kind"], one["code"]): one for one in newest.changes}
    # The other unit keeps its score, but not its place beside the first.
    units = {("units", one.code) for one in (company.a1, company.a2)}
    assert set(told) == {("company", ""), ("divisions", "A")} | units
    places = told["units", company.a2.code]
    assert (places["before"], places["after"]["place"]) == (places["after"] | {"place": 1}, 2)
    unit = told["units", company.a1.code]
    was, now = first.units[0], next(u for u in second.units if u.row.id == company.a1.id)
    assert (unit["before"]["k"], unit["after"]["k"]) == tuple(
        format(one.k.normalize(), "f") for one in (was, now) if one.k is not None
    )


def test_other_audits_than_were_looked_at_are_not_sealed(company: Company) -> None:
    audited(company, 2, 1, 0)
    actor = company.actor()
    period_desk.close(actor, OCTOBER)
    seen = sealing.look_before(actor, OCTOBER).seen
    assert sealing.look_before(actor, OCTOBER).seen == seen
    (key, *_others) = [row.id for row in audits_of(company)]
    desk.make_void(actor, key, "填错单位")
    with pytest.raises(ChangedSinceLook):
        sealing.seal(actor, OCTOBER, seen)
    assert period_desk.state_of(actor, OCTOBER) == "closing"
    assert period_desk.history(actor, OCTOBER) == []
    seal_as_seen(actor, OCTOBER)
    assert standings(actor, OCTOBER).audits == 2


def test_another_coefficient_than_was_looked_at_is_not_sealed(company: Company) -> None:
    audited(company, 2, 1, 0)
    actor = company.actor()
    period_desk.close(actor, OCTOBER)
    seen = sealing.look_before(actor, OCTOBER).seen
    found = coefficients.preview(actor, OCTOBER, {company.a1.id: "1.4"})
    coefficients.settle(actor, found, "重新核定")
    with pytest.raises(ChangedSinceLook):
        sealing.seal(actor, OCTOBER, seen)
    assert period_desk.state_of(actor, OCTOBER) == "closing"


def test_a_restatement_seals_what_was_looked_at_in_all_its_periods(company: Company) -> None:
    september = Period.parse("2026-09")
    audited(company, 2, 1, 0, period="2026-09")
    actor = company.actor()
    for period in (september, QUARTER):
        sealed(company, period)
    period_desk.restate(actor, september, "补录")
    seen = sealing.look_before(actor, september).seen
    key = next(row.id for row in audits_of(company))
    desk.make_void(actor, key, "填错单位")
    with pytest.raises(ChangedSinceLook):
        sealing.seal(actor, september, seen)
    assert period_desk.state_of(actor, QUARTER) == "restating"


def test_later_standing_rules_do_not_reach_what_is_sealed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited(company, 2, 1, 0)
    sealed(company, OCTOBER)
    before = standings(company.actor(), OCTOBER)
    none = RULES.model_copy(update={"coverage": ()})
    monkeypatch.setattr(type(load_catalogue()), "standing_rules", lambda *_: none)
    assert live(company, OCTOBER).rules == none and not live(company, OCTOBER).units[0].missing
    assert standings(company.actor(), OCTOBER) == before
    assert before.rules == RULES and before.units[0].missing
    with database().read(SYSTEM) as session:
        assert seal_faults(session) == ([], 1)


def audits_of(company: Company) -> list[AuditRow]:
    with database().read(company.actor()) as session:
        return list_audits(session, AuditFilter(state="submitted"), 10).rows


def test_a_later_change_of_names_and_membership_does_not_reach_what_is_sealed(
    company: Company,
) -> None:
    audited(company, 1, 3, 2)
    sealed(company, OCTOBER)
    before = standings(company.actor(), OCTOBER)
    with database().write(company.actor()) as session:
        organisation.move_unit(session, company.a2.id, company.b.id, date(2026, 11, 1), "改组")
    assert standings(company.actor(), OCTOBER) == before


def test_months_of_a_sealed_quarter_are_locked_and_a_restatement_opens_all(
    company: Company,
) -> None:
    audited(company, 1, 2, 3, period="2026-09")
    september = Period.parse("2026-09")
    for period in (september, QUARTER):
        sealed(company, period)
    assert period_desk.opened_together(company.actor(), september) == (QUARTER, september)
    period_desk.restate(company.actor(), september, "漏记一次检查")
    audited(company, 5, period="2026-09")
    assert sealing.look_before(company.actor(), QUARTER).together == (QUARTER, september)
    assert set(seal_as_seen(company.actor(), september)) == {september, QUARTER}
    for period in (september, QUARTER):
        newest = period_desk.history(company.actor(), period)[0]
        assert (newest.number, newest.reason) == (2, "漏记一次检查")


def test_before_sealing_what_is_shut_out_is_named(company: Company) -> None:
    audited(company, 1)
    actor = company.actor(Role.INSPECTOR)
    draft = desk.begin_audit(
        actor,
        unit=company.a1.id,
        sheet="hotline",
        period="2026-10",
        kind="division",
        subject="",
        on=date(2026, 10, 5),
    )
    with pytest.raises(StepRefused, match="Close it first"):
        sealing.look_before(company.actor(), OCTOBER)
    period_desk.close(company.actor(), OCTOBER)
    shown = sealing.look_before(company.actor(), OCTOBER)
    assert [row.id for row in shown.open_audits] == [draft.id]
    assert (shown.waiting, shown.in_conflict, shown.stands.audits) == ((), frozenset(), 1)


def test_nothing_is_sealed_that_does_not_recompute(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited(company, 1)
    period_desk.close(company.actor(), OCTOBER)

    def wrong(*given: Any) -> WeightedMean:
        return replace(weighted_mean(*given), weight=Fraction(7))

    monkeypatch.setattr(roll_up, "weighted_mean", wrong)
    with pytest.raises(SealUnsound, match="weight is"):
        seal_as_seen(company.actor(), OCTOBER)
    with database().read(company.actor()) as session:
        assert list(seals.every_seal(session)) == []


POINTS = st.integers(0, 40)
FOUND = st.lists(st.tuples(POINTS, POINTS, POINTS), max_size=4)
UNITS = st.lists(st.tuples(FOUND, st.integers(1, 30), st.integers(1, 3)), min_size=1, max_size=6)


def stood(units: list[Any]) -> tuple[Standings, list[SealedAudit]]:
    """Standings of invented units: (points of audits, ten times the coefficient, division)."""
    scheme = load_catalogue().scheme("gas-1000", date(2026, 10, 31))
    sheets = tuple(load_catalogue().sheets(date(2026, 10, 31)).values())[:2]
    in_force = {sheet.code: sheet.points for sheet in sheets}
    audits, rows = [], []
    for key, (found, weight, of) in enumerate(units, start=1):
        points = []
        for number, (k1, lost, k3) in enumerate(found):
            one = AuditPoints(
                sheets[number % 2].code,
                Decimal(k1 + k3 + 1),
                Decimal(max(k1 - lost, 0)) / 4,
                Decimal(k3),
            )
            points.append(one)
            texts = (format(value, "f") for value in (one.k1, one.k2, one.k3))
            audits.append(SealedAudit(f"{key}-{number}", key, one.sheet, "", *texts, "", []))  # type: ignore[arg-type]
        score = score_unit(scheme, in_force, points)
        division = DivisionRow(of, f"D{of}", "甲", "A")
        row = UnitRow(key, f"U{key}", "甲", "A", division, None)
        exact = None if score.rate is None else score.rate * 1000
        rows.append(UnitStanding(row, None, score, exact, Decimal(weight) / 10))
    rates = {unit.row.id: unit.score.rate for unit in rows}
    places = roll_up.shared_ranks(rates)
    placed = tuple(replace(unit, place=places[unit.row.id]) for unit in rows)
    ordered = tuple(sorted(placed, key=lambda u: (u.place is None, u.place or 0, u.row.code)))
    company = company_standing(scheme, ordered, {})
    divisions = division_standings(scheme, ordered, {})
    return Standings(OCTOBER, scheme, sheets, company, divisions, ordered, True, RULES), audits


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(UNITS)
def test_what_is_frozen_recomputes_and_reads_back_to_the_same_digit(units: list[Any]) -> None:
    stands, audits = stood(units)
    content = content_of(stands, audits)
    assert first_difference(content, recomputed(content, points_of(content))) is None
    assert replace(standings_from(content, stands.sheets, OCTOBER, MARK), seal=None) == stands
    assert changes(content, content) == []


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(UNITS.filter(lambda units: any(found for found, *_ in units)), st.data())
def test_one_point_more_is_found_by_recomputing(units: list[Any], data: st.DataObject) -> None:
    stands, audits = stood(units)
    content = content_of(stands, audits)
    number = data.draw(st.integers(0, len(audits) - 1))
    row = content["audits"][number]
    row[5] = format(Decimal(row[5]) + Decimal("0.0001"), "f")
    fault = first_difference(content, recomputed(content, points_of(content)))
    assert fault is not None and " is " in fault
