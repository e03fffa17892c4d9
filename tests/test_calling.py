"""What a caller sends is read field by field; when customers are called, and how rates read."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from checklists.call_backs import APART, calling_hours, may_telephone
from dashboard.calling.calls import Look
from dashboard.calling.drawing import DrawMonth
from dashboard.calling.form_data import call_data, handled_of, talk_of
from dashboard.calling.timing import BACK, again_at, months
from dashboard.calling.words import rate
from dashboard.kept_form import LONGEST
from dashboard.looks import ZONE
from dashboard.words import say, speaking
from db.callbacks.checking import check_talk
from db.callbacks.errors import CallRefused
from db.callbacks.rows import CalledOrder, CallRow
from db.rows import DivisionRow, UnitRow
from tests.factories import NOW, make_talk

KEY = str(uuid4())
ORDER = CalledOrder(
    *(
        "order",
        "manual",
        "HC-1",
        "hotline",
        1,
        "阳光家园",
        "3",
        "2",
        "501",
        "王女士",
        "13800001234",
    ),
    *("不热", "", "", "closed", NOW, NOW),
)
ROW = CallRow(
    *("call", 1, 1, "HEAT", "all", "2026-11", 6, False, NOW, 1, None, "waiting", ""),
    *(ORDER, 0, None),
)
UNIT = UnitRow(1, "HC-01", "东站", "East", DivisionRow(1, "HC", "供热", "Heating", "HEAT"), None)


def test_a_talk_is_read_as_it_was_recorded() -> None:
    talk = talk_of(
        {"id": KEY, "outcome": "talked", "attitude": "yes", "result": "no", "opinion": "不热"}, NOW
    )
    assert (talk.id, talk.outcome, talk.attitude, talk.result) == (KEY, "talked", True, False)
    assert (talk.called_at, talk.opinion, talk.complaint) == (NOW, "不热", "")


def test_a_time_is_one_of_the_organisation() -> None:
    talk = talk_of({"id": KEY, "called_at": "2026-11-20T09:30"}, NOW)
    assert talk.called_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("id", {}),
        ("id", {"id": "1"}),
        ("id", {"id": ["x"]}),
        ("called_at", {"id": KEY, "called_at": "昨天"}),
        ("complaint", {"id": KEY, "complains": True}),
    ],
)
def test_what_cannot_be_read_names_the_field(field: str, sent: dict[str, Any]) -> None:
    with pytest.raises(CallRefused) as refusal:
        talk_of(sent, NOW)
    assert refusal.value.field == field


def test_what_has_not_the_shape_of_the_form_is_left_out() -> None:
    sent = {"id": KEY, "attitude": True, "result": ["yes"], "opinion": 7, "proof": {"a": 1}}
    talk = talk_of(sent, NOW)
    assert (talk.attitude, talk.result, talk.opinion, talk.proof) == (None, None, "", "")
    assert len(talk_of({"id": KEY, "opinion": "长" * 9000}, NOW).opinion) == LONGEST


def test_a_complaint_without_words_of_its_own_is_the_opinion() -> None:
    sent = {"id": KEY, "complains": True, "opinion": "推诿"}
    assert talk_of(sent, NOW).complaint == "推诿"
    assert talk_of({**sent, "complaint": "态度恶劣"}, NOW).complaint == "态度恶劣"
    assert talk_of({**sent, "complains": "yes"}, NOW).complaint == ""


def test_what_was_done_needs_words() -> None:
    assert handled_of({"id": KEY, "words": " 已上门 "}) == (KEY, "已上门")
    with pytest.raises(CallRefused):
        handled_of({"id": KEY, "words": " "})


def test_who_was_called_in_vain_is_called_again_an_hour_later() -> None:
    assert again_at(ROW, NOW) is None
    tried = replace(ROW, tries=1, tried_at=NOW)
    assert again_at(tried, NOW) == NOW + APART
    assert again_at(tried, NOW + APART) is None


@pytest.mark.parametrize(("hour", "may"), [(6, False), (7, True), (21, True), (22, False)])
def test_customers_are_called_by_day(hour: int, may: bool) -> None:
    assert may_telephone(datetime(2026, 11, 20, hour, 30, tzinfo=ZONE)) is may
    assert may_telephone(datetime(2026, 11, 20, 7, tzinfo=ZONE))
    assert not may_telephone(datetime(2026, 11, 20, 22, tzinfo=ZONE) + timedelta(seconds=0))


def test_the_hours_of_calling_are_those_of_the_rules_in_the_form_and_in_its_words() -> None:
    hours = calling_hours(NOW)
    assert (hours.begins, hours.ends) == (time(7), time(22))
    with pytest.raises(CallRefused) as refusal:
        check_talk(make_talk(datetime(2026, 11, 20, 23, tzinfo=ZONE)), ROW, False)
    with speaking("en"):
        assert "before 7:00 and after 22:00" in say(refusal.value)
        data = call_data(Look(ROW, UNIT, (), None, 0, None, None), 1, None)
        assert data["words"]["night"] == "Why the customer was called between 22:00 and 7:00"
    assert (data["hours"], data["lengths"]["night"]) == (["07:00", "22:00"], 500)


def test_a_year_back_can_be_drawn_this_month_first() -> None:
    found = months()
    assert len(found) == BACK + 1 and found == sorted(found, reverse=True)


def test_a_rate_of_nobody_is_none() -> None:
    assert rate(0, 0) is None
    assert (rate(2, 3), rate(3, 3)) == (Decimal("66.7"), Decimal("100.0"))


def test_classes_without_work_orders_are_named_where_gas_is_called_back() -> None:
    shown = DrawMonth("2026-11", over=True, units=(), gas=True)
    codes = [one.code for one in shown.elsewhere]
    assert codes == ["connection", "meter", "counter", "hazard", "key_care"]
    assert DrawMonth("2026-11", over=True, units=()).elsewhere == ()
