"""What a command says to whoever typed it: in Chinese, and in English below."""

from typing import Any

import typer

from dashboard.words import _, speaking


def say_both(message: str, **params: Any) -> None:
    """Print a message in both languages."""
    for code in ("zh", "en"):
        with speaking(code):
            typer.echo(_(message, **params))
