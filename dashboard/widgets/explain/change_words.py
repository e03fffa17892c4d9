"""What changed since the period before, in sentences."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from checklists.exact import SCORE_DIGITS, half_up
from dashboard.charts.waterfall import signed
from dashboard.explaining.changed import Changed, ChangedPart
from dashboard.looks import grade_look, period_text, score_text
from dashboard.widgets.explain.names import part_name
from dashboard.words import _, language


def sentence(told: Changed, was: Decimal, now: Decimal) -> str:
    """Both scores, the difference, and what brought most either way."""
    words = (
        _("**{now}** in {period}, {before} in {earlier}: {moved} points.")
        if now != was
        else _("**{now}** in {period}, as in {earlier}.")
    )
    grades = [_grade(side) for side in (told.before, told.after) if side is not None]
    first = words.format(
        now=f"{now} {grades[1]}",
        before=f"{was} {grades[0]}",
        moved=signed(now - was),
        period=period_text(str(told.after.period)),
        earlier=period_text(str(told.period_before)),
    )
    named = [
        _("most down: {part} ({points})", part=called(told, part), points=_tenth(part.brought))
        for part in sorted(told.parts, key=lambda part: part.brought)[:1]
        if part.brought < 0
    ] + [
        _("most up: {part} ({points})", part=called(told, part), points=_tenth(part.brought))
        for part in sorted(told.parts, key=lambda part: -part.brought)[:1]
        if part.brought > 0
    ]
    return " ".join([first, _("; ").join(named)])


def _grade(side: Any) -> str:
    look = grade_look(None if side.standing is None else side.standing.grade)
    return f"{look.shape} {_(look.word)}"


def weights(told: Changed, digits: int) -> str:
    """How much the shares of the units brought; empty for one unit."""
    if told.weights is None:
        return ""
    return _(
        "Of this, {points} come from the weights of the units: their coefficients, and which "
        "of them are scored. The rest is what the units' own scores brought.",
        points=signed(half_up(told.weights, digits)),
    )


def came_and_went(told: Changed) -> list[str]:
    """Which units or sheets are scored now and were not before, and the other way round."""
    (came_units, went_units), (came_sheets, went_sheets) = told.units(), told.sheets()
    told_of = (
        (_("Scored now and not before: {names}."), [u.name(language()) for u in came_units]),
        (_("Scored before and not now: {names}."), [u.name(language()) for u in went_units]),
        (_("Sheets scored now and not before: {names}."), _names(came_sheets)),
        (_("Sheets scored before and not now: {names}."), _names(went_sheets)),
    )
    return [words.format(names=_(", ").join(rows)) for words, rows in told_of if rows]


def _names(sheets: Any) -> list[str]:
    return [sheet.name.get(language()) for sheet in sheets]


def unscored(told: Changed) -> str:
    """Why there is no change to tell."""
    now, was = period_text(str(told.after.period)), period_text(str(told.period_before))
    told_now = score_text(_six(told.score_after))
    told_before = score_text(_six(told.score_before))
    return _(
        "{period}: {now}. {earlier}: {before}. A change is told where both are scored.",
        period=now,
        now=told_now,
        earlier=was,
        before=told_before,
    )


def _six(score: Fraction | None) -> Decimal | None:
    return None if score is None else half_up(score, SCORE_DIGITS)


def _tenth(value: Fraction) -> str:
    return signed(half_up(value, 1))


def called(told: Changed, part: ChangedPart) -> str:
    """What a part is called."""
    full = told.after.told.scheme.full_marks.value
    return part_name(part.part, full, whole=told.by == "item")
