"""Formula (1) laid open: K1, K2 and K3 of every sheet at every unit, as means over its audits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from checklists.rollup import SheetMeans
from dashboard.documents.cells import POINTS, Book, Page, Put
from dashboard.documents.ground import Ground
from dashboard.documents.layout import Layout
from dashboard.documents.words import figures_words, title
from dashboard.standings import UnitStanding
from dashboard.words import _, language

WIDTHS = (20, 26, 26, 9, 13, 13, 13, 13, 13, 13)
K1, K2, K3 = "H", "I", "J"
"""The columns of the means."""


def formula_page(book: Book, ground: Ground, layout: Layout) -> None:
    """A row a sheet of a unit: its audits, their sums, and the means that formula (1) adds up."""
    page = book.page(layout.formula, WIDTHS, frozen=3)
    about = _(
        "K = K2 ÷ (K1 − K3) × 1000 over all sheets of a unit. Several audits of a sheet enter as "
        "their mean; a sheet nobody filled in has all its points in K3."
    )
    page.head(f"{_('Formula (1)')} · {title(ground)}", figures_words(ground), about)
    page.headings(
        _("Division"),
        _("Unit"),
        _("Sheet"),
        _("Number of audits"),
        *(_("{name}, sum of the audits", name=name) for name in ("K1", "K2", "K3")),
        *(_("{name}, mean", name=name) for name in ("K1", "K2", "K3")),
    )
    names = {sheet.code: sheet.name.get(language()) for sheet in ground.told.sheets}
    names |= {code: sheet.name.get(language()) for code, sheet in ground.gathered.sheets.items()}
    for unit in ground.units:
        for means in unit.score.sheets:
            _row(page, unit, means, names.get(means.sheet, means.sheet))
    page.close()


def _row(page: Page, unit: UnitStanding, means: SheetMeans, name: str) -> None:
    row = page.row + 1
    told = (Put(unit.row.division.name(language())), Put(unit.row.name(language())), Put(name))
    values = (means.k1, means.k2, means.k3)
    if means.audits:
        sums = [Put(_exact(value * means.audits), f"number {POINTS}") for value in values]
        each = [Put(f"={column}{row}/D{row}", f"formula number {POINTS}") for column in "EFG"]
    else:
        sums = [Put(None, "number")] * 3
        each = [Put(_exact(value), f"number {POINTS}") for value in values]
    page.put(*told, Put(means.audits, "number"), *sums, *each)


def _exact(value: Fraction) -> Decimal:
    """A sum of points as a decimal, which it always is."""
    return Decimal(value.numerator) / Decimal(value.denominator)
