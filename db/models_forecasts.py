"""The table of forecasts, as they were made; rows are only ever added."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Id, Json


class Forecast(Base):
    """How a period may end for the units of a division, or of the company without a division.

    `method` is A (accounts) or B (audited scores); `as_of` is the last day that is known of;
    `inputs` is the hash of all it was made from and of the version of the method, `hash` that of
    all else but the number. Nobody's name (`made_by`) is the program's.
    """

    __tablename__ = "forecasts"
    __table_args__ = (
        CheckConstraint("method IN ('A', 'B')", name="method"),
        Index(None, "period", "division_id"),
    )

    id: Mapped[Id]
    method: Mapped[str] = mapped_column(String(1))
    scheme: Mapped[Code]
    period: Mapped[str] = mapped_column(String(7))
    division_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"))
    as_of: Mapped[date]
    version: Mapped[Code]
    inputs: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[Json] = mapped_column(JSON, nullable=False)
    hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
