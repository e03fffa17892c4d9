"""A sheet a unit in the columns of the annex: every deduction with its clause and its remark."""

from __future__ import annotations

from dashboard.answer_words import answer_words
from dashboard.documents.cells import POINTS, Book, Page, Put
from dashboard.documents.deducted import Deduction, UnitDeductions
from dashboard.documents.ground import Ground
from dashboard.documents.layout import Layout
from dashboard.documents.words import title
from dashboard.looks import OCCASIONS, clause_text, grade_look, provisional_mark, score_text
from dashboard.standings import UnitStanding
from dashboard.standings.placing import place_label
from dashboard.words import _, language

WIDTHS = (6, 16, 18, 44, 9, 9, 36, 14, 12, 14)


def unit_page(book: Book, ground: Ground, layout: Layout, unit: UnitStanding) -> None:
    """How the unit stands, and the deductions behind it as far as the reader may see them."""
    page = book.page(layout.units[unit.row.id], WIDTHS)
    division = unit.row.division.name(language())
    page.head(
        f"{unit.row.name(language())} · {division}",
        f"{title(ground)} · {standing_words(ground, unit)}",
        unseen_words(ground, unit) or _single_words(layout),
        back=layout.ranking,
    )
    page.headings(
        _("No."),
        _("Sheet"),
        _("Clause"),
        _("Item assessed"),
        _("Full marks"),
        _("Deducted"),
        _("Remark"),
        _("Inspector"),
        _("Day"),
        _("Occasion"),
    )
    found = ground.deductions.get(unit.row.id)
    if found is not None:
        _lines(page, found)
    page.close()


def _single_words(layout: Layout) -> str:
    return _(
        "What every single audit deducted; points below zero were added. K follows from the mean "
        "of each sheet's audits: see “{sheet}”.",
        sheet=layout.formula,
    )


def standing_words(ground: Ground, unit: UnitStanding) -> str:
    """Score, grade and place in one line."""
    if unit.k is None:
        return _("Not scored: no submitted audit counts here. That is not 0.")
    words = [f"K {score_text(unit.k)}", grade_look(unit.grade).label]
    if unit.place is not None:
        words.append(f"{place_label(ground.told)} {unit.place}")
    return " · ".join(words) + provisional_mark(unit.provisional)


def unseen_words(ground: Ground, unit: UnitStanding) -> str:
    """Why no deductions are listed; empty where they are."""
    if unit.row.id in ground.deductions:
        return ""
    if unit.row.id in ground.gathered.differing:
        return _("The audits have changed since the seal; what was sealed is the sheets only.")
    return _("The single deductions are for the division's head, the unit and administrators.")


def remark(line: Deduction) -> str:
    """What was answered, and the note beside it."""
    words = answer_words(line.item, line.answer)
    return f"{words} · {line.note}" if line.note else words


def _lines(page: Page, found: UnitDeductions) -> None:
    first = page.row + 1
    for number, line in enumerate(found.lines, start=1):
        page.put(
            Put(number, "number"),
            Put(line.sheet.name.get(language())),
            Put(clause_text(str(line.item.reference))),
            Put(f"{line.item.code} {line.item.wording.get(language())}"),
            Put(line.item.rule.points, "number"),
            Put(line.lost, f"number {POINTS}"),
            Put(remark(line)),
            Put(line.audit.inspector),
            Put(line.audit.on.isoformat()),
            Put(_(OCCASIONS[line.audit.kind])),
        )
    if found.more:
        words = _("{number} more deductions, each with fewer points", number=f"{found.more:,}")
        empty = [Put(None)] * 4
        page.put(
            *(Put(None), Put(None), Put(None), Put(words), Put(None)),
            Put(found.more_lost, f"number {POINTS}"),
            *empty,
        )
    last = page.row
    total = f"=SUM(F{first}:F{last})" if last >= first else "=0"
    page.put(
        *(Put(None), Put(None), Put(None), Put(_("All deductions"), "strong"), Put(None)),
        Put(total, f"formula sum {POINTS}"),
        *[Put(None)] * 4,
    )
