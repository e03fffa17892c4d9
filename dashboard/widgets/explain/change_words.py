"""What changed since the period before, in sentences."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from checklists.exact import SCORE_DIGITS, half_up
from dashboard.charts.waterfall import signed
from dashboard.explaining.changed import Changed, ChangedPart
from dashboard.looks import grade_look, period_text, provisional_mark, score_text, today
from dashboard.trends.ground import name
from dashboard.widgets.explain.names import part_name
from dashboard.words import _, language

FEW = 3
"""So many months are named one by one."""


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
        for part in sorted(told.compared, key=lambda part: part.brought)[:1]
        if part.brought < 0
    ] + [
        _("most up: {part} ({points})", part=called(told, part), points=_tenth(part.brought))
        for part in sorted(told.compared, key=lambda part: -part.brought)[:1]
        if part.brought > 0
    ]
    return " ".join([first, _("; ").join(named)])


def _grade(side: Any) -> str:
    standing = side.standing
    look = grade_look(None if standing is None else standing.grade)
    return look.label + provisional_mark(standing is not None and standing.provisional)


def unequal(told: Changed) -> list[str]:
    """Why the two periods are hard to compare: one is not over, or has audits in some months."""
    words = []
    for side in (told.after, told.before):
        if side is None:
            continue
        period = period_text(str(side.period))
        months = [name(month) for month in sorted(set(side.figures.month.tolist()))]
        if side.period.last_day >= today():
            words.append(_("{period} is not over yet.", period=period))
        elif 0 < len(months) < len(side.period.months):
            few = months if len(months) <= FEW else [f"{months[0]} – {months[-1]}"]
            words.append(
                _(
                    "{period} has audits in {number} of its {all} months only ({months}).",
                    period=period,
                    number=len(months),
                    all=len(side.period.months),
                    months=_(", ").join(few),
                )
            )
    return [" ".join(words)] if words else []


def behind(told: Changed) -> str:
    """How many audits stand behind either side."""
    return _(
        "{now} audits in {period} and {before} in {earlier} stand behind these figures.",
        now=told.after.losses.audits,
        period=period_text(str(told.after.period)),
        before=0 if told.before is None else told.before.losses.audits,
        earlier=period_text(str(told.period_before)),
    )


def standing_word(part: ChangedPart) -> str:
    """That a part is scored on one side only; empty where it is on both."""
    if part.came:
        return _("newly scored")
    return _("not scored any more") if part.went else ""


def weights(told: Changed, digits: int) -> str:
    """How much the shares of the units brought; empty for one unit."""
    brought = None if told.weights is None else half_up(told.weights, digits)
    if not brought:
        return ""
    return _(
        "Of this, {points} come from the weights of the units: their coefficients, and which "
        "of them are scored. The rest is what the units' own scores brought.",
        points=signed(brought),
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
