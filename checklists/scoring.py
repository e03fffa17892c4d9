"""The one scorer: answers become a ledger with K1, K2, K3 and K (GAS formula (1))."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checklists.answers import Answer, read_answer
from checklists.exact import SCORE_DIGITS, half_up, plain
from checklists.model import Item, Scheme, Sheet
from checklists.rules import Figures

ZERO = Decimal(0)


@dataclass(frozen=True)
class LedgerLine:
    """What one item brought: points available, deducted and left, and the clause behind it."""

    item: str
    verdict: str | None
    available: Decimal
    deducted: Decimal
    left: Decimal
    capped: bool
    applicable: bool
    points: Decimal
    clause: str
    origin: str


@dataclass(frozen=True)
class SheetScore:
    """A scored sheet: the ledger and its sums.

    `k1` points of the sheet, `k2` points obtained, `k3` points not scored, `k` the score from 0 to
    full marks or None where nothing was scored; `unanswered` items count as not applicable.
    """

    lines: tuple[LedgerLine, ...]
    k1: Decimal
    k2: Decimal
    k3: Decimal
    k: Decimal | None
    grade: str | None
    unanswered: tuple[str, ...]

    @property
    def lost(self) -> Decimal:
        """The points deducted in all; a bonus is not set off against them."""
        return sum((line.deducted for line in self.lines if line.deducted > 0), ZERO)

    def dump(self) -> dict[str, Any]:
        """The score as JSON values, every number as text."""
        return {
            "lines": [_texts(vars(line)) for line in self.lines],
            **_texts({name: getattr(self, name) for name in ("k1", "k2", "k3", "k", "grade")}),
            "unanswered": list(self.unanswered),
        }

    @staticmethod
    def load(content: Mapping[str, Any]) -> "SheetScore":
        """Rebuild a score from what `dump` gave."""
        numbers = {name: Decimal(content[name]) for name in ("k1", "k2", "k3")}
        k = content["k"]
        return SheetScore(
            lines=tuple(_line(line) for line in content["lines"]),
            **numbers,
            k=None if k is None else Decimal(k),
            grade=content["grade"],
            unanswered=tuple(content["unanswered"]),
        )


def score_sheet(
    sheet: Sheet, answers: Mapping[str, Answer | Mapping[str, Any] | None]
) -> SheetScore:
    """Score the answers to a sheet, given by item code; what is missing is unanswered.

    Raises AnswerRefused for an answer that does not fit its item, and for an unknown item.
    """
    figures = sheet.scheme.figures
    known = {code: _read(sheet, code, answer) for code, answer in answers.items()}
    lines = tuple(_judge(item, known.get(item.code), figures) for item in sheet.items)
    k1 = sheet.points
    k2 = sum((line.left for line in lines), ZERO)
    k3 = sum((line.points for line in lines if not line.applicable), ZERO)
    exact = formula_one(sheet.scheme, k1, k2, k3)
    return SheetScore(
        lines=lines,
        k1=k1,
        k2=k2,
        k3=k3,
        k=None if exact is None else half_up(exact, SCORE_DIGITS),
        grade=None if exact is None else sheet.scheme.grade(exact),
        unanswered=tuple(
            item.code
            for item in sheet.items
            if not item.rule.OPTIONAL and known.get(item.code) is None
        ),
    )


def formula_one(
    scheme: Scheme, k1: Decimal | Fraction, k2: Decimal | Fraction, k3: Decimal | Fraction
) -> Fraction | None:
    """K = K2 / (K1 - K3) x full marks, kept within 0 and full marks (GAS formula (1)).

    None where K1 = K3: nothing was scored, which is not zero (rules, reading 9).
    """
    scored = Fraction(k1) - Fraction(k3)
    if scored == 0:
        return None
    full = Fraction(scheme.full_marks.value)
    return max(Fraction(0), min(full, Fraction(k2) / scored * full))


def _read(sheet: Sheet, code: str, answer: Answer | Mapping[str, Any] | None) -> Answer | None:
    if isinstance(answer, Answer):
        return answer
    return read_answer(sheet, code, answer)


def _judge(item: Item, answer: Answer | None, figures: Figures) -> LedgerLine:
    rule = item.rule
    if answer is None:
        outcome = rule.outcome("met" if rule.OPTIONAL else "not_applicable", {}, figures)
    else:
        outcome = rule.outcome(answer.verdict, answer.facts, figures)
    return LedgerLine(
        item=item.code,
        verdict=None if answer is None else answer.verdict,
        available=outcome.available,
        deducted=outcome.deducted,
        left=outcome.left,
        capped=outcome.capped,
        applicable=outcome.applicable,
        points=rule.available,
        clause=str(item.reference),
        origin=item.origin,
    )


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(v) if isinstance(v, Decimal) else v for name, v in values.items()}


def _line(content: Mapping[str, Any]) -> LedgerLine:
    decimals = ("available", "deducted", "left", "points")
    return LedgerLine(**{**content, **{name: Decimal(content[name]) for name in decimals}})
