"""The pauses of many orders in columns: due times moved on by those within a clock's run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from checklists.columnar_days import NONE, Flags, Micros


@dataclass(frozen=True)
class Moved:
    """Due times after their pauses, and of which pause each row still waits (-1 of none)."""

    due: Micros
    waits_for: Micros


class Pauses:
    """The pauses with a reason of every order, by when they began."""

    def __init__(self, stored: pd.Series[Any]) -> None:
        lists = stored.to_numpy(dtype=object)
        flat = [
            (row, str(since), until, str(reason))
            for row, pauses in enumerate(lists)
            if pauses
            for since, until, reason in pauses
            if reason.strip()
        ]
        rows = np.array([one[0] for one in flat], dtype=np.int64)
        since, until = _micros([one[1] for one in flat]), _micros([one[2] for one in flat])
        order = np.lexsort((since, rows))
        rows = rows[order]
        self._since, self._until = since[order], until[order]
        self.open = bool((self._until == NONE).any())
        ended = self._until != NONE
        lengths = np.maximum(self._until[ended] - self._since[ended], 0).astype(np.float64)
        self._lengths = np.bincount(rows[ended], weights=lengths, minlength=1)
        self.reasons = np.array([flat[place][3] for place in order], dtype=object)
        self._first = np.searchsorted(rows, np.arange(len(lists)))
        self._count = np.bincount(rows, minlength=len(lists))

    @property
    def longest(self) -> int:
        """So much the ended pauses of one order move a due time on at most, in microseconds."""
        return int(self._lengths.max())

    def moved(self, orders: Micros, start: Micros, due: Micros, met: Micros) -> Moved:
        """Due times of some orders' clocks moved on; `orders` says which rows they are."""
        due, cursor = due.copy(), start.copy()
        waits_for = np.full(len(due), -1, dtype=np.int64)
        count = np.where(due == NONE, 0, self._count[orders])
        for nth in range(int(count.max(initial=0))):
            rows = np.flatnonzero((count > nth) & (waits_for < 0))
            pause = self._first[orders[rows]] + nth
            since = np.maximum(self._since[pause], cursor[rows])
            within = since < due[rows]
            lasts = self._until[pause] == NONE
            waits: Flags = within & lasts & (met[rows] == NONE)
            waits_for[rows[waits]] = pause[waits]
            until = np.where(lasts, met[rows], self._until[pause])
            counts = within & ~waits & (until > since)
            due[rows[counts]] += (until - since)[counts]
            cursor[rows[counts]] = until[counts]
        return Moved(due, waits_for)


def _micros(moments: Sequence[str | None]) -> Micros:
    times = pd.to_datetime(pd.Series(list(moments), dtype=object), utc=True, format="ISO8601")
    return np.asarray(times.astype("datetime64[us, UTC]").astype("int64"), dtype=np.int64)
