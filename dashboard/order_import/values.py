"""What the values of a source stand for: classes, satisfaction, units; proposed by their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.order_import.proposing import plain

CLASS_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("government", ("12345", "政府", "市长热线", "市民热线", "政务", "government")),
    ("urgent", ("紧急", "应急", "抢修", "urgent", "emergency")),
    ("refund", ("退费", "退款", "refund")),
    ("complaint", ("投诉", "complaint")),
    ("temperature", ("测温", "室温检测", "temperature")),
    ("gas_fault", ("燃气", "gas")),
    ("heating_fault", ("供热故障", "供暖故障", "暖气", "不热", "heating")),
    ("repair", ("报修", "维修", "repair")),
    ("hotline", ("热线", "客服电话", "室温", "温度", "hotline")),
)
"""Words that tell a class; the first that is found decides."""

SATISFACTION_WORDS = {
    "dissatisfied": ("不满意", "非常不满意", "很不满意", "不太满意", "否", "不满", "差评", "no"),
    "satisfied": ("满意", "非常满意", "很满意", "基本满意", "较满意", "是", "好评", "yes"),
    "not_asked": ("未回访", "未评价", "未接通", "无", "无人接听", "未调查", "未知", "none"),
}
NEAR = 0.45


@dataclass(frozen=True)
class KnownUnit:
    """A unit of the division that takes the orders."""

    id: int
    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Value:
    """A value of the file that has a meaning, how often it stands there, and what it was given.

    `meaning` is a code, "" where nobody has said; `near` is the code of the likeliest unit.
    """

    text: str
    number: int
    meaning: str
    near: str = ""


@dataclass(frozen=True)
class Meanings:
    """What came of a column: a code for each row ("" where there is none), and its values."""

    codes: np.ndarray[Any, np.dtype[np.object_]]
    unknown: np.ndarray[Any, np.dtype[np.bool_]]
    values: tuple[Value, ...]


def class_of(text: str) -> str:
    """The class whose words are in a text; "" where none is."""
    told = plain(text)
    return next((code for code, words in CLASS_WORDS if any(word in told for word in words)), "")


def satisfaction_of(text: str) -> str:
    """Whether a text says satisfied, dissatisfied or not asked; "" where it says neither."""
    told = plain(text)
    return next((code for code, words in SATISFACTION_WORDS.items() if told in words), "")


def unit_of(text: str, units: Sequence[KnownUnit]) -> str:
    """The code of the unit that a text names by code or name; "" where none is."""
    told = plain(text)
    found = {unit.code for unit in units if told in map(plain, (unit.code, unit.zh, unit.en))}
    return found.pop() if len(found) == 1 else ""


def near_unit(text: str, units: Sequence[KnownUnit]) -> str:
    """The code of the unit whose name is nearest to a text; "" where none is near."""
    told = plain(text)
    best: dict[str, float] = {}
    for unit in units:
        fits = [_likeness(told, plain(name)) for name in (unit.code, unit.zh, unit.en)]
        best[unit.code] = max(fits)
    first = sorted(best, key=lambda code: -best[code])[:2]
    if not first or best[first[0]] < NEAR:
        return ""
    # Two that are equally near are no proposal.
    return first[0] if len(first) == 1 or best[first[1]] < best[first[0]] else ""


def _likeness(told: str, name: str) -> float:
    """From 0 to 1; one that stands whole in the other is likelier than one that does not."""
    held = 0.3 if len(name) > 1 and (name in told or told in name) else 0.0
    return held + SequenceMatcher(None, told, name).ratio()


def meanings(
    texts: Any, said: Mapping[str, str], allowed: Iterable[str], propose: Any, near: Any = None
) -> Meanings:
    """What each text stands for: as was said, else as proposed; what is empty stands for nothing.

    `propose` and `near` give a code for a text, or "".
    """
    encoded = pc.dictionary_encode(pa.array(texts, pa.string()))
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    words = encoded.dictionary.to_pylist()
    places = encoded.indices.to_numpy()
    counts = np.bincount(places, minlength=len(words))
    known = frozenset(allowed)
    given = [_meaning(word, said, known, propose) for word in words]
    values = tuple(
        Value(word, int(count), meaning or "", near(word) if near and meaning is None else "")
        for word, count, meaning in zip(words, counts, given, strict=True)
        if word
    )
    codes = np.array([meaning or "" for meaning in given], dtype=object)
    lost = np.array([meaning is None for meaning in given], dtype=bool)
    if not len(words):
        return Meanings(np.array([], dtype=object), np.array([], dtype=bool), ())
    ordered = tuple(sorted(values, key=lambda value: (bool(value.meaning), -value.number)))
    return Meanings(codes[places], lost[places], ordered)


def _meaning(word: str, said: Mapping[str, str], known: frozenset[str], propose: Any) -> str | None:
    if not word:
        return ""
    if said.get(word) in known or said.get(word) == "":
        # Somebody has said that nobody knows it.
        return said[word] or None
    found: str = propose(word)
    return found if found in known else None
