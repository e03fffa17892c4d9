"""What a file would do, shown before it is written: good rows, faults, and a seal over both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from dashboard.imports.faults import RowFault


class Changing(Protocol):
    """A good row, which says whether it is "new", "changed" or the "same"."""

    @property
    def change(self) -> str:
        """What it does."""


L = TypeVar("L", bound=Changing)


@dataclass(frozen=True)
class Preview(Generic[L]):
    """What a file would do: its good rows and its faults; `seal` stands for what was shown."""

    lines: tuple[L, ...]
    faults: tuple[RowFault, ...]
    seal: str

    def number(self, change: str) -> int:
        """How many rows are new, changed or the same."""
        return sum(1 for line in self.lines if line.change == change)

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to write."""
        return all(line.change == "same" for line in self.lines)


def preview_of(
    lines: Iterable[L], faults: Iterable[RowFault], told: Iterable[object]
) -> Preview[L]:
    """A preview, sealed over what the good rows tell of themselves."""
    seal = hashlib.sha256(repr(list(told)).encode("utf-8", "replace")).hexdigest()
    return Preview(tuple(lines), tuple(faults), seal)
