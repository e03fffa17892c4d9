"""The fan of one account: where its balance may be after each period to come."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.risk.account import Forecast
from dashboard.risk.balances import LEVELS, lost_at
from dashboard.risk.compound import chances
from dashboard.risk.last_place import Ends
from dashboard.risk.ranks import Floats


def fan(forecast: Forecast, unit: int, start: float, levels: tuple[float, ...] = LEVELS) -> Floats:
    """The balance of a unit after each period to come, (periods to come + 1, levels).

    The first row is today's balance, the last one the final balance of the forecast; `start` is
    what an account begins with. The lowest level comes first.
    """
    ahead = forecast.outlook
    come, coming = ahead.come, ahead.coming[unit]
    own = replace(
        come,
        shape=come.shape[:, [unit]],
        rate=come.rate[:, [unit]],
        ahead=come.ahead[[unit]],
        sizes=replace(
            come.sizes, chance=come.sizes.chance[[unit]], spread=come.sizes.spread[[unit]]
        ),
    )
    passed = np.concatenate([[0.0], np.cumsum(coming)])
    shares = passed / passed[-1] if passed[-1] > 0 else np.zeros(len(passed))
    rows = []
    for share in shares:
        found, weights = chances(own, float(share))
        rows.append(lost_at(Ends(found, weights, ahead.taken[[unit]], come.groups), levels)[0])
    return np.asarray(start - come.sizes.step * np.stack(rows))
