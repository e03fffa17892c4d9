"""Everybody sees what is theirs and nothing else, whichever way the data are asked."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import (
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased

import db
from checklists.periods import Period
from db import (
    answered_calls,
    answers,
    audits,
    changes,
    coefficients,
    commitment_data,
    conflicts,
    consents,
    counting,
    coverage,
    deductions,
    figures,
    findings,
    item_answers,
    measured,
    own_work,
    periods,
    photos,
    planned_stops,
    presence,
    rankings,
    releases,
    returning,
    scores,
    sealing,
    seals,
    sharing,
    signed,
    sources,
    sums,
)
from db.actors import SYSTEM, Actor, Forbidden, NobodyActs
from db.closing import void_audit
from db.coefficient_changes import set_coefficients
from db.counting import counts
from db.errors import AuditNotFound
from db.forecasts import reading as forecast_reading
from db.forecasts.storing import store
from db.models import STATES, Answer, Audit, Person, Unit
from db.models_access import Account, Attempt, Grant, Membership, SignIn, Trail
from db.models_meetings import MeetingDecision, MeetingSeal
from db.models_periods import Coefficient, Seal
from db.photo_errors import PhotoNotFound
from db.scope import ScopedSession, hold
from db.statements import OutsideScope
from db.visible import belongs, first_day
from tests.db import acts
from tests.db.call_reads import CALL_READS
from tests.db.order_reads import ORDER_READS
from tests.db.world import ALL, SEES, SEES_CALLS, SEES_ORDERS, World, opened
from tests.factories import DAY, NOW, PERIOD, make_forecast

ROLES = list(SEES)
FIRST = "2026-10"
MONTH = timedelta(days=31)


@pytest.fixture(scope="module")
def world(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    yield from opened(scratch)


def names(world: World, ids: Any) -> set[str]:
    known = {audit.id: name for name, audit in world.audits.items()}
    return {known[key] for key in ids}


def each(ask: Callable[[Session, str], object]) -> Callable[[Session, World], set[str]]:
    """Asks for every audit by its id; the names of those for which there was an answer."""

    def asked(session: Session, world: World) -> set[str]:
        found = set()
        for name, audit in world.audits.items():
            try:
                if ask(session, audit.id):
                    found.add(name)
            except AuditNotFound:
                pass
        return found

    return asked


def only(*words: str) -> Callable[[set[str]], set[str]]:
    return lambda seen: {name for name in seen if any(word in name for word in words)}


SUBMITTED = only("submitted", "move")
EMPTY = sealing.hash_of([])


def texts(session: Session, world: World) -> set[str]:
    version = world.audits["own draft"].sheet_version_id
    found = [
        row
        for state in STATES
        for row in answers.answer_texts(session, version, FIRST, PERIOD, state)
    ]
    return names(world, {row[0] for row in found})


def drafts(session: Session, world: World) -> set[str]:
    found = [
        row.id
        for unit in (world.a1, world.a2, world.b1, world.moved)
        for row in audits.open_drafts(session, unit.id, "hotline", PERIOD)
    ]
    return names(world, found)


def listed(session: Session, world: World) -> set[str]:
    page = audits.list_audits(session, limit=100)
    assert page.total == len(page.rows)
    return names(world, [row.id for row in page.rows])


def photographed(session: Session, world: World) -> set[str]:
    found = set()
    for audit, photo in world.photos.items():
        with suppress(PhotoNotFound):
            found.add(photos.photo(session, audit, photo).audit_id)
    return names(world, found)


def ids(world: World) -> list[str]:
    return [audit.id for audit in world.audits.values()]


def unknown_photo(session: Session, audit_id: str) -> bool:
    """Whether an audit is there at all: it has no finding with such a photo."""
    with pytest.raises(PhotoNotFound):
        findings.found_photo(session, audit_id, str(uuid4()))
    return True


READS: dict[Any, tuple[Callable[[Session, World], set[str]], Callable[[set[str]], set[str]]]] = {
    audits.list_audits: (listed, set),
    audits.get_audit: (each(audits.get_audit), set),
    audits.open_drafts: (drafts, only("draft", "returned")),
    answers.current_answers: (each(answers.current_answers), set),
    answers.filled_sheet: (each(answers.filled_sheet), set),
    answers.history: (each(answers.history), set),
    answers.history_hash: (each(lambda s, key: answers.history_hash(s, key) != EMPTY), set),
    answers.answer_texts: (texts, set),
    photos.photos_of: (each(photos.photos_of), set),
    photos.photos_to: (
        lambda s, w: names(w, photos.photos_to(s, ids(w), "HOT-01")),
        set,
    ),
    item_answers.answers_to_item: (
        lambda s, w: names(
            w, [row.audit_id for row in item_answers.answers_to_item(s, ids(w), "HOT-01")]
        ),
        SUBMITTED,
    ),
    item_answers.days_of: (
        lambda s, w: names(
            w, [k for u in (w.a1, w.a2, w.b1, w.moved) for k in item_answers.days_of(s, u.id)]
        ),
        SUBMITTED,
    ),
    deductions.facts_of: (
        lambda s, w: names(w, deductions.facts_of(s, ids(w))),
        SUBMITTED,
    ),
    deductions.answers_to: (
        lambda s, w: names(
            w, {key for key, _ in deductions.answers_to(s, [(key, "HOT-01") for key in ids(w)])}
        ),
        set,
    ),
    photos.photo_hashes: (each(photos.photo_hashes), set),
    photos.photo: (photographed, set),
    changes.cursor: (each(changes.cursor), set),
    changes.operations_of: (each(changes.operations_of), set),
    conflicts.open_conflicts: (each(conflicts.open_conflicts), only("void")),
    conflicts.audits_in_conflict: (
        lambda s, w: names(w, conflicts.audits_in_conflict(s, [a.id for a in w.audits.values()])),
        only("void"),
    ),
    presence.devices: (each(lambda s, key: presence.devices(s, key, "", NOW)), only("void")),
    sharing.participants: (each(sharing.participants), only("void")),
    findings.findings_of: (each(findings.findings_of), set),
    findings.found_photo: (each(unknown_photo), set),
    findings.repeated_items: (
        each(lambda s, key: findings.repeated_items(s, key) is not None),
        set,
    ),
    scores.score_of: (each(scores.score_of), only("submitted", "void", "move")),
    scores.scores_of_period: (
        lambda s, w: names(w, [r.audit_id for r in scores.scores_of_period(s, FIRST, PERIOD)]),
        SUBMITTED,
    ),
    figures.figures: (lambda s, w: names(w, figures.figures(s).audit), SUBMITTED),
    own_work.progress: (
        lambda s, w: names(w, own_work.progress(s, [audit.id for audit in w.audits.values()])),
        set,
    ),
    consents.filled_in: (
        each(lambda s, audit: consents.filled_in(s, audit) in (True, False)),
        set,
    ),
    consents.confirmation: (
        each(consents.confirmation),
        only("own submitted", "foreign submitted", "after the move"),
    ),
    consents.acknowledgement: (
        each(consents.acknowledgement),
        only("own submitted", "before the move"),
    ),
    returning.returns_of: (each(returning.returns_of), only("returned")),
    measured.present_answers: (
        lambda s, w: names(w, measured.present_answers(s, [a.id for a in w.audits.values()])),
        set,
    ),
    measured.figures_of: (
        lambda s, w: names(
            w,
            [
                row.id
                for period in (FIRST, PERIOD)
                for row in measured.figures_of(s, period, ["hotline"])
            ],
        ),
        only("draft", "returned", "submitted", "move"),
    ),
    sources.sources_of: (each(sources.sources_of), set),
    sources.source_hashes: (each(sources.source_hashes), set),
    sources.last_sources: (
        lambda s, w: names(w, sources.last_sources(s, [audit.id for audit in w.audits.values()])),
        set,
    ),
    signed.signature_of: (each(signed.signature_of), only("own draft", "returned")),
}
"""Each read of audits: how it is asked, and which audits it can tell of at all."""

ALSO_TESTED_HERE = {
    forecast_reading.forecasts,
    planned_stops.stops,
    answered_calls.answered_calls,
    commitment_data.called_back,
    measured.begun_by_others,
    measured.units_to_enter,
    audits.months,
    figures.stamps,
    coefficients.by_month,
    coefficients.coefficients,
    coefficients.in_force,
    sums.sums_by_unit_and_sheet,
    seals.figures_of,
    counting.numbers_by_month,
    coverage.audit_counts,
    rankings.ranked_sums,
    rankings.ranked_units,
    rankings.released_periods,
    rankings.sees_released,
    rankings.waiting_by_unit,
    releases.released,
    releases.is_released,
}


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
def test_each_role_reads_exactly_what_is_its_own(world: World, read: Any) -> None:
    ask, can_tell = READS[read]
    seen = {}
    for role in ROLES:
        with world.acting(role) as session:
            seen[role] = ask(session, world)
    assert seen == {role: can_tell(SEES[role]) for role in ROLES}


@pytest.mark.parametrize("role", [*ROLES, "SYSTEM"])
def test_the_figures_are_narrowed_as_a_query_is(world: World, role: str) -> None:
    day = (Membership.unit_id == Audit.unit_id) & belongs(first_day())
    query = select(Audit.id, Membership.division_id).join(Membership, day).where(counts())
    with world.acting(role) as session:
        found = figures.figures(session)
        seen = {row[0]: row[1] for row in session.execute(query)}
    assert dict(zip(found.audit, found.division, strict=True)) == seen
    assert len(found) == len(seen)


@pytest.mark.parametrize("role", ROLES)
def test_an_audit_one_does_not_see_is_not_there(world: World, role: str) -> None:
    unseen = [world.audits[name].id for name in ALL - SEES[role]]
    with world.acting(role) as session:
        for key in (*unseen, str(uuid4()), "", "\x00", "' OR 1=1 --"):
            for read in (audits.get_audit, answers.filled_sheet):
                with pytest.raises(AuditNotFound):
                    read(session, key)


@pytest.mark.parametrize("role", ROLES)
def test_months_and_sums_are_those_of_the_audits_one_sees(world: World, role: str) -> None:
    seen = {name: world.audits[name] for name in SEES[role]}
    with world.acting(role) as session:
        assert set(audits.months(session)) == {audit.period for audit in seen.values()}
        added_up = sums.sums_by_unit_and_sheet(session, FIRST, PERIOD)
    counted: dict[int, int] = {}
    for name in SUBMITTED(set(seen)):
        counted[seen[name].unit.id] = counted.get(seen[name].unit.id, 0) + 1
    found: dict[int, int] = {}
    for row in added_up:
        found[row.unit_id] = found.get(row.unit_id, 0) + row.audits
    assert found == counted


def test_a_viewer_sees_released_rankings_as_they_were_released(world: World) -> None:
    with world.acting("administrator") as session:
        whole = sums.sums_by_unit_and_sheet(session, PERIOD)
    with world.acting("viewer") as session:
        assert sums.sums_by_unit_and_sheet(session, PERIOD) == whole != []
        assert rankings.ranked_sums(session, Period.parse(PERIOD)) == whole
        assert {unit.id for unit in rankings.ranked_units(session, Period.parse(PERIOD))} >= {
            row.unit_id for row in whole
        }
        assert rankings.released_periods(session) == [PERIOD]
        assert rankings.sees_released(session, Period.parse(PERIOD))
        for first, last in ((FIRST, FIRST), (FIRST, PERIOD), (PERIOD, "2026-12")):
            assert sums.sums_by_unit_and_sheet(session, first, last) == []
        assert rankings.ranked_sums(session, Period.parse("2026-Q4")) == []
        assert scores.scores_of_period(session, PERIOD) == []
        assert session.scalars(select(Audit)).all() == []


def test_how_much_waits_is_told_of_the_audits_one_sees_or_of_a_released_period(
    world: World,
) -> None:
    def asked(session: Session) -> None:
        for name in ("by division submitted", "before the move"):
            session.get_one(Audit, world.audits[name].id).asks_confirmation = True
        session.flush()
        month, a2, moved = Period.parse(PERIOD), world.a2.id, world.moved.id
        whole, earlier = {}, {}
        for role in ROLES:
            with world.acting(role) as other:
                whole[role] = set(rankings.waiting_by_unit(other, month))
                earlier[role] = set(rankings.waiting_by_unit(other, Period.parse(FIRST)))
        heads = ("head of A", "head of A and B", "administrator")
        assert {role for role in ROLES if whole[role] == {a2}} == {
            *heads, "inspector of division", "viewer"
        }  # fmt: skip
        assert {role for role in ROLES if earlier[role] == {moved}} == {
            *heads, "representative of moved"
        }  # fmt: skip
        assert set().union(*whole.values()) | set().union(*earlier.values()) == {a2, moved}

    assert world.tried("administrator", asked) == ("done", 0)


def test_a_coefficient_is_seen_by_whoever_sees_the_unit_ranked(world: World) -> None:
    def asked(session: Session) -> None:
        units = (world.a1, world.a2, world.b1, world.moved)
        values = {unit.id: Decimal(number) for number, unit in enumerate(units, start=2)}
        set_coefficients(session, Period.parse(FIRST), values, "户数多", NOW)
        for written in (FIRST, PERIOD):
            period = Period.parse(written)
            for role in ROLES:
                with world.acting(role) as other:
                    seen = {unit.id for unit in rankings.ranked_units(other, period)}
                    wanted = {unit: values[unit] for unit in seen}
                    assert coefficients.coefficients(other, period) == wanted
                    held = coefficients.in_force(other, period)
                    assert {unit: row.value for unit, row in held.items()} == wanted
                    assert coefficients.by_month(other, [str(period)]) == {str(period): wanted}
        with world.acting("head of B") as head:
            both = coefficients.by_month(head, [FIRST, PERIOD])
            assert both[FIRST] == coefficients.coefficients(head, Period.parse(FIRST))
            assert both[PERIOD] == coefficients.coefficients(head, Period.parse(PERIOD))
            later = coefficients.coefficients(head, Period.parse(PERIOD))
            earlier = coefficients.coefficients(head, Period.parse(FIRST))
        assert set(later) - set(earlier) == {world.moved.id}

    assert world.tried("administrator", asked) == ("done", 4)


@pytest.mark.parametrize("role", SEES)
def test_only_audits_one_sees_are_counted(world: World, role: str) -> None:
    with world.acting(role) as session:
        told = counting.numbers_by_month(session)
    seen = SEES[role]
    still_open = {name for name in seen if "draft" in name or "returned" in name}
    numbers = sum(told.values(), counting.AuditNumbers())
    assert (numbers.counting, numbers.open) == (len(SUBMITTED(seen)), len(still_open))
    assert set(told) == {world.audits[name].period for name in seen}


def test_what_is_sealed_is_seen_of_what_one_heads_or_represents(world: World) -> None:
    units = (world.a1, world.a2, world.b1, world.moved)
    of = {world.a1.id: world.a.id, world.a2.id: world.a.id}
    content = {
        "units": [{"id": unit.id, "division": of.get(unit.id, world.b.id)} for unit in units],
        "divisions": [{"id": world.a.id}, {"id": world.b.id}],
        "company": {"k": "900"},
        "audits": [["secret"]],
    }
    everything = ({unit.id for unit in units}, {world.a.id, world.b.id}, True)
    in_a = ({world.a1.id, world.a2.id}, {world.a.id}, False)
    in_b = ({world.b1.id, world.moved.id}, {world.b.id}, False)
    sees = {
        "administrator": everything,
        "viewer": everything,
        "head of A": in_a,
        "head of B": in_b,
        "head of A and B": (*everything[:2], False),
        "representative of a1": ({world.a1.id}, set(), False),
        "representative of moved": ({world.moved.id}, set(), False),
    }

    def asked(session: Session) -> None:
        period = Period.parse(PERIOD)
        changed = [
            {"kind": kind, "id": key, "division": of.get(key), "before": {"place": 1}, "after": {}}
            for kind, key in (("company", None), ("divisions", world.a.id), ("units", world.a1.id))
        ]
        assert seals.figures_of(session, period) is None
        periods.close(session, period, NOW)
        assert seals.figures_of(session, period) is None
        seals.add(session, period, content, changes=changed, reason="", now=NOW)
        for state in ("sealed", "restating"):
            assert periods.state_of(session, period) == state
            for role in ROLES:
                with world.acting(role) as other:
                    told = seals.figures_of(other, period)
                assert told is not None
                row, seen = told
                assert row.number == 1 and "audits" not in seen
                assert (
                    {unit["id"] for unit in seen["units"]},
                    {one["id"] for one in seen["divisions"]},
                    seen["company"] is not None,
                ) == sees.get(role, (set(), set(), False)), role
            if state == "sealed":
                periods.open_restatement(session, period, "漏记一次", NOW)
        with world.acting("head of A") as head:
            (row,) = seals.seals_of(head, period)
            assert [(c["kind"], c["before"]) for c in row.changes] == [
                ("divisions", {"place": None}),
                ("units", {"place": None}),
            ]
        with world.acting("head of B") as head:
            assert seals.seals_of(head, period)[0].changes == ()
        (row,) = seals.seals_of(session, period)
        assert list(row.changes) == changed

    assert world.tried("administrator", asked) == ("done", 3)


def test_how_many_audits_there_are_is_told_of_units_one_sees_ranked(world: World) -> None:
    month = Period.parse(PERIOD)
    with world.acting("administrator") as session:
        every = coverage.audit_counts(session, month, FIRST, PERIOD)
    of = {world.a1.id: 1, world.b1.id: 1, world.moved.id: 2, world.a2.id: 1}
    assert {row.unit: row.audits for row in every} == of
    assert {(row.sheet, row.occasion) for row in every} == {("hotline", "division")}
    for role in ROLES:
        with world.acting(role) as session:
            seen = {unit.id for unit in rankings.ranked_units(session, month)}
            told = coverage.audit_counts(session, month, FIRST, PERIOD)
        assert told == [row for row in every if row.unit in seen]


def test_a_stamp_changes_with_the_audits_of_its_month_and_tells_nothing_of_them(
    world: World,
) -> None:
    def asked(session: Session) -> None:
        months = [FIRST, PERIOD]
        before = figures.stamps(session, "hotline", months)
        administrator = world.people["administrator"].id
        with world.acting("nobody") as other:
            assert figures.stamps(other, "hotline", months) == before
        void_audit(session, world.audits["own submitted"].id, administrator, "误录", NOW)
        after = figures.stamps(session, "hotline", months)
        assert after[FIRST] == before[FIRST] and after[PERIOD] != before[PERIOD]
        assert figures.stamps(session, "counter", months) == {}

    world.tried("administrator", asked)


def test_a_released_quarter_does_not_open_its_months(world: World) -> None:
    def asked(session: Session) -> None:
        releases.release(session, "2026-Q4", NOW)
        session.flush()
        with world.acting("viewer") as viewer:
            assert sums.sums_by_unit_and_sheet(viewer, "2026-10", "2026-12")
            assert sums.sums_by_unit_and_sheet(viewer, "2026-10") == []
        with world.acting("nobody") as nobody:
            assert sums.sums_by_unit_and_sheet(nobody, "2026-10", "2026-12") == []

    assert world.tried("administrator", asked) == ("done", 1)


RAW = Audit.__table__
ALIAS = aliased(Audit)
STATEMENTS: dict[str, Callable[[], Any]] = {
    "columns": lambda: select(Audit.id),
    "class": lambda: select(Audit),
    "alias": lambda: select(ALIAS),
    "column of alias": lambda: select(ALIAS.id),
    "subquery": lambda: select(select(Audit.id).subquery().c.id),
    "cte": lambda: select(select(Audit.id).cte().c.id),
    "union": lambda: union_all(select(Audit.id), select(Audit.id)),
    "union as subquery": lambda: select(
        union_all(select(Audit.id), select(Audit.id)).subquery().c.id
    ),
    "class over subquery": lambda: select(aliased(Audit, select(Audit).subquery()).id),
    "class over bare subquery": lambda: select(aliased(Audit, select(RAW).subquery()).id),
    "dependent": lambda: select(Answer.audit_id),
    "joined": lambda: select(Audit.id).join(Answer, Answer.audit_id == Audit.id),
    "outer join": lambda: (
        select(Audit.id)
        .select_from(Person)
        .outerjoin(Audit, Audit.inspector_id == Person.id)
        .where(Audit.id.is_not(None))
    ),
    "for update": lambda: select(Audit.id).with_for_update(),
}
COUNTS: dict[str, Callable[[], Any]] = {
    "count": lambda: select(func.count()).select_from(Audit),
    "count of a column": lambda: select(func.count(Audit.id)),
    "scalar subquery": lambda: select(select(func.count(Audit.id)).scalar_subquery()),
}
REFUSED: dict[str, Callable[[], Any]] = {
    "bare table": lambda: select(RAW),
    "bare column": lambda: select(RAW.c.id),
    "bare count": lambda: select(func.count()).select_from(RAW),
    "bare alias": lambda: select(RAW.alias().c.id),
    "bare subquery": lambda: select(select(RAW.c.id).subquery().c.id),
    "bare cte": lambda: select(select(RAW.c.id).cte().c.id),
    "bare beside a class": lambda: select(Person.id, RAW.c.id),
    "bare subquery beside a class": lambda: select(Person.id, select(RAW.c.id).subquery().c.id),
    "bare alias beside its own class": lambda: select(Audit.id, RAW.alias().c.id),
    "bare other table beside a class": lambda: select(Audit.id, Answer.__table__.c.item),
    "bare in a condition": lambda: select(Person.id).where(
        exists().where(RAW.c.inspector_id == Person.id)
    ),
    "bare in a nested condition": lambda: select(Audit).where(Audit.id.in_(select(RAW.c.id))),
    "bare in a join": lambda: select(Person.id).join(RAW, RAW.c.inspector_id == Person.id),
    "bare in the condition of a join": lambda: select(Person.id).join(
        Unit, Unit.id == RAW.c.unit_id
    ),
    "bare in the order": lambda: select(Person.id).order_by(
        select(RAW.c.id).limit(1).scalar_subquery()
    ),
    "bare in a union": lambda: union_all(select(Audit.id), select(RAW.c.id)),
    "bare in an aggregate": lambda: select(Person.id, func.max(RAW.c.subject)),
    "count over a class on a bare subquery": lambda: select(func.count()).select_from(
        aliased(Audit, select(RAW).subquery())
    ),
    "by its name": lambda: select(table("audits").alias()),
    "text": lambda: text("SELECT id FROM audits"),
    "text with columns": lambda: text("SELECT id FROM audits").columns(Audit.id),
    "class from text": lambda: select(Audit).from_statement(text("SELECT * FROM audits")),
    "class from a bare statement": lambda: select(Audit).from_statement(select(RAW)),
    "text as a column": lambda: select(literal_column("(SELECT count(*) FROM audits)")),
    "text beside a class": lambda: select(Person.id).where(text("1 = 1")),
    "bare update": lambda: update(RAW).values(subject="x"),
    "bare delete": lambda: delete(RAW),
    "insert from a query": lambda: insert(Answer).from_select(["audit_id"], select(Audit.id)),
}


@pytest.mark.parametrize("role", ["inspector of unit", "head of A", "viewer"])
@pytest.mark.parametrize("form", STATEMENTS)
def test_a_query_without_a_condition_is_narrowed(world: World, role: str, form: str) -> None:
    with world.acting(role) as session:
        found = session.scalars(STATEMENTS[form]()).all()
        keys = {getattr(row, "id", row) for row in found}
    assert names(world, keys) == SEES[role]


@pytest.mark.parametrize("form", COUNTS)
def test_a_count_counts_what_is_seen(world: World, form: str) -> None:
    told = {}
    for role in ("inspector of unit", "viewer", "head of B"):
        with world.acting(role) as session:
            told[role] = session.scalars(COUNTS[form]()).one()
    assert told == {role: len(SEES[role]) for role in told}


@pytest.mark.parametrize("form", REFUSED)
def test_a_query_that_cannot_be_narrowed_is_refused(world: World, form: str) -> None:
    told, _ = world.tried("head of A", lambda session: session.execute(REFUSED[form]()))
    assert told == "OutsideScope"


def test_the_administrator_may_ask_in_any_form(world: World) -> None:
    with world.acting("administrator") as session:
        assert len(session.execute(select(RAW.c.id)).all()) == len(ALL)
        assert session.connection() is not None


def test_a_row_is_got_by_its_key_only_if_it_is_seen(world: World) -> None:
    with world.acting("inspector of unit") as session:
        assert session.get(Audit, world.audits["own draft"].id) is not None
        assert session.get(Audit, world.audits["foreign draft"].id) is None
        with pytest.raises(OutsideScope):
            session.connection()


WRITES: dict[str, Callable[[World], Callable[[Session], Any]]] = {
    "update": lambda w: lambda s: s.execute(update(Audit).values(subject="x")).rowcount,
    "delete": lambda w: lambda s: s.execute(delete(Answer)).rowcount,
    "update a seen one": lambda w: (
        lambda s: (
            s.execute(
                update(Audit).where(Audit.id == w.audits["own submitted"].id).values(state="draft")
            ).rowcount
        )
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_only_an_audit_taken_up_for_writing_is_written(world: World, write: str) -> None:
    for role in ("inspector of unit", "head of A", "viewer", "representative of a1"):
        with world.acting(role) as session:
            assert WRITES[write](world)(session) == 0


def test_rows_are_written_only_to_an_audit_taken_up(world: World) -> None:
    own, foreign = (world.audits[name].id for name in ("own draft", "foreign draft"))

    def change(held: str, key: str) -> Callable[[Session], object]:
        def done(session: Session) -> None:
            hold(session, held)
            session.execute(
                update(Answer), [{"audit_id": key, "item": "HOT-14", "note": "changed"}]
            )

        return done

    assert world.tried("inspector of unit", change(own, own))[0] == "done"
    assert world.tried("inspector of unit", change(own, foreign))[0] == "Forbidden"


def test_tables_of_the_administrator_are_written_by_nobody_else(world: World) -> None:
    row = {"code": "X", "name": "x", "active": True}
    ways: list[Callable[[Session], object]] = [
        lambda s: s.execute(insert(Person).values(**row)),
        lambda s: s.execute(insert(Person), [row]),
        lambda s: (s.add(Person(**row)), s.flush()),
        lambda s: s.execute(update(Person).values(name="x")),
        lambda s: s.execute(delete(Grant)),
        lambda s: (s.delete(s.get(Unit, world.a1.id)), s.flush()),
        lambda s: (setattr(s.get(Unit, world.a1.id), "name_zh", "x"), s.flush()),
    ]
    for role in ROLES:
        told = {world.tried(role, way)[0] for way in ways[:4]}
        assert told == {"done"} if role == "administrator" else {"Forbidden"}
        if role != "administrator":
            assert {world.tried(role, way)[0] for way in ways} == {"Forbidden"}


def test_secrets_are_read_by_nobody_else(world: World) -> None:
    for role in set(ROLES) - {"administrator"}:
        me = world.people[role].id
        with world.acting(role) as session:
            assert session.scalars(select(Account.person_id)).all() == [me]
            assert session.scalars(select(SignIn.person_id)).all() == [me]
            assert session.scalars(select(Trail.id)).all() == []
            assert session.scalars(select(Attempt.id)).all() == []
            assert session.scalars(select(Coefficient.id)).all() == []
            assert session.scalars(select(Seal.id)).all() == []
            assert session.scalars(select(MeetingDecision.id)).all() == []
            assert session.scalars(select(MeetingSeal.id)).all() == []


def test_a_head_sees_the_roles_of_the_division_and_others_their_own(world: World) -> None:
    def seen(role: str) -> set[str]:
        known = {person.id: name for name, person in world.people.items()}
        with world.acting(role) as session:
            return {known[key] for key in session.scalars(select(Grant.person_id))}

    assert seen("viewer") == {"viewer"} and seen("nobody") == set()
    of_a = {"inspector of unit", "inspector of division", "head of A", "head of A and B"}
    assert seen("head of A") == of_a | {"representative of a1", "agent of A"}
    of_b = {"head of B", "head of A and B", "agent of B", "representative of moved"}
    assert seen("head of B") == of_b


def test_nobody_may_not_even_ask(world: World) -> None:
    ways: list[Callable[[Session], object]] = [
        lambda s: s.execute(select(Person.id)),
        lambda s: s.execute(text("SELECT 1")),
        lambda s: s.connection(),
        lambda s: s.execute(insert(Person).values(code="X", name="x", active=True)),
        lambda s: (s.add(Person(code="X", name="x", active=True)), s.flush()),
        lambda s: s.get(Person, 1),
    ]
    for kind in (Session, ScopedSession):
        for way in ways:
            with kind(world.session.connection()) as session, pytest.raises(NobodyActs):
                way(session)


def test_only_the_program_itself_is_no_person() -> None:
    assert SYSTEM.may_all
    with pytest.raises(NobodyActs):
        Actor(None, "x", (), DAY)
    with pytest.raises(Forbidden):
        SYSTEM.me


def test_an_inspector_learns_whose_figures_of_the_same_unit_are_and_no_more(world: World) -> None:
    told = {}
    for role in ROLES:
        with world.acting(role) as session:
            found = measured.begun_by_others(session, PERIOD, ["hotline"])
            told[role] = {(row.unit_id, row.sheet, row.state) for row in found}
    a1 = world.a1.id
    assert told.pop("inspector of division") == {
        (a1, "hotline", "draft"),
        (a1, "hotline", "submitted"),
    }
    assert not any(told.values()), told


def test_figures_are_entered_for_units_one_inspects(world: World) -> None:
    told = {}
    for role in ROLES:
        with world.acting(role) as session:
            for period in (FIRST, PERIOD):
                told[role, period] = measured.units_to_enter(session, period)
    w = world
    assert told.pop(("administrator", FIRST)) is told.pop(("administrator", PERIOD)) is None
    # A unit is entered by those of the division to which it belonged in the month.
    assert told.pop(("inspector of division", FIRST)) == {w.a1.id, w.a2.id, w.moved.id}
    assert told.pop(("inspector of division", PERIOD)) == {w.a1.id, w.a2.id}
    assert told.pop(("inspector of unit", FIRST)) == {w.a1.id}
    assert told.pop(("inspector of unit", PERIOD)) == {w.a1.id}
    assert not any(told.values()), told


def named(function: Any) -> str:
    return f"{function.__module__.removeprefix('db.')}.{function.__name__}"


def modules() -> Iterator[str]:
    for found in pkgutil.iter_modules(db.__path__, "db."):
        yield found.name
        if found.ispkg and found.name != "db.migrations":
            inside = import_module(found.name).__path__
            yield from (part.name for part in pkgutil.iter_modules(inside, f"{found.name}."))


def public_functions() -> set[Any]:
    found = set()
    for name_of_module in modules():
        loaded = import_module(name_of_module)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            here = function.__module__ == loaded.__name__ and not name.startswith("_")
            if here and next(iter(inspect.signature(function).parameters), "") == "session":
                found.add(function)
    return found


@pytest.mark.parametrize("act", acts.ACTS, ids=lambda act: act.function)
def test_each_act_is_allowed_to_whom_it_is_and_leaves_its_entry(
    world: World, act: acts.Act
) -> None:
    told = {role: world.tried(role, lambda s: act.call(s, world)) for role in ROLES}
    done = {role for role, (outcome, _) in told.items() if outcome == "done"}
    assert done == act.allowed, told
    for role, (outcome, entries) in told.items():
        assert entries == (act.entries if role in done else 0)
        assert role in done or outcome in act.refusals


def test_planned_stops_and_call_backs_made_are_told_to_whom_they_concern(world: World) -> None:
    stops, called, counted = {}, {}, {}
    for role in ROLES:
        with world.acting(role) as session:
            stops[role] = {one.id for one in planned_stops.stops(session, NOW, NOW + MONTH)}
            found = answered_calls.answered_calls(session, PERIOD)
            counted[role] = {row.id for row in found}
            called[role] = len(commitment_data.called_back(session, NOW - MONTH, NOW + MONTH))
    working = {"agent of A", "head of A", "head of A and B", "administrator"}
    for told in (stops, counted):
        assert {role for role, seen in told.items() if seen} == working | {"representative of a1"}
    assert called == {role: len(seen) for role, seen in SEES_CALLS.items()}


def test_forecasts_are_told_to_heads_to_agents_and_to_the_meeting(world: World) -> None:
    w, year = world, Period.parse(str(DAY.year))
    of_a, all_of_them = make_forecast([w.a1.id, w.a2.id], w.a.id), [w.a1.id, w.b1.id]
    with world.acting("administrator") as session:
        store(session, of_a, NOW)
        store(session, replace(of_a, method="A", inputs="a" * 64), NOW)
        store(session, make_forecast(all_of_them, None, inputs="b" * 64), NOW)
    told: dict[str, list[tuple[str, bool]]] = {}
    for role in ROLES:
        with world.acting(role) as session:
            asked = [("A", w.a.id), ("B", w.a.id), ("B", None), ("B", w.b.id)]
            told[role] = [
                (row.method, row.division is None)
                for method, division in asked
                for row in forecast_reading.forecasts(session, method, year, division)
            ]
    heads = [("A", False), ("B", False)]
    assert told.pop("administrator") == [*heads, ("B", True)]
    assert told.pop("head of A") == told.pop("head of A and B") == heads
    assert told.pop("agent of A") == [("A", False)]
    assert not any(told.values()), told
    with world.acting("administrator") as session:
        releases.release(session, str(year), NOW)
    with world.acting("viewer") as session:
        assert len(forecast_reading.forecasts(session, "B", year, None)) == 1
        assert forecast_reading.forecasts(session, "B", year, w.a.id) == []


def test_every_function_that_asks_or_writes_stands_in_a_table() -> None:
    here = {named(function) for function in (*READS, *ALSO_TESTED_HERE, *ORDER_READS, *CALL_READS)}
    missing = {named(one) for one in public_functions()} - here - acts.FUNCTIONS - set(acts.PARTS)
    assert missing == set(), "say in tests/db/acts.py who may do this"


@pytest.mark.parametrize("read", ORDER_READS, ids=lambda read: read.__name__)
def test_each_role_reads_exactly_the_orders_that_are_its_own(world: World, read: Any) -> None:
    ask, tells = ORDER_READS[read]
    seen = {}
    for role in ROLES:
        with world.acting(role) as session:
            seen[role] = ask(session, world)
    told = set(world.orders) if tells is None else tells
    assert seen == {role: SEES_ORDERS[role] & told for role in ROLES}


@pytest.mark.parametrize("read", CALL_READS, ids=lambda read: read.__name__)
def test_each_role_reads_exactly_the_call_backs_that_are_its_own(world: World, read: Any) -> None:
    seen = {}
    for role in ROLES:
        with world.acting(role) as session:
            seen[role] = CALL_READS[read](session, world)
    assert seen == SEES_CALLS
