"""The rule that compares a month's figure with the shift's mean and reads points off tiers."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from checklists.errors import N_
from checklists.fields import Fields
from checklists.rules.base import (
    Bound,
    Facts,
    Figures,
    Label,
    Outcome,
    Rule,
    Verdict,
)
from checklists.rules.measured import MEASURED

MOST = Decimal(1_000_000)
"""Calls or seconds of a month; the columnar pass stays within 64 bits up to it."""


class Tier(BaseModel):
    """A bound that belongs to its tier, and the points of the tier."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: Bound | None = None
    at_most: Bound | None = None
    points: Bound


class Override(BaseModel):
    """A circumstance that settles the points whatever the figures say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wording: Label
    points: Bound


class Tiers(Rule):
    """Points of the tier reached; a tier holds until the next stated one (rules, reading 6)."""

    VERDICTS: ClassVar[tuple[Verdict, ...]] = MEASURED

    kind: Literal["tiers"]
    compare: Literal["percent_above", "percent_below", "seconds_above"]
    tiers: tuple[Tier, ...]
    otherwise: Bound
    actual: Label
    mean: Label
    override: Override | None = None

    @property
    def rising(self) -> bool:
        """Whether more is better, so that tiers state what must at least be reached."""
        return self.compare != "seconds_above"

    def bounds(self) -> tuple[Decimal, ...]:
        """The stated bound of each tier, best tier first."""
        bounds = (tier.at_least if self.rising else tier.at_most for tier in self.tiers)
        return tuple(bound for bound in bounds if bound is not None)

    @model_validator(mode="after")
    def _is_monotone(self) -> Self:
        bounds, points = self.bounds(), [tier.points for tier in self.tiers]
        stated = "at_least" if self.rising else "at_most"
        if not bounds or len(bounds) < len(self.tiers):
            raise ValueError(f"every tier of {self.compare} states `{stated}`, and nothing else")
        if any(tier.at_least is not None and tier.at_most is not None for tier in self.tiers):
            raise ValueError(f"a tier of {self.compare} states `{stated}` only")
        falls = all(a > b for a, b in pairwise(bounds))
        rises = all(a < b for a, b in pairwise(bounds))
        if not (falls if self.rising else rises):
            raise ValueError("the tiers are not monotone: order them from best to worst")
        if not all(a > b for a, b in pairwise([*points, self.otherwise])):
            raise ValueError("the tiers are not monotone: a worse tier must bring fewer points")
        if points[0] != self.points:
            raise ValueError(f"the best tier brings {points[0]} points, the item has {self.points}")
        return self

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        if verdict != "measured":
            return {}
        facts = {"actual": fields.decimal("actual", MOST), "mean": fields.decimal("mean", MOST)}
        if self.rising and facts["mean"] == 0:
            raise fields.refuse(
                "mean",
                "0",
                N_(
                    "{field}: nothing can be compared with a mean of {value}. "
                    "Enter the shift's mean, or choose not applicable."
                ),
            )
        if self.override is None:
            return facts
        return {**facts, "override": fields.flag("override")}

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        if self.override is not None and facts["override"]:
            return Outcome(self.points, self.points - self.override.points)
        return Outcome(self.points, self.points - self._reached(facts["actual"], facts["mean"]))

    def _reached(self, actual: Decimal, mean: Decimal) -> Decimal:
        gap = mean - actual if self.compare == "percent_below" else actual - mean
        for bound, tier in zip(self.bounds(), self.tiers, strict=True):
            if (gap * 100 >= bound * mean) if self.rising else (gap <= bound):
                return tier.points
        return self.otherwise
