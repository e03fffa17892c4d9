"""Sources of figures: named in words, kept for good, sealed, and files only for who sees all."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.closing import submit_audit
from db.correcting import correct_audit
from db.errors import AuditClosed, EntryRefused
from db.models_access import Trail
from db.models_periods import Source
from db.proof import verify
from db.rows import AuditRow
from db.sources import (
    MOST_OF_AUDIT,
    NewSource,
    SourceNotFound,
    SourceNotYours,
    TooManySources,
    add_source,
    every_source_file,
    last_sources,
    load_sources,
    source_file,
    sources_of,
)
from tests.db.world import World, opened
from tests.factories import NOW, make_audit, make_sheet

FILE = NewSource("客服系统月报 2026-10", "月报.pdf", "a" * 64, "application/pdf", 1234)


@pytest.fixture
def audit(session: Session) -> AuditRow:
    return make_audit(session)


@pytest.fixture(scope="module")
def world(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    yield from opened(scratch)


def add(session: Session, audit: AuditRow, new: NewSource, minutes: int = 0) -> None:
    add_source(session, audit.id, audit.inspector.id, new, NOW + timedelta(minutes=minutes))


def submit(session: Session, audit: AuditRow) -> None:
    submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet().by_code)


def test_the_source_named_last_counts_and_those_before_are_kept(
    session: Session, audit: AuditRow
) -> None:
    add(session, audit, NewSource(" 电话记录 "))
    add(session, audit, FILE, minutes=1)
    found = sources_of(session, audit.id)
    assert [row.new for row in found] == [NewSource("电话记录"), FILE]
    assert last_sources(session, [audit.id])[audit.id] == found[-1]
    assert (found[-1].person, found[-1].added_at) == (
        audit.inspector.name,
        NOW + timedelta(minutes=1),
    )


def test_the_same_source_again_changes_nothing(session: Session, audit: AuditRow) -> None:
    add(session, audit, FILE)
    add(session, audit, FILE, minutes=1)
    assert len(sources_of(session, audit.id)) == 1
    query = select(Trail.after).where(Trail.action == "source_named")
    assert [entry["words"] for entry in session.scalars(query)] == [FILE.words]


@pytest.mark.parametrize("words", ["", "  ", "长" * 201])
def test_a_source_is_named_in_words(session: Session, audit: AuditRow, words: str) -> None:
    with pytest.raises(EntryRefused):
        add(session, audit, NewSource(words))
    assert sources_of(session, audit.id) == []


def test_there_are_not_more_than_a_person_reads(session: Session, audit: AuditRow) -> None:
    for number in range(MOST_OF_AUDIT):
        add(session, audit, NewSource(f"月报 {number}"), minutes=number)
    with pytest.raises(TooManySources):
        add(session, audit, NewSource("又一份"), minutes=99)


def test_what_is_submitted_keeps_its_source(session: Session, audit: AuditRow) -> None:
    add(session, audit, FILE)
    submit(session, audit)
    with pytest.raises(AuditClosed):
        add(session, audit, NewSource("另一份"))


def test_a_correction_begins_with_the_sources_there_were(session: Session, audit: AuditRow) -> None:
    add(session, audit, FILE)
    submit(session, audit)
    new = correct_audit(session, audit.id, audit.inspector.id, "分母有误", NOW)
    add_source(session, new.id, audit.inspector.id, NewSource("更正后的月报"), NOW)
    assert [row.words for row in sources_of(session, audit.id)] == [FILE.words]
    assert {row.words for row in sources_of(session, new.id)} == {FILE.words, "更正后的月报"}


def test_a_source_exchanged_after_submitting_is_named(session: Session, audit: AuditRow) -> None:
    add(session, audit, FILE)
    submit(session, audit)
    assert verify(session) == []
    session.execute(update(Source).values(sha256="b" * 64))
    assert verify(session) == [
        f"Audit {audit.id}: its sources differ from the submitted ones.",
    ]


def test_many_are_loaded_at_once_with_one_entry(session: Session, audit: AuditRow) -> None:
    number = load_sources(session, [(audit.id, audit.inspector.id, FILE)] * 3, NOW)
    assert number == len(sources_of(session, audit.id)) == 3
    query = select(Trail.after).where(Trail.action == "sources_loaded")
    assert list(session.scalars(query)) == [{"sources": 3}]
    assert every_source_file(session) == [("a" * 64, "application/pdf")]


def test_words_alone_are_no_file(session: Session, audit: AuditRow) -> None:
    add(session, audit, NewSource("电话记录"))
    with pytest.raises(SourceNotFound):
        source_file(session, audit.id, sources_of(session, audit.id)[0].id)


def test_a_file_with_several_units_is_for_who_sees_them_all(world: World) -> None:
    audit = world.audits["own submitted"].id
    source = world.sources[audit]
    told = {}
    for who in ("inspector of unit", "head of A", "representative of a1", "head of B"):
        with (
            world.acting(who) as session,
            pytest.raises((SourceNotYours, SourceNotFound)) as refused,
        ):
            source_file(session, audit, source)
        told[who] = refused.type
    assert told == {
        "inspector of unit": SourceNotYours,
        "head of A": SourceNotYours,
        "representative of a1": SourceNotYours,
        "head of B": SourceNotFound,
    }
    with world.acting("administrator") as session:
        assert source_file(session, audit, source).sha256 == "5" * 64


def test_a_file_of_one_unit_is_for_everyone_who_sees_its_audit(world: World) -> None:
    audit = world.audits["own draft"]
    with world.acting("inspector of unit") as session:
        new = NewSource("本单位月报", "a1.pdf", "6" * 64, "application/pdf", 9)
        row = add_source(session, audit.id, audit.inspector.id, new, NOW)
        assert source_file(session, audit.id, row.id).name == "a1.pdf"
