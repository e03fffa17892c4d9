"""The rows of a file checked by columns: good orders, what is wrong with the rest, what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from checklists.order_answers import SATISFACTIONS
from checklists.order_classes import ORDER_CLASSES
from checklists.place_words import SHAPES
from dashboard.imports import cell_problems
from dashboard.order_import import problems
from dashboard.order_import.checked_moments import Moments, check_moments
from dashboard.order_import.faults import Faults, Mask
from dashboard.order_import.fields import BY_KEY, SHORT, TEXTS
from dashboard.order_import.mapping import Reading
from dashboard.order_import.source_table import BROKEN, FORMULA, SourceTable
from dashboard.order_import.values import (
    KnownUnit,
    Meanings,
    Value,
    class_of,
    meanings,
    near_unit,
    satisfaction_of,
    unit_of,
)

AHEAD = timedelta(minutes=5)
"""A clock elsewhere may be so far ahead."""


@dataclass(frozen=True)
class Checked:
    """What a file says: the good orders as columns, the faults, and what its values stand for.

    `orders` has a row for each good order: the columns of a work order by name (moments in UTC,
    null where there is none), `unit` as a code, and `place`, the row in the table. `two_ways` are
    so many moments that can be read two ways, `example` one of them.
    """

    orders: Any
    faults: Faults
    classes: tuple[Value, ...]
    satisfactions: tuple[Value, ...]
    units: tuple[Value, ...]
    two_ways: int
    example: str


def check(
    table: SourceTable, reading: Reading, units: Sequence[KnownUnit], now: datetime
) -> Checked:
    """Check every row of a table as a source's export is to be read; `now` has a zone."""
    columns = {key: name for key, name in reading.columns.items() if name in table.headings}
    faults = Faults(table, columns)
    checks = _Checks(table, columns, faults)
    numbers = checks.numbers()
    moments = check_moments(table, reading, faults, now.astimezone(UTC) + AHEAD)
    classes = checks.classes(reading)
    satisfactions = checks.satisfactions(reading)
    of_units = checks.units(reading, units, moments)
    texts = {key: checks.text(key) for key in TEXTS}
    redos = checks.redos()
    checks.values(("number", *TEXTS, "order_class", "unit", "satisfaction", "redos"))
    good = ~faults.wrong
    orders = pa.table(
        {
            "place": np.flatnonzero(good),
            "number": numbers.filter(pa.array(good)),
            "order_class": pa.array(classes.codes[good], pa.string()),
            "unit": pa.array(of_units.codes[good], pa.string()),
            "satisfaction": pa.array(satisfactions.codes[good], pa.string()),
            "redos": pa.array(redos[good]),
            **{key: column.filter(pa.array(good)) for key, column in texts.items()},
            **{key: _stamps(values[good]) for key, values in moments.values.items()},
        }
    )
    return Checked(
        orders,
        faults,
        classes.values,
        satisfactions.values,
        of_units.values,
        moments.two_ways,
        moments.example,
    )


def _stamps(values: Any) -> Any:
    return pa.array(values, pa.timestamp("us", tz="UTC"), from_pandas=True)


class _Checks:
    """The checks of the columns that are no moments."""

    def __init__(self, table: SourceTable, columns: dict[str, str], faults: Faults) -> None:
        self.table, self.columns, self.faults = table, columns, faults
        self.blank = pa.chunked_array([pa.array([""] * len(table), pa.string())])

    def raw(self, key: str) -> Any:
        """The texts of a field, blank ones where the file has no such column."""
        name = self.columns.get(key)
        return self.blank if name is None else self.table.column(name)

    def values(self, keys: Sequence[str]) -> None:
        """Formulas and errors of Excel are no values."""
        for key in keys:
            if key in self.columns:
                texts = self.raw(key)
                self.faults.add(key, cell_problems.FORMULA, _mask(pc.starts_with(texts, FORMULA)))
                self.faults.add(
                    key, cell_problems.BROKEN_VALUE, _mask(pc.starts_with(texts, BROKEN))
                )

    def numbers(self) -> Any:
        """The numbers: there, of a fitting length, whole, and each one once."""
        texts = self.raw("number")
        empty = _mask(pc.equal(texts, ""))
        self.faults.add("number", cell_problems.EMPTY, empty)
        self._long("number", texts, SHORT)
        rounded = pc.match_substring_regex(texts, r"^\d(\.\d+)?[eE]\+?\d+$")
        self.faults.add("number", cell_problems.ROUNDED, _mask(rounded))
        codes = pc.dictionary_encode(texts).combine_chunks().indices.to_numpy()
        twice = pd.Series(codes).duplicated().to_numpy() & ~empty
        if twice.any():
            first = pd.Series(self.table.rows).groupby(codes).transform("first").to_numpy()
            self.faults.add(
                "number", problems.TWICE, twice, lambda place: {"first": int(first[place])}
            )
        return texts

    def text(self, key: str) -> Any:
        """A text kept as it is, but for the word behind the number of a building or room."""
        texts = self.raw(key)
        self._long(key, texts, BY_KEY[key].most)
        shape = SHAPES.get(key)
        return texts if shape is None else pc.replace_substring_regex(texts, shape, r"\1")

    def classes(self, reading: Reading) -> Meanings:
        """The classes: as the source's values are mapped, or the one that holds without."""
        found = meanings(self.raw("order_class"), reading.classes, ORDER_CLASSES, class_of)
        self.faults.add("order_class", problems.NO_CLASS, found.unknown)
        none = (found.codes == "") & ~found.unknown
        if reading.default_class in ORDER_CLASSES:
            found.codes[none] = reading.default_class
        else:
            self.faults.add("order_class", problems.CLASS_ASKED, none)
        return found

    def satisfactions(self, reading: Reading) -> Meanings:
        """Whether the customer was satisfied; nothing where nothing is said."""
        texts = self.raw("satisfaction")
        found = meanings(texts, reading.satisfactions, SATISFACTIONS, satisfaction_of)
        self.faults.add("satisfaction", problems.NO_SATISFACTION, found.unknown)
        return found

    def units(self, reading: Reading, units: Sequence[KnownUnit], moments: Moments) -> Meanings:
        """The units by code; one that is dispatched has one."""
        texts = self.raw("unit")
        found = meanings(
            texts,
            reading.units,
            [unit.code for unit in units],
            lambda text: unit_of(text, units),
            lambda text: near_unit(text, units),
        )
        near = {value.text: value.near for value in found.values if value.near}
        names = {unit.code: f"{unit.code} {unit.zh}" for unit in units}
        likely = found.unknown & _mask(pc.is_in(texts, pa.array(list(near), pa.string())))
        self.faults.add(
            "unit",
            problems.NEAR_UNIT,
            likely,
            lambda place: {"near": names[near[texts[place].as_py()]]},
        )
        self.faults.add("unit", problems.NO_UNIT, found.unknown & ~likely)
        sent = ~np.isnat(moments.values["dispatched_at"]) | ~np.isnat(moments.values["taken_at"])
        self.faults.add("unit", problems.UNIT_ASKED, sent & (found.codes == "") & ~found.unknown)
        return found

    def redos(self) -> Any:
        """How often an order was redone; never where nothing is said."""
        texts = self.raw("redos")
        bare = pc.if_else(pc.equal(texts, ""), "0", texts)
        fits = _mask(pc.match_substring_regex(bare, r"^\d{1,2}$"))
        self.faults.add("redos", problems.NO_COUNT, ~fits)
        return pc.cast(pc.if_else(pa.array(fits), bare, "0"), pa.int64()).to_numpy()

    def _long(self, key: str, texts: Any, most: int) -> None:
        long = _mask(pc.greater(pc.utf8_length(texts), most))
        self.faults.add(key, cell_problems.TOO_LONG, long, lambda _place: {"most": most})


def _mask(found: Any) -> Mask:
    mask: Mask = (
        found.to_numpy(zero_copy_only=False) if isinstance(found, pa.Array) else (found.to_numpy())
    )
    return mask.astype(bool)
