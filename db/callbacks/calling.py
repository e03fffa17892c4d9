"""Recording a call: talked or not reached, what then, and what was done about an opinion."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from checklists.call_backs import may_give_up
from checklists.errors import N_
from checklists.sampling import draw
from db.actors import acting
from db.callbacks.checking import OPINION_LENGTH, NewTalk, as_kept, check_talk, stored
from db.callbacks.complaining import is_complaint, open_complaint
from db.callbacks.drawing import add_calls
from db.callbacks.errors import CallAtOddTime, CallMade, CallRefused, CallSettled
from db.callbacks.reading import call, talks_of
from db.callbacks.rows import GONE, CallRow, TalkRow
from db.callbacks.warmth import warm_enough
from db.models_account import Callback, CallbackDraw, CallbackTalk
from db.models_orders import WorkOrder
from db.scope import hold
from db.texts import entry
from db.trail import note

AHEAD = timedelta(minutes=5)
"""So far a device's clock may be ahead of the server's."""


@dataclass(frozen=True)
class Recorded:
    """What came of a call: the state of the call-back, who is called instead, the complaint."""

    state: str
    instead: str | None = None
    complaint: str | None = None


def record_talk(session: Session, callback_id: str, new: NewTalk, now: datetime) -> Recorded:
    """Record a call; the same one sent twice is one, and another one under its id is refused.

    A customer who is not reached is called again, replaced by the next order of the draw, or,
    where all are called or nobody is left to draw, told of as not reached after several calls.
    Raises CallNotFound, CallSettled, CallMade, CallAtOddTime, CallRefused, EntryRefused, and for
    a complaint what opening an order raises.
    """
    row, known = _locked(session, callback_id)
    twice = next((talk for talk in known if talk.id == new.id), None)
    if twice is not None:
        if not _same(session, row, twice, new):
            raise CallMade
        return Recorded(row.state, _instead(session, row), twice.complaint)
    if row.state == "replaced":
        raise CallSettled
    if row.state == "done" and not new.reason.strip():
        raise CallMade
    if row.state == "waiting" and not row.order.handled:
        raise CallRefused(
            "outcome",
            N_("The unit has not answered this order yet. The customer is called after that."),
        )
    _check_time(row, new.called_at, now)
    talk = check_talk(new, row, warm_enough(session, row.order.id) is not None)
    now = _after(known, now)
    complaint = None
    if talk.complaint:
        complaint = open_complaint(session, row, talk, now)
    _add(session, row, talk, now, complaint[0] if complaint else None)
    state, instead = _settle(session, row, talk, known, now)
    _tell(session, row, talk, state, complaint[1] if complaint else None)
    return Recorded(state, instead, complaint[1] if complaint else None)


def _same(session: Session, row: CallRow, talk: TalkRow, new: NewTalk) -> bool:
    """Whether a record that comes again says what was kept; its time may be that of sending.

    What was right when it was kept need not be right by now.
    """
    told = as_kept(replace(new, called_at=talk.called_at))
    if any(getattr(talk, name) != value for name, value in stored(told).items()):
        return False
    return is_complaint(session, row, talk.complaint_id, told.complaint)


def note_handled(
    session: Session, callback_id: str, talk_id: str, words: str, now: datetime
) -> None:
    """Say what was done about an opinion; the same entry sent twice is one.

    Raises CallNotFound, CallRefused where nobody was dissatisfied, EntryRefused.
    """
    row, known = _locked(session, callback_id)
    if any(talk.id == talk_id for talk in known):
        return
    held = next((talk for talk in known if talk.outcome == "talked"), None)
    if held is None or not held.opinion:
        raise CallRefused("words", N_("There is no opinion in this call-back to act on."))
    done = NewTalk(talk_id, "handled", now, opinion=entry(words, OPINION_LENGTH))
    _add(session, row, done, _after(known, now), None)
    note(session, "opinion_handled", "callback", row.id, after={"order": row.order.number})


def reserve_of(session: Session, row: CallRow) -> tuple[str, ...]:
    """The orders of a draw that nobody was asked to call yet, in the order they follow."""
    query = select(CallbackDraw.population, CallbackDraw.seed).where(CallbackDraw.id == row.draw_id)
    population, seed = session.execute(query).one()
    used = select(Callback.order_id).where(Callback.draw_id == row.draw_id)
    taken = set(session.scalars(used))
    sequence = draw(population, seed, row.size).sequence
    return tuple(order for order in sequence if order not in taken)


def _locked(session: Session, callback_id: str) -> tuple[CallRow, list[TalkRow]]:
    """A call-back that nobody else writes to until the transaction ends."""
    call(session, callback_id)
    session.execute(select(Callback.id).where(Callback.id == callback_id).with_for_update())
    row = call(session, callback_id)
    hold(session, row.order.id)
    return row, talks_of(session, callback_id)


def _check_time(row: CallRow, called_at: datetime, now: datetime) -> None:
    # A form tells minutes: a call in the minute of the draw was not before it.
    first = row.drawn_at.replace(second=0, microsecond=0)
    if not first <= called_at <= now + AHEAD:
        raise CallAtOddTime(row.drawn_at)


def _after(known: list[TalkRow], now: datetime) -> datetime:
    """A moment after all that is known, so that the newest is one."""
    return max([now, *(talk.recorded_at + timedelta(microseconds=1) for talk in known)])


def _add(
    session: Session, row: CallRow, talk: NewTalk, now: datetime, complaint: str | None
) -> None:
    values = {
        **stored(talk),
        "callback_id": row.id,
        "order_id": row.order.id,
        "complaint_id": complaint,
        "recorded_at": now,
        "person_id": acting(session).me,
    }
    session.execute(insert(CallbackTalk).values(**values))


def _settle(
    session: Session, row: CallRow, talk: NewTalk, known: list[TalkRow], now: datetime
) -> tuple[str, str | None]:
    """The state after a call, and the order that is called instead."""
    if talk.outcome == "talked":
        return _change(session, row, "done", talk.reason, now), None
    reserve = reserve_of(session, row)
    if talk.then == "replace":
        if row.whole:
            raise CallRefused(
                "then", N_("All of this class are called. Call again at another time.")
            )
        if not reserve:
            raise CallRefused(
                "then", N_("Nobody is left to draw instead. Call again at another time.")
            )
        state = pass_on(session, row, talk.why, now)
        return state, _instead_of(session, row.id)
    if talk.then == "give_up":
        if reserve and not row.whole:
            raise CallRefused("then", N_("Have another order drawn in the place of this one."))
        calls = [one.called_at for one in known if one.outcome != "handled"]
        if not may_give_up([*calls, talk.called_at], talk.why):
            raise CallRefused(
                "then",
                N_("Call once more, an hour after the last call or later, before giving it up."),
            )
        return _change(session, row, "done", talk.why, now), None
    return row.state, None


def pass_on(session: Session, row: CallRow, reason: str, now: datetime) -> str:
    """Give the place of a call to the next order of the draw, or close it where none is left.

    An order that has gone meanwhile takes its place in the draw and passes it on. The state of
    the first one; whoever acts must have checked that it may be passed on.
    """
    state = ""
    while True:
        reserve = () if row.whole else reserve_of(session, row)
        now_is = _change(session, row, "replaced" if reserve else "done", reason, now)
        state = state or now_is
        if not reserve:
            return state
        _replace(session, row, reserve[0], now)
        if not _is_gone(session, reserve[0]):
            return state
        row, reason = call(session, _instead_of(session, row.id)), GONE


def _is_gone(session: Session, order_id: str) -> bool:
    """Whether there is no result of an order to ask about any more, as far as one sees it."""
    query = select(WorkOrder.state, WorkOrder.unit_id).where(WorkOrder.id == order_id)
    found = session.execute(query).one_or_none()
    return found is not None and (found.state == "void" or found.unit_id is None)


def _change(session: Session, row: CallRow, state: str, reason: str, now: datetime) -> str:
    changed = update(Callback).where(Callback.id == row.id)
    session.execute(changed.values(state=state, reason=reason, changed_at=now))
    return state


def _replace(session: Session, row: CallRow, order: str, now: datetime) -> None:
    """Put the next order of the draw on the list."""
    used = select(func.max(Callback.place)).where(Callback.draw_id == row.draw_id)
    place = session.scalars(used).one() + 1
    add_calls(session, row.draw_id, {place: order}, now, replaces=row.id)


def _instead(session: Session, row: CallRow) -> str | None:
    return _instead_of(session, row.id) if row.state == "replaced" else None


def _instead_of(session: Session, callback_id: str) -> str:
    return session.scalars(select(Callback.id).where(Callback.replaces == callback_id)).one()


def _tell(session: Session, row: CallRow, talk: NewTalk, state: str, complaint: str | None) -> None:
    # What the customer said in full stands in the talk, and not for ever in the trail.
    said: dict[str, Any] = {"outcome": talk.outcome, "attitude": talk.attitude}
    said |= {"result": talk.result, "exemption": talk.exemption, "why": talk.why}
    said |= {"complaint": complaint}
    told = {name: value for name, value in said.items() if value not in ("", None)}
    after = {"order": row.order.number, "call": state, **told}
    note(
        session,
        "called_back",
        "callback",
        row.id,
        before={"call": row.state},
        after=after,
        reason=talk.reason,
    )
