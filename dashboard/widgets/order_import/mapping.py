"""How a file is read, to be changed: which column is which, and what its values stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from checklists.order_classes import ORDER_CLASSES
from checklists.order_rules import order_rules
from dashboard.looks import today
from dashboard.order_import.desk import Look
from dashboard.order_import.fields import FIELDS, Field
from dashboard.order_import.mapping import Reading
from dashboard.order_import.values import KnownUnit, Value
from dashboard.widgets.order_import.state import (
    Opened,
    accept_units,
    change,
    change_column,
    set_meaning,
)
from dashboard.words import N_, _, language

ACROSS = 4
MOST_VALUES = 40
"""So many values of a column are asked for at once; those that nobody knows come first."""

SATISFACTIONS = {
    "satisfied": N_("Satisfied"),
    "dissatisfied": N_("Not satisfied"),
    "not_asked": N_("Not called back"),
}


def class_name(code: str) -> str:
    """The name of a class of orders in the reader's language."""
    return str(order_rules(today()).order_class(code).name.get(language()))


def unit_name(unit: KnownUnit) -> str:
    """A unit's code and name in the reader's language."""
    return f"{unit.code} {unit.en if language() == 'en' else unit.zh}"


def show_columns(file: Opened, *, open_first: bool) -> None:
    """Each field with the heading it is taken from, to be changed."""
    taken = {name for name in file.reading.columns.values() if name}
    left = [name for name in file.file.table.headings if name and name not in taken]
    label = _(
        "Columns: {found} of {fields} fields found",
        found=len(taken),
        fields=len(FIELDS),
    )
    with st.expander(label, expanded=open_first, icon=":material/view_column:"):
        if left:
            st.caption(_("Not taken from the file: {names}", names=_(", ").join(left)))
        options = ["", *(name for name in file.file.table.headings if name)]
        for start in range(0, len(FIELDS), ACROSS):
            places = st.columns(ACROSS)
            for place, field in zip(places, FIELDS[start : start + ACROSS], strict=False):
                with place:
                    _column(file, field, options)


def _column(file: Opened, field: Field, options: Sequence[str]) -> None:
    taken = file.reading.columns.get(field.key, "")
    st.selectbox(
        _(field.label),
        options,
        index=options.index(taken) if taken in options else 0,
        format_func=lambda name: name or _("– not in the file –"),
        key=(key := file.key("column", field.key)),
        on_change=change_column,
        args=(key, field.key),
    )


def show_values(file: Opened, shown: Look) -> None:
    """What the values stand for: days and months, classes, satisfaction, units."""
    checked = shown.checked
    # Its place is there always, so that nothing below is drawn anew where it comes and goes.
    with st.container():
        _day_or_month(file, shown)
    units = {unit.code: unit_name(unit) for unit in shown.units}
    unknown = [value for value in checked.units if not value.meaning]
    told = sum(1 for value in (*checked.classes, *checked.satisfactions) if not value.meaning)
    lost = told + len(unknown)
    label = _("Values: {number} without a meaning", number=lost) if lost else _("Values: all known")
    with st.expander(label, expanded=bool(lost), icon=":material/translate:"):
        _default_class(file)
        names = {code: class_name(code) for code in ORDER_CLASSES}
        _meanings(file, "classes", _("Classes"), checked.classes, names)
        words = {code: _(name) for code, name in SATISFACTIONS.items()}
        _meanings(file, "satisfactions", _("Satisfaction"), checked.satisfactions, words)
        said = [value for value in checked.units if value.text in file.reading.units]
        _meanings(file, "units", _("Units"), [*unknown, *said], units)
        _accept(unknown)


def _day_or_month(file: Opened, shown: Look) -> None:
    if not shown.checked.two_ways and file.reading.day_first is None:
        return
    example = shown.checked.example or "03/04/2026"
    st.radio(
        _(
            "{number} times like “{example}” can be read two ways. Which comes first?",
            number=shown.checked.two_ways,
            example=example,
        )
        if shown.checked.two_ways
        else _("Dates like {example}: which comes first?", example=example),
        [True, False],
        index=None if file.reading.day_first is None else int(not file.reading.day_first),
        format_func=lambda first: _("The day") if first else _("The month"),
        horizontal=True,
        key=(key := file.key("day", "")),
        on_change=change,
        args=(key, lambda reading, first: replace(reading, day_first=first)),
    )


def _default_class(file: Opened) -> None:
    _choose(
        file.key("default", ""),
        _("Class of orders for which the file says none"),
        ["", *ORDER_CLASSES],
        lambda reading, code: replace(reading, default_class=code),
        value=file.reading.default_class,
        words=lambda code: class_name(code) if code else _("– none: such rows are in error –"),
    )


def _meanings(
    file: Opened, kind: str, title: str, values: Sequence[Value], names: Mapping[str, str]
) -> None:
    if not values:
        return
    st.markdown(f"**{title}**")
    asked = values[:MOST_VALUES]
    for start in range(0, len(asked), ACROSS):
        for place, value in zip(st.columns(ACROSS), asked[start : start + ACROSS], strict=False):
            # The likeliest one stands first.
            codes = [value.near] * (value.near in names) + [c for c in names if c != value.near]
            with place:
                _choose(
                    file.key(kind, value.text),
                    _("“{value}” ({number} rows)", value=value.text[:40], number=value.number),
                    ["", *codes],
                    _meaning(kind, value.text),
                    value=value.meaning,
                    words=lambda code: names.get(code) or _("– say what it stands for –"),
                )
    if len(values) > len(asked):
        st.caption(_("{number} more values follow.", number=len(values) - len(asked)))


def _accept(unknown: Sequence[Value]) -> None:
    near = {value.text: value.near for value in unknown if value.near}
    if near:
        st.button(
            _("Take the nearest unit for {number} names", number=len(near)),
            icon=":material/done_all:",
            help=_("; ").join(f"{name} → {code}" for name, code in near.items()),
            on_click=accept_units,
            args=(near,),
        )


def _choose(
    key: str,
    label: str,
    options: Sequence[str],
    turn: Callable[[Reading, Any], Reading],
    *,
    value: str,
    words: Callable[[str], str],
) -> None:
    st.selectbox(
        label,
        options,
        index=options.index(value) if value in options else 0,
        format_func=words,
        key=key,
        on_change=change,
        args=(key, turn),
    )


def _meaning(kind: str, value: str) -> Callable[[Reading, Any], Reading]:
    return lambda reading, code: set_meaning(reading, kind, value, code)
