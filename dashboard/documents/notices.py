"""Result notices as a Word file: how a unit stands, its sheets, and what was deducted by clause."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checklists.exact import half_up
from checklists.rollup import SheetMeans, UnitScore
from dashboard.documents import docx_parts as parts
from dashboard.documents.deducted import Deduction
from dashboard.documents.ground import Ground, Progress
from dashboard.documents.unit_sheets import remark, standing_words, unseen_words
from dashboard.documents.words import figures_words
from dashboard.looks import clause_text, period_text, points_text, score_text
from dashboard.standings.rows import UnitStanding
from dashboard.words import _, language

LONGEST = 160
"""So many signs of a remark are told; all of it stands in the workbook and on the pages."""


@dataclass
class Found:
    """What was deducted on one item over all audits of the period."""

    last: Deduction
    audits: int = 0
    lost: Decimal = field(default_factory=Decimal)


def notices(
    ground: Ground, units: Sequence[UnitStanding], told: Progress = lambda _part: None
) -> bytes:
    """A notice a unit, each on pages of its own; `told` hears how much is done."""
    made = parts.document()
    for number, unit in enumerate(units, start=1):
        if number > 1:
            parts.new_page(made)
        _notice(made, ground, unit)
        told(number / (len(units) + 1))
    content = io.BytesIO()
    made.save(content)
    told(1.0)
    return content.getvalue()


def _notice(made: Any, ground: Ground, unit: UnitStanding) -> None:
    period = period_text(str(ground.period))
    parts.title(made, _("Result notice"))
    to = f"{unit.row.division.name(language())} · {unit.row.name(language())}"
    parts.say(made, _("To: {unit}", unit=to), bold=True)
    words = _("The service quality evaluation of {period} has this result for your unit:")
    parts.say(made, words.format(period=period))
    parts.say(made, standing_words(ground, unit), bold=True)
    sealed = ground.told.seal is not None
    parts.say(made, figures_words(ground), quiet=sealed, bold=not sealed)
    made.add_paragraph(_("Sheets"), style="Heading 1")
    rows = [*_sheets(ground, unit), _together(unit)]
    parts.table(made, _sheet_headings(), rows, (6, 2, 3, 3, 3), (1, 2, 3, 4))
    if unit.score.rate is not None:
        parts.say(made, _formula(ground, unit))
    made.add_paragraph(_("Deductions"), style="Heading 1")
    _deductions(made, ground, unit)
    _signing(made)


def _sheet_headings() -> list[str]:
    return [
        _("Sheet"),
        _("Number of audits"),
        _("Points scored"),
        _("Points obtained"),
        _("Points lost"),
    ]


def _sheets(ground: Ground, unit: UnitStanding) -> Iterable[list[str]]:
    names = {code: sheet.name.get(language()) for code, sheet in ground.gathered.sheets.items()}
    for means in unit.score.sheets:
        shown = [_points(value) for value in _three(means)] if means.audits else ["–"] * 3
        yield [names.get(means.sheet, means.sheet), str(means.audits), *shown]


def _together(unit: UnitStanding) -> list[str]:
    """The sums that formula (1) goes by."""
    score, sums = unit.score, _three(unit.score)
    return [_("Together"), str(score.audits), *(_points(value) for value in sums)]


def _three(sums: SheetMeans | UnitScore) -> tuple[Fraction, Fraction, Fraction]:
    """The points that were scored, reached and lost."""
    scored = sums.k1 - sums.k3
    return scored, sums.k2, scored - sums.k2


def _formula(ground: Ground, unit: UnitStanding) -> str:
    scored, reached, _lost = map(_points, _three(unit.score))
    return _(
        "K = points obtained ÷ points scored × {full} = {reached} ÷ {scored} × {full} = {k}. "
        "Several audits of a sheet enter as their mean.",
        full=points_text(ground.told.scheme.full_marks.value),
        reached=reached,
        scored=scored,
        k=score_text(unit.k),
    )


def _points(value: Fraction) -> str:
    return points_text(half_up(value, 2))


def _deductions(made: Any, ground: Ground, unit: UnitStanding) -> None:
    found = ground.deductions.get(unit.row.id)
    if found is None:
        parts.say(made, unseen_words(ground, unit))
        return
    if not found.lines:
        parts.say(made, _("Nothing was deducted."))
        return
    headings = (
        _("Clause"),
        _("Item assessed"),
        _("Full marks"),
        _("Audits with a finding"),
        _("Points lost in all"),
        _("Remark of the last one"),
    )
    rows = [_found(one) for one in _by_item(found.lines)]
    parts.table(made, headings, rows, (2.6, 5.6, 1.4, 1.5, 1.7, 4.2), (2, 3, 4))
    if found.more:
        words = _("{number} more deductions with {points} points together are not told one by one.")
        points = points_text(found.more_lost)
        parts.say(made, words.format(number=f"{found.more:,}", points=points), quiet=True)
    parts.say(made, _("Points below zero were added."), quiet=True)


def _by_item(lines: Iterable[Deduction]) -> list[Found]:
    found: dict[tuple[str, str], Found] = {}
    for line in lines:
        one = found.setdefault((line.sheet.code, line.item.code), Found(line))
        one.audits += 1
        one.lost += line.lost
        if line.audit.on >= one.last.audit.on:
            one.last = line
    return list(found.values())


def _found(one: Found) -> list[str]:
    item = one.last.item
    words = remark(one.last)
    short = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    return [
        clause_text(str(item.reference)),
        f"{item.code} {item.wording.get(language())}",
        points_text(item.rule.points),
        str(one.audits),
        points_text(one.lost),
        f"{one.last.audit.on.isoformat()} {short}",
    ]


def _signing(made: Any) -> None:
    for words in (_("Issued by"), _("Received for the unit by"), _("Day")):
        parts.say(made, f"{words}{_(': ')}{parts.BLANK}")
