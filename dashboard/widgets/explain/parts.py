"""The parts of a score: the waterfall from full marks down, and the table under it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import streamlit as st

from checklists.contributions import biggest
from checklists.exact import POINT_DIGITS, SCORE_DIGITS, half_up, plain
from checklists.scoring import formula_one
from dashboard.charts.frame import said
from dashboard.charts.waterfall import Step, lowest, waterfall
from dashboard.explaining.explained import Explained, Part
from dashboard.looks import period_text, score_text
from dashboard.standings import UnitStanding
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.explain.names import part_clause, part_name, place_name
from dashboard.widgets.explain.shown import Shown, adding_up, rounded_apart, shown
from dashboard.widgets.explain.way import open_part, view_key
from dashboard.widgets.picture import offer_picture
from dashboard.widgets.ranking.parts import provisional_cell, provisional_columns
from dashboard.widgets.table import Column, grade_cell, table
from dashboard.widgets.trends.parts import is_dark
from dashboard.words import _, language, ngettext

MOST_BARS = 12
"""So many parts have a bar of their own; the rest is gathered in one."""

TAPPED = {"displayModeBar": False, "doubleClick": False, "doubleClickDelay": 1}
"""A finger's tap comes twice, as a touch and as a click after it: it is no double click."""


def show_parts(explained: Explained) -> None:
    """The waterfall, how many audits stand behind it, the table and its download."""
    told = shown(explained)
    place = place_name(explained, explained.level, explained.view)
    # Where only a sheet or an item of a score is looked at, all else would dwarf its bars.
    drawn = told is not None and any(told.offs) and not told.others
    if told is not None and drawn:
        _chart(explained, told, place)
    st.caption(
        ngettext(
            "{audits} submitted audit stands behind these scores.",
            "{audits} submitted audits stand behind these scores.",
            explained.audits,
            audits=explained.audits,
        )
    )
    if told is not None and rounded_apart(
        zip((part.off for part in explained.parts), told.offs, strict=True)
    ):
        st.caption(adding_up())
    rows, columns = _rows(explained, told), _columns(explained)
    if any(part.opens for part in explained.parts):
        st.caption(_("Touch a row to see what stands behind it."))
    opened = table(
        rows,
        columns,
        key=f"parts-{explained.level}-{explained.by}-{view_key(explained.view)}",
        caption=place,
        row_id="id",
    )
    if opened is not None:
        _open(explained, opened)
    name = (
        f"{_('Where a score comes from')} · {place} · {period_text(str(explained.gathered.period))}"
    )
    with st.container(horizontal=True, vertical_alignment="center", key="parts-files"):
        offer_table(rows, columns, name)
        if drawn:
            offer_picture(_chart_key(explained), name)


def _chart_key(explained: Explained) -> str:
    return f"waterfall-{explained.by}-{view_key(explained.view)}"


def _open(explained: Explained, place: str) -> None:
    opens = explained.parts[int(place)].opens
    if opens is not None:
        open_part(opens)


def _chart(explained: Explained, told: Shown, place: str) -> None:
    steps = _steps(explained, told)
    least = lowest([told.full, told.score])
    axis = _("Points · {period}", period=period_text(str(explained.gathered.period)))
    if least:
        axis += _(" · the axis begins at {least}", least=least)
    start, end = (_("Full marks"), told.full), (_("Final score"), told.score)
    figure = waterfall(start, steps, end, axis, dark=is_dark())
    chosen = st.plotly_chart(
        figure,
        key=_chart_key(explained),
        config=TAPPED,
        on_select="rerun",
        selection_mode="points",
        alt=_("{place}: from full marks {full} down to {score}").format(
            place=place, full=told.full, score=told.score
        ),
    )
    points = chosen["selection"]["points"]
    if points and points[0].get("customdata"):
        _open(explained, str(points[0]["customdata"]))


def _steps(explained: Explained, told: Shown) -> list[Step]:
    offs = {place: part.off for place, part in enumerate(explained.parts)}
    first, rest = biggest(offs, MOST_BARS)
    if len(rest) == 1:
        first, rest = first + rest, []
    steps = [_step(explained, place, told.offs[place]) for place in first]
    if rest:
        off = sum((told.offs[place] for place in rest), Decimal(0))
        steps.append(Step(_("{number} more", number=len(rest)), -off, gathered=True))
    return steps


def _step(explained: Explained, place: int, off: Decimal) -> Step:
    part = explained.parts[place]
    name = _name(explained, part)
    hover = f"{said(name)}<br>{part_clause(part)}<br>{_('Takes off')} {off}"
    key = str(place) if part.opens else ""
    return Step(name, -off, hover.replace("<br><br>", "<br>"), key)


def _name(explained: Explained, part: Part) -> str:
    full = explained.gathered.told.scheme.full_marks.value
    return part_name(part, full, whole=explained.by == "item")


def _columns(explained: Explained) -> list[Column]:
    off = Column("off", _("Takes off"), align="right", kind="number")
    audits = Column("audits", _("Number of audits"), align="right", kind="number")
    if explained.by in ("division", "unit"):
        standings = [part.standing for part in explained.parts if part.standing is not None]
        return [
            Column("name", _("Division") if explained.by == "division" else _("Unit")),
            off,
            Column("k", _("Final score"), align="right", kind="number"),
            Column("grade", _("Grade"), kind="grade"),
            *provisional_columns(standings),
            Column("p", _("Coefficient p"), align="right", kind="number"),
            Column("share", _("Share"), align="right", kind="number"),
            audits,
        ]
    points = [
        Column("points", _("Mean points"), align="right", kind="number"),
        Column("lost", _("Mean deducted"), align="right", kind="number"),
    ]
    if explained.by == "sheet":
        k = Column("k", _("Score of the sheet"), align="right", kind="number")
        return [Column("name", _("Sheet")), off, k, *points, audits]
    asked = _("Over the audits in which it was asked; the mean over all audits is with the item.")
    points = [
        Column("points", _("Mean points where asked"), align="right", kind="number", help=asked),
        Column("lost", _("Mean deducted where asked"), align="right", kind="number", help=asked),
    ]
    found = Column("found", _("Audits with deductions"), align="right", kind="number")
    if explained.by == "section":
        return [Column("name", _("Section")), off, *points, audits, found]
    named = Column("name", _("Requirement and clause"), width="16rem")
    columns = [Column("code", _("Item"), kind="code"), named, off, *points, audits, found]
    if explained.gathered.unit is not None:
        again = _("Audits with points lost again for what an earlier audit of the unit had found.")
        repeated = Column("repeated", _("Repeated"), align="right", kind="number", help=again)
        columns.append(repeated)
    return columns


def _rows(explained: Explained, told: Shown | None) -> list[dict[str, Any]]:
    return [
        _row(explained, part, None if told is None else told.offs[place])
        | {"id": str(place) if part.opens else None}
        for place, part in enumerate(explained.parts)
    ]


def _row(explained: Explained, part: Part, off: Decimal | None) -> dict[str, Any]:
    if part.kind in ("division", "unit"):
        return _standing_row(explained, part, off)
    name = _name(explained, part)
    row: dict[str, Any] = {
        "name": name,
        "code": part.item.code if part.item else "",
        "off": _off(off),
    }
    if part.item is not None:
        row["name"] = f"{part.item.wording.get(language())} · {part_clause(part)}"
    facts = _facts(explained, part)
    return row | facts if facts["audits"] or part.off else row | facts | {"off": None}


def _facts(explained: Explained, part: Part) -> dict[str, Any]:
    tally, means = part.tally, part.means
    facts: dict[str, Any] = dict.fromkeys(("points", "lost", "audits", "found", "repeated", "k"))
    if means is not None:
        exact = formula_one(explained.gathered.told.scheme, means.k1, means.k2, means.k3)
        k = None if exact is None else half_up(exact, SCORE_DIGITS)
        base = means.k1 - means.k3
        facts |= {"audits": means.audits, "k": {"text": score_text(k), "sort": k}}
        if means.audits:
            facts |= {"points": _mean(base), "lost": _mean(base - means.k2)}
    elif tally is not None and tally.asked:
        facts |= {"audits": tally.asked, "found": tally.found, "repeated": part.repeated}
        for name, value in (("points", tally.available), ("lost", tally.lost)):
            facts[name] = _mean(Fraction(value, tally.asked * 10**POINT_DIGITS))
    return facts


def _off(off: Decimal | None) -> dict[str, Any] | None:
    return None if off is None else {"text": str(off).replace("-", "−"), "sort": off}


def _mean(value: Fraction) -> dict[str, Any]:
    shown = half_up(value, 2)
    return {"text": str(shown).replace("-", "−"), "sort": shown}


def _standing_row(explained: Explained, part: Part, off: Decimal | None) -> dict[str, Any]:
    standing, weights = part.standing, _weights(explained)
    assert standing is not None
    units = (standing,) if isinstance(standing, UnitStanding) else standing.units
    share = sum((weights.get(unit.row.id, Fraction(0)) for unit in units), Fraction(0))
    scored = standing.exact is not None
    return {
        "name": _name(explained, part),
        "off": _off(off) if scored else None,
        "k": {"text": score_text(standing.k), "sort": standing.k},
        "grade": grade_cell(standing.grade),
        "provisional": provisional_cell(standing),
        "p": plain(half_up(Fraction(standing.coefficient), POINT_DIGITS)),
        "share": f"{half_up(share * 100, 1)} %" if share else None,
        "audits": standing.audits,
    }


def _weights(explained: Explained) -> dict[int, Fraction]:
    broken = explained.gathered.breakdown
    return {} if broken is None else dict(broken.weights)
