"""Rules over figures from a system: targets, ceilings, shares."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar, Literal

from checklists.errors import N_
from checklists.exact import POINT_DIGITS, half_up, plain
from checklists.fields import Fields
from checklists.rules.base import (
    NOT_APPLICABLE,
    Bound,
    Facts,
    Figures,
    Label,
    Outcome,
    Points,
    Rule,
    Verdict,
)

MEASURED: tuple[Verdict, ...] = ("measured", "not_applicable")


class Target(Rule):
    """A quotient of two figures against a target, in steps (GAS art. 11, rules, reading 4)."""

    VERDICTS: ClassVar[tuple[Verdict, ...]] = MEASURED

    target: Bound
    deduct: Points
    step: Points = Decimal(1)
    numerator: Label
    denominator: Label

    def rounding(self, figures: Figures) -> str:
        """How steps beyond the target are counted."""
        return figures.step_rounding

    def beyond(self, numerator: Decimal, denominator: Decimal) -> Fraction:
        """How far the quotient is on the wrong side of the target, in the target's measure."""
        raise NotImplementedError

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        numerator, denominator = facts["numerator"], facts["denominator"]
        if denominator == 0:
            return NOT_APPLICABLE
        beyond = self.beyond(numerator, denominator)
        if beyond <= 0:
            return self.losing(Decimal(0))
        return self.losing(self._deduction(beyond, self.rounding(figures)))

    def _deduction(self, beyond: Fraction, rounding: str) -> Decimal:
        steps = beyond / Fraction(self.step)
        if rounding == "proportional":
            return half_up(steps * Fraction(self.deduct), POINT_DIGITS)
        return self.deduct * (ceil(steps) if rounding == "started" else floor(steps))


class _Share(Target):
    """A share in percent: whole numbers, the part not larger than the whole."""

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        if verdict != "measured":
            return {}
        numerator = Decimal(fields.whole("numerator"))
        denominator = Decimal(fields.whole("denominator"))
        _part_of_whole(fields, "numerator", numerator, denominator)
        return {"numerator": numerator, "denominator": denominator}


class TargetRate(_Share):
    """A share that should reach a target; each step below it loses points."""

    kind: Literal["target_rate"]

    def beyond(self, numerator: Decimal, denominator: Decimal) -> Fraction:
        return Fraction(self.target) - 100 * Fraction(numerator) / Fraction(denominator)


class TargetRateMax(_Share):
    """A share that should stay under a ceiling; each step above it loses points."""

    kind: Literal["target_rate_max"]

    def beyond(self, numerator: Decimal, denominator: Decimal) -> Fraction:
        return 100 * Fraction(numerator) / Fraction(denominator) - Fraction(self.target)


class TargetValueMax(Target):
    """A mean that should stay under a ceiling; each further full step loses points."""

    kind: Literal["target_value_max"]
    unit: Label

    def rounding(self, figures: Figures) -> str:
        """Whole steps always: the source itself says full ones (GAS annex row 8)."""
        return "whole"

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        if verdict != "measured":
            return {}
        numerator = fields.decimal("numerator")
        denominator = Decimal(fields.whole("denominator"))
        if denominator == 0:
            _part_of_whole(fields, "numerator", numerator, denominator)
        return {"numerator": numerator, "denominator": denominator}

    def beyond(self, numerator: Decimal, denominator: Decimal) -> Fraction:
        return Fraction(numerator) / Fraction(denominator) - Fraction(self.target)


class Proportional(Rule):
    """Points in proportion to what was reached of what was required, never more than all."""

    VERDICTS: ClassVar[tuple[Verdict, ...]] = MEASURED

    kind: Literal["proportional"]
    share: bool
    actual: Label
    required: Label

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        if verdict != "measured":
            return {}
        actual, required = fields.decimal("actual"), fields.decimal("required")
        if self.share or required == 0:
            _part_of_whole(fields, "actual", actual, required)
        return {"actual": actual, "required": required}

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        actual, required = facts["actual"], facts["required"]
        if required == 0:
            return NOT_APPLICABLE
        share = min(Fraction(1), Fraction(actual) / Fraction(required))
        left = half_up(share * Fraction(self.points), POINT_DIGITS)
        return Outcome(self.points, self.points - left, capped=actual > required)


def _part_of_whole(fields: Fields, field: str, part: Decimal, whole: Decimal) -> None:
    if part > whole:
        raise fields.refuse(
            field,
            plain(part),
            N_("{field}: {value} is more than the whole it is a part of ({whole}). Check both."),
            whole=plain(whole),
        )
