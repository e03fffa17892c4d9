"""How a ranking may end, how sure that is and what drives it: numpy in, numpy out.

Everything here is pure and deterministic: no database, no clock, no screen; two calls with the same
input give the same digits. Better is higher in everything that is ranked, place 1 is the best.

The 100-point account (in the order in which it is reckoned):

* `inputs`: `Season`, the accounts between two periods: events by unit, period and code, points by
  code, exposure over and ahead, heating periods, balances, last season (`Past`), the rule for ties;
  `Prior`, what is held likely before anything is seen.
* `account.project(season)` gives a `Forecast`: P(last), P(below the line), final balances at
  `balances.LEVELS`, chances of places with the likely ones, who is in the field and comparable,
  rankability, `drivers`. NaN means that nothing can be said: outside the field, or alone in it.
* `fan.fan(forecast, unit, start)`: a unit's balance after each period to come.
* Beneath: `dispersion` (clusters), `seasons` (heating days, shared weather), `hyper` and `rates`
  (Gamma rates, hyperparameters on a grid), `sizes` (Dirichlet), `compound` (what is to come, by
  FFT), `last_place` (the exact product formula), `draws` (even draws for places).

Audited scores (0 to 1000):

* `scored_audits`: `Year`, the frame; `Audits`, what was scored: unit, month, sheet, inspector and
  score; `Planned`, what is to come, or `as_so_far`, the rest of the year like its first months.
* `scores.learn(year, audits)` fits the model; `scores.look_ahead(learned, planned, line=...)` gives
  a `ScoreForecast`: `end`, the official end of the year (P(last), P(below), quantiles, places), and
  `beside`, never mixed with it: adjusted quality, severity of inspectors, rankability, parts.
* `agreement`, `item_differences`: how far inspectors agree on double audits, and on which items
  they differ most.
* Beneath: `counting` (the weight of an audit), `mixed_sums`, `mixed_model`, `posterior`,
  `year_end` (draws), `quality`, `connectedness` (who can be compared at all), `mixtures`.

For every kind of score:

* `ranks`: P(last) and places out of draws of year ends; the rule for ties (`Ties`).
* `rankability`: whether units can be told apart at all.
* `records`, `reliability`: how good forecasts were once their year has ended.
* `words`: all of it in sentences, in steps of 5, never certain before it is settled.
"""
