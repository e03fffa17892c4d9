"""The items on which inspectors differ most."""

from __future__ import annotations

from typing import Any

import streamlit as st

from checklists.catalogue_loader import load_catalogue
from checklists.errors import NotInForce
from checklists.periods import Period
from dashboard.inspectors.comparing import ItemDifference, items
from dashboard.looks import period_text, today
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column, table
from dashboard.words import _, language
from db.actors import Actor

MOST = 30
"""So many items are listed; the file holds all."""


def show_items(actor: Actor, period: Period) -> None:
    """The items by how many points lie between inspectors once units are taken into account."""
    found = [row for row in items(actor, period) if row.sd is not None or row.compared]
    if not found:
        st.markdown(
            _("No item was answered often enough by inspectors with units in common to compare.")
        )
        return
    first = found[0]
    if first.sd:
        st.markdown(
            _(
                "Inspectors differ most on {item}: {low} and {high} lie {range} of its {points} "
                "points apart.",
                item=_name(first),
                low="" if first.mild is None else first.mild.name,
                high="" if first.strict is None else first.strict.name,
                range=f"{first.range or 0:.1f}",
                points=f"{first.points:g}",
            )
        )
    rows = [_row(row) for row in found]
    columns = [
        Column("item", _("Item")),
        Column("sheet", _("Sheet"), wrap=False),
        Column("points", _("Points"), align="right", kind="number"),
        Column("sd", _("Points between inspectors"), align="right", kind="number"),
        Column("mild", _("Takes off least"), wrap=False),
        Column("strict", _("Takes off most"), wrap=False),
        Column("both", _("Differ in double audits"), align="right", kind="number"),
        Column("alpha", _("Alpha"), align="right", kind="number"),
    ]
    title = _("Items on which inspectors differ")
    name = f"{title} · {period_text(str(period))}"
    table(rows[:MOST], columns, key="inspector-items", caption=name)
    st.caption(
        _(
            "Points between inspectors are their standard deviation on the item, less what chance "
            "makes of it: less than the distance between the mildest and the strictest. Alpha is "
            "1 where both of a double audit always agree and 0 where they agree as by chance."
        )
    )
    if len(rows) > MOST:
        words = _("The first {most} of {number} items; the file holds all.")
        st.caption(words.format(most=MOST, number=len(rows)))
    offer_table(rows, columns, name, about=_("Shown and never applied to a score."))


def _row(row: ItemDifference) -> dict[str, Any]:
    known = row.sd is not None
    return {
        "item": _name(row),
        "sheet": sheet_name(row.sheet),
        "points": f"{row.points:g}",
        "sd": None if row.sd is None else {"text": f"{row.sd:.2f}", "sort": round(row.sd * 1000)},
        "mild": row.mild.name if known and row.mild is not None else None,
        "strict": row.strict.name if known and row.strict is not None else None,
        "both": {"text": f"{row.differing} / {row.compared}", "sort": row.differing}
        if row.compared
        else None,
        "alpha": None
        if row.alpha is None
        else {"text": f"{row.alpha:.2f}".replace("-", "\u2212"), "sort": round(row.alpha * 100)},
    }


def _name(row: ItemDifference) -> str:
    try:
        item = load_catalogue().sheet(row.sheet, today()).item(row.item)
    except NotInForce:
        item = None
    return row.item if item is None else f"{row.item} {item.wording.get(language())}"
