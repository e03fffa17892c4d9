"""What coefficients would change before they hold: units, divisions and the company."""

from __future__ import annotations

import streamlit as st

from checklists.exact import plain
from dashboard.coefficient_periods import PeriodChange
from dashboard.coefficients import Preview, UnitChange
from dashboard.widgets.table import Column, table
from dashboard.widgets.what_if.cells import (
    difference_cell,
    group_columns,
    group_row,
    score_cell,
)
from dashboard.words import _, language, period_words


def show_preview(found: Preview) -> None:
    """Before and after, exact: first the scores that would change, then the coefficients."""
    st.subheader(_("What changes in {period}", period=period_words(found.period)), anchor=False)
    for change in found.units:
        if change.far:
            st.warning(_far(change), icon=":material/warning:")
    st.markdown(_sentence(found))
    table(
        [group_row(change) for change in found.groups],
        group_columns(),
        key="coefficients-groups",
        caption=_("Scores before and after"),
    )
    _others(found)
    table(
        [
            {
                "unit": change.unit.name(language()),
                "division": change.unit.division.name(language()),
                "before": change.before.normalize(),
                "after": change.after.normalize(),
            }
            for change in found.units
        ],
        [
            Column("unit", _("Unit")),
            Column("division", _("Division")),
            Column("before", _("Coefficient before"), align="right", kind="number"),
            Column("after", _("Coefficient after"), align="right", kind="number"),
        ],
        key="coefficients-changes",
        caption=_("Coefficients before and after"),
    )
    st.caption(_("Nothing holds yet. Units keep their own scores; only their weight changes."))


def _far(change: UnitChange) -> str:
    """That a coefficient may be a slip of the pen."""
    known = {
        "unit": change.unit.name(language()),
        "before": plain(change.before),
        "after": plain(change.after),
    }
    if change.others is None:
        return _(
            "{unit}: {after} instead of {before} is far off. Check it for a slip of the pen; it "
            "can be set all the same.",
            **known,
        )
    return _(
        "{unit}: {after} instead of {before}, while the other units have {low} to {high}. Check "
        "it for a slip of the pen; it can be set all the same.",
        low=plain(change.others.low),
        high=plain(change.others.high),
        **known,
    )


def _others(found: Preview) -> None:
    """The other periods that change: the company before and after, and the division most moved."""
    if not found.others:
        st.caption(_("No score of another period changes."))
        return
    number = len(found.others)
    st.markdown(_("The scores of {number} other periods change as well:", number=number))
    table(
        [_other(one) for one in found.others],
        [
            Column("period", _("Period"), kind="code"),
            Column("before", _("Company before"), align="right", kind="number"),
            Column("after", _("Company after"), align="right", kind="number"),
            Column("division", _("Division that changes most")),
            Column("difference", _("Difference"), align="right", kind="number"),
        ],
        key="coefficients-periods",
        caption=_("Other periods before and after"),
    )


def _other(change: PeriodChange) -> dict[str, object]:
    company = next(one for one in change.groups if one.row is None)
    most = change.biggest
    return {
        "period": {"text": period_words(change.period), "sort": str(change.period)},
        "before": score_cell(company.before),
        "after": score_cell(company.after),
        "division": None if most is None or most.row is None else most.row.name(language()),
        "difference": difference_cell(None if most is None else most.difference),
    }


def _sentence(found: Preview) -> str:
    moved = [one for one in found.groups if one.difference]
    graded = sum(one.before.grade != one.after.grade for one in found.groups)
    placed = sum(one.before.place != one.after.place for one in found.groups)
    return _(
        "{units} units would have another coefficient: {scores} scores of divisions or the "
        "company change, {grades} of them their grade, {places} their place.",
        units=len(found.units),
        scores=len(moved),
        grades=graded,
        places=placed,
    )
