"""The figures of a month as a workbook: the template, what a file would do, and writing it."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

from checklists.catalogue_loader import load_catalogue
from checklists.periods import Period
from dashboard.imports.previews import Preview, preview_of
from dashboard.imports.reading import read_rows
from dashboard.imports.workbook import read_sheets
from dashboard.looks import today
from dashboard.measured.comparing import Comparison, FigureLine, Known
from dashboard.measured.errors import FiguresSubmitted, MonthToCome
from dashboard.measured.fields import SHEETS, figure_fields, is_list
from dashboard.measured.overview import look_over
from dashboard.measured.taking import Entry, Place, finish, take
from dashboard.measured.workbook import COUNT, OUTAGES, column_key, sheets_on
from dashboard.measured.workbook import template as drawn
from dashboard.photos import papers
from dashboard.photos.papers import XLSX, Paper
from dashboard.photos.store import photo_store
from dashboard.words import language
from db import measured, sources
from db.actors import Actor, Forbidden
from db.errors import ChangedMeanwhile
from db.period_guard import hold_still
from db.rows import UnitRow
from db.session import database
from db.trail import note

Rows = dict[str, list[dict[str, Any]]]


def template(actor: Actor, period: str) -> bytes:
    """A workbook with the units whoever asks enters figures for, and what is there already.

    In the reader's language. Raises Forbidden, BadPeriod or MonthToCome.
    """
    known = _known_to(actor, period)
    rows: Rows = {code: [] for code in (*SHEETS, OUTAGES)}
    for unit in known.seen.units:
        if unit.id in known.seen.entered:
            _fill_in(rows, known, unit)
    return drawn(_day(known.month), rows, str(known.month))


def preview(actor: Actor, period: str, content: bytes) -> Preview[FigureLine]:
    """What a file would do; nothing is written.

    Raises Forbidden, FileRefused, BadPeriod or MonthToCome.
    """
    return _preview(content, _known_to(actor, period))


def apply(
    actor: Actor,
    period: str,
    content: bytes,
    file: str,
    *,
    seal: str,
    reason: str = "",
    submit: bool = False,
) -> Counter[str]:
    """Write the good rows that were shown, all or none, with the file as their source.

    What is submitted already is corrected, for a reason; with `submit` what is complete is
    submitted at once. How many rows of each change there were, and how many were submitted.
    Raises Forbidden, FileRefused, ChangedMeanwhile where it would no longer do what was shown,
    FiguresSubmitted without a reason, StoreUnavailable or what the data layer refuses.
    """
    now, month = datetime.now(UTC), Period.parse(period)
    shown = preview(actor, period, content)
    if any(line.corrects for line in shown.lines) and not reason.strip():
        raise FiguresSubmitted
    paper = Paper(papers.plain_name(file), content, hashlib.sha256(content).hexdigest(), XLSX)
    # The file comes before the rows that name it, and no lock is held while it is kept.
    papers.keep(photo_store(), paper)
    done: Counter[str] = Counter()
    with database().write(actor) as session:
        hold_still(session)
        shown = _preview(content, _known(session, actor, month))
        if shown.seal != seal:
            raise ChangedMeanwhile
        for line in shown.lines:
            done[line.change] += 1
            if line.change != "same":
                audit = _write(session, actor, line, month, paper=paper, reason=reason, now=now)
                if submit and line.complete:
                    finish(session, actor, audit, now)
                    done["submitted"] += 1
        if not shown.is_idle:
            told = {**done, "faults": len(shown.faults), "file": paper.name}
            note(session, "imported", "period", period, after=told)
    return done


def _write(
    session: Any,
    actor: Actor,
    line: FigureLine,
    month: Period,
    *,
    paper: Paper,
    reason: str,
    now: datetime,
) -> str:
    entry = Entry(line.typed, words=line.words, paper=paper, reason=reason)
    place = Place(line.unit.id, line.sheet, month)
    audit, refusals = take(session, actor, place, entry, now)
    if audit is None or refusals:
        raise ChangedMeanwhile
    sources.add_source(session, audit, actor.me, papers.source_of(line.words, paper), now)
    return audit


def _preview(content: bytes, known: Known) -> Preview[FigureLine]:
    sheets = read_sheets(content)
    rows, faults = read_rows(sheets, sheets_on(_day(known.month)))
    found = Comparison(known, faults)
    found.compare(rows)
    order = {sheet.name: place for place, sheet in enumerate(sheets)}
    found.faults.sort(key=lambda fault: (order.get(fault.sheet, 0), fault.row))
    return preview_of(found.lines, found.faults, (line.told for line in found.lines))


def _known_to(actor: Actor, period: str) -> Known:
    month = Period.parse(period)
    if month.first_day > today():
        raise MonthToCome(period)
    with database().read(actor) as session:
        return _known(session, actor, month)


def _known(session: Any, actor: Actor, month: Period) -> Known:
    seen = look_over(session, month)
    if not seen.entered and not actor.may_all:
        raise Forbidden
    audits = [cell.audit.id for cell in seen.cells.values() if cell.audit is not None]
    words = {key: row.words for key, row in sources.last_sources(session, audits).items()}
    return Known(month, seen, measured.present_answers(session, audits), words)


def _day(month: Period) -> date:
    return min(month.last_day, today())


def _fill_in(rows: Rows, known: Known, unit: UnitRow) -> None:
    for code in SHEETS:
        cell = known.seen.cell(unit.id, code)
        answers = known.answers.get(cell.audit.id, {}) if cell.audit else {}
        row: dict[str, Any] = {
            "unit": unit.code,
            "name": unit.name(language()),
            "period": str(known.month),
            "source": known.words.get(cell.audit.id) if cell.audit else None,
        }
        sheet = load_catalogue().sheet(code, _day(known.month))
        for item in sheet.items:
            answer = answers.get(item.code)
            if answer is None:
                continue
            if is_list(item):
                row[column_key(item.code, COUNT)] = len(answer.get("outages", ()))
                rows[OUTAGES] += [
                    {"unit": unit.code, **one, "on": date.fromisoformat(one["on"])}
                    for one in answer.get("outages", ())
                ]
            for one in figure_fields(item):
                row[column_key(item.code, one.key)] = answer.get(one.key)
        rows[code].append(row)
