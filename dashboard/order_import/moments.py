"""Moments read from texts, whole columns at once: many ways of writing, none of them guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.looks import ZONE

CLOCK = (
    r"(?P<clock>[t\s]*(?P<half>上午|下午|晚上|凌晨|中午)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*"
    r"(?P<minute>\d{1,2})?\s*[:分]?\s*(?P<second>\d{1,2})?(?:\.\d{1,9})?\s*秒?\s*"
    r"(?P<noon>[ap]\.?m\.?)?\s*(?P<zone>z|[+-]\d{2}:?\d{2})?)?$"
)
WAYS = {
    "year first": r"^(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})"
    r"\s*日?\s*" + CLOCK,
    "compact": r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?P<clock>[t\s]*(?P<hour>\d{2}):?(?P<minute>\d{2}):?(?P<second>\d{2})?)?$",
    "turned": r"^(?P<first>\d{1,2})\s*[-/.]\s*(?P<other>\d{1,2})\s*[-/.]\s*(?P<year>\d{4})\s*,?\s*"
    + CLOCK,
    "day and name": r"^(?P<day>\d{1,2})[-/.\s]+(?P<name>[a-z]{3,9})\.?[-/,\s]+(?P<year>\d{4}),?\s*"
    + CLOCK,
    "name and day": r"^(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4}),?\s*" + CLOCK,
}
SERIAL = r"^(?P<days>\d{5})(?P<part>\.\d+)?$"
NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FIRST_YEAR, LAST_YEAR = 2020, 2100

Ints = np.ndarray[Any, np.dtype[np.int64]]
Times = np.ndarray[Any, Any]
NO_TIME = np.datetime64("NaT", "us")


class Read(IntEnum):
    """What came of a text."""

    EMPTY = 0
    GOOD = 1
    NO_DATE = 2
    TWO_WAYS = 3
    NO_CLOCK = 4
    FAR = 5
    TURNED = 6


@dataclass(frozen=True)
class Column:
    """A column of moments: UTC in microseconds (NaT where not GOOD), what came of each text."""

    values: Times
    read: np.ndarray[Any, np.dtype[np.int8]]

    def where(self, outcome: Read) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which texts had this outcome."""
        return self.read == np.int8(outcome)


def read_moments(texts: Any, epoch: date, day_first: bool | None = None) -> Column:
    """Moments of an array of texts, as the organisation's clock shows them unless a zone is said.

    `day_first` says how 03/04/2026 is meant; where nobody has said so it is TWO_WAYS. `epoch` is
    the day from which a workbook counts its serial numbers. A day without a time is NO_CLOCK.
    """
    plain = pc.utf8_lower(pc.utf8_normalize(pa.array(texts, pa.string()), form="NFKC"))
    read = np.full(len(plain), Read.NO_DATE, dtype=np.int8)
    values: Times = np.full(len(plain), NO_TIME)
    read[pc.equal(plain, "").to_numpy(zero_copy_only=False)] = Read.EMPTY
    open_ = np.flatnonzero(read == Read.NO_DATE)
    for way in (*WAYS, "serial"):
        if not len(open_):
            break
        left = plain.take(pa.array(open_))
        matched = _serial(left, epoch) if way == "serial" else _written(left, way, day_first)
        fits, found, outcome = matched
        values[open_[fits]], read[open_[fits]] = found, outcome
        open_ = open_[~fits]
    values[read != Read.GOOD] = NO_TIME
    return Column(values, read)


def _written(texts: Any, way: str, day_first: bool | None) -> tuple[Any, Times, Any]:
    groups = pc.extract_regex(texts, WAYS[way])
    fits = groups.is_valid().to_numpy(zero_copy_only=False)
    rows = groups.filter(pa.array(fits))
    part = {field.name: rows.field(place) for place, field in enumerate(rows.type)}
    year = _number(part["year"])
    month, day, outcome = _month_and_day(part, day_first)
    local, exists = _combined(year, month, day, part)
    outcome[(outcome == Read.GOOD) & ~exists] = Read.NO_DATE
    far = (year < FIRST_YEAR) | (year > LAST_YEAR)
    outcome[(outcome == Read.GOOD) & far] = Read.FAR
    no_clock = pc.equal(part["clock"], "").to_numpy(zero_copy_only=False)
    outcome[(outcome == Read.GOOD) & no_clock] = Read.NO_CLOCK
    return fits, _in_utc(local, part.get("zone"), outcome), outcome


def _month_and_day(part: dict[str, Any], day_first: bool | None) -> tuple[Ints, Ints, Any]:
    outcome = np.full(len(part["year"]), Read.GOOD, dtype=np.int8)
    if "name" in part:
        short = pc.utf8_slice_codeunits(part["name"], 0, 3)
        number = pc.index_in(short, pa.array(NAMES))
        return pc.fill_null(number, -1).to_numpy() + 1, _number(part["day"]), outcome
    if "first" not in part:
        return _number(part["month"]), _number(part["day"]), outcome
    first, other = _number(part["first"]), _number(part["other"])
    either = (first <= 12) & (other <= 12) & (first != other)
    turned = first > 12 if day_first is None else np.full(len(first), day_first)
    if day_first is None:
        outcome[either] = Read.TWO_WAYS
    else:
        # What can only be read against what was said is a slip somewhere, and not for us to mend.
        against = (other > 12) if day_first else (first > 12)
        outcome[against & (np.minimum(first, other) <= 12)] = Read.TURNED
    return np.where(turned, other, first), np.where(turned, first, other), outcome


def _combined(year: Ints, month: Ints, day: Ints, part: dict[str, Any]) -> tuple[Times, Any]:
    """The moments on the clock of the place, and which of them exist."""
    hour, minute, second = (_number(part[name]) for name in ("hour", "minute", "second"))
    for name in ("half", "noon"):
        if name in part:
            hour = _of_day(hour, part[name])
    right = (month >= 1) & (month <= 12) & (day >= 1) & (hour < 24) & (minute < 60) & (second < 60)
    months = (year - 1970) * 12 + np.clip(month, 1, 12) - 1
    first = months.astype("datetime64[M]")
    days = first.astype("datetime64[D]") + (day - 1)
    right &= days.astype("datetime64[M]") == first
    seconds = hour * 3600 + minute * 60 + second
    return days.astype("datetime64[us]") + seconds.astype("timedelta64[s]"), right


def _of_day(hour: Ints, half: Any) -> Ints:
    """Hours of twelve as hours of the day, by 上午, 下午 or am, pm."""
    word = pc.replace_substring(half, ".", "")

    def is_one(*words: str) -> Any:
        return pc.is_in(word, pa.array(words)).to_numpy(zero_copy_only=False)

    later = (is_one("下午", "晚上", "pm") & (hour < 12)) | (is_one("中午") & (hour < 11))
    midnight = is_one("上午", "凌晨", "am") & (hour == 12)
    return np.where(later, hour + 12, np.where(midnight, 0, hour))


def _in_utc(local: Times, zone: Any, outcome: Any) -> Times:
    index = pd.DatetimeIndex(local).tz_localize(ZONE, ambiguous="NaT", nonexistent="NaT")
    utc = index.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[us]")
    outcome[(outcome == Read.GOOD) & np.isnat(utc)] = Read.NO_DATE
    if zone is None:
        return utc
    bare = pc.replace_substring(pc.replace_substring(zone, ":", ""), "z", "+0000")
    said = np.flatnonzero(pc.not_equal(bare, "").to_numpy(zero_copy_only=False))
    for place in said:
        text = bare[int(place)].as_py()
        minutes = (int(text[1:3]) * 60 + int(text[3:5])) * (-1 if text[0] == "-" else 1)
        utc[place] = local[place] - np.timedelta64(minutes, "m")
    return utc


def _serial(texts: Any, epoch: date) -> tuple[Any, Times, Any]:
    """Excel's numbers: whole days since its epoch, and the part of the day after the point."""
    groups = pc.extract_regex(texts, SERIAL)
    fits = groups.is_valid().to_numpy(zero_copy_only=False)
    rows = groups.filter(pa.array(fits))
    days = _number(rows.field(0))
    part = pc.cast(_or_zero(rows.field(1)), pa.float64()).to_numpy()
    start = np.datetime64(epoch, "D")
    seconds = np.rint(part * 86400).astype(np.int64).astype("timedelta64[s]")
    local = (start + days.astype("timedelta64[D]")).astype("datetime64[us]") + seconds
    years = local.astype("datetime64[Y]").astype(np.int64) + 1970
    outcome = np.full(len(days), Read.GOOD, dtype=np.int8)
    outcome[pc.equal(rows.field(1), "").to_numpy(zero_copy_only=False)] = Read.NO_CLOCK
    outcome[(years < FIRST_YEAR) | (years > LAST_YEAR)] = Read.FAR
    return fits, _in_utc(local, None, outcome), outcome


def serial_words(text: str, epoch: date) -> str:
    """A number of Excel's as the moment it stands for, to the minute; empty for any other text."""
    found = re.fullmatch(SERIAL, text.strip())
    if found is None:
        return ""
    days, part = int(found["days"]), float(found["part"] or 0)
    moment = datetime.combine(epoch, time()) + timedelta(days=days, seconds=round(part * 86400))
    return f"{moment:%Y-%m-%d}" if found["part"] is None else f"{moment:%Y-%m-%d %H:%M}"


def _number(texts: Any) -> Ints:
    found: Ints = pc.cast(_or_zero(texts), pa.int64()).to_numpy()
    return found


def _or_zero(texts: Any) -> Any:
    return pc.if_else(pc.equal(texts, ""), "0", texts)
