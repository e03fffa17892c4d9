"""What a sheet is made of once it is looked up for a date: texts, references, items, scheme."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from checklists.rules import AnyRule, Figures

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Frozen(BaseModel):
    """A value that cannot change and knows no field it was not told of."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """A wording in both languages."""

    zh: Words
    en: Words

    def get(self, language: str) -> str:
        """The wording in Chinese, or in English when that is asked for."""
        return self.en if language == "en" else self.zh


class Reference(Frozen):
    """The document and the clause something rests on."""

    document: Code
    clause: Words

    def __str__(self) -> str:
        return f"{self.document} {self.clause}"


class Resting(Frozen):
    """Something that rests on a source, on our reading of it, or on a local decision."""

    reference: Reference
    origin: Literal["source", "reading", "local"] = "source"
    reason: Text | None = None

    @model_validator(mode="after")
    def _gives_its_reason(self) -> Self:
        if self.origin != "source" and self.reason is None:
            raise ValueError(f"origin is {self.origin}: say why under `reason`")
        if self.origin == "source" and self.reason is not None:
            raise ValueError("a reason belongs to `reading` or `local`, not to `source`")
        return self


class Section(Frozen):
    """A named part of a sheet."""

    code: Code
    name: Text


class Item(Resting):
    """One line of a sheet: what must be met and how points are lost."""

    code: Code
    section: Code
    group: Text
    wording: Text
    note: Text | None = None
    rule: Annotated[AnyRule, Field(discriminator="kind")]


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
    grades: tuple[Band, ...]

    @model_validator(mode="after")
    def _knows_its_treatments(self) -> Self:
        for name, known in TREATMENTS.items():
            if getattr(self, name).value not in known:
                raise ValueError(f"{name}: choose one of {', '.join(known)}")
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

    def grade(self, score: Fraction) -> str:
        """The code of the grade an exact score from 0 to full marks has (GAS art. 13)."""
        return next(band.code for band in self.grades if band.covers(score))

    def resting(self) -> dict[str, Resting]:
        """Every parameter that rests on something, by its name."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in values.items() if isinstance(value, Resting)}


class Sheet(Frozen):
    """A sheet as it holds on a date, complete in itself: what an audit is made under."""

    code: Code
    name: Text
    subject: Text
    valid_from: date
    reference: Reference
    scheme: Scheme
    sections: tuple[Section, ...]
    items: tuple[Item, ...]

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """The items by their codes."""
        return {item.code: item for item in self.items}

    def item(self, code: str) -> Item | None:
        """The item with this code, or None."""
        return self.by_code.get(code)

    @property
    def points(self) -> Decimal:
        """K1 of the sheet: the points of its items; bonus and demerit never count."""
        return sum((item.rule.available for item in self.items), Decimal(0))

    def __hash__(self) -> int:
        return hash(self.content_hash)

    @cached_property
    def content(self) -> dict[str, Any]:
        """The sheet as plain JSON values."""
        return self.model_dump(mode="json", exclude_none=True)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the sheet's canonical JSON: two sheets are the same if this is."""
        return hashlib.sha256(_canonical(self.content).encode()).hexdigest()

    @staticmethod
    def from_content(content: dict[str, Any]) -> Sheet:
        """Rebuild a sheet from what `content` gave; the same content gives the same object."""
        return _rebuilt(_canonical(content))


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=256)
def _rebuilt(canonical: str) -> Sheet:
    return Sheet.model_validate_json(canonical)
