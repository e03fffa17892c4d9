"""Two tablets on one audit, by the routes: what each learns of the other, and who decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from dashboard import together
from db import persons
from db.actors import SYSTEM, Role
from db.models_tablet import Presence
from db.session import database
from tests.factories import MET, deduction, make_person, make_sheet
from tests.routes import Tablet, open_audit, refused, serving, status_of
from tests.staff import actor_of, give

CHINESE = re.compile("[一-鿿]")
EVERY = tuple(item.code for item in make_sheet().items)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("dashboard.api:standalone") as address:
        yield address


@pytest.fixture
def server(address: str, own_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=120) as client:
        yield client


@pytest.fixture
def first(server: httpx.Client) -> Tablet:
    return Tablet(server, open_audit())


@pytest.fixture
def second(server: httpx.Client, first: Tablet) -> Tablet:
    """Another device, of a colleague who was asked to help."""
    with database().write(SYSTEM) as session:
        colleague = make_person(session, name="陈立行").id
        give(session, colleague, Role.INSPECTOR, unit_id=first.audit.unit.id)
    together.share(actor_of(first.audit.inspector.id), first.audit.id, colleague)
    return Tablet(server, first.audit, person=colleague)


def changes(tablet: Tablet, since: str = "", **said: Any) -> httpx.Response:
    """What changed since; the device says who it is."""
    asked = {"since": since, "client": tablet.id, **said}
    return tablet.server.get(tablet.path("/changes"), params=asked, headers=tablet.headers)


def submit(tablet: Tablet, *without: str) -> httpx.Response:
    """Submit with everything open, for a device, without others."""
    wish = {"id": tablet.id, "confirmed": EVERY, "client": tablet.id, "without": without}
    return tablet.post("/submit", wish)


def present(tablet: Tablet) -> list[tuple[str, int]]:
    with database().read(SYSTEM) as session:
        query = select(Presence.client, Presence.waiting).order_by(Presence.client)
        found = session.execute(query.where(Presence.audit_id == tablet.audit.id))
        return [(row.client, row.waiting) for row in found]


def silent_for(tablet: Tablet, ago: timedelta) -> None:
    """Let a device have been heard of last so long ago."""
    with database().write(SYSTEM) as session:
        query = update(Presence).where(Presence.client == tablet.id)
        session.execute(query.values(seen_at=datetime.now(UTC) - ago))


def test_an_answer_given_elsewhere_is_told_once(first: Tablet, second: Tablet) -> None:
    shown = changes(first).json()
    assert shown["answers"] == {}
    assert changes(first, shown["cursor"]).status_code == 204
    second.answer("HOT-01", deduction(1), base=None)
    told = changes(first, shown["cursor"]).json()
    assert told["answers"]["HOT-01"]["answer"] == deduction(1)
    assert told["answers"]["HOT-01"]["by"] == "陈立行"
    assert changes(first, told["cursor"]).status_code == 204


def test_ones_own_answers_are_no_news(first: Tablet) -> None:
    changes(first)
    seen = changes(first).json()["cursor"]
    batch = {"operations": [first.operation("HOT-01")], "since": seen}
    moved = first.post("/operations", batch).json()["cursor"]
    assert moved != seen
    assert changes(first, moved).status_code == 204
    again = first.post("/operations", batch | {"since": moved}).json()["cursor"]
    assert again == moved, "what arrives twice moves nothing"


def test_whoever_missed_an_answer_has_to_look(first: Tablet, second: Tablet) -> None:
    seen = changes(first).json()["cursor"]
    second.answer("HOT-01", deduction(1), base=None)
    for since in (seen, "", "nonsense", "draft|x"):
        batch = {"operations": [first.operation("HOT-02")], "since": since}
        assert first.post("/operations", batch).json()["cursor"] is None
    assert "HOT-01" in changes(first, seen).json()["answers"]


def test_nothing_new_is_neither_read_out_nor_written_down(first: Tablet) -> None:
    seen = changes(first).json()["cursor"]
    with database().read(SYSTEM) as session:
        before = session.scalar(select(Presence.seen_at))
    reply = changes(first, seen)
    assert (reply.status_code, reply.content) == (204, b"")
    with database().read(SYSTEM) as session:
        assert session.scalar(select(Presence.seen_at)) == before


def test_each_sees_the_other_device_and_not_ones_own(first: Tablet, second: Tablet) -> None:
    changes(second)
    (other,) = changes(first).json()["people"]
    assert (other["client"], other["name"], other["mine"]) == (second.id, "陈立行", False)
    (other,) = changes(second).json()["people"]
    assert other["client"] == first.id


def test_a_batch_says_how_many_more_wait(first: Tablet) -> None:
    batch = {"operations": [first.operation("HOT-01")], "waiting": 3}
    assert first.post("/operations", batch).status_code == 200
    assert present(first) == [(first.id, 3)]


def test_a_farewell_takes_a_device_away(first: Tablet) -> None:
    changes(first)
    assert first.post("/presence", {"client": first.id, "leaving": True}).status_code == 200
    assert present(first) == []


@pytest.mark.parametrize(
    "said", [{"client": "guessed"}, {"waiting": 1}, {"client": "", "waiting": -1}, {"more": 1}]
)
def test_a_device_says_who_it_is(first: Tablet, said: dict[str, Any]) -> None:
    refused(first.post("/presence", said), 422, "invalid")


def test_a_conflict_is_shown_to_both_in_words_and_either_decides(
    first: Tablet, second: Tablet
) -> None:
    mine = first.operation("HOT-01", MET, base=None)
    assert status_of(first.send(mine)) == "accepted"
    theirs = second.operation("HOT-01", deduction(2), base=None, note="两次")
    assert status_of(second.send(theirs)) == "conflict"
    for tablet in (first, second):
        (shown,) = changes(tablet).json()["conflicts"]
        assert (shown["operation"], shown["item"]) == (theirs["id"], "HOT-01")
        assert (shown["by"], shown["note"]) == ("陈立行", "两次")
        assert CHINESE.search(shown["words"])
        assert shown["present"]["operation"] == mine["id"]
        assert CHINESE.search(shown["present"]["words"])
    [obstacle] = submit(first).json()["error"]["obstacles"]
    items = obstacle["items"]
    refused(submit(first), 409, "conflicts")
    assert [item["code"] for item in items] == ["HOT-01"]
    decided = {"base": mine["id"], "way": "decided", "settles": [theirs["id"]], "sequence": 9}
    assert status_of(first.answer("HOT-01", deduction(2), note="两次", **decided)) == "accepted"
    assert changes(second).json()["conflicts"] == []
    assert submit(first).status_code == 200


def test_submitting_waits_for_answers_on_another_device(first: Tablet, second: Tablet) -> None:
    second.post("/presence", {"client": second.id, "waiting": 4})
    assert "陈立行" in submit(first).json()["error"]["obstacles"][0]["devices"][0]["text"]
    refused(submit(first, second.id), 409, "unsent")
    silent_for(second, timedelta(minutes=16))
    refused(submit(first), 409, "unsent")
    assert submit(first, second.id).status_code == 200


def test_submitting_asks_about_a_device_that_went_silently(first: Tablet, second: Tablet) -> None:
    changes(second)
    silent_for(second, timedelta(minutes=1))
    (device,) = submit(first).json()["error"]["obstacles"][0]["devices"]
    assert (device["client"], device["may_be_left"]) == (second.id, True)
    assert submit(first, device["client"]).status_code == 200
    assert present(first) == []


def test_a_submitted_audit_tells_so_to_who_still_has_it_open(first: Tablet, second: Tablet) -> None:
    seen = changes(second).json()["cursor"]
    assert submit(first).status_code == 200
    assert changes(second, seen).json()["state"] == "submitted"
    refused(second.answer("HOT-01"), 409, "submitted")


def test_who_is_taken_out_is_let_in_no_more(first: Tablet, second: Tablet) -> None:
    together.unshare(actor_of(first.audit.inspector.id), first.audit.id, second.signed.person)
    refused(changes(second), 404, "not_found")
    refused(second.answer("HOT-01"), 404, "not_found")


def test_who_has_left_the_company_is_no_colleague(first: Tablet, second: Tablet) -> None:
    inspector = actor_of(first.audit.inspector.id)
    together.unshare(inspector, first.audit.id, second.signed.person)
    assert [row.name for row in together.sharing_of(inspector, first.audit.id).others] == ["陈立行"]
    with database().write(SYSTEM) as session:
        persons.set_active(session, second.signed.person, False)
    assert together.sharing_of(inspector, first.audit.id).others == ()
