"""What people enter on an order, checked field by field: texts, telephone, units, moments."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from checklists.errors import N_, Word
from checklists.order_answers import SATISFACTIONS, is_bare
from db import organisation
from db.errors import EntryRefused
from db.orders.errors import FIELDS, BareAnswer, OrderRefused
from db.rows import UnitRow
from db.texts import entry

AHEAD = timedelta(minutes=5)
"""So far the clock of a device may be ahead of ours."""

BACK = timedelta(minutes=30)
"""So far back a unit may date its own step: its clock is not its own to set."""

APPOINTED = timedelta(days=60)
"""So far ahead an appointment may lie."""

LONG = 1000
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()\-]{4,22}")


def text(field: str, value: str, least: int = 0, length: int = 80) -> str:
    """A text without blank space around it. Raises OrderRefused."""
    try:
        return entry(value, length, least)
    except EntryRefused:
        template = (
            N_("{field}: “{value}” does not fit. Enter a text of {least} to {length} characters.")
            if value.strip()
            else N_("{field} is missing. Enter a text of {least} to {length} characters.")
        )
        raise OrderRefused(field, value, template, least=least, length=length) from None


def telephone(value: str) -> str:
    """A telephone number: digits, blanks, brackets and dashes, 5 to 24. Raises OrderRefused."""
    number = text("telephone", value, 0, 24)
    if not _TELEPHONE.fullmatch(number):
        raise OrderRefused(
            "telephone",
            value,
            N_("{field}: “{value}” is no telephone number. Enter its digits, like 13800001234."),
        )
    return number


def sentence(field: str, value: str) -> str:
    """What was found or done, in words that say something. Raises OrderRefused or BareAnswer."""
    said = text(field, value, 1, LONG)
    if is_bare(said):
        raise BareAnswer(field, said)
    return said


def reason(value: str) -> str:
    """A reason of at least four letters or signs. Raises OrderRefused."""
    return text("reason", value, 4, LONG)


def satisfaction(value: str) -> str:
    """What the customer said of the handling. Raises OrderRefused."""
    if value not in SATISFACTIONS:
        raise OrderRefused(
            "satisfaction",
            value,
            N_("{field} is missing. Choose whether the customer is satisfied, or was not asked."),
        )
    return value


def unit_of(session: Session, division_id: int, unit_id: int, day: datetime) -> UnitRow:
    """A unit of the division that is open on a day. Raises OrderRefused."""
    local = (day + timedelta(hours=8)).date()
    for unit in organisation.units(session, division_id, open_on=local):
        if unit.id == unit_id:
            return unit
    raise OrderRefused(
        "unit",
        unit_id,
        N_("{field}: there is no such open unit in this division. Choose one of the list."),
    )


def moment(
    field: str,
    at: datetime,
    now: datetime,
    after: Iterable[tuple[str, datetime | None]] = (),
    back: timedelta | None = None,
) -> datetime:
    """A moment that has been: not before those it follows. Raises OrderRefused.

    `after` are fields with their moments, `back` how long ago it may be at most.
    """
    if at > now + AHEAD:
        raise OrderRefused(
            field,
            "",
            N_("{field}: {at} has not come yet. Enter a time up to now ({now})."),
            at=at,
            now=now,
        )
    for other, earlier in after:
        if earlier is not None and at < earlier:
            raise OrderRefused(
                field,
                "",
                N_("{field}: {at} is before {other} ({earlier}). Enter a later time."),
                at=at,
                other=Word(FIELDS[other]),
                earlier=earlier,
            )
    if back is not None and at < now - back:
        raise OrderRefused(
            field,
            "",
            N_(
                "{field}: {at} is more than {minutes} minutes ago. Enter the time of now, or let "
                "the service centre enter the earlier one."
            ),
            at=at,
            minutes=int(back.total_seconds() // 60),
        )
    return at


def appointment(at: datetime | None, now: datetime, reported_at: datetime) -> datetime:
    """The time agreed with the customer: after the call, not too far ahead. Raises OrderRefused."""
    if at is None or at < reported_at or at > now + APPOINTED:
        raise OrderRefused(
            "appointment_at",
            "",
            N_("{field}: choose a time after the call ({earlier}) and within {days} days."),
            earlier=reported_at,
            days=APPOINTED.days,
        )
    return at
