"""The demo's accounts: last season decided on, one unit below the line, this season under way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID, uuid5

from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.looks import ZONE
from dashboard.photos import papers
from dashboard.photos.papers import read_paper
from dashboard.photos.store import PhotoStore
from dashboard.points.ground import bounds, season_at, season_days
from dashboard.points.judging import judge, proposals
from db.account import deciding, proposing, reading
from db.account.deciding import Decision
from db.account.places import account_units
from db.account.proposing import EnteredEvent, Proof, Proposal
from db.account.reading import EventRow
from db.actors import SYSTEM, Actor
from db.session import Database

SEED = 20261124
SPACE = UUID("5b7a9c1e-8f0d-4c31-9a55-0d6a52f3c7e8")
WORST = "HC-06"
"""The unit that falls below the line."""

LEAST = Decimal(82)
"""So many points at least are left to every other unit of the demo."""

REFUSED = (
    "用户要求改期，有通话录音，不计超时",
    "换热站停电所致，非单位责任",
    "登记有误，实际已按时反馈",
    "用户家中无人，已按规定留条并改约",
)
KEPT = "所在片区暂无可接替的单位，经中心研究保留，限期两个月整改，本供暖季重点考核"


@dataclass(frozen=True)
class Told:
    """What somebody entered by hand: so many days after the season's first, or before today."""

    unit: str
    code: str
    days: int
    words: str


LAST = (
    Told(WORST, "HEV-08", 38, "用户投诉上门人员言语生硬，服务主管回听录音并走访，情况属实"),
    Told(WORST, "HEV-10", 61, "夜间两次拨打值班电话无人接听，半小时后才回电"),
    Told("HC-08", "HEV-10", 47, "值班电话连续三次无人接听，中心有拨打记录"),
    Told("HC-03", "HEV-05", 75, "与邻站互相推诿，用户三次来电均未落实由谁处理"),
)
NOW = (
    Told(WORST, "HEV-05", 4, "以“不归我站管”为由不接工单，经片区负责人协调后才上门"),
    Told("HC-08", "HEV-10", 1, "早上两次拨打站长电话未接，也未回电"),
    Told("HC-03", "HEV-07", 2, "未请示片区负责人即答复用户“热源不行，等着吧”"),
)


@dataclass(frozen=True)
class Desk:
    """Where the agent enters deductions: the session, the units by code, the store, and when."""

    session: Any
    units: Mapping[str, int]
    store: PhotoStore
    moment: datetime


def keep_accounts(
    kept: Database, actors: Mapping[str, Actor], store: PhotoStore, moment: datetime
) -> None:
    """Propose, enter, confirm and reject; `actors` are `agent` and `division_head` of the division.

    Deterministic: the same orders and call-backs and moment give the same accounts.
    """
    on = moment.astimezone(ZONE).date()
    running = season_at(on)
    for season in (running.previous, running):
        with kept.write(SYSTEM) as session:
            found = judge(session, season, moment)
            by_day: dict[date, list[Proposal]] = defaultdict(list)
            for one in proposals(found, season):
                by_day[one.occurred_at.astimezone(ZONE).date()].append(one)
            for day, some in by_day.items():
                morning = datetime.combine(day + timedelta(days=1), time(7), ZONE)
                proposing.propose(session, some, min(moment, morning))
    with kept.write(actors["agent"]) as session:
        units = {unit.code: unit.id for unit in account_units(session, on, on)}
        desk = Desk(session, units, store, moment)
        first = season_days(running.previous).first
        for told in LAST:
            _enter(desk, told, first + timedelta(days=told.days))
        for told in NOW:
            _enter(desk, told, on - timedelta(days=told.days))
    with kept.write(actors["division_head"]) as session:
        for unit in units.values():
            _settle(session, running.previous, unit, spared=unit != units[WORST])
        _begin(session, running, moment)
        _keep(session, running.previous, units[WORST])


def _enter(desk: Desk, told: Told, day: date) -> None:
    at = datetime.combine(day, time(8, 20), ZONE)
    season = season_at(day)
    if not season_days(season).holds(day) or at > desk.moment:
        return
    rules = order_rules(day)
    rule = rules.account.event(told.code)
    call = f"时间,号码,结果\r\n{day} 08:02,值班电话,无人接听\r\n{day} 08:20,{told.words},登记\r\n"
    paper = read_paper(call.encode("utf-8-sig"), f"{told.unit} {day} 通话记录.csv")
    papers.keep(desk.store, paper)
    new = EnteredEvent(
        id=str(uuid5(SPACE, f"{told.unit}/{told.code}/{day}")),
        unit_id=desk.units[told.unit],
        season=str(season),
        code=told.code,
        points=rule.points,
        times=1,
        occurred_at=at,
        words=told.words,
        rules=rules.valid_from,
        proof=Proof(paper.name, paper.sha256, paper.media_type),
    )
    proposing.enter_event(desk.session, new, at + timedelta(hours=3))


def _settle(session: Any, season: Period, unit: int, *, spared: bool) -> None:
    """Everything of last season is decided on, month by month; some is rejected."""
    random = Random(f"{SEED}/{unit}")
    left = bounds(season).start
    decided: dict[tuple[str, Decision, str], dict[str, int]] = defaultdict(dict)
    for row in reading.events(session, str(season), unit):
        refused = random.random() < 0.1 and row.proposed_by is None
        if refused or (spared and left - row.points < LEAST):
            key: tuple[str, Decision, str] = (_month(row), "rejected", random.choice(REFUSED))
        else:
            left -= row.points
            key = (_month(row), "confirmed", "")
        decided[key][row.id] = 0
    for (month, decision, reason), looked_at in decided.items():
        after = Period.parse(month).last_day + timedelta(days=4)
        at = datetime.combine(after, time(10), ZONE)
        deciding.decide(session, looked_at, decision, reason, at)


def _begin(session: Any, season: Period, moment: datetime) -> None:
    """Of the season that runs the older half is confirmed, the rest waits."""
    rows = reading.events(session, str(season))
    older = {row.id: 0 for row in rows if row.occurred_at < moment - timedelta(days=3)}
    if older:
        deciding.decide(session, older, "confirmed", "", moment - timedelta(days=1))


def _keep(session: Any, season: Period, unit: int) -> None:
    """People decided to keep the unit below the line, with a reason."""
    days, limits = season_days(season), bounds(season)
    left = deciding.points_left(session, unit, days, limits)
    if left < limits.line:
        deciding.decide_elimination(
            session,
            unit,
            bounds=limits,
            days=days,
            looked_at=(left, 0),
            decision="keep",
            reason=KEPT,
            now=datetime.combine(days.last + timedelta(days=12), time(15), ZONE),
        )


def _month(row: EventRow) -> str:
    return str(Period.month_of(row.occurred_at.astimezone(ZONE).date()))
