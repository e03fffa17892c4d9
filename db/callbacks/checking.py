"""What a record of a call must hold, field by field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from checklists.call_backs import WHY_NOT_REACHED, calling_hours, may_telephone
from checklists.errors import N_
from db.callbacks.errors import CallRefused
from db.callbacks.rows import EXEMPTIONS, CallRow
from db.errors import EntryRefused
from db.texts import entry

OPINION_LENGTH = 2000
REASON_LENGTH = 500
COMPLAINT_LENGTH = 900
"""An order takes a problem of 1000 signs, and the number of the order goes before it."""
LENGTHS = {
    "opinion": OPINION_LENGTH,
    "proof": REASON_LENGTH,
    "complaint": COMPLAINT_LENGTH,
    "reason": REASON_LENGTH,
    "night": REASON_LENGTH,
}
THEN = ("again", "replace", "give_up")


@dataclass(frozen=True)
class NewTalk:
    """What a caller recorded; `id` is given by the device, so that sent twice it is one.

    `attitude` and `result` say whether the customer was satisfied with them. `why` (one of
    WHY_NOT_REACHED) and `then` (again, replace, give_up) belong to a customer not reached.
    `exemption` is of HEV-12 with its `proof`. `complaint` is what the customer complained of;
    `reason` says why a call-back is recorded anew, `night` why a customer was called by night.
    """

    id: str
    outcome: str
    called_at: datetime
    attitude: bool | None = None
    result: bool | None = None
    opinion: str = ""
    exemption: str = ""
    proof: str = ""
    why: str = ""
    then: str = ""
    complaint: str = ""
    reason: str = ""
    night: str = ""


def stored(talk: NewTalk) -> dict[str, Any]:
    """The columns of a talk that the record itself tells."""
    names = (
        "id",
        "outcome",
        "attitude",
        "result",
        "opinion",
        "exemption",
        "proof",
        "called_at",
        "night",
    )
    return {name: getattr(talk, name) for name in names} | {"reason": talk.why or talk.reason}


def as_kept(new: NewTalk) -> NewTalk:
    """The record as it is kept, if it may be: what belongs to it, without blank ends."""
    told = replace(new, **{name: getattr(new, name).strip() for name in LENGTHS})
    if may_telephone(new.called_at):
        told = replace(told, night="")
    if told.outcome != "talked":
        return replace(told, attitude=None, result=None, exemption="", proof="", complaint="")
    exemption = "" if told.result else told.exemption
    proof = told.proof if exemption else ""
    return replace(told, exemption=exemption, proof=proof, why="", then="")


def check_talk(new: NewTalk, row: CallRow, warm: bool) -> NewTalk:
    """The record as it is kept; `warm` says that a signed record of 18 C or more is there.

    Raises CallRefused, which names the field.
    """
    for name in LENGTHS:
        _check_text(new, name)
    told = as_kept(new)
    _check_night(told)
    if told.outcome == "talked":
        _check_talked(told, row, warm)
    elif told.outcome == "not_reached":
        _check_not_reached(told)
    else:
        raise CallRefused("outcome", N_("Say whether the customer was reached."))
    return told


def _check_text(new: NewTalk, name: str) -> None:
    try:
        entry(getattr(new, name), LENGTHS[name], least=0)
    except EntryRefused:
        raise CallRefused(
            name,
            N_("This is too long, or has characters that cannot be stored: at most {most}."),
            most=LENGTHS[name],
        ) from None


def _check_night(new: NewTalk) -> None:
    if not may_telephone(new.called_at) and not new.night:
        raise CallRefused(
            "night",
            N_("Customers are not called before {begins} and after {ends}. Say why it was done."),
            **calling_hours(new.called_at).words,
        )


def _check_talked(new: NewTalk, row: CallRow, warm: bool) -> None:
    if new.attitude is None:
        raise CallRefused(
            "attitude", N_("Say whether the customer is satisfied with the attitude.")
        )
    if new.result is None:
        raise CallRefused("result", N_("Say whether the customer is satisfied with the result."))
    if not (new.attitude and new.result) and not new.opinion:
        raise CallRefused("opinion", N_("Write down the opinion in full: what is the matter?"))
    exemption = new.exemption
    if exemption and (exemption not in EXEMPTIONS or row.scheme != "HEAT"):
        raise CallRefused("exemption", N_("There is no such exemption. Choose one of the list."))
    proven = new.proof or (exemption == "warm" and warm)
    if exemption and not proven:
        raise CallRefused(
            "proof",
            N_("Name the proof of the exemption: the notice of the fault, or a signed record."),
        )


def _check_not_reached(new: NewTalk) -> None:
    if new.why not in WHY_NOT_REACHED:
        raise CallRefused("why", N_("Say why the customer was not reached."))
    if new.then not in THEN:
        raise CallRefused("then", N_("Say what is to be done now."))
