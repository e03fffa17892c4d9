"""Coverage: which year is looked at, and that more audits never lack more."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.catalogue_loader import load_catalogue
from checklists.coverage import AuditCount, missing_by_division, missing_by_unit, year_of
from checklists.periods import Period
from tests.factories import DAY

RULES = load_catalogue().standing_rules("gas-1000", DAY)
OCCASIONS = ("own", "division", "company")
COUNTS = st.lists(
    st.builds(
        AuditCount,
        unit=st.integers(1, 4),
        sheet=st.sampled_from(["hotline", "counter", "mystery", "satisfaction", "venting"]),
        occasion=st.sampled_from(OCCASIONS),
        audits=st.integers(1, 3),
    ),
    max_size=12,
)
DIVISIONS = {1: 10, 2: 10, 3: 11, 4: 12}


@pytest.mark.parametrize(
    ("period", "twelve", "calendar"),
    [
        ("2026", ("2026-01", "2026-12"), ("2026-01", "2026-12")),
        ("2026-12", ("2026-01", "2026-12"), ("2026-01", "2026-12")),
        ("2026-01", ("2025-02", "2026-01"), ("2026-01", "2026-01")),
        ("2026-Q3", ("2025-10", "2026-09"), ("2026-01", "2026-09")),
        ("2026-HS", ("2026-04", "2027-03"), ("2027-01", "2027-03")),
    ],
)
def test_the_year_ends_with_the_period(
    period: str, twelve: tuple[str, str], calendar: tuple[str, str]
) -> None:
    assert year_of(Period.parse(period), "twelve_months") == twelve
    assert year_of(Period.parse(period), "calendar_year") == calendar


@given(counts=COUNTS, more=COUNTS)
def test_more_audits_never_lack_more(counts: Any, more: Any) -> None:
    before = missing_by_unit(RULES.coverage, counts, range(1, 5))
    after = missing_by_unit(RULES.coverage, [*counts, *more], range(1, 5))
    for unit, lacks in after.items():
        asked = {(lack.rule, lack.sheet): lack.found for lack in before[unit]}
        assert all(lack.found >= asked[lack.rule, lack.sheet] for lack in lacks)


@given(counts=COUNTS, data=st.data())
def test_the_order_of_counts_is_irrelevant(counts: Any, data: Any) -> None:
    shuffled = data.draw(st.permutations(counts))
    for lacks in (missing_by_unit, missing_by_division):
        assert lacks(RULES.coverage, shuffled, DIVISIONS) == lacks(
            RULES.coverage, counts, DIVISIONS
        )


@given(counts=COUNTS)
def test_what_is_missing_is_told_with_both_numbers_and_only_of_those_asked_for(
    counts: Any,
) -> None:
    for lacks in missing_by_unit(RULES.coverage, counts, [1, 2]).values():
        assert all(0 <= lack.found < lack.needed for lack in lacks)
    found = missing_by_division(RULES.coverage, counts, DIVISIONS)
    assert set(found) == {10, 11, 12}
    inspected = {DIVISIONS[count.unit] for count in counts if count.occasion == "company"}
    assert {division for division, lacks in found.items() if not lacks} == inspected
