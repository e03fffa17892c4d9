"""Rows of exported orders checked: columns and values proposed, faults named with their remedy."""

import io
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard.order_import.checking import Checked, check
from dashboard.order_import.faults_book import workbook_of
from dashboard.order_import.fields import BY_KEY, FIELDS
from dashboard.order_import.mapping import Reading, reading_of
from dashboard.order_import.proposing import propose
from dashboard.order_import.reading import read_file
from dashboard.order_import.values import KnownUnit, class_of, near_unit, satisfaction_of
from dashboard.words import speaking

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
UNITS = (
    KnownUnit(1, "HC-01", "河东供热站", "East Station"),
    KnownUnit(2, "HC-02", "河西供热站", "West Station"),
    KnownUnit(3, "HC-03", "城南中心站", "South Station"),
)
HEADINGS = (
    "工单编号",
    "受理时间",
    "派单时间",
    "接单时间",
    "办结时间",
    "类别",
    "承办单位",
    "满意度",
)
GOOD = {
    "工单编号": "A1",
    "受理时间": "2026-11-01 10:00",
    "派单时间": "2026-11-01 10:05",
    "接单时间": "2026-11-01 10:15",
    "办结时间": "2026-11-01 12:00",
    "类别": "热线工单",
    "承办单位": "HC-01",
    "满意度": "满意",
}


def checked(*rows: dict[str, str], saved: Reading | None = None, **other: str) -> Checked:
    """Rows that are like the good one but for what is said, each with a number of its own."""
    headings = [*HEADINGS, *other]
    lines = [headings]
    for number, row in enumerate(rows, start=1):
        values = {**GOOD, "工单编号": f"A{number}", **other, **row}
        lines.append([values[name] for name in headings])
    text = "\n".join("\t".join(line) for line in lines)
    table = read_file(text.encode())
    return check(table, reading_of(saved or Reading(), "HC", table.headings), UNITS, NOW)


def told(found: Checked) -> list[tuple[int, str, str]]:
    """Row, column and reason of each fault, in English."""
    with speaking("en"):
        return [(fault.row, fault.column, fault.reason) for fault in found.faults.told(100)]


def reasons(found: Checked) -> list[str]:
    return [reason for _row, _column, reason in told(found)]


class TestColumns:
    def test_usual_headings_are_recognised(self) -> None:
        usual = {
            "工单编号": "number",
            "受理时间": "opened_at",
            "派单时间": "dispatched_at",
            "接单时间": "taken_at",
            "到场时间": "arrived_at",
            "办结时间": "closed_at",
            "工单类别": "order_class",
            "小区": "estate",
            "楼号": "building",
            "单元": "staircase",
            "室号": "room",
            "联系电话": "telephone",
            "联系人": "contact",
            "问题描述": "problem",
            "承办单位": "unit",
            "满意度": "satisfaction",
            "处理结果": "done",
        }
        assert propose(list(usual)) == {field: name for name, field in usual.items()}

    def test_english_headings_and_longer_ones_are_recognised(self) -> None:
        found = propose(["Ticket ID", "Created At", "Assigned to", "热线工单类型", "客户联系电话"])
        assert found == {
            "number": "Ticket ID",
            "opened_at": "Created At",
            "unit": "Assigned to",
            "order_class": "热线工单类型",
            "telephone": "客户联系电话",
        }

    def test_what_was_saved_comes_first_and_what_was_left_out_stays_out(self) -> None:
        saved = {"problem": "备注", "telephone": "", "estate": "没有的列"}
        found = propose(["工单编号", "问题描述", "备注", "电话", "小区"], saved)
        assert found == {"number": "工单编号", "problem": "备注", "estate": "小区"}

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from([n for f in FIELDS for n in f.names] + ["", "甲"]), max_size=9))
    def test_no_heading_is_given_out_twice(self, headings: list[str]) -> None:
        found = propose(headings)
        assert len(set(found.values())) == len(found)
        assert set(found) <= set(BY_KEY)
        assert set(found.values()) <= set(headings) - {""}

    def test_a_mapping_that_was_stored_is_the_same_again(self) -> None:
        reading = Reading(
            "HC", {"number": "单号"}, {"投诉": "complaint"}, {}, {"东": "HC-01"}, "", True
        )
        assert Reading.load(reading.dump()) == reading
        for broken in (None, [], {"columns": 3, "day_first": "x", "units": {"a": None}}):
            assert Reading.load(broken).columns == {}


class TestValues:
    def test_words_tell_the_class(self) -> None:
        assert class_of("12345工单") == "government"
        assert class_of("政府热线投诉") == "government"
        assert class_of("热线工单") == "hotline"
        assert class_of("紧急") == "urgent"
        assert class_of("退费申请") == "refund"
        assert class_of("其他") == ""

    def test_words_tell_the_satisfaction(self) -> None:
        assert satisfaction_of("非常满意") == "satisfied"
        assert satisfaction_of("不满意") == "dissatisfied"
        assert satisfaction_of("未回访") == "not_asked"
        assert satisfaction_of("一般") == ""

    def test_the_nearest_unit_is_proposed_and_none_where_two_are_as_near(self) -> None:
        assert near_unit("热力公司河西供热站", UNITS) == "HC-02"
        assert near_unit("城南站", UNITS) == "HC-03"
        assert near_unit("供热站", UNITS) == ""
        assert near_unit("财务部", UNITS) == ""

    def test_units_are_found_by_code_and_by_name(self) -> None:
        rows = ({"承办单位": "hc-02"}, {"承办单位": "城南中心站"}, {"承办单位": "West Station"})
        assert checked(*rows).orders["unit"].to_pylist() == ["HC-02", "HC-03", "HC-02"]

    def test_an_unknown_unit_is_a_fault_that_names_the_nearest(self) -> None:
        found = checked({"承办单位": "河西站"}, {"承办单位": "财务部"})
        assert found.orders.num_rows == 0
        with speaking("en"):
            near, none = (fault.remedy for fault in found.faults.told(9))
        assert "HC-02" in near
        assert "HC" not in none
        assert [(v.text, v.near) for v in found.units] == [("河西站", "HC-02"), ("财务部", "")]

    def test_what_was_said_of_a_value_counts(self) -> None:
        saved = Reading(
            classes={"其他": "complaint", "热线工单": "urgent"},
            satisfactions={"一般": "dissatisfied"},
            units={"西站": "HC-02"},
        )
        row = {"类别": "其他", "满意度": "一般", "承办单位": "西站"}
        (order, other) = checked(row, {}, saved=saved).orders.to_pylist()
        assert (order["order_class"], order["unit"]) == ("complaint", "HC-02")
        assert order["satisfaction"] == "dissatisfied"
        assert other["order_class"] == "urgent"

    def test_what_was_said_to_be_unknown_is_not_proposed_again(self) -> None:
        saved = Reading(classes={"热线工单": ""}, units={"HC-01": ""})
        assert len(told(checked({}, saved=saved))) == 2

    def test_a_value_nobody_knows_is_asked_for_first(self) -> None:
        found = checked({"类别": "怪"}, {}, {"满意度": "一般"}, {"满意度": ""})
        assert [(v.text, v.number, v.meaning) for v in found.classes] == [
            ("怪", 1, ""),
            ("热线工单", 3, "hotline"),
        ]
        assert [v.text for v in found.satisfactions] == ["一般", "满意"]
        assert found.orders["satisfaction"].to_pylist() == ["satisfied", ""]
        assert [(row, column) for row, column, _reason in told(found)] == [
            (2, "类别"),
            (4, "满意度"),
        ]

    def test_a_default_class_holds_where_the_file_says_none(self) -> None:
        row = {"类别": ""}
        assert reasons(checked(row)) == ["The order has no class."]
        found = checked(row, {}, saved=Reading(default_class="repair"))
        assert found.orders["order_class"].to_pylist() == ["repair", "hotline"]


class TestMoments:
    def test_what_was_closed_before_it_was_opened_is_a_fault(self) -> None:
        found = checked({"办结时间": "2026-11-01 09:00"})
        assert told(found) == [
            (2, "办结时间", "This lies before “Taken on by the unit” (2026-11-01 10:15).")
        ]

    def test_what_is_missing_between_two_is_passed_over(self) -> None:
        found = checked({"派单时间": "", "接单时间": "", "办结时间": "2026-11-01 09:59"})
        assert reasons(found) == ["This lies before “Opened at” (2026-11-01 10:00)."]

    def test_a_time_without_seconds_may_lie_within_the_minute(self) -> None:
        row = {"受理时间": "2026-11-01 10:05:30", "派单时间": "2026-11-01 10:05"}
        (order,) = checked(row).orders.to_pylist()
        assert order["dispatched_at"] == order["opened_at"]
        assert reasons(checked({**row, "派单时间": "2026-11-01 10:04"})) != []
        assert reasons(checked({**row, "派单时间": "2026-11-01 10:05:29"})) != []

    def test_nothing_has_happened_yet_that_lies_in_the_future(self) -> None:
        assert reasons(checked({"办结时间": "2026-11-22 12:04"})) == []
        assert reasons(checked({"办结时间": "2026-11-22 12:06"})) == ["This lies in the future."]

    def test_an_appointment_may_lie_in_the_future_but_not_before_the_call(self) -> None:
        found = checked({}, {"预约时间": "2026-10-31 10:00"}, 预约时间="2026-12-01 09:00")
        assert found.orders["number"].to_pylist() == ["A1"]
        assert "before" in reasons(found)[0]

    def test_an_order_without_any_beginning_is_a_fault(self) -> None:
        row = {"受理时间": "", "派单时间": "", "接单时间": ""}
        assert reasons(checked(row)) == [
            "Neither the call nor the opening of the order has a time."
        ]
        (order,) = checked({**row, "来电时间": "2026-11-01 09:00"}, 来电时间="").orders.to_pylist()
        assert order["opened_at"] == order["reported_at"]

    def test_two_ways_to_read_a_date_are_asked_for_and_never_guessed(self) -> None:
        rows = ({"受理时间": "03/04/2026 10:00"}, {"受理时间": "25/03/2026 10:00"})
        found = checked(*rows)
        assert (found.two_ways, found.example) == (1, "03/04/2026 10:00")
        assert told(found) == [(2, "受理时间", "Day and month can be read two ways.")]
        for day_first, month in ((True, 4), (False, 3)):
            answered = checked(rows[0], saved=Reading(day_first=day_first))
            assert answered.two_ways == 0
            assert answered.orders["opened_at"][0].as_py().month == month


class TestNumbers:
    def test_a_number_that_stands_twice_is_taken_once(self) -> None:
        found = checked({"工单编号": "X"}, {"工单编号": "Y"}, {"工单编号": "X"}, {"工单编号": "X"})
        assert found.orders["number"].to_pylist() == ["X", "Y"]
        assert [row for row, _column, _reason in told(found)] == [4, 5]
        assert set(reasons(found)) == {"The same number stands in row 2 already."}

    def test_no_number_a_rounded_and_an_endless_one_are_faults(self) -> None:
        rows = ({"工单编号": ""}, {"工单编号": "2.02611E+15"}, {"工单编号": "9" * 41})
        assert reasons(checked(*rows)) == [
            "This cell is empty.",
            "Excel rounds numbers of more than 15 digits.",
            "More than 40 characters.",
        ]

    def test_an_order_that_was_dispatched_names_its_unit(self) -> None:
        assert reasons(checked({"承办单位": ""})) == [
            "The order was dispatched, but no unit is named."
        ]
        row = {"承办单位": "", "派单时间": "", "接单时间": "", "办结时间": ""}
        assert checked(row).orders["unit"].to_pylist() == [""]

    def test_redos_are_whole_numbers(self) -> None:
        found = checked({"返工次数": "2"}, {"返工次数": ""}, {"返工次数": "-1"}, 返工次数="")
        assert found.orders["redos"].to_pylist() == [2, 0]
        assert reasons(found) == ["This is no whole number from 0 to 99."]


class TestFaults:
    def test_rows_in_error_come_as_a_workbook_excel_does_not_compute(self) -> None:
        found = checked({"类别": "=HYPERLINK(1)", "满意度": "一般"}, {})
        with speaking("en"):
            content = workbook_of(found.faults.table, found.faults)
        page = load_workbook(io.BytesIO(content)).active
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        assert len(rows) == 2
        assert rows[1][0] == 2
        assert "类别: It is not said which class" in rows[1][1]
        assert "满意度: " in rows[1][1]
        assert rows[1][3 + HEADINGS.index("类别")] == "'=HYPERLINK(1)"
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)

    def test_rows_that_could_not_be_taken_apart_are_counted_and_told(self) -> None:
        table = read_file("工单编号,受理时间,类别\nA1,2026-11-01 10:00,热线\nA2,x\n".encode())
        found = check(table, reading_of(Reading(), "HC", table.headings), UNITS, NOW)
        assert found.faults.rows == 1
        assert [row for row, _column, _reason in told(found)] == [3]

    def test_only_the_first_faults_are_put_into_words(self) -> None:
        found = checked(*[{"类别": "怪"}] * 300)
        assert found.faults.rows == 300
        assert [fault.row for fault in found.faults.told(50)] == list(range(2, 52))

    def test_a_good_row_is_read_as_it_stands(self) -> None:
        (order,) = checked({}).orders.to_pylist()
        at: dict[str, Any] = {
            name: order[name].strftime("%d %H:%M")
            for name in ("reported_at", "opened_at", "dispatched_at", "taken_at", "closed_at")
        }
        assert list(at.values()) == ["01 02:00", "01 02:00", "01 02:05", "01 02:15", "01 04:00"]
        assert order["arrived_at"] is None
        assert order["place"] == 0
