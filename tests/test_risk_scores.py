"""How a year of audited scores may end: the edges, the calibration, and what is never mixed."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.risk.connectedness import NOBODY, components
from dashboard.risk.counting import score_now, weights
from dashboard.risk.ranks import Ties
from dashboard.risk.records import coverage
from dashboard.risk.scored_audits import Audits, Planned, Year, as_so_far
from dashboard.risk.scores import ScoreForecast, YearEnd, learn, look_ahead
from tests.backtest._score_tallies import (
    Tallies,
    farthest_bin,
    judge,
    merged,
    quality_share,
    together,
)
from tests.backtest._score_years import SHEETS, invent
from tests.backtest.scores import follow

LINE = 750.0


def whole(*numbers: int) -> Any:
    """A column of whole numbers."""
    return np.array(numbers, dtype=np.int64)


NOTHING = Planned(whole(), whole(), whole())


def audits_of(*rows: tuple[int, int, int, int, float]) -> Audits:
    """Audits as (unit, month, sheet, inspector, score)."""
    unit, month, sheet, inspector, score = zip(*rows, strict=True) if rows else ((),) * 5
    return Audits(
        whole(*unit), whole(*month), whole(*sheet), whole(*inspector), np.array(score, float)
    )


def forecast(year: Year, audits: Audits, planned: Planned | None = None) -> ScoreForecast:
    """A forecast; without a plan the rest of the year is as so far."""
    done = int(audits.month.max(initial=-1)) + 1
    if planned is None:
        planned = as_so_far(year, audits, done) if done else NOTHING
    return look_ahead(learn(year, audits), planned, line=LINE)


def test_a_year_that_is_over_is_settled() -> None:
    truth = invent(8, 3, wrong=False)
    end = forecast(truth.year, truth.audits, NOTHING).end
    assert end.settled
    assert end.expected == pytest.approx(truth.end)
    assert sorted(end.last) == [0.0] * 7 + [1.0]
    assert end.last.argmax() == truth.end.argmin()
    assert list(end.best) == list(end.worst)
    assert list(end.below) == list((truth.end <= LINE).astype(float))


@pytest.mark.parametrize(
    ("ties", "last"),
    [(Ties.SHARED, [0, 1, 1]), (Ties.SPLIT, [0, 0.5, 0.5]), (Ties.ORDER, [0, 0, 1])],
)
def test_units_that_end_equal_are_last_as_the_scheme_has_it(ties: Ties, last: list[float]) -> None:
    audits = audits_of((0, 0, 0, 0, 900), (1, 0, 0, 0, 700), (2, 0, 0, 0, 700))
    learned = learn(Year(3, 1, np.ones(1)), audits)
    assert list(look_ahead(learned, NOTHING, line=LINE, ties=ties).end.last) == last


def test_a_score_on_the_line_is_below_it_as_a_grade_includes_its_upper_end() -> None:
    audits = audits_of((0, 0, 0, 0, 750), (1, 0, 0, 0, 750.000001))
    assert list(forecast(Year(2, 1, np.ones(1)), audits, NOTHING).end.below) == [1.0, 0.0]


def test_a_unit_without_audits_is_not_rated_and_never_last() -> None:
    truth = invent(6, 5, wrong=False)
    known, planned = truth.until(6)
    wider = replace(truth.year, units=7)
    plan = Planned(
        *(
            np.append(column, new)
            for column, new in zip(vars(planned).values(), (6, 8, 0), strict=True)
        )
    )
    without = look_ahead(learn(truth.year, known), planned, line=LINE)
    end = look_ahead(learn(wider, known), plan, line=LINE).end
    assert list(end.rated) == [True] * 6 + [False]
    for name in ("now", "expected", "last", "below"):
        assert np.isnan(getattr(end, name)[6]), name
    assert (end.best[6], end.worst[6]) == (0, 0)
    assert end.last[:6] == pytest.approx(without.end.last, abs=0.03)
    assert end.last[:6].sum() == pytest.approx(1.0, abs=1e-3)


def test_one_unit_alone_is_not_last() -> None:
    audits = audits_of((0, 0, 0, 0, 800), (0, 1, 0, 1, 700))
    found = forecast(Year(1, 2, np.ones(1)), audits)
    assert np.isnan(found.end.last).all()
    assert list(found.end.best) == [1]
    assert 700 < found.end.expected[0] < 800
    assert found.beside is not None and found.beside.rankability is None


def test_without_any_audit_nobody_is_rated() -> None:
    found = forecast(Year(3, 2, np.ones(2)), audits_of(), Planned(whole(0), whole(3), whole(1)))
    assert not found.end.rated.any()
    assert np.isnan(found.end.last).all() and not found.end.best.any()
    assert found.beside is None


def test_no_units_at_all_are_a_year_too() -> None:
    assert forecast(Year(0, 0, np.ones(1)), audits_of()).end.last.shape == (0,)


def test_scores_that_are_all_equal_leave_nobody_ahead() -> None:
    rows = [(unit, month, 0, month % 2, 800.0) for unit in range(4) for month in range(6)]
    found = forecast(Year(4, 2, np.ones(1)), audits_of(*rows))
    assert found.end.expected == pytest.approx(np.full(4, 800.0), abs=2.0)
    assert found.end.last == pytest.approx(np.full(4, 0.25), abs=0.05)


def test_an_only_inspector_is_neither_severe_nor_mild() -> None:
    rows = [
        (unit, month, 0, 0, 700.0 + 20 * unit + month) for unit in range(4) for month in range(3)
    ]
    found = forecast(Year(4, 1, np.ones(1)), audits_of(*rows))
    assert found.beside is not None
    assert found.beside.severity.connected and np.isnan(found.beside.severity.points).all()
    assert not np.isnan(found.beside.quality.points).any()


def test_units_and_inspectors_that_are_not_connected_are_not_adjusted() -> None:
    rows = [
        (unit, month, 0, unit // 2, 700.0 + 30 * unit + 5 * month)
        for unit in range(4)
        for month in range(3)
    ]
    found = forecast(Year(4, 3, np.ones(1)), audits_of(*rows))
    assert found.beside is not None
    severity, quality = found.beside.severity, found.beside.quality
    assert not severity.connected and not quality.connected
    assert list(severity.component) == [0, 1, NOBODY]
    assert np.isnan(severity.points).all() and np.isnan(quality.points).all()
    assert found.beside.rankability is None
    assert found.end.last.sum() == pytest.approx(1.0, abs=1e-3)


def test_the_groups_that_audits_link_are_found() -> None:
    met = np.zeros((5, 4), dtype=bool)
    met[[0, 1, 1, 2, 3], [0, 0, 1, 2, 2]] = True
    units, inspectors = components(met)
    assert list(units) == [0, 0, 1, 1, NOBODY]
    assert list(inspectors) == [0, 0, 1, NOBODY]


def test_the_official_end_is_not_adjusted_for_a_severe_inspector() -> None:
    # Two units of the same quality; the second was only seen by an inspector who takes 100 off.
    rows = [(unit, month, 0, (unit + month) % 2, 0.0) for unit in range(6) for month in range(6)]
    rows = [(u, m, s, 1 if u == 0 else k, 800.0 + m % 3) for u, m, s, k, _ in rows]
    strict = [(u, m, s, k, y - 100 * (k == 1)) for u, m, s, k, y in rows]
    found = forecast(Year(6, 2, np.ones(1)), audits_of(*strict), NOTHING)
    assert found.end.last[0] == 1.0 and found.end.expected[0] == pytest.approx(701.0)
    assert found.beside is not None
    assert found.beside.severity.points[1] == pytest.approx(-50.0, abs=5)
    assert np.ptp(found.beside.quality.points) < 10


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
    row = st.tuples(*(st.integers(0, most) for most in (3, 11, 2, 1)), st.floats(0, 1000))
    audits = audits_of(*data.draw(st.lists(row, min_size=1, max_size=20)))
    ahead = audits_of(*data.draw(st.lists(row, max_size=20)))
    planned = Planned(ahead.unit, ahead.month, ahead.sheet)
    year = Year(4, 2, np.array([100.0, 60.0, 40.0]))
    found = weights(year, audits, planned, counting)
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


def test_the_same_audits_give_the_same_forecast() -> None:
    truth = invent(10, 4, wrong=True)
    known, planned = truth.until(5)
    one, other = (look_ahead(learn(truth.year, known), planned, line=LINE) for _ in range(2))
    for name in YearEnd.__dataclass_fields__:
        assert np.array_equal(getattr(one.end, name), getattr(other.end, name), equal_nan=True)


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


@pytest.fixture(scope="module", params=[False, True], ids=["base", "other"])
def tallies(request: pytest.FixtureRequest) -> Tallies:
    """Forecasts of invented years: as the model has it, and otherwise."""
    return follow(12, range(30), wrong=request.param, draws=1000)


def test_forecasts_of_invented_years_come_true_as_often_as_they_say(tallies: Tallies) -> None:
    assert judge(merged(tallies.values())).skill.value > 0.1
    for kind, most in (("last", 0.05), ("below", 0.15)):
        said, came = together(tallies, kind), together(tallies, f"was_{kind}")
        assert said.mean() == pytest.approx(came.mean(), abs=most)
        assert farthest_bin(said, came) < most
    assert 0.83 <= coverage(together(tallies, "pit")) <= 0.96
    assert quality_share(tallies) < 0.85
