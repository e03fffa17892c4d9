"""What changed since the period before, on the demo: the parts are the difference, to the digit."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
import streamlit as st

from checklists.contributions import Breakdown
from checklists.exact import half_up
from checklists.periods import Period
from dashboard import gate
from dashboard.choices import choices
from dashboard.explaining.changed import Changed, ChangedPart, changed
from dashboard.looks import ROLES, today
from dashboard.standings import standings
from dashboard.trends.use_cases import scores_over_time
from dashboard.view import View
from dashboard.widgets.explain.change_order import ORDERS, drawn_first, in_order
from dashboard.widgets.explain.change_words import called, sentence, unequal
from dashboard.widgets.explain.shown import rounded_apart
from dashboard.words import speak
from db.actors import Role
from tests.screens import enter, opened, rows, spoken, tables, texts
from tests.staff import somebody

pytestmark = pytest.mark.usefixtures("on_the_demo")


def expect_to_add_up(told: Changed) -> None:
    assert told.score_before is not None
    assert told.score_after is not None
    brought = sum((part.brought for part in told.parts), Fraction(0))
    assert brought + told.others == told.score_after - told.score_before


@pytest.mark.parametrize("by", ["item", "sheet", "unit", "division"])
@pytest.mark.parametrize("period", ["2026", "2026-Q3", "2026-10"])
def test_the_company_s_difference_is_taken_apart_in_every_way(period: str, by: str) -> None:
    told = changed(somebody(Role.ADMINISTRATOR), View(period=period), by)
    assert told.by == by
    expect_to_add_up(told)


def test_every_unit_s_difference_adds_up() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    told_of = 0
    for unit in standings(administrator, Period.parse("2026-Q3")).units:
        told = changed(administrator, View(period="2026-Q3", unit=unit.row.code))
        assert told.score_after == unit.exact
        if told.score_before is not None and told.score_after is not None:
            expect_to_add_up(told)
            told_of += 1
    assert told_of >= 15


def test_shares_of_units_are_told_apart_from_their_scores() -> None:
    told = changed(somebody(Role.DIVISION_HEAD), View(period="2026-10"))
    assert told.weights is not None and told.before is not None
    assert told.score_before is not None and told.score_after is not None
    was, now = (_scores(side.breakdown) for side in (told.before, told.after))
    own = sum(
        (
            (was[unit][0] + now[unit][0]) / 2 * (now[unit][1] - was[unit][1])
            for unit in was.keys() & now.keys()
        ),
        Fraction(0),
    )
    assert own + told.weights == told.score_after - told.score_before


def _scores(broken: Breakdown | None) -> dict[int, tuple[Fraction, Fraction]]:
    """The share and K of each unit."""
    assert broken is not None
    lost = broken.by(lambda cell: cell.unit)
    return {
        unit: (share, broken.full - lost.get(unit, Fraction(0)) / share)
        for unit, share in broken.weights.items()
    }


def test_a_sheet_that_was_not_scored_before_is_named() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    for unit in standings(administrator, Period.parse("2026-Q3")).units:
        told = changed(administrator, View(period="2026-Q3", unit=unit.row.code))
        came, went = told.sheets()
        for sheets, side in ((came, told.before), (went, told.after)):
            for sheet in sheets:
                assert side is not None and side.unit is not None
                (means,) = [m for m in side.unit.score.sheets if m.sheet == sheet.code]
                assert means.audits == 0
        if came:
            return
    pytest.fail("no unit of the demo has a sheet that came")


def test_a_sheet_that_no_unit_is_scored_by_any_more_is_named_for_the_company() -> None:
    told = changed(somebody(Role.ADMINISTRATOR), View(period="2026-Q3"))
    _came, went = told.sheets()
    assert {sheet.code for sheet in went} == {"mystery", "satisfaction"}
    assert not any(
        means.audits
        for unit in told.after.units
        for means in unit.score.sheets
        if means.sheet in ("mystery", "satisfaction")
    )


@pytest.mark.parametrize("by", ["item", "sheet"])
def test_a_part_scored_on_one_side_only_has_neither_risen_nor_fallen(by: str) -> None:
    told = changed(somebody(Role.ADMINISTRATOR), View(period="2026-Q3"), by)
    went = [part for part in told.parts if part.went]
    assert {part.part.sheet.code for part in went if part.part.sheet} == {
        "mystery",
        "satisfaction",
    }
    assert all(part.now == 0 < part.was for part in went)
    assert told.sheets()[0] == () and not any(part.came for part in told.parts)
    highest = max(told.compared, key=lambda part: part.brought)
    words = sentence(told, Decimal(1), Decimal(2))
    assert called(told, highest) in words
    assert not any(called(told, part) in words for part in went)


def test_what_got_worse_stands_first_unless_another_order_is_asked_for() -> None:
    told = changed(somebody(Role.ADMINISTRATOR), View(period="2026-Q3"), "item")
    rows = list(enumerate_parts(told))
    moved = {order: [part.brought for part, _n in in_order(rows, order)] for order in ORDERS}
    number = len(told.compared)
    assert 0 < number < len(rows)
    assert moved["worst"][:number] == sorted(part.brought for part in told.compared)
    assert moved["best"][:number] == moved["worst"][:number][::-1]
    sizes = [abs(brought) for brought in moved["largest"][:number]]
    assert sizes == sorted(sizes, reverse=True)
    assert {tuple(sorted(brought)) for brought in moved.values()} == {tuple(sorted(moved["best"]))}


@pytest.mark.parametrize("order", list(ORDERS))
def test_bars_are_drawn_of_the_side_that_is_asked_for_before_the_other(order: str) -> None:
    told = changed(somebody(Role.ADMINISTRATOR), View(period="2026-Q3"), "item")
    rows = list(enumerate_parts(told))
    fell = sorted(part.brought for part in told.compared if part.brought < 0)
    rose = sorted((part.brought for part in told.compared if part.brought > 0), reverse=True)
    assert min(len(fell), len(rose)) >= 12
    drawn = [part.brought for part, _n in drawn_first(rows, order, 12)]
    expected = {
        "worst": [*fell[:8], *rose[:4][::-1]],
        "best": [*rose[:8], *fell[:4][::-1]],
        "largest": sorted((*fell, *rose), key=abs, reverse=True)[:12],
    }
    assert drawn == expected[order]
    # No bar is left empty.
    most = len(fell) + 2
    drawn = [part.brought for part, _n in drawn_first(rows, "worst", most)]
    assert len(drawn) == most and drawn[0] == fell[0]


def enumerate_parts(told: Changed) -> Iterator[tuple[ChangedPart, int]]:
    return ((part, number) for number, part in enumerate(told.parts))


def test_equal_parts_that_are_shown_as_different_ones_are_told_of() -> None:
    third = Fraction(10, 3)
    uneven = [(third, Decimal("3.4")), (third, Decimal("3.3"))]
    assert rounded_apart(uneven)
    assert not rounded_apart([(third, Decimal("3.3")), (third * 2, Decimal("6.7"))])
    assert not rounded_apart([])


def test_what_makes_two_periods_hard_to_compare_is_said() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    (year,) = unequal(changed(administrator, View(period="2026")))
    over = today() > Period.parse("2026").last_day
    assert year.startswith("2026仅11个月有检查" if over else "2026尚未结束")
    assert "仅1个月有检查（2025-12）" in year
    assert unequal(changed(administrator, View(period="2026-Q3"))) == []


def test_before_the_first_audits_there_is_nothing_to_compare() -> None:
    told = changed(somebody(Role.ADMINISTRATOR), View(period="2025"))
    assert told.score_before is None
    assert told.parts == ()


def test_the_evaluation_meeting_is_told_of_sheets_only_where_both_periods_are_released() -> None:
    told = changed(somebody(Role.MEETING_VIEWER), View(period="2026"))
    assert told.score_after is not None
    assert told.score_before is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_trends_page_tells_the_change_and_its_parts(
    language: str, own_secret: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HENG_DEMO", "1")
    enter(monkeypatch, None)
    people = gate.demo_people()
    (chosen,) = (key for key, (_name, role) in people.items() if role == ROLES["administrator"])
    monkeypatch.setattr(gate, "demo_people", lambda: {chosen: people[chosen]})
    session = opened("trends", language, show="change", period="2026", by="unit")
    told = changed(somebody(Role.ADMINISTRATOR), View(period="2026"), "unit")
    assert told.weights is not None
    shown = rows(tables(session)["trends-change-table"])
    assert len(shown) == len(told.parts)
    brought = sum((Decimal(row["brought"].replace("−", "-")) for row in shown), Decimal(0))
    assert told.score_before is not None and told.score_after is not None
    assert brought == half_up(told.score_after, 2) - half_up(told.score_before, 2)
    assert spoken("Scored now and not before: {names}.", language, names="")[:6] in texts(session)
    st.cache_data.clear()
    speak(None)


def test_filters_that_leave_a_unit_without_audits_say_so_and_tell_of_no_other_line(
    own_secret: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HENG_DEMO", "1")
    enter(monkeypatch, None)
    people = gate.demo_people()
    (chosen,) = (key for key, (_name, role) in people.items() if role == ROLES["administrator"])
    monkeypatch.setattr(gate, "demo_people", lambda: {chosen: people[chosen]})
    administrator = somebody(Role.ADMINISTRATOR)
    offered = choices(administrator, "2026")
    views = (
        View(period="2026", unit=unit.code, sheet=sheet, inspector=person.code)
        for sheet in offered.sheets
        for person in offered.inspectors
        for unit in offered.units
    )
    empty = next(view for view in views if not scores_over_time(administrator, view).audits)
    (name,) = [unit.name("zh") for unit in offered.units if unit.code == empty.unit]
    for show in ("course", "heat", "sheets", "losses"):
        session = opened("trends", show=show, **empty.query())
        assert f"没有找到{name}的检查" in texts(session)
        assert "trends-course-table" not in tables(session)
    st.cache_data.clear()
    speak(None)
