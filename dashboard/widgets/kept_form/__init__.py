"""Forms whose typing stays in the browser until the server has it: drawn, and heard once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.kept_form import Told

FOLDER = Path(__file__).parent
COMMON = Path(__file__).parents[2] / "sheet_form"


class KeptForm:
    """A kind of form: `kept_form.js` and `kept_form.css` with scripts and a style of its own.

    The last of its scripts exports the component.
    """

    def __init__(self, name: str, style: Path, *scripts: Path) -> None:
        common = (COMMON / "dom.js", FOLDER / "kept_form.js")
        self._component = st.components.v2.component(
            name,
            css=_joined(FOLDER / "kept_form.css", style),
            js=_joined(*common, *scripts),
        )

    def show(
        self,
        key: str,
        data: Mapping[str, Any],
        act: Callable[[Mapping[str, Any]], Told],
    ) -> None:
        """Draw a form; `act` does what it sends, and says what became of it."""
        hear(key, self.draw(key, data), act)

    def draw(self, key: str, data: Mapping[str, Any]) -> Any:
        """Draw a form, for what it sends to be heard after what belongs to it is drawn too."""
        return self._component(key=f"{key}-form", data=data, on_act_change=_heard).get("act")


def told(key: str) -> Any:
    """What `act` of a form said last, None at first."""
    return st.session_state.get(f"{key}-told")


def hear(key: str, sent: Any, act: Callable[[Mapping[str, Any]], Told]) -> None:
    """Do what a form sent, once, and draw the page anew."""
    if isinstance(sent, Mapping) and sent.get("n") != st.session_state.get(f"{key}-heard"):
        st.session_state[f"{key}-heard"] = sent.get("n")
        st.session_state[f"{key}-told"] = act(sent)
        st.rerun()


def record_of(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record in what a form sent; empty where it is none."""
    record = sent.get("record")
    return record if isinstance(record, Mapping) else {}


def _joined(*files: Path) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _heard() -> None:
    """Streamlit reports a trigger only where a callback is given."""
