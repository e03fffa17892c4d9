"""All submitted audits with their answers and what was stored of their scores, to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import BigInteger, Text, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from checklists.columnar import NOT_SCORED
from checklists.model import Sheet
from db.actors import Role, require
from db.models import Answer, Audit, Score
from db.points import unpacked
from db.sheets import sheet_of

Whole = npt.NDArray[np.int64]
SUMS = ("k1", "k2", "k3")
BETWEEN, IN_ANSWER = "\x1e", "\x1f"

MOST = 1000
"""So many audits are asked for by name at once."""


@dataclass(frozen=True)
class Stored:
    """The submitted audits of one sheet version and month, as they are stored.

    `answers` has the columns audit, item and answer that `score_audits` takes. Points are in units
    of 0.0001, `k` in units of 0.000001 or NOT_SCORED; `points` has a row an item of an audit: what
    was available and what was lost. `repeated` is given where the scheme multiplies what repeats.
    """

    sheet: Sheet
    month: str
    audits: list[str]
    answers: pd.DataFrame
    k1: Whole
    k2: Whole
    k3: Whole
    k: Whole
    grade: npt.NDArray[np.object_]
    points: npt.NDArray[np.int32]
    repeated: npt.NDArray[np.bool_] | None


def stored_scores(session: Session) -> Iterator[Stored]:
    """Every submitted audit with its score, a sheet version and month at a time.

    Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    query = select(Audit.sheet_version_id, Audit.period, Audit.sheet).distinct()
    query = query.where(Audit.state == "submitted").order_by(Audit.sheet_version_id, Audit.period)
    for version, month, sheet in session.execute(query).all():
        chosen = (
            (Audit.sheet_version_id == version)
            & (Audit.period == month)
            & (Audit.sheet == sheet)
            & (Audit.state == "submitted")
        )
        yield _stored(session, sheet_of(session, version), month, chosen)


def _stored(session: Session, sheet: Sheet, month: str, chosen: Any) -> Stored:
    numbers = (type_coerce(getattr(Score, name), BigInteger) for name in (*SUMS, "k"))
    query = select(Audit.id, *numbers, Score.grade, Score.points)
    query = query.join(Score, Score.audit_id == Audit.id).where(chosen)
    audits, k1, k2, k3, k, grade, points = _columns(session.execute(query).all(), 7)
    return Stored(
        sheet=sheet,
        month=month,
        audits=audits,
        answers=_answers(session, audits),
        k1=np.array(k1, dtype=np.int64),
        k2=np.array(k2, dtype=np.int64),
        k3=np.array(k3, dtype=np.int64),
        k=np.array([NOT_SCORED if one is None else one for one in k], dtype=np.int64),
        grade=np.array(grade, dtype=object),
        points=unpacked(points),
        repeated=_repeated(session, sheet, audits) if sheet.scheme.multiplier != 1 else None,
    )


def _answers(session: Session, chosen: Sequence[str]) -> pd.DataFrame:
    """The answers of some audits, each audit's joined to one text by the database.

    A row an answer would take most of the time. The two marks between them are in no text: JSON
    writes them in another way, and codes have none.
    """
    one = Answer.item + IN_ANSWER + cast(Answer.answer, Text)
    query = select(Answer.audit_id, func.aggregate_strings(one, BETWEEN))
    query = query.where(Answer.answer.is_not(None)).group_by(Answer.audit_id)
    rows: list[Any] = []
    for begin in range(0, len(chosen), MOST):
        some = Answer.audit_id.in_(chosen[begin : begin + MOST])
        rows += session.execute(query.where(some)).all()
    audits, joined = _columns(rows, 2)
    of_audit = pc.split_pattern(pa.array(joined, type=pa.large_string()), BETWEEN)
    parts = pc.list_flatten(pc.split_pattern(pc.list_flatten(of_audit), IN_ANSWER))
    places = np.arange(0, len(parts), 2)
    columns = {
        "audit": pa.array(audits, type=pa.string()).take(pc.list_parent_indices(of_audit)),
        "item": parts.take(places),
        "answer": parts.take(places + 1),
    }
    return pd.DataFrame({name: pd.array(column, dtype="str") for name, column in columns.items()})


def _repeated(session: Session, sheet: Sheet, audits: Sequence[str]) -> npt.NDArray[np.bool_]:
    """The marks that were set when the audits were submitted: a row an audit, a column an item."""
    rows = {key: row for row, key in enumerate(audits)}
    columns = {item.code: column for column, item in enumerate(sheet.items)}
    marks = np.zeros((len(rows), len(columns)), dtype=bool)
    query = select(Score.audit_id, Score.ledger).where(Score.audit_id.in_(audits))
    for key, ledger in session.execute(query):
        for line in ledger["lines"]:
            marks[rows[key], columns[line["item"]]] = line.get("repeated", False)
    return marks


def _columns(rows: Sequence[Any], number: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _column in range(number)]
