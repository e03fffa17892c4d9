"""The page of room temperatures: what is asked for, the record of one order, the register."""
