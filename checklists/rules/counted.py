"""Rules over what an inspector saw: occurrences, met or not, judgement, parts."""

from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from checklists.errors import N_
from checklists.exact import plain
from checklists.fields import Fields
from checklists.rules.base import (
    Facts,
    Figures,
    Label,
    Outcome,
    Points,
    Rule,
    Verdict,
)


class PerOccurrence(Rule):
    """Points are lost each time something is found, until the item's points are used up.

    Where a serious case is deducted higher (`severe`), such a case may take that many points,
    more than the item has (GAS annex row 76; rules, reading 11).
    """

    kind: Literal["per_occurrence"]
    deduct: Points
    severe: Points | None = None

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        if verdict != "deducted":
            return {}
        if self.severe is None:
            return {"count": fields.whole("count")}
        return {
            "count": fields.whole("count", default=0),
            "severe": fields.whole("severe", default=0),
        }

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        stated = facts["count"] * self.deduct
        serious = facts.get("severe", 0)
        if self.severe is None or not serious:
            return self.losing(stated)
        return self.losing(stated + serious * self.severe, most=max(self.points, self.severe))


class PassFail(Rule):
    """The item is met, or it loses its deduction once."""

    kind: Literal["pass_fail"]
    deduct: Points

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        return self.losing(self.deduct)


class Discretionary(Rule):
    """The inspector deducts by severity, from nothing to all points, and gives a reason."""

    kind: Literal["discretionary"]

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        if verdict != "deducted":
            return {}
        deduction = fields.decimal("deduction", most=self.points)
        if deduction % figures.judgement_step:
            raise fields.refuse(
                "deduction",
                plain(deduction),
                N_("{field}: {value} does not fit. Deduct in steps of {step}."),
                step=plain(figures.judgement_step),
            )
        return {"deduction": deduction, "reason": fields.text("reason")}

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        return self.losing(facts["deduction"])


class Part(BaseModel):
    """A part of an item with points of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    points: Points
    wording: Label


class Parts(Rule):
    """The item has parts with points of their own; a part not done loses its points."""

    kind: Literal["parts"]
    parts: tuple[Part, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum((part.points for part in self.parts), Decimal(0))
        if total != self.points:
            raise ValueError(f"the parts add up to {total} points, the item has {self.points}")
        if len({part.code for part in self.parts}) < len(self.parts):
            raise ValueError("two parts have one code")
        return self

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        if verdict != "deducted":
            return {}
        return {"parts": fields.choices("parts", tuple(part.code for part in self.parts))}

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        missed = facts["parts"]
        return self.losing(
            sum((part.points for part in self.parts if part.code in missed), Decimal(0))
        )
