"""What somebody supposes, as it stands in an address: read with every fault named, written back.

An address holds `more=HEV-03:2` (further deductions) and `no_more=1` for an account, `p=G1-01:1.2`
(coefficients), `bands=900,750,600` and `without=` an audit's number for scores.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from checklists.errors import N_, WordedError
from checklists.exact import POINT_DIGITS, plain
from dashboard.coefficient_numbers import read_number
from db.coefficient_changes import CoefficientRefused

MOST = 20
"""So many suppositions of a kind are reckoned at once."""
MOST_TIMES = 50
LONGEST = 40

ACCOUNT = ("more", "no_more")
SCORES = ("p", "bands", "without")
"""The names of suppositions in an address."""

Query = Mapping[str, Sequence[str]]


class Unfit(WordedError):
    """A supposition that cannot be; names what was supposed, the value and the remedy."""

    def __init__(self, template: str, value: str, **params: object) -> None:
        super().__init__(template, value=value[:LONGEST], **params)


@dataclass(frozen=True)
class AccountAsked:
    """So many further deductions by the code of their event; `stays`: no other one comes."""

    more: Mapping[str, int]
    stays: bool

    def __bool__(self) -> bool:
        return bool(self.more) or self.stays

    def query(self) -> dict[str, list[str]]:
        """As it stands in an address."""
        more = [f"{code}:{times}" for code, times in self.more.items()]
        return {"more": more, "no_more": ["1"] if self.stays else []}


@dataclass(frozen=True)
class ScoresAsked:
    """Coefficients by unit code as typed, the bounds of grades, and audits that are left out."""

    coefficients: Mapping[str, str]
    bands: tuple[Decimal, ...]
    without: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.coefficients or self.bands or self.without)

    def query(self) -> dict[str, list[str]]:
        """As it stands in an address."""
        bands = [",".join(plain(one) for one in self.bands)] if self.bands else []
        weights = [f"{code}:{value}" for code, value in self.coefficients.items()]
        return {"p": weights, "bands": bands, "without": list(self.without)}


def read_account(
    query: Query, events: Collection[str]
) -> tuple[AccountAsked, tuple[WordedError, ...]]:
    """What is supposed of an account whose events have these codes, and all that is wrong in it."""
    faults, more = list(_too_many(query, ACCOUNT)), {}
    for text in query.get("more", ())[:MOST]:
        code, _colon, times = text.strip().partition(":")
        if code not in events:
            words = N_("Further deductions “{value}”: there is no such event. Write HEV-03:2.")
            faults.append(Unfit(words, text))
        elif code in more:
            faults.append(
                Unfit(N_("Further deductions “{value}”: the event is named twice."), text)
            )
        elif not _is_count(times):
            words = N_("Further deductions “{value}”: the number is not one from 1 to {most}.")
            faults.append(Unfit(words, text, most=MOST_TIMES))
        else:
            more[code] = int(times)
    stays = list(query.get("no_more", ()))
    if stays not in ([], ["1"]):
        words = N_("No further deduction “{value}”: write no_more=1 or leave it out.")
        faults.append(Unfit(words, ",".join(stays)))
    return AccountAsked(more, stays == ["1"]), tuple(faults)


def read_scores(
    query: Query, grades: int, full: Decimal
) -> tuple[ScoresAsked, tuple[WordedError, ...]]:
    """What is supposed of scores with so many grades and full marks, and all that is wrong in it.

    Whether units, coefficients and audits are there is told where they are looked at.
    """
    faults, weights = list(_too_many(query, SCORES)), {}
    for text in query.get("p", ())[:MOST]:
        unit, colon, value = text.strip().rpartition(":")
        if not colon or not unit or not value:
            faults.append(
                Unfit(
                    N_("Coefficient “{value}”: write the unit's code and a number: G1-01:1.2."),
                    text,
                )
            )
        elif unit in weights:
            faults.append(Unfit(N_("Coefficient “{value}”: the unit is named twice."), text))
        else:
            weights[unit] = value
    bands = _bands(query, grades - 1, full)
    if bands is None:
        words = N_("Grade bounds “{value}”: write {number} falling numbers between 0 and {full}.")
        told = ",".join(query.get("bands", ()))
        faults.append(Unfit(words, told, number=grades - 1, full=plain(full)))
    without = tuple(dict.fromkeys(one.strip() for one in query.get("without", ())[:MOST]))
    return ScoresAsked(weights, bands or (), without), tuple(faults)


def coefficient(unit: str, text: str, most: Decimal) -> Decimal:
    """A coefficient as typed for a unit. Raises NotANumber or CoefficientRefused."""
    value = read_number(unit, text)
    fits = value.is_finite() and 0 < value <= most
    if not fits or value != value.quantize(Decimal(1).scaleb(-POINT_DIGITS)):
        raise CoefficientRefused(unit, text, most)
    return value


def each_less(query: Query) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Every supposition as it stands in an address, and what is left under its name without it."""
    for name, values in query.items():
        for at, value in enumerate(values):
            yield value, {name: [*values[:at], *values[at + 1 :]]}


def check_room(held: Collection[str], name: str) -> None:
    """Raises Unfit where so many are supposed under a name that no further one is reckoned."""
    if len(held) >= MOST:
        words = N_("{most} of these are supposed already. Take one out before you add “{value}”.")
        raise Unfit(words, name, most=MOST)


def _bands(query: Query, number: int, full: Decimal) -> tuple[Decimal, ...] | None:
    """The lower bounds of all grades but the lowest, the highest first; None where it is none."""
    asked = list(query.get("bands", ()))
    if not asked:
        return ()
    parts = asked[0].replace("，", ",").split(",")
    if len(asked) > 1 or len(parts) != number or any(len(part) > LONGEST for part in parts):
        return None
    try:
        found = tuple(Decimal(part.strip()) for part in parts)
    except InvalidOperation:
        return None
    if not all(one.is_finite() for one in found):
        return None
    falls = all(a > b for a, b in zip((full, *found), (*found, Decimal(0)), strict=True))
    return found if falls and all(one == round(one, POINT_DIGITS) for one in found) else None


def _too_many(query: Query, names: Sequence[str]) -> Iterator[WordedError]:
    for name in names:
        if len(query.get(name, ())) > MOST:
            words = N_("“{value}” stands more than {most} times in the address. Take some out.")
            yield Unfit(words, name, most=MOST)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_TIMES
