"""Periods taken from open to sealed: what a seal freezes, shuts out and restates."""
