"""Draws as they are kept, and whether drawing again by their seed gives the same orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from checklists.sampling import draw, rank
from db.callbacks.drawing import populations
from db.callbacks.errors import DrawNotFound
from db.models import Division, Person, Unit
from db.models_account import Callback, CallbackDraw
from db.models_orders import WorkOrder
from db.rows import UnitRow, unit_row

MANY = 500


@dataclass(frozen=True)
class DrawRow:
    """A draw: of which orders, how many, by which seed, who drew it when; `reason` if early."""

    id: int
    scheme: str
    sample_class: str
    unit: UnitRow
    month: str
    seed: str
    population: tuple[str, ...]
    size: int
    rules: date
    reason: str
    drawn_at: datetime
    person: str


@dataclass(frozen=True)
class Redrawn:
    """An order of a draw's population: its place when drawn again, and its place on the list.

    `rank` is what it is sorted by; `listed` is None for one that nobody was asked to call.
    """

    place: int
    order_id: str
    number: str
    rank: str
    listed: int | None


@dataclass(frozen=True)
class Proof:
    """A draw that was drawn again: whether its list is the same, order by order.

    `come` and `gone` are how many orders its month has now that it had not then, and had then.
    """

    draw: DrawRow
    orders: tuple[Redrawn, ...]
    same: bool
    come: int
    gone: int


def draws(session: Session, months: Iterable[str]) -> list[DrawRow]:
    """The draws of some months that whoever acts sees, by month, division and unit."""
    query = _draws().where(CallbackDraw.month.in_(list(months)))
    ordered = query.order_by(CallbackDraw.month, Division.code, Unit.code, CallbackDraw.id)
    return [_draw(*row) for row in session.execute(ordered)]


def drawn(session: Session, draw_id: int) -> DrawRow:
    """One draw. Raises DrawNotFound, also for one that whoever acts does not see."""
    row = session.execute(_draws().where(CallbackDraw.id == draw_id)).one_or_none()
    if row is None:
        raise DrawNotFound
    return _draw(*row)


def redraw(session: Session, draw_id: int) -> Proof:
    """Draw again with the stored seed, and compare with the list of calls. Raises DrawNotFound."""
    kept = drawn(session, draw_id)
    query = select(Callback.order_id, Callback.place).where(Callback.draw_id == draw_id)
    listed = {row.order_id: row.place for row in session.execute(query)}
    sequence = draw(kept.population, kept.seed, kept.size).sequence
    numbers = _numbers(session, kept.population)
    orders = tuple(
        Redrawn(place, key, numbers.get(key, ""), rank(kept.seed, key), listed.get(key))
        for place, key in enumerate(sequence, start=1)
    )
    # Replacements follow the sample without a gap, so that whoever is listed comes first.
    first = {key: place for place, key in enumerate(sequence[: len(listed)], start=1)}
    now = _present(session, kept)
    return Proof(
        kept,
        orders,
        same=listed == first and len(listed) >= kept.size,
        come=len(now - set(kept.population)),
        gone=len(set(kept.population) - now),
    )


def _present(session: Session, kept: DrawRow) -> set[str]:
    for one in populations(session, kept.unit, kept.month):
        if (one.rule.scheme, one.rule.code) == (kept.scheme, kept.sample_class):
            return set(one.orders)
    return set()


def _numbers(session: Session, keys: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), MANY):
        part = keys[start : start + MANY]
        query = select(WorkOrder.id, WorkOrder.number).where(WorkOrder.id.in_(part))
        found.update((key, number) for key, number in session.execute(query))
    return found


def _draws() -> Select[CallbackDraw, Unit, Division, str]:
    return (
        select(CallbackDraw, Unit, Division, Person.name)
        .join(Unit, Unit.id == CallbackDraw.unit_id)
        .join(Division, Division.id == CallbackDraw.division_id)
        .join(Person, Person.id == CallbackDraw.person_id)
    )


def _draw(row: CallbackDraw, unit: Unit, division: Division, person: str) -> DrawRow:
    return DrawRow(
        id=row.id,
        scheme=row.scheme,
        sample_class=row.order_class,
        unit=unit_row(unit, division),
        month=row.month,
        seed=row.seed,
        population=tuple(row.population),
        size=row.size,
        rules=row.rules,
        reason=row.reason,
        drawn_at=row.drawn_at,
        person=person,
    )
