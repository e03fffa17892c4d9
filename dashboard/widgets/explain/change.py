"""What changed since the period before: the figures, a waterfall between them, and the table."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import streamlit as st

from checklists.contributions import rounded
from checklists.errors import WordedError
from checklists.exact import half_up
from dashboard.charts.frame import said
from dashboard.charts.waterfall import Step, lowest, signed, waterfall
from dashboard.explaining.changed import Changed, ChangedPart, changed
from dashboard.looks import period_text
from dashboard.view import View
from dashboard.widgets.explain.change_order import (
    asked_order,
    choose_order,
    drawn_first,
    in_order,
)
from dashboard.widgets.explain.change_words import (
    behind,
    called,
    came_and_went,
    sentence,
    standing_word,
    unequal,
    unscored,
    weights,
)
from dashboard.widgets.explain.names import WAYS, part_clause
from dashboard.widgets.explain.parts import MOST_BARS
from dashboard.widgets.explain.shown import adding_up, rounded_apart, shown_score
from dashboard.widgets.periods.mark import show_mark
from dashboard.widgets.table import Column
from dashboard.widgets.trends import parts
from dashboard.widgets.view_filter import turn_to
from dashboard.words import N_, _, say
from db.actors import Actor

BY = "by"
NAMES = {
    "item": N_("Item"),
    "sheet": N_("Sheet"),
    "unit": N_("Unit"),
    "division": N_("Division"),
}


def show_change(actor: Actor, view: View) -> None:
    """A score before and now, the parts that brought the difference, and who came or went."""
    try:
        told = changed(actor, view, st.query_params.get(BY))
    except WordedError as error:
        st.warning(say(error), icon=":material/visibility_off:")
        return
    if told.after.standing is None:
        st.markdown(_("Choose a division or a unit above: its change is told here."))
        return
    before, after = told.score_before, told.score_after
    if before is None and after is None and told.after.unit is not None:
        parts.nothing(view, unscored(told))
        return
    if before is None or after is None:
        st.markdown(unscored(told))
        return
    digits = max(shown_score(score, 1 if told.after.unit else 2)[0] for score in (before, after))
    was, now = half_up(before, digits), half_up(after, digits)
    *brought, others = rounded(
        [*(part.brought for part in told.parts), told.others], now - was, digits
    )
    said_first = sentence(told, was, now)
    st.markdown(said_first)
    show_mark(told.after.told.seal)
    for words in (*unequal(told), weights(told, digits), *came_and_went(told)):
        if words:
            st.caption(words)
    with st.container(horizontal=True, key="trends-change-ways"):
        _choose_by(told)
        choose_order()
    if told.parts:
        steps = _steps(told, brought, others)
        labels = [period_text(str(p)) for p in (told.period_before, told.after.period)]
        axis = _("Points")
        if least := lowest([was, now, *_between(was, steps)]):
            axis += _(" · the axis begins at {least}", least=least)
        figure = waterfall((labels[0], was), steps, (labels[1], now), axis, dark=parts.is_dark())
        parts.draw(figure, said_first, key="trends-change")
    st.caption(behind(told))
    if rounded_apart(zip((part.brought for part in told.parts), brought, strict=True)):
        st.caption(adding_up())
    _table(told, brought)


def _choose_by(told: Changed) -> None:
    key = "trends-change-by"
    st.session_state[key] = told.by

    def keep() -> None:
        st.query_params[BY] = st.session_state[key] or told.by

    st.segmented_control(
        _("Take apart"),
        list(told.ways),
        format_func=lambda way: _(WAYS[way]),
        key=key,
        on_change=keep,
        label_visibility="collapsed",
    )


def _steps(told: Changed, brought: list[Decimal], others: Decimal) -> list[Step]:
    rows = list(zip(told.parts, brought, strict=True))
    drawn = drawn_first(rows, asked_order(), MOST_BARS)
    apart = {id(part) for part, _by in drawn}
    steps = [
        Step(called(told, part), by, f"{said(called(told, part))}  {signed(by)}")
        for part, by in drawn
    ]
    gathered = (
        (_("{number} more"), [by for part, by in rows if part.compared and id(part) not in apart]),
        (_("Newly scored ({number})"), [by for part, by in rows if part.came]),
        (_("Not scored any more ({number})"), [by for part, by in rows if part.went]),
    )
    for words, some in gathered:
        if some:
            together = sum(some, others * 0)
            steps.append(Step(words.format(number=len(some)), together, gathered=True))
    if others:
        steps.append(Step(_("Everything else"), others, gathered=True))
    return steps


def _between(was: Decimal, steps: list[Step]) -> list[Decimal]:
    return [was + sum((step.by for step in steps[:n]), was * 0) for n in range(len(steps) + 1)]


def _table(told: Changed, brought: list[Decimal]) -> None:
    was, now = (period_text(str(p)) for p in (told.period_before, told.after.period))
    columns = [
        Column("name", _(NAMES[told.by])),
        Column("brought", _("Brought"), align="right", kind="number"),
        Column("before", _("Took off, {period}", period=was), align="right", kind="number"),
        Column("after", _("Takes off, {period}", period=now), align="right", kind="number"),
        Column("was", _("Audits, {period}", period=was), align="right", kind="number"),
        Column("now", _("Audits, {period}", period=now), align="right", kind="number"),
    ]
    numbered = zip(told.parts, enumerate(brought), strict=True)
    rows = [
        _row(told, number, part, by)
        for part, (number, by) in in_order(list(numbered), asked_order())
    ]
    if any(row["id"] for row in rows):
        st.caption(_("Touch a row to see what stands behind it."))
    title = f"{_('Change')} · {now}"
    opened = parts.listed(
        rows,
        columns,
        chart="trends-change",
        name=title,
        about=parts.about(told.view),
        row_id="id",
    )
    if opened is not None:
        opens = told.parts[int(opened)].part.opens
        if opens is not None:
            turn_to("explain", opens)


def _row(told: Changed, number: int, part: ChangedPart, by: Decimal) -> dict[str, Any]:
    named = (called(told, part), part_clause(part.part), standing_word(part))
    return {
        "id": str(number) if part.part.opens else None,
        "name": " · ".join(words for words in named if words),
        "brought": {"text": signed(by), "sort": by},
        "before": None if part.came else _off(part.before),
        "after": None if part.went else _off(part.after),
        "was": part.was,
        "now": part.now,
    }


def _off(off: Fraction) -> dict[str, Any]:
    shown = half_up(off, 2)
    return {"text": str(shown).replace("-", "−"), "sort": shown}
