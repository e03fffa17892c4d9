"""Where a sealed score comes from, also while audits are put right after the seal."""

from datetime import date
from fractions import Fraction

import pytest

from checklists.periods import Period
from dashboard.explaining.explain import Explained, answers, explain
from dashboard.periods import desk as period_desk
from dashboard.view import View
from tests.staff import seal_as_seen
from tests.test_standings import Company

OCTOBER = Period.parse("2026-10")


@pytest.fixture
def company(own_url: str) -> Company:
    return Company()


def explained(company: Company, unit: str | None = None, by: str | None = None) -> Explained:
    return explain(company.actor(), View(period="2026-10", unit=unit), by)


def expect_to_add_up(told: Explained) -> None:
    lost = sum((part.off for part in told.parts), Fraction(0))
    assert told.score is not None
    assert told.full - lost - told.others == told.score


def test_a_sealed_score_is_taken_apart_to_its_answers(company: Company) -> None:
    company.audit(company.a1, 3, period="2026-10", audited_on=date(2026, 10, 9))
    before = explained(company, company.a1.code, "item")
    period_desk.close(company.actor(), OCTOBER)
    seal_as_seen(company.actor(), OCTOBER)
    told = explained(company, company.a1.code, "item")
    assert told.gathered.told.seal is not None
    assert [(part.code, part.off) for part in told.parts] == [
        (part.code, part.off) for part in before.parts
    ]
    assert told.gathered.differing == frozenset()


def test_while_audits_are_put_right_the_sealed_score_is_taken_apart_by_sheets(
    company: Company,
) -> None:
    for unit in (company.a1, company.a2):
        company.audit(unit, 3, period="2026-10", audited_on=date(2026, 10, 9))
    period_desk.close(company.actor(), OCTOBER)
    seal_as_seen(company.actor(), OCTOBER)
    sealed = explained(company).score
    period_desk.restate(company.actor(), OCTOBER, "漏记一次检查")
    company.audit(company.a1, 0, period="2026-10", audited_on=date(2026, 10, 20))
    told = explained(company, by="item")
    assert told.score == sealed
    assert told.gathered.differing == {company.a1.id}
    expect_to_add_up(told)
    put_right = explained(company, company.a1.code, "item")
    expect_to_add_up(put_right)
    assert [part.kind for part in put_right.parts] == ["sheet"]
    untouched = explained(company, company.a2.code, "item")
    expect_to_add_up(untouched)
    assert {part.kind for part in untouched.parts} == {"item"}
    opened = explain(company.actor(), untouched.parts[0].opens)
    assert len(answers(company.actor(), opened)) == 1
