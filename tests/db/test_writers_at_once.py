"""Several tablets write at the same moment: nothing is lost, nothing is locked out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

from checklists.periods import Period
from db.actors import SYSTEM, Actor, Held, Role
from db.answers import current_answers, filled_sheet, history, record_operations
from db.audits import get_audit
from db.closing import submit_audit
from db.coefficient_changes import CoefficientsChanged, set_coefficients
from db.coefficients import history as coefficients_of
from db.coefficients import newest
from db.errors import AuditClosed
from db.rows import AuditRow
from db.scores import score_of
from db.session import Database
from db.sheets import store_sheet_version
from tests.factories import (
    DAY,
    NOW,
    OTHER_TABLET,
    PERIOD,
    TABLET,
    deduction,
    make_audit,
    make_operation,
    make_person,
    make_sheet,
    make_unit,
)

TAPS = 25


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run tasks in threads that start together; what they give, or the error one raised."""
    barrier = Barrier(len(tasks))

    def started(task: Callable[[], Any]) -> Any:
        barrier.wait(timeout=60)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [found.result() for found in [pool.submit(started, task) for task in tasks]]


def a_draft(database: Database) -> AuditRow:
    with database.write(SYSTEM) as session:
        return make_audit(session)


def tap(database: Database, audit: AuditRow, client: str, sequence: int, item: str) -> str:
    """One tap, in a transaction of its own."""
    operation = make_operation(item, client=client, sequence=sequence, answer=deduction(sequence))
    with database.write(SYSTEM) as session:
        [result] = record_operations(session, audit.id, audit.inspector.id, [operation], NOW)
    return result.status


def test_two_tablets_on_one_audit_lose_nothing(committed: Database) -> None:
    audit = a_draft(committed)

    def taps(client: str) -> Callable[[], list[str]]:
        return lambda: [
            tap(committed, audit, client, sequence, f"HOT-0{sequence % 5 + 1}")
            for sequence in range(TAPS)
        ]

    told = at_once(taps(TABLET), taps(OTHER_TABLET))
    with committed.read(SYSTEM) as session:
        stored = history(session, audit.id)
        present = current_answers(session, audit.id)
    assert len(stored) == 2 * TAPS
    assert sum(statuses.count("accepted") for statuses in told) == sum(
        entry.status == "accepted" for entry in stored
    )
    for item, answer in present.items():
        of_item = [entry for entry in stored if entry.item == item]
        newest = max(of_item, key=lambda entry: (entry.sequence, entry.client, entry.id))
        assert answer.operation_id == newest.id
    assert len(present) == 5


def test_the_same_operation_sent_twice_at_once_is_stored_once(committed: Database) -> None:
    audit = a_draft(committed)
    operation = make_operation(answer=deduction(1))

    def send() -> str:
        with committed.write(SYSTEM) as session:
            [result] = record_operations(session, audit.id, audit.inspector.id, [operation], NOW)
        return result.status

    assert at_once(send, send, send, send) == ["accepted"] * 4
    with committed.read(SYSTEM) as session:
        assert len(history(session, audit.id)) == 1


def test_a_tap_at_the_moment_of_submitting_is_scored_or_refused(committed: Database) -> None:
    for _ in range(8):
        audit = a_draft(committed)

        def submit(audit: AuditRow = audit) -> str:
            with committed.write(SYSTEM) as session:
                submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet().by_code)
            return "submitted"

        def answer(audit: AuditRow = audit) -> str:
            try:
                return tap(committed, audit, TABLET, 1, "HOT-01")
            except AuditClosed:
                return "closed"

        told = at_once(submit, answer)
        with committed.read(SYSTEM) as session:
            filled = filled_sheet(session, audit.id)
            stored = score_of(session, audit.id)
            assert get_audit(session, audit.id).state == "submitted"
        assert stored is not None and stored.score == filled.score()
        assert bool(filled.answers) == (told[1] == "accepted")


def test_one_sheet_stored_by_several_at_once_is_stored_once(committed: Database) -> None:
    sheet = make_sheet("counter")

    def store() -> int:
        with committed.write(SYSTEM) as session:
            return store_sheet_version(session, sheet, NOW)

    assert len(set(at_once(store, store, store, store))) == 1


def test_of_two_who_confirm_at_once_one_is_told_of_the_other(committed: Database) -> None:
    with committed.write(SYSTEM) as session:
        unit, person = make_unit(session), make_person(session)
        seen = newest(session)
    actor = Actor(person.id, person.name, (Held(Role.ADMINISTRATOR),), DAY)

    def confirm(value: str) -> str:
        try:
            with committed.write(actor) as session:
                values = {unit.id: Decimal(value)}
                set_coefficients(session, Period.parse(PERIOD), values, "户数多", NOW, seen=seen)
        except CoefficientsChanged:
            return "refused"
        return "set"

    told = at_once(lambda: confirm("1.2"), lambda: confirm("0.9"))
    assert sorted(told) == ["refused", "set"]
    with committed.read(SYSTEM) as session:
        (row,) = coefficients_of(session, unit.id)
    assert row.value == Decimal("1.2" if told[0] == "set" else "0.9")
