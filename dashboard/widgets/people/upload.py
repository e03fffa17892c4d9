"""Choosing a file in the reader's language: Streamlit's own words for it are English only."""

from __future__ import annotations

import json

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.words import _

# The words on the button and beside it are drawn by the browser, out of reach but for styles.
STYLE = """
<style>
.st-key-{key} [data-testid="stFileUploaderDropzone"] > span > button > * {{ display: none; }}
.st-key-{key} [data-testid="stFileUploaderDropzone"] > span > button::after {{ content: {button}; }}
.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"] > * {{ display: none; }}
.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: {hint};
  opacity: .7; font-size: .875rem; }}
</style>
"""


def choose_workbook(key: str, label: str, most_mb: int) -> UploadedFile | None:
    """Let the reader choose an Excel workbook; None until one is chosen."""
    hint = _("or drop it here: Excel (.xlsx), at most {most} MB", most=most_mb)
    return choose_file(key, label, hint, most_mb)


def choose_file(key: str, label: str, hint: str, most_mb: int) -> UploadedFile | None:
    """Let the reader choose a file; `hint` says of which kinds, in the reader's language."""
    st.html(STYLE.format(key=key, button=_quoted(_("Choose a file")), hint=_quoted(hint)))
    # The browser's own refusals are in English: kinds are left to whoever reads the content, and
    # the size comes only where the server's word cannot.
    return st.file_uploader(label, key=key, max_upload_size=4 * most_mb)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("<", "\\3c ")
