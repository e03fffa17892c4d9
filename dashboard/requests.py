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

from db.incoming import NONE_SEEN, Operation
from db.presence import Signal

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
Client = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", max_length=36)
]
Cursor = Annotated[str, StringConstraints(max_length=200)]
Waiting = Annotated[int, Field(ge=0, le=100_000)]
AnswerIn = Annotated[dict[str, Any], AfterValidator(_shallow)]


class Shape(BaseModel):
    """A shape that knows all its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OperationIn(Shape):
    """One answer to one item, as a tablet words it.

    `base` is the operation whose answer the person saw, null where there was none; left out, it
    is not told.
    """

    id: Key
    client: Key
    sequence: int
    item: Key
    answer: AnswerIn | None
    note: str = ""
    made_at: AwareDatetime
    way: Literal["tap", "section", "undo", "decided"] = "tap"
    base: Key | None = None
    settles: list[Key] = Field(default_factory=list, max_length=20)

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
            base=self._base(),
            settles=tuple(self.settles),
        )

    def _base(self) -> str | None:
        return self.base or NONE_SEEN if "base" in self.model_fields_set else None


class OperationsIn(Shape):
    """A batch of operations, how many more wait on the tablet, and what it has seen."""

    operations: list[OperationIn] = Field(min_length=1, max_length=200)
    waiting: Waiting = 0
    since: Cursor = ""


class PresenceIn(Shape):
    """That a device has the audit open, or leaves it, and how many answers wait on it."""

    client: Client
    waiting: Waiting = 0
    leaving: bool = False

    def signal(self) -> Signal:
        """As the data layer takes it."""
        return Signal(self.client, self.waiting, self.leaving)


class ChangesIn(Shape):
    """What a device has seen, and as a rule what it says of itself."""

    since: Cursor = ""
    client: Client | None = None
    waiting: Waiting = 0

    def signal(self) -> Signal | None:
        """As the data layer takes it."""
        return None if self.client is None else Signal(self.client, self.waiting)


class SubmitIn(Shape):
    """The wish to submit, with the items a person confirmed as left open.

    `client` is the device that asks, `without` are others that the person does not wait for.
    """

    id: Key
    confirmed: list[Key] = Field(default_factory=list, max_length=500)
    client: Client | None = None
    without: list[Client] = Field(default_factory=list, max_length=100)
