"""What can be wrong with a catalogue or an answer, as exceptions that word themselves."""

from dataclasses import dataclass
from typing import Any


def N_(message: str) -> str:
    """Mark an English message for translation and return it unchanged."""
    return message


class Word(str):
    """A parameter of a message that is itself to be translated."""

    __slots__ = ()


class WordedError(Exception):
    """A fact in one English sentence with named places, ready to be translated at the edge."""

    def __init__(self, template: str, **params: Any) -> None:
        self.template = template
        self.params = params
        super().__init__(template.format(**params))


class ChecklistError(WordedError):
    """The base of everything this package raises."""


class AnswerRefused(ChecklistError):
    """An answer that breaks the rule of its item; names the field, the value and the remedy."""

    def __init__(self, item: str, field: str, value: object, template: str, **params: Any) -> None:
        self.item = item
        self.field = field
        self.value = value
        label = Word(FIELD_LABELS.get(field, field))
        super().__init__(template, item=item, field=label, value=_short(value), **params)


class NotInForce(ChecklistError):
    """A sheet or a scheme was asked for on a date on which it did not hold."""


class BadPeriod(ChecklistError):
    """A text that is no month."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a catalogue file."""

    file: str
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.reason}"


class CatalogueFaults(ChecklistError):
    """Everything that is wrong with the catalogue, all at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(
            N_("The catalogue has {number} faults:\n{faults}"),
            number=len(faults),
            faults="\n".join(str(fault) for fault in faults),
        )


FIELD_LABELS = {
    "verdict": N_("answer"),
    "item": N_("item"),
    "count": N_("number of times"),
    "severe": N_("serious cases"),
    "deduction": N_("points deducted"),
    "reason": N_("reason"),
    "parts": N_("parts not done"),
    "numerator": N_("numerator"),
    "denominator": N_("denominator"),
    "actual": N_("actual figure"),
    "mean": N_("shift mean"),
    "required": N_("required figure"),
    "override": N_("override"),
    "outages": N_("outages"),
    "on": N_("date"),
    "customers": N_("customers affected"),
    "note": N_("note"),
    "awards": N_("entries"),
    "points": N_("points"),
    "evidence": N_("evidence"),
    "id": N_("number of the answer"),
    "client": N_("number of the tablet"),
    "sequence": N_("order of the answer"),
    "made_at": N_("time of the answer"),
}


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
