"""A big company: 200 units, 12 months, six sheets, 57,600 audits with about 1.5 million answers.

The rows are written straight into the tables. Each audit has one of some hundred invented fillings
of its sheet, so that making it all takes a minute and not an hour.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import md5
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from checklists.answers import read_answer
from checklists.catalogue_loader import load_catalogue
from checklists.exact import POINT_DIGITS, SCORE_DIGITS
from checklists.model import Sheet
from checklists.scoring import SheetScore, score_sheet
from dashboard.demo.answers import answers
from db import grants, organisation, persons, unit_months
from db.actors import SYSTEM, Role
from db.base import scaled
from db.migrate import upgrade
from db.models import KINDS
from db.points import points_of
from db.session import Database, dumped, normalised
from db.settings import set_setting
from db.sheets import store_sheet_version

YEAR = 2025
DIVISIONS, UNITS, MONTHS, INSPECTORS = 10, 200, 12, 40
MONTHLY = {
    "hotline": 8,
    "counter": 8,
    "home_visit": 5,
    "indicators": 1,
    "venting": 1,
    "inspection": 1,
}
"""How often a sheet is filled in for a unit in a month: four times each, taken together."""

FILLINGS = 1000
AT = datetime(YEAR, 1, 1, 2, 30, tzinfo=UTC)
COLUMNS: dict[str, tuple[str, ...]] = {
    "audits": (
        *("id", "unit_id", "sheet", "sheet_version_id", "period", "kind", "subject", "audited_on"),
        *("inspector_id", "state", "created_at", "submitted_at", "submitted_by", "version"),
        "asks_confirmation",
    ),
    "operations": (
        *("id", "audit_id", "item", "client", "sequence", "answer", "note", "made_at"),
        *("received_at", "person_id", "status", "way"),
    ),
    "answers": ("audit_id", "item", "answer", "note", "sequence", "client", "operation_id"),
    "scores": (
        *("audit_id", "k1", "k2", "k3", "k", "grade", "ledger", "points", "rules_hash"),
        "computed_at",
    ),
}


@dataclass(frozen=True)
class Filling:
    """A sheet filled in: its answers as they are stored, and what it scored."""

    answers: tuple[tuple[str, str], ...]
    score: SheetScore
    ledger: str
    points: bytes


class Company(NamedTuple):
    """What a measurement needs to know of it."""

    units: list[int]
    divisions: list[int]
    inspectors: list[int]
    administrator: int
    head: int


class Part(NamedTuple):
    """A sheet with its stored id and its fillings, from the best to the worst."""

    sheet: Sheet
    version: int
    fillings: list[Filling]


def make(url: str) -> Company:
    """Make the company in an empty database; what it consists of."""
    upgrade(url)
    database = Database(url)
    with database.write(SYSTEM) as session:
        set_setting(session, "demo", True)
        company = _people(session)
        catalogue = load_catalogue()
        parts = []
        for code in MONTHLY:
            sheet = catalogue.sheet(code, date(YEAR, 12, 31))
            parts.append(Part(sheet, store_sheet_version(session, sheet), fillings(sheet)))
    write = _into_sqlite if database.engine.dialect.name == "sqlite" else _into_postgresql
    write(url, list(_audits(company, parts)))
    with database.write(SYSTEM) as session:
        unit_months.rebuild(session)
    database.close()
    return company


def fillings(sheet: Sheet, number: int = FILLINGS) -> list[Filling]:
    """Different fillings of a sheet, from the best to the worst."""
    random = Random(number)
    made = [_filling(sheet, -2 + 4 * step / number, random) for step in range(number)]
    return sorted(made, key=lambda one: one.score.k or 0, reverse=True)


def _filling(sheet: Sheet, weakness: float, random: Random) -> Filling:
    given = answers(sheet, weakness, date(YEAR, 1, 1), random)
    read = {code: read_answer(sheet, code, raw) for code, raw in given.items()}
    score = score_sheet(sheet, read)
    texts = tuple((code, dumped(answer.dump())) for code, answer in read.items() if answer)
    return Filling(texts, score, dumped(score.dump()), points_of(score))


def _people(session: Any) -> Company:
    divisions, units = [], []
    for number in range(DIVISIONS):
        row = organisation.add_division(
            session, f"D{number:02}", f"第{number + 1}事业部", f"Division {number + 1}"
        )
        divisions.append(row.id)
    for number in range(UNITS):
        division = divisions[number % DIVISIONS]
        name = (f"第{number + 1}服务站", f"Station {number + 1}")
        units.append(organisation.add_unit(session, division, f"U{number:03}", *name).id)
    since = date(YEAR, 1, 1)
    names = [f"检查员{number + 1}" for number in range(INSPECTORS)] + ["管理员", "负责人"]
    people = [
        persons.add_person(session, f"P{number:02}", name).id for number, name in enumerate(names)
    ]
    for number, person in enumerate(people[:INSPECTORS]):
        division = divisions[number % DIVISIONS]
        grants.give(session, person, Role.INSPECTOR, division_id=division, valid_from=since)
    *inspectors, administrator, head = people
    grants.give(session, administrator, Role.ADMINISTRATOR, valid_from=since)
    grants.give(session, head, Role.DIVISION_HEAD, division_id=divisions[0], valid_from=since)
    return Company(units, divisions, inspectors, administrator, head)


class Made(NamedTuple):
    """An audit as it will be written."""

    id: str
    unit: int
    part: Part
    filling: Filling
    month: int
    kind: str
    person: int


def _audits(company: Company, parts: Sequence[Part]) -> Iterator[Made]:
    random = Random(UNITS)
    for month in range(1, MONTHS + 1):
        for number, unit in enumerate(company.units):
            level = (number * 37 % UNITS) / UNITS + 0.1 * month / MONTHS
            for part in parts:
                for _time in range(MONTHLY[part.sheet.code]):
                    place = int(FILLINGS * (0.6 * level + random.gauss(0.15, 0.1)))
                    filling = part.fillings[max(0, min(FILLINGS - 1, place))]
                    inspector = company.inspectors[
                        number % DIVISIONS + DIVISIONS * random.randrange(4)
                    ]
                    kind = random.choices(KINDS[:3], (5, 3, 1))[0]
                    key = str(UUID(int=random.getrandbits(128)))
                    yield Made(key, unit, part, filling, month, kind, inspector)


def _rows(made: Sequence[Made], moment: Any) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """The rows of each table in turn; `moment` is how the database takes the time."""
    yield "audits", (_audit(one, moment) for one in made)
    yield "operations", (row for one in made for row in _operations(one, moment))
    yield "answers", (row for one in made for row in _answers(one))
    yield "scores", (_score(one, moment) for one in made)


def _audit(one: Made, moment: Any) -> tuple[Any, ...]:
    day = date(YEAR, one.month, 1 + int(one.id[:4], 16) % 28).isoformat()
    period = f"{YEAR}-{one.month:02}"
    head = (one.id, one.unit, one.part.sheet.code, one.part.version, period, one.kind, "")
    return (*head, day, one.person, "submitted", moment, moment, one.person, 1, False)


def _operations(one: Made, moment: Any) -> Iterator[tuple[Any, ...]]:
    for number, (item, answer) in enumerate(one.filling.answers, start=1):
        head = (_key(one.id, number), one.id, item, one.id, number, answer, "")
        yield (*head, moment, moment, one.person, "accepted", "tap")


def _answers(one: Made) -> Iterator[tuple[Any, ...]]:
    for number, (item, answer) in enumerate(one.filling.answers, start=1):
        yield (one.id, item, answer, "", number, one.id, _key(one.id, number))


def _score(one: Made, moment: Any) -> tuple[Any, ...]:
    score = one.filling.score
    sums = (scaled(value, POINT_DIGITS) for value in (score.k1, score.k2, score.k3))
    k = None if score.k is None else scaled(score.k, SCORE_DIGITS)
    kept = (one.filling.ledger, one.filling.points, one.part.sheet.content_hash)
    return (one.id, *sums, k, score.grade, *kept, moment)


def _key(audit: str, number: int) -> str:
    return str(UUID(bytes=md5(f"{audit}{number}".encode(), usedforsecurity=False).digest()))


def _into_sqlite(url: str, made: Sequence[Made]) -> None:
    connection = sqlite3.connect(str(make_url(url).database), isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for table, rows in _rows(made, AT.strftime("%Y-%m-%d %H:%M:%S.000000")):
        names = COLUMNS[table]
        given = ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({given})", rows)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


def _into_postgresql(url: str, made: Sequence[Made]) -> None:
    plain = normalised(url).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(plain) as connection, connection.cursor() as cursor:
        for table, rows in _rows(made, AT):
            with cursor.copy(f"COPY {table} ({', '.join(COLUMNS[table])}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
