"""Rules over lists: outages with customers affected, awards and penalties with evidence."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from checklists.fields import Fields
from checklists.rules.base import ZERO, Facts, Figures, Outcome, Points, Rule, Verdict


class OutageBand(BaseModel):
    """What one outage costs up to so many customers affected; `None` is without bound."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    up_to: int | None = Field(default=None, gt=0)
    deduct: Points


class OutageBands(Rule):
    """Each outage loses by the customers affected until the points are used up (GAS row 9)."""

    kind: Literal["outage_bands"]
    bands: tuple[OutageBand, ...]

    @model_validator(mode="after")
    def _rises(self) -> Self:
        ends = [band.up_to for band in self.bands]
        inner = [end for end in ends if end is not None]
        if len(inner) != len(ends) - 1 or ends[-1] is not None:
            raise ValueError("only the last band, and that one surely, is without `up_to`")
        if not all(a < b for a, b in pairwise(inner)):
            raise ValueError("the bands are not monotone: `up_to` must rise")
        return self

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        if verdict != "deducted":
            return {}
        outages = [
            {
                "on": row.day("on", not_after=on),
                "customers": row.whole("customers", least=1),
                "note": row.text("note", required=False),
            }
            for row in fields.rows("outages")
        ]
        return {"outages": outages}

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        return self.losing(sum((self.cost(row["customers"]) for row in facts["outages"]), ZERO))

    def cost(self, customers: int) -> Decimal:
        """The points one outage with so many customers affected loses."""
        return next(
            band.deduct for band in self.bands if band.up_to is None or customers <= band.up_to
        )


class Awards(Rule):
    """Points each time, two to five of them, with evidence; at most the cap in all.

    They enter K2 and never K1 (rules, reading 5). Left unanswered they mean: none.
    """

    OPTIONAL: ClassVar[bool] = True

    least: int = Field(ge=1)
    most: int = Field(ge=1)

    @model_validator(mode="after")
    def _has_a_range(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"least ({self.least}) is more than most ({self.most})")
        return self

    @property
    def available(self) -> Decimal:
        return ZERO

    def read(self, fields: Fields, verdict: Verdict, figures: Figures, on: date | None) -> Facts:
        if verdict == "met":
            return {}
        awards = [
            {
                "points": row.whole("points", self.least, self.most),
                "evidence": row.text("evidence"),
            }
            for row in fields.rows("awards")
        ]
        return {"awards": awards}

    def judge(self, facts: Facts, figures: Figures) -> Outcome:
        total = Decimal(sum(row["points"] for row in facts["awards"]))
        counted = min(total, self.points)
        return Outcome(ZERO, self.sign() * counted, capped=total > self.points)

    def sign(self) -> int:
        """Whether the points are deducted (1) or added (-1)."""
        raise NotImplementedError


class Bonus(Awards):
    """Points added for commendations."""

    VERDICTS: ClassVar[tuple[Verdict, ...]] = ("met", "awarded")

    kind: Literal["bonus"]

    def sign(self) -> int:
        return -1


class Demerit(Awards):
    """Points deducted for verified complaints and press reports."""

    VERDICTS: ClassVar[tuple[Verdict, ...]] = ("met", "deducted")

    kind: Literal["demerit"]

    def sign(self) -> int:
        return 1
