"""Photos of audits: added once, removed but kept, bounded in number, sealed with the answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.closing import submit_audit, void_audit
from db.errors import AuditClosed
from db.models_access import Trail
from db.models_tablet import Photo
from db.photo_errors import ItemNotInSheet, PhotoNotFound, PhotoTaken, TooManyPhotos
from db.photos import (
    MOST_OF_AUDIT,
    MOST_OF_ITEM,
    NewPhoto,
    add_photo,
    every_photo,
    load_photos,
    photo,
    photo_hashes,
    photos_of,
    remove_photo,
)
from db.proof import verify
from db.rows import AuditRow
from tests.factories import NOW, make_audit, make_photo, make_sheet


@pytest.fixture
def audit(session: Session) -> AuditRow:
    return make_audit(session)


def add(session: Session, audit: AuditRow, new: NewPhoto | None = None) -> NewPhoto:
    return add_photo(session, audit.id, audit.inspector.id, new or make_photo(), NOW)


def submit(session: Session, audit: AuditRow) -> None:
    submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet().by_code)


def told(session: Session, audit: AuditRow) -> list[tuple[str, object, object]]:
    """What the trail says of an audit's photos."""
    query = select(Trail).where(Trail.object_id == audit.id).order_by(Trail.id)
    return [(e.action, e.before, e.after) for e in session.scalars(query) if "photo" in e.action]


def test_a_photo_is_kept_as_it_came(session: Session, audit: AuditRow) -> None:
    new = make_photo(
        taken_at=datetime(2026, 11, 2, 1, 41, 7, tzinfo=UTC),
        latitude=Decimal("31.230400"),
        longitude=Decimal("-121.473700"),
    )
    add(session, audit, new)
    session.expire_all()
    (row,) = photos_of(session, audit.id)["HOT-01"]
    assert NewPhoto(**{name: getattr(row, name) for name in NewPhoto.__annotations__}) == new
    assert (row.audit_id, row.person_id, row.person) == (
        audit.id,
        audit.inspector.id,
        audit.inspector.name,
    )
    assert row.added_at == NOW


def test_the_same_photo_again_changes_nothing(session: Session, audit: AuditRow) -> None:
    new = make_photo()
    first, again = add(session, audit, new), add(session, audit, new)
    assert first == again
    assert len(told(session, audit)) == 1
    submit(session, audit)
    assert add(session, audit, new) == first


@pytest.mark.parametrize("other", [{"sha256": "0" * 64}, {"item": "HOT-02"}])
def test_a_number_stands_for_one_photo_only(
    session: Session, audit: AuditRow, other: dict[str, str]
) -> None:
    new = make_photo()
    add(session, audit, new)
    with pytest.raises(PhotoTaken):
        add(session, audit, make_photo(new.id, **other))
    with pytest.raises(PhotoTaken):
        add(session, make_audit(session), new)


@pytest.mark.parametrize(
    "number", ["", "1", "no uuid", "\x00", "8F6D3D0E-3F6B-4B57-9D0A-2F8A5B2C4E11"]
)
def test_a_number_of_nonsense_is_refused(session: Session, audit: AuditRow, number: str) -> None:
    with pytest.raises(PhotoTaken):
        add(session, audit, replace(make_photo(), id=number))


def test_an_item_of_another_sheet_is_refused(session: Session, audit: AuditRow) -> None:
    for item in ("VEN-01", "", "\x00"):
        with pytest.raises(ItemNotInSheet):
            add(session, audit, make_photo(item=item))


def test_a_removed_photo_is_gone_from_view_and_kept(session: Session, audit: AuditRow) -> None:
    new, later = make_photo(), NOW + timedelta(minutes=1)
    add(session, audit, new)
    for _again in range(2):
        remove_photo(session, audit.id, audit.inspector.id, new.id, later)
    assert photos_of(session, audit.id) == {}
    assert photo_hashes(session, audit.id) == []
    with pytest.raises(PhotoNotFound):
        photo(session, audit.id, new.id)
    row = session.scalars(select(Photo).where(Photo.id == new.id)).one()
    assert (row.removed_at, row.removed_by) == (later, audit.inspector.id)
    said = {"photo": new.id, "item": "HOT-01", "sha256": new.sha256}
    assert told(session, audit) == [("photo_added", None, said), ("photo_removed", said, None)]


def test_a_removed_photo_does_not_come_back_when_it_is_sent_again(
    session: Session, audit: AuditRow
) -> None:
    new = make_photo()
    add(session, audit, new)
    remove_photo(session, audit.id, audit.inspector.id, new.id, NOW)
    assert add(session, audit, new).id == new.id
    assert photos_of(session, audit.id) == {}


def test_what_is_not_there_cannot_be_removed(session: Session, audit: AuditRow) -> None:
    other = make_audit(session)
    new = make_photo()
    add(session, other, new)
    for number in (new.id, "guessed", "\x00"):
        with pytest.raises(PhotoNotFound):
            remove_photo(session, audit.id, audit.inspector.id, number, NOW)


@pytest.mark.parametrize("state", ["submitted", "void"])
def test_a_closed_audit_neither_takes_a_photo_nor_loses_one(
    session: Session, audit: AuditRow, state: str
) -> None:
    new = make_photo()
    add(session, audit, new)
    submit(session, audit)
    if state == "void":
        void_audit(session, audit.id, audit.inspector.id, "重复", NOW)
    with pytest.raises(AuditClosed) as caught:
        add(session, audit)
    assert caught.value.state == state
    with pytest.raises(AuditClosed):
        remove_photo(session, audit.id, audit.inspector.id, new.id, NOW)
    assert list(photos_of(session, audit.id)) == ["HOT-01"]


def test_an_item_takes_so_many_photos_and_a_removed_one_makes_room(
    session: Session, audit: AuditRow
) -> None:
    first = make_photo()
    add(session, audit, first)
    for _more in range(MOST_OF_ITEM - 1):
        add(session, audit)
    with pytest.raises(TooManyPhotos, match="HOT-01"):
        add(session, audit)
    add(session, audit, make_photo(item="HOT-02"))
    remove_photo(session, audit.id, audit.inspector.id, first.id, NOW)
    add(session, audit)


def test_an_audit_takes_so_many_photos(session: Session, audit: AuditRow) -> None:
    items = [item.code for item in make_sheet().items]
    for number in range(MOST_OF_AUDIT):
        add(session, audit, make_photo(item=items[number % len(items)]))
    with pytest.raises(TooManyPhotos, match=str(MOST_OF_AUDIT)):
        add(session, audit, make_photo(item=items[-1]))


def test_submitting_seals_the_photos(session: Session, audit: AuditRow) -> None:
    hashes = sorted(add(session, audit).sha256 for _each in range(3))
    submit(session, audit)
    query = select(Trail.after).where(Trail.object_id == audit.id, Trail.action == "submitted")
    assert session.scalars(query).one()["photos"] == hashes
    assert verify(session) == []


def test_a_photo_exchanged_after_submitting_is_named(session: Session, audit: AuditRow) -> None:
    add(session, audit)
    submit(session, audit)
    row = session.scalars(select(Photo).where(Photo.audit_id == audit.id)).one()
    row.sha256 = "0" * 64
    session.flush()
    (fault,) = verify(session)
    assert audit.id in fault
    assert "photos" in fault


def test_every_photo_there_ever_was_is_told_once(session: Session, audit: AuditRow) -> None:
    before = len(every_photo(session))
    new = add(session, audit)
    add(session, audit, make_photo(item="HOT-02", sha256=new.sha256))
    remove_photo(session, audit.id, audit.inspector.id, new.id, NOW)
    found = every_photo(session)
    assert len(found) == before + 1
    assert (new.sha256, "image/jpeg") in found


def test_photos_are_loaded_into_closed_audits_with_one_entry(
    session: Session, audit: AuditRow
) -> None:
    submit(session, audit)
    rows = [(audit.id, audit.inspector.id, make_photo(item=item)) for item in ("HOT-01", "HOT-02")]
    assert load_photos(session, rows, NOW) == 2
    assert sorted(photos_of(session, audit.id)) == ["HOT-01", "HOT-02"]
    query = select(Trail.after).where(Trail.action == "photos_loaded")
    assert {"photos": 2} in list(session.scalars(query))


def test_a_photo_has_both_degrees_or_none(session: Session, audit: AuditRow) -> None:
    with pytest.raises(Exception, match="place"):
        add(session, audit, make_photo(latitude=Decimal(1)))
