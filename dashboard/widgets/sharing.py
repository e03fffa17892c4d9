"""Who fills an audit in together: a quiet control above the form, for whoever began the audit."""

from __future__ import annotations

import streamlit as st

from checklists.errors import WordedError
from dashboard import together
from dashboard.widgets.who import me
from dashboard.words import _, say
from db.rows import PersonRow


@st.fragment
def show_sharing(audit_id: str) -> None:
    """The colleagues who help, and those who could; only this part of the page runs again."""
    sharing = together.sharing_of(me().actor, audit_id)
    if not sharing.may_share:
        return
    number = len(sharing.participants)
    label = _("Fill in together ({number})", number=number) if number else _("Fill in together")
    with st.popover(label, icon=":material/group:"):
        st.write(_("Colleagues you add see this audit, answer its items and may submit it."))
        for person in sharing.participants:
            _button(audit_id, person, helping=True)
        for person in sharing.others:
            _button(audit_id, person, helping=False)
        if not sharing.participants and not sharing.others:
            st.caption(_("Nobody else inspects this unit. Ask an administrator for the role."))
        if fault := st.session_state.pop(f"sharing-fault-{audit_id}", None):
            st.error(fault)


def _button(audit_id: str, person: PersonRow, *, helping: bool) -> None:
    words = _("Take out {name}", name=person.name) if helping else _("Add {name}", name=person.name)
    st.button(
        words,
        key=f"share-{audit_id}-{person.id}",
        icon=":material/person_remove:" if helping else ":material/person_add:",
        type="tertiary" if helping else "secondary",
        width="stretch",
        on_click=_change,
        args=(audit_id, person.id, helping),
    )


def _change(audit_id: str, person_id: int, helping: bool) -> None:
    act = together.unshare if helping else together.share
    try:
        act(me().actor, audit_id, person_id)
    except WordedError as error:
        st.session_state[f"sharing-fault-{audit_id}"] = say(error)
