"""What stands in the trail, in the reader's words: actions, things, and what changed in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dashboard.calling.words import TRAIL as CALLING
from dashboard.looks import (
    GRADES,
    OCCASIONS,
    PERIOD_STATES,
    ROLES,
    STATES,
    VERDICTS,
    moment_text,
)
from dashboard.measured.fields import SHEETS as FIGURES
from dashboard.orders.words import SATISFACTIONS, class_names
from dashboard.oversight import Names
from dashboard.points import trail as accounts
from dashboard.summaries.words import SHIFT_WORDS
from dashboard.widgets.sheets import SCORED, sheet_name
from dashboard.words import N_, _, language
from db.orders.errors import FIELDS as OF_ORDER
from db.orders.errors import STATES as ORDER_STATES
from db.trail import Entry

SEALS = (
    "answers",
    "histories",
    "rules",
    "signature",
    "by",
    "corrects",
    "file_seal",
    "source",
    "seal",
    *accounts.SEALS,
)
"""Fields with a hash, of which the first signs are enough to compare by eye."""

METHODS = {
    "password": N_("password"),
    "oidc": N_("company account"),
    "demo": N_("demo"),
}
"""How one may have signed in."""

SAID: dict[str, dict[Any, str]] = {
    "grade": {look.code: look.word for look in GRADES},
    "kind": dict(OCCASIONS),
    "method": dict(METHODS),
    "role": dict(ROLES),
    "shift": dict(SHIFT_WORDS),
    "decision": accounts.SAID["decision"],
    "state": ORDER_STATES | STATES | PERIOD_STATES | accounts.SAID["state"],
    "verdict": dict(VERDICTS),
    **CALLING,
    "satisfaction": dict(SATISFACTIONS),
    "customer": dict(OF_ORDER),
}
"""The words of values that are codes, by field."""


ACTIONS = {
    "account_saved": N_("Account saved"),
    "acknowledged": N_("Audit acknowledged"),
    "added": N_("Added"),
    "called_back": N_("Customer called back"),
    "calls_counted": N_("Telephone calls entered"),
    "calls_drawn": N_("Call-backs drawn"),
    "calls_loaded": N_("Call-backs loaded"),
    "closed": N_("Closed"),
    "coefficient_set": N_("Difficulty coefficient set"),
    "conflict_decided": N_("Decided between two answers"),
    "confirmed": N_("Audit confirmed"),
    "conflicts_taken": N_("Orders: a file's values taken"),
    "correction_opened": N_("Correction begun"),
    "escalated": N_("Next step of escalation reached"),
    "exported": N_("Exported"),
    "loaded": N_("Audits loaded"),
    "setting_changed": N_("Setting changed"),
    "identity_kept": N_("OpenID identity kept"),
    "imported": N_("Workbook read"),
    "marked_section": N_("Section marked as met"),
    "moved": N_("Moved"),
    "opened": N_("Audit opened"),
    "opinion_handled": N_("Opinion of a customer acted on"),
    "order_answer": N_("Order: answered"),
    "order_appoint": N_("Order: appointment agreed"),
    "order_arrive": N_("Order: arrived at the door"),
    "order_correct": N_("Order: facts corrected"),
    "order_close": N_("Order: checked and closed"),
    "order_dispatch": N_("Order: dispatched"),
    "order_hand_over": N_("Order: handed over"),
    "order_open": N_("Order: opened"),
    "order_pause": N_("Order: clock paused"),
    "order_photo": N_("Order: photo added"),
    "order_photo_removed": N_("Order: photo removed"),
    "order_restore": N_("Order: supply restored"),
    "order_resume": N_("Order: clock goes on"),
    "order_return": N_("Order: answer sent back"),
    "order_take": N_("Order: received by the unit"),
    "order_void": N_("Order: made void"),
    "orders_loaded": N_("Work orders loaded"),
    "password_changed": N_("Password changed"),
    "period_closing": N_("Period being closed"),
    "period_open": N_("Period opened again"),
    "period_restating": N_("Period opened for a restatement"),
    "period_sealed": N_("Period sealed"),
    "photo_added": N_("Photo added"),
    "photo_removed": N_("Photo removed"),
    "photos_loaded": N_("Photos loaded"),
    "redated": N_("Figures brought up to a later day"),
    "regulations_set": N_("Regulations set"),
    "release_withdrawn": N_("Release taken back"),
    "released": N_("Ranking released"),
    "renamed": N_("Renamed"),
    "reopened": N_("Opened again"),
    "replaced": N_("Audit replaced by a corrected version"),
    "returned": N_("Audit returned"),
    "role_ended": N_("Role ended"),
    "role_given": N_("Role given"),
    "signed": N_("Signed by the audited person"),
    "shared": N_("Colleague added to an audit"),
    "signed_in": N_("Signed in"),
    "signed_out": N_("Signed out"),
    "signed_out_everywhere": N_("Signed out everywhere"),
    "source_named": N_("Source named"),
    "sources_loaded": N_("Sources loaded"),
    "submitted": N_("Audit submitted"),
    "summary_signed": N_("Shift summary signed"),
    "unsigned": N_("Signature taken out"),
    "unshared": N_("Colleague taken out of an audit"),
    "voided": N_("Audit made void"),
    "work_calendar_entered": N_("Year of the work calendar entered"),
    "stop_corrected": N_("Planned stop corrected"),
    "stop_entered": N_("Planned stop entered"),
    "stop_withdrawn": N_("Planned stop withdrawn"),
    "temperature_corrected": N_("Temperatures corrected"),
    "temperature_recorded": N_("Temperatures recorded"),
} | accounts.ACTIONS
KINDS = {
    "callback": N_("Call-back"),
    "callback_draw": N_("Draw of call-backs"),
    "callbacks": N_("Call-backs"),
    "audit": N_("Audit"),
    "audits": N_("Audits"),
    "setting": N_("Setting"),
    "division": N_("Division"),
    "order": N_("Work order"),
    "orders": N_("Work orders"),
    "organisation": N_("Organisation"),
    "period": N_("Period"),
    "person": N_("Person"),
    "unit": N_("Unit"),
    "year": N_("Year"),
} | accounts.KINDS
FIELDS = {
    "acknowledged": N_("Statement of the unit"),
    "active": N_("Active"),
    "answer": N_("Answer"),
    "answers": N_("Seal of the answers"),
    "asks_confirmation": N_("Waits for a confirmation"),
    "audited_on": N_("Day of the audit"),
    "audits": N_("Audits"),
    "attitude": N_("Satisfied with the attitude"),
    "by": N_("Replaced by"),
    "call": N_("Call-back"),
    "calls": N_("Calls"),
    "changed": N_("Changed"),
    "choices": N_("Answers"),
    "closed_on": N_("Closed from"),
    "code": N_("Code"),
    "coefficient": N_("Difficulty coefficient"),
    "corrects": N_("Corrects"),
    "count": N_("Number of times"),
    "customer": N_("Corrected of the customer"),
    "day": N_("Day"),
    "deduction": N_("Points to deduct"),
    "deductions": N_("Confirmed deductions that rest on it"),
    "division": N_("Division"),
    "division_id": N_("Division"),
    "email": N_("E-mail"),
    "exemption": N_("Exemption"),
    "faults": N_("Faults"),
    "file": N_("File"),
    "file_seal": N_("Seal of the file"),
    "from": N_("From"),
    "grade": N_("Grade"),
    "histories": N_("Seal of the answers"),
    "hours": N_("Hours passed"),
    "inspector_id": N_("Inspector"),
    "item": N_("Item"),
    "items": N_("Items"),
    "k": "K",
    "k1": "K1",
    "k2": "K2",
    "k3": "K3",
    "kind": N_("Occasion"),
    "login": N_("Sign-in name"),
    "method": N_("Way of signing in"),
    "months": N_("Months"),
    "must_change": N_("Password to be changed"),
    "name": N_("Name"),
    "name_en": N_("Name in English"),
    "name_zh": N_("Name in Chinese"),
    "new": N_("New"),
    "new_password": N_("New password"),
    "people": N_("People"),
    "period": N_("Period"),
    "note": N_("Note"),
    "number": N_("Which seal"),
    "person_id": N_("Person"),
    "photo": N_("Photo"),
    "photos": N_("Photos"),
    "reason": N_("Reason"),
    "regulations": N_("Regulations"),
    "outcome": N_("Outcome"),
    "population": N_("Orders to draw from"),
    "released_at": N_("Released"),
    "result": N_("Satisfied with the result"),
    "sample": N_("Sample"),
    "seed": N_("Seed"),
    "size": N_("To call"),
    "why": N_("Why not?"),
    "complaint": N_("Complaint"),
    "released_by": N_("Released by"),
    "remark": N_("Remark"),
    "remarks": N_("Remarks on items"),
    "role": N_("Role"),
    "roles": N_("Roles"),
    "rules": N_("Seal of the sheet"),
    "same": N_("Unchanged"),
    "seal": N_("Seal"),
    "sessions": N_("Browsers signed out"),
    "sessions_ended": N_("Browsers signed out"),
    "sheet": N_("Sheet"),
    "sheet_version_id": N_("Stored version of the sheet"),
    "sha256": N_("Seal of the photo"),
    "shift": N_("Shift"),
    "signature": N_("Seal of the signature"),
    "since": N_("Since"),
    "source": N_("Seal of the source"),
    "sources": N_("Seals of the sources"),
    "state": N_("State"),
    "statement": N_("Statement"),
    "steps": N_("Steps of escalation"),
    "subject": N_("Subject"),
    "summaries": N_("Signed shift summaries that rest on it"),
    "submitted": N_("Submitted"),
    "unit": N_("Unit"),
    "unit_id": N_("Unit"),
    "until": N_("Until"),
    "version": N_("Version"),
    "verdict": N_("Verdict"),
    "without": N_("Not waited for"),
    "words": N_("Source"),
    "made_up": N_("Working days made up"),
    "off": N_("Days off"),
    "starts_at": N_("Begins"),
    "ends_at": N_("Ends"),
    "noticed_at": N_("Notice given"),
} | accounts.FIELDS
HIDDEN = frozenset({"id"})


def thing_words(entry: Entry, names: Names) -> str:
    """What an entry is about, by name where there is one."""
    kind = _(KINDS.get(entry.object_kind, entry.object_kind))
    return f"{kind}{_(': ')}{_named(entry.object_kind, entry.object_id, names)}"


def change_words(entry: Entry, names: Names) -> tuple[str, str]:
    """What was before and what was after, each in a line; what stayed the same is left out."""
    before, after = _flat(entry.before), _flat(entry.after)
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    # Without a change to compare, as in what only tells, all of it is said.
    shown = changed or list({**before, **after})
    return (
        _("; ").join(_line(key, before[key], names) for key in shown if key in before),
        _("; ").join(_line(key, after[key], names) for key in shown if key in after),
    )


def _flat(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        return {"": value}
    return {key: entry for key, entry in value.items() if key not in HIDDEN}


def _line(key: str, value: Any, names: Names) -> str:
    label = _(FIELDS.get(key) or OF_ORDER.get(key, key))
    return f"{label}{_(': ')}{_value(key, value, names)}" if label else _value(key, value, names)


def _value(key: str, value: Any, names: Names) -> str:
    if value is None or isinstance(value, bool):
        return {None: "–", True: _("Yes"), False: _("No")}[value]
    if isinstance(value, dict):
        chosen = value.get("name_en" if language() == "en" else "name_zh") or value.get("name")
        return str(chosen or _(", ").join(_line(k, v, names) for k, v in value.items()))
    if isinstance(value, list):
        return _(", ").join(_value(key.removesuffix("s"), entry, names) for entry in value)
    if key.endswith("_at") or key in SEALS:
        return str(value)[:12] if key in SEALS else moment_text(datetime.fromisoformat(value))
    said = class_names() if key == "order_class" else SAID.get(key, {})
    if value in said or (key == "sheet" and value in (*SCORED, *FIGURES)):
        return _(said[value]) if value in said else sheet_name(value)
    kind = {"inspector_id": "person", "released_by": "person"}.get(key, key.removesuffix("_id"))
    return _named(kind, value, names)


def _named(kind: str, value: Any, names: Names) -> str:
    number = int(value) if str(value).isdecimal() else 0
    if kind == "person" and number in names.people:
        return names.people[number]
    known = {"unit": names.units, "division": names.divisions}.get(kind, {})
    if number in known:
        chinese, english = known[number]
        return english if language() == "en" else chinese
    return _("all") if value == "all" else str(value)
