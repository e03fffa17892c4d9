"""The orders of a shift by class: one pass over columns, no loop over orders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from checklists.shifts import Span

COUNTS = ("taken", "dispatched", "answered", "closed", "late", "redone", "open")
"""What is counted of each class, in the order of the table.

`late`: a clock ran out within the shift; `redone`: answers that were given back within it;
`open`: orders that were not closed at its end, or are not yet.
"""

Counts = dict[str, dict[str, int]]


def counted(
    orders: pd.DataFrame, ran_out: pd.Series, returned: Mapping[str, int], span: Span, now: datetime
) -> Counts:
    """By class how many orders were taken, dispatched, … within a shift, as far as it has come.

    `orders` are those of one division that were taken before the end of the shift and not closed
    before its beginning: `order_class`, `state` and moments. `ran_out` says, row by row, whether
    a clock ran out within the shift. What is void does not count.
    """
    valid = orders[orders["state"] != "void"]
    end = min(span.end, now)
    happened = {
        "taken": _within(valid["reported_at"], span.start, end),
        "dispatched": _within(valid["dispatched_at"], span.start, end),
        "answered": _within(valid["answered_at"], span.start, end),
        "closed": _within(valid["closed_at"], span.start, end),
        "late": ran_out.reindex(valid.index).astype(bool),
        "open": (valid["reported_at"] < end) & ~(valid["closed_at"] < end),
    }
    found: Counts = {}
    for name, which in happened.items():
        for code, number in valid.loc[which, "order_class"].value_counts().items():
            found.setdefault(str(code), {})[name] = int(number)
    for code, number in returned.items():
        found.setdefault(code, {})["redone"] = number
    return {code: dict.fromkeys(COUNTS, 0) | found[code] for code in sorted(found)}


def shared(orders: pd.DataFrame, span: Span, now: datetime) -> int:
    """How many were taken while the shift before was still there, all counted in this one."""
    if span.shared_until is None:
        return 0
    valid = orders["state"] != "void"
    taken = _within(orders["reported_at"], span.start, min(span.shared_until, now))
    return int((valid & taken).sum())


def total(counts: Counts) -> dict[str, int]:
    """The sum over all classes."""
    return {name: sum(one[name] for one in counts.values()) for name in COUNTS}


def differences(signed: Counts, live: Counts) -> list[dict[str, Any]]:
    """What changed since a summary was signed: class, what is counted, then and now."""
    nothing = dict.fromkeys(COUNTS, 0)
    return [
        {"order_class": code, "count": name, "signed": before, "live": after}
        for code in sorted({*signed, *live})
        for name in COUNTS
        if (before := signed.get(code, nothing).get(name, 0))
        != (after := live.get(code, nothing)[name])
    ]


def _within(moments: pd.Series, start: datetime, end: datetime) -> pd.Series:
    return (moments >= start) & (moments < end)
