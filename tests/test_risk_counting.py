"""A year of audited scores is counted as the regulation has it, and has to fit its frame."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.risk.counting import score_now, weights
from dashboard.risk.scored_audits import Planned, Year, as_so_far
from dashboard.risk.scores import learn
from tests.audited_years import ROW, YEAR, audits_of, whole
from tests.backtest._score_years import SHEETS


def test_sheets_count_by_their_points_and_their_audits_as_their_mean() -> None:
    audits = audits_of((0, 0, 0, 0, 900), (0, 1, 0, 0, 700), (0, 1, 1, 0, 500), (1, 0, 1, 0, 600))
    year = Year(3, 1, np.array([100.0, 50.0]))
    now = score_now(year, audits, "year")
    assert now[:2] == pytest.approx([(800 * 100 + 500 * 50) / 150, 600])
    assert np.isnan(now[2])
    by_month = score_now(year, audits, "months")
    assert by_month[0] == pytest.approx((900 + (700 * 100 + 500 * 50) / 150) / 2)


@given(data=st.data(), counting=st.sampled_from(["year", "months"]))
@settings(max_examples=30, deadline=None)
def test_the_weights_of_a_unit_add_up_to_one(data: Any, counting: Any) -> None:
    audits = audits_of(*data.draw(st.lists(ROW, min_size=1, max_size=20)))
    ahead = audits_of(*data.draw(st.lists(ROW, max_size=20)))
    planned = Planned(ahead.unit, ahead.month, ahead.sheet)
    found = weights(YEAR, audits, planned, counting)
    both = np.concatenate([audits.unit, planned.unit])
    sums = np.bincount(both, weights=np.concatenate([found.past, found.ahead]), minlength=4)
    assert sums == pytest.approx((np.bincount(both, minlength=4) > 0).astype(float))


def test_the_rest_of_the_year_goes_on_as_so_far() -> None:
    audits = audits_of((0, 0, 1, 0, 900), (1, 2, 0, 0, 800))
    planned = as_so_far(Year(2, 1, np.ones(2), months=8), audits, 3)
    rows = sorted(
        zip(planned.unit.tolist(), planned.month.tolist(), planned.sheet.tolist(), strict=True)
    )
    assert rows == [(0, 3, 1), (0, 6, 1), (1, 5, 0)]
    assert len(as_so_far(Year(2, 1, np.ones(2), months=3), audits, 3)) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"score": np.array([1000.5])}, r"audits.score is 1000.5; scores lie from 0 to 1000"),
        ({"score": np.array([np.nan])}, r"audits.score is nan"),
        ({"unit": whole(2)}, r"audits.unit is 2; there are 2, counted from 0"),
        ({"month": whole(12)}, r"audits.month is 12"),
        ({"sheet": whole(-1)}, r"audits.sheet is -1"),
        ({"inspector": np.array([0.0])}, r"audits.inspector must be whole numbers"),
        ({"unit": whole(0, 1)}, r"the columns of audits must be of one length"),
    ],
)
def test_what_does_not_fit_the_year_is_refused_by_name(
    change: dict[str, Any], message: str
) -> None:
    audits = replace(audits_of((0, 0, 0, 0, 800)), **change)
    with pytest.raises(ValueError, match=message):
        learn(Year(2, 1, np.ones(1)), audits)


@pytest.mark.parametrize(
    "frame",
    [{"units": -1}, {"months": 0}, {"sheet_points": np.array([1.0, 0.0])}, {"inspectors": -2}],
)
def test_a_frame_that_holds_no_year_is_refused(frame: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(frame))):
        Year(**{"units": 1, "inspectors": 1, "sheet_points": SHEETS} | frame)


def test_more_months_than_the_year_has_are_refused() -> None:
    with pytest.raises(ValueError, match="months_done is 13; the year has 12 months"):
        as_so_far(Year(1, 1, np.ones(1)), audits_of(), 13)
