"""The shapes of what the tablet form sends; anything else is refused at the door."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from db.incoming import Operation

DEEPEST = 8
"""Levels of lists and mappings in an answer; the deepest real one, a list of outages, has 3."""


def _shallow(answer: dict[str, Any]) -> dict[str, Any]:
    level: list[Any] = [answer]
    for _depth in range(DEEPEST):
        inner = (v.values() if isinstance(v, dict) else v for v in level)
        level = [value for values in inner for value in values if isinstance(value, dict | list)]
    if level:
        raise ValueError("nested too deeply")
    return answer


Key = Annotated[str, StringConstraints(min_length=1, max_length=64)]
AnswerIn = Annotated[dict[str, Any], AfterValidator(_shallow)]


class Shape(BaseModel):
    """A shape that knows all its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OperationIn(Shape):
    """One answer to one item, as a tablet words it."""

    id: Key
    client: Key
    sequence: int
    item: Key
    answer: AnswerIn | None
    note: str = ""
    made_at: AwareDatetime
    way: Literal["tap", "section", "undo", "decided"] = "tap"

    def operation(self) -> Operation:
        """The operation as the data layer takes it."""
        return Operation(
            id=self.id,
            item=self.item,
            client=self.client,
            sequence=self.sequence,
            answer=self.answer,
            note=self.note,
            made_at=self.made_at,
            way=self.way,
        )


class OperationsIn(Shape):
    """A batch of operations."""

    operations: list[OperationIn] = Field(min_length=1, max_length=200)


class SubmitIn(Shape):
    """The wish to submit, with the items a person confirmed as left open."""

    id: Key
    confirmed: list[Key] = Field(default_factory=list, max_length=500)
