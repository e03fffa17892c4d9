"""Invented years of audited scores whose end is known: as the model has it, and otherwise.

In the other mode months go on from each other, errors have heavy tails, units drift, the weakest
improve once they were warned, and some inspectors are sent to the same units again and again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.risk.counting import score_now
from dashboard.risk.mixed_model import ERROR, INSPECTOR, MONTH, RHO, UNIT, UNIT_MONTH, usual_priors
from dashboard.risk.scored_audits import Audits, Flags, Floats, Planned, Whole, Year

LEVELS = (640.0, 860.0)
LINE = 750.0
"""Where the grade 'good' begins. Nothing is known of a year's level beforehand, and so it may lie
anywhere on either side."""

SHEETS = np.array([100.0, 100.0, 100.0, 60.0, 40.0])
AUDITED = 0.85
"""So often a unit is audited in a month, with one sheet."""

AT_ONCE = 1
WARNED_MONTH = 5
IMPROVES = 25.0
DRIFT = 15.0


@dataclass(frozen=True)
class Truth:
    """A year with all its audits, the score at its end, and what nobody is told: what lasts
    of each unit's quality in each month (N, T), without swings, inspectors and errors."""

    year: Year
    audits: Audits
    end: Floats
    lasting: Floats

    def until(self, months: int) -> tuple[Audits, Planned]:
        """What is known after so many months, and what is planned for the rest."""
        return until(self.audits, months)

    def quality(self, months: int) -> Floats:
        """The true quality over the first months."""
        return np.asarray(self.lasting[:, :months].mean(axis=1))


def until(audits: Audits, months: int) -> tuple[Audits, Planned]:
    """The audits of the first months, and the others as they were planned."""
    past: Flags = audits.month < months
    known = Audits(*(column[past] for column in vars(audits).values()))
    rest = (audits.unit, audits.month, audits.sheet)
    return known, Planned(*(column[~past] for column in rest))


def invent(units: int, seed: int, *, wrong: bool) -> Truth:
    """A year of so many units; the same seed gives the same year."""
    random = np.random.default_rng([seed, units, wrong])
    theta = usual_priors().centre + usual_priors().sd * random.standard_normal(6)
    sd = np.exp(theta)
    year = Year(units, max(4, units // 8), SHEETS)
    who = _visits(year, random, wrong)
    unit, month, sheet = _audits(year, random)
    own = random.normal(0, sd[UNIT], units)
    lasting = own[:, None] + (_moves(year, own, random) if wrong else np.zeros(year.months))
    level = lasting + _course(year, random, sd[UNIT_MONTH], np.tanh(theta[RHO]))
    level += random.uniform(*LEVELS) + _months(year, random, sd[MONTH], wrong)
    error = (
        random.standard_t(4, len(unit)) / np.sqrt(2) if wrong else random.normal(0, 1, len(unit))
    )
    inspector = who[unit, month]
    score = level[unit, month] + sd[ERROR] * error
    score += random.normal(0, sd[INSPECTOR], year.inspectors)[inspector]
    score += random.normal(0, 20, year.sheets)[sheet]
    audits = Audits(unit, month, sheet, inspector, np.clip(score, 0, 1000))
    return Truth(year, audits, score_now(year, audits, "year"), lasting)


def full_year(units: int, inspectors: int, months: int, sheets: int) -> tuple[Year, Audits]:
    """Every sheet in every month at every unit, one inspector a visit, parts of the usual sizes."""
    random = np.random.default_rng(5)
    unit, month, sheet = (
        axis.ravel() for axis in np.indices((units, months, sheets), dtype=np.int64)
    )
    who = random.integers(0, inspectors, (units, months))[unit, month]
    score = 700 + random.normal(0, 40, units)[unit] + random.normal(0, 20, inspectors)[who]
    score += random.normal(0, 25, (units, months))[unit, month]
    score += random.normal(0, 60, len(unit))
    return Year(units, inspectors, np.ones(sheets), months), Audits(unit, month, sheet, who, score)


def _visits(year: Year, random: np.random.Generator, wrong: bool) -> Whole:
    """Which inspector comes to a unit in a month (N, T)."""
    who = random.integers(0, year.inspectors, (year.units, year.months))
    if wrong:
        usual = random.integers(0, year.inspectors, (year.units, 1))
        who = np.where(random.random(who.shape) < 0.3, usual, who)
    return np.asarray(who)


def _audits(year: Year, random: np.random.Generator) -> tuple[Whole, Whole, Whole]:
    """Unit, month and sheet of all audits; every unit is audited in the first month."""
    held = random.random((year.units, year.months)) < AUDITED
    held[:, 0] = True
    order = random.random((*held.shape, year.sheets)).argsort(axis=2)[:, :, :AT_ONCE]
    unit, month = held.nonzero()
    return (
        np.repeat(unit, AT_ONCE),
        np.repeat(month, AT_ONCE),
        order[unit, month].ravel(),
    )


def _course(year: Year, random: np.random.Generator, sd: float, rho: float) -> Floats:
    """What a unit is better or worse in each month (N, T), each month following the last."""
    course = random.normal(0, sd, (year.units, year.months))
    for month in range(1, year.months):
        course[:, month] = rho * course[:, month - 1] + np.sqrt(1 - rho**2) * course[:, month]
    return course


def _months(year: Year, random: np.random.Generator, sd: float, wrong: bool) -> Floats:
    """What all units share in each month."""
    months = random.normal(0, sd, year.months)
    if wrong:
        for month in range(1, year.months):
            months[month] = 0.6 * months[month - 1] + 0.8 * months[month]
    return months


def _moves(year: Year, own: Floats, random: np.random.Generator) -> Floats:
    """Units drift over the year, and the weakest tenth improves after the warning at its middle."""
    months = np.arange(year.months)
    drift = random.normal(0, DRIFT, len(own))[:, None] * (months / months[-1] - 0.5)
    weakest = own <= np.quantile(own, 0.1)
    return np.asarray(drift + weakest[:, None] * IMPROVES * (months > WARNED_MONTH))
