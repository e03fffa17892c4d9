"""Many orders as their clocks look at them at once: columns of moments, narrowed to a clock's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from checklists.columnar_days import NONE, Flags, Micros, WorkDays, first_known, in_season
from checklists.columnar_pauses import Pauses
from checklists.order_classes import TIMES, ClockRule
from checklists.order_rules import OrderRules
from checklists.work_calendar import WorkCalendar

COLUMNS = (*TIMES, "order_class", "appointment_proof", "insists", "pauses", "imported")
"""What a frame of orders needs."""


def micros(moments: pd.Series[Any]) -> Micros:
    """A column of moments as whole microseconds, NONE where there is none."""
    times = moments.astype("datetime64[us, UTC]").astype("int64")
    return np.asarray(times, dtype=np.int64)


class Given:
    """The columns of some orders, taken out of their frame once."""

    def __init__(self, orders: pd.DataFrame, calendar: WorkCalendar) -> None:
        self.labels = orders.index.to_numpy()
        self.times = {name: micros(orders[name]) for name in TIMES}
        self.classes = orders["order_class"].to_numpy(dtype=object)
        self.insists = orders["insists"].to_numpy(dtype=bool)
        self.imported = orders["imported"].to_numpy(dtype=bool)
        self.proven = np.array([bool(text.strip()) for text in orders["appointment_proof"]], bool)
        self.pauses = Pauses(orders["pauses"])
        known = np.concatenate([times[times != NONE] for times in self.times.values()])
        first, last = (int(known.min()), int(known.max())) if len(known) else (0, 0)
        beyond = self.pauses.longest + (last - first if self.pauses.open else 0)
        self.days = WorkDays(calendar, first, last + beyond)

    def of(self, rule: ClockRule, rules: OrderRules) -> Orders:
        """The orders a clock concerns."""
        rows = np.flatnonzero(np.isin(self.classes, rule.classes))
        if rule.in_season:
            rows = rows[in_season(self.times["reported_at"][rows], rules.account.season)]
        if rule.span == "appointment":
            rows = rows[self.times["appointment_at"][rows] != NONE]
        times = {name: moments[rows] for name, moments in self.times.items()}
        flags = self.insists[rows], self.proven[rows], self.imported[rows]
        return Orders(rows, times, *flags)


@dataclass(frozen=True)
class Orders:
    """Some of the orders: where they stand among all, and their moments."""

    rows: Micros
    times: dict[str, Micros]
    insists: Flags
    proven: Flags
    imported: Flags

    @property
    def sent(self) -> Micros:
        """When each went to its unit."""
        return first_known(self.times["dispatched_at"], self.times["taken_at"])
