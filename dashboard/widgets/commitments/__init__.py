"""Commitments on the screen: units by promise, what is behind a figure, planned stops."""
