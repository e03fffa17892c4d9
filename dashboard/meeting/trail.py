"""How the trail words what happened in meetings: actions, things, fields and values."""

from __future__ import annotations

from typing import Any

from dashboard.words import N_

ACTIONS = {
    "meeting_decided": N_("Meeting: decision taken down"),
    "meeting_sealed": N_("Meeting: decisions sealed with the period"),
}
KINDS = {"meeting": N_("Evaluation meeting")}
FIELDS = {
    "decisions": N_("Decisions"),
    "matter": N_("Matter"),
    "text": N_("In words"),
}
MATTERS = {
    "present": N_("Present"),
    "model": N_("Model unit"),
    "elimination": N_("Last-place elimination"),
    "other": N_("Other decisions"),
}
"""What a meeting takes something down on."""

SAID: dict[str, dict[Any, str]] = {
    "matter": MATTERS,
    "decision": {"yes": N_("Yes"), "no": N_("No")},
}
"""The words of values that are codes, by field."""
