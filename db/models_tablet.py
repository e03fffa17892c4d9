"""The tables of work at the unit: photos, signatures, who fills in together, what was returned."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import (
    AuditKey,
    AuditPrimaryKey,
    Base,
    Code,
    Id,
    Json,
    OperationKey,
    PersonKey,
    Ratio,
    Uuid,
    UuidKey,
)


class Photo(Base):
    """A photo that stands behind an answer; its bytes lie in the photo store under their hash.

    `latitude` and `longitude` are degrees, `taken_at` is when the camera says it was taken.
    """

    __tablename__ = "photos"
    __table_args__ = (
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="place"),
        Index(None, "audit_id", "item"),
        Index(None, "sha256"),
    )

    id: Mapped[UuidKey]
    audit_id: Mapped[AuditKey]
    item: Mapped[Code]
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    name: Mapped[str]
    taken_at: Mapped[datetime | None]
    latitude: Mapped[Ratio | None]
    longitude: Mapped[Ratio | None]
    added_at: Mapped[datetime]
    person_id: Mapped[PersonKey]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Signature(Base):
    """What the audited person signed and stated, and over which answers."""

    __tablename__ = "signatures"

    audit_id: Mapped[AuditPrimaryKey]
    id: Mapped[Uuid] = mapped_column(unique=True)
    name: Mapped[str]
    statement: Mapped[str]
    strokes: Mapped[Json] = mapped_column(JSON, nullable=False)
    answers_hash: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]
    received_at: Mapped[datetime]
    person_id: Mapped[PersonKey]


class Participant(Base):
    """Another inspector who fills in the same audit."""

    __tablename__ = "participants"

    audit_id: Mapped[AuditPrimaryKey]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    added_at: Mapped[datetime]
    added_by: Mapped[PersonKey]


class Presence(Base):
    """A device that has an audit open: when it was heard of last, and how much waits on it."""

    __tablename__ = "presences"
    __table_args__ = (CheckConstraint("waiting >= 0", name="waiting"),)

    audit_id: Mapped[AuditPrimaryKey]
    client: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[PersonKey]
    seen_at: Mapped[datetime]
    waiting: Mapped[int]


class Conflict(Base):
    """An answer made without knowledge of another one; a person decides which holds."""

    __tablename__ = "conflicts"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled"),
        Index(None, "audit_id", "item"),
    )

    operation_id: Mapped[str] = mapped_column(ForeignKey("operations.id"), primary_key=True)
    audit_id: Mapped[AuditKey]
    item: Mapped[Code]
    against: Mapped[OperationKey]
    raised_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("operations.id"))


class Return(Base):
    """A division head gave a submitted audit back, with remarks by item; `score` is what it had."""

    __tablename__ = "returns"
    __table_args__ = (Index(None, "audit_id", "at"),)

    id: Mapped[Id]
    audit_id: Mapped[AuditKey]
    person_id: Mapped[PersonKey]
    at: Mapped[datetime]
    remark: Mapped[str]
    remarks: Mapped[Json] = mapped_column(JSON, nullable=False)
    score: Mapped[Json] = mapped_column(JSON, nullable=False)
    k: Mapped[Ratio | None]
