"""The trail names what was changed behind its back, and the databases refuse most of it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, exc, insert, select, text, update
from sqlalchemy.orm import Session

from db.actors import SYSTEM, Actor, Held, Role
from db.audits import get_audit
from db.bulk import load_audits
from db.closing import submit_audit, void_audit
from db.models import Answer, Audit, Operation, Score
from db.models_access import Trail
from db.proof import verify
from db.session import Database
from db.settings import set_setting
from db.trail import FIRST, TrailFilter, entries, first_broken, head, note, sealed
from tests.db.conftest import in_name_of, unsealed
from tests.db.test_writers_at_once import at_once
from tests.factories import (
    DAY,
    NOW,
    deduction,
    give_answers,
    make_audit,
    make_bundle,
    make_person,
    make_sheet,
)

MARKED = 5


@pytest.fixture
def marked(session: Session) -> Session:
    for number in range(1, MARKED + 1):
        note(session, "marked", "test", number, before={"n": number}, after=[1.5, None, "甲"])
    return session


def entry(session: Session, number: int) -> dict[str, Any]:
    found = session.execute(select(*Trail.__table__.columns).where(Trail.id == number)).one()
    return dict(found._mapping)


def test_a_whole_trail_has_no_fault(marked: Session) -> None:
    assert first_broken(marked) is None and verify(marked) == []
    assert head(marked) == (MARKED, entry(marked, MARKED)["hash"])
    assert entry(marked, 1)["previous_hash"] == FIRST


@pytest.mark.parametrize(
    "field, value",
    [
        ("person_id", None),
        ("address", "10.9.9.9"),
        ("action", "other"),
        ("object_kind", "other"),
        ("object_id", "9"),
        ("before", {"n": 9}),
        ("after", None),
        ("reason", "another"),
        ("at", NOW),
        ("previous_hash", "a" * 64),
        ("hash", "b" * 64),
    ],
)
def test_a_changed_field_is_found(session: Session, field: str, value: Any) -> None:
    person = make_person(session)
    start = head(session)[0]
    who = Actor(person.id, "", (), DAY, "10.0.0.1")
    for number in range(1, MARKED + 1):
        note(session, "marked", "test", number, before={"n": number}, after=[], who=who)
    with unsealed(session):
        session.execute(update(Trail).where(Trail.id == start + 3).values({field: value}))
    assert first_broken(session) == start + 3
    assert verify(session) == [f"Trail: entry {start + 3} was changed, moved or taken out."]


def test_an_entry_taken_out_is_found(marked: Session) -> None:
    with unsealed(marked):
        marked.execute(delete(Trail).where(Trail.id == 3))
    assert first_broken(marked) == 3


def test_the_first_entry_taken_out_is_found(marked: Session) -> None:
    with unsealed(marked):
        marked.execute(delete(Trail).where(Trail.id == 1))
    assert first_broken(marked) == 1


def test_swapped_entries_are_found(marked: Session) -> None:
    with unsealed(marked):
        for old, new in ((2, 99), (4, 2), (99, 4)):
            marked.execute(update(Trail).where(Trail.id == old).values(id=new))
    assert first_broken(marked) == 2


def test_a_forged_entry_breaks_the_one_after_it(marked: Session) -> None:
    row = entry(marked, 3) | {"reason": "forged"}
    with unsealed(marked):
        marked.execute(update(Trail).where(Trail.id == 3).values(reason="forged", hash=sealed(row)))
    assert first_broken(marked) == 4


CHANGES: dict[str, Callable[[], Any]] = {
    "update": lambda: update(Trail).values(reason="x"),
    "delete": lambda: delete(Trail),
    "delete one": lambda: delete(Trail).where(Trail.id == 2),
    "raw update": lambda: text("UPDATE trail SET reason = 'x' WHERE id = 1"),
    "raw delete": lambda: text("DELETE FROM trail"),
    "update of answers": lambda: update(Operation).values(note="x"),
    "delete of answers": lambda: delete(Operation),
    "raw update of answers": lambda: text("UPDATE operations SET note = 'x'"),
    "raw delete of answers": lambda: text("DELETE FROM operations"),
}
ONLY = {
    "postgresql": ["TRUNCATE trail", "TRUNCATE operations CASCADE", "TRUNCATE people CASCADE"],
    "sqlite": [
        "INSERT OR REPLACE INTO trail SELECT * FROM trail WHERE id = 1",
        "INSERT OR REPLACE INTO trail SELECT 99, at, person_id, address, action, object_kind,"
        " object_id, before, after, reason, previous_hash, hash FROM trail WHERE id = 2",
        "REPLACE INTO operations SELECT * FROM operations",
        "INSERT OR REPLACE INTO operations (rowid, id, audit_id, item, client, sequence, note,"
        " made_at, received_at, person_id, status) SELECT rowid, 'new', audit_id, item, client,"
        " sequence, 'x', made_at, received_at, person_id, status FROM operations",
        "UPDATE OR REPLACE trail SET id = 1 WHERE id = 2",
    ],
}


def test_neither_database_lets_trail_or_history_be_changed(session: Session) -> None:
    give_answers(session, make_audit(session), {"HOT-01": deduction(1)})
    raw = [text(words) for words in ONLY[session.get_bind().dialect.name]]
    kept = head(session)
    for statement in [*(change() for change in CHANGES.values()), *raw]:
        refused = pytest.raises(exc.DBAPIError, match="never changed or taken out")
        with refused, session.begin_nested():
            session.execute(statement)
    assert head(session) == kept and verify(session) == []


def test_writers_at_once_make_one_chain(committed: Database) -> None:
    def write(writer: int) -> Callable[[], None]:
        def done() -> None:
            for number in range(10):
                with committed.write(SYSTEM) as session:
                    set_setting(session, f"{writer}/{number}", number)

        return done

    at_once(*(write(writer) for writer in range(4)))
    with committed.read(SYSTEM) as session:
        assert head(session)[0] == 40 and first_broken(session) is None


def test_an_entry_is_kept_with_what_it_tells_of_or_not_at_all(committed: Database) -> None:
    with pytest.raises(ZeroDivisionError), committed.write(SYSTEM) as session:
        set_setting(session, "key", 1)
        _ = 1 / 0
    with committed.read(SYSTEM) as session:
        assert head(session) == (0, FIRST)


def test_an_entry_says_who_when_from_where_and_what(session: Session) -> None:
    person = make_person(session, name="管理员")
    actor = Actor(person.id, "管理员", (Held(Role.ADMINISTRATOR),), DAY, "10.0.0.1\x00")
    with in_name_of(session, actor) as other:
        set_setting(other, "key", {"a": "\ud83d"} and {"a": 1})
        [newest], _ = entries(other, TrailFilter(object_kind="setting"))
    assert (newest.person, newest.address) == ("管理员", "10.0.0.1\N{REPLACEMENT CHARACTER}")
    assert (newest.before, newest.after) == ({"value": None}, {"value": {"a": 1}})
    assert (newest.action, newest.object_id) == ("setting_changed", "key")


@pytest.fixture
def submitted(session: Session) -> str:
    audit = make_audit(session)
    give_answers(session, audit, {"HOT-01": deduction(1), "HOT-14": deduction(1)})
    submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet().by_code)
    return audit.id


HISTORY = "its answer history differs"
LAST = "its present answers are not the last"
TAMPERED: dict[str, tuple[Callable[[], Any], list[str]]] = {
    "answer": (lambda: update(Operation).values(answer=deduction(2)), [HISTORY, LAST]),
    "note": (lambda: update(Operation).values(note="x"), [HISTORY, LAST]),
    "time": (lambda: update(Operation).values(received_at=NOW.replace(year=2025)), [HISTORY]),
    "client": (lambda: update(Operation).values(client="x" * 36), [HISTORY]),
    "present": (lambda: update(Answer).values(answer=deduction(0)), [LAST]),
    "present gone": (lambda: delete(Answer).where(Answer.item == "HOT-01"), [LAST]),
    "score": (lambda: update(Score).values(k=1000), ["its score differs"]),
    "grade": (lambda: update(Score).values(grade="none"), ["its score differs"]),
    "score gone": (lambda: delete(Score), ["its score differs"]),
    "state": (
        lambda: update(Audit).values(state="draft", submitted_at=None, submitted_by=None),
        ["the trail says it was submitted, it is not"],
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_submitted_audit_that_was_changed_is_named(
    session: Session, submitted: str, what: str
) -> None:
    change, words = TAMPERED[what]
    assert verify(session) == []
    with unsealed(session):
        session.execute(change())
    faults = verify(session)
    assert len(faults) == len(words)
    for fault, said in zip(faults, words, strict=True):
        assert fault.startswith(f"Audit {submitted}: ") and said in fault


def test_an_answer_slipped_in_afterwards_is_named(session: Session, submitted: str) -> None:
    columns = [c for c in Operation.__table__.columns if c.name not in ("id", "sequence")]
    row = dict(session.execute(select(*columns).limit(1)).one()._mapping)
    session.execute(insert(Operation).values(**row, id="0" * 36, sequence=0))
    assert [HISTORY in fault for fault in verify(session)] == [True]


def test_a_void_audit_is_still_vouched_for(session: Session, submitted: str) -> None:
    void_audit(session, submitted, get_audit(session, submitted).inspector.id, "重复", NOW)
    assert verify(session) == []
    with unsealed(session):
        session.execute(update(Operation).values(note="x"))
    assert verify(session) != []


def test_audits_loaded_at_once_leave_one_entry_that_vouches_for_all(session: Session) -> None:
    bundles = [make_bundle(session) for _ in range(3)]
    before = head(session)[0]
    load_audits(session, [*bundles, make_bundle(session, {}, score=None)])
    load_audits(session, [])
    [newest], _ = entries(session, TrailFilter(action="loaded"))
    # The fourth bundle came with a unit and an inspector of its own.
    assert newest.after["audits"] == 4 and newest.after["submitted"] == 3
    assert newest.id == head(session)[0] > before
    assert verify(session) == []
    with unsealed(session):
        session.execute(
            update(Operation).where(Operation.audit_id == bundles[1].id).values(client="x")
        )
    [fault] = verify(session)
    assert fault.startswith("Audits loaded at once")
