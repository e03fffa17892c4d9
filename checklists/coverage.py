"""Whether enough audits stand behind a score: what is required in a year, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pydantic import Field

from checklists.periods import Period
from checklists.resting import Code, Resting, Text

Way = Literal["own", "division", "company"]


class Requirement(Resting):
    """How many audits a unit, or a division in all its units, needs in a year.

    `occasion` says whose audits count, None whoever's. Each of `sheets` needs the number for
    itself; without any, audits of all sheets count together.
    """

    code: Code
    name: Text
    per: Literal["unit", "division"]
    least: int = Field(ge=1, le=366)
    occasion: Way | None = None
    sheets: tuple[Code, ...] = ()


class AuditCount(NamedTuple):
    """How many audits of a sheet a unit had on an occasion."""

    unit: int
    sheet: str
    occasion: str
    audits: int


@dataclass(frozen=True)
class Missing:
    """A requirement that is not met: so many audits were found where so many are needed.

    `rule` is the code of the requirement; `occasion` and `sheet` say which audits count for it,
    None where any does.
    """

    rule: str
    needed: int
    found: int
    occasion: str | None = None
    sheet: str | None = None


def year_of(period: Period, way: str) -> tuple[str, str]:
    """The first and the last month of the year over which coverage of a period is judged.

    `twelve_months` are those that end with the period; `calendar_year` runs from January to the
    end of the period.
    """
    last = period.months[-1]
    if way == "calendar_year":
        return f"{last[:4]}-01", last
    year, month = int(last[:4]), int(last[5:])
    return (f"{year}-01" if month == 12 else f"{year - 1}-{month + 1:02d}"), last


def missing_by_unit(
    requirements: Sequence[Requirement], counts: Iterable[AuditCount], units: Iterable[int]
) -> dict[int, tuple[Missing, ...]]:
    """What each unit lacks, in the order of the requirements; nothing where it lacks nothing."""
    asked = [one for one in requirements if one.per == "unit"]
    return _missing(asked, counts, {unit: unit for unit in units})


def missing_by_division(
    requirements: Sequence[Requirement],
    counts: Iterable[AuditCount],
    division_of: Mapping[int, int],
) -> dict[int, tuple[Missing, ...]]:
    """What each division lacks over all its units together."""
    asked = [one for one in requirements if one.per == "division"]
    return _missing(asked, counts, division_of)


def _missing(
    requirements: Sequence[Requirement],
    counts: Iterable[AuditCount],
    group_of: Mapping[int, int],
) -> dict[int, tuple[Missing, ...]]:
    found: dict[int, list[AuditCount]] = defaultdict(list)
    for count in counts:
        if count.unit in group_of:
            found[group_of[count.unit]].append(count)
    groups = dict.fromkeys(group_of.values())
    return {
        group: tuple(lack for one in requirements for lack in _lacks(one, found[group]))
        for group in groups
    }


def _lacks(requirement: Requirement, counts: Sequence[AuditCount]) -> Iterable[Missing]:
    asked: tuple[str | None, ...] = requirement.sheets or (None,)
    for sheet in asked:
        number = sum(
            count.audits
            for count in counts
            if sheet in (None, count.sheet) and requirement.occasion in (None, count.occasion)
        )
        if number < requirement.least:
            occasion = requirement.occasion
            yield Missing(requirement.code, requirement.least, number, occasion, sheet)
