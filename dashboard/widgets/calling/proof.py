"""A draw can be drawn again by anyone: its seed, its orders, and whether they are the same."""

from __future__ import annotations

import streamlit as st

from checklists.call_backs import sample_rule
from checklists.order_rules import order_rules
from dashboard.calling import drawing
from dashboard.calling.words import class_words
from dashboard.looks import clause_text, moment_text, period_text
from dashboard.widgets.downloads import offer_table
from dashboard.widgets.table import Column, table
from dashboard.widgets.who import me
from dashboard.words import _, language, say
from db.callbacks.draws import Proof
from db.callbacks.errors import DrawNotFound

OPENED = "calling-proof"


def show_proof(month: str, opened: str | None) -> None:
    """The proof of the draw that was opened last on this page."""
    kept = (month, opened) if opened else st.session_state.get(OPENED)
    st.session_state[OPENED] = kept
    if kept is None or kept[0] != month:
        st.caption(_("Open a draw to see its seed and to draw it again."))
        return
    try:
        proof = drawing.prove(me().actor, int(kept[1]))
    except DrawNotFound as error:
        st.info(say(error))
        return
    with st.container(border=True, key=f"proof-{proof.draw.id}"):
        _show(proof)


def _show(proof: Proof) -> None:
    draw = proof.draw
    name = f"{draw.unit.name(language())} · {period_text(draw.month)}"
    st.subheader(_("The draw can be repeated: {name}", name=name), anchor=False)
    if proof.same:
        st.success(
            _(
                "Drawn again just now with the stored seed: the same {number} orders in the "
                "same places.",
                number=sum(1 for one in proof.orders if one.listed is not None),
            ),
            icon=":material/check:",
        )
    else:
        st.error(
            _("Drawn again with the stored seed, other orders come out. Tell an administrator."),
            icon=":material/error:",
        )
    _facts(proof)
    st.markdown(_how())
    _orders(proof)


def _facts(proof: Proof) -> None:
    draw = proof.draw
    clause = sample_rule(order_rules(draw.rules), draw.scheme, draw.sample_class).clause
    facts = [
        _("Seed"),
        f"`{draw.seed}`",
    ]
    st.markdown(" ".join(facts))
    told = _(
        "{size} of {population} orders ({orders}, {clause}); drawn by {person} at {moment}.",
        size=draw.size,
        population=len(draw.population),
        orders=class_words(draw.sample_class, draw.month),
        clause=clause_text(clause),
        person=draw.person,
        moment=moment_text(draw.drawn_at),
    )
    if draw.reason:
        told += " " + _("Drawn early: {reason}", reason=draw.reason)
    st.text(told)
    if proof.come or proof.gone:
        st.caption(
            _(
                "Since then {come} orders have come into the month and {gone} have gone out of "
                "it; the draw stands as it was drawn.",
                come=proof.come,
                gone=proof.gone,
            )
        )


def _how() -> str:
    return _(
        "How to repeat it: for each order take the SHA-256 of the text `seed:order` (the order by "
        "its key, UTF-8) in hexadecimal digits, and sort by it. The first ones are the sample; "
        "those after them take the place of who is not reached, in this order."
    )


def _orders(proof: Proof) -> None:
    columns = [
        Column("place", _("Place in the draw"), align="right", kind="number"),
        Column("number", _("Order"), kind="code"),
        Column("state", _("List of calls")),
        Column("key", _("Key"), kind="code"),
        Column("rank", _("SHA-256 of seed:order"), kind="code"),
    ]
    rows = [
        {
            "place": one.place,
            "number": one.number or None,
            "state": _state(one.listed, proof.draw.size),
            "key": one.order_id,
            "rank": one.rank,
        }
        for one in proof.orders
    ]
    table(
        [{**row, "rank": str(row["rank"])[:12] + "…"} for row in rows],
        columns,
        key=f"redrawn-{proof.draw.id}",
        caption=_("Orders as they are drawn again"),
        max_height=420,
    )
    seed = {"place": None, "number": None, "state": _("Seed"), "key": proof.draw.seed, "rank": None}
    name = " · ".join((_("Draw"), proof.draw.unit.code, proof.draw.month))
    offer_table([seed, *rows], columns, name)


def _state(listed: int | None, size: int) -> str:
    if listed is None:
        return _("in reserve")
    return _("drawn") if listed <= size else _("drawn as a replacement")
