"""Suppositions in the address of the page, which is all that holds them."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from checklists.errors import WordedError
from dashboard.what_if.asked import LONGEST, SCORES, each_less
from dashboard.words import _, say


def query(names: Iterable[str]) -> dict[str, list[str]]:
    """What the address supposes under some names."""
    return {name: st.query_params.get_all(name) for name in names if name in st.query_params}


def keep(asked: Mapping[str, Sequence[str]]) -> None:
    """Let the address hold these suppositions; a name without any is taken out."""
    for name, values in asked.items():
        if values:
            st.query_params[name] = list(values)
        elif name in st.query_params:
            del st.query_params[name]


def clear(names: Iterable[str]) -> None:
    """Take all suppositions of some names out of the address."""
    keep(dict.fromkeys(names, ()))


def say_asked() -> None:
    """Say at the top of the page that something is supposed further below."""
    if query(SCORES):
        words = _(
            "Something is supposed: what would come of it stands below, under “What if …”. "
            "Everything else here is official."
        )
        st.info(words, icon=":material/help_center:")


def say_faults(faults: Sequence[WordedError], names: Sequence[str], key: str) -> None:
    """Everything that is wrong in the address, and the ways to take one out, or all."""
    told = "\n".join(f"- {say(fault)}" for fault in faults)
    words = _("The suppositions in the address do not fit, so nothing is reckoned with them:")
    st.error(f"{words}\n\n{told}", icon=":material/error:")
    with st.container(horizontal=True):
        for number, (value, less) in enumerate(each_less(query(names))):
            words = _("Take “{value}” out", value=_plain(value))
            if st.button(words, icon=":material/close:", key=f"{key}-fault-{number}"):
                keep(less)
                st.rerun()
        offer_clear(names, key)


def _plain(typed: str) -> str:
    """What stands in an address as nothing but text where marks would be read."""
    return re.sub(f"([{re.escape(string.punctuation)}])", r"\\\1", typed[:LONGEST])


def offer_clear(names: Sequence[str], key: str) -> None:
    """The button that takes all suppositions out."""
    if st.button(_("Take all suppositions out"), icon=":material/undo:", key=f"{key}-clear"):
        clear(names)
        st.rerun()


def say_supposed() -> None:
    """What stands above every supposed figure."""
    st.warning(
        _("Supposed, not official: nothing is written, and the official figures stay as they are."),
        icon=":material/help:",
    )


def say_shared() -> None:
    """That the address is all one has to send."""
    st.caption(
        _(
            "The address of this page holds the suppositions. Whoever opens it sees the same, as "
            "far as it is theirs to see."
        )
    )
