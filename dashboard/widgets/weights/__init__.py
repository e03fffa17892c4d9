"""Difficulty coefficients of a period: the table, changing some, and what that would change."""
