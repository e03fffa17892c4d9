"""The answer first: a score with its grade and period, and the formula with its numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import streamlit as st

from checklists.exact import SCORE_DIGITS, half_up, plain
from checklists.model import Scheme
from checklists.rollup import SheetMeans, UnitScore
from checklists.scoring import formula_one
from dashboard.explaining.explained import Explained
from dashboard.looks import (
    clause_text,
    equals,
    period_text,
    provisional_mark,
    score_text,
)
from dashboard.standings import GroupStanding, UnitStanding
from dashboard.widgets.explain.names import place_name
from dashboard.widgets.explain.shown import half_of, shown
from dashboard.widgets.periods.mark import say_as_of, show_mark
from dashboard.widgets.result import score_badge
from dashboard.words import _, ngettext

WRITTEN_OUT = 6
"""So many units are written into formula (2) one by one; more are told by their sums."""


def show_headline(explained: Explained) -> None:
    """The score of the place, the formula with the numbers filled in, and one sentence."""
    gathered = explained.gathered
    if gathered.standing is None:
        st.markdown(_("Choose what you want to have explained."))
        return
    if _only_a_part(explained):
        # The score of all sheets under the name of one would be taken for that of the sheet.
        st.markdown(taken_off(explained))
        return
    score = None if explained.score is None else half_up(explained.score, SCORE_DIGITS)
    full = plain(gathered.told.scheme.full_marks.value)
    unit = f"/ {full} · {period_text(str(gathered.period))}"
    badge = score_badge(score_text(score), explained.grade, unit)
    st.html(f'<div class="heng-result">{badge}</div>')
    show_marks(explained)
    if explained.score is None:
        st.markdown(why_not_scored(explained))
        return
    st.markdown(formula(explained))
    st.markdown(sentence(explained))


def show_marks(explained: Explained) -> None:
    """Whether the score is provisional or sealed, and where audits have changed since."""
    gathered = explained.gathered
    standing = gathered.standing
    if standing is not None and standing.provisional and not explained.view.sheet:
        st.caption(provisional_mark(provisional=True).strip())
    if not explained.view.filtered:
        show_mark(gathered.told.seal)
        say_as_of(gathered.told.seal)
    if gathered.differing:
        st.caption(
            _(
                "Audits of this period have changed since it was sealed. The sealed score holds; "
                "where it differs it is taken apart by sheets only."
            )
        )


def why_not_scored(explained: Explained) -> str:
    """Why there is no score, and what becomes of that."""
    waiting = sum(unit.waiting for unit in explained.gathered.units)
    if explained.view.filtered:
        return _("No audit fits the filters here. Take a filter out.")
    if waiting:
        return ngettext(
            "{number} audit waits for a confirmation and does not count yet.",
            "{number} audits wait for a confirmation and do not count yet.",
            waiting,
            number=waiting,
        )
    return _("No submitted audit counts here in the period. No score is not 0.")


def formula(explained: Explained) -> str:
    """Formula (1) or (2) with the numbers filled in, and where it stands in the regulation."""
    scheme = explained.gathered.told.scheme
    standing = explained.gathered.standing
    if isinstance(standing, GroupStanding):
        clause = clause_text(str(scheme.division_formula.reference))
        return f"{_formula_two(scheme, standing)}  \n:small[{clause}]"
    clause = clause_text(str(scheme.formula.reference))
    points: UnitScore | SheetMeans | None = None if standing is None else standing.score
    if isinstance(standing, UnitStanding) and explained.view.sheet:
        means = (m for m in standing.score.sheets if m.sheet == explained.view.sheet)
        points = next(means, None)
    return "" if points is None else f"{_formula_one(scheme, points)}  \n:small[{clause}]"


def sentence(explained: Explained) -> str:
    """How much is lost in all, and how few parts make half of it."""
    told = shown(explained)
    if told is None:
        return ""
    lost = sum((off for off in told.offs if off > 0), Decimal(0))
    if not lost:
        return _("No point was lost.")
    words = {
        "division": _(
            "{lost} points are lost, at least half of them on {half} of {all} divisions."
        ),
        "unit": _("{lost} points are lost, at least half of them on {half} of {all} units."),
        "sheet": _("{lost} points are lost, at least half of them on {half} of {all} sheets."),
        "section": _("{lost} points are lost, at least half of them on {half} of {all} sections."),
        "item": _("{lost} points are lost, at least half of them on {half} of {all} items."),
    }[explained.by]
    # One that is shown as 0.0 stands in the table too.
    count = sum(1 for part in explained.parts if part.off > 0)
    return words.format(lost=lost, half=half_of(told.offs), all=count)


def taken_off(explained: Explained) -> str:
    """What a sheet or an item takes off the score of several units together."""
    told = shown(explained)
    if told is None:
        return why_not_scored(explained)
    off = sum(told.offs, Decimal(0))
    place = place_name(
        explained, "division" if explained.view.division else "company", explained.view
    )
    part = place_name(explained, explained.level, explained.view)
    return _(
        "**{off}** points off the score of {place}, {score}, are due to {part}.",
        off=off,
        place=place,
        score=told.score,
        part=part,
    )


def _only_a_part(explained: Explained) -> bool:
    return explained.view.sheet is not None and explained.gathered.unit is None


def _formula_one(scheme: Scheme, points: UnitScore | SheetMeans) -> str:
    full = plain(scheme.full_marks.value)
    k1, k2, k3 = (points_of(value) for value in (points.k1, points.k2, points.k3))
    exact = formula_one(scheme, points.k1, points.k2, points.k3)
    k = "–" if exact is None else plain(half_up(exact, SCORE_DIGITS))
    sign = equals(points.k1, points.k2, points.k3, exact)
    return f"K = K2 ÷ (K1 − K3) × {full} = {k2} ÷ ({k1} − {k3}) × {full} {sign} **{k}**"


def _formula_two(scheme: Scheme, group: GroupStanding) -> str:
    full = plain(scheme.full_marks.value)
    rows = [
        (unit.coefficient, unit.score.rate) for unit in group.units if unit.score.rate is not None
    ]
    q = "–" if group.k is None else plain(group.k)
    if len(rows) <= WRITTEN_OUT:
        above = " + ".join(f"{plain(p)} × {points_of(rate)}" for p, rate in rows)
        below = " + ".join(plain(p) for p, _rate in rows)
        above, below = f"({above})", f"({below})"
        sign = equals(*(rate for _p, rate in rows), group.exact)
    else:
        sign = equals(group.mean.weighted, group.mean.weight, group.exact)
        above, below = points_of(group.mean.weighted), points_of(group.mean.weight)
    return f"Q = Σ(p × q) ÷ Σp × {full} = {above} ÷ {below} × {full} {sign} **{q}**"


def points_of(value: Fraction) -> str:
    """An exact figure with six decimals at most."""
    return plain(half_up(value, SCORE_DIGITS))
