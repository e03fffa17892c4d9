"""What call-backs found: of each sample how many were drawn, reached and satisfied."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.callbacks.draws import DrawRow, draws
from db.callbacks.reading import holds
from db.callbacks.rows import GONE
from db.models_account import Callback, CallbackDraw, CallbackTalk


@dataclass(frozen=True)
class Result:
    """A sample and what came of it, in numbers of customers.

    `called` were talked with, `unreached` told of as not reached, `replaced` gave their place to
    another one, `waiting` are still to be called. Whose order had gone, with nobody left to draw,
    is in none of them. `satisfied` were so with attitude and result;
    `exempt` were not satisfied with a result that is not the unit's (HEV-12 (a), (b)).
    """

    draw: DrawRow
    waiting: int = 0
    called: int = 0
    unreached: int = 0
    replaced: int = 0
    attitude: int = 0
    result: int = 0
    satisfied: int = 0
    exempt: int = 0


def results(session: Session, months: Iterable[str]) -> list[Result]:
    """The samples of some months that whoever acts sees, with what came of them."""
    months = list(months)
    counted: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    query = (
        select(
            Callback.draw_id,
            Callback.state,
            Callback.reason,
            CallbackTalk.id,
            CallbackTalk.attitude,
            CallbackTalk.result,
            CallbackTalk.exemption,
        )
        .join(CallbackDraw, CallbackDraw.id == Callback.draw_id)
        .outerjoin(CallbackTalk, (CallbackTalk.callback_id == Callback.id) & holds())
        .where(CallbackDraw.month.in_(months))
    )
    for draw_id, state, reason, talk, attitude, result, exemption in session.execute(query):
        for name in _counts(_stands(state, reason), talk is not None, attitude, result, exemption):
            counted[draw_id][name] += 1
    return [Result(row, **counted[row.id]) for row in draws(session, months)]


def draw_months(session: Session) -> dict[str, int]:
    """The months with draws that whoever acts sees, each with how many talks there were."""
    query = (
        select(CallbackDraw.month, func.count(CallbackTalk.id))
        .outerjoin(Callback, Callback.draw_id == CallbackDraw.id)
        .outerjoin(CallbackTalk, CallbackTalk.callback_id == Callback.id)
        .group_by(CallbackDraw.month)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _stands(state: str, reason: str) -> str:
    return GONE if (state, reason) == ("done", GONE) else state


def _counts(
    state: str,
    talked: bool,
    attitude: bool | None,
    result: bool | None,
    exemption: str | None,
) -> list[str]:
    if not talked:
        return [] if state == GONE else [{"done": "unreached"}.get(state, state)]
    found = {
        "called": True,
        "attitude": bool(attitude),
        "result": bool(result),
        "satisfied": bool(attitude and result),
        "exempt": bool(exemption),
    }
    return [name for name, holds_true in found.items() if holds_true]
