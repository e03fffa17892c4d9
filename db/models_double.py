"""The table of double audits: the same thing at a unit, audited by two people apart."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, PersonKey, UnitKey, Uuid, UuidKey


class DoubleAudit(Base):
    """A double audit as it was planned; `first_audit` and `second_audit` are the keys that the
    audits of the two inspectors have once they are begun."""

    __tablename__ = "double_audits"
    __table_args__ = (
        CheckConstraint("first_id <> second_id", name="inspectors"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn",
        ),
        Index(None, "period"),
    )

    id: Mapped[UuidKey]
    unit_id: Mapped[UnitKey]
    sheet: Mapped[Code]
    period: Mapped[str] = mapped_column(String(7))
    planned_for: Mapped[date]
    subject: Mapped[str]
    first_id: Mapped[PersonKey] = mapped_column(index=True)
    second_id: Mapped[PersonKey] = mapped_column(index=True)
    first_audit: Mapped[Uuid] = mapped_column(unique=True)
    second_audit: Mapped[Uuid] = mapped_column(unique=True)
    planned_at: Mapped[datetime]
    planned_by: Mapped[PersonKey]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_reason: Mapped[str | None]
