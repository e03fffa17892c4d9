"""What an item demands of a fair answer: whether it may be skipped, and what a deduction shows."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from checklists.resting import Resting

SkipPolicy = Literal["allowed", "with_reason", "refused"]
SKIPS: tuple[SkipPolicy, ...] = ("allowed", "with_reason", "refused")


class Skip(Resting):
    """Whether “not applicable” may be answered, and what the decision rests on."""

    value: SkipPolicy


class Proof(Resting):
    """What stands behind a deduction before it counts: a photo, a reason, or both."""

    demands: tuple[Literal["photo", "reason"], ...] = Field(min_length=1)
