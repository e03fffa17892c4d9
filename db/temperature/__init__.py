"""Temperatures measured at customers' homes: recorded once, corrected by a record beside it."""
