"""What the calls of a month found, by unit, and every opinion with what was done about it."""

from __future__ import annotations

import streamlit as st

from dashboard.calling import results
from dashboard.calling.results import MonthResults, Opinion
from dashboard.calling.words import class_words, item_of, rate, said
from dashboard.looks import moment_text, period_text
from dashboard.orders.words import address
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.frame import empty
from dashboard.widgets.in_address import pick_month, pick_unit
from dashboard.widgets.places import go
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language
from db.actors import Role
from db.callbacks.results import Result


def show_results() -> None:
    """Rates with the numbers behind them, then what customers said."""
    left, right, _rest = st.columns([2, 3, 3])
    drawn = results.drawn_months(me().actor)
    if not drawn:
        empty(_("Nothing was drawn yet. Draw a month's sample to have calls to make."))
        return
    with left:
        month = pick_month("calling", sorted(drawn, reverse=True), drawn[0])
    found = results.month_results(me().actor, month)
    with right:
        units = {one.draw.unit.id: one.draw.unit for one in found.results}
        found = found.of_unit(pick_unit("calling", units.values()))
    st.markdown(_sentence(found))
    rows = [_row(one) for one in found.results]
    name = _("Call-backs {month}", month=period_text(month))
    figures = any(item_of(one) for one in found.results)
    columns = [one for one in _columns() if figures or one.key != "item"]
    table(rows, columns, key=f"results-{month}", caption=name)
    if figures:
        _figures(month)
    _opinions(found.opinions)
    offer_table(rows, columns, name)


def _sentence(found: MonthResults) -> str:
    called = sum(one.called for one in found.results)
    satisfied = sum(one.satisfied for one in found.results)
    return _(
        "{called} customers were talked with, {satisfied} of them were satisfied with both "
        "({rate}); {waiting} are still to be called.",
        called=called,
        satisfied=satisfied,
        rate=_rate(satisfied, called),
        waiting=sum(one.waiting for one in found.results),
    )


def _columns() -> list[Column]:
    return [
        Column("unit", _("Unit")),
        Column("orders", _("Orders")),
        Column("size", _("Drawn"), align="right", kind="number"),
        Column("called", _("Talked with"), align="right", kind="number"),
        Column("unreached", _("Not reached"), align="right", kind="number"),
        Column("replaced", _("Replaced by lot"), align="right", kind="number"),
        Column("waiting", _("Still to call"), align="right", kind="number"),
        Column("attitude", _("Attitude"), align="right", kind="number"),
        Column("result", _("Result"), align="right", kind="number"),
        Column("rate", _("Satisfied"), align="right", kind="number"),
        Column("exempt", _("Exempt"), align="right", kind="number"),
        Column("item", _("Item"), kind="code"),
    ]


def _row(one: Result) -> dict[str, object]:
    return {
        "unit": one.draw.unit.name(language()),
        "orders": class_words(one.draw.sample_class, one.draw.month),
        "size": one.draw.size,
        "called": one.called,
        "unreached": one.unreached,
        "replaced": one.replaced,
        "waiting": one.waiting,
        "attitude": _share(one.attitude, one.called),
        "result": _share(one.result, one.called),
        "rate": _share(one.satisfied, one.called),
        "exempt": one.exempt,
        "item": item_of(one),
    }


def _share(part: int, whole: int) -> dict[str, object]:
    share = rate(part, whole)
    if share is None:
        return {"text": None, "sort": None}
    return {"text": f"{_rate(part, whole)} ({part}/{whole})", "sort": share}


def _rate(part: int, whole: int) -> str:
    share = rate(part, whole)
    return "–" if share is None else f"{share} %"


def _figures(month: str) -> None:
    st.caption(
        _(
            "Satisfied and called back are the two figures of items CBK-01 to CBK-05. Classes "
            "without work orders are entered from where they are kept."
        )
    )
    if not (me().actor.may_all or me().actor.holds(Role.DIVISION_HEAD)):
        return
    if st.button(_("To the measured figures of the month"), icon=":material/table_chart:"):
        go("measured", period=month, sheet="callbacks")


def _opinions(opinions: tuple[Opinion, ...]) -> None:
    st.subheader(_("What customers said"), anchor=False)
    # Who was not satisfied stands first, what nothing was done about before the rest.
    opinions = tuple(sorted(opinions, key=lambda one: (not one.unhappy, one.handled is not None)))
    opened = table(
        [_opinion(one) for one in opinions],
        [
            Column("unit", _("Unit")),
            Column("address", _("Address")),
            Column("said", _("Satisfaction")),
            Column("opinion", _("Opinion")),
            Column("handled", _("What was done about it")),
            Column("at", _("Called at")),
        ],
        key="opinions",
        caption=_("What customers said"),
        row_id="id",
        empty=_("No customer has said anything beyond being satisfied."),
    )
    if opened is not None:
        go("calling", call=opened)


def _opinion(one: Opinion) -> dict[str, object]:
    complaint = one.talk.complaint
    handled = one.handled.opinion if one.handled else None
    if complaint:
        told = _("Complaint {number}", number=complaint)
        handled = told if handled is None else f"{told}; {handled}"
    return {
        "id": one.row.id,
        "unit": one.unit.name(language()),
        "address": address(one.row.order),
        "said": said(one.talk),
        "opinion": one.talk.opinion,
        "handled": handled or ({"text": _("nothing yet")} if one.unhappy else None),
        "at": moment_text(one.talk.called_at),
    }
