"""Presence: which devices have an audit open, and which of them may still hold answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.actors import acting
from db.errors import DataError
from db.locking import lock_audit
from db.models import OPEN, Person
from db.models_tablet import Presence
from db.scope import PREPARED
from db.texts import printable

RENEWED = timedelta(seconds=10)
"""A device that says nothing new is written down only so often."""
SILENT = timedelta(seconds=30)
"""A device that was not heard of for so long has gone without saying so, or has no network."""
GIVEN_UP = timedelta(minutes=15)
"""A device with waiting answers is waited for at least so long."""
FORGOTTEN = timedelta(days=7)
"""After so long a device does not count any more."""


@dataclass(frozen=True)
class Signal:
    """What a device says of itself: its id, how many answers wait on it, whether it leaves."""

    client: str
    waiting: int = 0
    leaving: bool = False


@dataclass(frozen=True)
class Device:
    """A device that has an audit open; `waiting` answers had not been sent at `seen_at`.

    `may_be_left` says whether a person may decide not to wait for it.
    """

    client: str
    person_id: int
    person: str
    waiting: int
    seen_at: datetime
    silent: bool
    may_be_left: bool


class AnswersUnsent(DataError):
    """Other devices hold answers, or may hold some; `devices` lists them."""

    def __init__(self, devices: Collection[Device]) -> None:
        self.devices = tuple(devices)
        super().__init__(
            N_(
                "{number} other devices may still hold answers to this audit. Connect them and "
                "open the audit there, or decide to go on without them."
            ),
            number=len(self.devices),
        )


def announce(
    session: Session, audit_id: str, person_id: int, signal: Signal, now: datetime
) -> None:
    """Take note that a device has an audit open, or leaves it; one with answers stays known.

    Raises AuditNotFound, PersonNotFound or Forbidden.
    """
    audit = lock_audit(session, audit_id, person_id)
    if signal.leaving and signal.waiting == 0:
        session.execute(delete(Presence).where(_of(audit_id, signal)))
    elif audit.state in OPEN:
        renew(session, audit_id, person_id, signal, now)


def renew(session: Session, audit_id: str, person_id: int, signal: Signal, now: datetime) -> None:
    """Write down a device in a transaction that has taken the audit up, where that is due."""
    last = _last(session, audit_id, signal)
    values = {"person_id": person_id, "waiting": signal.waiting, "seen_at": now}
    if last is None:
        row = {"audit_id": audit_id, "client": signal.client, **values}
        session.execute(insert(Presence).values(**row))
    elif _says_more(last, person_id, signal, now):
        session.execute(update(Presence).where(_of(audit_id, signal)).values(**values))


def is_due(session: Session, audit_id: str, signal: Signal, now: datetime) -> bool:
    """Whether a device has something new to say, or has not said anything for a while."""
    last = _last(session, audit_id, signal)
    return last is None or _says_more(last, acting(session).person_id, signal, now)


def devices(session: Session, audit_id: str, client: str, now: datetime) -> list[Device]:
    """The other devices that have an audit open, the one heard of last first."""
    asked = {
        "audit": printable(audit_id),
        "client": printable(client),
        "since": now - FORGOTTEN,
    }
    return [_device(row, now) for row in session.execute(_DEVICES, asked)]


_DEVICES = (
    select(Presence.client, Presence.person_id, Person.name, Presence.waiting, Presence.seen_at)
    .join(Person, Person.id == Presence.person_id)
    .where(
        Presence.audit_id == bindparam("audit"),
        Presence.client != bindparam("client"),
        Presence.seen_at > bindparam("since"),
    )
    .order_by(Presence.seen_at.desc(), Presence.client)
    .execution_options(**PREPARED)
)


def check_all_sent(
    session: Session, audit_id: str, client: str, without: Collection[str], now: datetime
) -> list[Device]:
    """The devices that a person decided not to wait for.

    Raises AnswersUnsent while others hold answers, or have gone without saying so.
    """
    doubtful = [
        device
        for device in devices(session, audit_id, client, now)
        if device.waiting or device.silent
    ]
    if any(not (device.may_be_left and device.client in without) for device in doubtful):
        raise AnswersUnsent(doubtful)
    return doubtful


def forget_devices(session: Session, audit_id: str) -> None:
    """Once an audit takes no more answers it does not matter who has it open."""
    session.execute(delete(Presence).where(Presence.audit_id == audit_id))


def _device(row: Row[str, int, str, int, datetime], now: datetime) -> Device:
    client, person_id, person, waiting, seen_at = row
    ago = now - seen_at
    may_be_left = ago > GIVEN_UP if waiting else True
    return Device(client, person_id, person, waiting, seen_at, ago > SILENT, may_be_left)


def _last(session: Session, audit_id: str, signal: Signal) -> Row[int, datetime, int] | None:
    asked = {"audit": printable(audit_id), "client": signal.client}
    return session.execute(_LAST, asked).one_or_none()


_LAST = (
    select(Presence.waiting, Presence.seen_at, Presence.person_id)
    .where(Presence.audit_id == bindparam("audit"), Presence.client == bindparam("client"))
    .execution_options(**PREPARED)
)


def _says_more(
    last: Row[int, datetime, int], person_id: int | None, signal: Signal, now: datetime
) -> bool:
    waiting, seen_at, by = last
    return (waiting, by) != (signal.waiting, person_id) or now - seen_at >= RENEWED


def _of(audit_id: str, signal: Signal) -> ColumnElement[bool]:
    return (Presence.audit_id == printable(audit_id)) & (Presence.client == signal.client)
