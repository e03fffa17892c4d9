"""Invented figures from systems and reports, month by month, with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from checklists.catalogue_index import Catalogue
from checklists.model import Sheet
from checklists.periods import Period
from dashboard.demo.answers import Answer
from dashboard.demo.audits import (
    MONTHLY,
    MONTHS,
    SEED,
    SUBJECTS,
    Ids,
    Stored,
    bundle_of,
    bundles,
    months_to,
    weakness_of,
)
from dashboard.demo.organisation import DIVISIONS, INSPECTORS
from dashboard.measured.fields import SHEETS
from dashboard.photos import papers
from dashboard.photos.papers import read_paper
from dashboard.photos.store import PhotoStore
from db.bulk import AuditBundle
from db.sources import NewSource

FIGURES = tuple(code for code in SHEETS if code not in MONTHLY)
"""The sheets whose figures are of a month and not of an audit on some day of it."""

HALF_YEARLY = {"mystery": (5, 10), "satisfaction": (4, 10)}
"""In which of the twelve months, counted from 0, a third party was at the units."""

Named = tuple[str, int, NewSource]


def everything(
    catalogue: Catalogue, stored: Stored, today: date, times: int = 1
) -> Iterator[AuditBundle]:
    """All audits of the demo: those on a day, and the figures of each month."""
    yield from bundles(catalogue, stored, today, times)
    yield from figures(catalogue, stored, today)


def figures(catalogue: Catalogue, stored: Stored, today: date) -> Iterator[AuditBundle]:
    """Figures of twelve months; of the month that runs only some are there, some as drafts."""
    random = Random(SEED + 1)
    for unit in (unit for division in DIVISIONS for unit in division.units):
        for number, month in enumerate(months_to(today)):
            if number < MONTHS - unit.months:
                continue
            for code in FIGURES:
                inspector = random.choice(INSPECTORS)
                weakness = weakness_of(unit, inspector, number, month, random)
                runs = month.last_day > today
                if number not in HALF_YEARLY.get(code, range(MONTHS)) or _is_late(runs, random):
                    continue
                on = min(month.last_day, today)
                versions, people = stored.versions, stored.people
                ids = Ids(versions[code], stored.units[unit.code], people[inspector.code])
                sheet = catalogue.sheet(code, on)
                given = _figures(sheet, weakness, random)
                draft = runs and random.random() < 0.5
                if draft:
                    given = dict(list(given.items())[:-1])
                yield bundle_of(sheet, given, month, on, ids, random=random, draft=draft)


class Sourced:
    """Lets audits pass and remembers whose figures need a source."""

    def __init__(self, passing: Iterable[AuditBundle]) -> None:
        self.passing = passing
        self.found: list[tuple[str, int, str, str]] = []

    def __iter__(self) -> Iterator[AuditBundle]:
        for bundle in self.passing:
            if bundle.sheet in SHEETS:
                about = (bundle.id, bundle.inspector_id, bundle.sheet, bundle.period)
                self.found.append(about)
            yield bundle


def sources(
    found: Iterable[tuple[str, int, str, str]], store: PhotoStore, today: date
) -> Iterator[Named]:
    """A source of each; the complaints of the last whole month come with a file."""
    month = str(Period.month_of(today).previous)
    for audit, person, sheet, period in found:
        words = SUBJECTS[sheet].format(month=period)
        words = words if period in words else f"{words} {period}"
        paper = None
        if (sheet, period) == ("complaints", month):
            paper = read_paper(_register(audit, period), f"{words}.csv")
            papers.keep(store, paper)
        yield (
            audit,
            person,
            papers.source_of(words if period in words else f"{words} {period}", paper),
        )


def _is_late(runs: bool, random: Random) -> bool:
    """Whether figures are not there: often while the month runs, hardly ever afterwards."""
    return random.random() < (0.6 if runs else 0.03)


def _figures(sheet: Sheet, weakness: float, random: Random) -> dict[str, Answer]:
    if sheet.code == "complaints":
        return _complaints(weakness, random)
    many = (40, 60) if sheet.code == "mystery" else (60, 400)
    return {item.code: _share(random.randint(*many), weakness, random) for item in sheet.items}


def _complaints(weakness: float, random: Random) -> dict[str, Answer]:
    """As many valid complaints as the units have households for, and how they were handled."""
    households = random.randint(180, 620) * 100
    rate = max(0.0001, 0.0007 + 0.0003 * weakness + random.gauss(0, 0.0001))
    valid = round(households * rate)
    every = valid + random.randint(0, 12)
    return {
        "CMP-01": {
            "verdict": "measured",
            "numerator": str(valid),
            "denominator": str(households),
        },
        "CMP-02": _share(every, weakness, random),
        "CMP-03": _share(valid, weakness, random),
    }


def _share(whole: int, weakness: float, random: Random) -> Answer:
    reached = min(1.0, max(0.5, 0.95 - 0.05 * weakness + random.gauss(0, 0.03)))
    return {"verdict": "measured", "actual": str(round(whole * reached)), "required": str(whole)}


def _register(audit: str, period: str) -> bytes:
    """A few rows of a register of complaints, without anybody's name."""
    random = Random(audit)
    rows = ["受理日期,类别,是否有效,答复时限内,客户满意"]
    for _number in range(random.randint(6, 14)):
        kind = random.choice(("服务态度", "上门及时", "收费疑问", "维修质量"))
        answers = ",".join(random.choice(("是", "是", "是", "否")) for _each in range(3))
        rows.append(f"{period}-{random.randint(1, 28):02d},{kind},{answers}")
    return "\r\n".join([*rows, ""]).encode("utf-8-sig")
