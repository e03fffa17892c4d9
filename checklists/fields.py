"""Reading one answer's raw fields; every refusal names the field, the value and the remedy."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from checklists.errors import N_, AnswerRefused
from checklists.exact import MOST, POINT_DIGITS

TEXT_LENGTH = 500
"""Reasons and evidence hold so many characters."""

LIST_LENGTH = 50
"""An answer lists at most so many outages or awards."""


class Fields:
    """The raw fields of one answer, taken out one by one."""

    def __init__(self, item: str, raw: Mapping[str, Any]) -> None:
        self.item = item
        self._raw = dict(raw)

    def refuse(self, field: str, value: object, template: str, **params: Any) -> AnswerRefused:
        """Word a refusal of a field of this answer."""
        return AnswerRefused(self.item, field, value, template, **params)

    def take(self, field: str) -> object:
        """Take a field as it came."""
        return self._raw.pop(field, None)

    def whole(
        self, field: str, least: int = 0, most: int = MOST, default: int | None = None
    ) -> int:
        """Take a whole number between two bounds."""
        value = self._raw.pop(field, default)
        number = _integer(value)
        if number is None or not least <= number <= most:
            raise self.refuse(
                field,
                _shown(value),
                N_("{field}: “{value}” does not fit. Enter a whole number from {least} to {most}."),
                least=least,
                most=most,
            )
        return number

    def decimal(self, field: str, most: Decimal = Decimal(MOST)) -> Decimal:
        """Take a number from 0 to a bound with at most four decimals."""
        value = self._raw.pop(field, None)
        number = _decimal(value)
        if number is None or not 0 <= number <= most or _places(number) > POINT_DIGITS:
            raise self.refuse(
                field,
                _shown(value),
                N_(
                    "{field}: “{value}” does not fit. "
                    "Enter a number from 0 to {most} with at most {digits} decimals."
                ),
                most=most,
                digits=POINT_DIGITS,
            )
        return number

    def text(self, field: str, required: bool = True) -> str:
        """Take a text; blank space around it is dropped."""
        value = self._raw.pop(field, "")
        text = value.strip() if isinstance(value, str) else None
        if text is None or len(text) > TEXT_LENGTH or "\x00" in text:
            raise self.refuse(
                field,
                _shown(value),
                N_("{field}: “{value}” does not fit. Enter a text of at most {length} characters."),
                length=TEXT_LENGTH,
            )
        if required and not text:
            raise self.refuse(field, "", N_("{field} is missing. Say it in a few words."))
        return text

    def flag(self, field: str) -> bool:
        """Take a yes or no; a missing one is no."""
        value = self._raw.pop(field, False)
        if not isinstance(value, bool):
            raise self.refuse(
                field, _shown(value), N_("{field}: “{value}” does not fit. Choose yes or no.")
            )
        return value

    def day(self, field: str, not_after: date | None) -> date:
        """Take a date written 2026-03-31."""
        value = self._raw.pop(field, None)
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None:
            raise self.refuse(
                field, _shown(value), N_("{field}: “{value}” is no date. Write it like 2026-03-31.")
            )
        if not_after is not None and day > not_after:
            raise self.refuse(
                field,
                value,
                N_("{field}: {value} lies after the day of the audit, {audited}. Correct it."),
                audited=not_after.isoformat(),
            )
        return day

    def choices(self, field: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Take one or more of the known codes, each once, in the order in which they are known."""
        value = self._raw.pop(field, None)
        fits = isinstance(value, list | tuple) and all(isinstance(code, str) for code in value)
        if not fits or not value or len(set(value)) < len(value) or not set(value) <= set(known):
            raise self.refuse(
                field,
                _shown(value),
                N_("{field}: “{value}” does not fit. Choose at least one of {known}, each once."),
                known=", ".join(known),
            )
        return tuple(code for code in known if code in value)

    def rows(self, field: str) -> Iterator["Fields"]:
        """Take a list of entries, each with fields of its own; at least one is needed."""
        value = self._raw.pop(field, None)
        rows = value if isinstance(value, list | tuple) else []
        if not 1 <= len(rows) <= LIST_LENGTH or not all(isinstance(row, Mapping) for row in rows):
            raise self.refuse(
                field,
                _shown(value),
                N_("{field}: “{value}” does not fit. List between 1 and {most} entries."),
                most=LIST_LENGTH,
            )
        for row in rows:
            entry = Fields(self.item, row)
            yield entry
            entry.done()

    def done(self) -> None:
        """Refuse what nobody asked for."""
        for field, value in self._raw.items():
            raise self.refuse(
                field,
                _shown(value),
                N_("{field}: this item takes no such entry. Take “{value}” out."),
            )


def _integer(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    if isinstance(value, str) and len(value) <= 12 and value.isascii() and value.isdigit():
        return int(value)
    return None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    text = str(value).strip()
    if len(text) > 30 or not text.isascii() or "_" in text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _shown(value: object) -> object:
    return "" if value is None else value
