"""Inspectors on the screen: severity, agreement, items, and the plan of double audits."""
