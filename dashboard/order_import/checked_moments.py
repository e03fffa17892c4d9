"""The moments of the rows of a file: read, none in the future, and in the order they happen in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow.compute as pc

from dashboard.imports import cell_problems
from dashboard.imports.faults import Problem
from dashboard.looks import moment_text
from dashboard.order_import import problems
from dashboard.order_import.faults import Faults, Mask, Params
from dashboard.order_import.fields import BY_KEY, MOMENTS, SEQUENCE
from dashboard.order_import.mapping import Reading
from dashboard.order_import.moments import NO_TIME, Column, Read, Times, read_moments
from dashboard.order_import.source_table import BROKEN, FORMULA, SourceTable
from dashboard.words import _

MINUTE = np.timedelta64(60_000_000, "us")
TOLD: tuple[tuple[Read, Problem], ...] = (
    (Read.NO_DATE, problems.NO_DATE),
    (Read.NO_CLOCK, problems.NO_CLOCK),
    (Read.TWO_WAYS, problems.TWO_WAYS),
    (Read.TURNED, problems.TURNED_DATE),
    (Read.FAR, problems.FAR_DATE),
)


@dataclass(frozen=True)
class Moments:
    """The moments by field, UTC in microseconds; how many can be read two ways, and one of them."""

    values: dict[str, Times]
    two_ways: int
    example: str


def check_moments(
    table: SourceTable, reading: Reading, faults: Faults, latest: datetime
) -> Moments:
    """Read all moments of a table; what is wrong with them goes to the faults."""
    found = {key: np.full(len(table), NO_TIME) for key in MOMENTS}
    two_ways, example = 0, ""
    for key in MOMENTS:
        if key in faults.columns:
            texts = table.column(faults.columns[key])
            column = read_moments(texts, table.epoch, reading.day_first)
            _tell(faults, key, texts, column)
            turned = np.flatnonzero(column.where(Read.TWO_WAYS))
            two_ways += len(turned)
            example = example or (texts[int(turned[0])].as_py() if len(turned) else "")
            found[key] = column.values
    end = np.datetime64(latest.replace(tzinfo=None), "us")
    for key in MOMENTS:
        if key != "appointment_at":
            faults.add(key, problems.FUTURE, found[key] > end)
    unreadable = _unread(faults, table, ("reported_at", "opened_at"))
    missing = np.isnat(found["reported_at"]) & np.isnat(found["opened_at"]) & ~unreadable
    faults.add("opened_at", problems.NO_OPENING, missing)
    _follow(found, faults)
    for one, other in (("reported_at", "opened_at"), ("opened_at", "reported_at")):
        found[one] = np.where(np.isnat(found[one]), found[other], found[one])
    return Moments(found, two_ways, example)


def _tell(faults: Faults, key: str, texts: Any, column: Column) -> None:
    formula = pc.starts_with(texts, FORMULA).to_numpy().astype(bool)
    broken = pc.starts_with(texts, BROKEN).to_numpy().astype(bool)
    faults.add(key, cell_problems.FORMULA, formula)
    faults.add(key, cell_problems.BROKEN_VALUE, broken)
    for outcome, problem in TOLD:
        faults.add(key, problem, column.where(outcome) & ~formula & ~broken)


def _unread(faults: Faults, table: SourceTable, keys: tuple[str, ...]) -> Mask:
    """The rows in which one of some fields has a fault already."""
    mask = np.zeros(len(table), dtype=bool)
    for group in faults.groups:
        if group.key in keys:
            mask[group.places] = True
    return mask


def _follow(found: dict[str, Times], faults: Faults) -> None:
    """Each moment lies at or after the one before it.

    One without seconds may lie within the minute of the one before, and is then taken as that.
    """
    latest = np.full(len(faults.table), NO_TIME)
    name = np.full(len(faults.table), -1)
    for number, key in enumerate(SEQUENCE):
        _after(found, faults, key, latest, name)
        given = ~np.isnat(found[key])
        later = given & ~(found[key] < latest)
        latest = np.where(later, found[key], latest)
        name = np.where(later, number, name)
    opened = np.where(np.isnat(found["reported_at"]), found["opened_at"], found["reported_at"])
    first = np.where(np.isnat(found["reported_at"]), 1, 0)
    for key in ("restored_at", "appointment_at"):
        _after(found, faults, key, opened, first)


def _after(found: dict[str, Times], faults: Faults, key: str, before: Times, name: Any) -> None:
    values = found[key]
    early = values < before
    whole = (values.astype("datetime64[m]").astype("datetime64[us]") == values) & early
    rounded = whole & (before - values < MINUTE)
    found[key] = np.where(rounded, before, values)
    faults.add(key, problems.TOO_EARLY, early & ~rounded, _told(before, name))


def _told(before: Times, name: Any) -> Params:
    def params(place: int) -> dict[str, Any]:
        earlier = BY_KEY[SEQUENCE[int(name[place])]].label
        moment = datetime.fromisoformat(f"{before[place]}+00:00")
        return {"name": _(earlier), "moment": moment_text(moment)}

    return params
