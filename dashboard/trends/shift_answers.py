"""The hotline's answers that compare with the shift, decoded and kept by month in the process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa

from checklists.columnar_answers import Answers, distinct
from dashboard.trends.exact import Whole
from db.actors import Actor
from db.answers import answer_texts
from db.figures import stamps
from db.session import database

MOST = 96
"""So many months are kept: what a few readers look at in a day."""


@dataclass(frozen=True)
class Given:
    """Measured answers: of which of the `audits`, to which of the items, own figure and mean.

    Figures are in units of 0.0001.
    """

    audits: tuple[str, ...]
    audit: Whole
    item: Whole
    own: Whole
    mean: Whole


_kept: OrderedDict[tuple[Any, ...], tuple[int, Given]] = OrderedDict()
_lock = Lock()


def given(
    actor: Actor,
    sheet: str,
    versions: Sequence[int],
    months: Sequence[str],
    items: tuple[str, ...],
) -> list[Given]:
    """The answers of each month that the actor sees; only months that changed are read again."""
    who = (
        str(database().engine.url),
        actor.person_id,
        actor.roles,
        actor.on,
        tuple(versions),
        items,
    )
    found = []
    with database().read(actor) as session:
        now = stamps(session, sheet, months)
        for month in months:
            key = (*who, month)
            with _lock:
                kept = _kept.get(key)
            if kept is None or kept[0] != now.get(month, 0):
                texts = [
                    row
                    for version in versions
                    for row in answer_texts(session, version, month, month, items=items)
                ]
                kept = (now.get(month, 0), _decoded(texts, items))
                _keep(key, kept)
            found.append(kept[1])
    return found


def _keep(key: tuple[Any, ...], value: tuple[int, Given]) -> None:
    with _lock:
        _kept[key] = value
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def _decoded(texts: Sequence[tuple[str, str, str | None]], items: tuple[str, ...]) -> Given:
    answered = [row for row in texts if row[2] is not None]
    table, which = distinct(pa.array([text for _audit, _item, text in answered], pa.string()))
    answers = Answers(table, np.arange(table.num_rows, dtype=np.int64))
    measured = answers.verdict("measured")[which]
    audits = tuple(dict.fromkeys(audit for audit, _item, _text in answered))
    place = {audit: number for number, audit in enumerate(audits)}
    code = {item: number for number, item in enumerate(items)}
    audit = np.array([place[row[0]] for row in answered], dtype=np.int64)
    item = np.array([code[row[1]] for row in answered], dtype=np.int64)
    own, mean = (answers.units(field)[which][measured] for field in ("actual", "mean"))
    return Given(audits, audit[measured], item[measured], own, mean)
