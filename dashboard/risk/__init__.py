"""How a ranking may end, how sure that is and what drives it: numpy in, numpy out.

Everything here is pure and deterministic: no database, no clock, no screen; two calls with the same
input give the same digits. Better is higher in everything that is ranked, place 1 is the best.

* `ranks`: P(last) and places out of draws of year ends; the rule for ties (`Ties`).
* `rankability`: whether units can be told apart at all.
* `scores`: method B, for audited scores: the official end of the year, and the quality beside it.
* `agreement`, `connectedness`, `item_differences`: how far inspectors agree and can be compared.
* `records`, `reliability`: how good forecasts were once their year has ended.
"""
