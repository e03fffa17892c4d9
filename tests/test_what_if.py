"""Suppositions: read from the address with every fault named, reckoned exactly, never written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.account import Bounds
from checklists.exact import half_up
from checklists.order_rules import order_rules
from checklists.periods import Period
from checklists.ranking import shared_ranks
from checklists.rollup import AuditPoints, score_unit
from dashboard.points.overview import overview
from dashboard.points.prospect import prospect
from dashboard.standings import standings
from dashboard.standings.roll_up import rules_of
from dashboard.what_if.accounts import suppose_account
from dashboard.what_if.asked import (
    MOST,
    MOST_TIMES,
    AccountAsked,
    ScoresAsked,
    Unfit,
    check_room,
    each_less,
    read_account,
    read_scores,
)
from dashboard.what_if.scores import Supposition, suppose, with_bands
from dashboard.what_if.supposing import audits_of, suppose_scores
from dashboard.words import say, speaking
from db.actors import Role
from db.figures import figures
from db.session import database
from tests.stored import stored
from tests.test_points_outlook import RUNNING, actor
from tests.test_standings import PERIOD, Company, company

__all__ = ["company"]

SCHEME = rules_of(PERIOD)[0]
EVENTS = [f"HEV-{number:02d}" for number in range(1, 13)]
OCTOBER = Period.parse("2026-10")
NOTHING = ScoresAsked({}, (), ())


def faults_of_account(**query: list[str]) -> list[str]:
    with speaking("en"):
        return [say(fault) for fault in read_account(query, EVENTS)[1]]


def faults_of_scores(**query: list[str]) -> list[str]:
    with speaking("en"):
        return [say(fault) for fault in read_scores(query, 4, Decimal(1000))[1]]


@given(st.dictionaries(st.sampled_from(EVENTS), st.integers(1, MOST_TIMES)), st.booleans())
def test_an_account_s_address_leads_back_to_what_was_supposed(
    more: dict[str, int], stays: bool
) -> None:
    asked = AccountAsked(more, stays)
    assert read_account(asked.query(), EVENTS) == (asked, ())


@given(
    st.dictionaries(st.text("AB-:1", min_size=1), st.text("0123.", min_size=1), max_size=5),
    st.sets(st.integers(1, 9_999_999), min_size=3, max_size=3),
    st.lists(st.uuids().map(str), unique=True, max_size=5),
)
def test_an_address_of_scores_leads_back_to_what_was_supposed(
    weights: dict[str, str], bounds: set[int], without: list[str]
) -> None:
    falling = tuple(Decimal(one).scaleb(-4) for one in sorted(bounds, reverse=True))
    asked = ScoresAsked(weights, falling, tuple(without))
    assert read_scores(asked.query(), 4, Decimal(1000)) == (asked, ())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"more": ["HEV-99:1"]}, "“HEV-99:1”: there is no such event"),
        ({"more": ["HEV-01"]}, "not one from 1 to 50"),
        ({"more": ["HEV-01:0"]}, "not one from 1 to 50"),
        ({"more": ["HEV-01:51"]}, "not one from 1 to 50"),
        ({"more": ["HEV-01:１"]}, "not one from 1 to 50"),
        ({"more": ["HEV-01:1", "HEV-01:2"]}, "named twice"),
        ({"more": ["HEV-01:1"] * (MOST + 1)}, "stands more than 20 times"),
        ({"no_more": ["yes"]}, "“yes”: write no_more=1"),
    ],
)
def test_what_does_not_fit_an_account_is_named(query: dict[str, list[str]], said: str) -> None:
    assert any(said in told for told in faults_of_account(**query))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"p": ["A1"]}, "“A1”: write the unit's code and a number"),
        ({"p": ["A1:1", "A1:2"]}, "named twice"),
        ({"bands": ["900,750"]}, "“900,750”: write 3 falling numbers between 0 and 1000"),
        ({"bands": ["600,750,900"]}, "falling"),
        ({"bands": ["1000,750,600"]}, "falling"),
        ({"bands": ["900,750,0"]}, "falling"),
        ({"bands": ["900,750,x"]}, "falling"),
        ({"bands": ["NaN,750,600"]}, "falling"),
        ({"bands": ["1e30,750,600"]}, "falling"),
        ({"bands": ["900,750,600.00001"]}, "falling"),
        ({"bands": ["900,750,600", "1,2,3"]}, "falling"),
        ({"without": ["x"] * (MOST + 1)}, "stands more than 20 times"),
    ],
)
def test_what_does_not_fit_scores_is_named(query: dict[str, list[str]], said: str) -> None:
    assert any(said in told for told in faults_of_scores(**query))


def test_all_faults_of_an_address_are_named_at_once() -> None:
    assert len(faults_of_account(more=["HEV-99:1", "HEV-01:x"], no_more=["0"])) == 3
    assert len(faults_of_scores(p=["A"], bands=["1"])) == 2


def test_further_deductions_move_the_balance_exactly_and_the_risk_by_the_forecast(
    on_the_demo: None,
) -> None:
    one = overview(actor("H04"), RUNNING).units[0]
    found = prospect(actor("H04"), RUNNING, one.unit.code)
    rules = order_rules(one.account.season.first).account
    points = {event.code: event.points for event in rules.events}
    asked = AccountAsked({"HEV-01": 3, "HEV-09": 2}, stays=False)
    before = stored()
    supposed = suppose_account(found, one.account, rules, asked)
    taken = 3 * points["HEV-01"] + 2 * points["HEV-09"]
    assert (supposed.further, supposed.left) == (taken, one.account.if_all - taken)
    assert supposed.risk.below > found.below and supposed.risk.last > found.last
    stays = suppose_account(found, one.account, rules, AccountAsked({}, stays=True))
    assert stays.left == one.account.if_all
    assert stays.risk.below == float(one.account.if_all < Bounds.of(rules).line)
    assert stored() == before


def test_supposing_nothing_leaves_every_score_as_it_is(on_the_demo: None) -> None:
    stands = standings(actor("A01"), OCTOBER)
    found = suppose(stands, Supposition())
    assert {one.row.id for one in found.units} == {unit.row.id for unit in stands.units}
    assert not any(one.changes for one in found.units)
    assert all(one.before == one.after for one in found.groups)


def test_an_audit_left_out_is_as_if_it_had_never_been(on_the_demo: None) -> None:
    of = actor("A01")
    stands = standings(of, OCTOBER)
    in_force = {sheet.code: sheet.points for sheet in stands.sheets}
    with database().read(of) as session:
        every = figures(session)
    for unit in stands.units[:4]:
        own = every.where((every.unit == unit.row.id) & (every.month == 2026 * 12 + 9))
        points = [
            AuditPoints(
                own.sheets[own.sheet[at]],
                *(Decimal(int(k[at])).scaleb(-4) for k in (own.k1, own.k2, own.k3)),
            )
            for at in range(len(own))
        ]
        for at in range(0, len(own), 3):
            reckoned = suppose_scores(of, OCTOBER, ScoresAsked({}, (), (own.audit[at],)))
            assert reckoned.supposed is not None
            after = {one.row.id: one.after for one in reckoned.supposed.units}
            rates = {one.row.id: one.score.rate for one in stands.units}
            kept = [one for number, one in enumerate(points) if number != at]
            rates[unit.row.id] = score_unit(stands.scheme, in_force, kept).rate
            assert after[unit.row.id].k == half_up(rates[unit.row.id] * 1000, 6)
            assert {row: told.place for row, told in after.items()} == shared_ranks(rates)
            assert [row.id for row in reckoned.without] == [own.audit[at]]


def test_a_unit_without_its_only_audit_is_not_scored(company: Company) -> None:
    company.audit(company.a1, 1)
    company.audit(company.a2, 2)
    (only,) = audits_of(company.actor(), PERIOD, company.a1)
    before = stored()
    supposed = suppose_scores(company.actor(), PERIOD, ScoresAsked({}, (), (only.id,))).supposed
    assert supposed is not None
    after = {one.row.id: one.after for one in supposed.units}
    assert (after[company.a1.id].k, after[company.a1.id].place) == (None, None)
    assert after[company.a2.id].place == 1
    assert supposed.units[-1].after.k is None
    assert stored() == before


def test_other_bounds_give_other_grades_and_the_bound_itself_stays_below(company: Company) -> None:
    rate = company.audit(company.a1, 1)
    k = half_up(rate * 1000, 4)
    exact = Fraction(k) == rate * 1000
    bands = (min(Decimal(999), k if exact else k + Decimal("0.0001")), Decimal(100), Decimal(50))
    asked = ScoresAsked({}, bands, ())
    supposed = suppose_scores(company.actor(), PERIOD, asked).supposed
    assert supposed is not None
    (unit,) = [one for one in supposed.units if one.row.id == company.a1.id]
    assert unit.after.grade == ("good" if rate * 1000 <= Fraction(bands[0]) else "excellent")
    assert unit.before.k == unit.after.k
    changed = with_bands(SCHEME, (Decimal(950), Decimal(700), Decimal(10)))
    grades = [changed.grade(Fraction(score)) for score in (951, 950, 700, 10, 0)]
    assert grades == ["excellent", "good", "pass", "fail", "fail"]


def test_coefficients_are_those_of_the_preview_and_others_stay(company: Company) -> None:
    rates = company.audit(company.a1, 1), company.audit(company.a2, 3)
    asked = ScoresAsked({company.a1.code: "2.5"}, (), ())
    supposed = suppose_scores(company.actor(), PERIOD, asked).supposed
    assert supposed is not None
    (division,) = [one for one in supposed.groups if one.row == company.a]
    weighed = (rates[0] * 5 + rates[1] * 2) / 7 * 1000
    assert division.after.k == half_up(weighed, 6)
    assert [one.weight_after for one in supposed.units if one.row.id == company.a1.id] == [
        Decimal("2.5")
    ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ScoresAsked({"nowhere": "1"}, (), ()), "Unit “nowhere” is not here"),
        (ScoresAsked({"A1": "viel"}, (), ()), "is no number"),
        (ScoresAsked({"A1": "0"}, (), ()), "does not fit"),
        (ScoresAsked({"A1": "NaN"}, (), ()), "does not fit"),
        (ScoresAsked({}, (), ("no audit",)), "Audit “no audit” does not count here"),
    ],
)
def test_what_is_not_there_is_named_and_nothing_is_reckoned(
    company: Company, asked: ScoresAsked, said: str
) -> None:
    company.audit(company.a1, 1)
    own = {
        company.a1.code if code == "A1" else code: text for code, text in asked.coefficients.items()
    }
    asked = ScoresAsked(own, asked.bands, asked.without)
    found = suppose_scores(company.actor(), PERIOD, asked)
    assert found.supposed is None
    with speaking("en"):
        assert said in say(found.faults[0])


def test_what_is_at_fault_in_an_address_is_taken_out_without_the_rest() -> None:
    query = {"p": ["A1:abc", "A2:1.2"], "without": ["one"]}
    assert list(each_less(query)) == [
        ("A1:abc", {"p": ["A2:1.2"]}),
        ("A2:1.2", {"p": ["A1:abc"]}),
        ("one", {"without": []}),
    ]


def test_no_more_is_supposed_than_an_address_is_read_with() -> None:
    check_room([str(number) for number in range(MOST - 1)], "A1")
    with pytest.raises(Unfit, match="supposed already"):
        check_room([str(number) for number in range(MOST)], "A1")


def test_nobody_supposes_with_what_is_not_theirs(company: Company) -> None:
    for unit in (company.a1, company.a2, company.b1):
        company.audit(unit, 1)
    (other,) = audits_of(company.actor(), PERIOD, company.a2)
    own = company.actor(Role.UNIT_REPRESENTATIVE)
    assert audits_of(own, PERIOD, company.a2) == ()
    for asked in (ScoresAsked({}, (), (other.id,)), ScoresAsked({company.b1.code: "2"}, (), ())):
        found = suppose_scores(own, PERIOD, asked)
        assert found.supposed is None and len(found.faults) == 1
    alone = suppose_scores(own, PERIOD, ScoresAsked({}, (Decimal(3), Decimal(2), Decimal(1)), ()))
    assert alone.supposed is not None and alone.supposed.groups == ()
    assert [(one.before.place, one.after.place) for one in alone.supposed.units] == [(None, None)]
