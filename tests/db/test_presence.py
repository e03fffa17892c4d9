"""Who has an audit open; submitting waits for answers that lie on another device."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.answers import record_operations
from db.changes import cursor
from db.closing import submit_audit
from db.models_access import Trail
from db.presence import (
    AnswersUnsent,
    Device,
    Signal,
    announce,
    check_all_sent,
    devices,
    renew,
)
from db.rows import AuditRow
from tests.factories import NOW, OTHER_TABLET, TABLET, make_audit, make_operation, make_sheet

SECOND, MINUTE, DAY = (timedelta(**{name: 1}) for name in ("seconds", "minutes", "days"))


@pytest.fixture
def audit(session: Session) -> AuditRow:
    """A draft of the hotline sheet."""
    return make_audit(session)


def tell(
    session: Session,
    audit: AuditRow,
    waiting: int = 0,
    ago: timedelta = SECOND,
    *,
    leaving: bool = False,
) -> None:
    """The second tablet says something, so long before now."""
    signal = Signal(OTHER_TABLET, waiting, leaving)
    announce(session, audit.id, audit.inspector.id, signal, NOW - ago)


def others(session: Session, audit: AuditRow) -> list[Device]:
    return devices(session, audit.id, TABLET, NOW)


def submit(session: Session, audit: AuditRow, *without: str) -> None:
    submit_audit(
        session,
        audit.id,
        audit.inspector.id,
        NOW,
        make_sheet().by_code,
        client=TABLET,
        without=without,
    )


def test_the_other_devices_are_seen_and_not_ones_own(session: Session, audit: AuditRow) -> None:
    tell(session, audit, 3)
    announce(session, audit.id, audit.inspector.id, Signal(TABLET), NOW)
    (device,) = others(session, audit)
    assert (device.client, device.person, device.waiting) == (
        OTHER_TABLET,
        audit.inspector.name,
        3,
    )
    assert not device.silent


def test_who_leaves_with_nothing_waiting_is_gone(session: Session, audit: AuditRow) -> None:
    tell(session, audit)
    tell(session, audit, leaving=True)
    assert others(session, audit) == []


def test_who_leaves_with_answers_stays_known(session: Session, audit: AuditRow) -> None:
    tell(session, audit, 2, leaving=True)
    assert [device.waiting for device in others(session, audit)] == [2]


def test_a_device_is_forgotten_after_a_week(session: Session, audit: AuditRow) -> None:
    tell(session, audit, 2, ago=7 * DAY)
    assert others(session, audit) == []
    submit(session, audit)


def test_what_is_known_is_not_written_again_at_once(session: Session, audit: AuditRow) -> None:
    tell(session, audit, 1, ago=9 * SECOND)
    renew(session, audit.id, audit.inspector.id, Signal(OTHER_TABLET, 1), NOW)
    assert others(session, audit)[0].seen_at == NOW - 9 * SECOND
    renew(session, audit.id, audit.inspector.id, Signal(OTHER_TABLET, 0), NOW)
    assert others(session, audit)[0].seen_at == NOW
    later = NOW + 10 * SECOND
    renew(session, audit.id, audit.inspector.id, Signal(OTHER_TABLET, 0), later)
    assert others(session, audit)[0].seen_at == later


def test_nobody_else_being_there_holds_nothing_up(session: Session, audit: AuditRow) -> None:
    announce(session, audit.id, audit.inspector.id, Signal(TABLET, 5), NOW - MINUTE)
    submit(session, audit)


def test_a_device_that_is_there_with_nothing_waiting_holds_nothing_up(
    session: Session, audit: AuditRow
) -> None:
    tell(session, audit)
    submit(session, audit)


@pytest.mark.parametrize("ago", [SECOND, 15 * MINUTE])
def test_answers_on_another_device_are_waited_for(
    session: Session, audit: AuditRow, ago: timedelta
) -> None:
    tell(session, audit, 2, ago)
    for without in ((), (OTHER_TABLET,)):
        with pytest.raises(AnswersUnsent) as refused:
            submit(session, audit, *without)
        (device,) = refused.value.devices
        assert (device.waiting, device.may_be_left) == (2, False)


def test_a_device_with_answers_that_is_silent_for_long_can_be_left_by_name(
    session: Session, audit: AuditRow
) -> None:
    tell(session, audit, 2, 15 * MINUTE + SECOND)
    with pytest.raises(AnswersUnsent):
        submit(session, audit)
    with pytest.raises(AnswersUnsent):
        submit(session, audit, TABLET)
    submit(session, audit, OTHER_TABLET)
    entry = session.scalars(select(Trail).order_by(Trail.id.desc())).first()
    assert entry is not None
    assert entry.after["without"] == [f"{audit.inspector.name} {OTHER_TABLET}"]


def test_a_device_that_went_silently_can_be_left_by_name(session: Session, audit: AuditRow) -> None:
    tell(session, audit, 0, 31 * SECOND)
    with pytest.raises(AnswersUnsent):
        submit(session, audit)
    submit(session, audit, OTHER_TABLET)


def test_who_was_left_out_is_told_to_nobody_but_who_submits(
    session: Session, audit: AuditRow
) -> None:
    tell(session, audit, 0, MINUTE)
    left = check_all_sent(session, audit.id, TABLET, [OTHER_TABLET], NOW)
    assert [device.client for device in left] == [OTHER_TABLET]


def test_a_submitted_audit_takes_note_of_nobody(session: Session, audit: AuditRow) -> None:
    tell(session, audit)
    submit(session, audit)
    tell(session, audit)
    assert others(session, audit) == []


def test_the_cursor_moves_with_an_answer_and_with_who_is_there(
    session: Session, audit: AuditRow
) -> None:
    def seen() -> str:
        return cursor(session, audit.id, others(session, audit))

    alone = seen()
    assert alone == seen()
    record_operations(session, audit.id, audit.inspector.id, [make_operation()], NOW)
    answered = seen()
    tell(session, audit)
    together = seen()
    assert len({alone, answered, together}) == 3
    assert all(text.startswith("draft.") for text in (alone, answered, together))
