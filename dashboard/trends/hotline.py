"""The hotline's monthly figures against the means of the shift, item by item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa

from checklists.columnar_answers import UNIT, Answers, distinct
from checklists.exact import half_up
from checklists.model import Item
from checklists.rules import Tiers
from dashboard.trends.course import inside, shown
from dashboard.trends.exact import Whole
from dashboard.trends.ground import Ground

SHEET = "hotline"
Texts = Iterable[tuple[str, str, str | None]]
"""(audit, item, canonical JSON) of answers."""


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


def hotline(base: Ground, texts: Texts) -> Hotline:
    """Compare the answers that belong to the view's audits."""
    rows = base.window[inside(base, base.window, shown(base))]
    month = dict(zip(base.figures.audit[rows], base.months_of(rows).tolist(), strict=True))
    items = compared_items(base)
    given = [
        (month[audit], item, audit, text)
        for audit, item, text in texts
        if text is not None and item in items and audit in month
    ]
    table, which = distinct(pa.array([text for *_others, text in given], pa.string()))
    answers = Answers(table, np.arange(table.num_rows, dtype=np.int64))
    measured = answers.verdict("measured")[which]
    own, mean = (answers.units(field)[which] for field in ("actual", "mean"))
    code = np.array([item for _month, item, *_others in given], dtype=object)
    when = np.array([place for place, *_others in given], dtype=np.int64)
    first = len(base.months) - sum(1 for one in base.months if one in base.period.months)
    found = []
    for key, (item, rule) in items.items():
        mine = np.flatnonzero(measured & (code == key))
        parts = [mine[when[mine] == place] for place in range(len(base.months))]
        whole = mine[when[mine] >= first]
        found.append(
            Comparison(
                item,
                rule,
                _compared(rule, own[whole], mean[whole]),
                tuple(_compared(rule, own[part], mean[part]) for part in parts),
            )
        )
    behind = {given[place][2] for place in np.flatnonzero(measured & (when >= first)).tolist()}
    return Hotline(base.months, tuple(found), len(behind))


def rounded(value: Fraction | None) -> Decimal | None:
    """A mean as it is shown, with two decimals."""
    return None if value is None else half_up(value, 2)


def _compared(rule: Tiers, own: Whole, mean: Whole) -> Compared:
    number = len(own)
    if not number:
        return Compared(0, 0, None, None)
    more_is_better = rule.compare == "percent_above"
    kept = int((own >= mean if more_is_better else own <= mean).sum())
    whole = number * UNIT
    return Compared(number, kept, Fraction(int(own.sum()), whole), Fraction(int(mean.sum()), whole))
