"""Periods of evaluation: a month, a quarter, a year or a heating season, each of whole months."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checklists.errors import N_, BadPeriod

_SHAPE = re.compile(
    r"(?P<year>20\d\d)(-(Q(?P<quarter>[1-4])|(?P<season>HS)|(?P<month>0[1-9]|1[0-2])))?",
    re.ASCII,
)
_KINDS = {1: "month", 3: "quarter", 5: "season", 12: "year"}
_SEASON = (11, 15)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months, first to last; written `2026`, `2026-HS`, `2026-Q3` or `2026-10`.

    The months after December are counted on: the heating season 2026-HS, November 2026 to March
    2027, has the months 11 to 15. That is SPEC's 15 November to 20 March cut to whole months, a
    local reading.
    """

    year: int
    first_month: int
    last_month: int

    @staticmethod
    def parse(text: str) -> Period:
        """Read a period. Raises BadPeriod."""
        found = _SHAPE.fullmatch(text)
        if found is None:
            raise BadPeriod(
                N_("“{text}” is no period. Write it like 2026, 2026-HS, 2026-Q3 or 2026-10."),
                text=text[:40],
            )
        year = int(found["year"])
        if found["month"]:
            return Period(year, int(found["month"]), int(found["month"]))
        if found["quarter"]:
            last = 3 * int(found["quarter"])
            return Period(year, last - 2, last)
        return Period(year, *_SEASON) if found["season"] else Period(year, 1, 12)

    @staticmethod
    def month_of(day: date) -> Period:
        """The month a day lies in."""
        return Period(day.year, day.month, day.month)

    @property
    def kind(self) -> str:
        """`month`, `quarter`, `season` or `year`."""
        return _KINDS[self.last_month - self.first_month + 1]

    @property
    def months(self) -> tuple[str, ...]:
        """The months, each written like `2026-10`."""
        counted = range(self.first_month - 1, self.last_month)
        return tuple(f"{self.year + m // 12}-{m % 12 + 1:02d}" for m in counted)

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.year, self.first_month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        year, month = map(int, self.months[-1].split("-"))
        return date(year, month, monthrange(year, month)[1])

    @property
    def previous(self) -> Period:
        """The period of the same kind before: the month, the quarter, the season or the year."""
        length = self.last_month - self.first_month + 1
        if length > 3:
            return Period(self.year - 1, self.first_month, self.last_month)
        first = self.year * 12 + self.first_month - 1 - length
        return Period(first // 12, first % 12 + 1, first % 12 + length)

    def __str__(self) -> str:
        endings = {
            "month": f"-{self.first_month:02d}",
            "quarter": f"-Q{self.last_month // 3}",
            "season": "-HS",
            "year": "",
        }
        return f"{self.year}{endings[self.kind]}"


def around(months: Iterable[str]) -> list[Period]:
    """Every period that holds one of these months, in the order of `newest_first`."""
    found: set[Period] = set()
    for text in months:
        month = Period.parse(text)
        quarter = 3 * ((month.first_month - 1) // 3) + 1
        found |= {month, Period(month.year, quarter, quarter + 2), Period(month.year, 1, 12)}
        if month.first_month >= 11 or month.first_month <= 3:
            found.add(Period(month.year - (month.first_month <= 3), *_SEASON))
    return newest_first(found)


def newest_first(periods: Iterable[Period]) -> list[Period]:
    """Years first, then heating seasons, quarters and months; the newest of each first."""
    return sorted(periods, key=lambda one: (len(one.months), one), reverse=True)
