"""The page of where a score comes from: the way, the answer, its parts or the answers below."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from checklists.errors import WordedError
from dashboard.explaining import explain
from dashboard.explaining.explained import Explained
from dashboard.view import View
from dashboard.widgets.explain.answers import show_answers, show_clause, show_loss
from dashboard.widgets.explain.headline import show_headline, show_marks, taken_off
from dashboard.widgets.explain.links import READERS
from dashboard.widgets.explain.parts import show_parts
from dashboard.widgets.explain.way import BY, choose_by, show_way, stand_at
from dashboard.widgets.periods.mark import say_restating
from dashboard.widgets.view_filter import pick_view, say_filtered
from dashboard.words import _, say
from db.actors import Actor, Forbidden

PAGE = "explain"
PLACE = ("period", "division", "unit", "sheet", "item")


def asked_place(actor: Actor) -> Explained | None:
    """The filters, and what the address asks to have explained; None where there is nothing.

    What a link names and the reader may not see is refused in words, with the way to one's own.
    """
    wanted = View.read(st.query_params.to_dict())
    looks_into_audits = actor.may_all or actor.holds(*READERS)
    narrower = ("inspector", "occasion") if looks_into_audits else ()
    view = pick_view(actor, PAGE, ("period", *narrower))
    if view.period is None:
        return None
    if any(getattr(wanted, part) and not getattr(view, part) for part in PLACE):
        _refuse(explain.PlaceUnseen(), view)
    try:
        return explain.explain(actor, view, st.query_params.get(BY))
    except WordedError as error:
        _refuse(error, view)


def show_explained(explained: Explained, actor: Actor) -> None:
    """Where one is, the score with its formula, and what stands behind it."""
    show_way(explained)
    say_filtered(explained.view)
    if explained.view.filtered:
        say_restating(explained.gathered.period, actor)
    if explained.level == "item":
        item = explained.item
        if item is not None:
            show_clause(item)
        show_marks(explained)
        if explained.gathered.unit is not None:
            show_loss(explained)
            show_answers(explained, actor)
            return
        st.markdown(taken_off(explained))
    else:
        show_headline(explained)
    if explained.parts:
        choose_by(explained)
        show_parts(explained)


def _refuse(error: WordedError, view: View) -> NoReturn:
    st.warning(say(error), icon=":material/visibility_off:")
    if not isinstance(error, Forbidden):
        top = View(period=view.period)
        st.button(_("Go to what is yours"), on_click=stand_at, args=(top,))
    st.stop()
