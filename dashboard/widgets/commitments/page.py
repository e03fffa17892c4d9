"""Units by promise for a month, one unit opened, and what is behind one of its figures."""

from __future__ import annotations

import streamlit as st

from checklists.commitment_figures import Figure
from checklists.order_rules import Commitment, order_rules
from dashboard.commitments import months as use
from dashboard.commitments.months import Case, MonthFigures
from dashboard.commitments.scope import ALLOWED, months
from dashboard.looks import clause_text, moment_text, period_text, today
from dashboard.widgets.commitments.answered import show_answered
from dashboard.widgets.commitments.stops import show_stops
from dashboard.widgets.commitments.words import (
    both_shares,
    bound_text,
    case_cell,
    cell,
    one_line,
    unmeasured,
)
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.frame import empty
from dashboard.widgets.people.acting import show_said
from dashboard.widgets.places import go
from dashboard.widgets.table import Column, table
from dashboard.widgets.way_back import from_here
from dashboard.widgets.who import me
from dashboard.words import _, language

ALL = "all"
UNIT, PROMISE = "commitments-unit", "commitments-promise"


def show_commitments() -> None:
    """The month, the table of units, and what was opened in it."""
    if not me().actor.may_all and not me().actor.holds(*ALLOWED):
        empty(_("Commitments are shown to those who handle orders and to the units themselves."))
        return
    show_said()
    month = st.selectbox(
        _("Month"),
        months(),
        format_func=period_text,
        key="commitments-month",
        bind="query-params",
        filter_mode=None,
        width=200,
    )
    found = use.month_figures(me().actor, month)
    if not found.units:
        empty(_("No unit you see works under regulations with commitments."))
        return
    st.markdown(_summary(found))
    _units(found)
    _opened(found)
    show_stops(month)
    if any(one.measure == "rings" for one in found.commitments):
        show_answered(month)


def _summary(found: MonthFigures) -> str:
    together = found.figures[None]
    decided = [one for one in found.commitments if together[one.code].share is not None]
    kept = sum(bool(together[one.code].met(one.least, over=found.over)) for one in decided)
    if found.own:
        return _(
            "Of {all} commitments {measured} were measured in {month}; your own unit kept {kept}.",
            all=len(found.commitments),
            measured=len(decided),
            month=period_text(found.month),
            kept=kept,
        )
    return _(
        "Of {all} commitments {measured} were measured in {month}; all units together kept {kept}.",
        all=len(found.commitments),
        measured=len(decided),
        month=period_text(found.month),
        kept=kept,
    )


def _units(found: MonthFigures) -> None:
    rows = [_row(found, None, _everyone(found), ALL)]
    several = not found.own or len(found.units) > 1
    rows += [
        _row(found, unit.id, unit.name(language()), unit.code) for unit in found.units if several
    ]
    columns = [Column("unit", _("Unit"), width="6.5rem")]
    columns += [
        Column(one.code, one.name.get(language()), width="5rem", sortable=False)
        for one in found.commitments
    ]
    opened = table(
        rows,
        columns,
        key=f"commitments-{found.month}",
        caption=_("Commitments {month}", month=period_text(found.month)),
        row_id="id",
    )
    if opened:
        st.session_state[UNIT] = opened
    name = " · ".join((_("Commitments"), period_text(found.month)))
    offer_table(rows, columns, name)


def _everyone(found: MonthFigures) -> str:
    """What all units one sees are called together."""
    return _("Your own unit") if found.own else _("All units")


def _row(found: MonthFigures, unit: int | None, name: str, key: str) -> dict[str, object]:
    row: dict[str, object] = {"id": key, "unit": name}
    known = next((one for one in found.units if one.id == unit), None)
    for one in found.commitments:
        shown = cell(one, found.figures[unit][one.code], over=found.over)
        row[one.code] = shown if found.applies(one, known) else None
    return row


def _opened(found: MonthFigures) -> None:
    chosen = st.session_state.get(UNIT, ALL)
    unit = next((one for one in found.units if one.code == chosen), None)
    name = _everyone(found) if unit is None else unit.name(language())
    st.subheader(_("{unit}: each commitment", unit=name), anchor=False)
    figures = found.figures[None if unit is None else unit.id]
    promised = [one for one in found.commitments if found.applies(one, unit)]
    opened = table(
        [
            {
                "id": one.code,
                "name": one.name.get(language()),
                "bound": bound_text(one),
                "result": cell(one, figures[one.code], over=found.over, numbers=False),
                "numbers": one_line(figures[one.code])
                if figures[one.code].share is not None
                else {"text": _why(figures[one.code]), "muted": True},
                "rule": _rule(one),
            }
            for one in promised
        ],
        [
            Column("name", _("Commitment")),
            Column("bound", _("To be kept"), wrap=False),
            Column("result", _("Kept or not")),
            Column("numbers", _("Numbers behind it")),
            Column("rule", _("Clause and how it is read")),
        ],
        key=f"commitments-of-{found.month}-{name}",
        caption=_("{unit}: each commitment", unit=name),
        row_id="id",
        panel="commitments-behind",
    )
    told = both_shares(promised, [unit] if unit else found.units)
    if told:
        st.caption(told)
    if opened:
        st.session_state[PROMISE] = opened
    one = next((c for c in promised if c.code == st.session_state.get(PROMISE)), None)
    if one is not None:
        with st.container(key=f"commitments-behind-{one.code}"):
            _behind(found, one, None if unit is None else unit.id, name)


def _why(figure: Figure) -> str:
    return _(figure.why) + unmeasured(figure)


def _rule(one: Commitment) -> str:
    clause = clause_text(str(one.reference))
    return clause if one.reason is None else f"{clause}{_(': ')}{one.reason.get(language())}"


def _behind(found: MonthFigures, one: Commitment, unit: int | None, name: str) -> None:
    cases = use.behind(me().actor, found.month, one.code, unit)
    words = f"{name} · {one.name.get(language())}"
    st.subheader(words, anchor=False)
    if not cases:
        counted = one.measure == "rings" and found.figures[unit][one.code].of
        told = _("The numbers stand below, under “Telephone calls”.") if counted else ""
        st.caption(told or _(found.figures[unit][one.code].why) or _("Nothing is behind it."))
        return
    classes = {each.code: each.name.get(language()) for each in order_rules(today()).orders.classes}
    units = {each.id: each.name(language()) for each in found.units}
    opened = table(
        [_case_row(case, classes, units) for case in cases],
        [
            Column("number", _("Number"), kind="code"),
            Column("unit", _("Unit")),
            Column("class", _("Class"), wrap=False),
            Column("place", _("Where")),
            Column("due", _("Due"), kind="code"),
            Column("done", _("Done"), kind="code"),
            Column("kept", _("Kept or not"), wrap=False),
        ],
        key=f"commitments-behind-{found.month}-{one.code}-{unit}",
        caption=words,
        max_height=480,
        row_id="id",
    )
    order = next((case for case in cases if case.number and case.key == opened), None)
    if order is not None:
        go("order", order=order.number, source=order.source, **from_here("commitments"))


def _case_row(case: Case, classes: dict[str, str], units: dict[int, str]) -> dict[str, object]:
    kinds = {"stop": _("Planned stop"), "temperature": _("Measured home")}
    return {
        "id": case.key if case.number else None,
        "number": case.number or None,
        "unit": units[case.unit_id],
        "class": kinds.get(case.kind) or classes.get(case.order_class, case.order_class),
        "place": case.place or None,
        "due": None if case.due_at is None else moment_text(case.due_at),
        "done": None if case.done_at is None else moment_text(case.done_at),
        "kept": case_cell(case.stands),
    }
