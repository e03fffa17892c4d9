"""Formula (2) laid open: the divisions beside each other, and each with its units."""

from __future__ import annotations

from decimal import Decimal

from checklists.exact import SCORE_DIGITS, plain
from dashboard.documents.cells import SIX, Book, Page, Put, grade
from dashboard.documents.formula_sheet import K1, K2, K3
from dashboard.documents.ground import Ground
from dashboard.documents.layout import FIRST, Layout
from dashboard.documents.sheet_names import reference
from dashboard.documents.words import figures_words, seen_words, title
from dashboard.looks import PROVISIONAL
from dashboard.standings import GroupStanding, UnitStanding
from dashboard.standings.placing import place_label
from dashboard.words import _, language

LIVE = f"formula number {SIX}"
SUM = f"formula sum {SIX}"


def divisions_page(book: Book, ground: Ground, layout: Layout) -> None:
    """The divisions by place and the company, with Q by formula beside the program's."""
    page = book.page(layout.groups, (8, 26, 13, 13, 15, 15, 12, 13, 12, 9, 10, 9), frozen=2)
    about = _("Q = Σ(p·q) ÷ Σp × 1000; units that are not scored drop out with their weight.")
    page.head(
        f"{_('Divisions')} · {title(ground)}",
        figures_words(ground),
        f"{about} {seen_words(ground)}".strip(),
    )
    page.headings(
        place_label(ground.told),
        _("Division"),
        "Σp",
        "Σ(p·q)",
        *_checked("Q"),
        _("Grade"),
        _("Standing"),
        _("Units counted"),
        _("Not scored"),
        _("Number of audits"),
    )
    first = page.row + 1
    for group in ground.told.divisions:
        _group(page, ground, layout, group)
    company = ground.told.company
    if company is not None:
        row, last = page.row + 1, page.row
        sums = [f"=SUM({column}{first}:{column}{last})" for column in "CD"] if last >= first else []
        page.put(
            Put(None),
            Put(_("Company"), "strong"),
            *(Put(formula, SUM) for formula in sums or ("=0", "=0")),
            *_q(ground, row, "C", "D", company),
            *_standing(company),
        )
    page.close()


def division_page(book: Book, ground: Ground, layout: Layout, group: GroupStanding) -> None:
    """The units of a division with both formulas, and its Q below."""
    if group.row is None:
        return
    page = book.page(
        layout.divisions[group.row.id], (26, 11, 13, 13, 13, 15, 15, 12, 13, 13, 13), frozen=1
    )
    about = _(
        "K = K2 ÷ (K1 − K3) × 1000, q = K ÷ 1000, Q = Σ(p·q) ÷ Σp × 1000. The formulas are live: "
        "their result stands beside the program's, with the difference."
    )
    name = group.row.name(language())
    page.head(f"{name} · {title(ground)}", figures_words(ground), about)
    page.headings(
        _("Unit"),
        _("p, difficulty coefficient"),
        "K1",
        "K2",
        "K3",
        *_checked("K"),
        _("q, score rate"),
        "p·q",
        _("Grade"),
    )
    for unit in group.units:
        _unit(page, ground, layout, unit)
    _total(page, ground, group)
    page.close()


def _unit(page: Page, ground: Ground, layout: Layout, unit: UnitStanding) -> None:
    row = page.row + 1
    first, last = layout.rows[unit.row.id]
    sums = [
        f"=SUM({reference(layout.formula, f'{column}{first}:{column}{last}')})"
        for column in (K1, K2, K3)
    ]
    full = _full(ground)
    k = f"MAX(0,MIN({full},D{row}/(C{row}-E{row})*{full}))"
    page.put(
        Put(unit.row.name(language()), "link", layout.units[unit.row.id]),
        Put(unit.coefficient, "number"),
        *(Put(formula, LIVE) for formula in sums),
        Put(f'=IF(C{row}=E{row},"{_("Not scored")}",{k})', LIVE),
        _programs(unit.k),
        Put(_difference(f"F{row}", f"G{row}"), LIVE),
        Put(f'=IF(ISNUMBER(F{row}),F{row}/{full},"")', LIVE),
        Put(f'=IF(ISNUMBER(F{row}),B{row}*I{row},"")', LIVE),
        grade(unit.grade),
    )


def _total(page: Page, ground: Ground, group: GroupStanding) -> None:
    last, row = page.row, page.row + 1
    weights = f"=SUMPRODUCT(ISNUMBER(F{FIRST}:F{last})*B{FIRST}:B{last})"
    page.put(
        Put("Σp, Σ(p·q)", "strong"),
        Put(weights, SUM),
        *(Put(None) for _column in "CDEFGHI"),
        Put(f"=SUM(J{FIRST}:J{last})", SUM),
        Put(None),
    )
    page.put(
        Put("Q", "strong"),
        *(Put(None) for _column in "BCDE"),
        *_q(ground, row, "B", "J", group),
        *(Put(None) for _column in "IJ"),
        grade(group.grade),
    )


def _group(page: Page, ground: Ground, layout: Layout, group: GroupStanding) -> None:
    if group.row is None:
        return
    row, sheet = page.row + 1, layout.divisions[group.row.id]
    total = layout.totals[group.row.id]
    page.put(
        Put(group.place, "number"),
        Put(group.row.name(language()), "link", sheet),
        Put(f"={reference(sheet, f'B{total}')}", LIVE),
        Put(f"={reference(sheet, f'J{total}')}", LIVE),
        *_q(ground, row, "C", "D", group),
        *_standing(group),
    )


def _standing(group: GroupStanding) -> list[Put]:
    return [
        grade(group.grade),
        Put(f"{PROVISIONAL.shape} {_(PROVISIONAL.word)}" if group.provisional else None),
        Put(group.mean.counted, "number"),
        Put(group.mean.left_out, "number"),
        Put(group.audits, "number"),
    ]


def _q(ground: Ground, sums: int, weight: str, weighted: str, group: GroupStanding) -> list[Put]:
    """Q by formula, the program's and the difference; `sums` is the row of both sums."""
    row = sums if weight == "C" else sums + 1
    column, beside = ("E", "F") if weight == "C" else ("F", "G")
    q = f"{weighted}{sums}/{weight}{sums}*{_full(ground)}"
    return [
        Put(f'=IF({weight}{sums}=0,"{_("Not scored")}",{q})', SUM),
        _programs(group.k, "sum"),
        Put(_difference(f"{column}{row}", f"{beside}{row}"), SUM),
    ]


def _programs(k: Decimal | None, kind: str = "number") -> Put:
    return Put(_("Not scored"), kind) if k is None else Put(k, f"{kind} {SIX}")


def _difference(formula: str, program: str) -> str:
    """The difference at the program's last digit; nothing where there is no score."""
    return f'=IF(ISNUMBER({formula}),ROUND({formula},{SCORE_DIGITS})-{program},"")'


def _checked(name: str) -> tuple[str, str, str]:
    return (
        _("{name} by formula", name=name),
        _("{name} of the program", name=name),
        _("Difference"),
    )


def _full(ground: Ground) -> str:
    return plain(ground.told.scheme.full_marks.value)
