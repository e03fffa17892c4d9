"""How grades, states and numbers look: the same in tables, charts, the form and files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from checklists.catalogue_loader import load_catalogue
from checklists.errors import N_
from checklists.exact import SCORE_DIGITS, half_up, plain
from checklists.periods import Period
from dashboard.words import _, language, period_words
from db.rows import UnitRow

ZONE = ZoneInfo("Asia/Shanghai")
"""The organisation's zone: times are stored in UTC and shown here."""


@dataclass(frozen=True)
class Look:
    """A grade's colour (Okabe-Ito), shape and word; the three always stand together."""

    code: str | None
    word: str
    colour: str
    shape: str
    symbol: str

    @property
    def label(self) -> str:
        """Shape and word in the reader's language."""
        return f"{self.shape} {_(self.word)}"


GRADES = (
    Look("excellent", N_("Excellent"), "#0072B2", "★", "star"),
    Look("good", N_("Good"), "#009E73", "●", "circle"),
    Look("pass", N_("Pass"), "#E69F00", "▲", "triangle-up"),
    Look("fail", N_("Fail"), "#D55E00", "■", "square"),
)
NOT_SCORED = Look(None, N_("Not scored"), "#7F7F7F", "○", "circle-open-dot")
PROVISIONAL = Look(None, N_("Provisional"), "#7F7F7F", "◌", "circle-dot")
"""Of a score with fewer audits behind it than are required: the word and a broken circle."""

OCCASIONS = {
    "own": N_("Own check"),
    "division": N_("Division audit"),
    "company": N_("Company audit"),
}
"""Whose audit it is, of those that enter scores."""

ALL_OCCASIONS = {**OCCASIONS, "double": N_("Double audit")}

STATES = {
    "draft": N_("Draft"),
    "submitted": N_("Submitted"),
    "returned": N_("Returned"),
    "replaced": N_("Replaced"),
    "void": N_("Void"),
}
PERIOD_STATES = {
    "open": N_("In progress"),
    "closing": N_("Being closed"),
    "sealed": N_("Sealed"),
    "restating": N_("Being restated"),
}
ROLES = {
    "inspector": N_("Inspector"),
    "agent": N_("Service agent"),
    "division_head": N_("Division head"),
    "administrator": N_("Administrator"),
    "unit_representative": N_("Unit representative"),
    "meeting_viewer": N_("Evaluation meeting"),
}
ORIGINS = {
    "source": N_("Regulation"),
    "reading": N_("Our reading"),
    "local": N_("Local default"),
}
VERDICTS = {
    "met": N_("Met"),
    "deducted": N_("Deducted"),
    "measured": N_("Measured"),
    "awarded": N_("Awarded"),
    "not_applicable": N_("Not applicable"),
    None: N_("Left open"),
}


class Standing(Protocol):
    """An audit as far as its state is told."""

    @property
    def state(self) -> str:
        """One of STATES."""

    @property
    def version(self) -> int:
        """1 for what was never corrected."""

    @property
    def confirmed(self) -> bool:
        """Whether a division head has confirmed it."""

    @property
    def asks_confirmation(self) -> bool:
        """Whether it counts only once it is confirmed."""


def state_text(audit: Standing) -> str:
    """The state of an audit in words, whether it is confirmed, and the version of a corrected one.

    That nobody has confirmed it is said only where it does not count until then.
    """
    words = [_(STATES[audit.state])]
    if audit.state == "submitted" and audit.confirmed:
        words.append(_("confirmed"))
    elif audit.state == "submitted" and audit.asks_confirmation:
        words.append(_("pending"))
    if audit.version > 1:
        words.append(version_text(audit.version))
    return " · ".join(words)


def version_text(version: int) -> str:
    """A version of an audit in words: version 2."""
    return _("version {version}", version=version)


def grade_look(code: str | None) -> Look:
    """The look of a grade; None is not scored."""
    return next((look for look in GRADES if look.code == code), NOT_SCORED)


def provisional_mark(provisional: bool) -> str:
    """What stands after a provisional score, with a blank before it; else nothing."""
    return f" {PROVISIONAL.shape} {_(PROVISIONAL.word)}" if provisional else ""


def score_text(k: Decimal | None) -> str:
    """A score with one decimal, halves up, or the words for no score.

    A score just beside a grade's bound keeps its decimals, so that 900.04 does not read as 900.
    """
    return _("Not scored") if k is None else format(shown_score(k), "f")


def shown_score(k: Decimal) -> Decimal:
    """A score with the decimals it is shown with."""
    short = k.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Decimal(plain(k)) if short in _bounds() and short != k else short


def change_text(change: Decimal) -> str:
    """A difference of scores with one decimal and its sign, a true minus."""
    rounded = change.quantize(Decimal("0.1"))
    return f"+{rounded}" if rounded > 0 else str(rounded).replace("-", "−")


@lru_cache(maxsize=1)
def _bounds() -> frozenset[Decimal]:
    bands = load_catalogue().scheme("gas-1000", date.max).grades
    return frozenset(band.high for band in bands)


def points_text(points: Decimal) -> str:
    """Points exactly, without idle zeros, with a true minus."""
    return plain(points).replace("-", "−")


CLAUSES = (
    (r"annex rows (\S+)", N_("annex rows {0}")),
    (r"annex row (\S+)", N_("annex row {0}")),
    (r"art\. (\d+)\((\d+)\)", N_("art. {0}({1})")),
    (r"art\. (\d+) and ch\. (\d+)\((\d+)\)", N_("art. {0} and ch. {1}({2})")),
    (r"art\. (\S+)", N_("art. {0}")),
    (r"ch\. (\d+)\((\d+)\)", N_("ch. {0}({1})")),
    (r"part (\d+) ch\. (\d+)\((\d+)\)", N_("part {0} ch. {1}({2})")),
    (r"part (\d+) ch\. (\d+)", N_("part {0} ch. {1}")),
    (r"promise art\. (\d+)", N_("promise art. {0}")),
    (r"formula \((\S+)\)", N_("formula ({0})")),
    (r"annex", N_("annex")),
    (r"call-backs", N_("call-backs")),
    (r"conduct", N_("conduct")),
    (r"duties", N_("duties")),
    (r"trial", N_("trial")),
    (r"work orders", N_("work orders")),
    (r"shifts", N_("shifts")),
    (r"account", N_("100-point account")),
    (r"promises", N_("promises")),
    (r"last article", N_("last article")),
)
"""How clauses are cited in the catalogue, and the words for them; places are counted."""


def clause_text(reference: str) -> str:
    """A citation in the reader's language: document, then clause."""
    document, _space, clause = reference.partition(" ")
    for shape, words in CLAUSES:
        found = re.fullmatch(shape, clause)
        if found is not None:
            return f"{document} {_(words).format(*found.groups())}"
    return reference


def period_text(period: str) -> str:
    """A period in the reader's language. Raises BadPeriod."""
    return period_words(Period.parse(period))


def today() -> date:
    """The day it is in the organisation's zone."""
    return datetime.now(ZONE).date()


def moment_text(moment: datetime) -> str:
    """A moment in the organisation's zone, to the minute."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def with_division(unit: UnitRow) -> str:
    """A unit's name after its division's, in the reader's language."""
    return f"{unit.division.name(language())} · {unit.name(language())}"


def equals(*values: Fraction | None) -> str:
    """How a formula leads to its result: not quite, where that or a figure filled in is rounded."""
    known = [value for value in values if value is not None]
    return "=" if all(Fraction(half_up(one, SCORE_DIGITS)) == one for one in known) else "≈"
