"""The pages without a browser: one session of the program, and what it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from dashboard.commands.project import ROOT
from dashboard.gate import COOKIE
from dashboard.words import LANGUAGES, _, speak, speaking
from tests.staff import ADDRESS, signed_in

MAIN = ROOT / "dashboard" / "main.py"
SECONDS = 60
CHINESE = re.compile("[一-鿿]")
SIGNS = re.compile(r"\{\w*\}|None|nan|Traceback|\[object")
"""What no reader should ever see."""


def enter(patch: pytest.MonkeyPatch, person: int | None) -> None:
    """Sign a person in, or nobody: the stand-in for the browser has neither cookies nor address."""
    cookies = {} if person is None else {COOKIE: signed_in(person).cookie}
    patch.setattr(ContextProxy, "cookies", property(lambda _self: cookies))
    patch.setattr(ContextProxy, "ip_address", property(lambda _self: ADDRESS))


def opened(page: str = "start", language: str = "zh", **query: str) -> AppTest:
    """A new session with one page open; it must have run without a fault."""
    st.cache_data.clear()
    # The stand-in for the browser words the options of select boxes in its own thread.
    speak(language if language in LANGUAGES else None)
    session = AppTest.from_file(MAIN, default_timeout=SECONDS)
    session.query_params["lang"] = language
    session.run()
    for name, value in query.items():
        session.query_params[name] = value
    return turned(session, page)


def turned(session: AppTest, page: str) -> AppTest:
    """Turn to another page in the same session."""
    session.switch_page(f"../pages/{page}.py").run()
    return sound(session)


def sound(session: AppTest) -> AppTest:
    """Check that the last run went well."""
    assert not session.exception, session.exception
    assert not session.error, [error.value for error in session.error]
    return session


def title(session: AppTest) -> str:
    """The page's title."""
    (only,) = session.title
    return str(only.value)


def spoken(message: str, language: str, **params: Any) -> str:
    """A message in a language."""
    with speaking(language):
        return _(message, **params)


def texts(session: AppTest) -> str:
    """All running text of the page, and what its tables and buttons say."""
    parts = [
        *(
            element.value
            for kind in ("markdown", "caption", "subheader")
            for element in session.get(kind)
        ),
        *(button.label for button in session.button),
        *(element.proto.body for element in session.get("html")),
        *(table_text(drawn) for drawn in tables(session).values()),
    ]
    return "\n".join(str(part) for part in parts)


def components(session: AppTest, name: str) -> list[dict[str, Any]]:
    """What the components of a kind were given to draw."""
    found = [one.proto for one in session.get("bidi_component")]
    return [json.loads(proto.json) for proto in found if proto.component_name == name]


def tables(session: AppTest) -> dict[str, dict[str, Any]]:
    """The page's tables by their keys."""
    return {drawn["key"]: drawn for drawn in components(session, "heng_table")}


def table_text(table: Mapping[str, Any]) -> str:
    """All that a table says, but for the sentences it makes in the browser."""
    said = [table["caption"], table["empty"], *(column["label"] for column in table["columns"])]
    return "\n".join([*said, *(text for row in rows(table) for text in row.values())])


def rows(table: Mapping[str, Any]) -> list[dict[str, str]]:
    """The texts of a table's cells by column."""
    keys = [column["key"] for column in table["columns"]]
    return [
        {
            key: cell if isinstance(cell, str) else cell["text"]
            for key, cell in zip(keys, row["cells"], strict=True)
        }
        for row in table["rows"]
    ]
