"""How far inspectors agree: ICC(A,1) of scores given twice, Krippendorff's alpha of answers.

Neither says anything when nothing varies: both are None then, and not 1.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from dashboard.risk.scored_audits import Floats

Level = Literal["nominal", "ordinal", "interval"]
"""What of two answers counts: whether they differ, how many ranks apart, or how far apart."""


def icc(scores: Floats) -> float | None:
    """ICC(A,1): absolute agreement of one rater, of scores (audited twice, raters).

    Rows with a missing score (NaN) are left out. None for fewer than two rows or raters, or
    where all scores are equal (McGraw and Wong 1996, two-way model).
    """
    whole = scores[~np.isnan(scores).any(axis=1)]
    rows, raters = whole.shape
    if rows < 2 or raters < 2:
        return None
    off = whole - whole.mean()
    by_row, by_rater = off.mean(axis=1), off.mean(axis=0)
    rest = off - by_row[:, None] - by_rater
    between_rows = raters * float(by_row @ by_row) / (rows - 1)
    between_raters = rows * float(by_rater @ by_rater) / (raters - 1)
    error = float((rest**2).sum()) / ((rows - 1) * (raters - 1))
    below = between_rows + (raters - 1) * error + raters / rows * (between_raters - error)
    smallest = 1e-12 * max(1.0, float((whole**2).mean()))
    return (between_rows - error) / below if below > smallest else None


def krippendorff_alpha(answers: Floats, level: Level = "nominal") -> float | None:
    """Krippendorff's alpha of answers (raters, things), NaN where a rater gave none.

    None where no two raters answered the same thing, or all answers that can be paired are equal.
    """
    values, coincidences = _coincidences(answers)
    number = coincidences.sum(axis=1)
    total = float(number.sum())
    if total < 2:
        return None
    apart = _apart(values, number, level)
    expected = float(number @ apart @ number) / (total - 1)
    if expected <= 0:
        return None
    return 1 - float((coincidences * apart).sum()) / expected


def _coincidences(answers: Floats) -> tuple[Floats, Floats]:
    """The values there are (V,) and how often each two were given to the same thing (V, V)."""
    given = ~np.isnan(answers)
    paired = given & (given.sum(axis=0) > 1)
    values, place = np.unique(answers[paired], return_inverse=True)
    things = np.broadcast_to(np.arange(answers.shape[1]), answers.shape)[paired]
    spots = things * len(values) + place
    counts = np.bincount(spots, minlength=answers.shape[1] * len(values)).astype(np.float64)
    counts = counts.reshape(answers.shape[1], len(values))
    others = np.maximum(counts.sum(axis=1) - 1, 1.0)
    weighted = counts / others[:, None]
    return values, weighted.T @ counts - np.diag(weighted.sum(axis=0))


def _apart(values: Floats, number: Floats, level: Level) -> Floats:
    """The squared distances of the values (V, V)."""
    if level == "nominal":
        return np.asarray(1.0 - np.eye(len(values)))
    if level == "ordinal":
        values = np.cumsum(number) - number / 2
    return np.asarray(np.subtract.outer(values, values) ** 2)
