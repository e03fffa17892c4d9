"""The demo organisation: invented units, people and a year of audits, always the same."""

from dashboard.demo.loading import load_if_empty, renew

__all__ = ["load_if_empty", "renew"]
