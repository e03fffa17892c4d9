"""Figures from plain rows, a module a kind; the only place that knows plotly."""
