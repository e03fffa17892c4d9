"""Formulas of a workbook computed exactly, from the cells they name: no float, nothing cached."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openpyxl import Workbook

from checklists.exact import half_up

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*")|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<cells>(?:'(?:[^']|'')+'!)?[A-Z]{1,2}\d+(?::[A-Z]{1,2}\d+)?)"""
    r"""|(?P<name>[A-Z]+)|(?P<sign>[-+*/=(),]))"""
)


class Recalculated:
    """A workbook whose formulas are worked out anew."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def value(self, sheet: str, cell: str) -> Any:
        """What a cell holds: a Fraction, a text, or None where it is empty."""
        return _plain(self.book[sheet][cell].value, lambda text: _Reader(self, sheet, text).whole())


def _plain(found: Any, formula: Callable[[str], Any]) -> Any:
    if isinstance(found, str) and found.startswith("="):
        return formula(found[1:])
    if isinstance(found, int | float):
        # A float is read as the decimal it was written as.
        return Fraction(str(found))
    return Fraction(found) if isinstance(found, Decimal) else found


class _Reader:
    """One formula, read from left to right."""

    def __init__(self, book: Recalculated, sheet: str, text: str) -> None:
        self.book, self.sheet = book, sheet
        self.tokens = [(m.lastgroup, m[m.lastgroup]) for m in TOKEN.finditer(text)]
        assert "".join(token for _kind, token in self.tokens) == text.replace(" ", ""), text

    def whole(self) -> Any:
        found = self.compared()
        assert not self.tokens, self.tokens
        return found

    def compared(self) -> Any:
        left = self.added()
        if self.takes("="):
            return (left or 0) == (self.added() or 0)
        return left

    def added(self) -> Any:
        left = self.multiplied()
        while self.tokens and self.tokens[0][1] in "+-":
            sign = self.tokens.pop(0)[1]
            right = self.multiplied()
            if not isinstance(left, Fraction) or not isinstance(right, Fraction):
                left = None
            else:
                left = left + right if sign == "+" else left - right
        return left

    def multiplied(self) -> Any:
        left = self.one()
        while self.tokens and self.tokens[0][1] in "*/":
            sign = self.tokens.pop(0)[1]
            right = self.one()
            if isinstance(left, list):
                left = [int(a) * (b or 0) for a, b in zip(left, right, strict=True)]
            else:
                left = _combined(left, right, sign)
        return left

    def one(self) -> Any:
        kind, token = self.tokens.pop(0)
        if kind == "text":
            return token[1:-1]
        if kind == "number":
            return Fraction(token)
        if kind == "cells":
            return self.cells(token)
        if token == "(":
            found = self.compared()
            assert self.takes(")")
            return found
        assert self.takes("("), token
        given = [self.compared()]
        while self.takes(","):
            given.append(self.compared())
        assert self.takes(")")
        return FUNCTIONS[token](*given)

    def cells(self, token: str) -> Any:
        named, _mark, where = token.rpartition("!")
        sheet = named[1:-1].replace("''", "'") if named else self.sheet
        if ":" not in where:
            return self.book.value(sheet, where)
        return [
            self.book.value(sheet, cell.coordinate)
            for row in self.book.book[sheet][where]
            for cell in row
        ]

    def takes(self, sign: str) -> bool:
        there = bool(self.tokens) and self.tokens[0] == ("sign", sign)
        if there:
            self.tokens.pop(0)
        return there


def _combined(left: Any, right: Any, sign: str) -> Any:
    # Both branches of an IF are worked out; the one that is not taken may divide by nothing.
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    if sign == "*":
        return left * right
    return left / right if right else None


def _is_number(value: Any) -> Any:
    if isinstance(value, list):
        return [isinstance(one, Fraction) for one in value]
    return isinstance(value, Fraction)


def _bounded(choose: Any) -> Any:
    return lambda *given: None if None in given else choose(given)


def _rounded(value: Any, digits: Any) -> Any:
    return Fraction(half_up(value, int(digits))) if isinstance(value, Fraction) else value


FUNCTIONS: dict[str, Any] = {
    "SUM": lambda cells: sum((one for one in cells if isinstance(one, Fraction)), Fraction(0)),
    "SUMPRODUCT": lambda cells: sum(cells, Fraction(0)),
    "IF": lambda asked, yes, no: yes if asked else no,
    "ISNUMBER": _is_number,
    "MAX": _bounded(max),
    "MIN": _bounded(min),
    "ROUND": _rounded,
}
