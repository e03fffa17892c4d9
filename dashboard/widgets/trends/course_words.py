"""What the course over time shows, in sentences: what rose and fell last, and where it is low."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from checklists.periods import Period
from dashboard.charts.course import name_of
from dashboard.looks import change_text, period_text, score_text, today
from dashboard.trends.course import Course, Line
from dashboard.view import View
from dashboard.widgets.trends import parts
from dashboard.words import _
from db.rows import DivisionRow, UnitRow

Move = tuple[Line, Decimal, Decimal]
"""A line with its scores of two months that follow one another."""


def counted(course: Course) -> Sequence[Line]:
    """The lines that are told of: units, else divisions, else the company."""
    divisions = [line for line in course.wholes if line.row is not None]
    return course.units or divisions or course.wholes


def moved(course: Course) -> str:
    """How many rose and fell in the latest month that is over, and which did most."""
    lines = counted(course)
    month, before, moves = _latest(course, lines)
    if not moves:
        return _unmoved(course, lines)
    if len(moves) == 1:
        ((line, was, now),) = moves
        return _(
            "**{month}**: {name} has {now}, after {was} in {before}, {change}.",
            month=month,
            name=name_of(line),
            now=score_text(now),
            was=score_text(was),
            before=before,
            change=change_text(now - was),
        )
    words = {
        UnitRow: _("**{month}** against {before}: {rose} units rose, {fell} fell."),
        DivisionRow: _("**{month}** against {before}: {rose} divisions rose, {fell} fell."),
    }[UnitRow if course.units else DivisionRow]
    rose = sum(1 for _line, was, now in moves if now > was)
    fell = sum(1 for _line, was, now in moves if now < was)
    counts = words.format(month=month, before=before, rose=rose, fell=fell)
    return " ".join([counts, *_ends(moves)])


def graded(course: Course) -> str:
    """How many months of units are scored and how many fail, and the lowest of them."""
    cells = [
        (point, line, month)
        for line in course.units
        for point, month in zip(line.points, course.months, strict=True)
    ]
    scored = [cell for cell in cells if cell[0].score is not None]
    point, line, month = min(scored, key=lambda cell: cell[0].score or 0)
    failed = sum(1 for cell in scored if cell[0].grade == "fail")
    return _(
        "**{period}**: {scored} of {all} unit months are scored, {failed} of them fail. "
        "Lowest: {name} in {month} with {score}.",
        period=parts.span(course.months),
        scored=len(scored),
        all=len(cells),
        failed=failed,
        name=name_of(line),
        month=month,
        score=score_text(point.score),
    )


def span_words(course: Course, view: View) -> str:
    """That more is drawn than the chosen period; empty where it is just that."""
    period = Period.parse(view.period or "")
    if set(course.months) <= set(period.months):
        return ""
    return _(
        "Shown are the {number} months up to {end}; chosen is {period}.",
        number=len(course.months),
        end=course.months[-1],
        period=period_text(str(period)),
    )


def _latest(course: Course, lines: Sequence[Line]) -> tuple[str, str, list[Move]]:
    """The latest month that is over and has lines scored in it and in the one before."""
    over = [month for month in course.months if Period.parse(month).last_day < today()]
    for place, (before, month) in reversed(list(enumerate(pairwise(over)))):
        moves = [
            (line, was, now)
            for line in lines
            if (was := line.points[place].score) is not None
            and (now := line.points[place + 1].score) is not None
        ]
        if moves:
            return month, before, moves
    return "", "", []


def _ends(moves: Sequence[Move]) -> list[str]:
    """The biggest fall, then the biggest rise, with both scores."""
    lowest = min(moves, key=lambda move: move[2] - move[1])
    highest = max(moves, key=lambda move: move[2] - move[1])
    told = [
        (_("Biggest fall: {name}, from {was} to {now} ({change})."), lowest, lowest[2] < lowest[1]),
        (
            _("Biggest rise: {name}, from {was} to {now} ({change})."),
            highest,
            highest[2] > highest[1],
        ),
    ]
    return [
        words.format(
            name=name_of(line),
            was=score_text(was),
            now=score_text(now),
            change=change_text(now - was),
        )
        for words, (line, was, now), there in told
        if there
    ]


def _unmoved(course: Course, lines: Sequence[Line]) -> str:
    scored = [line for line in lines if line.scored] or [
        line for line in course.lines if line.scored
    ]
    best = max(scored, key=lambda line: line.points[line.scored[-1]].score or Decimal(0))
    last = best.scored[-1]
    return _(
        "**{period}**: no two months in a row are over and scored yet; best is {name} with {score} "
        "in {month}.",
        period=parts.span(course.months),
        name=name_of(best),
        score=score_text(best.points[last].score),
        month=course.months[last],
    )
