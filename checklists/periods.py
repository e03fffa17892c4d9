"""Periods of evaluation: a month, a quarter or a year, each a run of whole months."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from checklists.errors import N_, BadPeriod

_SHAPE = re.compile(r"^(?P<year>20\d\d)(-(Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?$")


@dataclass(frozen=True, order=True)
class Period:
    """Whole months of one year, first to last; written `2026`, `2026-Q3` or `2026-10`."""

    year: int
    first_month: int
    last_month: int

    @staticmethod
    def parse(text: str) -> Period:
        """Read a period. Raises BadPeriod."""
        found = _SHAPE.match(text)
        if found is None:
            raise BadPeriod(
                N_("“{text}” is no period. Write it like 2026, 2026-Q3 or 2026-10."),
                text=text[:40],
            )
        year = int(found["year"])
        if found["month"]:
            return Period(year, int(found["month"]), int(found["month"]))
        if found["quarter"]:
            last = 3 * int(found["quarter"])
            return Period(year, last - 2, last)
        return Period(year, 1, 12)

    @staticmethod
    def month_of(day: date) -> Period:
        """The month a day lies in."""
        return Period(day.year, day.month, day.month)

    @property
    def months(self) -> tuple[str, ...]:
        """The months, each written like `2026-10`."""
        return tuple(f"{self.year}-{m:02d}" for m in range(self.first_month, self.last_month + 1))

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.year, self.first_month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    def __str__(self) -> str:
        if self.first_month == self.last_month:
            return self.months[0]
        if self.last_month - self.first_month == 2:
            return f"{self.year}-Q{self.last_month // 3}"
        return str(self.year)
