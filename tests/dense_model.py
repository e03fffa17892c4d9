"""The mixed model of audited scores written out as one matrix: slow, and hard to get wrong."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dashboard.risk.mixed_model import ERROR, INSPECTOR, MONTH, RHO, UNIT, UNIT_MONTH
from dashboard.risk.scored_audits import Audits, Floats, Year


class Dense(NamedTuple):
    """The prior precision of all effects and the design that takes them to the scores."""

    precision: Floats
    design: Floats
    error: float


def dense(year: Year, audits: Audits, theta: Floats, sheet_sd: float) -> Dense:
    """Effects in the order level, months, sheets, inspectors, units' months (unit by unit).

    Nothing is known of the level beforehand. Where rho is 0, unit and unit-month are independent.
    """
    sd, rho = np.exp(theta[:RHO]), np.tanh(theta[RHO])
    own = np.eye(year.months)
    if rho:
        apart = np.abs(np.subtract.outer(np.arange(year.months), np.arange(year.months)))
        own = rho**apart
    own = np.linalg.inv(sd[UNIT] ** 2 + sd[UNIT_MONTH] ** 2 * own)
    sds = (np.inf, sd[MONTH], sheet_sd, sd[INSPECTOR])
    numbers = (1, year.months, year.sheets, year.inspectors)
    shared = np.concatenate([np.full(n, s**-2.0) for n, s in zip(numbers, sds, strict=True)])
    precision = np.zeros((len(shared) + year.units * year.months,) * 2)
    precision[: len(shared), : len(shared)] = np.diag(shared)
    precision[len(shared) :, len(shared) :] = np.kron(np.eye(year.units), own)
    starts = np.cumsum((0, *numbers))
    cells = audits.unit * year.months + audits.month
    places = (0 * cells, audits.month, audits.sheet, audits.inspector, cells)
    design = np.zeros((len(audits), len(precision)))
    for start, place in zip(starts, places, strict=True):
        design[np.arange(len(audits)), start + place] = 1.0
    return Dense(precision, design, float(sd[ERROR] ** 2))


def effects_given(model: Dense, y: Floats) -> tuple[Floats, Floats]:
    """Mean and covariance of all effects once the scores are known."""
    covariance = np.linalg.inv(model.precision + model.design.T @ model.design / model.error)
    return covariance @ model.design.T @ y / model.error, covariance


def log_likelihood(model: Dense, y: Floats) -> float:
    """The log density of the scores with all effects integrated out, up to a constant."""
    known = model.precision + model.design.T @ model.design / model.error
    mean, _covariance = effects_given(model, y)
    sizes = [float(np.linalg.slogdet(one)[1]) for one in (known, model.precision[1:, 1:])]
    misfit = (y @ y - y @ model.design @ mean) / model.error
    return -0.5 * (len(y) * float(np.log(model.error)) + sizes[0] - sizes[1] + misfit)
