"""The page of the 100-point account: all units, and one unit with its statement."""
