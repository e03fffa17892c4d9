"""Our own record of both methods, for who sees forecasts."""

from __future__ import annotations

from dashboard.forecasts.looking import require_looking
from dashboard.forecasts.reckoning import Record, record_of
from db.actors import Actor
from db.session import database


def records(actor: Actor) -> tuple[Record, Record]:
    """Our record of both methods, the same for everybody who sees forecasts. Raises Forbidden."""
    with database().read(actor) as session:
        require_looking(session)
        return record_of(session, "B"), record_of(session, "A")
