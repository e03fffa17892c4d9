"""The double audits that an inspector is to do, on the start page."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from dashboard.inspectors import planning as use
from dashboard.widgets.places import go
from dashboard.widgets.sheets import sheet_name
from dashboard.words import _, language, say
from db.actors import Actor
from db.doubles import DoubleRow


def show_mine(actor: Actor) -> None:
    """What is planned for whoever looks, with the button to begin it or go on."""
    found = use.mine(actor)
    if not found:
        return
    title = _("Double audits planned for you")
    st.subheader(f"{title} ({len(found)})", anchor=False)
    st.caption(
        _(
            "Somebody else scores the same thing apart. Answer what you see, without comparing: "
            "the result compares inspectors and enters no score of the unit."
        )
    )
    for row in found:
        words = _(
            "{day} · {unit} · {sheet} · {subject}",
            day=row.planned_for,
            unit=row.unit.name(language()),
            sheet=sheet_name(row.sheet),
            subject=row.subject,
        )
        if st.button(words, key=f"double-{row.id}", icon=":material/visibility_off:"):
            _begin(actor, row)


def _begin(actor: Actor, row: DoubleRow) -> None:
    try:
        audit = use.begin(actor, row.id)
    except WordedError as error:
        st.error(say(error))
        return
    go(audit.sheet, audit=audit.id)
