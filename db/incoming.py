"""An operation as a tablet sends it, and what is kept of it once it has been checked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID

from checklists.answers import accept_answer
from checklists.errors import N_, AnswerRefused
from checklists.model import Sheet
from db.models import WAYS
from db.texts import is_storable, printable

NOTE_LENGTH = 2000
LAST_SEQUENCE = 2**53 - 1
"""The largest whole number a browser counts exactly."""

NONE_SEEN = ""
"""The base of an operation whose item had no answer when the person gave one."""

Status = Literal["accepted", "superseded", "conflict", "refused"]
"""A conflict is stored as superseded; it is called so as long as it is open."""


@dataclass(frozen=True)
class Operation:
    """One answer to one item, with the id the tablet gave it.

    `client` is the tablet's id and `sequence` its counter; `made_at` is the tablet's time.
    `answer` is raw, or None to clear the item; `note` is the item's whole note. `way` is one of
    WAYS: by itself, with a whole section, or taken back. `base` is the operation whose answer the
    person saw, NONE_SEEN where there was none, None where the tablet does not tell; `settles` are
    the conflicts that this answer decides.
    """

    id: str
    item: str
    client: str
    sequence: int
    answer: Any
    note: str
    made_at: datetime
    way: str = "tap"
    base: str | None = None
    settles: tuple[str, ...] = ()


@dataclass(frozen=True)
class OperationResult:
    """What became of an operation; `refusal` says why it was refused."""

    id: str
    item: str
    status: Status
    refusal: AnswerRefused | None = None


@dataclass(frozen=True)
class Fact:
    """A checked operation, its answer canonical: what is stored and what a replay must equal."""

    audit_id: str
    id: str
    item: str
    client: str
    sequence: int
    answer: dict[str, Any] | None
    note: str
    made_at: datetime
    way: str = "tap"
    base: str | None = None

    @property
    def rank(self) -> tuple[int, str, str]:
        """The highest rank is an item's present answer, in whichever order they arrive."""
        return self.sequence, self.client, self.id


def checked(operation: Operation, audit_id: str, sheet: Sheet, on: date) -> Fact:
    """Check an operation against the sheet and the day of its audit. Raises AnswerRefused."""
    if not is_storable([operation.item, operation.answer]):
        raise _refused(
            operation, "verdict", N_("The answer holds characters that cannot be stored.")
        )
    _check_envelope(operation)
    note = _note(operation)
    answer = accept_answer(sheet, operation.item, operation.answer, on, note)
    return Fact(
        audit_id=audit_id,
        id=operation.id,
        item=operation.item,
        client=operation.client,
        sequence=operation.sequence,
        answer=None if answer is None else answer.dump(),
        note=note,
        made_at=_moment(operation),
        way=operation.way,
        base=operation.base,
    )


def used_otherwise(operation: Operation) -> AnswerRefused:
    """The refusal of an operation whose id stands for another one."""
    return _refused(
        operation,
        "id",
        N_("Another answer was already sent under the same number. Answer the item again."),
    )


def unknown_conflict(operation: Operation) -> AnswerRefused:
    """The refusal of an operation that decides what is no conflict of its item."""
    return _refused(
        operation,
        "settles",
        N_("What was to be decided is no open question of this item. Look at the item again."),
    )


def _check_envelope(operation: Operation) -> None:
    sequence = operation.sequence
    if isinstance(sequence, bool) or not isinstance(sequence, int):
        sequence = -1
    good = {
        "id": _is_uuid(operation.id),
        "client": _is_uuid(operation.client),
        "way": operation.way in WAYS,
        "base": operation.base in (None, NONE_SEEN) or _is_uuid(operation.base),
        "settles": all(map(_is_uuid, operation.settles)),
        "sequence": 0 <= sequence <= LAST_SEQUENCE,
    }
    for field, fits in good.items():
        if not fits:
            raise _refused(
                operation, field, N_("The answer was sent incomplete ({field}). Send it again.")
            )


def _note(operation: Operation) -> str:
    note = operation.note
    if not isinstance(note, str) or len(note) > NOTE_LENGTH or not is_storable(note):
        raise _refused(
            operation,
            "note",
            N_("{field}: write a text of at most {length} characters."),
            length=NOTE_LENGTH,
        )
    return note


def _moment(operation: Operation) -> datetime:
    try:
        if operation.made_at.tzinfo is not None:
            return operation.made_at.astimezone(UTC)
    except OverflowError:
        pass  # The first and the last days of the calendar do not exist in every zone.
    raise _refused(
        operation, "made_at", N_("The answer was sent incomplete ({field}). Send it again.")
    )


def _is_uuid(text: Any) -> bool:
    try:
        return isinstance(text, str) and str(UUID(text)) == text
    except ValueError:
        return False


def _refused(operation: Operation, field: str, template: str, **params: Any) -> AnswerRefused:
    value = printable(str(getattr(operation, field, "")))
    return AnswerRefused(printable(operation.item), field, value, template, **params)
