"""Forecasts: stored when they are made, never changed, and compared with what came."""
