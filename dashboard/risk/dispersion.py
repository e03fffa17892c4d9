"""How much events come in clusters: the variance of counts against that of single events."""

from __future__ import annotations

import numpy as np

from dashboard.risk.inputs import Prior, Season

MOST = 5.0


def dispersion(season: Season, prior: Prior) -> float:
    """Pearson's over-dispersion of the counts by unit and period, shrunk to 1; 1 to 5.

    What a unit has more than others, and a period more than others, is no cluster.
    """
    counts = season.events.sum(axis=2)
    exposure = season.over
    per_period, exposed = counts.sum(axis=0), exposure.sum(axis=0)
    rate = np.divide(per_period, exposed, out=np.zeros_like(exposed), where=exposed > 0)
    share = exposure * rate
    whole = share.sum(axis=1, keepdims=True)
    share = np.divide(share, whole, out=np.zeros_like(share), where=whole > 0)
    expected = counts.sum(axis=1, keepdims=True) * share
    held = expected > 0
    distance = np.divide((counts - expected) ** 2, expected, out=np.zeros_like(share), where=held)
    rows, columns = int(held.any(axis=1).sum()), int(held.any(axis=0).sum())
    free = max(0, int(held.sum()) - rows - columns + 1)
    if free == 0:
        return 1.0
    found = (prior.calm + float(distance.sum())) / (prior.calm + free)
    return float(np.clip(found, 1.0, MOST))
