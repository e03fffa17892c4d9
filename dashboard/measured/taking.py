"""Taking figures into their audit: begun, gone on with or corrected; nothing silently replaced."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from checklists.agreement import contradictions
from checklists.catalogue_loader import load_catalogue
from checklists.model import Sheet
from checklists.periods import Period
from checklists.scoring import SheetScore
from dashboard.looks import today
from dashboard.measured.errors import (
    FiguresChanged,
    FiguresDisagree,
    FiguresMissing,
    FiguresSubmitted,
    NothingEntered,
    SourceMissing,
)
from dashboard.measured.fields import OCCASIONS, Refusal, Typed
from dashboard.measured.reading import Reading, Taken
from dashboard.photos.papers import Paper, source_of
from db import measured, sources
from db.actors import Actor
from db.answers import CurrentAnswer, filled_sheet, record_operations
from db.closing import submit_audit
from db.correcting import correct_audit
from db.incoming import NONE_SEEN, Operation
from db.locking import lock_audit
from db.rows import AuditRow

SUBJECT = 80
"""So many signs of the first source are the audit's subject."""


@dataclass(frozen=True)
class Entry:
    """What somebody entered on a sheet: items that were touched, the source, the reason.

    `bases` are the operations behind the answers that were on the screen, by item; None takes
    those there are, as a file does whose comparison was shown.
    """

    typed: Mapping[str, Typed]
    bases: Mapping[str, str] | None = None
    words: str = ""
    paper: Paper | None = None
    reason: str = ""


@dataclass(frozen=True)
class Place:
    """Of what the figures are: the unit by its number, the sheet by its code, and the month."""

    unit: int
    sheet: str
    month: Period

    @property
    def day(self) -> date:
        """The day of the figures: the month's last one, or today while it runs."""
        return min(self.month.last_day, today())


def check_seen(
    taken: Taken, answers: Mapping[str, CurrentAnswer], bases: Mapping[str, str]
) -> None:
    """Raises FiguresChanged where an answer is not the one that was on the screen."""
    unseen = [
        now
        for code in taken
        if (now := answers.get(code)) and now.operation_id != bases.get(code, "")
    ]
    if unseen:
        last = max(unseen, key=lambda now: now.at)
        raise FiguresChanged([now.item for now in unseen], last.by, last.at)


def take(
    session: Any, actor: Actor, place: Place, entry: Entry, now: datetime
) -> tuple[str | None, tuple[Refusal, ...]]:
    """The audit that holds the figures now, and those that were refused; None was not begun.

    Raises Forbidden, FiguresChanged, FiguresSubmitted without a reason, FiguresThere,
    NothingEntered, UnitNotFound, UnitClosed or what a correction refuses.
    """
    held = _held(measured.figures_of(session, str(place.month), [place.sheet], place.unit))
    sheet, answers = _present(session, place, held)
    reading = Reading(sheet, {code: now.answer for code, now in answers.items()})
    reading.read(entry.typed, place.month, place.day)
    if entry.bases is not None:
        check_seen(reading.taken, answers, entry.bases)
    if not reading.taken and not entry.words.strip():
        if reading.refusals:
            return (held.id if held else None), tuple(reading.refusals)
        if held is None:
            raise NothingEntered
    if held is None:
        audit = _begun(session, actor, place, sheet, words=entry.words, now=now)
    else:
        audit = _opened(session, actor, held, entry.reason, now)
    until = _told_until(place, held, reading.taken)
    if until is not None:
        measured.bring_up_to(session, audit, actor.me, until)
    if reading.taken:
        _record(session, actor, audit, reading.taken, now)
    return audit, tuple(reading.refusals)


def name_source(session: Any, actor: Actor, audit: str, entry: Entry, now: datetime) -> None:
    """Name the source of figures; the words that stand there already, without a file, are kept."""
    known = sources.sources_of(session, audit)
    if entry.paper is None and known and known[-1].words == entry.words.strip():
        return
    new = source_of(entry.words, entry.paper)
    sources.add_source(session, audit, actor.me, new, now)


def finish(session: Any, actor: Actor, audit: str, now: datetime) -> SheetScore:
    """Submit figures that are complete and have a source.

    Raises AuditNotFound, Forbidden, SourceMissing, FiguresMissing, FiguresDisagree or what
    `db.closing.submit_audit` raises.
    """
    lock_audit(session, audit, actor.me)
    lack = lacking(session, audit)
    if lack is not None:
        raise lack
    filled = filled_sheet(session, audit)
    given = {code: now.answer for code, now in filled.answers.items()}
    if found := contradictions(filled.sheet.code, given):
        raise FiguresDisagree(found)
    return submit_audit(session, audit, actor.me, now)


def lacking(
    session: Any, audit: str, but: Collection[str] = ()
) -> FiguresMissing | SourceMissing | None:
    """All that figures lack before they can be submitted, but for some items."""
    filled = filled_sheet(session, audit)
    items = [code for code in filled.score().unanswered if code not in but]
    no_source = not sources.sources_of(session, audit)
    if items:
        return FiguresMissing(items, source=no_source)
    return SourceMissing() if no_source else None


def _held(rows: Iterable[AuditRow]) -> AuditRow | None:
    """What is open, else the newest that is submitted."""
    found = list(rows)
    return next((row for row in found if row.state != "submitted"), found[0] if found else None)


def _present(
    session: Any, place: Place, held: AuditRow | None
) -> tuple[Sheet, Mapping[str, CurrentAnswer]]:
    if held is None:
        return load_catalogue().sheet(place.sheet, place.day), {}
    filled = filled_sheet(session, held.id)
    return filled.sheet, filled.answers


def _told_until(place: Place, held: AuditRow | None, taken: Taken) -> date | None:
    """To which day open figures are brought; a correction keeps its day but for a later outage."""
    if held is None or (held.state != "submitted" and held.corrects is None):
        return place.day
    rows = [row for answer in taken.values() for row in (answer or {}).get("outages", ())]
    return max((date.fromisoformat(row["on"]) for row in rows), default=None)


def _begun(
    session: Any, actor: Actor, place: Place, sheet: Sheet, *, words: str, now: datetime
) -> str:
    return measured.begin_figures(
        session,
        unit_id=place.unit,
        sheet=sheet,
        period=str(place.month),
        kind=OCCASIONS[place.sheet],
        subject=words.strip()[:SUBJECT],
        audited_on=place.day,
        inspector_id=actor.me,
        now=now,
    ).id


def _opened(session: Any, actor: Actor, held: AuditRow, reason: str, now: datetime) -> str:
    """What is open is gone on with; what is submitted is corrected, which needs a reason."""
    if held.state != "submitted":
        return held.id
    if not reason.strip():
        raise FiguresSubmitted
    return correct_audit(session, held.id, actor.me, reason, now).id


def _record(session: Any, actor: Actor, audit: str, taken: Taken, now: datetime) -> None:
    filled, client = filled_sheet(session, audit), str(uuid4())
    operations = []
    for number, (code, answer) in enumerate(taken.items(), start=filled.sequence + 1):
        present = filled.answers.get(code)
        operations.append(
            Operation(
                id=str(uuid4()),
                item=code,
                client=client,
                sequence=number,
                answer=answer,
                note=present.note if present else "",
                made_at=now,
                base=present.operation_id if present else NONE_SEEN,
            )
        )
    for result in record_operations(session, audit, actor.me, operations, now):
        if result.refusal is not None:
            raise result.refusal
