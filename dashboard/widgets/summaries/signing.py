"""What was signed of a shift, what differs from it now, and signing."""

from __future__ import annotations

import streamlit as st

from dashboard.looks import moment_text
from dashboard.summaries import desk
from dashboard.summaries.desk import ShiftSummary
from dashboard.summaries.words import count_words, signed_words
from dashboard.widgets.people.acting import attempt, key_in, reason, text
from dashboard.widgets.table import Column, table
from dashboard.words import _, language
from db.actors import Actor


def show_signed(found: ShiftSummary) -> None:
    """Each signature with its hash, and the figures that changed since the last one."""
    st.subheader(_("Signatures"), anchor=False)
    if not found.signed:
        st.markdown(_("Nobody has signed this summary yet."))
    for row in found.signed:
        shown = st.container(border=True)
        shown.text(signed_words(row))
        shown.caption(f"SHA-256 `{row.hash}`")
        if not row.intact:
            shown.error(
                _("This summary no longer matches its hash: somebody changed it in the database.")
            )
    if found.changes:
        st.warning(
            _("{number} figures changed since it was signed.", number=len(found.changes)),
            icon=":material/difference:",
        )
        _changes(found)
    elif found.signed:
        st.caption(_("Nothing changed since it was signed."))


def show_signing(found: ShiftSummary, actor: Actor) -> None:
    """The form in which the supervisor signs, or since when it may be signed."""
    if not found.ready:
        at = moment_text(found.span.ready_at)
        st.caption(_("The shift is summed up and can be signed from {time} on.", time=at))
        return
    if found.signed and not found.changes:
        return
    form = f"sign-{found.division.id}-{found.span.day}-{found.span.shift}"
    with st.form(form):
        name = text(form, "name", _("Name of the supervisor"), most=80, value=actor.name)
        why = reason(form) if found.signed else ""
        sure = st.checkbox(
            _("I have looked through the figures; a signature cannot be taken back."),
            key=key_in(form, "sure"),
        )
        words = _("Sign the changed figures") if found.signed else _("Sign and freeze")
        sent = st.form_submit_button(words, type="primary", icon=":material/draw:")
    if sent and not sure:
        st.error(_("Tick that you have looked through the figures."), icon=":material/error:")
    elif sent:
        attempt(
            lambda: desk.sign(actor, found, name, why),
            _("The summary is signed and frozen."),
            form,
        )


def _changes(found: ShiftSummary) -> None:
    classes = {one.code: one.name.get(language()) for one in found.rules.orders.classes}
    table(
        [
            {
                "class": classes.get(one["order_class"], one["order_class"]),
                "count": count_words(one["count"]),
                "signed": one["signed"],
                "live": one["live"],
            }
            for one in found.changes
        ],
        [
            Column("class", _("Class")),
            Column("count", _("Figure")),
            Column("signed", _("Signed"), kind="number"),
            Column("live", _("Now"), kind="number"),
        ],
        key="summaries-changes",
        caption=_("What changed since it was signed"),
    )
