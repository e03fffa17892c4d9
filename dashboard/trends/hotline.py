"""The hotline's monthly figures against the means of the shift, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from checklists.columnar_answers import UNIT
from checklists.exact import half_up
from checklists.model import Item
from checklists.rules import Tiers
from dashboard.trends.course import inside, shown
from dashboard.trends.exact import Flags
from dashboard.trends.ground import Ground
from dashboard.trends.shift_answers import Given

SHEET = "hotline"


@dataclass(frozen=True)
class Compared:
    """Own figures against means of the shift: exact means of both, in the item's own unit.

    `number` figures were compared, of which `kept` are as good as the mean or better. Without
    any the means are None.
    """

    number: int
    kept: int
    own: Fraction | None
    mean: Fraction | None

    @property
    def gap(self) -> Fraction | None:
        """By how much the own mean lies above the mean of the shift."""
        return None if self.own is None or self.mean is None else self.own - self.mean


@dataclass(frozen=True)
class Comparison:
    """One item: over the period, and month by month in the window."""

    item: Item
    rule: Tiers
    period: Compared
    months: tuple[Compared, ...]


@dataclass(frozen=True)
class Hotline:
    """The compared items in the order of the sheet; `audits` have at least one such figure."""

    months: tuple[str, ...]
    items: tuple[Comparison, ...]
    audits: int


def compared_items(base: Ground) -> dict[str, tuple[Item, Tiers]]:
    """The items of the hotline sheet that compare with a mean, by code."""
    sheet = base.sheets.get(SHEET)
    return {
        item.code: (item, item.rule)
        for item in (() if sheet is None else sheet.items)
        if isinstance(item.rule, Tiers)
    }


def hotline(base: Ground, answers: Sequence[Given]) -> Hotline:
    """Compare the answers, one part a month, as far as their audits are those of the view."""
    rows = base.window[inside(base, base.window, shown(base))]
    wanted = frozenset(base.figures.audit[rows].tolist())
    fits = [_of(part, wanted) for part in answers]
    in_period = [month in base.period.months for month in base.months]
    found = []
    for place, (item, rule) in enumerate(compared_items(base).values()):
        sums = [
            _sums(rule, part, fit & (part.item == place))
            for part, fit in zip(answers, fits, strict=True)
        ]
        whole = [one for one, inside_it in zip(sums, in_period, strict=True) if inside_it]
        found.append(
            Comparison(item, rule, _compared(whole), tuple(_compared([one]) for one in sums))
        )
    behind = [
        len(np.unique(part.audit[fit]))
        for part, fit, inside_it in zip(answers, fits, in_period, strict=True)
        if inside_it
    ]
    return Hotline(base.months, tuple(found), sum(behind))


def rounded(value: Fraction | None) -> Decimal | None:
    """A mean as it is shown, with two decimals."""
    return None if value is None else half_up(value, 2)


def _of(part: Given, wanted: frozenset[str]) -> Flags:
    fits = np.array([audit in wanted for audit in part.audits], dtype=bool)
    return fits[part.audit] if len(fits) else np.zeros(0, dtype=bool)


def _sums(rule: Tiers, part: Given, mine: Flags) -> tuple[int, int, int, int]:
    own, mean = part.own[mine], part.mean[mine]
    more_is_better = rule.compare == "percent_above"
    kept = int((own >= mean if more_is_better else own <= mean).sum())
    return len(own), kept, int(own.sum()), int(mean.sum())


def _compared(parts: Sequence[tuple[int, int, int, int]]) -> Compared:
    number, kept, own, mean = (
        (sum(column) for column in zip(*parts, strict=True)) if parts else (0,) * 4
    )
    if not number:
        return Compared(0, 0, None, None)
    whole = number * UNIT
    return Compared(number, kept, Fraction(own, whole), Fraction(mean, whole))
