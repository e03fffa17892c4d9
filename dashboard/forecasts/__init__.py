"""Stored forecasts: made at each month's end and on demand, shown, and held against what came."""
