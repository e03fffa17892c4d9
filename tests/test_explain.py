"""Where a score comes from, on the demo: every score adds up, and each link leads to its own."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from checklists.contributions import UnitLosses, break_down
from checklists.exact import POINT_DIGITS
from checklists.periods import Period
from dashboard.explaining.explain import Explained, answers, explain
from dashboard.explaining.explained import LEVELS, Part
from dashboard.explaining.gathered import gather
from dashboard.reports import periods
from dashboard.standings import standings
from dashboard.view import View
from dashboard.widgets.explain.headline import sentence
from dashboard.widgets.explain.shown import half_of, shown, shown_score
from dashboard.words import speaking
from db import organisation
from db.actors import SYSTEM, Held, Role
from db.figures import figures
from db.findings import months_before
from db.item_answers import days_of
from db.scores import score_of
from db.session import database
from tests.staff import somebody

FULL = Decimal(1000)


pytestmark = pytest.mark.usefixtures("on_the_demo")


def lost(parts: tuple[Part, ...]) -> Fraction:
    return sum((part.off for part in parts), Fraction(0))


def expect_to_add_up(told: Explained) -> None:
    assert told.score is not None
    assert told.full - lost(told.parts) - told.others == told.score
    rounded = shown(told)
    assert rounded is not None
    assert rounded.full - sum(rounded.offs) - rounded.others == rounded.score


def test_every_unit_and_month_adds_up_exactly() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    number = 0
    for text in periods(administrator, "submitted"):
        with database().read(administrator) as session:
            told = gather(session, administrator, View(period=text), Period.parse(text))
        assert told.breakdown is not None and told.told.company is not None
        assert told.breakdown.score == told.told.company.exact
        for unit in told.units:
            sheets = told.losses.sheets.get(unit.row.id, ())
            broken = break_down(FULL, [UnitLosses(unit.row.id, unit.coefficient, sheets)])
            assert (None if broken is None else broken.score) == unit.exact, (text, unit.row.code)
            assert all(sheet.lost.keys() != {""} for sheet in sheets), "only whole sheets are known"
            number += 1
    assert number > 18 * 12


@pytest.mark.parametrize("by", ["division", "unit", "item"])
def test_the_company_is_taken_apart_in_every_way(by: str) -> None:
    told = explain(somebody(Role.ADMINISTRATOR), View(period="2026"), by)
    assert (told.level, told.by) == ("company", by)
    expect_to_add_up(told)


def test_one_walks_from_the_company_down_to_an_answer_and_back() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    told, places = explain(administrator, View(period="2026")), [View(period="2026")]
    for level in LEVELS[1:]:
        expect_to_add_up(told)
        opens = told.parts[0].opens
        assert opens is not None
        told = explain(administrator, opens)
        assert told.level == level
        assert [view for _level, view in told.above] == places
        places.append(opens)
    (part,) = told.parts
    assert part.tally is not None
    found = answers(administrator, told)
    deducted = sum((row.line.deducted for row in found if row.line.applicable), Decimal(0))
    assert deducted == Decimal(part.tally.lost).scaleb(-POINT_DIGITS)
    assert part.tally.found == sum(1 for row in found if row.line.deducted > 0)
    assert part.tally.asked == sum(1 for row in found if row.line.applicable)


def test_an_answer_is_told_as_its_audit_has_it() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    told = explain(
        administrator, explain(administrator, View(period="2026"), "unit").parts[0].opens
    )
    item = explain(administrator, told.view, "item").parts[0]
    told = explain(administrator, item.opens)
    (first, *_others) = answers(administrator, told)
    with database().read(SYSTEM) as session:
        stored = score_of(session, first.audit_id)
    assert stored is not None
    assert first.line in stored.score.lines
    assert first.line.item == item.code


def test_an_item_counts_as_lost_again_only_after_an_earlier_day() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    unit = explain(administrator, View(period="2026"), "unit").parts[0].standing.row
    told = explain(administrator, View(period="2026", unit=unit.code), "item")
    with database().read(administrator) as session:
        whole, days = figures(session), days_of(session, unit.id)
    for part in told.parts:
        of_item = (whole.line_item == whole.items.index(part.code)) & (whole.line_lost > 0)
        keys = {whole.audit[row] for row in whole.line_audit[of_item]} & days.keys()
        on = sorted(days[key] for key in keys)
        again = sum(
            day.year == 2026 and any(months_before(day, part.sheet) <= d < day for d in on)
            for day in on
        )
        assert part.repeated == again, part.code


def test_whoever_heads_a_division_or_stands_for_a_unit_comes_in_there() -> None:
    head, representative = somebody(Role.DIVISION_HEAD), somebody(Role.UNIT_REPRESENTATIVE)
    assert explain(head, View(period="2026")).level == "division"
    told = explain(representative, View(period="2026"))
    assert (told.level, told.above) == ("unit", ())
    expect_to_add_up(told)


def test_whoever_stands_for_several_units_chooses_one() -> None:
    representative = somebody(Role.UNIT_REPRESENTATIVE)
    with database().read(SYSTEM) as session:
        first, second = [unit.id for unit in organisation.units(session)][:2]
    roles = tuple(Held(Role.UNIT_REPRESENTATIVE, unit_id=unit) for unit in (first, second))
    told = explain(replace(representative, roles=roles), View(period="2026"))
    assert (told.level, told.by, told.score) == ("company", "unit", None)
    assert [part.kind for part in told.parts] == ["unit", "unit"]
    below = explain(replace(representative, roles=roles), told.parts[0].opens)
    assert [level for level, _view in below.above] == ["company"]
    expect_to_add_up(below)


def test_the_evaluation_meeting_is_told_no_more_than_the_sheets() -> None:
    viewer = somebody(Role.MEETING_VIEWER)
    (period,) = periods(viewer, "submitted")
    told = explain(viewer, View(period=period))
    expect_to_add_up(told)
    unit = explain(viewer, View(period=period, unit=told.gathered.units[0].row.code))
    expect_to_add_up(unit)
    assert {part.kind for part in unit.parts} == {"sheet"}
    assert all(part.opens is None for part in unit.parts)
    assert unit.ways == ("sheet",)
    by_sheet = explain(viewer, replace(unit.view, sheet="hotline"))
    expect_to_add_up(by_sheet)
    assert all(part.item is None for part in by_sheet.parts)


def test_a_filtered_score_is_that_of_the_chosen_audits_only() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    unit = standings(administrator, Period.parse("2026")).units[0].row.code
    whole = explain(administrator, View(period="2026", unit=unit))
    own = explain(administrator, View(period="2026", unit=unit, occasion="own"))
    others = [
        explain(administrator, View(period="2026", unit=unit, occasion=occasion)).audits
        for occasion in ("division", "company")
    ]
    expect_to_add_up(own)
    assert own.audits + sum(others) == whole.audits
    assert own.gathered.unit is not None and own.gathered.unit.place is None


def test_a_score_beside_a_bound_keeps_its_decimals() -> None:
    assert shown_score(Fraction(9_000_400, 10_000), 1) == (2, Decimal("900.04"))
    assert shown_score(Fraction(8734, 10), 1) == (1, Decimal("873.4"))


def test_the_sentence_counts_what_stands_in_the_table_also_what_is_shown_as_0() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    shown_as_0 = 0
    for unit in standings(administrator, Period.parse("2026")).units:
        explained = explain(administrator, View(period="2026", unit=unit.row.code), "item")
        told = shown(explained)
        assert told is not None
        lost = [number for number, part in enumerate(explained.parts) if part.off > 0]
        shown_as_0 += sum(told.offs[number] == 0 for number in lost)
        with speaking("en"):
            assert f" of {len(lost)} items" in sentence(explained)
    assert shown_as_0 > 0


def test_half_is_made_by_as_few_as_possible() -> None:
    assert half_of([Decimal(text) for text in ("1", "5", "-3", "4")]) == 1
    assert half_of([Decimal(text) for text in ("3", "3", "3", "3")]) == 2
    assert half_of([]) == 0
