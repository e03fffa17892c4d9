"""Documents of a period for whoever may have them; that one was made stands in the trail."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.periods import Period
from dashboard.documents.ground import Ground, Progress, ground
from dashboard.documents.words import file_name
from dashboard.documents.workbook import workbook as excel
from dashboard.words import _
from db.actors import Actor
from db.session import database
from db.trail import note

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    found = _taken(actor, period, "xlsx")
    content = excel(found, _rest(told))
    return Made(file_name(found, _("Evaluation result"), "xlsx"), XLSX, content)


def _taken(actor: Actor, period: Period, kind: str, *, items: bool = False) -> Ground:
    found = ground(actor, period, items=items)
    with database().write(actor) as session:
        note(session, "exported", "period", period, after={"file": kind})
    return found


def _rest(told: Progress) -> Progress:
    """Tells of writing as what is left after reading."""
    told(READ)
    return lambda part: told(READ + (1 - READ) * part)
