"""The tables of who may what: accounts, sessions, roles, and the trail of what was done."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

import db.models
import db.models_account
import db.models_forecasts
import db.models_meetings
import db.models_orders
import db.models_periods
import db.models_tablet  # noqa: F401 - their tables belong to the metadata below
from db.base import AuditPrimaryKey, Base, DivisionKey, Id, Json, PersonKey

ROLES = (
    "inspector",
    "agent",
    "division_head",
    "administrator",
    "unit_representative",
    "meeting_viewer",
)


class Account(Base):
    """How a person signs in: a name and a password, or an identity of an OpenID provider."""

    __tablename__ = "accounts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    login: Mapped[str | None] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str | None]
    must_change: Mapped[bool]
    subject: Mapped[str | None] = mapped_column(String(300), unique=True)
    email: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class SignIn(Base):
    """One signed-in browser; its cookie is kept only as a hash."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("method IN ('password', 'oidc', 'demo')", name="method"),
        Index(None, "person_id", "ended_at"),
    )

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[PersonKey]
    method: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(60))
    agent: Mapped[str] = mapped_column(String(200))


class Attempt(Base):
    """A failed try to sign in, counted per account name and per address."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "login", "at"), Index(None, "address", "at"))

    id: Mapped[Id]
    at: Mapped[datetime]
    login: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(60))


class Grant(Base):
    """A role a person holds, for a division, a unit or everything, over a span of days."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint(
            "role IN ('inspector', 'agent', 'division_head', 'administrator',"
            " 'unit_representative', 'meeting_viewer')",
            name="role",
        ),
        CheckConstraint(
            "(role = 'inspector' AND (division_id IS NULL) <> (unit_id IS NULL))"
            " OR (role IN ('agent', 'division_head') AND division_id IS NOT NULL"
            " AND unit_id IS NULL)"
            " OR (role = 'unit_representative' AND unit_id IS NOT NULL AND division_id IS NULL)"
            " OR (role IN ('administrator', 'meeting_viewer')"
            " AND division_id IS NULL AND unit_id IS NULL)",
            name="scope",
        ),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="span"),
        Index(None, "person_id", "valid_from"),
    )

    id: Mapped[Id]
    person_id: Mapped[PersonKey]
    role: Mapped[str] = mapped_column(String(20))
    division_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class Membership(Base):
    """The division a unit belongs to from a day on, until the day the next one begins."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="span"),
        Index(None, "division_id", "valid_from"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_until: Mapped[date | None]
    division_id: Mapped[DivisionKey]


class Trail(Base):
    """One thing that was done: who, when, from where, before, after, why; rows are only added."""

    __tablename__ = "trail"
    __table_args__ = (
        Index(None, "object_kind", "object_id"),
        Index(None, "person_id", "at"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    address: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(80))
    before: Mapped[Json] = mapped_column(JSON(none_as_null=True), nullable=True)
    after: Mapped[Json] = mapped_column(JSON(none_as_null=True), nullable=True)
    reason: Mapped[str]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class Release(Base):
    """A period whose ranking the evaluation meeting may see."""

    __tablename__ = "releases"

    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    released_at: Mapped[datetime]
    released_by: Mapped[PersonKey]


class Confirmation(Base):
    """A division head has confirmed a submitted audit."""

    __tablename__ = "confirmations"

    audit_id: Mapped[AuditPrimaryKey]
    person_id: Mapped[PersonKey]
    at: Mapped[datetime]
    remark: Mapped[str]


class Acknowledgement(Base):
    """A unit's representative has taken note of a submitted audit."""

    __tablename__ = "acknowledgements"

    audit_id: Mapped[AuditPrimaryKey]
    person_id: Mapped[PersonKey]
    at: Mapped[datetime]
    statement: Mapped[str]


METADATA = Base.metadata
"""All tables, these and those of db.models; whoever takes it from here has them all."""
