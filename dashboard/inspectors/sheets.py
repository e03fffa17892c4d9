"""Which sheets people score by what they see, so that two of them can be compared."""

from __future__ import annotations

from checklists.catalogue_loader import load_catalogue
from dashboard.looks import today
from dashboard.measured.fields import SHEETS as MEASURED


def sheets_to_score() -> tuple[str, ...]:
    """The sheets that hold today, but for those whose figures come from systems."""
    return tuple(code for code in load_catalogue().sheets(today()) if code not in MEASURED)
