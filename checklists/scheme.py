"""The scheme a family of sheets is scored by: grades, treatments and figures as of a date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from checklists.policies import SKIPS, SkipPolicy
from checklists.resting import Code, Frozen, Resting, Text
from checklists.rules import Figures


class Band(Frozen):
    """A grade and the scores it covers; `high` always belongs to the band (GAS art. 13)."""

    code: Code
    name: Text
    low: Decimal
    low_included: bool = False
    high: Decimal

    def covers(self, score: Fraction) -> bool:
        """Whether an exact score lies in this band."""
        above = score >= Fraction(self.low) if self.low_included else score > Fraction(self.low)
        return above and score <= Fraction(self.high)


class Number(Resting):
    """A figure of a scheme with what it rests on."""

    value: Decimal = Field(gt=0)


class Treatment(Resting):
    """A way of treating something, worded, with what it rests on."""

    value: Code
    wording: Text


TREATMENTS = {
    "formula": ("obtained_over_scored",),
    "division_formula": ("weighted_mean",),
    "grade_bounds": ("upper_inclusive",),
    "step_rounding": ("whole", "proportional", "started"),
    "awards": ("in_obtained_only",),
    "repeats": ("to_the_points",),
    "several_audits": ("means",),
    "missing_sheet": ("not_scored",),
    "skip_default": SKIPS,
}
"""The treatments this program can carry out; a scheme naming another one is refused."""


class Scheme(Frozen):
    """The figures a family of sheets is scored by, as they hold on a date."""

    code: Code
    name: Text
    valid_from: date
    in_force: Resting
    full_marks: Number
    judgement_step: Number
    formula: Treatment
    division_formula: Treatment
    grade_bounds: Treatment
    step_rounding: Treatment
    awards: Treatment
    repeats: Treatment
    several_audits: Treatment
    missing_sheet: Treatment
    # Sheets stored before these were thought of do without them.
    skip_default: Treatment | None = None
    skip_limit: Number | None = None
    repeat_lookback_months: Number | None = None
    repeat_multiplier: Number | None = None
    grades: tuple[Band, ...]

    @model_validator(mode="after")
    def _knows_its_treatments(self) -> Self:
        for name, known in TREATMENTS.items():
            treatment = getattr(self, name)
            if treatment is not None and treatment.value not in known:
                raise ValueError(f"{name}: choose one of {', '.join(known)}")
        return self

    @model_validator(mode="after")
    def _keeps_its_figures_sensible(self) -> Self:
        if self.skip_limit is not None and self.skip_limit.value > 1:
            raise ValueError("skip_limit: a share of the points, at most 1")
        if self.lookback_months != int(self.lookback_months):
            raise ValueError("repeat_lookback_months: a whole number of months")
        if not 1 <= self.multiplier <= 10 or self.multiplier * 10_000 % 1:
            raise ValueError("repeat_multiplier: from 1 to 10 with at most four decimals")
        return self

    @model_validator(mode="after")
    def _grades_every_score_once(self) -> Self:
        bands = sorted(self.grades, key=lambda band: band.low)
        if not bands or bands[0].low != 0 or not bands[0].low_included:
            raise ValueError("the grade bands leave a gap at 0: the lowest starts with it")
        for lower, upper in pairwise(bands):
            if lower.high < upper.low:
                raise ValueError(f"the grade bands leave a gap from {lower.high} to {upper.low}")
            if lower.high > upper.low or upper.low_included:
                raise ValueError(f"the grade bands {lower.code} and {upper.code} overlap")
        if bands[-1].high != self.full_marks.value:
            raise ValueError(f"the grade bands end at {bands[-1].high}, not at full marks")
        return self

    @cached_property
    def figures(self) -> Figures:
        """The figures that rules look at."""
        return Figures(self.step_rounding.value, self.judgement_step.value)

    @property
    def skip_policy(self) -> SkipPolicy:
        """How “not applicable” is taken where an item says nothing of its own."""
        found = None if self.skip_default is None else self.skip_default.value
        return next((policy for policy in SKIPS if policy == found), "allowed")

    @property
    def lookback_months(self) -> Decimal:
        """So many months back a finding makes the same one a repeated one; 0 is never."""
        months = self.repeat_lookback_months
        return Decimal(0) if months is None else months.value

    @property
    def multiplier(self) -> Decimal:
        """By how much the deduction of a repeated finding is multiplied; 1 changes nothing."""
        return Decimal(1) if self.repeat_multiplier is None else self.repeat_multiplier.value

    def grade(self, score: Fraction) -> str:
        """The code of the grade an exact score from 0 to full marks has (GAS art. 13)."""
        return next(band.code for band in self.grades if band.covers(score))

    def resting(self) -> dict[str, Resting]:
        """Every parameter that rests on something, by its name."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in values.items() if isinstance(value, Resting)}
