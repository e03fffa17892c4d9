"""Documents of a period for whoever may have them; that one was made stands in the trail."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.periods import Period
from dashboard.documents.ground import Progress, ground
from dashboard.documents.words import as_of_words, file_name
from dashboard.documents.workbook import workbook as excel
from dashboard.explaining.gathered import PlaceUnseen
from dashboard.exports.copy import safe_part
from dashboard.meeting import ground as meeting
from dashboard.meeting.ground import Figures
from dashboard.words import _, language, period_words
from db.actors import Actor
from db.meetings.reading import Minutes
from db.session import database
from db.trail import note

OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = f"{OFFICE}.spreadsheetml.sheet"
PPTX = f"{OFFICE}.presentationml.presentation"
DOCX = f"{OFFICE}.wordprocessingml.document"
READ = 0.3
"""What of the work is done when all figures are read."""


@dataclass(frozen=True)
class Made:
    """A file as it is handed out."""

    name: str
    media_type: str
    content: bytes


def workbook(actor: Actor, period: Period, told: Progress = lambda _part: None) -> Made:
    """Ranking, both formulas and a sheet a unit as an Excel workbook.

    Raises Forbidden or NothingToTell.
    """
    found = ground(actor, period)
    content = excel(found, _rest(told))
    _note(actor, period, "xlsx")
    return Made(file_name(found, _("Evaluation result"), "xlsx"), XLSX, content)


def slides(actor: Actor, period: Period, told: Progress = lambda _part: None) -> Made:
    """The slides of the meeting as a PowerPoint file, for those who see the whole period ranked.

    Raises Forbidden.
    """
    from dashboard.documents.slides import slides as powerpoint

    found, held = _meeting(actor, period)
    content = powerpoint(found, held, _as_of(found), _rest(told))
    _note(actor, period, "pptx")
    return Made(_named(found, _("Evaluation meeting"), "pptx"), PPTX, content)


def minutes(actor: Actor, period: Period, told: Progress = lambda _part: None) -> Made:
    """The minutes of the meeting as a Word file, for those who see the whole period ranked.

    Raises Forbidden.
    """
    from dashboard.documents.minutes import minutes as word

    found, held = _meeting(actor, period)
    rest = _rest(told)
    content = word(found, held, _as_of(found))
    _note(actor, period, "minutes.docx")
    rest(1.0)
    return Made(_named(found, _("Minutes"), "docx"), DOCX, content)


def notices(
    actor: Actor,
    period: Period,
    told: Progress = lambda _part: None,
    *,
    unit: str | None = None,
) -> Made:
    """The result notices of all units one sees, or of one by its code, as a Word file.

    Raises Forbidden, NothingToTell or PlaceUnseen.
    """
    from dashboard.documents.notices import notices as word

    found = ground(actor, period)
    units = [one for one in found.units if unit in (None, one.row.code)]
    if not units:
        raise PlaceUnseen
    content = word(found, units, _rest(told))
    _note(actor, period, "notices.docx", unit)
    name = units[0].row.name(language()) if unit else _("all units")
    return Made(file_name(found, _("Result notice"), "docx", name), DOCX, content)


def _meeting(actor: Actor, period: Period) -> tuple[Figures, Minutes]:
    return meeting.figures(actor, period), meeting.taken_down(actor, period)


def _as_of(found: Figures) -> str:
    return as_of_words(found.stands.seal, found.state, found.at)


def _named(found: Figures, kind: str, ending: str) -> str:
    return f"{safe_part(kind)}_{safe_part(period_words(found.period))}.{ending}"


def _note(actor: Actor, period: Period, kind: str, unit: str | None = None) -> None:
    told = {"file": kind} if unit is None else {"file": kind, "unit": unit}
    with database().write(actor) as session:
        note(session, "exported", "period", period, after=told)


def _rest(told: Progress) -> Progress:
    """Tells of writing as what is left after reading."""
    told(READ)
    return lambda part: told(READ + (1 - READ) * part)
