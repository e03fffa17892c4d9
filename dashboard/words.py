"""Words in the reader's language: messages are written in English and looked up in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from checklists.errors import N_, Word, WordedError
from checklists.periods import Period

LANGUAGES = {"zh": "中文", "en": "English"}
DEFAULT = "zh"
LOCALE = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    """The language in which this run or request is answered: `zh` or `en`."""
    return _language.get()


def speak(code: str | None) -> None:
    """Answer in this language from here on; an unknown one is Chinese."""
    _language.set(code if code in LANGUAGES else DEFAULT)


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Answer in this language within the block."""
    token = _language.set(code if code in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _language.reset(token)


def _(message: str, **params: Any) -> str:
    """The message in the reader's language, its named places filled in."""
    text = _catalogue().get(message, message) if language() == "zh" else message
    return text.format(**params) if params else text


def ngettext(one: str, many: str, count: int, /, **params: Any) -> str:
    """The message for one or for many in the reader's language; Chinese has one form for both."""
    chosen = one if count == 1 and language() != "zh" else many
    text = _catalogue().get(one, many) if language() == "zh" else chosen
    return text.format(**params)


def say(error: WordedError) -> str:
    """What an error says, in the reader's language."""
    return _(error.template, **{name: _said(value) for name, value in error.params.items()})


def period_words(period: Period) -> str:
    """A period in the reader's language: only a heating season is not written as it is kept."""
    if period.kind != "season":
        return str(period)
    return _("heating season {years}", years=f"{period.year}/{(period.year + 1) % 100:02d}")


def sentences(*told: str) -> str:
    """Some sentences one after the other; Chinese has no blank between them."""
    return ("" if language() == "zh" else " ").join(one for one in told if one)


def _said(value: Any) -> Any:
    if isinstance(value, Period):
        return period_words(value)
    if isinstance(value, datetime):
        from dashboard.looks import moment_text

        return moment_text(value)
    return _(value) if isinstance(value, Word) else value


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, str]:
    path = LOCALE / "zh_CN" / "LC_MESSAGES" / "heng.po"
    with path.open("rb") as file:
        messages = read_po(file, locale="zh_CN")
    found = ((_first(message.id), _first(message.string)) for message in messages)
    return {key: words for key, words in found if key and words}


def _first(text: str | list[str] | tuple[str, ...] | None) -> str:
    """A text, or the first form of a plural: Chinese has but one."""
    return text if isinstance(text, str) else next(iter(text or ()), "")


__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "N_",
    "_",
    "language",
    "ngettext",
    "period_words",
    "say",
    "speak",
    "speaking",
]
