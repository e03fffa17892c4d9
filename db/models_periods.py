"""The tables of what audits add up to: periods, their seals, coefficients, kept sums, sources."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import AuditKey, Base, Big, Code, Id, Json, PersonKey, Points, UnitKey, UuidKey

PERIOD_STATES = ("open", "closing", "sealed", "restating")
"""How far a period is: audits begin and end, only end, none changes, some are put right."""


class PeriodState(Base):
    """A period that is no longer simply open."""

    __tablename__ = "periods"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closing', 'sealed', 'restating')", name="state"),
    )

    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime]
    changed_by: Mapped[PersonKey]
    reason: Mapped[str]


class Seal(Base):
    """The figures of a period as they were sealed, under one hash; rows are only ever added.

    `number` is 1 for the first seal of a period and counts its restatements on from there;
    `hash` is over the content and the hash of the seal before.
    """

    __tablename__ = "seals"
    __table_args__ = (UniqueConstraint("period", "number"),)

    id: Mapped[Id]
    period: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    content: Mapped[Json] = mapped_column(JSON, nullable=False)
    changes: Mapped[Json] = mapped_column(JSON(none_as_null=True), nullable=True)
    reason: Mapped[str]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[PersonKey]


class Coefficient(Base):
    """A unit's difficulty coefficient from a month on; rows are only ever added, the newest holds.

    GAS formula (2).
    """

    __tablename__ = "coefficients"
    __table_args__ = (
        CheckConstraint("value > 0", name="value"),
        Index(None, "unit_id", "month"),
    )

    id: Mapped[Id]
    unit_id: Mapped[UnitKey]
    month: Mapped[str] = mapped_column(String(7))
    value: Mapped[Points]
    reason: Mapped[str]
    set_at: Mapped[datetime]
    set_by: Mapped[PersonKey]


class UnitMonth(Base):
    """The sums of a unit's audits of one sheet in a month, kept so that no page adds them up again.

    `stamp` changes with every change of what they are made of.
    """

    __tablename__ = "unit_months"

    unit_id: Mapped[UnitKey] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    sheet: Mapped[Code] = mapped_column(primary_key=True)
    audits: Mapped[int]
    k1: Mapped[Points]
    k2: Mapped[Points]
    k3: Mapped[Points]
    stamp: Mapped[Big]


class Source(Base):
    """Where the figures of an audit come from: words, and a file when there is one.

    The file lies in the photo store under its hash.
    """

    __tablename__ = "sources"
    __table_args__ = (
        CheckConstraint("(sha256 IS NULL) = (name IS NULL)", name="file"),
        Index(None, "audit_id"),
    )

    id: Mapped[UuidKey]
    audit_id: Mapped[AuditKey]
    words: Mapped[str]
    name: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    media_type: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[int | None]
    added_at: Mapped[datetime]
    person_id: Mapped[PersonKey]
