"""A call as the form in the browser gets it, and what a caller recorded as it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from checklists.account_rules import CallingHours
from checklists.call_backs import WHY_NOT_REACHED, calling_hours, may_telephone
from checklists.errors import N_
from dashboard.calling.calls import Look
from dashboard.calling.words import sample_words
from dashboard.kept_form import Told, moment_of, state_words, text_of
from dashboard.looks import moment_text
from dashboard.orders.words import address
from dashboard.temperature.words import degrees
from dashboard.words import _
from db.callbacks.checking import LENGTHS, NewTalk
from db.callbacks.errors import CallRefused

ANSWERS = {"yes": True, "no": False}


def call_data(look: Look, person: int, told: Told | None) -> dict[str, Any]:
    """A call-back for the form; `store` names where the browser keeps what is typed."""
    now = datetime.now(UTC)
    hours = calling_hours(now)
    return {
        "store": f"heng-call:{person}:{look.row.id}",
        "editable": look.row.state == "done" or look.may_call,
        "closed": look.row.state == "done",
        "telephone": look.row.order.telephone,
        "facts": [[name, value] for name, value in _facts(look).items() if value],
        "heat": look.row.scheme == "HEAT",
        "handling": look.held is not None and bool(look.held.opinion),
        "warm": _warmth(look),
        "whys": [[code, _(words)] for code, words in WHY_NOT_REACHED.items()],
        "thens": _thens(look),
        "night": not may_telephone(now),
        "hours": [hours.begins.isoformat("minutes"), hours.ends.isoformat("minutes")],
        "lengths": LENGTHS,
        "told": None if told is None else asdict(told),
        "words": _words(hours),
    }


def talk_of(sent: Mapping[str, Any], now: datetime | None = None) -> NewTalk:
    """What was recorded; whatever has not the form's shape is left out. Raises CallRefused."""
    now = now or datetime.now(UTC)
    opinion = text_of(sent, "opinion")
    complaint = ""
    if sent.get("complains") is True:
        complaint = text_of(sent, "complaint") or opinion
        if not complaint:
            raise CallRefused("complaint", N_("Write down what the customer complains of."))
    return NewTalk(
        id=_uuid(sent.get("id")),
        outcome=text_of(sent, "outcome"),
        called_at=_moment(text_of(sent, "called_at"), now),
        attitude=ANSWERS.get(text_of(sent, "attitude")),
        result=ANSWERS.get(text_of(sent, "result")),
        opinion=opinion,
        exemption=text_of(sent, "exemption"),
        proof=text_of(sent, "proof"),
        why=text_of(sent, "why"),
        then=text_of(sent, "then"),
        complaint=complaint,
        reason=text_of(sent, "reason"),
        night=text_of(sent, "night"),
    )


def handled_of(sent: Mapping[str, Any]) -> tuple[str, str]:
    """The number and the words of what was done about an opinion. Raises CallRefused."""
    words = text_of(sent, "words").strip()
    if not words:
        raise CallRefused("handled", N_("Write down what was done about the opinion."))
    return _uuid(sent.get("id")), words


def _facts(look: Look) -> dict[str, str]:
    """What a caller needs to know of the order."""
    order, row = look.row.order, look.row
    return {
        _("Customer"): order.contact,
        _("Address"): address(order),
        _("Problem"): order.problem,
        _("Cause"): order.cause,
        _("What was done about it"): order.done,
        _("Closed at"): moment_text(order.closed_at) if order.closed_at else _("not closed yet"),
        _("Drawn for"): sample_words(row.sample_class, row.month),
    }


def _warmth(look: Look) -> str:
    if look.warmth is None:
        return ""
    return _(
        "A signed record is there: {degrees} or more in every room, measured {moment}.",
        degrees=degrees(look.warmth.lowest),
        moment=moment_text(look.warmth.measured_at),
    )


def _thens(look: Look) -> list[list[str]]:
    """What can be done with a customer who is not reached."""
    found = [["again", _("Call again later")]]
    if look.may_replace:
        found.append(["replace", _("Draw another order instead")])
    else:
        found.append(["give_up", _("Document as not reached")])
    return found


def _words(hours: CallingHours) -> dict[str, str]:
    return {
        "outcome": _("Was the customer reached?"),
        "talked": _("Reached"),
        "not_reached": _("Not reached"),
        "attitude": _("Attitude of the staff"),
        "result": _("Result of the handling"),
        "satisfied": _("Satisfied"),
        "dissatisfied": _("Not satisfied"),
        "opinion": _("What the customer said (optional)"),
        "opinion_asked": _("The customer's opinion in full"),
        "remark": _("Remark (optional)"),
        "exemption": _("Is the result not the unit's matter? (HEV-12)"),
        "none": _("No, it counts"),
        "warm": _("(a) At home it is 18 °C or more, and more is wanted"),
        "system": _("(b) System fault, or the whole network was cooler"),
        "no_record": _("There is no signed temperature record of this order: name another proof."),
        "proof": _("Further proof (optional)"),
        "proof_asked": _("Proof, e.g. the notice of the fault with number and time"),
        "complains": _("The customer complains: open a complaint"),
        "complaint": _("What the complaint is about (empty: the opinion above)"),
        "why": _("Why not?"),
        "then": _("What now?"),
        "now": _("The call is recorded with the time of now."),
        "other_time": _("Enter another time"),
        "called_at": _("Time of the call"),
        "reason": _("Why it is recorded anew (kept in the trail)"),
        "night": _("Why the customer was called between {ends} and {begins}", **hours.words),
        "save": _("Save the call"),
        "correct": _("Record anew"),
        "handled": _("What was done about the opinion"),
        "save_handled": _("Save what was done"),
        "drop": _("Discard"),
        **state_words(),
    }


def _uuid(value: Any) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise CallRefused("id", N_("The record has no number. Load the page anew.")) from None


def _moment(text: str, now: datetime) -> datetime:
    if not text:
        return now
    try:
        return moment_of(text)
    except ValueError:
        raise CallRefused(
            "called_at", N_("“{value}” is no time. Enter day and time."), value=text[:40]
        ) from None
