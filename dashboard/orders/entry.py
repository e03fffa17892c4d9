"""Entries on work orders as the form in the browser gets them, and as they come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from checklists.place_words import bare
from dashboard.kept_form import text_of
from dashboard.looks import ZONE
from dashboard.orders.correction import correction_fields, facts_of
from dashboard.orders.fields import Field, read_moment, read_number
from dashboard.orders.words import SATISFACTIONS, class_names
from dashboard.words import N_, _
from db.orders.opening import NewOrder
from db.orders.reading import OrderRow
from db.orders.steps import Step


def new_order_fields(divisions: Mapping[str, str], units: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of a new order; divisions and units by their ids."""
    first = next(iter(divisions), "")
    several = [Field("division", _("Division"), "select", tuple(divisions.items()), first)]
    return (
        Field("order_class", _("Class"), "select", tuple(class_names().items()), required=True),
        Field("reported_at", _("Customer called at"), "when", hint=_("Empty: now")),
        Field("telephone", _("Telephone"), "telephone", most=24, required=True),
        Field("contact", _("Contact"), most=40),
        Field("estate", _("Estate"), required=True),
        Field("building", _("Building"), narrow=True, most=20),
        Field("staircase", _("Staircase"), narrow=True, most=20),
        Field("room", _("Room"), narrow=True, most=20),
        Field("problem", _("Problem"), "area", most=1000, required=True),
        *(several if len(divisions) > 1 else []),
        Field("unit", _("Unit"), "select", tuple(units.items()), hint=_("Empty: not clear yet")),
        Field("station", _("Station")),
        Field("insists", _("The customer insists on being helped tonight"), "tick"),
    )


def new_order(sent: Mapping[str, Any], division: int) -> NewOrder:
    """The order that was entered; `division` where only one can be meant."""
    given = read_number(sent, "division")
    return NewOrder(
        id=text_of(sent, "id"),
        order_class=text_of(sent, "order_class"),
        division_id=division if given is None else given,
        unit_id=read_number(sent, "unit"),
        reported_at=read_moment(sent, "reported_at") or datetime.now(ZONE),
        insists=sent.get("insists") is True,
        station=text_of(sent, "station"),
        estate=text_of(sent, "estate"),
        building=bare("building", text_of(sent, "building")),
        staircase=bare("staircase", text_of(sent, "staircase")),
        room=bare("room", text_of(sent, "room")),
        contact=text_of(sent, "contact"),
        telephone=text_of(sent, "telephone"),
        problem=text_of(sent, "problem"),
    )


SUBMITS = {
    "dispatch": N_("Dispatch the order"),
    "take": N_("Received: we take it on"),
    "appoint": N_("Keep the appointment"),
    "pause": N_("Pause the clock now"),
    "resume": N_("Let the clock go on now"),
    "hand_over": N_("Hand the order over"),
    "arrive": N_("We are at the door"),
    "restore": N_("Supply is restored"),
    "answer": N_("Report the result"),
    "return": N_("Send the answer back"),
    "close": N_("Answer is in order: close"),
    "void": N_("Make the order void"),
    "correct": N_("Correct the order"),
}


def step_fields(kind: str, units: Mapping[str, str], row: OrderRow) -> tuple[Field, ...]:
    """The fields of a step of an order, with what it has of them already."""
    if kind == "correct":
        return correction_fields(row)
    when = _("Call was at") if kind == "appoint" else _("When")
    at = Field("at", when, "when", hint=_("Empty: now"))
    with_it = row.handed_to or row.unit
    held = str(with_it.id) if with_it is not None and kind == "hand_over" else ""
    offered = tuple(one for one in units.items() if one[0] != held)
    unit = Field("unit", _("Unit"), "select", offered, required=True)
    fields: dict[str, tuple[Field, ...]] = {
        "dispatch": (unit, Field("station", _("Station"), value=row.station)),
        "appoint": (
            Field("appointment_at", _("Agreed time"), "when", required=True),
            Field("proof", _("Proof (number of the recording)"), most=200, required=True),
        ),
        "pause": (_reason(_("Reason of the pause")),),
        "hand_over": (unit, _reason(_("Clear grounds for handing it over"))),
        "answer": _answer_fields(row),
        "return": (_reason(_("What has to be redone")),),
        "void": (_reason(_("Reason")),),
    }
    return (*fields.get(kind, ()), at)


def step(kind: str, sent: Mapping[str, Any]) -> Step:
    """The step that was entered, on the version of the order that was looked at."""
    version = sent.get("version")
    return Step(
        kind=kind,
        version=version if isinstance(version, int) else 0,
        id=text_of(sent, "id"),
        at=read_moment(sent, "at"),
        unit_id=read_number(sent, "unit"),
        appointment_at=read_moment(sent, "appointment_at"),
        facts=facts_of(sent) if kind == "correct" else None,
        knowing=sent.get("knowing") is True,
        **{
            name: text_of(sent, name)
            for name in ("reason", "station", "proof", "cause", "done", "satisfaction")
        },
    )


FIELD_OF = {"appointment_proof": "proof", "dispatched_at": "at"}


def field_of(name: str, kind: str) -> str:
    """The field of the form that stands for a refused one."""
    if kind == "correct":
        return "unclear" if name == "unit" else name
    if kind and name.endswith("_at") and name != "appointment_at":
        return "at"
    return FIELD_OF.get(name, name)


def _answer_fields(row: OrderRow) -> tuple[Field, ...]:
    said = tuple((code, _(words)) for code, words in SATISFACTIONS.items())
    return (
        Field("cause", _("Cause"), "area", value=row.cause, most=1000, required=True),
        Field(
            "done", _("Done on site"), "area", value=row.done, most=1000,
            required=True,
        ),
        Field("satisfaction", _("The customer is"), "choice", said, required=True),
    )  # fmt: skip


def _reason(label: str) -> Field:
    return Field("reason", label, "area", most=1000, required=True)
