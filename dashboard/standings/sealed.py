"""What is frozen of a period as plain JSON, and the standings that are read from it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from checklists.coverage import Missing
from checklists.exact import plain
from checklists.model import Scheme, Sheet
from checklists.periods import Period
from checklists.ranking import shared_ranks
from checklists.sealed import (
    Content,
    exact_of,
    group_figures,
    group_mean,
    unit_figures,
    unit_score,
)
from checklists.standing_rules import StandingRules
from dashboard.standings.rows import GroupStanding, SealMark, Standings, UnitStanding
from db.rows import DivisionRow, UnitRow
from db.seal_audits import SealedAudit

FORMAT = 1
"""Counts on when something is frozen in another way."""


def content_of(stands: Standings, audits: Sequence[SealedAudit]) -> Content:
    """All that a seal keeps of the standings of a whole period and of the audits behind them."""
    versions = sorted({str(audit.rules) for audit in audits})
    return {
        "format": FORMAT,
        "period": str(stands.period),
        "months": list(stands.period.months),
        "scheme": stands.scheme.model_dump(mode="json", exclude_none=True),
        "sheets": {
            sheet.code: {"hash": sheet.content_hash, "points": plain(sheet.points)}
            for sheet in stands.sheets
        },
        "units": [_unit(unit) for unit in sorted(stands.units, key=lambda one: one.row.code)],
        "divisions": [
            _group(stands.scheme, group)
            for group in sorted(stands.divisions, key=lambda one: one.row.code if one.row else "")
        ],
        "company": None if stands.company is None else _group(stands.scheme, stands.company),
        "standing_rules": stands.rules.model_dump(mode="json", exclude_none=True),
        "rules": versions,
        "audits": [[*one[:3], versions.index(str(one.rules)), *one[4:]] for one in audits],
    }


def standings_from(
    content: Content, sheets: Iterable[Sheet], period: Period, mark: SealMark
) -> Standings:
    """The standings a seal keeps, as far as its content was handed out.

    Places are among those that are seen, as in every ranking. `sheets` are those of the content.
    """
    scheme = Scheme.model_validate(content["scheme"])
    found = [_unit_standing(unit, content["scheme"]) for unit in content["units"]]
    places = shared_ranks({unit.row.id: unit.score.rate for unit in found})
    units = [_placed(unit, places[unit.row.id]) for unit in found]
    ranks = shared_ranks({one["id"]: group_mean(one).rate for one in content["divisions"]})
    divisions = [
        _group_standing(one, [u for u in units if u.row.division.id == one["id"]], ranks[one["id"]])
        for one in content["divisions"]
    ]
    company = content["company"]
    return Standings(
        period=period,
        scheme=scheme,
        sheets=tuple(sheets),
        company=None if company is None else _group_standing(company, units, None),
        divisions=tuple(sorted(divisions, key=_order)),
        units=tuple(sorted(units, key=_order)),
        whole=company is not None,
        rules=StandingRules.model_validate(content["standing_rules"]),
        seal=mark,
    )


def _unit(unit: UnitStanding) -> Content:
    row, of = unit.row, unit.row.division
    return {
        "id": row.id,
        "code": row.code,
        "zh": row.name_zh,
        "en": row.name_en,
        "closed_on": None if row.closed_on is None else row.closed_on.isoformat(),
        "division": of.id,
        "division_named": [of.code, of.name_zh, of.name_en],
        "moved": None if unit.moved is None else unit.moved.isoformat(),
        "coefficient": plain(unit.coefficient),
        "waiting": unit.waiting,
        "provisional": unit.provisional,
        "missing": [asdict(lack) for lack in unit.missing],
        **unit_figures(unit.score, unit.place),
    }


def _group(scheme: Scheme, group: GroupStanding) -> Content:
    row = group.row
    named: Content = {"id": None, "code": ""}
    if row is not None:
        named = {"id": row.id, "code": row.code, "zh": row.name_zh, "en": row.name_en}
    return {
        **named,
        "provisional": group.provisional,
        "missing": [asdict(lack) for lack in group.missing],
        **group_figures(scheme, group.mean, group.place),
    }


def _unit_standing(unit: Content, scheme: dict[str, Any]) -> UnitStanding:
    division = DivisionRow(unit["division"], *unit["division_named"])
    row = UnitRow(
        unit["id"], unit["code"], unit["zh"], unit["en"], division, _day(unit["closed_on"])
    )
    score = unit_score(unit)
    full = exact_of(scheme["full_marks"]["value"])
    return UnitStanding(
        row=row,
        place=None,
        score=score,
        exact=None if score.rate is None or full is None else score.rate * full,
        coefficient=Decimal(unit["coefficient"]),
        waiting=unit["waiting"],
        missing=_missing(unit),
        moved=_day(unit["moved"]),
    )


def _placed(unit: UnitStanding, place: int | None) -> UnitStanding:
    return UnitStanding(**{**vars(unit), "place": place})


def _group_standing(
    group: Content, units: Sequence[UnitStanding], place: int | None
) -> GroupStanding:
    row = None
    if group["id"] is not None:
        row = DivisionRow(group["id"], group["code"], group["zh"], group["en"])
    return GroupStanding(
        row=row,
        place=place,
        mean=group_mean(group),
        exact=exact_of(group["exact"]),
        grade=group["grade"],
        units=tuple(sorted(units, key=_order)),
        missing=_missing(group),
    )


def _missing(figures: Content) -> tuple[Missing, ...]:
    return tuple(Missing(**lack) for lack in figures["missing"])


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _order(standing: UnitStanding | GroupStanding) -> tuple[bool, int, str]:
    code = "" if standing.row is None else standing.row.code
    return standing.place is None, standing.place or 0, code
