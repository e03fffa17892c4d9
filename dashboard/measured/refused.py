"""What is said of a figure that is refused: the field under the name it has on the form."""

from __future__ import annotations

from typing import Any

from checklists.errors import Word
from dashboard.measured.fields import Refusal
from dashboard.words import _, language


def refusal_params(refusal: Refusal) -> dict[str, Any]:
    """The parameters of the refusal's message, in the reader's language."""
    params = {
        name: _(value) if isinstance(value, Word) else value
        for name, value in refusal.error.params.items()
    }
    if refusal.label is not None:
        params["field"] = refusal.label.get(language())
    return params


def refusal_words(refusal: Refusal) -> str:
    """What is wrong with the figure, and the remedy."""
    return _(refusal.error.template, **refusal_params(refusal))
