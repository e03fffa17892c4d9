"""How an invented work order goes its way: every step it takes up to a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from dashboard.demo.order_words import ANSWERS, MOVED, REDONE, WAITED
from dashboard.looks import ZONE
from db.orders.moves import MOVES

QUICK = {
    "hotline": (35, 200),
    "repair": (35, 200),
    "temperature": (45, 200),
    "heating_fault": (90, 900),
    "government": (60, 420),
    "urgent": (15, 95),
    "complaint": (60, 900),
    "refund": (90, 1000),
}
"""How many minutes after it was taken on an order is answered in time."""

SLOW = {
    "hotline": (250, 900),
    "repair": (250, 900),
    "temperature": (250, 700),
    "heating_fault": (1500, 2600),
    "government": (2900, 4400),
    "urgent": (130, 420),
    "complaint": (1500, 4000),
    "refund": (1500, 3600),
}
AT_DOOR = ("hotline", "repair", "temperature", "heating_fault", "urgent")
MORNING = time(7, 30)


@dataclass(frozen=True)
class Plan:
    """An order as it is planned: what, whose, since when, and how likely it is to be late."""

    id: str
    number: str
    order_class: str
    unit: str
    reported_at: datetime
    lateness: float
    insists: bool
    seed: str


@dataclass(frozen=True)
class Happened:
    """A step of a story; `by_unit` where the unit took it."""

    kind: str
    at: datetime
    by_unit: bool = False
    data: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass
class Story:
    """What had happened by a moment: the steps, and what they made of the order."""

    steps: list[Happened]
    state: str = "open"
    redos: int = 0
    columns: dict[str, Any] = field(default_factory=dict)
    pauses: list[tuple[str, str | None, str]] = field(default_factory=list)


def lived(plan: Plan, moment: datetime) -> Story:
    """The story of an order up to a moment."""
    happened = [step for step in _whole(plan) if step.at <= moment]
    story = Story(happened)
    story.columns["opened_at"] = plan.reported_at + timedelta(minutes=1)
    for step in happened:
        _apply(story, step)
    return story


def left_lying(plan: Plan) -> Story:
    """The story of an order its unit took on, and no more."""
    times = (("open", 1), ("dispatch", 5), ("take", 20))
    story = Story(
        [
            Happened(kind, plan.reported_at + timedelta(minutes=minutes), by_unit=kind == "take")
            for kind, minutes in times
        ]
    )
    story.columns["opened_at"] = story.steps[0].at
    for step in story.steps:
        _apply(story, step)
    return story


def _apply(story: Story, step: Happened) -> None:
    move = MOVES.get(step.kind)
    if move is None:
        return
    story.state = move.to or story.state
    if move.moment is not None:
        story.columns[move.moment] = step.at
    if step.kind == "answer":
        story.columns.update(step.data)
    elif step.kind == "return":
        story.redos += 1
        story.columns["answered_at"] = None
        story.columns["satisfaction"] = ""
    elif step.kind == "appoint":
        story.columns["appointment_at"] = datetime.fromisoformat(step.data["appointment_at"])
        story.columns["appointment_proof"] = step.data["proof"]
    elif step.kind == "pause":
        story.pauses.append((step.at.isoformat(), None, step.reason))
    elif step.kind == "resume":
        since, _until, reason = story.pauses.pop()
        story.pauses.append((since, step.at.isoformat(), reason))


def _whole(plan: Plan) -> list[Happened]:
    random = Random(plan.seed)
    opened = plan.reported_at + timedelta(minutes=1)
    steps = [Happened("open", opened)]
    sent = _sent(random, plan, opened)
    taken = sent + _minutes(random, 2, 25 if random.random() > plan.lateness else 70)
    if plan.order_class == "government":
        taken = _next_morning(sent, time(8, 40))
    steps += [Happened("dispatch", sent), Happened("take", taken, by_unit=True)]
    begun = _moved(random, plan, taken, steps)
    answered = begun + _took(random, plan)
    if plan.order_class in AT_DOOR:
        gone = (answered - begun) * random.uniform(0.2, 0.6)
        steps.append(Happened("arrive", _there(plan, steps, begun, gone), by_unit=True))
    if plan.order_class == "heating_fault":
        steps.append(Happened("restore", answered - timedelta(minutes=10), by_unit=True))
    steps.append(_answer(random, answered))
    return _checked(random, plan, answered, steps)


def _there(plan: Plan, steps: list[Happened], begun: datetime, gone: timedelta) -> datetime:
    """When somebody is at the door: before an agreed time, at repairs mostly within the hour."""
    if any(step.kind == "appoint" for step in steps):
        # Those who take long for their work are those who come late, too.
        return begun - timedelta(minutes=14) + gone / 20
    most = 22 if plan.order_class in ("repair", "heating_fault") else 55
    return begun + min(gone, timedelta(minutes=most))


def _sent(random: Random, plan: Plan, opened: datetime) -> datetime:
    """After 21:00 as a rule not before the morning, unless the customer insists."""
    hour = opened.astimezone(ZONE).hour
    if (hour >= 21 or hour < 6) and not plan.insists and plan.order_class != "urgent":
        return _next_morning(opened, MORNING) + _minutes(random, 1, 20)
    unclear = random.random() < 0.06
    return opened + (_minutes(random, 45, 150) if unclear else _minutes(random, 1, 12))


def _moved(random: Random, plan: Plan, taken: datetime, steps: list[Happened]) -> datetime:
    """From when the work begins: later where the customer asked for it, or parts were awaited."""
    chance = random.random()
    if plan.order_class in ("hotline", "repair", "temperature") and chance < 0.07:
        agreed = taken + _minutes(random, 180, 1500)
        told = {
            "appointment_at": agreed.isoformat(),
            "proof": f"{random.choice(MOVED)}，通话录音 {random.randrange(10**6):06d}",
        }
        at = taken + timedelta(minutes=9)
        steps.append(Happened("appoint", at, by_unit=True, data=told))
        return agreed
    if plan.order_class in ("repair", "heating_fault") and chance < 0.13:
        since, until = taken + timedelta(minutes=30), taken + _minutes(random, 120, 900)
        steps.append(Happened("pause", since, reason=random.choice(WAITED)))
        steps.append(Happened("resume", until))
        return until
    return taken


def _took(random: Random, plan: Plan) -> timedelta:
    late = random.random() < plan.lateness
    return _minutes(random, *(SLOW if late else QUICK)[plan.order_class])


def _answer(random: Random, at: datetime) -> Happened:
    cause, done = random.choice(ANSWERS)
    said = random.choices(("satisfied", "dissatisfied", "not_asked"), (93, 2, 5))[0]
    data = {"cause": cause, "done": done, "satisfaction": said}
    return Happened("answer", at, by_unit=True, data=data)


def _checked(
    random: Random, plan: Plan, answered: datetime, steps: list[Happened]
) -> list[Happened]:
    """The centre checks the answer: some go back and are given again, then the order is closed."""
    last = answered
    while random.random() < 0.008 + 0.6 * plan.lateness:
        back = last + _minutes(random, 10, 90)
        last = back + _minutes(random, 30, 240)
        steps.append(Happened("return", back, reason=random.choice(REDONE)))
        steps.append(_answer(random, last))
    longest = 240 if plan.order_class in ("complaint", "refund") else 900
    steps.append(Happened("close", last + _minutes(random, 15, longest)))
    return sorted(steps, key=lambda step: step.at)


def _next_morning(moment: datetime, at: time) -> datetime:
    """The next time it is so late of a day."""
    local = moment.astimezone(ZONE)
    found = datetime.combine(local.date(), at, ZONE)
    if found <= local:
        found += timedelta(days=1)
    return found.astimezone(UTC)


def _minutes(random: Random, least: int, most: int) -> timedelta:
    return timedelta(seconds=random.randrange(least * 60, most * 60))
