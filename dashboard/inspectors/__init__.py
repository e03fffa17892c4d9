"""Inspectors compared: double audits are planned and begun, severity and agreement are shown.

Nothing of it is ever applied to a score, and only administrators see it.
"""
