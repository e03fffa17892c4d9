"""The tables of evaluation meetings: what was decided in one, and the hashes it stands under."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Id, Json, PersonKey, UuidKey


class MeetingDecision(Base):
    """What was taken down in the meeting on a period; rows are only ever added, the newest holds.

    `matter` says what it is about: `present` (who was there), `model` (whether a unit is a model
    unit), `elimination` (whether a unit is eliminated), `other` (what else was decided). `number`
    is 1 for the first row of a matter and unit and counts its corrections on from there; `words`
    are the reason of a decision on a unit, else the text itself; `reason` says why it was put
    right.
    """

    __tablename__ = "meeting_decisions"
    __table_args__ = (
        CheckConstraint(
            "(matter IN ('present', 'other') AND unit_id IS NULL AND decision = '')"
            " OR (matter = 'model' AND unit_id IS NOT NULL AND decision IN ('yes', 'no'))"
            " OR (matter = 'elimination' AND unit_id IS NOT NULL"
            " AND decision IN ('eliminate', 'keep'))",
            name="decision",
        ),
        CheckConstraint("number > 0", name="number"),
        Index(None, "period"),
    )

    id: Mapped[UuidKey]
    period: Mapped[str] = mapped_column(String(7))
    matter: Mapped[str] = mapped_column(String(12))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    number: Mapped[int]
    decision: Mapped[str] = mapped_column(String(10))
    words: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class MeetingSeal(Base):
    """All decisions of a period as it was sealed, under one hash; rows are only ever added.

    `content` lists the hash of every decision of the period, corrected ones too, in their order;
    `seal` is the hash of the period's own seal; `hash` is over both and over the row before.
    """

    __tablename__ = "meeting_seals"
    __table_args__ = (UniqueConstraint("period", "number"),)

    id: Mapped[Id]
    period: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
    content: Mapped[Json] = mapped_column(JSON, nullable=False)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[PersonKey]
