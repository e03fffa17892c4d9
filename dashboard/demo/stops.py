"""The demo's planned stops of heating and telephone calls, most of them as promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from checklists.periods import Period
from dashboard.demo.organisation import HEATING
from dashboard.looks import ZONE
from db.actors import Actor
from db.answered_calls import NewCalls, enter_calls
from db.planned_stops import NewStop, add_stop
from db.session import Database

# How many days before today a stop began, where, and how many hours ahead notice was given.
STOPS = (
    (340, "HC-02", 72, "一次网检修"),
    (311, "HC-05", 50, "换热站循环泵更换"),
    (276, "HC-03", 20, "支线阀门抢修"),
    (18, "HC-06", 30, "主管网补焊"),
    (12, "HC-01", 96, "换热站除污器清洗"),
    (5, "HC-04", 54, "二次网补水管改造"),
    (-3, "HC-08", 80, "计划停电检修"),
)


def plan_stops(database: Database, agent: Actor, units: Mapping[str, int], now: datetime) -> None:
    """Enter the stops as the service agent did; six hours each from the morning on."""
    morning = now.replace(hour=0, minute=30, second=0, microsecond=0)
    with database.write(agent) as session:
        for before, unit, ahead, words in STOPS:
            begins = morning - timedelta(days=before)
            noticed = min(begins - timedelta(hours=ahead), now)
            new = NewStop(units[unit], begins, begins + timedelta(hours=6), noticed, words)
            add_stop(session, new, now)


def count_calls(database: Database, agent: Actor, units: Mapping[str, int], now: datetime) -> None:
    """Enter the calls of the two months before this one, and of most units of this month."""
    month = Period.month_of(now.astimezone(ZONE).date())
    with database.write(agent) as session:
        for one in (month.previous.previous, month.previous, month):
            for code in (code for code in units if code.startswith(f"{HEATING.code}-")):
                random = Random(f"{code}/{one}")
                calls = random.randrange(90, 320)
                missed = max(0, random.randrange(-3, 9))
                if one != month or random.random() < 0.7:
                    words = "呼叫中心系统月报" if one != month else "呼叫中心系统，截至昨日"
                    new = NewCalls(units[code], str(one), calls, calls - missed, words)
                    enter_calls(session, new, now)
