"""The mixed model of audited scores agrees with itself written out, and with statsmodels."""

import warnings
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from dashboard.risk.mixed_model import (
    ERROR,
    INSPECTOR,
    MONTH,
    RHO,
    UNIT,
    UNIT_MONTH,
    Fitted,
    Priors,
    fit,
    log_posterior,
    mean_sd,
    standard_points,
    usual_priors,
)
from dashboard.risk.mixed_sums import add_up
from dashboard.risk.mixtures import below, interval, normal
from dashboard.risk.posterior import posterior, unit_months
from dashboard.risk.scored_audits import Audits, Floats, Year
from tests.backtest._score_years import full_year, invent
from tests.dense_model import dense, effects_given, log_likelihood


def some_year(units: int = 6, months: int = 5, seed: int = 1) -> tuple[Year, Audits]:
    """Audits of the first months of an invented year."""
    truth = invent(units, seed, wrong=False)
    return truth.year, truth.until(months)[0]


def thetas(number: int, seed: int = 3) -> Floats:
    """Hyperparameters around their usual values."""
    priors = usual_priors()
    random = np.random.default_rng(seed)
    return priors.centre + 0.5 * priors.sd * random.standard_normal((number, 6))


@pytest.mark.parametrize("independent", [False, True])
def test_the_likelihood_is_that_of_the_model_written_out(independent: bool) -> None:
    year, audits = some_year()
    sums, priors = add_up(year, audits), usual_priors()
    points = thetas(5)
    if independent:
        points[:, RHO] = 0.0
    away = (points - priors.centre) / priors.sd
    ours = log_posterior(sums, priors, points) + 0.5 * (away**2).sum(axis=1)
    y = audits.score - audits.score.mean()
    theirs = [log_likelihood(dense(year, audits, one, priors.sheet_sd), y) for one in points]
    assert ours == pytest.approx(theirs, rel=1e-9)


def test_without_ties_between_months_it_is_the_independent_model() -> None:
    year, audits = some_year()
    priors = usual_priors().held(RHO, 0.0)
    nodes = thetas(2)
    nodes[:, RHO] = 0.0
    sums = add_up(year, audits)
    known = posterior(sums, Fitted(nodes[0], nodes, np.array([0.4, 0.6]), priors))
    weights = np.random.default_rng(8).random((year.units, year.months))
    for node, theta in enumerate(nodes):
        model = dense(year, audits, theta, priors.sheet_sd)
        mean, covariance = effects_given(model, audits.score - sums.level)
        assert known.mean[node] == pytest.approx(mean[: sums.columns], rel=1e-9, abs=1e-9)
        own = unit_months(sums, known, node, weights)
        ways = np.kron(np.eye(year.units), np.ones(year.months)) * weights.ravel()
        ours = own.constant + own.loadings @ known.mean[node]
        assert ours == pytest.approx(ways @ mean[sums.columns :], rel=1e-9, abs=1e-9)
        spread = own.variance + ((own.loadings @ known.root[node]) ** 2).sum(axis=1)
        theirs = covariance[sums.columns :, sums.columns :]
        assert spread == pytest.approx(np.diag(ways @ theirs @ ways.T), rel=1e-9)


def test_independent_months_are_a_limit_that_is_reached() -> None:
    year, audits = some_year(units=12, months=8)
    sums = add_up(year, audits)
    at_zero = thetas(4)
    at_zero[:, RHO] = 0.0
    near = at_zero.copy()
    near[:, RHO] = 1e-13
    priors = usual_priors()
    assert log_posterior(sums, priors, near) == pytest.approx(
        log_posterior(sums, priors, at_zero), rel=0, abs=1e-9
    )


def test_variance_components_are_those_of_statsmodels_where_nothing_is_known_beforehand() -> None:
    year, audits = full_year(20, 6, 5, 3)
    flat = Priors(usual_priors().centre, np.full(6, np.inf), sheet_sd=1e5, farthest=12.0)
    flat = flat.held(RHO, 0.0).held(MONTH, float(np.log(1e5)))
    mode = np.exp(fit(add_up(year, audits), flat).mode)
    frame = pd.DataFrame(vars(audits))
    frame["cell"] = frame["unit"] * year.months + frame["month"]
    parts = {"unit": "0 + C(unit)", "cell": "0 + C(cell)", "inspector": "0 + C(inspector)"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = smf.mixedlm(
            "score ~ C(month) + C(sheet)", frame, groups=np.ones(len(frame)), vc_formula=parts
        ).fit(reml=True, method="lbfgs")
    theirs = dict(zip(model.model.exog_vc.names, model.vcomp, strict=True))
    assert mode[ERROR] ** 2 == pytest.approx(model.scale, rel=0.02)
    for name, place in (("unit", UNIT), ("cell", UNIT_MONTH), ("inspector", INSPECTOR)):
        assert mode[place] ** 2 == pytest.approx(theirs[name], rel=0.02), name


def test_the_nodes_have_the_mean_and_the_covariance_of_the_approximation() -> None:
    points = standard_points(6)
    assert points.mean(axis=0) == pytest.approx(np.zeros(6), abs=1e-12)
    assert points.T @ points / len(points) == pytest.approx(np.eye(6), abs=1e-12)


def test_without_audits_the_priors_remain() -> None:
    year = Year(3, 2, np.ones(2))
    nothing = np.empty(0, dtype=np.int64)
    fitted = fit(add_up(year, Audits(nothing, nothing, nothing, nothing, np.empty(0))))
    assert fitted.mode == pytest.approx(usual_priors().centre, abs=1e-3)
    assert fitted.weights.sum() == pytest.approx(1.0)


def test_the_parts_of_a_large_year_are_found() -> None:
    year, audits = full_year(60, 12, 12, 5)
    fitted = fit(add_up(year, audits))
    for place, size in ((ERROR, 60), (UNIT_MONTH, 25), (UNIT, 40), (INSPECTOR, 20)):
        assert mean_sd(fitted, place) == pytest.approx(size, rel=0.3)


def test_intervals_of_mixtures_hold_their_share() -> None:
    weights = np.array([0.3, 0.7])
    mean, sd = np.array([[0.0, 5.0], [10.0, 5.0]]), np.array([[1.0, 2.0], [3.0, 2.0]])
    middle, low, high = interval(weights, mean, sd)
    assert middle == pytest.approx([7.0, 5.0])
    assert below(weights, mean, sd, low) == pytest.approx([0.05, 0.05], abs=1e-7)
    assert below(weights, mean, sd, high) == pytest.approx([0.95, 0.95], abs=1e-7)
    assert high[1] == pytest.approx(5 + 2 * 1.6448536, abs=1e-5)


def test_the_normal_distribution_is_that_of_the_standard_library() -> None:
    z = np.linspace(-8, 8, 33)
    exact = [NormalDist().cdf(one) for one in z]
    assert normal(z) == pytest.approx(exact, rel=2e-7)
