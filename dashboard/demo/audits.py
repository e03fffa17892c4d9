"""Invented audits over twelve months, from a fixed seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID, uuid5

from checklists.answers import accept_answer
from checklists.catalogue_index import Catalogue
from checklists.model import Sheet
from checklists.periods import Period
from checklists.scoring import score_sheet
from dashboard.demo.answers import Answer, answers, notes
from dashboard.demo.organisation import DIVISIONS, INSPECTORS, DemoInspector, DemoUnit
from dashboard.looks import ZONE
from dashboard.measured.fields import OCCASIONS
from db.bulk import AuditBundle

SEED = 20261122
MONTHS = 12
SPACE = UUID("0c7c0a52-6f1c-4d0b-9a43-52f0c5d1be7a")

MONTHLY = {
    "hotline": 2,
    "counter": 2,
    "home_visit": 2,
    "inspection": 1,
    "venting": 1,
    "repair": 2,
    "indicators": 1,
}
"""How often a sheet is filled in for a unit in a month; venting only where a building is due."""

SUBJECTS = {
    "hotline": "话务员 {n:03d}",
    "counter": "{n} 号窗口",
    "home_visit": "工单 RH-{n:05d}",
    "inspection": "{n} 号楼",
    "venting": "{n} 号楼",
    "repair": "工单 WX-{n:05d}",
    "indicators": "系统月报",
    "complaints": "投诉台账 {month}",
    "callbacks": "回访系统月报 {month}",
    "mystery": "暗访报告 {month}",
    "satisfaction": "满意度调查报告 {month}",
}
HARDER_MONTHS = {12: 0.25, 1: 0.35, 2: 0.2, 7: -0.1, 8: -0.15}
"""Winter months bring more faults, in log odds."""


class Stored(NamedTuple):
    """The ids under which sheets, units and people are stored, by their codes."""

    versions: Mapping[str, int]
    units: Mapping[str, int]
    people: Mapping[str, int]


class Ids(NamedTuple):
    """The stored ids of one audit's sheet version, unit and inspector."""

    version: int
    unit: int
    person: int


def bundles(
    catalogue: Catalogue,
    stored: Stored,
    today: date,
    times: int = 1,
) -> Iterator[AuditBundle]:
    """All audits of the last twelve months up to a day, as the data layer loads them.

    With `times` every sheet is filled in so many times as often.
    """
    random = Random(SEED)
    months = months_to(today)
    begun = [
        (unit, number, month)
        for division in DIVISIONS
        for unit in division.units
        for number, month in enumerate(months)
        if number >= MONTHS - unit.months
    ]
    for unit, number, month in begun:
        for code in (code for code, usual in MONTHLY.items() for _each in range(usual * times)):
            inspector = random.choice(INSPECTORS)
            on = _day(month, random)
            if on > today or (code == "venting" and random.random() < 0.5):
                continue
            weakness = weakness_of(unit, inspector, number, month, random)
            ids = Ids(stored.versions[code], stored.units[unit.code], stored.people[inspector.code])
            draft = (today - on).days < 4 and random.random() < 0.3
            sheet = catalogue.sheet(code, on)
            given = answers(sheet, weakness, on, random)
            if draft:
                given = dict(list(given.items())[: len(given) // 2])
            yield bundle_of(sheet, given, month, on, ids, random=random, draft=draft)


def months_to(today: date) -> list[Period]:
    """The twelve months up to a day, the oldest first."""
    last = today.year * 12 + today.month - 1
    return [
        Period.month_of(date(index // 12, index % 12 + 1, 1))
        for index in range(last - MONTHS + 1, last + 1)
    ]


def _day(month: Period, random: Random) -> date:
    days = (month.last_day - month.first_day).days
    return month.first_day + timedelta(days=random.randint(0, days))


def weakness_of(
    unit: DemoUnit, inspector: DemoInspector, number: int, month: Period, random: Random
) -> float:
    """How much likelier than usual an inspector finds faults at a unit in a month, in log odds."""
    drift = unit.drift * (number - MONTHS / 2) / MONTHS
    season = HARDER_MONTHS.get(month.first_month, 0.0)
    return 1.9 * unit.quality + drift + season + inspector.severity * 0.5 + random.gauss(0, 0.35)


def bundle_of(
    sheet: Sheet,
    given: Mapping[str, Answer],
    month: Period,
    on: date,
    ids: Ids,
    *,
    random: Random,
    draft: bool,
) -> AuditBundle:
    """An audit as the data layer loads it, scored unless it is a draft."""
    said = notes(sheet, given)
    read = {
        code: accept_answer(sheet, code, raw, on, said.get(code, "")) for code, raw in given.items()
    }
    number = random.randint(1, 80)
    at = datetime.combine(on, time(9 + number % 8, number % 60), ZONE).astimezone(UTC)
    return AuditBundle(
        id=str(uuid5(SPACE, f"{ids.unit}/{sheet.code}/{on}/{random.random()}")),
        unit_id=ids.unit,
        sheet=sheet.code,
        sheet_version_id=ids.version,
        rules_hash=sheet.content_hash,
        period=str(month),
        kind=_kind(sheet.code, random),
        subject=SUBJECTS[sheet.code].format(n=number, month=month),
        audited_on=on,
        inspector_id=ids.person,
        created_at=at,
        answers={code: answer.dump() for code, answer in read.items() if answer is not None},
        notes=said,
        score=None if draft else score_sheet(sheet, read),
        submitted_at=None if draft else at + timedelta(minutes=35),
    )


def _kind(code: str, random: Random) -> str:
    if code in OCCASIONS:
        return OCCASIONS[code]
    return random.choices(("own", "division", "company"), (5, 3, 1))[0]
