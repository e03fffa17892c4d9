"""The tables, as typed classes; only this package sees them, everyone else sees rows."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from db.base import (
    AuditKey,
    AuditPrimaryKey,
    Base,
    Big,
    Code,
    Id,
    Json,
    OperationKey,
    PersonKey,
    Points,
    Ratio,
    SheetVersionKey,
    UniqueCode,
    UnitKey,
    Uuid,
    UuidKey,
)

STATES = ("draft", "submitted", "returned", "replaced", "void")
OPEN = ("draft", "returned")
"""The states in which an audit takes answers."""
HANDED_IN = ("submitted", "replaced")
"""The states of an audit that was submitted and stands, perhaps by a corrected version."""
DOUBLE = "double"
"""The occasion of an audit that compares inspectors: `db.counting` leaves it out of all scores."""
KINDS = ("own", "division", "company", DOUBLE)
WAYS = ("tap", "section", "undo", "decided")
"""How an answer came about: by itself, with a whole section, taken back, or chosen of two."""

# None is SQL's NULL and not JSON's null: "not answered" has one form only.
GIVEN = JSON(none_as_null=True)

# Written out with functions both databases have, since neither's own pattern match is the other's.
PERIOD_SHAPE = (
    "length(period) = 7 AND trim(substr(period, 1, 4), '0123456789') = ''"
    " AND substr(period, 5, 1) = '-' AND substr(period, 6, 2) IN"
    " ('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12')"
)


class Division(Base):
    """A division (事业部), which evaluates its units.

    `regulations` are those it works under, by their tags with commas: GAS, or HEAT,SPEC,ACC.
    """

    __tablename__ = "divisions"

    id: Mapped[Id]
    code: Mapped[UniqueCode]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    regulations: Mapped[str] = mapped_column(String(40), server_default="GAS")


class Unit(Base):
    """A unit (单位), which is evaluated; memberships say to which division it belongs."""

    __tablename__ = "units"

    id: Mapped[Id]
    code: Mapped[UniqueCode]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    closed_on: Mapped[date | None]


class Person(Base):
    """Someone who inspects or signs in."""

    __tablename__ = "people"

    id: Mapped[Id]
    code: Mapped[UniqueCode]
    name: Mapped[str]
    active: Mapped[bool]


class SheetVersion(Base):
    """A sheet as it held when an audit was made; never changed once stored."""

    __tablename__ = "sheet_versions"

    id: Mapped[Id]
    sheet: Mapped[Code] = mapped_column(index=True)
    valid_from: Mapped[date]
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[Json] = mapped_column(JSON, nullable=False)
    stored_at: Mapped[datetime]


class Audit(Base):
    """One filled-in sheet for a unit and a month."""

    __tablename__ = "audits"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'replaced', 'void')", name="state"
        ),
        CheckConstraint("kind IN ('own', 'division', 'company', 'double')", name="kind"),
        CheckConstraint(PERIOD_SHAPE, name="period"),
        # A void audit keeps when it had been submitted, if it ever was.
        CheckConstraint(
            "NOT (state IN ('submitted', 'replaced') AND submitted_at IS NULL)"
            " AND NOT (state IN ('draft', 'returned') AND submitted_at IS NOT NULL)",
            name="submitted_at",
        ),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by IS NULL)", name="submitted_by"),
        CheckConstraint(
            "(state = 'void') = (voided_at IS NOT NULL)"
            " AND (state = 'void') = (voided_by IS NOT NULL)"
            " AND (state = 'void') = (void_reason IS NOT NULL)",
            name="void_reason",
        ),
        CheckConstraint("(corrects IS NULL) = (correction_reason IS NULL)", name="correction"),
        Index(None, "period", "state", "sheet"),
        Index(None, "unit_id", "period"),
        Index(None, "inspector_id", "period"),
    )

    id: Mapped[UuidKey]
    unit_id: Mapped[UnitKey]
    sheet: Mapped[Code]
    sheet_version_id: Mapped[SheetVersionKey] = mapped_column(index=True)
    period: Mapped[str] = mapped_column(String(7))
    kind: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str]
    audited_on: Mapped[date]
    inspector_id: Mapped[PersonKey]
    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[PersonKey | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[PersonKey | None]
    void_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1", default=1)
    corrects: Mapped[str | None] = mapped_column(ForeignKey("audits.id"), index=True)
    correction_reason: Mapped[str | None]
    asks_confirmation: Mapped[bool] = mapped_column(server_default=false(), default=False)


class Operation(Base):
    """One answer as a tablet sent it; rows are only ever added.

    `base` is the operation whose answer the person saw, `way` how it was made (WAYS).
    """

    __tablename__ = "operations"
    __table_args__ = (
        CheckConstraint("status IN ('accepted', 'superseded')", name="status"),
        CheckConstraint("sequence >= 0", name="sequence"),
        Index(None, "audit_id", "item"),
    )

    id: Mapped[UuidKey]
    audit_id: Mapped[AuditKey]
    item: Mapped[Code]
    client: Mapped[Uuid]
    sequence: Mapped[Big]
    answer: Mapped[Json] = mapped_column(GIVEN, nullable=True)
    note: Mapped[str]
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    person_id: Mapped[PersonKey]
    status: Mapped[str] = mapped_column(String(10))
    base: Mapped[str | None] = mapped_column(String(36))
    way: Mapped[str] = mapped_column(String(10), server_default="tap", default="tap")


class Answer(Base):
    """The answer an item has now: that of its operation with the highest sequence."""

    __tablename__ = "answers"

    audit_id: Mapped[AuditPrimaryKey]
    item: Mapped[Code] = mapped_column(primary_key=True)
    answer: Mapped[Json] = mapped_column(GIVEN, nullable=True)
    note: Mapped[str]
    sequence: Mapped[Big]
    client: Mapped[Uuid]
    operation_id: Mapped[OperationKey]


class Score(Base):
    """What an audit scored, with its ledger and the hash of the rules it was computed by.

    `points` is the ledger's points once more in whole numbers, for passes over many audits.
    """

    __tablename__ = "scores"

    audit_id: Mapped[AuditPrimaryKey]
    k1: Mapped[Points]
    k2: Mapped[Points]
    k3: Mapped[Points]
    k: Mapped[Ratio | None]
    grade: Mapped[Code | None]
    ledger: Mapped[Json] = mapped_column(JSON, nullable=False)
    points: Mapped[bytes | None] = mapped_column(LargeBinary)
    rules_hash: Mapped[str] = mapped_column(String(64))
    computed_at: Mapped[datetime]


class Setting(Base):
    """One setting of the organisation, by its key."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Json] = mapped_column(JSON, nullable=False)
