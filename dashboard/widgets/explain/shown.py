"""The parts of a score as they are shown: rounded so that they still add up to the score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from checklists.contributions import rounded
from checklists.exact import SCORE_DIGITS, half_up
from dashboard.explaining.explained import Explained
from dashboard.looks import score_text
from dashboard.words import _


@dataclass(frozen=True)
class Shown:
    """Full marks, what each part takes off, what is taken off elsewhere, and the score."""

    full: Decimal
    offs: tuple[Decimal, ...]
    others: Decimal
    score: Decimal


def shown(explained: Explained) -> Shown | None:
    """The parts with as many decimals as the score, units together with one more; None unscored."""
    if explained.score is None:
        return None
    digits, score = shown_score(explained.score, 1 if explained.gathered.unit else 2)
    full = half_up(explained.full, digits)
    parts = [*(part.off for part in explained.parts), explained.others]
    *offs, others = rounded(parts, full - score, digits)
    return Shown(full, tuple(offs), others, score)


def shown_score(score: Fraction, least: int) -> tuple[int, Decimal]:
    """With how many decimals a score is shown, and the score; beside a grade's bound with more."""
    digits = max(least, decimals(Decimal(score_text(half_up(score, SCORE_DIGITS)))))
    return digits, half_up(score, digits)


def rounded_apart(parts: Iterable[tuple[Fraction, Decimal]]) -> bool:
    """Whether equal parts are shown as different ones, so that all of them add up."""
    shown_as: dict[Fraction, Decimal] = {}
    return any(shown_as.setdefault(exact, shown) != shown for exact, shown in parts)


def adding_up() -> str:
    """Why equal parts are shown as different ones."""
    return _("Rounded so that the parts add up: equal ones may differ in the last digit.")


def decimals(value: Decimal) -> int:
    """How many decimals a figure is written with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_of(offs: Sequence[Decimal]) -> int:
    """How many of the biggest losses make at least half of all that is lost."""
    lost = sorted((off for off in offs if off > 0), reverse=True)
    total, sums = sum(lost, Decimal(0)), Decimal(0)
    for number, off in enumerate(lost, start=1):
        sums += off
        if sums * 2 >= total:
            return number
    return 0
