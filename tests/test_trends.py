"""The trends agree with the exact scorer and the standings, and never draw no score as 0."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as hs
from sqlalchemy import select

from checklists.catalogue_loader import load_catalogue
from checklists.columnar_rollup import number_of
from checklists.periods import Period
from checklists.rollup import AuditPoints, score_unit
from checklists.scoring import SheetScore
from dashboard import gate
from dashboard.charts.course import course_chart
from dashboard.charts.frame import spread
from dashboard.charts.heat import heat_chart
from dashboard.looks import ROLES
from dashboard.standings import standings
from dashboard.trends import use_cases
from dashboard.trends.course import Course, Line
from dashboard.trends.exact import NOT_SCORED, Point, board
from dashboard.trends.ground import name, window
from dashboard.trends.losses import Loss, Losses
from dashboard.view import View
from dashboard.widgets.trends import course_words
from dashboard.widgets.trends.course_words import moved, span_words
from dashboard.widgets.trends.items import lost_words
from dashboard.words import speak
from db.actors import SYSTEM, Actor, Role
from db.answers import filled_sheet
from db.counting import counts
from db.figures import Figures
from db.models import Audit, Score
from db.rows import DivisionRow, UnitRow
from db.session import database
from tests.conftest import DEMO_DAY
from tests.staff import actor_of

SCHEME = load_catalogue().scheme("gas-1000", DEMO_DAY)
SHEETS = ("hotline", "counter", "repair")
POINTS = hs.integers(0, 10_000_000)
AUDITS = hs.lists(
    hs.tuples(hs.integers(0, 3), hs.integers(0, 2), POINTS, POINTS, POINTS), min_size=1, max_size=30
)
"""Group, sheet, K1, K3 before it is kept within K1, and K2."""


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    yield
    speak(None)


@pytest.fixture
def demo(demo_url: str, own_secret: None, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", demo_url)
    return demo_url


def somebody(role: Role) -> Actor:
    """The first person of a role in the demo."""
    people = gate.demo_people()
    return actor_of(next(person for person, (_name, word) in people.items() if word == ROLES[role]))


def columns(audits: list[tuple[int, int, int, int, int]]) -> tuple[Figures, np.ndarray]:
    """Audits as figures, and the group of each."""
    groups, sheets, k1, k3, k2 = (
        np.array(part, dtype=np.int64) for part in zip(*audits, strict=True)
    )
    rows = len(audits)
    nothing = np.zeros(rows, dtype=np.int32)
    made = Figures(
        audit=np.array([str(row) for row in range(rows)], dtype=object),
        unit=nothing,
        division=nothing,
        month=nothing,
        sheet=sheets.astype(np.int16),
        version=nothing,
        inspector=nothing,
        occasion=nothing.astype(np.int8),
        k1=k1,
        k2=k2,
        k3=np.minimum(k1, k3),
        sheets=SHEETS,
        items=(),
        line_audit=nothing[:0],
        line_item=nothing[:0].astype(np.int16),
        line_available=nothing[:0],
        line_lost=nothing[:0],
    )
    return made, groups


@given(AUDITS)
def test_a_group_is_scored_as_the_exact_roll_up_scores_a_unit(
    audits: list[tuple[int, int, int, int, int]],
) -> None:
    made, groups = columns(audits)
    found = board(SCHEME, made, np.arange(len(made)), groups, 4).points(0)
    for group in range(4):
        rows = [row for row in range(len(made)) if groups[row] == group]
        points = [
            AuditPoints(
                SHEETS[made.sheet[row]],
                *(Decimal(int(k[row])).scaleb(-4) for k in (made.k1, made.k2, made.k3)),
            )
            for row in rows
        ]
        expected = score_unit(SCHEME, dict.fromkeys(SHEETS, Decimal(100)), points)
        assert found[group] == Point(expected.k, expected.grade, expected.audits)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIVISION_HEAD])
def test_every_month_of_every_line_is_what_the_standings_say(demo: str, role: Role) -> None:
    actor = somebody(role)
    course = use_cases.scores_over_time(actor, View(period="2026"))
    units = use_cases.units_by_month(actor, View(period="2026"))
    assert course.months[10] == "2026-11"
    for place, month in enumerate(course.months):
        stand = standings(actor, Period.parse(month))
        groups = {group.row: group for group in (stand.company, *stand.divisions) if group}
        for line in course.wholes:
            group = groups[line.row]
            expected = (group.k, group.grade, group.audits, group.provisional)
            assert line.points[place] == Point(*expected)
        by_unit = {unit.row.id: unit for unit in stand.units}
        for line in (*course.units, *units.units):
            assert line.row is not None
            unit = by_unit[line.row.id]
            expected = (unit.k, unit.grade, unit.audits, unit.provisional)
            assert line.points[place] == Point(*expected)
    assert {line.row for line in course.wholes} == set(groups)


def test_a_unit_stands_beside_its_division(demo: str) -> None:
    actor = somebody(Role.ADMINISTRATOR)
    wide = use_cases.scores_over_time(actor, View(period="2026"))
    assert wide.wholes[0].row is None and not wide.units
    unit = use_cases.units_by_month(actor, View(period="2026")).units[0].row
    assert isinstance(unit, UnitRow)
    course = use_cases.scores_over_time(actor, View(period="2026", unit=unit.code))
    assert [line.row for line in course.lines] == [unit.division, unit]
    division = use_cases.scores_over_time(actor, View(period="2026", division=unit.division.code))
    assert division.wholes == course.wholes
    assert course.units[0] in division.units


def test_a_representative_sees_the_unit_and_no_division(demo: str) -> None:
    course = use_cases.scores_over_time(somebody(Role.UNIT_REPRESENTATIVE), View(period="2026"))
    assert not course.wholes
    assert len(course.units) == 1 and course.units[0].scored


def test_filters_count_only_the_chosen_audits(demo: str) -> None:
    actor = somebody(Role.ADMINISTRATOR)
    every = use_cases.scores_over_time(actor, View(period="2026"))
    kinds = [
        use_cases.scores_over_time(actor, View(period="2026", occasion=kind)).audits
        for kind in ("own", "division", "company")
    ]
    assert sum(kinds) == every.audits and min(kinds) > 0
    hotline = use_cases.scores_over_time(actor, View(period="2026", sheet="hotline"))
    assert 0 < hotline.audits < every.audits
    nobody = use_cases.scores_over_time(actor, View(period="2026", inspector="nobody"))
    assert nobody.audits == 0
    assert all(point == NOT_SCORED for line in nobody.lines for point in line.points)


def test_a_year_shows_its_own_months_and_a_shorter_period_twelve() -> None:
    assert window(Period.parse("2025"))[::11] == ("2025-01", "2025-12")
    assert window(Period.parse("2026-03"))[::11] == ("2025-04", "2026-03")
    assert window(Period.parse("2025-HS"))[::11] == ("2025-04", "2026-03")
    assert name(number_of("2026-01")) == "2026-01"


def test_no_course_goes_further_back_than_there_are_rules() -> None:
    assert window(Period.parse("2025-03")) == ("2025-01", "2025-02", "2025-03")
    assert window(Period.parse("2024-HS")) == ("2025-01", "2025-02", "2025-03")


def stored(months: tuple[str, ...]) -> dict[str, tuple[Audit, SheetScore]]:
    """Every counting audit of some months with its score, as it is stored."""
    with database().read(SYSTEM) as session:
        query = (
            select(Audit, Score.ledger)
            .join(Score, Score.audit_id == Audit.id)
            .where(Audit.period.in_(months), counts())
        )
        return {
            audit.id: (audit, SheetScore.load(ledger)) for audit, ledger in session.execute(query)
        }


def test_the_points_lost_are_those_of_the_ledgers(demo: str) -> None:
    found = use_cases.points_lost(somebody(Role.ADMINISTRATOR), View(period="2026-Q3"))
    lines = [
        line
        for _audit, score in stored(Period.parse("2026-Q3").months).values()
        for line in score.lines
    ]
    lost: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        lost[line.item] += max(line.deducted, Decimal(0))
    assert {row.item: row.lost for row in found.rows} == {k: v for k, v in lost.items() if v}
    assert found.total == sum(lost.values())
    assert found.gained == -sum(min(line.deducted, Decimal(0)) for line in lines)
    assert [row.lost for row in found.rows] == sorted(lost.values(), reverse=True)[
        : len(found.rows)
    ]
    dearest = found.rows[0]
    assert dearest.hit == sum(1 for n in lines if n.item == dearest.item and n.deducted > 0)
    assert dearest.asked == sum(1 for n in lines if n.item == dearest.item and n.applicable)
    assert found.rows[-1].running == 1 == sum(row.share for row in found.rows)
    running = [row.running for row in found.rows]
    assert running[found.half - 1] >= Fraction(1, 2) > running[found.half - 2]


def test_the_points_lost_are_told_with_one_decimal_and_the_words_of_the_dearest_item() -> None:
    rows = (Loss("HOT-01", Decimal("1234.5678"), 9, 8, Fraction(1), Fraction(1)),)
    told = lost_words(
        Losses(rows, Decimal("1234.5678"), Decimal(0), 1, 9),
        View(period="2026"),
        {"HOT-01": "首问负责（含转接）"},
    )
    assert "1234.6" in told and "1234.56" not in told
    assert "HOT-01 首问负责" in told and "转接" not in told


def test_units_stand_side_by_side_with_their_scores_of_the_period(demo: str) -> None:
    actor = somebody(Role.ADMINISTRATOR)
    stand = standings(actor, Period.parse("2026-Q3"))
    scored = [unit for unit in stand.units if unit.k is not None]
    found = use_cases.side_by_side(actor, View(period="2026-Q3"), ())
    assert [unit.code for unit in found.units] == [scored[0].row.code, scored[-1].row.code]
    codes = [unit.row.code for unit in stand.units[:8]]
    found = use_cases.side_by_side(actor, View(period="2026-Q3"), ["unknown", *codes, codes[0]])
    assert [unit.code for unit in found.units] == codes[:6]
    by_code = {unit.row.code: unit for unit in stand.units}
    for unit, point in zip(found.units, found.total, strict=True):
        assert (point.score, point.grade) == (by_code[unit.code].k, by_code[unit.code].grade)
    hotline = found.rows[found.sheets.index("hotline")]
    only = use_cases.side_by_side(actor, View(period="2026-Q3", sheet="hotline"), codes[:6])
    assert only.total == hotline and only.sheets == ("hotline",)


def test_each_small_figure_is_the_course_of_its_sheet(demo: str) -> None:
    actor = somebody(Role.DIVISION_HEAD)
    found = use_cases.scores_by_sheet(actor, View(period="2026"))
    assert len({panel.sheet for panel in found.panels}) == len(found.panels) > 5
    for panel in found.panels:
        alone = use_cases.scores_over_time(actor, View(period="2026", sheet=panel.sheet))
        assert panel.course.wholes == alone.wholes
    assert sum(panel.course.audits for panel in found.panels) == found.audits


def test_the_hotline_is_compared_by_the_answers_themselves(demo: str) -> None:
    months = Period.parse("2026-Q3").months
    hotline = {key: audit for key, (audit, _score) in stored(months).items()}
    with database().read(SYSTEM) as session:
        answers = [
            answer
            for key, audit in hotline.items()
            if audit.sheet == "hotline"
            and (now := filled_sheet(session, key).answers.get("HOT-30")) is not None
            and (answer := now.answer) is not None
            and answer["verdict"] == "measured"
        ]
    found = use_cases.against_the_shift(somebody(Role.ADMINISTRATOR), View(period="2026-Q3"))
    (talk,) = (one for one in found.items if one.item.code == "HOT-30")
    own, mean = ([Fraction(answer[name]) for answer in answers] for name in ("actual", "mean"))
    assert talk.period.number == len(answers) > 0
    assert (talk.period.own, talk.period.mean) == (sum(own) / len(own), sum(mean) / len(mean))
    assert talk.period.kept == sum(a <= b for a, b in zip(own, mean, strict=True))
    assert sum(month.number for month in talk.months[-3:]) == talk.period.number
    mine = use_cases.against_the_shift(somebody(Role.UNIT_REPRESENTATIVE), View(period="2026-Q3"))
    assert 0 < mine.audits < found.audits


def test_no_points_lost_and_no_audits_are_told_apart(demo: str) -> None:
    actor = somebody(Role.ADMINISTRATOR)
    nothing = View(period="2026", inspector="nobody")
    assert use_cases.points_lost(actor, nothing).audits == 0
    assert use_cases.scores_by_sheet(actor, nothing).panels == ()
    assert use_cases.side_by_side(actor, nothing, ()).units == ()
    assert not any(one.period.number for one in use_cases.against_the_shift(actor, nothing).items)


DIVISION = DivisionRow(1, "D", "甲事业部", "A")


def line(number: int, scores: list[int | None], provisional: bool = False) -> Line:
    """A unit whose months have these scores."""
    unit = UnitRow(number, f"U{number}", f"<b>站{number}", f"Unit {number}", DIVISION, None)
    points = (
        NOT_SCORED
        if score is None
        else Point(Decimal(score), SCHEME.grade(Fraction(score)), 2, provisional)
        for score in scores
    )
    return Line(unit, tuple(points))


MONTHS = ("2026-01", "2026-02", "2026-03")


def course_of(lines: list[Line]) -> Course:
    return Course(MONTHS, SCHEME, (), tuple(lines), 7)


@pytest.mark.parametrize("number", [1, 5, 200])
def test_no_score_is_a_gap_and_never_0(number: int) -> None:
    course = course_of([line(unit, [900, None, 0]) for unit in range(number)])
    drawn = course_chart(course)
    assert [list(trace.y) for trace in drawn.data] == [[900.0, None, 0.0]] * number
    assert all(trace.connectgaps is False for trace in drawn.data)
    # The grades are named left of the first month, where no point lies.
    assert drawn.layout.xaxis.range[0] < -1
    (heat,) = heat_chart(course).data
    assert [list(row) for row in heat.z] == [[3, 0, 1]] * number
    if number < 200:
        assert list(heat.text[0]) == ["●\u2009900.0", "–", "■\u20090.0"]
    else:
        assert heat.text is None


def test_a_provisional_score_is_hollow_and_says_so() -> None:
    course = course_of([line(1, [900, 910, None], provisional=True)])
    (trace,) = course_chart(course).data
    assert list(trace.marker.symbol) == ["circle-open", "circle-open", "circle"]
    assert "暂定" in trace.text[0]
    (heat,) = heat_chart(course).data
    assert list(heat.text[0]) == ["○\u2009900.0", "☆\u2009910.0", "–"]


def test_the_last_two_months_are_compared_and_the_biggest_fall_is_named_first() -> None:
    division = Line(DIVISION, line(0, [100, 200, 300]).points)
    units = tuple(
        line(1 + n, scores) for n, scores in enumerate(([900, 950, 940], [700, 800, 770]))
    )
    rising = line(3, [950, 800, 805])
    told = moved(Course(MONTHS, SCHEME, (division,), (*units, rising), 7))
    assert told == (
        "**2026-03**与2026-02相比：1个单位上升，2个下降。"
        "降幅最大：<b>站2，由800.0降至770.0（−30.0）。升幅最大：<b>站3，由800.0升至805.0（+5.0）。"
    ).replace("。降幅", "。 降幅").replace("。升幅", "。 升幅")


def test_a_month_that_is_not_over_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_words, "today", lambda: date(2026, 3, 31))
    assert moved(course_of([line(1, [900, 910, 10])])).startswith("**2026-02**")


def test_without_two_months_in_a_row_the_best_is_named() -> None:
    told = moved(course_of([line(1, [900, None, 910]), line(2, [None, 920, None])]))
    assert "站2" in told and "920.0" in told and "2026-02" in told


def test_more_months_than_the_chosen_period_are_said() -> None:
    course = course_of([line(1, [900, 910, 920])])
    assert span_words(course, View(period="2026")) == ""
    assert "2026-03" in span_words(course, View(period="2026-02"))


def test_a_name_is_never_markup() -> None:
    drawn = course_chart(course_of([line(1, [900, 910, 920])]))
    assert "&lt;b>" in drawn.layout.annotations[-1].text or "&lt;b&gt;" in str(
        drawn.data[0].text[0]
    )
    assert "<b>" not in drawn.data[0].text[0]


def test_of_many_lines_only_the_telling_ones_are_coloured_and_named() -> None:
    many = [line(unit, [700 + unit, 710 + unit, 720 + unit]) for unit in range(20)]
    falling = line(99, [990, 900, 730])
    drawn = course_chart(course_of([*many, falling]))
    named = [a.text for a in drawn.layout.annotations if "●</span>" in a.text]
    assert [text.split("站")[1] for text in named] == ["0 720.0", "19 739.0", "99 730.0"]


@given(hs.lists(hs.floats(0, 500), max_size=12))
def test_labels_never_touch_and_keep_their_order(heights: list[float]) -> None:
    placed = spread(heights, 17)
    order = sorted(range(len(heights)), key=lambda which: heights[which])
    inside = [placed[which] for which in order]
    assert all(b - a >= 16.999 for a, b in pairwise(inside))
