"""How a year of audited scores may end: the model, the calibration, and what is never mixed."""

from dataclasses import replace

import numpy as np
import pytest

from dashboard.risk.counting import weights
from dashboard.risk.mixed_model import usual_priors
from dashboard.risk.records import coverage
from dashboard.risk.scored_audits import Audits, Year
from dashboard.risk.scores import YearEnd, learn, look_ahead
from dashboard.risk.year_end import draw
from tests.audited_years import LINE, NOTHING, audits_of, forecast
from tests.backtest._score_tallies import (
    Tallies,
    farthest_bin,
    judge,
    merged,
    quality_share,
    together,
)
from tests.backtest._score_years import full_year, invent, until
from tests.backtest.scores import follow
from tests.dense_model import dense, effects_given


def test_the_draws_have_the_mean_and_the_spread_of_the_model_written_out() -> None:
    year, audits = full_year(5, 1, 12, 3)
    known, planned = until(audits, 4)
    priors = replace(usual_priors(), sd=np.zeros(6))
    learned = learn(year, known, priors)
    counted = weights(year, known, planned, "year")
    assert learned.known is not None
    ends = draw(
        year, learned.sums, learned.known, known, planned=planned, counted=counted, draws=200_000
    )
    model = dense(year, known, priors.centre, priors.sheet_sd)
    mean, covariance = effects_given(model, known.score - learned.sums.level)
    ahead = Audits(*vars(planned).values(), np.zeros_like(planned.unit), np.zeros(len(planned)))
    design = dense(year, ahead, priors.centre, priors.sheet_sd).design
    ways = np.zeros((year.units, design.shape[1]))
    np.add.at(ways, planned.unit, counted.ahead[:, None] * design)
    shares = np.bincount(planned.unit, weights=counted.ahead)
    reached = np.bincount(known.unit, weights=counted.past * known.score)
    error = model.error * np.bincount(planned.unit, weights=counted.ahead**2)
    expected = reached + ways @ mean + shares * learned.sums.level
    assert ends.mean(axis=0) == pytest.approx(expected, abs=1e-6)
    theirs = ways @ covariance @ ways.T + np.diag(error)
    assert np.cov(ends.T) == pytest.approx(theirs, rel=0.02, abs=3.0)


def test_the_official_end_is_not_adjusted_for_a_severe_inspector() -> None:
    # Two units of the same quality; the second was only seen by an inspector who takes 100 off.
    rows = [(unit, month, 0, (unit + month) % 2, 0.0) for unit in range(6) for month in range(6)]
    rows = [(u, m, s, 1 if u == 0 else k, 800.0 + m % 3) for u, m, s, k, _ in rows]
    strict = [(u, m, s, k, y - 100 * (k == 1)) for u, m, s, k, y in rows]
    found = forecast(Year(6, 2, np.ones(1)), audits_of(*strict), NOTHING)
    assert found.end.last[0] == 1.0 and found.end.expected[0] == pytest.approx(701.0)
    assert found.beside is not None
    assert found.beside.severity.points[1] == pytest.approx(-50.0, abs=5)
    assert found.beside.parts.inspector > 10 > found.beside.parts.unit
    assert np.ptp(found.beside.quality.points) < 10


def test_the_same_audits_give_the_same_forecast() -> None:
    truth = invent(10, 4, wrong=True)
    known, planned = truth.until(5)
    one, other = (look_ahead(learn(truth.year, known), planned, line=LINE) for _ in range(2))
    for name in YearEnd.__dataclass_fields__:
        assert np.array_equal(getattr(one.end, name), getattr(other.end, name), equal_nan=True)


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
