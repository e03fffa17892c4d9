"""The demo's call-backs: past months of the heating units with talks, this month's waiting."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from checklists.periods import Period
from checklists.sampling import draw
from dashboard.looks import ZONE
from db.callbacks.bulk import LoadedCall, LoadedDraw, load_draws
from db.callbacks.checking import NewTalk
from db.callbacks.drawing import Population, populations
from db.organisation import units
from db.rows import UnitRow

SEASONS = 2
SUMMER = range(4, 11)
"""The months without heating, of which nothing is drawn."""

EARLY = "供暖初期，提前了解用户感受"
NAMESPACE = UUID("8a1c1f6e-2f0a-5c46-9d07-3c9b1a7d5e10")

SATISFIED = ("", "", "", "", "", "维修师傅很耐心", "来得很快，谢谢")
RUDE = ("上门人员说话生硬，不解释原因", "电话里语气不耐烦", "约好时间没有提前联系，来了还催")
UNSOLVED = ("处理后还是不热，卧室只有十六度", "只放了气，过两天又不热了", "说会再来，一直没有人来")
MORE = "家里二十度，希望再热一些"
NOTICE = "热源厂设备故障降温通知，{day}"
DONE = ("已安排单位次日上门复检，用户认可", "已向用户致歉并说明，单位已批评教育")


def load_callbacks(session: Any, agent: int, moment: datetime) -> int:
    """Draw the months up to a moment and call, as one agent by number; how many calls there are.

    Deterministic: the same orders and moment give the same draws, talks and ids.
    """
    return load_draws(session, drawn_of(session, agent, moment))


def drawn_of(session: Any, agent: int, moment: datetime) -> Iterator[LoadedDraw]:
    """The draws of every unit that works by HEAT, with what came of them, up to a moment."""
    on = moment.astimezone(ZONE).date()
    working = [unit for unit in units(session, on=on) if unit.division.works_under("HEAT")]
    for month in _months(on):
        for unit in working:
            for found in populations(session, unit, str(month)):
                if found.orders:
                    yield _drawn(unit, month, found, agent, moment)


def _months(on: date) -> list[Period]:
    month = Period.month_of(on)
    found: list[Period] = []
    while len(found) < SEASONS * 5:
        if month.first_month not in SUMMER:
            found.append(month)
        month = month.previous
    return found[::-1]


def _drawn(
    unit: UnitRow, month: Period, found: Population, agent: int, moment: datetime
) -> LoadedDraw:
    seed = hashlib.sha256(f"demo:{unit.code}:{month}:{found.rule.code}".encode()).hexdigest()
    chance = random.Random(seed)
    begin = month.last_day + timedelta(days=2)
    running = datetime.combine(begin + timedelta(days=14), time(), ZONE) > moment
    drawn_at = min(datetime.combine(begin, time(8, 30), ZONE), moment)
    early = begin > moment.astimezone(ZONE).date()
    sequence = draw(found.orders, seed, found.size).sequence
    return LoadedDraw(
        scheme=found.rule.scheme,
        sample_class=found.rule.code,
        unit_id=unit.id,
        division_id=unit.division.id,
        month=str(month),
        seed=seed,
        population=found.orders,
        size=found.size,
        rules=found.rule.since,
        drawn_at=drawn_at,
        person_id=agent,
        reason=EARLY if early else "",
        calls=_calls(chance, found.size, len(sequence), None if running else begin),
    )


def _calls(
    chance: random.Random, size: int, orders: int, since: date | None
) -> tuple[LoadedCall, ...]:
    """What came of the sample and of those who took a place; without a day all of it waits."""
    if since is None:
        return (LoadedCall("waiting"),) * size
    made: list[LoadedCall] = []
    asked = size
    while len(made) < asked:
        at = _moment(chance, since + timedelta(days=min(len(made), 8)))
        if asked < orders and chance.random() < 0.1:
            why = chance.choice(("no_answer", "switched_off", "busy"))
            talk = NewTalk(_id(chance), "not_reached", at, why=why, then="replace")
            made.append(LoadedCall("replaced", (talk,), why))
            asked += 1
        else:
            made.append(LoadedCall("done", _talks(chance, at)))
    return tuple(made)


def _talks(chance: random.Random, at: datetime) -> tuple[NewTalk, ...]:
    said = _said(chance, at)
    talk = NewTalk(_id(chance), "talked", at, **said)
    if said["attitude"] and said["result"]:
        return (talk,)
    if chance.random() < 0.3:
        return (talk,)
    later = at + timedelta(days=1, hours=2)
    return (talk, NewTalk(_id(chance), "handled", later, opinion=chance.choice(DONE)))


def _said(chance: random.Random, at: datetime) -> dict[str, Any]:
    kind = chance.random()
    if kind < 0.86:
        return {"attitude": True, "result": True, "opinion": chance.choice(SATISFIED)}
    if kind < 0.9:
        return {"attitude": False, "result": True, "opinion": chance.choice(RUDE)}
    if kind < 0.97:
        return {"attitude": True, "result": False, "opinion": chance.choice(UNSOLVED)}
    exempt = {"attitude": True, "result": False, "opinion": MORE, "exemption": "warm"}
    if kind < 0.985:
        return {**exempt, "proof": "用户告知室温计读数，见通话录音"}
    notice = NOTICE.format(day=(at - timedelta(days=20)).strftime("%Y-%m-%d"))
    return {**exempt, "opinion": UNSOLVED[0], "exemption": "system", "proof": notice}


def _moment(chance: random.Random, day: date) -> datetime:
    begin = datetime.combine(day, time(9), ZONE)
    return begin + timedelta(minutes=chance.randrange(8 * 60))


def _id(chance: random.Random) -> str:
    return str(uuid5(NAMESPACE, str(chance.getrandbits(128))))
