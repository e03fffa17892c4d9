"""Inspectors compared over a period: how severe, how far they agree, where they differ most.

Severity is that of method B of `dashboard.risk`; how far two people agree is told by double
audits: ICC(A,1) of the scores, Krippendorff's alpha of the items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from checklists.periods import Period
from dashboard.inspectors.gathered import Gathered, gather
from dashboard.risk.agreement import icc, krippendorff_alpha
from dashboard.risk.connectedness import NOBODY, severity
from dashboard.risk.item_differences import differences
from dashboard.risk.scored_audits import HIGHEST, Floats
from dashboard.risk.scores import learn
from db import double_points, doubles, persons
from db.actors import Actor, Role, require
from db.double_points import HandedIn
from db.doubles import DoubleRow
from db.figures import figures
from db.rows import PersonRow
from db.session import database


@dataclass(frozen=True)
class InspectorSeverity:
    """How many points an inspector gives above the mean of all, with what holds 90 %.

    None where nothing can be said: without a second inspector, or where not all are linked by
    units that they audited in common. `group` numbers those who are linked with each other.
    """

    person: PersonRow
    audits: int
    group: int
    points: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Pair:
    """A double audit that both handed in: the two scores, and on how many items they differ."""

    row: DoubleRow
    inspectors: tuple[PersonRow, PersonRow]
    audits: tuple[str, str]
    scores: tuple[float, float]
    compared: int
    differing: int


@dataclass(frozen=True)
class ItemDifference:
    """How inspectors differ on an item, in its points, and on it in double audits.

    `sd` and `range` are None where fewer than two inspectors can be compared; `alpha` where no
    two answered it, or nothing varied.
    """

    sheet: str
    item: str
    points: float
    sd: float | None
    range: float | None
    mild: PersonRow | None
    strict: PersonRow | None
    compared: int
    differing: int
    alpha: float | None


@dataclass(frozen=True)
class Severities:
    """The inspectors of a period, the mildest first, from so many audits; whether units in
    common link all of them, without which nobody is called severe or mild."""

    audits: int
    connected: bool
    inspectors: tuple[InspectorSeverity, ...]


@dataclass(frozen=True)
class Agreement:
    """The double audits of a period; `icc` and `alpha` are None where nothing varies, or too
    little was audited twice."""

    planned: int
    pairs: tuple[Pair, ...]
    icc: float | None
    alpha: float | None


@dataclass(frozen=True)
class Ground:
    """What a comparison stands on."""

    gathered: Gathered
    rows: tuple[DoubleRow, ...]
    scored: tuple[HandedIn, ...]
    people: Mapping[int, PersonRow]


def severities(actor: Actor, period: Period) -> Severities:
    """How severe the inspectors of a period were. Raises Forbidden but for administrators."""
    ground = _ground(actor, period)
    gathered = ground.gathered
    learned = learn(gathered.year, gathered.audits)
    if learned.known is None:
        return Severities(0, connected=True, inspectors=())
    known = severity(learned.sums, learned.known)
    rows = [
        InspectorSeverity(
            ground.people[person],
            int(known.audits[n]),
            int(known.component[n]),
            *(_known(column[n]) for column in (known.points, known.low, known.high)),
        )
        for n, person in enumerate(gathered.inspectors)
    ]
    rows.sort(key=lambda row: (row.points is None, -(row.points or 0), row.group, row.person.code))
    return Severities(len(gathered.audits), known.connected, tuple(rows))


def agreement(actor: Actor, period: Period) -> Agreement:
    """How far the two agreed in double audits. Raises Forbidden but for administrators."""
    ground = _ground(actor, period)
    pairs = _pairs(ground)
    shares = [both for item in _apart(ground.scored, pairs).values() for both in item]
    return Agreement(
        planned=sum(row.withdrawn_reason is None for row in ground.rows),
        pairs=pairs,
        icc=icc(np.array([pair.scores for pair in pairs]).reshape(-1, 2)),
        alpha=_alpha(shares),
    )


def items(actor: Actor, period: Period) -> tuple[ItemDifference, ...]:
    """The items, first those on which inspectors differ by the most points.

    Raises Forbidden but for administrators.
    """
    ground = _ground(actor, period)
    return _items(ground, _apart(ground.scored, _pairs(ground)))


def _ground(actor: Actor, period: Period) -> Ground:
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        found = figures(session)
        people = {row.id: row for row in persons.people(session, active_only=False)}
        rows = doubles.doubles(session, period.months[0], period.months[-1])
        keys = {key for row in rows for key in row.audits}
        scored = double_points.handed_in(session, keys)
    return Ground(gather(found, scored, period), tuple(rows), tuple(scored), people)


Apart = Mapping[tuple[str, str], Sequence[tuple[float, float]]]
"""By sheet and item, which shares of its points the two took off in each double audit."""


def _pairs(ground: Ground) -> tuple[Pair, ...]:
    by_key = {one.planned: one for one in ground.scored}
    people, pairs = ground.people, []
    for row in ground.rows:
        both = [by_key[key] for key in row.audits if key in by_key]
        if len(both) == 2 and all(one.k1 != one.k3 for one in both):
            first, second = both
            shares = list(_shares(first, second).values())
            pairs.append(
                Pair(
                    row,
                    (people[first.inspector_id], people[second.inspector_id]),
                    (first.audit, second.audit),
                    (_score(first), _score(second)),
                    len(shares),
                    sum(a != b for a, b in shares),
                )
            )
    return tuple(pairs)


def _apart(scored: Iterable[HandedIn], pairs: Iterable[Pair]) -> Apart:
    by_audit = {one.audit: one for one in scored}
    found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for pair in pairs:
        first, second = (by_audit[key] for key in pair.audits)
        for item, shares in _shares(first, second).items():
            found[first.sheet, item].append(shares)
    return found


def _shares(first: HandedIn, second: HandedIn) -> dict[str, tuple[float, float]]:
    """Of each item that both scored, which share of its points each took off."""
    one, other = (
        {
            code: min(max(lost / available, 0.0), 1.0)
            for code, available, lost in zip(
                audit.items, audit.available.tolist(), audit.lost.tolist(), strict=True
            )
            if available > 0
        }
        for audit in (first, second)
    )
    return {code: (share, other[code]) for code, share in one.items() if code in other}


def _alpha(shares: Iterable[tuple[float, float]]) -> float | None:
    given = np.array(list(shares), dtype=np.float64).reshape(-1, 2)
    return krippendorff_alpha(given.T, "interval")


def _items(ground: Ground, apart: Apart) -> tuple[ItemDifference, ...]:
    gathered, people = ground.gathered, ground.people
    year, asked = gathered.year, gathered.items
    told = differences(gathered.lines, len(asked), year.units, year.inspectors)
    rows = []
    for n, (sheet, item) in enumerate(asked):
        points, both = float(gathered.points[n]), apart.get((sheet, item), ())
        mild, strict = (
            None if who == NOBODY else people[gathered.inspectors[who]]
            for who in (int(told.mild[n]), int(told.strict[n]))
        )
        sd, width = (_known(column[n] * points) for column in (told.sd, told.range))
        differing = sum(a != b for a, b in both)
        alpha = _alpha(both)
        rows.append(
            ItemDifference(
                sheet, item, points, sd, width, mild, strict, len(both), differing, alpha
            )
        )
    rows.sort(key=lambda row: (-(row.sd or 0.0), -row.differing, row.sheet, row.item))
    return tuple(rows)


def _score(audit: HandedIn) -> float:
    return min(max(audit.k2 / (audit.k1 - audit.k3), 0.0), 1.0) * HIGHEST


def _known(value: Floats | float) -> float | None:
    return None if np.isnan(value) else float(value)
