"""What a seal keeps of a period's figures: written exactly, computed anew, and compared.

A content is plain JSON: whole numbers, texts, lists, objects. Exact ratios are written like
`35/2`, decimals without idle zeros; what is not scored is null and never 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from checklists.exact import SCORE_DIGITS, half_up, plain
from checklists.model import Scheme
from checklists.ranking import shared_ranks
from checklists.rollup import AuditPoints, SheetMeans, UnitScore, WeightedMean, weighted_mean
from checklists.rollup import score_unit as score

Content = dict[str, Any]
"""What is frozen of a period."""

COMPARED = ("k", "grade", "place")
"""What a restatement tells before and after of units, divisions and the company."""


def unit_figures(found: UnitScore, place: int | None) -> Content:
    """The figures of a unit as a seal keeps them."""
    return {
        "audits": found.audits,
        "sheets": [
            [m.sheet, m.audits, str(m.k1), str(m.k2), str(m.k3)]
            for m in sorted(found.sheets, key=lambda mean: mean.sheet)
        ],
        "k1": str(found.k1),
        "k2": str(found.k2),
        "k3": str(found.k3),
        "rate": _ratio(found.rate),
        "k": None if found.k is None else plain(found.k),
        "grade": found.grade,
        "place": place,
    }


def unit_score(figures: Content) -> UnitScore:
    """The score of a unit out of what a seal keeps of it."""
    return UnitScore(
        sheets=tuple(
            SheetMeans(sheet, audits, Fraction(k1), Fraction(k2), Fraction(k3))
            for sheet, audits, k1, k2, k3 in figures["sheets"]
        ),
        audits=figures["audits"],
        k1=Fraction(figures["k1"]),
        k2=Fraction(figures["k2"]),
        k3=Fraction(figures["k3"]),
        rate=exact_of(figures["rate"]),
        k=None if figures["k"] is None else Decimal(figures["k"]).quantize(_DIGITS),
        grade=figures["grade"],
    )


_DIGITS = Decimal(1).scaleb(-SCORE_DIGITS)


def group_figures(scheme: Scheme, mean: WeightedMean, place: int | None) -> Content:
    """The figures of a division or of the company as a seal keeps them."""
    exact = None if mean.rate is None else mean.rate * Fraction(scheme.full_marks.value)
    return {
        "weighted": str(mean.weighted),
        "weight": str(mean.weight),
        "counted": mean.counted,
        "left_out": mean.left_out,
        "exact": _ratio(exact),
        "k": None if exact is None else plain(half_up(exact, SCORE_DIGITS)),
        "grade": None if exact is None else scheme.grade(exact),
        "place": place,
    }


def group_mean(figures: Content) -> WeightedMean:
    """The sums of formula (2) out of what a seal keeps of a division or of the company."""
    return WeightedMean(
        weighted=Fraction(figures["weighted"]),
        weight=Fraction(figures["weight"]),
        counted=figures["counted"],
        left_out=figures["left_out"],
    )


def exact_of(text: str | None) -> Fraction | None:
    """An exact ratio as a seal writes it, None where there is none."""
    return None if text is None else Fraction(text)


def recomputed(content: Content, audits: Iterable[tuple[int, AuditPoints]]) -> Content:
    """Units, divisions and company once more: of (unit, points), by what the content says of
    scheme, sheets, membership and coefficients.
    """
    scheme = Scheme.model_validate(content["scheme"])
    in_force = {code: Decimal(sheet["points"]) for code, sheet in content["sheets"].items()}
    points: dict[int, list[AuditPoints]] = defaultdict(list)
    for unit, audit in audits:
        points[unit].append(audit)
    scores = {u["id"]: score(scheme, in_force, points[u["id"]]) for u in content["units"]}
    places = shared_ranks({key: found.rate for key, found in scores.items()})
    means = {
        division["id"]: _mean(
            [unit for unit in content["units"] if unit["division"] == division["id"]], scores
        )
        for division in content["divisions"]
    }
    of_divisions = shared_ranks({key: mean.rate for key, mean in means.items()})
    return {
        "units": [{"id": key, **unit_figures(scores[key], places[key])} for key in scores],
        "divisions": [
            {"id": key, **group_figures(scheme, mean, of_divisions[key])}
            for key, mean in means.items()
        ],
        "company": group_figures(scheme, _mean(content["units"], scores), None),
    }


def first_difference(kept: Content, found: Content) -> str | None:
    """The first figure that is not as it was kept, in words; None where all are the same."""
    for name, one, other in _pairs(kept, found):
        for key, value in other.items():
            if one.get(key) != value:
                return f"{name}: {key} is {value}, the seal keeps {one.get(key)}"
    return None


def changes(before: Content, after: Content) -> list[Content]:
    """What a restatement changed: score, grade and place before and after, of what differs.

    The company first, then divisions, then units by code; a new or a missing one has nulls.
    """
    found = []
    for kind in ("company", "divisions", "units"):
        old, new = _by_id(before[kind]), _by_id(after[kind])
        for key in sorted({*old, *new}, key=lambda k: (new.get(k) or old[k]).get("code", "")):
            was, now = _compared(old.get(key)), _compared(new.get(key))
            if was != now:
                told = new.get(key) or old[key]
                named = {name: told.get(name) for name in ("id", "code", "zh", "en", "division")}
                found.append({"kind": kind, **named, "before": was, "after": now})
    return found


def _mean(units: Iterable[Content], scores: Mapping[int, UnitScore]) -> WeightedMean:
    return weighted_mean((Decimal(unit["coefficient"]), scores[unit["id"]].rate) for unit in units)


def _pairs(kept: Content, found: Content) -> Iterator[tuple[str, Content, Content]]:
    for kind, word in (("units", "unit"), ("divisions", "division")):
        old = _by_id(kept[kind])
        for new in found[kind]:
            yield f"{word} {old[new['id']]['code']}", old[new["id"]], new
    yield "company", kept["company"], found["company"]


def _by_id(rows: Any) -> dict[Any, Content]:
    if isinstance(rows, list):
        return {row["id"]: row for row in rows}
    return {} if rows is None else {None: rows}


def _compared(figures: Content | None) -> Content:
    return {name: None if figures is None else figures[name] for name in COMPARED}


def _ratio(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
