"""Forecasts in words: never surer than they are, and never a cause where there is arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.risk.rankability import told_apart
from dashboard.risk.reliability import ENOUGH, Bin
from dashboard.words import _, sentences

STEP = 5


def number_words(chance: float, *, settled: bool = False) -> str:
    """A chance as a number out of 100 in steps of 5; 0 and 100 are said only once it is settled."""
    if settled and chance in (0.0, 1.0):
        return _("all 100") if chance else _("none")
    if chance < STEP / 100:
        return _("under {number}", number=STEP)
    if chance > 1 - STEP / 100:
        return _("over {number}", number=100 - STEP)
    # Half a step is led upwards; a share like 0.075 is not exactly one.
    return _("about {number}", number=STEP * math.floor(chance * 100 / STEP + 0.5 + 1e-9))


def last_words(unit: str, chance: float, *, settled: bool = False) -> str:
    """How often a unit is last. NaN is a unit without a forecast."""
    if math.isnan(chance):
        return _("{unit}: nothing can be said of the last place.", unit=unit)
    if settled and chance in (0.0, 1.0):
        return _("{unit} is last.", unit=unit) if chance else _("{unit} is not last.", unit=unit)
    return _(
        "In 100 period ends like this one, {unit} is last in {number}.",
        unit=unit,
        number=number_words(chance),
    )


def lasts_words(told: Sequence[tuple[str, float]], *, settled: bool = False) -> str:
    """The same of one or two units by name and chance, in one sentence while it is open."""
    if len(told) != 2 or settled:
        return sentences(*(last_words(unit, chance, settled=settled) for unit, chance in told))
    (first, chance), (second, other) = told
    return _(
        "In 100 period ends like this one, {first} is last in {number}, {second} in {other}.",
        first=first,
        number=number_words(chance),
        second=second,
        other=number_words(other),
    )


def below_words(unit: str, chance: float, line: str, *, settled: bool = False) -> str:
    """How often a unit ends below the line; `line` is the number of points as it is written."""
    if settled and chance in (0.0, 1.0):
        ended = (
            _("{unit} ended below {line} points.") if chance else _("{unit} kept {line} points.")
        )
        return ended.format(unit=unit, line=line)
    return _(
        "In 100 period ends like this one, {unit} is below {line} points in {number}.",
        unit=unit,
        line=line,
        number=number_words(chance),
    )


def places_words(best: int, worst: int, units: int, rankable: float | None = None) -> str:
    """The likely places, or that positions mean nothing yet; empty where there is no forecast.

    Without `rankable` the places are said in any case.
    """
    if rankable is not None and not told_apart(rankable):
        return apart_words(rankable)
    if best < 1 or worst < 1:
        return ""
    if best == worst:
        return _("likely place {best} of {units}", best=best, units=units)
    return _("likely place {best} to {worst} of {units}", best=best, worst=worst, units=units)


def apart_words(rankable: float | None) -> str:
    """That the units cannot be told apart yet; empty when they can.

    Official scores may differ all the same: of those the chances are.
    """
    if told_apart(rankable):
        return ""
    return _(
        "These units cannot be told apart yet: the chances are those of official scores, not of "
        "who serves better."
    )


def condition_words() -> str:
    """Under which condition all of it holds."""
    return _("This holds if the rest of the period goes as so far; improving changes it.")


def no_more_words(unit: str, chance: float) -> str:
    """What P(last) would be if nothing more were taken off a unit."""
    return _(
        "If nothing more is taken off {unit} while the others go on, it is last in {number}.",
        unit=unit,
        number=number_words(chance),
    )


def new_words(unit: str) -> str:
    """That a unit was not there from the first day."""
    return _("{unit} was not there from the first day: not fully comparable.", unit=unit)


def record_words(held: Bin, ended: int) -> str:
    """What became of forecasts of about one chance; empty before 100 forecasts have ended."""
    if ended < ENOUGH:
        return ""
    return _(
        "When we said {said} %, it happened in {came} %.",
        said=round(held.said * 100),
        came=round(held.came * 100),
    )


def withheld_words() -> str:
    """Why no forecast of the last place is shown."""
    return _(
        "Our forecasts of the last place were no better so far than saying that today's last "
        "stays last. They are not shown."
    )


def alone_words() -> str:
    """What the last place does not prove (guiding case 18 of the Supreme People's Court, 2013)."""
    return _(
        "Being last in a ranking does not by itself prove that somebody cannot do the work "
        "(Supreme People's Court, guiding case 18)."
    )
