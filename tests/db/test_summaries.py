"""A signed summary stands under its hash; what is signed later corrects it and leaves it there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db.actors import SYSTEM, Actor, Forbidden, Held, Role
from db.errors import EntryRefused, ReasonMissing
from db.models_access import Trail
from db.models_orders import DaySummary
from db.orders.summaries import (
    NewSummary,
    SummarySignedMeanwhile,
    sign_summary,
    signed_since,
    summaries_of,
)
from db.session import Database
from tests.db.conftest import in_name_of, unsealed
from tests.factories import DAY, NOW, make_division, make_person

CONTENT = {"classes": {"hotline": {"taken": 3}}, "shared": 1}


def wanted(division: int, **fields: Any) -> NewSummary:
    values: dict[str, Any] = {"content": CONTENT, "name": "罗建安", "after": 0, **fields}
    return NewSummary(division, DAY, "early", **values)


def head_of(session: Session, division: int) -> Actor:
    return Actor(make_person(session).id, "", (Held(Role.DIVISION_HEAD, division),), DAY)


def seen(session: Session, division: int) -> list[tuple[int, str, bool]]:
    found = summaries_of(session, division, DAY, "early")
    return [(one.number, one.content["reason"], one.intact) for one in found]


def test_a_correction_counts_on_and_leaves_what_was_signed(session: Session) -> None:
    division = make_division(session).id
    with in_name_of(session, head_of(session, division)) as own:
        first = sign_summary(own, wanted(division), NOW)
        again = wanted(division, after=1, reason="补录一件", content={"classes": {}})
        second = sign_summary(own, again, NOW + timedelta(hours=1))
        assert seen(own, division) == [(2, "补录一件", True), (1, "", True)]
        assert [one.hash for one in summaries_of(own, division, DAY, "early")] == [second, first]
        assert signed_since(own, division, DAY) == {(DAY, "early"): 2}
    entries = select(Trail.after).where(Trail.action == "summary_signed").order_by(Trail.id)
    assert [after["seal"] for after in session.scalars(entries)][-2:] == [first, second]


def test_signing_again_needs_a_reason_and_a_look_at_what_was_signed(session: Session) -> None:
    division = make_division(session).id
    with in_name_of(session, head_of(session, division)) as own:
        sign_summary(own, wanted(division), NOW)
        with pytest.raises(ReasonMissing):
            sign_summary(own, wanted(division, after=1), NOW)
        with pytest.raises(SummarySignedMeanwhile):
            sign_summary(own, wanted(division, reason="补录"), NOW)
        assert len(seen(own, division)) == 1


def test_a_summary_is_signed_with_a_name(session: Session) -> None:
    division = make_division(session).id
    with in_name_of(session, head_of(session, division)) as own, pytest.raises(EntryRefused):
        sign_summary(own, wanted(division, name="  "), NOW)


@pytest.mark.parametrize(
    "held",
    [
        lambda own, other: Held(Role.AGENT, own),
        lambda own, other: Held(Role.DIVISION_HEAD, other),
        lambda own, other: Held(Role.MEETING_VIEWER),
    ],
)
def test_only_the_head_of_the_division_signs(
    session: Session, held: Callable[[int, int], Held]
) -> None:
    own, other = make_division(session).id, make_division(session).id
    actor = Actor(make_person(session).id, "", (held(own, other),), DAY)
    with in_name_of(session, actor) as theirs, pytest.raises(Forbidden):
        sign_summary(theirs, wanted(own), NOW)
    with in_name_of(session, head_of(session, own)) as mine:
        sign_summary(mine, wanted(own), NOW)
    with in_name_of(session, actor) as theirs:
        assert len(seen(theirs, own)) == (actor.roles[0].role is Role.AGENT)


def test_a_summary_changed_behind_the_programs_back_is_no_longer_intact(
    session: Session,
) -> None:
    division = make_division(session).id
    with in_name_of(session, head_of(session, division)) as own:
        sign_summary(own, wanted(division), NOW)
    forged = update(DaySummary).where(DaySummary.division_id == division)
    forged = forged.values(content={**CONTENT, "shared": 0, "reason": ""})
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(forged)
    with unsealed(session):
        session.execute(forged)
    assert seen(session, division) == [(1, "", False)]


def test_of_two_who_sign_at_once_one_is_told_to_look_again(committed: Database) -> None:
    with committed.write(SYSTEM) as session:
        division = make_division(session).id
        heads = [head_of(session, division) for _number in range(2)]
    start = Barrier(2)

    def sign(head: Actor) -> str:
        start.wait()
        try:
            with committed.write(head) as session:
                sign_summary(session, replace(wanted(division), name=f"{head.me}"), NOW)
        except SummarySignedMeanwhile as refused:
            return type(refused).__name__
        return "signed"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(sign, heads)) == ["SummarySignedMeanwhile", "signed"]
    with committed.read(SYSTEM) as session:
        assert [number for number, _reason, _intact in seen(session, division)] == [1]
