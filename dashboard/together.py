"""Filling in together: what changed elsewhere, who else is there, who is asked to help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard import desk
from db import presence, sharing
from db.actors import Actor
from db.audits import get_audit
from db.changes import cursor
from db.models import DOUBLE, OPEN
from db.presence import Signal
from db.rows import AuditRow, PersonRow
from db.session import database


@dataclass(frozen=True)
class Sharing:
    """Who fills an audit in besides its inspector, and who else could be asked to."""

    participants: tuple[PersonRow, ...]
    others: tuple[PersonRow, ...]
    may_share: bool


def changes(
    actor: Actor, audit_id: str, since: str, signal: Signal | None = None
) -> desk.OpenAudit | None:
    """An audit as it stands, None where nothing changed; the device that asks is noted.

    Raises AuditNotFound, or Forbidden for a device of somebody who may not fill it in.
    """
    now = datetime.now(UTC)
    client = "" if signal is None else signal.client
    with database().read(actor) as session:
        people = presence.devices(session, audit_id, client, now)
        found = cursor(session, audit_id, people)
        is_open = found.split(".", 1)[0] in OPEN
        due = signal and is_open and presence.is_due(session, audit_id, signal, now)
    if due and signal is not None:
        announce(actor, audit_id, signal)
    return None if since == found else desk.look_at(actor, audit_id, client)


def announce(actor: Actor, audit_id: str, signal: Signal) -> None:
    """Note that a device has an audit open, or leaves it. Raises AuditNotFound or Forbidden."""
    with database().write(actor) as session:
        presence.announce(session, audit_id, actor.me, signal, datetime.now(UTC))


def sharing_of(actor: Actor, audit_id: str) -> Sharing:
    """Who fills an audit in; a double audit is filled in alone. Raises AuditNotFound."""
    with database().read(actor) as session:
        audit = get_audit(session, audit_id)
        helping = tuple(sharing.participants(session, audit_id))
        theirs = actor.may_all or actor.person_id == audit.inspector.id
        may_share = theirs and audit.kind != DOUBLE
        there = sharing.colleagues(session, audit_id) if may_share else []
    return Sharing(helping, tuple(row for row in there if row not in helping), may_share)


def fills_in(actor: Actor, audit: AuditRow) -> bool:
    """Whether somebody fills in an audit: its inspector, and who was asked to help."""
    if actor.person_id == audit.inspector.id:
        return True
    return actor.person_id in {row.id for row in sharing_of(actor, audit.id).participants}


def share(actor: Actor, audit_id: str, person_id: int) -> None:
    """Let a colleague fill in too. Raises AuditNotFound, Forbidden, AuditClosed or NoColleague."""
    with database().write(actor) as session:
        sharing.share(session, audit_id, actor.me, person_id, datetime.now(UTC))


def unshare(actor: Actor, audit_id: str, person_id: int) -> None:
    """Let a colleague no longer fill in. Raises AuditNotFound, Forbidden or AuditClosed."""
    with database().write(actor) as session:
        sharing.unshare(session, audit_id, actor.me, person_id)
