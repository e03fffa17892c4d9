"""Exact numbers: how they are rounded, bounded and written."""

from decimal import Decimal
from fractions import Fraction

POINT_DIGITS = 4
"""Points carry four decimals; only a division inside a rule needs them (our reading)."""

SCORE_DIGITS = 6
"""K and Q are kept with six decimals; grades are judged before this rounding."""

MOST = 100_000_000
"""The largest number an answer may hold; the columnar pass stays within 64 bits up to it."""


def half_up(value: Fraction, digits: int) -> Decimal:
    """Round an exact ratio to so many decimals, halves away from zero."""
    scale = 10**digits
    doubled = abs(value) * scale * 2
    units = (doubled.numerator // doubled.denominator + 1) // 2
    return Decimal(units if value >= 0 else -units).scaleb(-digits)


def points_of(units: int) -> Decimal:
    """Points from whole numbers of 0.0001, in which columns hold them."""
    return Decimal(units).scaleb(-POINT_DIGITS)


def plain(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros: `2.50` becomes `2.5`."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text
