"""Rows for tests, one function a kind; what a test does not name gets a value of its own."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy.orm import Session

from checklists.catalogue_loader import load_catalogue
from checklists.model import Sheet
from checklists.periods import Period
from checklists.scoring import SheetScore, score_sheet
from db import audits, organisation, persons
from db.answered_calls import NewCalls
from db.answers import record_operations
from db.bulk import AuditBundle
from db.callbacks.checking import NewTalk
from db.forecasts.rows import NewForecast, UnitForecast
from db.incoming import Operation
from db.orders.correcting import Facts
from db.orders.opening import NewOrder, open_order
from db.orders.photos import NewOrderPhoto
from db.orders.steps import Step
from db.photos import NewPhoto
from db.planned_stops import NewStop
from db.rows import AuditRow, DivisionRow, PersonRow, UnitRow
from db.sheets import store_sheet_version
from db.signatures import Signing
from db.temperature.recording import NewRecord

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)
PERIOD = "2026-11"
MET = {"verdict": "met"}
NOT_APPLICABLE = {"verdict": "not_applicable", "reason": "当日无此类业务"}
TABLET = str(uuid5(NAMESPACE_URL, "the first tablet"))
OTHER_TABLET = str(uuid5(NAMESPACE_URL, "the second tablet"))

_numbers = count(1)


def make_division(session: Session, **fields: Any) -> DivisionRow:
    """A division."""
    number = next(_numbers)
    values = {"code": f"D{number}", "name_zh": f"事业部{number}", "name_en": f"Division {number}"}
    return organisation.add_division(session, **{**values, **fields})


def make_unit(session: Session, division: DivisionRow | None = None, **fields: Any) -> UnitRow:
    """A unit of a division, by default of a new one."""
    number = next(_numbers)
    division = division or make_division(session)
    values = {"code": f"U{number}", "name_zh": f"单位{number}", "name_en": f"Unit {number}"}
    return organisation.add_unit(session, division.id, **{**values, **fields})


def make_person(session: Session, **fields: Any) -> PersonRow:
    """An active person."""
    number = next(_numbers)
    return persons.add_person(session, **{"code": f"P{number}", "name": "检查员", **fields})


def make_photo(photo_id: str | None = None, **fields: Any) -> NewPhoto:
    """A photo of HOT-01 as it arrives; its bytes are nowhere."""
    key = photo_id or str(uuid4())
    values: dict[str, Any] = {
        "item": "HOT-01",
        "sha256": hashlib.sha256(key.encode()).hexdigest(),
        "media_type": "image/jpeg",
        "size": 1000,
        "width": 640,
        "height": 480,
        "name": "现场.jpg",
    }
    return NewPhoto(id=key, **{**values, **fields})


def make_sheet(code: str = "hotline", on: date = DAY) -> Sheet:
    """A sheet of the catalogue."""
    return load_catalogue().sheet(code, on)


def with_multiplier(sheet: Sheet, multiplier: object) -> Sheet:
    """The sheet under a scheme that multiplies the deductions of repeated findings."""
    content = json.loads(json.dumps(sheet.content))
    content["scheme"]["repeat_multiplier"]["value"] = str(multiplier)
    return Sheet.from_content(content)


def make_audit(session: Session, **fields: Any) -> AuditRow:
    """A draft of the hotline sheet, by default for a new unit and by a new inspector."""
    values = {
        "sheet": make_sheet(),
        "period": PERIOD,
        "kind": "division",
        "subject": "1024",
        "audited_on": DAY,
        "now": NOW,
        **fields,
    }
    if "unit_id" not in values:
        values["unit_id"] = make_unit(session).id
    if "inspector_id" not in values:
        values["inspector_id"] = make_person(session).id
    return audits.create_audit(session, **values)


def make_operation(item: str = "HOT-01", **fields: Any) -> Operation:
    """An operation that answers an item with `met`."""
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "client": TABLET,
        "sequence": 1,
        "answer": MET,
        "note": "",
        "made_at": NOW,
    }
    return Operation(item=item, **{**values, **fields})


def make_signing(**fields: Any) -> Signing:
    """A signature with one stroke, given on no answer."""
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "name": "张师傅",
        "statement": "",
        "strokes": [[[10, 20], [400, 200], [900, 380]]],
        "signed_at": NOW,
        "seen": {},
    }
    return Signing(**{**values, **fields})


def make_order(session: Session, now: datetime = NOW, **fields: Any) -> str:
    """An order of the class refund, by default of a new division and open; its id."""
    values: dict[str, Any] = {
        "order_class": "refund",
        "estate": "阳光家园",
        "building": "3",
        "staircase": "2",
        "room": "501",
        "contact": "王女士",
        "telephone": "13800001234",
        "problem": "家里暖气不热，室温只有十五度。",
        "reported_at": now - timedelta(minutes=10),
    }
    if "division_id" not in fields:
        values["division_id"] = make_division(session).id
    return open_order(session, NewOrder(**{**values, **fields}), now)


def make_step(kind: str, **fields: Any) -> Step:
    """A step with all that its kind needs, but for a unit."""
    needed: dict[str, dict[str, Any]] = {
        "appoint": {"appointment_at": NOW + timedelta(hours=5), "proof": "通话录音 0042"},
        "answer": {
            "cause": "入户过滤器堵塞，供回水温差大。",
            "done": "清洗过滤器并排气，室温回升到二十度。",
            "satisfaction": "satisfied",
        },
        "correct": {"facts": Facts(telephone="13900005678")},
    }
    values = {"id": str(uuid4()), "reason": "用户要求改期", **needed.get(kind, {})}
    return Step(kind=kind, **{**values, **fields})


def make_talk(now: datetime = NOW, **fields: Any) -> NewTalk:
    """A talk with a satisfied customer, or the record of one who was not reached."""
    values: dict[str, Any] = {"id": str(uuid4()), "outcome": "talked", "called_at": now}
    if fields.get("outcome") == "not_reached":
        values |= {"why": "no_answer", "then": "again"}
    else:
        values |= {"attitude": True, "result": True}
    return NewTalk(**{**values, **fields})


def make_order_photo(shows: str = "visit", **fields: Any) -> NewOrderPhoto:
    """A photo of an order as it arrives; its bytes are nowhere."""
    key = str(uuid4())
    values: dict[str, Any] = {
        "sha256": hashlib.sha256(key.encode()).hexdigest(),
        "media_type": "image/jpeg",
        "size": 1000,
        "width": 640,
        "height": 480,
    }
    return NewOrderPhoto(id=key, shows=shows, **{**values, **fields})


def deduction(count: int) -> dict[str, Any]:
    """The answer that something was found so many times."""
    return {"verdict": "deducted", "count": count}


def full_answers(sheet: Sheet, **others: Any) -> dict[str, Any]:
    """An answer to every item: met where that can be said, not applicable elsewhere."""
    plain = {
        item.code: MET if "met" in item.rule.VERDICTS else NOT_APPLICABLE for item in sheet.items
    }
    return plain | {code.replace("_", "-"): answer for code, answer in others.items()}


def give_answers(
    session: Session,
    audit: AuditRow,
    answers: Mapping[str, Any],
    sequence: int = 1,
    note: str = "",
) -> None:
    """Record answers to an audit; every one must be accepted."""
    operations = [
        make_operation(item, answer=answer, sequence=number, note=note)
        for number, (item, answer) in enumerate(answers.items(), start=sequence)
    ]
    results = record_operations(session, audit.id, audit.inspector.id, operations, NOW)
    assert [result.status for result in results] == ["accepted"] * len(operations)


def make_bundle(
    session: Session, answers: Mapping[str, Any] | None = None, **fields: Any
) -> AuditBundle:
    """A finished audit to be loaded in bulk, with its score."""
    sheet: Sheet = fields.pop("of_sheet", None) or make_sheet()
    answers = full_answers(sheet) if answers is None else answers
    score: SheetScore = score_sheet(sheet, answers)
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "sheet": sheet.code,
        "sheet_version_id": store_sheet_version(session, sheet, NOW),
        "rules_hash": sheet.content_hash,
        "period": PERIOD,
        "kind": "division",
        "subject": "1024",
        "audited_on": DAY,
        "created_at": NOW,
        "answers": answers,
        "score": score,
        **fields,
    }
    if "unit_id" not in values:
        values["unit_id"] = make_unit(session).id
    if "inspector_id" not in values:
        values["inspector_id"] = make_person(session).id
    return AuditBundle(**values)


def make_record(*points: str, **fields: Any) -> NewRecord:
    """A signed measurement with one small room a point."""
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "rooms": [
            {"name": f"房间{n}", "area": "12", "points": [at]} for n, at in enumerate(points, 1)
        ],
        "sound": True,
        "insulated": True,
        "name": "王女士",
        "strokes": [[[10, 20], [300, 200]]],
        "measured_at": NOW,
    }
    return NewRecord(**{**values, **fields})


def make_calls(unit_id: int, **more: Any) -> NewCalls:
    """Telephone calls of a unit in PERIOD, nearly all answered in time."""
    values: dict[str, Any] = {"calls": 240, "in_time": 231, "words": "话务系统月报"}
    return NewCalls(unit_id, **{"month": PERIOD, **values, **more})


def make_stop(unit_id: int, days: int, **more: Any) -> NewStop:
    """A planned stop of six hours so many days after NOW, of which notice is given now."""
    begins = NOW + timedelta(days=days)
    values = {"ends_at": begins + timedelta(hours=6), "noticed_at": NOW, "words": "一次网检修"}
    return NewStop(unit_id, begins, **{**values, **more})


def make_forecast(units: Sequence[int], division: int | None, **more: Any) -> NewForecast:
    """A forecast of the year of DAY: the units come in order, the last of them probably last."""
    last = [0.1] * (len(units) - 1) + [0.7]
    said = [
        UnitForecast(unit, True, True, 900.0 - place, (1.0,) * 5, chance, 0.2, 1, len(units))
        for place, (unit, chance) in enumerate(zip(units, last, strict=True))
    ]
    values: dict[str, Any] = {
        "method": "B",
        "scheme": "gas-1000",
        "period": Period.parse(str(DAY.year)),
        "as_of": DAY,
        "version": "1",
        "inputs": "7" * 64,
        "line": 600.0,
        "number": 12,
        "rankable": 0.6,
        "settled": False,
        "units": tuple(said),
    }
    return NewForecast(division=division, **values | more)


def make_ended(forecast: NewForecast, last: int, **more: Any) -> NewForecast:
    """What became of a forecast: one unit was last, and none below the line."""
    units = tuple(
        replace(one, last=float(one.unit == last), below=0.0, best=1, worst=1)
        for one in forecast.units
    )
    values = {
        "units": units,
        "settled": True,
        "inputs": "8" * 64,
        "as_of": forecast.period.last_day,
    }
    return replace(forecast, **values | more)
