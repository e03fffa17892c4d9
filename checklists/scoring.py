"""The one scorer: answers become a ledger with K1, K2, K3 and K (GAS formula (1))."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checklists.answers import Answer, read_answer
from checklists.exact import POINT_DIGITS, SCORE_DIGITS, half_up, plain
from checklists.model import Item, Scheme, Sheet
from checklists.rules import Figures, Outcome

ZERO = Decimal(0)


@dataclass(frozen=True)
class LedgerLine:
    """What one item brought: points available, deducted and left, and the clause behind it.

    `repeated` marks points lost where they had been lost within the look-back time before.
    """

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
    repeated: bool = False


@dataclass(frozen=True)
class SheetScore:
    """A scored sheet: the ledger and its sums.

    `k1` points of the sheet, `k2` points obtained, `k3` points not scored, `k` the score from 0 to
    full marks or None where nothing was scored; `unanswered` items count as not applicable.
    `skip_limit` is the share of K3 in K1 beyond which somebody must confirm; None is no limit.
    """

    lines: tuple[LedgerLine, ...]
    k1: Decimal
    k2: Decimal
    k3: Decimal
    k: Decimal | None
    grade: str | None
    unanswered: tuple[str, ...]
    skip_limit: Decimal | None = None

    @property
    def skipped(self) -> Fraction:
        """The share of the sheet's points answered as not applicable, 0 to 1."""
        points = sum((p.points for p in self.lines if p.verdict and not p.applicable), ZERO)
        return Fraction(points) / Fraction(self.k1) if self.k1 else Fraction(0)

    @property
    def left_out(self) -> Fraction:
        """The share of K3 in K1, 0 to 1: what is not applicable, and what was left open."""
        return Fraction(self.k3) / Fraction(self.k1) if self.k1 else Fraction(0)

    @property
    def over_skip_limit(self) -> bool:
        """Whether so much is left out that the score asks for a confirmation."""
        return self.skip_limit is not None and self.left_out > Fraction(self.skip_limit)

    @property
    def lost(self) -> Decimal:
        """The points deducted in all; a bonus is not set off against them."""
        return sum((line.deducted for line in self.lines if line.deducted > 0), ZERO)

    def dump(self) -> dict[str, Any]:
        """The score as JSON values, every number as text."""
        return {
            "lines": [_texts(vars(line)) for line in self.lines],
            **_texts({name: getattr(self, name) for name in WRITTEN}),
            "unanswered": list(self.unanswered),
        }

    @staticmethod
    def load(content: Mapping[str, Any]) -> "SheetScore":
        """Rebuild a score from what `dump` gave."""
        numbers = {name: Decimal(content[name]) for name in ("k1", "k2", "k3")}
        k, limit = content["k"], content.get("skip_limit")
        return SheetScore(
            lines=tuple(_line(line) for line in content["lines"]),
            **numbers,
            k=None if k is None else Decimal(k),
            grade=content["grade"],
            unanswered=tuple(content["unanswered"]),
            skip_limit=None if limit is None else Decimal(limit),
        )


WRITTEN = ("k1", "k2", "k3", "k", "grade", "skip_limit")


def score_sheet(
    sheet: Sheet,
    answers: Mapping[str, Answer | Mapping[str, Any] | None],
    repeated: Collection[str] = frozenset(),
) -> SheetScore:
    """Score the answers to a sheet, given by item code; what is missing is unanswered.

    `repeated` are items on which the unit lost points within the look-back time: what they lose
    now is multiplied by the scheme's multiplier, as far as there are points.

    Raises AnswerRefused for an answer that does not fit its item, and for an unknown item.
    """
    scheme = sheet.scheme
    known = {code: _read(sheet, code, answer) for code, answer in answers.items()}
    lines = tuple(
        _judge(item, known.get(item.code), scheme, item.code in repeated) for item in sheet.items
    )
    k1 = sheet.points
    k2 = sum((line.left for line in lines), ZERO)
    k3 = sum((line.points for line in lines if not line.applicable), ZERO)
    exact = formula_one(scheme, k1, k2, k3)
    return SheetScore(
        lines=lines,
        k1=k1,
        k2=k2,
        k3=k3,
        k=None if exact is None else half_up(exact, SCORE_DIGITS),
        grade=None if exact is None else scheme.grade(exact),
        unanswered=tuple(
            item.code
            for item in sheet.items
            if not item.rule.OPTIONAL and known.get(item.code) is None
        ),
        skip_limit=None if scheme.skip_limit is None else scheme.skip_limit.value,
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


def _judge(item: Item, answer: Answer | None, scheme: Scheme, before: bool) -> LedgerLine:
    outcome = _outcome(item, answer, scheme.figures)
    repeated = before and outcome.deducted > 0
    if repeated:
        outcome = _multiplied(outcome, scheme.multiplier)
    return LedgerLine(
        item=item.code,
        verdict=None if answer is None else answer.verdict,
        available=outcome.available,
        deducted=outcome.deducted,
        left=outcome.left,
        capped=outcome.capped,
        applicable=outcome.applicable,
        points=item.rule.available,
        clause=str(item.reference),
        origin=item.origin,
        repeated=repeated,
    )


def _outcome(item: Item, answer: Answer | None, figures: Figures) -> Outcome:
    if answer is not None:
        return answer.outcome(item, figures)
    return item.rule.outcome("met" if item.rule.OPTIONAL else "not_applicable", {}, figures)


def _multiplied(outcome: Outcome, multiplier: Decimal) -> Outcome:
    """More is deducted, up to the points there are; what is lost already is never given back."""
    if multiplier == 1:
        return outcome
    stated = half_up(Fraction(outcome.deducted) * Fraction(multiplier), POINT_DIGITS)
    most = max(outcome.available, outcome.deducted)
    capped = outcome.capped or stated > most
    return Outcome(outcome.available, min(stated, most), capped=capped)


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(v) if isinstance(v, Decimal) else v for name, v in values.items()}


def _line(content: Mapping[str, Any]) -> LedgerLine:
    decimals = ("available", "deducted", "left", "points")
    return LedgerLine(**{**content, **{name: Decimal(content[name]) for name in decimals}})
