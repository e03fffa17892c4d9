"""What every rule kind has in common: its points, the verdicts it knows, what it makes of facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from checklists.fields import Fields

Verdict = Literal["met", "deducted", "measured", "awarded", "not_applicable"]
Facts = Mapping[str, Any]
Points = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=4)]
Bound = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=4)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

ZERO = Decimal(0)


@dataclass(frozen=True)
class Figures:
    """The figures of the scheme that rules look at."""

    step_rounding: str = "whole"
    judgement_step: Decimal = Decimal("0.5")


@dataclass(frozen=True)
class Outcome:
    """What an item brings: points available, deducted and left, and whether a cap was hit.

    `available` and `left` are points; both are 0 where the item is not applicable. A bonus has
    a negative deduction.
    """

    available: Decimal
    deducted: Decimal
    capped: bool = False
    applicable: bool = True

    @property
    def left(self) -> Decimal:
        """The points obtained, below zero where more may be lost than there was."""
        return self.available - self.deducted


NOT_APPLICABLE = Outcome(ZERO, ZERO, applicable=False)


class Label(BaseModel):
    """A short label in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: Words
    en: Words

    def get(self, language: str) -> str:
        """The label in Chinese, or in English when that is asked for."""
        return self.en if language == "en" else self.zh


class Rule(BaseModel):
    """One rule kind with the figures of one item."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    VERDICTS: ClassVar[tuple[Verdict, ...]] = ("met", "deducted", "not_applicable")
    OPTIONAL: ClassVar[bool] = False

    kind: str
    points: Points

    @property
    def available(self) -> Decimal:
        """The points the item brings into K1."""
        return self.points

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        """Take the facts a verdict needs out of raw fields; `met` needs none."""
        return {}

    def outcome(self, verdict: Verdict, facts: Facts, figures: Figures) -> Outcome:
        """The points left for a verdict and its facts."""
        if verdict == "not_applicable":
            return NOT_APPLICABLE
        if verdict == "met":
            return Outcome(self.available, ZERO)
        return self.judge(facts, figures)

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        """The points left where the item was not simply met."""
        raise NotImplementedError

    def losing(self, stated: Decimal, most: Decimal | None = None) -> Outcome:
        """Deduct what was stated, at most the item's points or another bound (reading 11)."""
        bound = self.points if most is None else most
        return Outcome(self.points, min(stated, bound), capped=stated > bound)
