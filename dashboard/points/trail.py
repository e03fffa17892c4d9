"""How the trail words what happened to accounts: actions, things, fields and values."""

from __future__ import annotations

from typing import Any

from dashboard.words import N_
from db.account.withdrawing import GROUNDS

ACTIONS = {
    "decided_elimination": N_("Decided on an elimination"),
    "deduction_confirmed": N_("Deduction confirmed"),
    "deduction_entered": N_("Deduction entered"),
    "deduction_rejected": N_("Deduction rejected"),
    "deduction_withdrawn": N_("Deduction withdrawn by the program"),
    "deduction_proposed": N_("Deduction proposed again by the program"),
    "deductions_proposed": N_("Deductions proposed by the program"),
}
KINDS = {"account_event": N_("Deduction"), "account_season": N_("Accounts of a season")}
FIELDS = {
    "decision": N_("Decision"),
    "draws": N_("Draws"),
    "event": N_("Seal of the deduction"),
    "events": N_("Deductions"),
    "incoming": N_("Incoming calls"),
    "in_time": N_("Answered within 3 rings"),
    "ground": N_("Ground"),
    "occurred_at": N_("Happened"),
    "order": N_("Work order"),
    "points": N_("Points"),
    "seals": N_("Sum of the seals"),
    "season": N_("Season"),
    "times": N_("Number of times"),
}
SEALS = ("event", "seals")
SAID: dict[str, dict[Any, str]] = {
    "decision": {"eliminate": N_("Eliminated"), "keep": N_("Kept")},
    "state": {
        "waiting": N_("Waits for a decision"),
        "confirmed": N_("Confirmed"),
        "rejected": N_("Rejected"),
        "withdrawn": N_("Withdrawn by the program"),
        "proposed": N_("Waits for a decision"),
    },
    "ground": GROUNDS,
}
"""The words of values that are codes, by field."""
