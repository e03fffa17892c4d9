"""Entries on work orders as the form in the browser gets them, and as they come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from dashboard.looks import ZONE
from dashboard.orders.words import SATISFACTIONS, class_names
from dashboard.words import N_, _
from db.orders.opening import NewOrder
from db.orders.steps import Step

LONGEST = 2000


@dataclass(frozen=True)
class Field:
    """A field of the form; `options` are [value, words]; `value` is what it begins with."""

    name: str
    label: str
    kind: Literal["line", "area", "choice", "select", "when", "tick", "telephone"] = "line"
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    hint: str = ""
    most: int = 80
    narrow: bool = False
    required: bool = False


@dataclass(frozen=True)
class Told:
    """What became of what was sent last: `n` is its number, `field` what is to be mended."""

    n: str
    kept: bool
    error: str = ""
    field: str = ""


@dataclass(frozen=True)
class Form:
    """A form: where the browser keeps what is typed, its fields, and the words of its button.

    `version` is that of the order beside it; it comes back as it was when the form was sent.
    """

    store: str
    submit: str
    fields: tuple[Field, ...] = ()
    version: int = 0

    def data(self, told: Told | None) -> dict[str, Any]:
        """The form as the browser gets it."""
        return {
            "store": self.store,
            "submit": self.submit,
            "version": self.version,
            "fields": [asdict(one) for one in self.fields],
            "told": None if told is None else asdict(told),
            "words": {
                "sending": _("Sending …"),
                "restored": _("Here is what you had typed before."),
                "unsaved": _("Kept in this browser until it is sent."),
                "drop": _("Empty the form"),
                "choose": _("Please choose"),
                "required": _("to be filled in"),
            },
        }


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
    given = _number(sent, "division")
    return NewOrder(
        id=_text(sent, "id"),
        order_class=_text(sent, "order_class"),
        division_id=division if given is None else given,
        unit_id=_number(sent, "unit"),
        reported_at=_moment(sent, "reported_at") or datetime.now(ZONE),
        insists=sent.get("insists") is True,
        station=_text(sent, "station"),
        estate=_text(sent, "estate"),
        building=_text(sent, "building"),
        staircase=_text(sent, "staircase"),
        room=_text(sent, "room"),
        contact=_text(sent, "contact"),
        telephone=_text(sent, "telephone"),
        problem=_text(sent, "problem"),
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
}


def step_fields(kind: str, units: Mapping[str, str], held: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of a step; `held` is what the order has of them already."""
    at = Field("at", _("When"), "when", hint=_("Empty: now"))
    unit = Field("unit", _("Unit"), "select", tuple(units.items()), required=True)
    fields: dict[str, tuple[Field, ...]] = {
        "dispatch": (unit, Field("station", _("Station"), value=held.get("station", ""))),
        "appoint": (
            Field("appointment_at", _("Agreed time"), "when", required=True),
            Field("proof", _("Proof (number of the recording)"), most=200, required=True),
        ),
        "pause": (_reason(_("Reason of the pause")),),
        "hand_over": (unit, _reason(_("Clear grounds for handing it over"))),
        "answer": _answer_fields(held),
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
        id=_text(sent, "id"),
        at=_moment(sent, "at"),
        unit_id=_number(sent, "unit"),
        appointment_at=_moment(sent, "appointment_at"),
        **{
            name: _text(sent, name)
            for name in ("reason", "station", "proof", "cause", "done", "satisfaction")
        },
    )


FIELD_OF = {"appointment_proof": "proof", "dispatched_at": "at"}


def field_of(name: str, kind: str) -> str:
    """The field of the form that stands for a refused one."""
    if kind and name.endswith("_at") and name != "appointment_at":
        return "at"
    return FIELD_OF.get(name, name)


def _answer_fields(held: Mapping[str, str]) -> tuple[Field, ...]:
    said = tuple((code, _(words)) for code, words in SATISFACTIONS.items())
    return (
        Field("cause", _("Cause"), "area", value=held.get("cause", ""), most=1000, required=True),
        Field(
            "done", _("Done on site"), "area", value=held.get("done", ""), most=1000,
            required=True,
        ),
        Field("satisfaction", _("The customer is"), "choice", said, required=True),
    )  # fmt: skip


def _reason(label: str) -> Field:
    return Field("reason", label, "area", most=1000, required=True)


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name)
    return value[:LONGEST] if isinstance(value, str) else ""


def _number(sent: Mapping[str, Any], name: str) -> int | None:
    value = _text(sent, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _moment(sent: Mapping[str, Any], name: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(sent, name))
    except ValueError:
        return None
    return found.replace(tzinfo=ZONE) if found.tzinfo is None else found
