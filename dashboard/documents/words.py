"""Words that all documents of the meeting share: titles, what figures are, names of files."""

from __future__ import annotations

from datetime import datetime

from dashboard.documents.ground import Ground
from dashboard.exports.copy import safe_part
from dashboard.looks import PERIOD_STATES, moment_text, period_text
from dashboard.standings.rows import SealMark
from dashboard.words import _, language


def title(ground: Ground) -> str:
    """What is evaluated: the period, and the division where it is one."""
    words = [_("Service quality evaluation"), period_text(str(ground.period))]
    if not ground.told.whole:
        words += [row.name(language()) for row in ground.division_rows]
    return " · ".join(words)


def figures_words(ground: Ground) -> str:
    """From when the figures of a ground are."""
    return as_of_words(ground.told.seal, ground.state, ground.at)


def as_of_words(seal: SealMark | None, state: str, at: datetime) -> str:
    """From when figures are: sealed under which seal, or as they were at a moment."""
    if seal is None:
        return _(
            "{state}, not sealed: the figures are those of {moment} and may still change.",
            state=_(PERIOD_STATES[state]),
            moment=moment_text(at),
        )
    words = _(
        "Figures as sealed on {moment}, seal {number} of the period, hash {hash}.",
        moment=moment_text(seal.sealed_at),
        number=seal.number,
        hash=seal.hash[:16],
    )
    if seal.restating:
        words += " " + _("The period is open for a restatement: other figures may follow.")
    return words


def seen_words(ground: Ground) -> str:
    """That not the whole company is told of; empty where it is."""
    if ground.told.whole:
        return ""
    return _("Only what its reader may see is in this file: not the whole company.")


def file_name(ground: Ground, kind: str, ending: str, *more: str) -> str:
    """The name of a file: 考核结果_2026_全公司.xlsx; without what file systems refuse."""
    parts = [kind, period_text(str(ground.period)), *more]
    if not ground.told.whole and not more:
        parts += [row.name(language()) for row in ground.division_rows[:1]]
    return "_".join(safe_part(part) for part in parts) + f".{ending}"
