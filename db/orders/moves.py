"""The steps an order can take: from which states, to which one, and who takes them."""

from dataclasses import dataclass

OPEN, DISPATCHED, RECEIVED, ANSWERED, CLOSED = (
    "open",
    "dispatched",
    "received",
    "answered",
    "closed",
)

CENTRE_HANDLED = ("refund", "complaint")
"""Classes the centre may answer itself, without a unit (HEAT: the supervisor signs)."""


@dataclass(frozen=True)
class Move:
    """A kind of step; `to` is None where the state stays, `moment` the column it fills.

    Agents, heads and administrators take every step, also what a unit reports by telephone;
    `by_unit` are those its representative takes as well.
    """

    source: tuple[str, ...]
    to: str | None = None
    moment: str | None = None
    by_unit: bool = False
    reason: bool = False


MOVES = {
    "dispatch": Move((OPEN,), DISPATCHED, "dispatched_at"),
    "take": Move((DISPATCHED,), RECEIVED, "taken_at", by_unit=True),
    "appoint": Move((DISPATCHED, RECEIVED), by_unit=True),
    # A unit does not stop its own clock.
    "pause": Move((OPEN, DISPATCHED, RECEIVED), reason=True),
    "resume": Move((OPEN, DISPATCHED, RECEIVED)),
    "hand_over": Move((DISPATCHED, RECEIVED), reason=True),
    "arrive": Move((RECEIVED,), None, "arrived_at", by_unit=True),
    "restore": Move((RECEIVED, ANSWERED), None, "restored_at", by_unit=True),
    "answer": Move((OPEN, DISPATCHED, RECEIVED), ANSWERED, "answered_at", by_unit=True),
    "return": Move((ANSWERED,), RECEIVED, reason=True),
    "close": Move((ANSWERED,), CLOSED, "closed_at"),
    "void": Move((OPEN, DISPATCHED, RECEIVED, ANSWERED), "void", reason=True),
    "correct": Move((OPEN, DISPATCHED, RECEIVED, ANSWERED, CLOSED), reason=True),
}
"""Every kind of step, in the order of an order's way."""

KINDS = ("open", *MOVES, "imported", "photo", "photo_removed")
"""What a step can be called; the last ones are written by what adds them."""


def possible(state: str, order_class: str, *, as_centre: bool, as_unit: bool) -> list[str]:
    """The kinds of steps that an order in a state can take by whoever looks at it."""
    if not (as_centre or as_unit):
        return []
    return [
        kind
        for kind, move in MOVES.items()
        if allows(kind, state, order_class) and (as_centre or move.by_unit)
    ]


def allows(kind: str, state: str, order_class: str) -> bool:
    """Whether an order of a class in a state can take a step of this kind."""
    if kind == "answer" and state != RECEIVED:
        return state in MOVES[kind].source and order_class in CENTRE_HANDLED
    return state in MOVES[kind].source
