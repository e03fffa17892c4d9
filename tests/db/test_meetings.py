"""What a meeting decides is kept version by version, and closed and sealed with its period."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from checklists.periods import Period
from db import periods, seals
from db.actors import Actor, Forbidden, Held, Role
from db.errors import DataError, UnitNotFound
from db.meetings.deciding import NewDecision, take_down
from db.meetings.errors import (
    DecisionRefused,
    NothingNew,
    PeriodHasItsSeal,
    TakenDownMeanwhile,
)
from db.meetings.reading import minutes
from db.meetings.sealing import meeting_faults, seal_decisions
from db.models_meetings import MeetingDecision, MeetingSeal
from db.records import record_hash
from db.releases import release
from tests.db.conftest import in_name_of, unsealed
from tests.factories import DAY, NOW, make_division, make_person, make_unit

YEAR = Period.parse("2025")
LATER = NOW + timedelta(minutes=5)


def with_role(session: Session, role: Role) -> Actor:
    """Somebody who holds a role for everything."""
    person = make_person(session)
    return Actor(person.id, person.name, (Held(role),), DAY)


class Meeting:
    """An administrator who takes down, and two units."""

    def __init__(self, session: Session) -> None:
        self.session, self.now = session, NOW
        division = make_division(session)
        self.units = [make_unit(session, division) for _each in range(2)]
        self.clerk = with_role(session, Role.ADMINISTRATOR)

    def down(self, matter: str, unit: int | None = None, **more: object) -> str:
        """Take something down; the id it was given."""
        key = str(more.pop("id", uuid4()))
        unit_id = None if unit is None else self.units[unit].id
        new = NewDecision(key, matter, unit_id, **more)  # type: ignore[arg-type]
        with in_name_of(self.session, self.clerk) as own:
            self.now += timedelta(minutes=1)
            take_down(own, YEAR, new, self.now)
        return key

    def seal(self) -> None:
        """Seal the period and the decisions with it."""
        with in_name_of(self.session, self.clerk) as own:
            if periods.state_of(own, YEAR) == "open":
                periods.close(own, YEAR, NOW)
            told = seals.add(own, YEAR, {}, changes=None, reason="", now=LATER)
            seal_decisions(own, YEAR, told, LATER)


@pytest.fixture
def meeting(session: Session) -> Meeting:
    return Meeting(session)


def test_the_newest_version_holds_and_the_first_is_kept(meeting: Meeting) -> None:
    meeting.down("present", words="王主任\n李科长")
    meeting.down("model", 0, decision="yes", words="全年无投诉")
    meeting.down("elimination", 1, decision="keep", words="已整改")
    meeting.down("model", 0, decision="no", words="", reason="复核后撤销", looked_at=1)
    found = minutes(meeting.session, YEAR)
    assert found.present is not None and found.present.words == "王主任\n李科长"
    assert [(row.unit_id, row.decision, row.number) for row in found.on_units("model")] == [
        (meeting.units[0].id, "no", 2)
    ]
    assert [row.decision for row in found.on_units("elimination")] == ["keep"]
    assert len(found.rows) == 4 and not any(row.sealed for row in found.rows)
    assert meeting_faults(meeting.session) == ([], 4)


def test_what_is_sent_twice_is_one(meeting: Meeting) -> None:
    key = meeting.down("other", words="下月复查")
    meeting.down("other", words="下月复查", id=key)
    assert len(minutes(meeting.session, YEAR).rows) == 1


def test_two_people_at_once_do_not_take_each_other_out(meeting: Meeting) -> None:
    meeting.down("other", words="甲")
    with pytest.raises(TakenDownMeanwhile):
        meeting.down("other", words="乙", reason="补充", looked_at=0)
    meeting.down("other", words="甲；乙", reason="补充", looked_at=1)
    assert [row.words for row in minutes(meeting.session, YEAR).held] == ["甲；乙"]


REFUSED = [
    (DecisionRefused, {"matter": "model", "unit": 0, "decision": "eliminate"}),
    (DecisionRefused, {"matter": "model", "decision": "yes"}),
    (DecisionRefused, {"matter": "present", "unit": 0, "words": "王"}),
    (DecisionRefused, {"matter": "elimination", "unit": 0, "decision": "eliminate"}),
    (DecisionRefused, {"matter": "other", "words": "  "}),
    (DecisionRefused, {"matter": "lottery", "words": "x"}),
    (DecisionRefused, {"matter": "other", "words": "x", "id": "not a number"}),
    (DataError, {"matter": "other", "words": "x" * 4001}),
]


@pytest.mark.parametrize(("error", "given"), REFUSED)
def test_what_does_not_fit_together_is_refused(
    meeting: Meeting, error: type[DataError], given: dict[str, object]
) -> None:
    with pytest.raises(error):
        meeting.down(**given)  # type: ignore[arg-type]
    assert minutes(meeting.session, YEAR).rows == ()


def test_a_correction_needs_a_reason_and_another_decision(meeting: Meeting) -> None:
    meeting.down("elimination", 0, decision="keep", words="已整改")
    with pytest.raises(DecisionRefused):
        meeting.down("elimination", 0, decision="eliminate", words="未整改", looked_at=1)
    with pytest.raises(NothingNew):
        meeting.down("elimination", 0, decision="keep", words="已整改", reason="x", looked_at=1)
    with pytest.raises(UnitNotFound), in_name_of(meeting.session, meeting.clerk) as own:
        take_down(own, YEAR, NewDecision(str(uuid4()), "model", 10**6, "yes"), LATER)


def test_the_seal_closes_the_decisions_and_a_restatement_opens_them(meeting: Meeting) -> None:
    meeting.down("model", 0, decision="yes")
    meeting.seal()
    found = minutes(meeting.session, YEAR)
    assert found.seal is not None and [row.sealed for row in found.rows] == [True]
    with pytest.raises(PeriodHasItsSeal):
        meeting.down("model", 1, decision="yes")
    with in_name_of(meeting.session, meeting.clerk) as own:
        periods.open_restatement(own, YEAR, "漏记", LATER)
    meeting.down("model", 1, decision="yes")
    assert [row.sealed for row in minutes(meeting.session, YEAR).rows] == [True, False]
    meeting.seal()
    found = minutes(meeting.session, YEAR)
    assert found.seal is not None and found.seal.number == 2
    assert [row.sealed for row in found.rows] == [True, True]
    assert meeting_faults(meeting.session) == ([], 2)


def test_a_period_without_decisions_has_no_seal_of_its_own(meeting: Meeting) -> None:
    meeting.seal()
    assert minutes(meeting.session, YEAR).seal is None
    assert meeting_faults(meeting.session) == ([], 0)


def test_a_viewer_reads_released_decisions_and_takes_none_down(meeting: Meeting) -> None:
    meeting.down("model", 0, decision="yes")
    viewer = with_role(meeting.session, Role.MEETING_VIEWER)
    with in_name_of(meeting.session, viewer) as own, pytest.raises(Forbidden):
        minutes(own, YEAR)
    with in_name_of(meeting.session, meeting.clerk) as own:
        release(own, str(YEAR), NOW)
    with in_name_of(meeting.session, viewer) as own:
        assert len(minutes(own, YEAR).rows) == 1
        with pytest.raises(Forbidden):
            take_down(own, YEAR, NewDecision(str(uuid4()), "other", words="x"), LATER)


def changed(session: Session) -> None:
    session.execute(update(MeetingDecision).values(decision="no"))


def gone(session: Session) -> None:
    session.execute(delete(MeetingDecision))


def put_there(session: Session) -> None:
    row = session.execute(select(*MeetingDecision.__table__.columns)).first()
    assert row is not None
    session.execute(insert(MeetingDecision).values({**row._mapping, "id": "x" * 36}))


def seal_over_less(session: Session) -> None:
    """Whoever knows the program may hash anew, but not in the trail."""
    row = dict(session.execute(select(*MeetingSeal.__table__.columns)).one()._mapping)
    row["content"] = []
    own = record_hash(MeetingSeal, row, but=["hash"])
    session.execute(update(MeetingSeal).values(content=[], hash=own))


def seal_gone(session: Session) -> None:
    session.execute(delete(MeetingSeal))


@pytest.mark.parametrize("meddle", [changed, gone, put_there, seal_over_less, seal_gone])
def test_what_is_changed_behind_the_programs_back_is_found(
    meeting: Meeting, meddle: Callable[[Session], None]
) -> None:
    meeting.down("model", 0, decision="yes")
    meeting.seal()
    with unsealed(meeting.session):
        meddle(meeting.session)
    assert meeting_faults(meeting.session)[0]
