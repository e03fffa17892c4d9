"""The forms that add and rename divisions and units, and set a division's regulations."""

from __future__ import annotations

import streamlit as st

from dashboard import units
from dashboard.units import Structure
from dashboard.widgets.people.acting import attempt, day, key_in, text
from dashboard.widgets.pickers import select
from dashboard.widgets.who import me
from dashboard.words import N_, _, language
from db.organisation import BEGINNING
from db.rows import DivisionRow, UnitRow


def add_division() -> None:
    """The form of a new division."""
    with st.form("division", border=False):
        code, chinese, english = _fields("division")
        if st.form_submit_button(_("Add"), type="primary"):
            attempt(
                lambda: units.add_division(me().actor, code, chinese, english),
                _("{name} has been added.", name=chinese),
                "division",
            )


def add_unit(found: Structure) -> None:
    """The form of a new unit."""
    if not found.divisions:
        st.info(_("Add a division first."))
        return
    known = {row.id: row.name(language()) for row in found.divisions}
    with st.form("unit", border=False):
        of = select(_("Division"), list(known), known.__getitem__, key="unit-division")
        code, chinese, english = _fields("unit")
        since = day("unit", "since", _("In this division since"), BEGINNING)
        if st.form_submit_button(_("Add"), type="primary") and of is not None:
            attempt(
                lambda: units.add_unit(
                    me().actor, of, code, chinese, english, since=since or BEGINNING
                ),
                _("{name} has been added.", name=chinese),
                "unit",
            )


def rename(found: Structure) -> None:
    """The form that gives a division or a unit other names."""
    known: dict[tuple[str, int], DivisionRow | UnitRow] = {
        **{("division", row.id): row for row in found.divisions},
        **{("unit", place.unit.id): place.unit for place in found.units},
    }
    chosen = select(
        _("Division or unit"),
        list(known),
        lambda key: f"{known[key].code} · {known[key].name(language())}",
        key="rename-what",
        index=None,
        placeholder=_("Choose a division or a unit"),
    )
    if chosen is None:
        return
    kind, number = chosen
    row, form = known[chosen], f"rename-{kind}-{number}"
    with st.form(form, border=False):
        chinese = text(form, "zh", _("Name in Chinese"), value=row.name_zh)
        english = text(form, "en", _("Name in English"), value=row.name_en)
        if st.form_submit_button(_("Rename"), type="primary"):
            change = units.rename_division if kind == "division" else units.rename_unit
            attempt(
                lambda: change(me().actor, number, chinese, english),
                _("It is called {name} now.", name=chinese),
                form,
            )


REGULATIONS = {
    "GAS": N_("GAS: sheets and 1,000 points"),
    "HEAT": N_("HEAT: work orders and the 100-point account"),
    "SPEC": N_("SPEC: heating commitments and slips"),
    "STD": N_("STD: commitments of town gas"),
    "ACC": N_("ACC: accountability"),
}


def regulate(found: Structure) -> None:
    """The form that says which regulations a division works under."""
    known = {row.id: row for row in found.divisions}
    chosen = select(
        _("Division"),
        list(known),
        lambda key: f"{known[key].code} · {known[key].name(language())}",
        key="regulate-what",
        index=None,
        placeholder=_("Choose a division"),
    )
    if chosen is None:
        return
    row, form = known[chosen], f"regulate-{chosen}"
    with st.form(form, border=False):
        tags = st.multiselect(
            _("Regulations"),
            list(REGULATIONS),
            row.regulations.split(","),
            format_func=lambda tag: _(REGULATIONS[tag]),
            key=key_in(form, "tags"),
        )
        if st.form_submit_button(_("Save"), type="primary"):
            attempt(
                lambda: units.set_regulations(me().actor, row.id, list(tags)),
                _("The regulations of {name} are saved.", name=row.name(language())),
                form,
            )


def _fields(form: str) -> tuple[str, str, str]:
    return (
        text(form, "code", _("Code"), most=40),
        text(form, "zh", _("Name in Chinese")),
        text(form, "en", _("Name in English (empty: as in Chinese)")),
    )
