"""Texts in both languages, references to clauses, and what rests on a source or on a decision."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

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
