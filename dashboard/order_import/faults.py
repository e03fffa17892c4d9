"""What is wrong with the rows of a file, kept by kind of fault and told a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashboard.imports.faults import Problem, RowFault
from dashboard.order_import import problems
from dashboard.order_import.fields import BY_KEY, MOMENTS
from dashboard.order_import.moments import serial_words
from dashboard.order_import.source_table import BROKEN, FORMULA, SourceTable
from dashboard.words import _

Places = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
Params = Callable[[int], Mapping[str, Any]]
SHOWN = 60


@dataclass(frozen=True)
class Group:
    """One kind of fault of one field: the places of its rows, and what is said of each.

    `params` gets the place in the table.
    """

    key: str
    problem: Problem
    places: Places
    params: Params | None = None


@dataclass
class Faults:
    """All faults of a table; a row may have several."""

    table: SourceTable
    columns: Mapping[str, str]
    groups: list[Group] = field(default_factory=list)

    def add(self, key: str, problem: Problem, mask: Mask, params: Params | None = None) -> None:
        """Note a fault of a field in the rows of a mask."""
        places = np.flatnonzero(mask).astype(np.int64)
        if len(places):
            self.groups.append(Group(key, problem, places, params))

    @property
    def wrong(self) -> Mask:
        """Which rows of the table have a fault."""
        found = np.zeros(len(self.table), dtype=bool)
        for group in self.groups:
            found[group.places] = True
        return found

    @property
    def rows(self) -> int:
        """How many rows are in error, also those that could not be taken apart."""
        return int(self.wrong.sum()) + len(self.table.short)

    def told(self, most: int) -> list[RowFault]:
        """The first faults by row, in words that are looked up when they are read."""
        short = [
            RowFault(self.table.sheet, row, "", text[:SHOWN], problems.SHORT_ROW)
            for row, text in self.table.short[:most]
        ]
        found = short + [self._fault(group, place) for place, group in self._first(most)]
        return sorted(found, key=lambda fault: fault.row)[:most]

    def by_place(self, most: int) -> dict[int, list[RowFault]]:
        """The faults of the first rows in error, by their place in the table."""
        places = np.flatnonzero(self.wrong)[:most]
        found: dict[int, list[RowFault]] = {int(place): [] for place in places}
        last = int(places[-1]) if len(places) else -1
        for group in self.groups:
            for place in group.places[group.places <= last]:
                found[int(place)].append(self._fault(group, int(place)))
        return found

    def _first(self, most: int) -> list[tuple[int, Group]]:
        """The first places with their groups; no group gives more than are told in all."""
        every = [(int(place), group) for group in self.groups for place in group.places[:most]]
        return sorted(every, key=lambda one: one[0])[:most]

    def _shown(self, key: str, value: str) -> str:
        """A value as a person reads it: what Excel counts in days is a moment."""
        moment = serial_words(value, self.table.epoch) if key in MOMENTS else ""
        return moment or value.lstrip(FORMULA + BROKEN)[:SHOWN]

    def _fault(self, group: Group, place: int) -> RowFault:
        heading = self.columns.get(group.key, "")
        value = self.table.column(heading)[place].as_py() if heading else ""
        params = group.params(place) if group.params is not None else {}
        return RowFault(
            self.table.sheet,
            int(self.table.rows[place]),
            heading or _(BY_KEY[group.key].label),
            self._shown(group.key, value),
            group.problem,
            params,
        )
