"""A unit's figures of a month: looked at, kept as a draft, submitted, corrected with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from checklists.catalogue_loader import load_catalogue
from checklists.model import Sheet
from checklists.periods import Period
from checklists.scoring import SheetScore
from dashboard.looks import today
from dashboard.measured import taking
from dashboard.measured.errors import FiguresMissing, MonthToCome, SourceMissing
from dashboard.measured.fields import SHEETS, Refusal
from dashboard.measured.overview import Cell, Overview, look_over
from dashboard.measured.taking import Entry, Place, finish, name_source, take
from dashboard.photos import papers
from dashboard.photos.store import photo_store
from db import sources
from db.actors import Actor
from db.answers import CurrentAnswer, filled_sheet
from db.audits import get_audit
from db.errors import UnitNotFound
from db.rows import AuditRow, UnitRow
from db.scores import score_of
from db.session import database
from db.sources import SourceRow


@dataclass(frozen=True)
class SheetFigures:
    """A unit's figures on one sheet: the answers, what they score, and where they come from.

    Without an audit that whoever asks sees there are neither answers nor score.
    """

    sheet: Sheet
    cell: Cell
    answers: dict[str, CurrentAnswer]
    score: SheetScore | None
    source: SourceRow | None


@dataclass(frozen=True)
class UnitFigures:
    """A unit's figures of a month by sheet, and whether whoever asks may enter them."""

    unit: UnitRow
    period: Period
    may_enter: bool
    sheets: tuple[SheetFigures, ...]
    sealed: Period | None = None
    closing: Period | None = None

    def may_change(self, figures: SheetFigures) -> bool:
        """Whether whoever asks may enter a sheet of it now: what is closing begins nothing new."""
        foreign = figures.cell.by is not None and figures.cell.audit is None
        begins = figures.cell.audit is None and self.closing is not None
        return self.may_enter and self.sealed is None and not foreign and not begins


@dataclass(frozen=True)
class Saved:
    """What became of an entry: the audit that holds it, and the figures that were not taken.

    `lack` is what besides those is in the way of submitting it.
    """

    audit: AuditRow | None
    refusals: tuple[Refusal, ...]
    lack: FiguresMissing | SourceMissing | None


def overview(actor: Actor, period: str) -> Overview:
    """The figures of a month as far as the actor has a role for their units. Raises BadPeriod."""
    with database().read(actor) as session:
        return look_over(session, Period.parse(period))


def look(actor: Actor, unit: str, period: str) -> UnitFigures:
    """A unit's figures of a month, by the unit's code. Raises BadPeriod or UnitNotFound."""
    month = Period.parse(period)
    seen = overview(actor, period)
    row = next((one for one in seen.units if one.code == unit), None)
    if row is None:
        raise UnitNotFound(unit)
    with database().read(actor) as session:
        found = [_figures(session, code, seen.cell(row.id, code), month) for code in SHEETS]
    may_enter = row.id in seen.entered
    return UnitFigures(row, month, may_enter, tuple(found), seen.sealed, seen.closing)


def save(actor: Actor, unit: int, sheet: str, period: str, entry: Entry) -> Saved:
    """Keep what was entered as a draft; a figure that is refused is left out, others are kept.

    Raises MonthToCome, SourceMissing for a file without words, what `take` raises, EntryRefused
    for the source or StoreUnavailable.
    """
    month, now = Period.parse(period), datetime.now(UTC)
    if month.first_day > today():
        raise MonthToCome(period)
    if entry.paper is not None and not entry.words.strip():
        raise SourceMissing
    with database().write(actor) as session:
        audit, refusals = take(session, actor, Place(unit, sheet, month), entry, now)
    if audit is not None and entry.words.strip():
        if entry.paper is not None:
            # The file comes before its row, which never stands for bytes that are not there.
            papers.keep(photo_store(), entry.paper)
        with database().write(actor) as session:
            name_source(session, actor, audit, entry, now)
    with database().read(actor) as session:
        row = None if audit is None else get_audit(session, audit)
        lack = _lacking(session, load_catalogue().sheet(sheet, month.last_day), audit, refusals)
    return Saved(row, refusals, lack)


def submit(actor: Actor, audit: str) -> SheetScore:
    """Submit figures that are complete and have a source.

    Raises AuditNotFound, Forbidden or as `finish`.
    """
    with database().write(actor) as session:
        return finish(session, actor, audit, datetime.now(UTC))


def _lacking(
    session: Any, sheet: Sheet, audit: str | None, refusals: tuple[Refusal, ...]
) -> FiguresMissing | SourceMissing | None:
    refused = {one.item for one in refusals}
    if audit is not None:
        return taking.lacking(session, audit, refused)
    items = [item.code for item in sheet.items if item.code not in refused]
    return FiguresMissing(items, source=True) if items else SourceMissing()


def _figures(session: Any, code: str, cell: Cell, month: Period) -> SheetFigures:
    if cell.audit is None:
        sheet = load_catalogue().sheet(code, min(month.last_day, today()))
        return SheetFigures(sheet, cell, {}, None, None)
    filled = filled_sheet(session, cell.audit.id)
    stored = None if cell.is_open else score_of(session, cell.audit.id)
    return SheetFigures(
        filled.sheet,
        cell,
        filled.answers,
        filled.score() if stored is None else stored.score,
        sources.last_sources(session, [cell.audit.id]).get(cell.audit.id),
    )
