"""What the tablet form is told of an open audit: answers, open questions, who else is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.answer_words import answer_words
from dashboard.desk import OpenAudit
from dashboard.form_data import score_data
from dashboard.looks import moment_text
from dashboard.photos.words import photos_data
from dashboard.words import _
from db.actors import Actor
from db.answers import CurrentAnswer
from db.conflicts import ConflictRow
from db.presence import Device


def open_data(audit: OpenAudit, reader: Actor) -> dict[str, Any]:
    """An audit as it stands, as the form takes it."""
    return {
        "answers": answers_data(audit),
        "photos": photos_data(audit.photos),
        "score": score_data(audit.score),
        "sequence": audit.sequence,
        "state": audit.audit.state,
        **together_data(audit, reader),
    }


def together_data(audit: OpenAudit, reader: Actor) -> dict[str, Any]:
    """The answers that wait for a decision, the other devices, and where both stand."""
    return {
        "conflicts": [_conflict(row, audit) for row in audit.conflicts],
        "people": devices_data(audit.people, reader),
        "cursor": audit.cursor,
    }


def answers_data(audit: OpenAudit) -> dict[str, dict[str, Any]]:
    """The present answers as the form takes them, with who gave them and when they arrived."""
    return {
        code: {
            "answer": given.answer,
            "note": given.note,
            "sequence": given.sequence,
            "way": given.way,
            "operation": given.operation_id,
            "by": given.by,
            "at": moment_text(given.at),
            "iso": given.at.isoformat(timespec="seconds"),
        }
        for code, given in audit.answers.items()
    }


def devices_data(devices: Sequence[Device], reader: Actor) -> list[dict[str, Any]]:
    """Other devices: whose, how many answers wait there, when they were heard of last."""
    return [
        {
            "client": device.client,
            "name": device.person,
            "mine": device.person_id == reader.person_id,
            "waiting": device.waiting,
            "silent": device.silent,
            "may_be_left": device.may_be_left,
            "text": _device_words(device),
        }
        for device in devices
    ]


def _device_words(device: Device) -> str:
    seen = moment_text(device.seen_at)
    if device.waiting:
        return _(
            "{name}: {number} answers not sent yet, last connected {moment}",
            name=device.person,
            number=device.waiting,
            moment=seen,
        )
    return _("{name}: last connected {moment}", name=device.person, moment=seen)


def _conflict(row: ConflictRow, audit: OpenAudit) -> dict[str, Any]:
    present = audit.answers[row.item]
    return {
        "operation": row.operation_id,
        "item": row.item,
        "client": row.client,
        **_told(row, audit),
        "present": {"operation": present.operation_id, **_told(present, audit)},
    }


def _told(given: ConflictRow | CurrentAnswer, audit: OpenAudit) -> dict[str, Any]:
    item = audit.sheet.by_code[given.item]
    return {
        "answer": given.answer,
        "note": given.note,
        "words": answer_words(item, given.answer),
        "by": given.by,
        "at": moment_text(given.at),
    }
