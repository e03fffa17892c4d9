"""Who may do what at the desk and see what in the reports: every use case for everyone."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from checklists.periods import Period
from dashboard import (
    choices,
    coefficient_file,
    coefficients,
    copies,
    desk,
    ending,
    reports,
    source_desk,
    standings,
    together,
    work_calendar,
)
from dashboard.board import use_cases as board_cases
from dashboard.calling import calls
from dashboard.calling import drawing as draws
from dashboard.calling import results as call_results
from dashboard.commitments import answered as telephone
from dashboard.commitments import months as promises
from dashboard.commitments import stops as planned
from dashboard.documents import desk as papers
from dashboard.explaining import changed, explain
from dashboard.forecasts import making, record
from dashboard.forecasts import ranking as ranking_ends
from dashboard.forecasts import stored as stored_forecasts
from dashboard.forecasts.ranking import Prospect, Prospects
from dashboard.inspectors import comparing
from dashboard.inspectors import planning as double_plan
from dashboard.looks import today
from dashboard.measured import entering, filing
from dashboard.measured.fields import Typed
from dashboard.measured.taking import Entry
from dashboard.measured.workbook import template as drawn
from dashboard.meeting import ground as meeting
from dashboard.order_import import desk as import_desk
from dashboard.order_import.desk import File
from dashboard.order_import.mapping import Reading as FileReading
from dashboard.order_import.mapping import reading_of
from dashboard.order_import.reading import read_file
from dashboard.orders import beside as beside_orders
from dashboard.orders import desk as order_desk
from dashboard.orders import photos as order_photo_desk
from dashboard.periods import desk as period_desk
from dashboard.periods import sealing
from dashboard.photos import desk as photo_desk
from dashboard.photos.content import read_picture
from dashboard.points import deciding as deductions
from dashboard.points import finding, outlook, prospect
from dashboard.points import overview as accounts
from dashboard.points import statement as statements
from dashboard.standings import at_start, released
from dashboard.summaries import desk as summary_desk
from dashboard.temperature import desk as temperatures
from dashboard.trends import use_cases as trends
from dashboard.view import View
from dashboard.what_if import supposing
from dashboard.what_if.asked import ScoresAsked
from db import grants, organisation
from db.actors import SYSTEM, Actor
from db.audits import AuditFilter
from db.doubles import NewDouble
from db.meetings.deciding import NewDecision
from db.models import Division
from db.orders.filters import OrderFilter
from db.orders.opening import NewOrder
from db.orders.reading import OrderRow, order
from db.orders.reading import order as read_order
from db.planned_stops import NewStop
from db.presence import Signal
from db.regulations import set_regulations
from db.rows import DivisionRow, UnitRow
from db.session import database
from db.signed import signature_of
from db.temperature.recording import record_temperature
from tests.conftest import sqlite_url
from tests.db.world import SEES, SEES_ORDERS, World
from tests.factories import (
    DAY,
    NOW,
    PERIOD,
    TABLET,
    make_calls,
    make_operation,
    make_record,
    make_sheet,
    make_signing,
    make_step,
    make_stop,
    make_talk,
)
from tests.pictures import photo
from tests.staff import seal_as_seen
from tests.stored import stored

ADMINISTRATOR = "administrator"
MODULES = (
    at_start,
    changed,
    choices,
    coefficient_file,
    coefficients,
    copies,
    desk,
    ending,
    explain,
    papers,
    period_desk,
    photo_desk,
    released,
    reports,
    sealing,
    source_desk,
    standings,
    together,
    trends,
    entering,
    filing,
    meeting,
    draws,
    calls,
    call_results,
    work_calendar,
    promises,
    planned,
    telephone,
    comparing,
    double_plan,
    accounts,
    outlook,
    prospect,
    making,
    ranking_ends,
    record,
    stored_forecasts,
    supposing,
    statements,
    deductions,
    import_desk,
    order_desk,
    order_photo_desk,
    beside_orders,
    board_cases,
    summary_desk,
    temperatures,
)
CODES = {item.code for item in make_sheet().items}


@dataclass(frozen=True)
class Scene:
    """The world of all roles in a database of the test's own."""

    world: World

    def actor(self, name: str) -> Actor:
        """Somebody of the world, as signed in today."""
        with database().read(SYSTEM) as session:
            actor = grants.actor_of(session, self.world.people[name].id, today(), "10.0.0.1")
        assert actor is not None
        return actor

    def audit(self, name: str) -> str:
        """The id of an audit of the world."""
        return self.world.audits[name].id

    def photo(self, name: str) -> tuple[str, str]:
        """The ids of an audit of the world and of its photo."""
        return self.audit(name), self.world.photos[self.audit(name)]


@pytest.fixture(scope="module")
def built(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    file = tmp_path_factory.mktemp("world") / "world.db"
    shutil.copy(migrated, file)
    own = database(sqlite_url(file))
    with own.write(SYSTEM) as session:
        world = World(session)
    own.close()
    return file, world


class Stage:
    """A copy of the world's database that tests share until one of them has changed it."""

    def __init__(self, built: Path, folder: Path) -> None:
        self.built, self.folder = built, folder
        self.url = ""
        self.numbers = count()

    def set(self) -> str:
        """The URL of a copy that is as it was built."""
        if not self.url:
            own = self.folder / f"{next(self.numbers)}.db"
            self.url = sqlite_url(shutil.copy(self.built, own))
        return self.url

    def clear(self) -> None:
        """Put the copy away, as it is not what it was."""
        database(self.url).close()
        self.url = ""


@pytest.fixture(scope="module")
def stage(built: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(built[0], tmp_path_factory.mktemp("stage"))
    yield stage
    if stage.url:
        stage.clear()


@pytest.fixture
def scene(
    built: tuple[Path, World], stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    monkeypatch.setenv("DATABASE_URL", stage.set())
    before = stored()
    yield Scene(built[1])
    if stored() != before:
        stage.clear()


def everyone(value: Any, **others: Any) -> dict[str, Any]:
    """The same for everyone but some."""
    named = {name.replace("_", " "): other for name, other in others.items()}
    assert set(named) <= set(SEES), named
    return {name: named.get(name, value) for name in SEES}


def of_audit(audit: str, *allowed: str, closed: str = "done") -> dict[str, str]:
    """Done for some, Forbidden for others who see the audit, and not there for the rest."""
    assert set(allowed) <= set(SEES)
    return {
        name: closed if name in allowed else "Forbidden" if audit in seen else "AuditNotFound"
        for name, seen in SEES.items()
    }


def seeing(audit: str) -> dict[str, str]:
    """Done for those who see an audit."""
    return of_audit(audit, *(name for name, seen in SEES.items() if audit in seen))


def colleague(scene: Scene) -> int:
    return scene.world.people["inspector of division"].id


def begin(unit: str) -> Callable[[Actor, Scene], Any]:
    return lambda a, s: desk.begin_audit(
        a,
        unit=getattr(s.world, unit).id,
        sheet="hotline",
        period=PERIOD,
        kind="division",
        subject="",
        on=DAY,
    )


@dataclass(frozen=True)
class Case:
    """A use case, how it is called, what comes of it for each, and what is compared of it."""

    function: str
    call: Callable[[Actor, Scene], Any]
    expected: dict[str, Any]
    told: Callable[[Any], Any] = field(default=lambda _result: "done")
    writes: bool = False
    first: Callable[[Scene], None] = lambda _scene: None


def writing(function: str, call: Callable[[Actor, Scene], Any], expected: dict[str, Any]) -> Case:
    return Case(function, call, expected, writes=True)


def photograph(actor: Actor, audit: str) -> object:
    picture = read_picture(photo())
    return photo_desk.add_photo(
        actor, audit, str(uuid4()), item="HOT-01", name="现场.jpg", picture=picture
    )


OWN = ("inspector of unit", ADMINISTRATOR)
HEADS_OF_A = ("head of A", "head of A and B", ADMINISTRATOR)
UNITS: dict[str, tuple[str, ...]] = {
    "inspector of unit": ("a1",),
    "inspector of division": ("a1", "a2"),
    "head of A": ("a1", "a2"),
    "head of B": ("b1", "moved"),
    "head of A and B": ("a1", "a2", "b1", "moved"),
    "representative of a1": ("a1",),
    "representative of moved": ("moved",),
    "agent of A": (),
    "agent of B": (),
    "viewer": (),
    ADMINISTRATOR: ("a1", "a2", "b1", "moved"),
    "nobody": (),
    "former inspector": (),
}
"""The units each has a role for, as they belong today."""

RANKED = UNITS | {"viewer": UNITS[ADMINISTRATOR]}
COUNTED = everyone(
    0,
    inspector_of_unit=1,
    inspector_of_division=1,
    head_of_A=2,
    head_of_B=2,
    head_of_A_and_B=4,
    representative_of_a1=1,
    representative_of_moved=1,
    viewer=4,
    administrator=4,
)
"""How many audits of the released month stand behind the ranking each sees."""


def exported(scene: Scene, order_class: str = "热线") -> File:
    """A file with one order for the first division."""
    table = read_file(f"工单编号,受理时间,类别\nX1,2026-11-01 10:00,{order_class}\n".encode())
    reading = reading_of(FileReading(), scene.world.a.code, table.headings)
    return File("12345", scene.world.a.id, "导出.csv", "5" * 64, table, reading)


def take_in(actor: Actor, scene: Scene) -> object:
    """Takes in what an administrator looked at."""
    shown = import_desk.look(scene.actor(ADMINISTRATOR), exported(scene))
    return import_desk.take_in(actor, shown)


def conflicting(scene: Scene) -> None:
    """The order was taken in, and somebody works on it here."""
    take_in(scene.actor(ADMINISTRATOR), scene)
    agent = scene.actor("agent of A")
    row = order_desk.look(agent, "X1").row
    order_desk.take_step(agent, row.id, make_step("dispatch", unit_id=scene.world.a1.id))


def take_values(actor: Actor, scene: Scene) -> object:
    """Takes what another file says of the order instead."""
    shown = import_desk.look(scene.actor(ADMINISTRATOR), exported(scene, "投诉"))
    return import_desk.take_values(actor, shown, {"X1"}, "以热线系统为准")


def under_heat(_scene: Scene) -> None:
    """Lets all divisions have work orders."""
    with database().write(SYSTEM) as session:
        session.execute(update(Division).values(regulations="GAS,HEAT"))


IMPORTING = everyone(
    "Forbidden",
    head_of_A="done",
    head_of_A_and_B="done",
    agent_of_A="done",
    administrator="done",
)


CASES = [
    writing(
        "desk.begin_audit",
        begin("a1"),
        everyone(
            "Forbidden",
            inspector_of_unit="done",
            inspector_of_division="done",
            administrator="done",
        ),
    ),
    writing("desk.begin_audit", begin("b1"), everyone("Forbidden", administrator="done")),
    Case(
        "desk.drafts",
        lambda a, s: desk.drafts(a, s.world.a1.id, "hotline", PERIOD),
        everyone(0, inspector_of_unit=1, administrator=1),
        len,
    ),
    # Each of the world's audits has a note by the inspector who made it; the former one sees none.
    Case(
        "desk.texts_before",
        lambda a, s: desk.texts_before(a, "hotline"),
        everyone(0, inspector_of_unit=3, inspector_of_division=3),
        lambda texts: sum(text.kind == "note" for text in texts),
    ),
    *(
        Case("desk.look_at", lambda a, s, n=name: desk.look_at(a, s.audit(n)), seeing(name))
        for name in sorted(SEES[ADMINISTRATOR])
    ),
    Case("desk.look_at", lambda a, s: desk.look_at(a, "guessed"), everyone("AuditNotFound")),
    *(
        Case(
            "desk.found_before", lambda a, s, n=name: desk.found_before(a, s.audit(n)), seeing(name)
        )
        for name in ("own draft", "own submitted", "after the move")
    ),
    writing(
        "desk.record",
        lambda a, s: desk.record(a, s.audit("own draft"), [make_operation(sequence=99)]),
        of_audit("own draft", *OWN),
    ),
    writing(
        "desk.record",
        lambda a, s: desk.record(a, s.audit("own submitted"), [make_operation(sequence=99)]),
        of_audit("own submitted", *OWN, closed="AuditClosed"),
    ),
    writing(
        "desk.submit",
        lambda a, s: desk.submit(a, s.audit("own draft"), CODES),
        of_audit("own draft", *OWN),
    ),
    writing(
        "desk.submit",
        lambda a, s: desk.submit(a, s.audit("foreign draft"), CODES),
        of_audit("foreign draft", ADMINISTRATOR),
    ),
    *(
        Case(
            "desk.item_names",
            lambda a, s, n=name: desk.item_names(a, s.audit(n), ["HOT-01"]),
            seeing(name),
        )
        for name in ("own draft", "own submitted")
    ),
    writing(
        "desk.make_void",
        lambda a, s: desk.make_void(a, s.audit("own submitted"), "重复"),
        of_audit("own submitted", *OWN),
    ),
    Case(
        "desk.may_confirm",
        lambda a, s: desk.may_confirm(a, s.audit("own submitted")),
        seeing("own submitted")
        | dict.fromkeys((name for name, seen in SEES.items() if "own submitted" in seen), True)
        | {"inspector of unit": False},
        lambda may: may,
    ),
    writing(
        "desk.confirm",
        lambda a, s: desk.confirm(a, s.audit("by division submitted"), ""),
        of_audit("by division submitted", *HEADS_OF_A),
    ),
    writing(
        "desk.confirm_many",
        lambda a, s: desk.confirm_many(a, [s.audit("by division submitted")]),
        of_audit("by division submitted", *HEADS_OF_A),
    ),
    writing(
        "desk.acknowledge",
        lambda a, s: desk.acknowledge(a, s.audit("after the move"), "知悉"),
        of_audit("after the move", "representative of moved"),
    ),
    Case(
        "photo_desk.found_thumbnail",
        lambda a, s: photo_desk.found_thumbnail(a, s.audit("own draft"), "guessed"),
        {
            name: "PhotoNotFound" if "own draft" in seen else "AuditNotFound"
            for name, seen in SEES.items()
        },
    ),
    writing(
        "photo_desk.add_photo",
        lambda a, s: photograph(a, s.audit("own draft")),
        of_audit("own draft", *OWN),
    ),
    writing(
        "photo_desk.add_photo",
        lambda a, s: photograph(a, s.audit("own submitted")),
        of_audit("own submitted", *OWN, closed="AuditClosed"),
    ),
    writing(
        "photo_desk.remove_photo",
        lambda a, s: photo_desk.remove_photo(a, *s.photo("own draft")),
        of_audit("own draft", *OWN),
    ),
    *(
        Case(
            f"photo_desk.{read.__name__}",
            lambda a, s, n=name, read=read: read(a, *s.photo(n)),
            # The world's photos have no files: who may see one is told that it is missing.
            {w: "FileMissing" if name in seen else "PhotoNotFound" for w, seen in SEES.items()},
        )
        for name in ("own draft", "own submitted", "foreign void")
        for read in (photo_desk.photo_file, photo_desk.thumbnail_file)
    ),
    Case(
        "photo_desk.photos_of",
        lambda a, s: photo_desk.photos_of(a, s.audit("own submitted")),
        {name: int("own submitted" in seen) for name, seen in SEES.items()},
        len,
    ),
    Case(
        "desk.consents_of",
        lambda a, s: desk.consents_of(a, s.audit("own submitted")),
        {name: 2 if "own submitted" in seen else 0 for name, seen in SEES.items()},
        lambda found: sum(consent is not None for consent in found),
    ),
    Case(
        "together.changes",
        lambda a, s: together.changes(a, s.audit("own draft"), ""),
        seeing("own draft"),
    ),
    writing(
        "together.changes",
        lambda a, s: together.changes(a, s.audit("own draft"), "", Signal(TABLET)),
        of_audit("own draft", *OWN),
    ),
    writing(
        "together.announce",
        lambda a, s: together.announce(a, s.audit("own draft"), Signal(TABLET)),
        of_audit("own draft", *OWN),
    ),
    Case(
        "together.sharing_of",
        lambda a, s: together.sharing_of(a, s.audit("own draft")).may_share,
        seeing("own draft") | dict.fromkeys(OWN, True),
        bool,
    ),
    Case(
        "together.fills_in",
        lambda a, s: together.fills_in(a, s.world.audits["own draft"]),
        seeing("own draft") | {"inspector of unit": True, "administrator": False},
        bool,
    ),
    writing(
        "together.share",
        lambda a, s: together.share(a, s.audit("own draft"), colleague(s)),
        of_audit("own draft", *OWN),
    ),
    Case(
        "together.unshare",
        lambda a, s: together.unshare(a, s.audit("own draft"), colleague(s)),
        of_audit("own draft", *OWN),
    ),
    Case(
        "reports.who_there_is",
        lambda a, s: (reports.who_there_is(a), s),
        UNITS,
        lambda told: names_of(told[1], told[0].units),
    ),
    Case(
        "reports.periods",
        lambda a, s: reports.periods(a),
        {name: bool(seen) for name, seen in SEES.items()},
        bool,
    ),
    Case(
        "reports.periods",
        lambda a, s: reports.periods(a, "submitted"),
        {
            name: name == "viewer" or any("draft" not in a and "void" not in a for a in seen)
            for name, seen in SEES.items()
        },
        bool,
    ),
    Case(
        "released.released",
        lambda a, s: released.released(a),
        everyone([], viewer=[(PERIOD, "open", 4)], administrator=[(PERIOD, "open", 4)]),
        lambda told: [(str(one.period), one.state, one.units) for one in told],
    ),
    Case(
        "choices.choices",
        lambda a, s: (choices.choices(a, PERIOD), s),
        # The viewer sees the released month; there is nothing to choose where nothing is seen.
        {name: tuple(units) for name, units in RANKED.items()},
        lambda told: names_of(told[1], told[0].units),
    ),
    Case(
        "released.released",
        lambda a, s: released.released(a),
        everyone([], viewer=[(PERIOD, "open", 4)], administrator=[(PERIOD, "open", 4)]),
        lambda told: [(str(one.period), one.state, one.units) for one in told],
    ),
    Case(
        "choices.choices",
        lambda a, s: choices.choices(a, PERIOD).inspectors,
        # Nobody inspects in division B, and a head is no inspector.
        everyone(False, head_of_A=True, head_of_A_and_B=True, administrator=True),
        bool,
    ),
    Case(
        "reports.how_far",
        lambda a, s: reports.how_far(a, [audit.id for audit in s.world.audits.values()]),
        {name: len(seen) for name, seen in SEES.items()},
        len,
    ),
    Case(
        "reports.audits",
        lambda a, s: reports.audits(a, AuditFilter(), 100),
        {name: (len(seen), len(seen)) for name, seen in SEES.items()},
        lambda page: (page.total, len(page.rows)),
    ),
]


def give_back(audit: str) -> Callable[[Actor, Scene], Any]:
    return lambda a, s: ending.give_back(a, s.audit(audit), "请核实", {"HOT-01": "几次？"})


def taken(make: Callable[[Actor, str], bytes], audit: str) -> Callable[[Actor, Scene], Any]:
    return lambda a, s: make(a, s.audit(audit))


CASES += [
    *(
        writing(f"copies.{make.__name__}", taken(make, name), seeing(name))
        for make in (copies.workbook, copies.page)
        for name in ("own submitted", "by division returned")
    ),
    # What is a draft, or void, is given out to nobody.
    writing(
        "copies.workbook",
        taken(copies.workbook, "own draft"),
        of_audit("own draft", *OWN, closed="AuditClosed"),
    ),
    Case("copies.name", lambda a, s: copies.name(a, s.audit("own void"), "x"), seeing("own void")),
]


def source(scene: Scene, audit: str) -> tuple[str, str]:
    """The ids of an audit of the world and of its source."""
    return scene.audit(audit), scene.world.sources[scene.audit(audit)]


CASES += [
    Case(
        "source_desk.sources_of",
        lambda a, s: source_desk.sources_of(a, s.audit("own submitted")),
        {name: int("own submitted" in seen) for name, seen in SEES.items()},
        len,
    ),
    # The world's one file holds figures of all units, and lies nowhere.
    Case(
        "source_desk.source_file",
        lambda a, s: source_desk.source_file(a, *source(s, "own submitted")),
        {
            name: "SourceNotYours" if "own submitted" in seen else "SourceNotFound"
            for name, seen in SEES.items()
        }
        | {"head of A and B": "FileMissing", ADMINISTRATOR: "FileMissing"},
    ),
]


JUDGED = everyone(
    "Forbidden",
    head_of_A=3,
    head_of_B=2,
    head_of_A_and_B=5,
    representative_of_a1=1,
    representative_of_moved=2,
    administrator=5,
)
"""How many audits of the last twelve months each judges by: an inspector's own are too few."""
OF_THE_MONTH = {name: n if n == "Forbidden" else COUNTED[name] for name, n in JUDGED.items()}

CASES += [
    Case(
        "trends.scores_over_time",
        lambda a, s: trends.scores_over_time(a, View(PERIOD)),
        JUDGED,
        lambda course: course.audits,
    ),
    # Audits of a unit that has left the division since stand behind the division's line only.
    Case(
        "trends.units_by_month",
        lambda a, s: trends.units_by_month(a, View(PERIOD)),
        JUDGED | {"head of A": 2},
        lambda course: course.audits,
    ),
    Case(
        "trends.scores_by_sheet",
        lambda a, s: trends.scores_by_sheet(a, View(PERIOD)),
        JUDGED,
        lambda panels: panels.audits,
    ),
    Case(
        "trends.points_lost",
        lambda a, s: trends.points_lost(a, View(PERIOD)),
        OF_THE_MONTH,
        lambda losses: losses.audits,
    ),
    Case(
        "trends.side_by_side",
        lambda a, s: trends.side_by_side(a, View(PERIOD), ()),
        {name: len(UNITS[name]) if n != "Forbidden" else n for name, n in JUDGED.items()},
        lambda found: len(found.offered),
    ),
    # None of the world's audits holds a figure to compare; those of the demo do, in test_trends.
    Case(
        "trends.against_the_shift",
        lambda a, s: trends.against_the_shift(a, View(PERIOD)),
        {name: n if n == "Forbidden" else 0 for name, n in JUDGED.items()},
        lambda found: found.audits,
    ),
]


def enter(unit: str) -> Callable[[Actor, Scene], Any]:
    typed = {"CMP-02": Typed({"actual": "48", "required": "50"})}
    entry = Entry(typed, {}, words="投诉台账")
    return lambda a, s: entering.save(a, getattr(s.world, unit).id, "complaints", PERIOD, entry)


def filed(scene: Scene) -> bytes:
    """A workbook with a survey of every unit of the world."""
    rows = [
        {
            "unit": getattr(scene.world, unit).code,
            "period": PERIOD,
            "SAT-01:actual": 90,
            "SAT-01:required": 100,
            "source": "年度调查",
        }
        for unit in UNITS[ADMINISTRATOR]
    ]
    return drawn(DAY, {"satisfaction": rows}, PERIOD)


def look_at_unit(unit: str) -> Callable[[Actor, Scene], Any]:
    return lambda a, s: entering.look(a, getattr(s.world, unit).code, PERIOD)


CASES += [
    Case(
        "entering.overview",
        lambda a, s: (entering.overview(a, PERIOD), s),
        UNITS,
        lambda told: names_of(told[1], told[0].units),
    ),
    Case(
        "entering.overview",
        lambda a, s: entering.overview(a, PERIOD),
        everyone(0, inspector_of_unit=1, inspector_of_division=2, administrator=4),
        lambda told: len({unit.id for unit in told.units} & told.entered),
    ),
    Case(
        "entering.look",
        look_at_unit("a1"),
        {name: "done" if "a1" in units else "UnitNotFound" for name, units in UNITS.items()},
    ),
    writing(
        "entering.save",
        enter("a1"),
        everyone(
            "Forbidden",
            inspector_of_unit="done",
            inspector_of_division="done",
            administrator="done",
        ),
    ),
    writing("entering.save", enter("b1"), everyone("Forbidden", administrator="done")),
    Case(
        "filing.template",
        lambda a, s: filing.template(a, PERIOD),
        everyone(
            "Forbidden",
            inspector_of_unit="done",
            inspector_of_division="done",
            administrator="done",
        ),
    ),
    # A row for every unit: those one does not inspect are faults, the others are written.
    Case(
        "filing.preview",
        lambda a, s: filing.preview(a, PERIOD, filed(s)),
        everyone("Forbidden", inspector_of_unit=1, inspector_of_division=2, administrator=4),
        lambda shown: len(shown.lines),
    ),
    writing(
        "filing.apply",
        lambda a, s: filing.apply(
            a, PERIOD, filed(s), "a.xlsx", seal=filing.preview(a, PERIOD, filed(s)).seal
        ),
        everyone(
            "Forbidden",
            inspector_of_unit="done",
            inspector_of_division="done",
            administrator="done",
        ),
    ),
    # The world's audits are of another sheet, with a source and all answered.
    writing(
        "entering.submit",
        lambda a, s: entering.submit(a, s.audit("by division returned")),
        of_audit(
            "by division returned",
            "inspector of division",
            ADMINISTRATOR,
            closed="SignatureStale",
        ),
    ),
]


def number_of(scene: Scene, audit: str) -> str:
    """The number of the signature of an audit."""
    with database().read(SYSTEM) as session:
        found = signature_of(session, scene.audit(audit))
    assert found is not None
    return found.id


CASES += [
    *(
        Case("ending.ending_of", lambda a, s, n=name: ending.ending_of(a, s.audit(n)), seeing(name))
        for name in ("own draft", "own submitted", "by division returned")
    ),
    *(
        Case(
            "ending.version_of", lambda a, s, n=name: ending.version_of(a, s.audit(n)), seeing(name)
        )
        for name in ("own draft", "own submitted")
    ),
    writing(
        "ending.sign",
        lambda a, s: ending.sign(a, s.audit("own draft"), make_signing()),
        of_audit("own draft", *OWN),
    ),
    writing(
        "ending.sign",
        lambda a, s: ending.sign(a, s.audit("own submitted"), make_signing()),
        of_audit("own submitted", *OWN, closed="AuditClosed"),
    ),
    writing(
        "ending.unsign",
        lambda a, s: ending.unsign(a, s.audit("own draft"), number_of(s, "own draft")),
        of_audit("own draft", *OWN),
    ),
    writing(
        "ending.give_back",
        give_back("by division submitted"),
        of_audit("by division submitted", *HEADS_OF_A),
    ),
    # What was confirmed is not given back, by whomever.
    writing(
        "ending.give_back",
        give_back("own submitted"),
        of_audit("own submitted", *HEADS_OF_A, closed="NotReturnable"),
    ),
    Case(
        "ending.returned_to",
        lambda a, s: ending.returned_to(a),
        everyone(0, inspector_of_division=1),
        lambda told: len(told[0].rows),
    ),
    Case(
        "ending.waiting_for",
        lambda a, s: ending.waiting_for(a),
        everyone(0, head_of_A=2, head_of_A_and_B=2),
        lambda found: found.page.total,
    ),
    writing(
        "ending.correct",
        lambda a, s: ending.correct(a, s.audit("own submitted"), "次数写错"),
        of_audit("own submitted", *OWN),
    ),
]


DECEMBER = Period.parse("2026-12")


def ranked_before(actor: Actor) -> list[UnitRow]:
    """The units of which somebody learns the place in the month before."""
    units = standings.standings(SYSTEM, Period.parse(PERIOD)).units
    found = Prospects(None, None, tuple(Prospect(unit, None, None) for unit in units))
    known = ranking_ends.moved(actor, found, DECEMBER)
    return [unit.row for unit in units if unit.row.id in known]


def standing(actor: Actor, scene: Scene) -> tuple[standings.Standings, Scene]:
    return standings.standings(actor, Period.parse(PERIOD)), scene


CASES += [
    Case(
        "standings.standings",
        standing,
        RANKED,
        lambda told: names_of(told[1], [unit.row for unit in told[0].units]),
    ),
    Case("standings.standings", standing, COUNTED, lambda told: told[0].audits),
    Case(
        "standings.standings",
        lambda a, s: standings.standings(a, Period.parse("2026-10")),
        everyone(
            0,
            head_of_A=1,
            head_of_A_and_B=1,
            representative_of_moved=1,
            administrator=1,
        ),
        lambda stands: stands.audits,
    ),
    Case(
        "standings.may_rank",
        lambda a, s: standings.may_rank(a),
        everyone(
            True,
            inspector_of_unit=False,
            inspector_of_division=False,
            agent_of_A=False,
            agent_of_B=False,
            nobody=False,
            former_inspector=False,
        ),
        lambda may: may,
    ),
    # Whoever heads or represents is told of that, and of nothing besides.
    Case(
        "at_start.stands_at_start",
        lambda a, s: (at_start.stands_at_start(a), s),
        everyone(
            [],
            head_of_A=["a"],
            head_of_B=["b"],
            head_of_A_and_B=["a", "b"],
            representative_of_a1=["a1"],
            representative_of_moved=["moved"],
            administrator=["all"],
        ),
        lambda told: sorted(called(told[1], stand.row) for stand in told[0]),
    ),
    # The score of a division is told to those who see all its units.
    Case(
        "standings.standings",
        standing,
        everyone(
            (0, False),
            head_of_A=(1, False),
            head_of_B=(1, False),
            head_of_A_and_B=(2, False),
            viewer=(2, True),
            administrator=(2, True),
        ),
        lambda told: (len(told[0].divisions), told[0].company is not None),
    ),
]


def explained(unit: str | None = None, **place: str) -> Callable[[Actor, Scene], Any]:
    """The explanation of a place of the world in the released month."""

    def call(actor: Actor, scene: Scene) -> Any:
        named = dict(place)
        if unit is not None:
            named["unit"] = getattr(scene.world, unit).code
        if "division" in named:
            named["division"] = getattr(scene.world, named["division"]).code
        return explain.explain(actor, View(period=PERIOD, **named))

    return call


def answered(actor: Actor, scene: Scene) -> Any:
    place = explained("a1", sheet="hotline", item="HOT-14")
    return explain.answers(actor, place(actor, scene))


SEEING_A1 = {name: "done" if "a1" in units else "PlaceUnseen" for name, units in UNITS.items()}
NO_USE = dict.fromkeys(
    (
        "inspector of unit",
        "inspector of division",
        "agent of A",
        "agent of B",
        "nobody",
        "former inspector",
    ),
    "Forbidden",
)
"""Who has no use for explanations; inspectors would see a score of their own audits only."""

SUPPOSING = everyone(
    ["Unfit"],
    inspector_of_unit=[],
    head_of_A=[],
    head_of_A_and_B=[],
    representative_of_a1=[],
    administrator=[],
)
"""What is wrong with leaving out an audit of a1, to each: that it is not theirs to see."""


CASES += [
    Case(
        "supposing.suppose_scores",
        lambda a, s: supposing.suppose_scores(
            a, Period.parse(PERIOD), ScoresAsked({}, (), (s.audit("own submitted"),))
        ),
        SUPPOSING,
        lambda found: [type(fault).__name__ for fault in found.faults],
    ),
    Case(
        "supposing.audits_of",
        lambda a, s: supposing.audits_of(a, Period.parse(PERIOD), s.world.a1),
        {name: int(not faults) for name, faults in SUPPOSING.items()},
        len,
    ),
]


CASES += [
    # One comes in at the widest place that is one's own; a score there only where it is whole.
    Case(
        "explain.explain",
        explained(),
        {
            **everyone(
                ("division", True),
                head_of_A_and_B=("company", False),
                representative_of_a1=("unit", True),
                representative_of_moved=("unit", True),
                viewer=("company", True),
                administrator=("company", True),
            ),
            **NO_USE,
        },
        lambda told: (told.level, told.score is not None),
    ),
    Case(
        "explain.explain",
        explained("a1"),
        {**SEEING_A1, **NO_USE, "viewer": "done"},
    ),
    # Which sheets and items took points off is told to those who see the audits.
    Case(
        "explain.explain",
        explained("a1", sheet="hotline"),
        {
            **everyone("PlaceUnseen", head_of_A=2, head_of_A_and_B=2, administrator=2, viewer=0),
            **{"representative of a1": 2},
            **NO_USE,
        },
        lambda told: sum(1 for part in told.parts if part.item is not None and part.off),
    ),
    Case(
        "explain.explain",
        explained(division="b"),
        {
            **everyone(
                "PlaceUnseen",
                head_of_B=("division", True),
                head_of_A_and_B=("division", True),
                representative_of_moved=("unit", True),
                viewer=("division", True),
                administrator=("division", True),
            ),
            **NO_USE,
        },
        lambda told: (told.level, told.score is not None),
    ),
    # In the month before, the moved unit alone was scored, in the division it left.
    Case(
        "changed.changed",
        lambda a, s: changed.changed(a, View(period=PERIOD)),
        {
            **everyone(
                (False, False),
                head_of_A=(True, True),
                head_of_B=(False, True),
                representative_of_a1=(False, True),
                representative_of_moved=(True, True),
                viewer=(False, True),
                administrator=(True, True),
            ),
            **NO_USE,
        },
        lambda told: (told.score_before is not None, told.score_after is not None),
    ),
    Case(
        "explain.answers",
        answered,
        {
            **everyone("PlaceUnseen", head_of_A=1, head_of_A_and_B=1, administrator=1, viewer=0),
            **{"representative of a1": 1},
            **NO_USE,
        },
        len,
    ),
]

# Documents are made of what one sees ranked, by those who lead or judge.
CASES += [
    writing(
        f"papers.{make.__name__}",
        lambda a, s, make=make: make(a, Period.parse(PERIOD)),
        everyone(
            "Forbidden",
            head_of_A="done",
            head_of_B="done",
            head_of_A_and_B="done",
            viewer="done",
            administrator="done",
        ),
    )
    for make in (papers.workbook, papers.notices)
]
CASES += [
    writing(
        f"papers.{make.__name__}",
        lambda a, s, make=make: make(a, Period.parse(PERIOD)),
        everyone("Forbidden", viewer="done", administrator="done"),
    )
    for make in (papers.slides, papers.minutes)
]
# A month that is not released is told to the meeting in no document.
CASES += [
    writing(
        "papers.workbook",
        lambda a, s: papers.workbook(a, Period.parse("2026-10")),
        everyone("Forbidden", head_of_A="done", head_of_A_and_B="done", administrator="done")
        | {"head of B": "done"},
    )
]

OCTOBER = Period.parse("2026-10")
HEADS = everyone("Forbidden", head_of_A="done", head_of_B="done", head_of_A_and_B="done")
ADMINISTERS = everyone("Forbidden", administrator="done")
CASES += [
    Case(
        "coefficient_file.template",
        lambda a, s: coefficient_file.template(a, Period.parse(PERIOD)),
        ADMINISTERS,
    ),
    Case(
        "coefficient_file.read",
        lambda a, s: coefficient_file.read(a, Period.parse(PERIOD), b"no workbook"),
        everyone("Forbidden", administrator="FileRefused"),
    ),
]


def closing(scene: Scene) -> None:
    """Close October."""
    period_desk.close(scene.actor(ADMINISTRATOR), OCTOBER)


def seen(scene: Scene) -> str:
    """What an administrator looks at before October is sealed."""
    return sealing.look_before(scene.actor(ADMINISTRATOR), OCTOBER).seen


def sealed(scene: Scene) -> None:
    """Close October and seal it."""
    closing(scene)
    seal_as_seen(scene.actor(ADMINISTRATOR), OCTOBER)


CASES += [
    Case(
        "period_desk.every_period",
        lambda a, s: period_desk.every_period(a),
        HEADS | {"administrator": "done"},
        lambda told: "done" if told else "nothing",
    ),
    Case(
        "desk.months_closed",
        lambda a, s: desk.months_closed(a),
        everyone(frozenset({"2026-10"})),
        lambda told: told,
        first=closing,
    ),
    Case(
        "period_desk.state_of",
        lambda a, s: period_desk.state_of(a, OCTOBER),
        everyone("sealed"),
        lambda told: told,
        first=sealed,
    ),
    Case(
        "period_desk.history",
        lambda a, s: period_desk.history(a, OCTOBER),
        HEADS | {"administrator": "done"},
        lambda told: "done",
    ),
    Case(
        "period_desk.opened_together",
        lambda a, s: period_desk.opened_together(a, OCTOBER),
        ADMINISTERS,
        lambda told: "done",
    ),
    writing("period_desk.close", lambda a, s: period_desk.close(a, OCTOBER), ADMINISTERS),
    replace(
        writing(
            "period_desk.open_again",
            lambda a, s: period_desk.open_again(a, OCTOBER, "还有一次"),
            ADMINISTERS,
        ),
        first=closing,
    ),
    replace(
        writing(
            "period_desk.restate",
            lambda a, s: period_desk.restate(a, OCTOBER, "漏记一次"),
            ADMINISTERS,
        ),
        first=sealed,
    ),
    Case(
        "sealing.look_before",
        lambda a, s: sealing.look_before(a, OCTOBER),
        ADMINISTERS,
        lambda told: "done" if told.stands.audits == 1 else "nothing",
        first=closing,
    ),
    replace(
        writing("sealing.seal", lambda a, s: sealing.seal(a, OCTOBER, seen(s)), ADMINISTERS),
        first=closing,
    ),
    # What is sealed is shown to those for whose divisions and units it was.
    Case(
        "standings.standings",
        lambda a, s: (standings.standings(a, OCTOBER), s),
        everyone(
            (),
            head_of_A=("a1", "a2", "moved"),
            head_of_B=("b1",),
            head_of_A_and_B=("a1", "a2", "b1", "moved"),
            representative_of_a1=("a1",),
            representative_of_moved=("moved",),
            administrator=("a1", "a2", "b1", "moved"),
        ),
        lambda told: names_of(told[1], [unit.row for unit in told[0].units]),
        first=sealed,
    ),
]


NOVEMBER = Period.parse(PERIOD)
HEADS = everyone(
    "Forbidden",
    head_of_A="done",
    head_of_B="done",
    head_of_A_and_B="done",
    administrator="done",
)


def looked_at(actor: Actor, scene: Scene) -> coefficients.Preview:
    return coefficients.preview(actor, NOVEMBER, {scene.world.a1.id: "1.2"})


def settle(actor: Actor, scene: Scene) -> int:
    found = looked_at(scene.actor(ADMINISTRATOR), scene)
    return coefficients.settle(actor, found, "户数多")


CASES += [
    Case("coefficients.periods", lambda a, s: coefficients.periods(a), HEADS),
    Case("coefficients.opening", lambda a, s: coefficients.opening(a), HEADS),
    Case(
        "coefficients.weights",
        lambda a, s: (coefficients.weights(a, NOVEMBER), s),
        {name: UNITS[name] if told == "done" else told for name, told in HEADS.items()},
        lambda told: names_of(told[1], [weight.unit for weight in told[0]]),
    ),
    Case(
        "coefficients.history",
        lambda a, s: coefficients.history(a, s.world.a1.id),
        HEADS | {"head of B": "Forbidden"},
    ),
    Case(
        "coefficients.first_free",
        lambda a, s: coefficients.first_free(a, NOVEMBER),
        everyone("Forbidden", administrator="done"),
    ),
    Case("coefficients.preview", looked_at, everyone("Forbidden", administrator="done")),
    writing("coefficients.settle", settle, everyone("Forbidden", administrator="done")),
    Case(
        "import_desk.start",
        lambda a, s: sorted(called(s, row) for row in import_desk.start(a).divisions),
        everyone(
            "Forbidden",
            head_of_A=["a"],
            head_of_B=["b"],
            head_of_A_and_B=["a", "b"],
            agent_of_A=["a"],
            agent_of_B=["b"],
            administrator=["a", "b"],
        ),
        lambda found: found,
        first=under_heat,
    ),
    Case("import_desk.look", lambda a, s: import_desk.look(a, exported(s)), IMPORTING),
    writing("import_desk.take_in", take_in, IMPORTING),
    replace(writing("import_desk.take_values", take_values, IMPORTING), first=conflicting),
]


def order_of(scene: Scene, name: str) -> OrderRow:
    with database().read(scene.actor(ADMINISTRATOR)) as session:
        return read_order(session, scene.world.orders[name])


def orders_in(scene: Scene, rows: Any) -> set[str]:
    ids = {row.id for row in rows}
    return {name for name, key in scene.world.orders.items() if key in ids}


def open_order(actor: Actor, scene: Scene) -> object:
    new = NewOrder(
        order_class="repair",
        division_id=scene.world.a.id,
        estate="阳光家园",
        problem="排气阀漏水。",
        telephone="13800001234",
        reported_at=datetime.now(UTC),
    )
    return order_desk.open_new(actor, new)


HANDLING_A = {name: "done" if name in ("agent of A", *HEADS_OF_A) else "Forbidden" for name in SEES}
SEEING_ORDER = {
    name: "done" if "of a1" in seen else "OrderNotFound" for name, seen in SEES_ORDERS.items()
}
CASES += [
    Case(
        "order_desk.places",
        lambda a, s: [row.id for row in order_desk.places(a).divisions] == [s.world.a.id],
        {
            name: bool(seen) and not seen & {"of b1"} and name != "administrator"
            for name, seen in SEES_ORDERS.items()
        },
        lambda told: told,
        first=under_heat,
    ),
    Case(
        "order_desk.listed",
        lambda a, s: orders_in(s, order_desk.listed(a, OrderFilter(), 100).rows),
        SEES_ORDERS,
        lambda told: told,
    ),
    Case(
        "order_desk.going_on",
        lambda a, s: order_desk.going_on(a),
        {name: len(seen - {"closed of a1"}) if seen else None for name, seen in SEES_ORDERS.items()}
        | {"representative of moved": 0},
        lambda told: told and told[0],
        first=under_heat,
    ),
    Case(
        "order_desk.opened_lately",
        lambda a, s: {
            name for name, key in s.world.orders.items() if key in order_desk.opened_lately(a)
        },
        {
            name: seen - {"closed of a1"} if name.startswith("agent of") else set()
            for name, seen in SEES_ORDERS.items()
        },
        lambda told: told,
        first=under_heat,
    ),
    Case(
        "order_desk.look",
        lambda a, s: order_desk.look(a, order_of(s, "of a1").number),
        SEEING_ORDER,
    ),
    writing("order_desk.open_new", open_order, HANDLING_A),
    writing(
        "order_desk.take_step",
        lambda a, s: order_desk.take_step(a, s.world.orders["of a1"], make_step("take")),
        SEEING_ORDER,
    ),
    writing(
        "order_photo_desk.add_photo",
        lambda a, s: order_photo_desk.add_photo(
            a, s.world.orders["of a1"], str(uuid4()), "visit", photo()
        ),
        SEEING_ORDER,
    ),
    writing(
        "order_photo_desk.remove_photo",
        lambda a, s: order_photo_desk.remove_photo(
            a, s.world.orders["of a1"], s.world.order_photos["of a1"]
        ),
        SEEING_ORDER | {"representative of a1": "PhotoNotFound"},
    ),
    # The world's photos have no bytes.
    Case(
        "order_photo_desk.picture",
        lambda a, s: order_photo_desk.picture(
            a, s.world.orders["of a1"], s.world.order_photos["of a1"], ("12:00",)
        ),
        {
            name: told.replace("done", "FileMissing").replace("Order", "Photo")
            for name, told in SEEING_ORDER.items()
        },
    ),
]


CALLING_BACK = {
    "agent of A": ("a1",),
    "head of A": ("a1",),
    "head of A and B": ("a1", "b1"),
    "agent of B": ("b1",),
    "head of B": ("b1",),
    ADMINISTRATOR: ("a1", "b1"),
}
"""Whose customers each calls back: never those of the unit one stands for."""

CASES += [
    Case(
        "beside_orders.beside",
        lambda a, s: sum(len(beside_orders.beside(a, o).calls) for o in s.world.orders.values()),
        {name: len(CALLING_BACK.get(name, ())) for name in SEES},
        lambda told: told,
    ),
    Case(
        "beside_orders.beside",
        lambda a, s: len(beside_orders.beside(a, s.world.orders["of a1"]).records),
        {name: int("of a1" in seen) for name, seen in SEES_ORDERS.items()},
        lambda told: told,
    ),
]

CALLERS_OF_A = {
    name: "done" if "a1" in CALLING_BACK.get(name, ()) else "CallNotFound" for name in SEES
}
DRAWERS_OF_A = {name: told.replace("CallNot", "DrawNot") for name, told in CALLERS_OF_A.items()}


def units_of(scene: Scene, ids: Any) -> tuple[str, ...]:
    """Those of the two units with call-backs that are among some."""
    return tuple(name for name in ("a1", "b1") if getattr(scene.world, name).id in set(ids))


CASES += [
    Case(
        "draws.look",
        lambda a, s: units_of(s, [one.unit.id for one in draws.look(a, PERIOD).units]),
        {name: CALLING_BACK.get(name, ()) for name in SEES},
        lambda told: told,
    ),
    writing(
        "draws.draw",
        lambda a, s: draws.draw(a, "2026-10", [s.world.a1.id]),
        {name: told.replace("CallNotFound", "Forbidden") for name, told in CALLERS_OF_A.items()},
    ),
    Case("draws.prove", lambda a, s: draws.prove(a, s.world.draws["a1"]), DRAWERS_OF_A),
    Case("calls.to_call", lambda a, s: calls.to_call(a), everyone(0), lambda told: told.total),
    Case("calls.look", lambda a, s: calls.look(a, s.world.calls["a1"]), CALLERS_OF_A),
    writing(
        "calls.record",
        lambda a, s: calls.record(
            a, s.world.calls["a1"], make_talk(datetime.now(UTC), reason="点错了", night="用户要求")
        ),
        CALLERS_OF_A,
    ),
    writing(
        "calls.handled",
        lambda a, s: calls.handled(a, s.world.calls["a1"], str(uuid4()), "已上门说明"),
        CALLERS_OF_A,
    ),
    Case(
        "call_results.drawn_months",
        lambda a, s: call_results.drawn_months(a),
        {name: [PERIOD] if name in CALLING_BACK else [] for name in SEES},
        lambda told: told,
    ),
    Case(
        "call_results.month_results",
        lambda a, s: units_of(
            s, [one.unit.id for one in call_results.month_results(a, PERIOD).opinions]
        ),
        {name: CALLING_BACK.get(name, ()) for name in SEES},
        lambda told: told,
    ),
]


STOPS = "COM-05"


def promising(_scene: Scene) -> None:
    """Both divisions promise something to the customers."""
    with database().write(SYSTEM) as session:
        session.execute(update(Division).values(regulations="GAS,SPEC"))


def soon(scene: Scene) -> NewStop:
    return make_stop(scene.world.a1.id, 9)


PROMISED = {
    "agent of A": ("a1", "a2"),
    "head of A": ("a1", "a2"),
    "agent of B": ("b1", "moved"),
    "head of B": ("b1", "moved"),
    "head of A and B": ("a1", "a2", "b1", "moved"),
    "representative of a1": ("a1",),
    "representative of moved": ("moved",),
    ADMINISTRATOR: ("a1", "a2", "b1", "moved"),
}
"""Of which units each sees how they kept what was promised."""

REFUSED = {name: "Forbidden" for name in SEES if name not in PROMISED}
WORKING = {name: of for name, of in PROMISED.items() if not name.startswith("representative")}
OF_A1 = {name: "done" if "a1" in PROMISED.get(name, ()) else "UnitNotFound" for name in SEES}
MAY_NOT = {name: "Forbidden" for name in SEES if name not in WORKING}


def some_units(scene: Scene, units: Any) -> tuple[str, ...]:
    known = {getattr(scene.world, name).id: name for name in ("a1", "a2", "b1", "moved")}
    return tuple(sorted(known[unit.id] for unit in units))


CASES += [
    Case(
        "promises.month_figures",
        lambda a, s: some_units(s, promises.month_figures(a, PERIOD).units),
        PROMISED | REFUSED,
        lambda told: told,
        first=promising,
    ),
    Case(
        "promises.behind",
        lambda a, s: {one.unit_id == s.world.a1.id for one in promises.behind(a, PERIOD, STOPS)},
        {name: {True} if "a1" in of else set() for name, of in PROMISED.items()} | REFUSED,
        lambda told: told,
        first=promising,
    ),
    Case(
        "planned.stops",
        lambda a, s: some_units(s, [unit for _row, unit in planned.stops(a, PERIOD)]),
        {name: tuple(u for u in of if u == "a1") for name, of in PROMISED.items()} | REFUSED,
        lambda told: told,
        first=promising,
    ),
    Case(
        "planned.units_to_enter",
        lambda a, s: some_units(s, planned.units_to_enter(a, PERIOD)),
        WORKING | MAY_NOT,
        lambda told: told,
        first=promising,
    ),
    Case(
        "telephone.calls",
        lambda a, s: some_units(s, [unit for _row, unit in telephone.calls(a, PERIOD)]),
        {name: tuple(u for u in of if u == "a1") for name, of in PROMISED.items()} | REFUSED,
        lambda told: told,
        first=promising,
    ),
    writing(
        "telephone.enter",
        lambda a, s: telephone.enter(a, make_calls(s.world.a1.id, after=s.world.counted)),
        OF_A1 | MAY_NOT,
    ),
    writing("planned.enter", lambda a, s: planned.enter(a, soon(s)), OF_A1 | MAY_NOT),
    writing(
        "planned.withdraw",
        lambda a, s: planned.withdraw(a, s.world.stop, "录错单位"),
        {name: told.replace("UnitNotFound", "StopGone") for name, told in OF_A1.items()} | MAY_NOT,
    ),
]


ALONE = everyone("Forbidden", administrator="done")


def enter_2027(actor: Actor, scene: Scene) -> None:
    found = work_calendar.year_of(scene.actor(ADMINISTRATOR), 2027)
    work_calendar.enter(actor, found, "1月1日至3日", "", "国务院办公厅通知")


CASES += [
    Case("work_calendar.years", lambda a, s: work_calendar.years(a), ALONE),
    Case("work_calendar.unknown_years", lambda a, s: work_calendar.unknown_years(a), ALONE),
    Case("work_calendar.year_of", lambda a, s: work_calendar.year_of(a, 2027), ALONE),
    Case("work_calendar.history", lambda a, s: work_calendar.history(a, 2027), ALONE),
    Case("work_calendar.read", lambda a, s: work_calendar.read(a, 2027, "1月1日", ""), ALONE),
    writing("work_calendar.enter", enter_2027, ALONE),
]


def with_orders(scene: Scene) -> None:
    """Both divisions work with orders, under the regulations of heating."""
    with database().write(SYSTEM) as session:
        for division in (scene.world.a, scene.world.b):
            set_regulations(session, division.id, ("GAS", "HEAT"))


OF_A_WORLD, OF_B_WORLD = ("a1", "a2"), ("b1", "moved")
BOARDS: dict[str, Any] = everyone("Forbidden") | {
    "agent of A": OF_A_WORLD,
    "agent of B": OF_B_WORLD,
    "head of A": OF_A_WORLD,
    "head of B": OF_B_WORLD,
    "head of A and B": (*OF_A_WORLD, *OF_B_WORLD),
    "representative of a1": ("a1",),
    "representative of moved": ("moved",),
    ADMINISTRATOR: (*OF_A_WORLD, *OF_B_WORLD),
}
"""The units whose orders each sees on the board."""

OPEN_ORDERS = {name: len(seen - {"closed of a1"}) for name, seen in SEES_ORDERS.items()}
SUMMING = ("agent of A", "head of A", "head of A and B", ADMINISTRATOR)
SUMMED = everyone("Forbidden") | dict.fromkeys(SUMMING, "done")
SIGNING = SUMMED | {"agent of A": "Forbidden"}
SHIFT = (DAY, "early")
AFTER = NOW + timedelta(days=1)


def division_a(scene: Scene) -> DivisionRow:
    with database().read(SYSTEM) as session:
        return organisation.division(session, scene.world.a.id)


def summed(actor: Actor, scene: Scene) -> summary_desk.ShiftSummary:
    return summary_desk.shift_summary(actor, division_a(scene), *SHIFT, AFTER)


def signed(actor: Actor, scene: Scene) -> str:
    looked_at = summed(scene.actor(ADMINISTRATOR), scene)
    return summary_desk.sign(actor, looked_at, "罗建安", now=AFTER)


CASES += [
    Case(
        "board_cases.offered",
        lambda a, s: (board_cases.offered(a), s),
        BOARDS,
        lambda told: names_of(told[1], told[0].units),
        first=with_orders,
    ),
    Case(
        "board_cases.board",
        lambda a, s: board_cases.board(a, board_cases.Wanted(), NOW),
        {n: told if told == "Forbidden" else OPEN_ORDERS[n] for n, told in BOARDS.items()},
        lambda found: len(found.rows),
        first=with_orders,
    ),
    Case(
        "board_cases.escalated",
        lambda a, s: {n for n, key in s.world.orders.items() if board_cases.escalated(a, key)},
        SEES_ORDERS,
        set,
    ),
    Case(
        "summary_desk.divisions",
        lambda a, s: summary_desk.divisions(a),
        SUMMED | {"agent of B": "done", "head of B": "done"},
        first=with_orders,
    ),
    Case("summary_desk.shift_summary", summed, SUMMED),
    Case(
        "summary_desk.unsigned",
        lambda a, s: summary_desk.unsigned(a, division_a(s), AFTER),
        SUMMED,
    ),
    writing("summary_desk.sign", signed, SIGNING),
]


def called(scene: Scene, row: UnitRow | DivisionRow | None) -> str:
    """The name of a unit or a division of the world; the company has none."""
    names = ("a", "b", *UNITS[ADMINISTRATOR])
    known = {getattr(scene.world, name).code: name for name in names}
    return "all" if row is None else known[row.code]


def names_of(scene: Scene, units: Any) -> tuple[str, ...]:
    """The names of the world's units among some."""
    known = {getattr(scene.world, name).id: name for name in UNITS[ADMINISTRATOR]}
    return tuple(sorted(known[unit.id] for unit in units))


SEASON = Period.parse("2026-HS")
KEEPING = {
    "head of A": ("a1", "a2"),
    "agent of A": ("a1", "a2"),
    "head of B": ("b1", "moved"),
    "agent of B": ("b1", "moved"),
    "head of A and B": UNITS[ADMINISTRATOR],
    "representative of a1": ("a1",),
    "representative of moved": ("moved",),
    ADMINISTRATOR: UNITS[ADMINISTRATOR],
}
"""Whose accounts each sees; all others have no account to look at."""


def heating(_scene: Scene) -> None:
    """All divisions keep accounts, and the program has proposed what it found."""
    with database().write(SYSTEM) as session:
        session.execute(update(Division).values(regulations="HEAT"))
    finding.find(SEASON)


def of_a1(
    *allowed: str, unseen: str = "UnitNotFound", refused: str = "Forbidden"
) -> dict[str, str]:
    """Done for some; the rest of those who see accounts do not see the unit, or may not."""
    return {
        name: "done"
        if name in allowed
        else "Forbidden"
        if name not in KEEPING
        else refused
        if "a1" in KEEPING[name]
        else unseen
        for name in SEES
    }


YEAR = Period.parse(PERIOD[:4])


def forecast_of_a(scene: Scene) -> None:
    """The centre has made a forecast of division A."""
    making.make(scene.actor(ADMINISTRATOR), YEAR, scene.world.a.id)


def sees_forecasts(*names: str) -> dict[str, Any]:
    """Some see the forecast; the rest of those who look at forecasts see none."""
    looking = {"head of B", "agent of A", "agent of B", "viewer", *HEADS_OF_A}
    return {name: name in names if name in looking else "Forbidden" for name in SEES}


CASES += [
    writing(
        "making.make",
        lambda a, s: making.make(a, YEAR, s.world.a.id),
        everyone("Forbidden") | dict.fromkeys(HEADS_OF_A, "done"),
    ),
    writing(
        "making.make",
        lambda a, s: making.make(a, YEAR, None),
        everyone("Forbidden", administrator="done"),
    ),
    writing(
        "making.at_month_end",
        lambda a, s: making.at_month_end(a),
        everyone("Forbidden") | dict.fromkeys((*HEADS_OF_A, "head of B"), "done"),
    ),
    Case(
        "stored_forecasts.newest",
        lambda a, s: stored_forecasts.newest(a, YEAR, s.world.a.id),
        sees_forecasts(*HEADS_OF_A),
        lambda told: told is not None,
        first=forecast_of_a,
    ),
    Case(
        "ranking_ends.prospects",
        lambda a, s: ranking_ends.prospects(a, standings.standings(a, YEAR), s.world.a),
        sees_forecasts(*HEADS_OF_A),
        lambda told: told.shown is not None,
        first=forecast_of_a,
    ),
    Case(
        "ranking_ends.moved",
        lambda a, s: (ranked_before(a), s),
        # Of what one inspected oneself the places are one's own to see.
        RANKED | {"inspector of division": ("a2",)},
        lambda told: names_of(told[1], told[0]),
    ),
    Case(
        "ranking_ends.scope_of",
        lambda a, s: ranking_ends.scope_of(a, standings.standings(a, YEAR), s.world.a.code),
        everyone(0) | dict.fromkeys(HEADS_OF_A, 1),
        len,
    ),
    Case(
        "ranking_ends.funnel_of",
        lambda a, s: ranking_ends.funnel_of(a, standings.standings(a, YEAR), s.world.a),
        # Of what one inspected oneself the scores are one's own to see.
        everyone(False, inspector_of_unit=True, inspector_of_division=True)
        | dict.fromkeys((*HEADS_OF_A, "representative of a1"), True),
        bool,
    ),
    Case(
        "record.records",
        lambda a, s: record.records(a),
        sees_forecasts("head of B", "agent of A", "agent of B", "viewer", *HEADS_OF_A),
        lambda told: len(told) == 2,
    ),
]


def quarrel(scene: Scene) -> deductions.Entry:
    """A quarrel at unit a1 with its proof."""
    return deductions.Entry(
        id=str(uuid4()),
        unit=scene.world.a1.code,
        code="HEV-09",
        day=DAY,
        at=time(10),
        times=1,
        words="与用户争吵，录音核实",
        file=("现场.jpg", photo()),
    )


def eliminate(actor: Actor, scene: Scene) -> None:
    deductions.eliminate(
        actor,
        SEASON,
        scene.world.a1.code,
        seen=(Decimal(70), 0),
        decision="keep",
        reason="限期整改",
    )


CASES += [
    Case(
        "accounts.overview",
        lambda a, s: names_of(s, [one.unit for one in accounts.overview(a, SEASON).units]),
        {name: KEEPING.get(name, "Forbidden") for name in SEES},
        lambda told: told,
        first=heating,
    ),
    Case(
        "outlook.outlooks",
        lambda a, s: names_of(
            s, [unit for one in outlook.outlooks(a, SEASON) for unit in one.units]
        ),
        {name: KEEPING.get(name, "Forbidden") for name in SEES},
        lambda told: told,
        first=heating,
    ),
    Case(
        "outlook.outlook_of",
        lambda a, s: outlook.outlook_of(a, SEASON, s.world.a1.code),
        of_a1(*(name for name, units in KEEPING.items() if "a1" in units)),
        first=heating,
    ),
    Case(
        "prospect.prospect",
        lambda a, s: prospect.prospect(a, SEASON, s.world.a1.code),
        of_a1(*(name for name, units in KEEPING.items() if "a1" in units)),
        first=heating,
    ),
    Case(
        "statements.statement",
        lambda a, s: statements.statement(a, SEASON, s.world.a1.code),
        of_a1(*(name for name, units in KEEPING.items() if "a1" in units)),
        first=heating,
    ),
    Case(
        "statements.proof_file",
        lambda a, s: statements.proof_file(a, s.world.deductions["waiting"]),
        # The world's proof has no file: who may see it is told that it is missing.
        of_a1(unseen="EventNotFound", refused="FileMissing"),
    ),
    replace(
        writing(
            "deductions.decide",
            lambda a, s: deductions.decide(
                a, {s.world.deductions["waiting"]: 0}, "rejected", "查无此事"
            ),
            of_a1(*HEADS_OF_A, unseen="EventNotFound")
            | {"agent of B": "Forbidden", "representative of moved": "Forbidden"},
        ),
        first=heating,
    ),
    replace(
        writing(
            "deductions.enter",
            lambda a, s: deductions.enter(a, quarrel(s)),
            of_a1(*HEADS_OF_A, "agent of A"),
        ),
        first=heating,
    ),
    replace(writing("deductions.eliminate", eliminate, of_a1(*HEADS_OF_A)), first=heating),
]


MEASURED = {
    name: tuple(sorted({"of a1", "of b1"} & seen)) if seen else ()
    for name, seen in SEES_ORDERS.items()
}
"""The orders with a record that each sees; both are still worked on."""


def orders_named(scene: Scene, keys: Any) -> tuple[str, ...]:
    """The names of the world's orders among some."""
    known = {key: name for name, key in scene.world.orders.items()}
    return tuple(sorted(known[key] for key in keys))


def order_number(scene: Scene, name: str) -> str:
    """The number of one of the world's orders."""
    with database().read(SYSTEM) as session:
        return order(session, scene.world.orders[name]).number


def seeing_a1(refused: str) -> dict[str, str]:
    """Done for whoever sees the order of unit a1."""
    return {name: "done" if "of a1" in SEES_ORDERS[name] else refused for name in SEES}


def unsigned(scene: Scene) -> None:
    """Records of both orders stand corrected and are signed by nobody, so that both wait again."""
    for name, agent in (("a1", "agent of A"), ("b1", "agent of B")):
        former = scene.world.records[name]
        new = make_record("19", replaces=former, reason="用户未签名", strokes=[])
        with database().write(scene.actor(agent)) as session:
            record_temperature(session, scene.world.orders[f"of {name}"], new, NOW)


CASES += [
    Case("temperatures.rules", lambda a, s: temperatures.rules(a), everyone("done")),
    Case(
        "temperatures.requests",
        lambda a, s: orders_named(s, [row.id for row in temperatures.requests(a)]),
        MEASURED,
        lambda told: told,
        first=unsigned,
    ),
    Case(
        "temperatures.look",
        lambda a, s: temperatures.look(a, order_number(s, "of a1")),
        seeing_a1("OrderNotFound"),
    ),
    Case(
        "temperatures.register",
        lambda a, s: orders_named(
            s, [row.order_id for row in temperatures.register(a, PERIOD).rows]
        ),
        MEASURED,
        lambda told: told,
    ),
    writing(
        "temperatures.record",
        lambda a, s: temperatures.record(a, s.world.orders["of a1"], make_record("18.5")),
        seeing_a1("OrderNotFound"),
    ),
]

RELEASED = everyone("Forbidden", viewer="done", administrator="done")
CASES += [
    Case("meeting.figures", lambda a, s: meeting.figures(a, Period.parse(PERIOD)), RELEASED),
    Case(
        "meeting.figures",
        lambda a, s: meeting.figures(a, OCTOBER),
        everyone("Forbidden", administrator="done"),
    ),
    Case("meeting.taken_down", lambda a, s: meeting.taken_down(a, Period.parse(PERIOD)), RELEASED),
    Case(
        "meeting.taken_down",
        lambda a, s: meeting.taken_down(a, OCTOBER),
        everyone("Forbidden", administrator="done"),
    ),
    writing(
        "meeting.take_down",
        lambda a, s: meeting.take_down(
            a, Period.parse(PERIOD), NewDecision(str(uuid4()), "model", s.world.a1.id, "yes")
        ),
        everyone("Forbidden", administrator="done"),
    ),
]


YEAR = Period.parse("2026")


def another_double(scene: Scene) -> NewDouble:
    """Another double audit of the same unit by the same two people, today."""
    first, second = scene.world.double.inspectors
    return NewDouble(scene.world.a1.id, "hotline", today(), "话务员 2048", first, second)


DOUBLE_SEEN = everyone("DoubleRefused", inspector_of_unit="done", inspector_of_division="done")
CASES += [
    Case("comparing.severities", lambda a, _s: comparing.severities(a, YEAR), ADMINISTERS),
    Case("comparing.agreement", lambda a, _s: comparing.agreement(a, YEAR), ADMINISTERS),
    Case("comparing.items", lambda a, _s: comparing.items(a, YEAR), ADMINISTERS),
    Case("double_plan.open_units", lambda a, _s: double_plan.open_units(a), ADMINISTERS),
    Case("double_plan.planned", lambda a, _s: double_plan.planned(a, YEAR), ADMINISTERS),
    Case(
        "double_plan.who_could",
        lambda a, s: double_plan.who_could(a, s.world.a1, DAY),
        ADMINISTERS,
    ),
    Case(
        "double_plan.mine",
        lambda a, _s: len(double_plan.mine(a)),
        everyone(0, inspector_of_unit=1, inspector_of_division=1),
        lambda told: told,
    ),
    writing(
        "double_plan.plan",
        lambda a, s: double_plan.plan(a, str(uuid4()), another_double(s)),
        ADMINISTERS,
    ),
    writing(
        "double_plan.withdraw",
        lambda a, s: double_plan.withdraw(a, s.world.double.id, "检查员请假"),
        ADMINISTERS,
    ),
    writing("double_plan.begin", lambda a, s: double_plan.begin(a, s.world.double.id), DOUBLE_SEEN),
]


def use_cases(module: ModuleType) -> set[str]:
    """The public functions that a module itself defines, under the name it has in this file."""
    prefix = next(name for name, value in globals().items() if value is module)
    return {
        f"{prefix}.{name}"
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def test_every_use_case_has_a_row() -> None:
    assert set().union(*map(use_cases, MODULES)) == {case.function for case in CASES}


def test_every_use_case_asks_who_acts_first() -> None:
    for module in MODULES:
        for name in use_cases(module):
            first = next(iter(inspect.signature(getattr(module, name.split(".")[1])).parameters))
            assert first == "actor", name


@pytest.mark.parametrize("name", SEES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.function)
def test_everyone_gets_what_is_theirs(scene: Scene, case: Case, name: str) -> None:
    case.first(scene)
    before = stored()
    try:
        told = case.told(case.call(scene.actor(name), scene))
    except Exception as error:  # noqa: BLE001 - whatever it is, the test names it
        told = type(error).__name__
    assert told == case.expected[name]
    assert (stored() != before) is (case.writes and told == "done")
