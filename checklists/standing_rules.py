"""What units and divisions are rolled up by beside their scores: weights, and enough audits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import model_validator

from checklists.coverage import Requirement
from checklists.exact import POINT_DIGITS
from checklists.resting import Frozen, Resting
from checklists.scheme import Number, Treatment

COVERAGE_YEARS = ("twelve_months", "calendar_year")
"""The ways to say over which year coverage is judged."""


class StandingRules(Frozen):
    """How difficulty coefficients are bounded and how many audits a score needs, from a day on.

    `coefficient_far` is how many times more or less a coefficient may be than others before it is
    asked about; no score depends on it, and without it nothing is asked.
    """

    valid_from: date
    coefficient_default: Number
    coefficient_most: Number
    coefficient_far: Number | None = None
    coverage_year: Treatment
    coverage: tuple[Requirement, ...]

    @model_validator(mode="after")
    def _bounds_its_coefficients(self) -> Self:
        for name in ("coefficient_default", "coefficient_most"):
            value: Decimal = getattr(self, name).value
            if value != round(value, POINT_DIGITS):
                raise ValueError(f"{name}: at most {POINT_DIGITS} decimals")
        if self.coefficient_default.value > self.coefficient_most.value:
            raise ValueError("coefficient_default: at most coefficient_most")
        if self.coefficient_far is not None and self.coefficient_far.value <= 1:
            raise ValueError("coefficient_far: above 1")
        return self

    @model_validator(mode="after")
    def _knows_its_year(self) -> Self:
        if self.coverage_year.value not in COVERAGE_YEARS:
            raise ValueError(f"coverage_year: choose one of {', '.join(COVERAGE_YEARS)}")
        return self

    @model_validator(mode="after")
    def _names_each_requirement_once(self) -> Self:
        codes = [one.code for one in self.coverage]
        if len(set(codes)) < len(codes):
            raise ValueError("coverage: two requirements have one code")
        return self

    def requirement(self, code: str) -> Requirement | None:
        """The requirement with a code, None where there is none."""
        return next((one for one in self.coverage if one.code == code), None)

    def resting(self) -> dict[str, Resting]:
        """Every parameter that rests on something, by its name and place."""
        numbers = ("coefficient_default", "coefficient_most", "coefficient_far", "coverage_year")
        given = {name: getattr(self, name) for name in numbers}
        found: dict[str, Resting] = {name: one for name, one in given.items() if one is not None}
        return found | {f"coverage.{place}": one for place, one in enumerate(self.coverage)}
