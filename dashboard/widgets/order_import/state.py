"""What the page of imports remembers of a file between two runs: its rows and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import streamlit as st

from dashboard.order_import.desk import File, Look
from dashboard.order_import.mapping import Reading

KEY = "order-import"


@dataclass
class Opened:
    """The file as it is open; `shown` is what taking it in would do, None until that is known."""

    file: File
    shown: Look | None = None

    @property
    def reading(self) -> Reading:
        """How it is read."""
        return self.file.reading

    def read_as(self, reading: Reading) -> None:
        """Read it another way; what it would do is worked out anew."""
        self.file, self.shown = replace(self.file, reading=reading), None

    def key(self, kind: str, value: str) -> str:
        """The key of a field about one value of this file and source."""
        told = f"{self.file.source}|{self.file.division_id}|{self.file.table.sheet}|{kind}|{value}"
        return f"{KEY}-{self.file.digest[:8]}-{sha256(told.encode()).hexdigest()[:16]}"


def opened() -> Opened | None:
    """The file that is open."""
    found: Opened | None = st.session_state.get(KEY)
    return found


def open_anew(file: Opened | None) -> None:
    """Another file is open now, or none."""
    st.session_state[KEY] = file


def change(key: str, turn: Callable[[Reading, Any], Reading]) -> None:
    """How the open file is read changes by what a field holds; what it would do is worked out."""
    file = opened()
    if file is not None and key in st.session_state:
        file.read_as(turn(file.reading, st.session_state[key]))


def change_column(key: str, field: str) -> None:
    """A field is taken from another heading; what was taken from it is left out now."""
    file = opened()
    if file is None or key not in st.session_state:
        return
    before = file.reading.columns
    file.read_as(set_column(file.reading, field, st.session_state[key]))
    for other, name in file.reading.columns.items():
        if other != field and name != before.get(other):
            st.session_state[file.key("column", other)] = name


def accept_units(near: Mapping[str, str]) -> None:
    """Let names of units stand for the units that are nearest to them."""
    file = opened()
    if file is not None:
        file.read_as(replace(file.reading, units={**file.reading.units, **near}))
        for name, code in near.items():
            st.session_state[file.key("units", name)] = code


def set_column(reading: Reading, field: str, heading: str) -> Reading:
    """Take a field from a heading, "" from none; no heading stands for two fields."""
    others = {
        key: "" if heading and name == heading else name for key, name in reading.columns.items()
    }
    return replace(reading, columns={**others, field: heading})


def set_meaning(reading: Reading, kind: str, value: str, code: str) -> Reading:
    """Let a value stand for a code, "" for none; `kind` is classes, satisfactions or units."""
    changes: dict[str, Any] = {kind: {**getattr(reading, kind), value: code}}
    return replace(reading, **changes)
