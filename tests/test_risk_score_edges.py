"""Forecasts of audited scores at the edges: settled, alone, equal, not rated, not connected."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.risk.connectedness import NOBODY, components
from dashboard.risk.ranks import Ties
from dashboard.risk.scored_audits import Planned, Year
from dashboard.risk.scores import learn, look_ahead
from tests.audited_years import LINE, NOTHING, ROW, YEAR, audits_of, forecast, whole
from tests.backtest._score_years import invent


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


@given(rows=st.lists(ROW, max_size=12), ahead=st.lists(ROW, max_size=8))
@settings(max_examples=25, deadline=None)
def test_whatever_was_audited_the_forecast_holds_together(rows: Any, ahead: Any) -> None:
    plan = audits_of(*ahead)
    learned = learn(YEAR, audits_of(*rows))
    planned = Planned(plan.unit, plan.month, plan.sheet)
    end = look_ahead(learned, planned, line=LINE, draws=200, ties=Ties.SPLIT).end
    rated = end.rated
    assert set(np.flatnonzero(rated)) == {row[0] for row in rows}
    for name in ("now", "expected", "below", "places", "quantiles"):
        figures = getattr(end, name)
        assert np.isfinite(figures[rated]).all() and np.isnan(figures[~rated]).all(), name
    assert (
        np.isnan(end.last).all() if rated.sum() < 2 else end.last[rated].sum() == pytest.approx(1)
    )
    assert (end.best[rated] >= 1).all() and (end.best <= end.worst).all()
    assert (end.worst <= rated.sum()).all() and end.places[rated].sum() == pytest.approx(
        rated.sum()
    )
    assert (np.diff(end.quantiles[rated], axis=1) >= 0).all()
