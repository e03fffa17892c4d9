"""Which rows an actor may see, as conditions: audits, kept sums, roles."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, SQLColumnExpression, false, func, or_, select

from db.actors import Actor, Role
from db.models import DOUBLE, Audit
from db.models_access import Grant, Membership, Release
from db.models_double import DoubleAudit
from db.models_forecasts import Forecast
from db.models_periods import UnitMonth
from db.models_tablet import Participant


def belongs(day: SQLColumnExpression[Any] | date) -> ColumnElement[bool]:
    """Whether a membership holds on a day."""
    return (Membership.valid_from <= day) & (
        or_(Membership.valid_until.is_(None), Membership.valid_until > day)
    )


def first_day(month: Any = Audit.period) -> ColumnElement[Any]:
    """The first day of a month, by default an audit's, in the words of both databases."""
    return func.date(month + "-01", type_=Date)


def units_of(divisions: frozenset[int], day: ColumnElement[Any] | date) -> Select[int]:
    """The units that belong to some divisions on a day."""
    return select(Membership.unit_id).where(Membership.division_id.in_(divisions), belongs(day))


def visible(actor: Actor) -> ColumnElement[bool]:
    """The audits an actor may see: an inspector's own and shared ones, and what roles open.

    No role but an administrator's opens the audits by which inspectors are compared.
    """
    conditions: list[ColumnElement[bool]] = []
    official = Audit.kind != DOUBLE
    if actor.holds(Role.INSPECTOR):
        shared = select(Participant.audit_id).where(
            Participant.audit_id == Audit.id, Participant.person_id == actor.me
        )
        conditions += [Audit.inspector_id == actor.me, shared.correlate(Audit).exists()]
    heads = actor.divisions(Role.DIVISION_HEAD)
    if heads:
        headed = (
            select(Membership.unit_id)
            .where(
                Membership.unit_id == Audit.unit_id,
                Membership.division_id.in_(heads),
                belongs(first_day()),
            )
            .correlate(Audit)
        )
        conditions.append((Audit.state != "draft") & official & headed.exists())
    units = actor.units(Role.UNIT_REPRESENTATIVE)
    if units:
        shown = Audit.state.in_(("submitted", "replaced")) & official
        conditions.append(shown & Audit.unit_id.in_(units))
    return or_(false(), *conditions)


def visible_sums(actor: Actor) -> ColumnElement[bool]:
    """The kept sums an actor may see: of the divisions one heads, of units one represents.

    An inspector sees audits and not whole sums: those add up what they see.
    """
    headed = (
        select(Membership.unit_id)
        .where(
            Membership.unit_id == UnitMonth.unit_id,
            Membership.division_id.in_(actor.divisions(Role.DIVISION_HEAD)),
            belongs(first_day(UnitMonth.month)),
        )
        .correlate(UnitMonth)
    )
    units = actor.units(Role.UNIT_REPRESENTATIVE)
    return or_(headed.exists(), UnitMonth.unit_id.in_(units))


def visible_grants(actor: Actor) -> ColumnElement[bool]:
    """The roles an actor may see: one's own, and those held in a division one heads."""
    heads = actor.divisions(Role.DIVISION_HEAD)
    within = or_(Grant.division_id.in_(heads), Grant.unit_id.in_(units_of(heads, actor.on)))
    return or_(Grant.person_id == actor.me, within) if heads else Grant.person_id == actor.me


def visible_forecasts(actor: Actor) -> ColumnElement[bool]:
    """The forecasts an actor may see: of divisions one heads, of accounts one keeps as an agent.

    The evaluation meeting sees those of the whole company for the periods released to it.
    """
    headed = Forecast.division_id.in_(actor.divisions(Role.DIVISION_HEAD))
    kept = Forecast.division_id.in_(actor.divisions(Role.AGENT)) & (Forecast.method == "A")
    if not actor.holds(Role.MEETING_VIEWER):
        return or_(headed, kept)
    released = Forecast.period.in_(select(Release.period))
    return or_(headed, kept, Forecast.division_id.is_(None) & released)


def visible_doubles(actor: Actor) -> ColumnElement[bool]:
    """The double audits an actor may see: those one is to do as one of the two inspectors."""
    return or_(DoubleAudit.first_id == actor.me, DoubleAudit.second_id == actor.me)
