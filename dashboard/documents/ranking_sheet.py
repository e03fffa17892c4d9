"""The first sheet of the workbook: all units by place, with what they had in the period before."""

from __future__ import annotations

from decimal import Decimal

from dashboard.documents.cells import Book, Put, grade, score
from dashboard.documents.ground import Ground
from dashboard.documents.layout import Layout
from dashboard.documents.words import figures_words, seen_words, title
from dashboard.looks import PROVISIONAL, period_text, shown_score
from dashboard.standings import UnitStanding
from dashboard.standings.placing import place_label
from dashboard.words import _, language

WIDTHS = (8, 26, 20, 12, 13, 13, 11, 9, 12, 11, 10)


def ranking_page(book: Book, ground: Ground, layout: Layout) -> None:
    """Place, unit, score and grade, and by how much it moved; a unit's name leads to its sheet."""
    page = book.page(layout.ranking, WIDTHS, frozen=2)
    page.head(title(ground), figures_words(ground), _about(ground))
    earlier = period_text(str(ground.period.previous))
    page.headings(
        place_label(ground.told),
        _("Unit"),
        _("Division"),
        _("K out of 1000"),
        _("Grade"),
        _("Standing"),
        _("p, difficulty coefficient"),
        _("Number of audits"),
        _("K, {period}", period=earlier),
        _("Place, {period}", period=earlier),
        _("Change"),
    )
    before = {} if ground.before is None else {one.row.id: one for one in ground.before.units}
    for unit in ground.units:
        was = before.get(unit.row.id)
        page.put(
            Put(unit.place, "number"),
            Put(unit.row.name(language()), "link", layout.units[unit.row.id]),
            Put(unit.row.division.name(language())),
            score(unit.k),
            grade(unit.grade),
            Put(f"{PROVISIONAL.shape} {_(PROVISIONAL.word)}" if unit.provisional else None),
            Put(unit.coefficient, "number"),
            Put(unit.audits, "number"),
            Put(None) if was is None else score(was.k),
            Put(None if was is None else was.place, "number"),
            Put(_moved(unit, was), "number +0.0##;−0.0##;0.0"),
        )
    page.close()


def _moved(unit: UnitStanding, was: UnitStanding | None) -> Decimal | None:
    if unit.k is None or was is None or was.k is None:
        return None
    return shown_score(unit.k) - shown_score(was.k)


def _about(ground: Ground) -> str:
    words = _(
        "Touch a unit to see where its points were lost. A unit without a score has no place; "
        "that is not 0."
    )
    return f"{seen_words(ground)} {words}".strip()
