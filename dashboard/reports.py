"""What the pages show: each report opens a session, asks the data, computes, gives plain rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklists.catalogue_loader import load_catalogue
from checklists.model import Scheme, Sheet
from checklists.periods import Period, around
from checklists.ranking import shared_ranks
from checklists.rollup import AuditPoints, UnitScore, score_unit
from dashboard.looks import today
from db import organisation
from db.actors import Actor
from db.audits import AuditFilter, AuditPage, list_audits, months
from db.own_work import Progress, progress
from db.rankings import ranked_sums, ranked_units, released_periods, sees_released, waiting_by_unit
from db.rows import DivisionRow, PersonRow, UnitRow
from db.session import database
from db.settings import get_setting
from db.sums import SheetSums

SCHEME = "gas-1000"


@dataclass(frozen=True)
class Organisation:
    """Who there is: divisions, units that are open, people that are active, and is it the demo."""

    divisions: tuple[DivisionRow, ...]
    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    demo: bool


@dataclass(frozen=True)
class RankedUnit:
    """A unit in a ranking: its place (None where it is not scored) and its score."""

    place: int | None
    unit: UnitRow
    score: UnitScore


@dataclass(frozen=True)
class Ranking:
    """The units of a period by score, and how many audits stand behind them.

    `whole` says that these are all units, and not only those the reader has a role for; `waiting`
    how many audits of a unit count only once they are confirmed.
    """

    period: str
    scheme: Scheme
    ranked: tuple[RankedUnit, ...]
    not_scored: tuple[RankedUnit, ...]
    audits: int
    sheets: tuple[Sheet, ...]
    whole: bool
    waiting: Mapping[int, int]

    @property
    def grades(self) -> Counter[str | None]:
        """How many units have each grade."""
        return Counter(row.score.grade for row in self.ranked)


def who_there_is(actor: Actor) -> Organisation:
    """The organisation as it is today, as far as the actor has a role for it."""
    with database().read(actor) as session:
        units = organisation.units_in_scope(session, today())
        return Organisation(
            divisions=tuple(organisation.divisions(session)),
            units=tuple(u for u in units if u.closed_on is None or u.closed_on > today()),
            people=tuple(organisation.people(session)),
            demo=bool(get_setting(session, "demo", False)),
        )


def periods(actor: Actor, state: str | None = None) -> list[str]:
    """The years, heating seasons, quarters and months with audits (in one state), newest first.

    The newest year comes first because it is what a ranking is mostly asked for.
    """
    with database().read(actor) as session:
        found = months(session, state)
        open_to_all = released_periods(session) if state == "submitted" else []
    own = [str(one) for one in around(found)]
    return [*(period for period in open_to_all if period not in own), *own]


def ranking(actor: Actor, period: str) -> Ranking:
    """The units of a period by K over all sheets (GAS formula (1)). Raises BadPeriod."""
    asked = Period.parse(period)
    on = min(asked.last_day, today())
    sheets = load_catalogue().sheets(on)
    scheme = load_catalogue().scheme(SCHEME, on)
    with database().read(actor) as session:
        units = ranked_units(session, asked)
        sums = ranked_sums(session, asked)
        whole = sees_released(session, asked)
        waiting = waiting_by_unit(session, asked)
    in_force = {code: sheet.points for code, sheet in sheets.items()}
    points = _points_by_unit(sums)
    scores = {unit.id: score_unit(scheme, in_force, points[unit.id]) for unit in units}
    places = shared_ranks({key: score.rate for key, score in scores.items()})
    rows = [RankedUnit(places[unit.id], unit, scores[unit.id]) for unit in units]
    open_rows = [r for r in rows if r.unit.closed_on is None or r.unit.closed_on > asked.first_day]
    return Ranking(
        period=period,
        scheme=scheme,
        ranked=tuple(sorted((r for r in rows if r.place is not None), key=_place)),
        not_scored=tuple(r for r in open_rows if r.place is None),
        audits=sum(row.audits for row in sums),
        sheets=tuple(sheets.values()),
        whole=whole,
        waiting=waiting,
    )


def audits(actor: Actor, wanted: AuditFilter, limit: int, offset: int = 0) -> AuditPage:
    """Some of the audits asked for, the newest first, and how many there are."""
    with database().read(actor) as session:
        return list_audits(session, wanted, limit, offset)


def how_far(actor: Actor, audit_ids: Iterable[str]) -> dict[str, Progress]:
    """How many items of some audits are answered, and when the last answer arrived."""
    with database().read(actor) as session:
        return progress(session, audit_ids)


def _points_by_unit(sums: Iterable[SheetSums]) -> dict[int, list[AuditPoints]]:
    points: dict[int, list[AuditPoints]] = defaultdict(list)
    for row in sums:
        points[row.unit_id].append(AuditPoints(row.sheet, row.k1, row.k2, row.k3, row.audits))
    return points


def _place(row: RankedUnit) -> tuple[int, str]:
    return row.place or 0, row.unit.code
