"""How shares and verdicts of commitments are said and drawn."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from checklists.call_backs import sample_rules
from checklists.commitment_figures import Figure
from checklists.exact import plain
from checklists.order_rules import Commitment, order_rules
from dashboard.looks import today
from dashboard.words import _, language
from db.rows import UnitRow

GOOD, BAD, OPEN = "#009E73", "#D55E00", "#7F7F7F"
"""Colours of kept, not kept and not decided, safe for colour-blind people; shape and word stand
with them."""


def share_text(share: Fraction) -> str:
    """A share in percent to one decimal; only what is all is 100 %."""
    tenths = (share.numerator * 2000 + share.denominator) // (2 * share.denominator)
    if share < 1:
        tenths = min(tenths, 999)
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def share_of(part: int, whole: int) -> str | None:
    """A part of a whole in percent; None of nothing."""
    return share_text(Fraction(part, whole)) if whole else None


def bound_text(one: Commitment) -> str:
    """The share a commitment asks for."""
    if one.least == 1:
        return _("all")
    return _("at least {share} %", share=plain(one.least * 100))


def both_shares(promised: Iterable[Commitment], units: Iterable[UnitRow]) -> str:
    """That the samples of call-backs are smaller than what is promised, where both hold."""
    one = next((each for each in promised if each.measure == "called_back"), None)
    samples = sample_rules(order_rules(today()), {"HEAT"})
    if one is None or not any(unit.division.works_under("HEAT") for unit in units):
        return ""
    shares = sorted(band.share for sample in samples for band in sample.bands)
    return _(
        "{promise}: {document} asks for at least {least} % of repair reports to be called back, "
        "HEAT has samples of {low} to {high} % of a unit's orders drawn. The two contradict each "
        "other and are judged apart: whoever calls back all that was drawn has done what HEAT "
        "asks, and may still be below this bound.",
        promise=one.name.get(language()),
        document=one.reference.document,
        least=plain(one.least * 100),
        low=plain(shares[0] * 100),
        high=plain(shares[-1] * 100),
    )


def verdict(one: Commitment, figure: Figure, *, over: bool) -> str:
    """Whether the bound is reached, in a word."""
    met = figure.met(one.least, over=over)
    if met is None:
        return _("not measured") if figure.share is None else _("not decided yet")
    return _("kept") if met else _("not kept")


def cell(one: Commitment, figure: Figure, *, over: bool, numbers: bool = True) -> dict[str, object]:
    """A figure as a cell: shape, word and share, and the numbers behind it unless told apart."""
    if figure.share is None:
        return {"text": "–", "sort": -1, "muted": True, "title": _(figure.why)}
    met = figure.met(one.least, over=over)
    told = share_text(figure.share)
    if figure.share < Fraction(one.least) and told == share_text(Fraction(one.least)):
        told = _("just under {share}", share=told)
    if numbers:
        told += f" {figure.kept}/{figure.of}"
    return {
        "text": f"{verdict(one, figure, over=over)} {told}",
        "sort": round(float(figure.share), 6),
        "title": one_line(figure),
        **_mark(met),
    }


def _mark(met: bool | None) -> dict[str, object]:
    if met is None:
        return {"shape": "○", "colour": OPEN}
    return {"shape": "✓" if met else "✗", "colour": GOOD if met else BAD}


def one_line(figure: Figure) -> str:
    """The numbers behind a figure in a sentence."""
    told = _("{kept} of {of} kept", kept=figure.kept, of=figure.of)
    if figure.open:
        told += _("; {open} still open", open=figure.open)
    return told + unmeasured(figure)


def unmeasured(figure: Figure) -> str:
    """How many could not be measured, as the end of a sentence; empty for none."""
    if not figure.unmeasured:
        return ""
    return _("; {number} could not be measured", number=figure.unmeasured)


def case_cell(stands: str) -> dict[str, object]:
    """What became of one case: word, and shape and colour once that is known."""
    words = {
        "open": _("open"),
        "kept": _("kept"),
        "broken": _("not kept"),
        "unmeasured": _("not measured"),
    }
    known = {"kept": True, "broken": False}
    mark = _mark(known[stands]) if stands in known else {}
    return {"text": words[stands], **mark}
