"""Figures by month, unit and sheet: typed, checked, kept, submitted, corrected, told apart."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from checklists.catalogue_loader import load_catalogue
from checklists.errors import WordedError
from checklists.exact import plain
from checklists.periods import Period
from checklists.scoring import score_sheet
from dashboard import ending, source_desk
from dashboard.looks import today
from dashboard.measured import entering, taking
from dashboard.measured.entering import SheetFigures, UnitFigures
from dashboard.measured.errors import (
    FiguresChanged,
    FiguresDisagree,
    FiguresMissing,
    FiguresSubmitted,
    MonthToCome,
    NothingEntered,
    SourceMissing,
)
from dashboard.measured.fields import (
    SHEETS,
    FigureRefused,
    Refusal,
    Typed,
    figure_fields,
    plain_number,
    read_typed,
)
from dashboard.measured.form_data import bases_of, rate_text, section_data, typed_of
from dashboard.measured.refused import refusal_words
from dashboard.measured.taking import Entry
from dashboard.periods import desk as period_desk
from dashboard.photos.papers import read_paper
from dashboard.widgets.measured.states import state_words
from dashboard.words import say, speak, speaking
from db.actors import SYSTEM, Actor, Role
from db.answers import record_operations
from db.audits import get_audit
from db.measured import FiguresThere
from db.rows import UnitRow
from db.session import database
from tests.factories import (
    make_division,
    make_operation,
    make_person,
    make_unit,
)
from tests.screens import enter, opened, rows, tables, texts
from tests.staff import actor_of, give, seal_as_seen
from tests.test_papers import A_PDF

MONTH = Period.parse("2026-10")
LAST = MONTH.last_day
ITEMS = {item.code: item for code in SHEETS for item in load_catalogue().sheet(code, LAST).items}


def pair(one: str, other: str, *, proportional: bool = False) -> Typed:
    names = ("actual", "required") if proportional else ("numerator", "denominator")
    return Typed(dict(zip(names, (one, other), strict=True)))


def part(one: str, other: str) -> Typed:
    return pair(one, other, proportional=True)


def outage(on: str = "2026-10-05", customers: str = "300", note: str = "") -> dict[str, str]:
    return {"on": on, "customers": customers, "note": note}


def refusal_of(item: str, typed: Typed) -> Refusal:
    with pytest.raises(FigureRefused) as refused:
        read_typed(ITEMS[item], typed, MONTH, LAST)
    return refused.value.refusals[0]


class TestTyped:
    def test_every_item_of_the_five_sheets_asks_for_figures_or_outages(self) -> None:
        assert {code for code, item in ITEMS.items() if not figure_fields(item)} == {"IND-09"}
        assert all(len(figure_fields(item)) in (0, 2) for item in ITEMS.values())

    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("93", "93"),
            (" 93 ", "93"),
            ("９３", "93"),
            ("1,234", "1234"),
            ("1，234，567", "1234567"),
            ("12,34", "12,34"),
            ("", ""),
        ],
    )
    def test_a_number_is_read_however_it_is_typed(self, typed: str, read: str) -> None:
        assert plain_number(typed) == read

    def test_figures_become_the_answer_of_the_rule(self) -> None:
        assert read_typed(ITEMS["IND-01"], pair("1,093", "1095"), MONTH, LAST) == {
            "verdict": "measured",
            "numerator": "1093",
            "denominator": "1095",
        }

    def test_nothing_typed_is_no_answer(self) -> None:
        for code, item in ITEMS.items():
            assert read_typed(item, Typed(), MONTH, LAST) is None, code

    def test_a_whole_of_0_is_kept_and_counts_as_not_applicable(self) -> None:
        for code, item in ITEMS.items():
            if names := [one.key for one in figure_fields(item)]:
                typed = Typed(dict.fromkeys(names, "0"))
                answer = read_typed(item, typed, MONTH, LAST)
                sheet = load_catalogue().sheet(_sheet_of(code), LAST)
                line = next(x for x in score_sheet(sheet, {code: answer}).lines if x.item == code)
                assert not line.applicable, code

    @pytest.mark.parametrize(
        ("item", "typed", "place", "said"),
        [
            ("IND-01", pair("96", "95"), "numerator", "more than the whole"),
            ("IND-01", pair("93", ""), "denominator", "missing"),
            ("IND-01", pair("", "95"), "numerator", "missing"),
            ("IND-01", pair("98%", "100"), "numerator", "percentage"),
            ("IND-01", pair("98.5％", "100"), "numerator", "percentage"),
            ("IND-01", pair("-1", "95"), "numerator", "whole number"),
            ("IND-01", pair("1.5", "95"), "numerator", "whole number"),
            ("IND-01", pair("1", "1e3"), "denominator", "whole number"),
            ("IND-01", pair("许多", "95"), "numerator", "whole number"),
            ("IND-01", pair("1", "100000001"), "denominator", "whole number"),
            ("IND-01", pair("1", "0"), "numerator", "more than the whole"),
            ("IND-08", pair("-5", "3"), "numerator", "number from 0"),
            ("IND-08", pair("5", "2.5"), "denominator", "whole number"),
            ("SAT-01", part("12.5", "20"), "actual", "whole number"),
            ("SAT-01", part("21", "20"), "actual", "more than the whole"),
            ("MYS-01", part("101", "100"), "actual", "more than the whole"),
            ("MYS-01", part("92.12345", "100"), "actual", "decimals"),
        ],
    )
    def test_what_is_no_figure_is_refused_at_its_field(
        self, item: str, typed: Typed, place: str, said: str
    ) -> None:
        refusal = refusal_of(item, typed)
        assert (refusal.item, refusal.place) == (item, place)
        assert said in str(refusal.error)

    def test_marks_of_a_report_may_be_halves(self) -> None:
        assert read_typed(ITEMS["MYS-01"], part("92.5", "100"), MONTH, LAST) is not None

    def test_a_ceiling_may_be_passed_by_a_mean(self) -> None:
        assert read_typed(ITEMS["IND-08"], pair("1000.5", "40"), MONTH, LAST) is not None

    def test_outages_are_a_list_or_none(self) -> None:
        item = ITEMS["IND-09"]
        assert read_typed(item, Typed(none=True), MONTH, LAST) == {"verdict": "met"}
        answer = read_typed(item, Typed(outages=[outage(customers="6,000")]), MONTH, LAST)
        assert answer == {"verdict": "deducted", "outages": [outage(customers="6000")]}

    @pytest.mark.parametrize(
        ("rows", "place", "said"),
        [
            ([outage(), outage(on="10月5日")], "1.on", "no date"),
            ([outage(on="2026-09-30")], "0.on", "does not lie in 2026-10"),
            ([outage(on="2026-11-01")], "0.on", "after the day"),
            ([outage(customers="0")], "0.customers", "whole number"),
            ([outage(customers="")], "0.customers", "whole number"),
            ([outage(), outage(customers="-4")], "1.customers", "whole number"),
            ([outage(note="长" * 501)], "0.note", "at most 500"),
            ([outage()] * 51, "outages", "between 1 and 50"),
        ],
    )
    def test_an_outage_is_refused_at_its_row(
        self, rows: list[dict[str, str]], place: str, said: str
    ) -> None:
        refusal = refusal_of("IND-09", Typed(outages=rows))
        assert (refusal.place, said in str(refusal.error)) == (place, True), str(refusal.error)

    def test_none_and_a_list_exclude_each_other(self) -> None:
        assert refusal_of("IND-09", Typed(none=True, outages=[outage()])).place == "outages"

    @pytest.mark.parametrize(
        ("item", "answer", "rate"),
        [
            ("IND-01", {"numerator": "93", "denominator": "95"}, "97.89 %"),
            ("IND-08", {"numerator": "100", "denominator": "8"}, "12.50 minutes"),
            ("CMP-01", {"numerator": "1", "denominator": "30000"}, "0.00 %"),
            ("SAT-01", {"actual": "2", "required": "3"}, "66.67 %"),
            ("MYS-01", {"actual": "92.5", "required": "100"}, "92.50 %"),
            ("SAT-01", {"actual": "0", "required": "0"}, ""),
        ],
    )
    def test_the_rate_is_computed(self, item: str, answer: dict[str, str], rate: str) -> None:
        speak("en")
        assert rate_text(ITEMS[item], {"verdict": "measured", **answer}) == rate
        speak(None)


def _refusals(item: str, typed: Typed) -> tuple[Refusal, ...]:
    with pytest.raises(FigureRefused) as refused:
        read_typed(ITEMS[item], typed, MONTH, LAST)
    return refused.value.refusals


def _sheet_of(item: str) -> str:
    return next(
        code for code in SHEETS if load_catalogue().sheet(code, LAST).item(item) is not None
    )


@dataclass
class Desk:
    """A unit, its inspector, another one, the division's head and an administrator."""

    unit: UnitRow
    inspector: Actor
    other: Actor
    head: Actor
    administrator: Actor

    def look(self, actor: Actor | None = None) -> UnitFigures:
        return entering.look(actor or self.inspector, self.unit.code, "2026-10")

    def sheet(self, code: str = "complaints", actor: Actor | None = None) -> SheetFigures:
        return next(one for one in self.look(actor).sheets if one.sheet.code == code)

    def save(
        self,
        typed: dict[str, Typed],
        *,
        actor: Actor | None = None,
        sheet: str = "complaints",
        bases: dict[str, str] | None = None,
        **more: Any,
    ) -> entering.Saved:
        seen = self.sheet(sheet, actor).answers
        known = {code: now.operation_id for code, now in seen.items()}
        entry = Entry(typed, known if bases is None else bases, **more)
        who = actor or self.inspector
        return entering.save(who, self.unit.id, sheet, "2026-10", entry)

    def submitted(self) -> str:
        saved = self.save(COMPLETE, words="投诉台账 2026-10")
        assert saved.audit is not None
        entering.submit(self.inspector, saved.audit.id)
        return saved.audit.id


COMPLETE = {
    "CMP-01": pair("30", "42000"),
    "CMP-02": part("48", "50"),
    "CMP-03": part("27", "30"),
}


@pytest.fixture
def desk(own_url: str) -> Iterator[Desk]:
    with database().write(SYSTEM) as session:
        division = make_division(session)
        unit = make_unit(session, division)
        people = [
            make_person(session, name=name).id for name in ("周明慧", "陈立行", "罗建安", "沈清源")
        ]
        for person, role, scope in (
            (people[0], Role.INSPECTOR, {"unit_id": unit.id}),
            (people[1], Role.INSPECTOR, {"division_id": division.id}),
            (people[2], Role.DIVISION_HEAD, {"division_id": division.id}),
            (people[3], Role.ADMINISTRATOR, {}),
        ):
            give(session, person, role, **scope)
    yield Desk(unit, *(actor_of(person) for person in people))


class TestSaving:
    def test_figures_are_kept_as_a_draft_with_their_points(self, desk: Desk) -> None:
        saved = desk.save({"CMP-02": part("48", "50")}, words="投诉台账")
        assert saved.refusals == () and saved.audit is not None
        assert (saved.audit.state, saved.audit.kind, saved.audit.subject) == (
            "draft",
            "own",
            "投诉台账",
        )
        assert saved.audit.audited_on == LAST
        now = desk.sheet()
        assert now.cell.state == "draft" and now.score is not None
        line = next(line for line in now.score.lines if line.item == "CMP-02")
        assert plain(line.left) == "19.2"
        assert now.source is not None and now.source.words == "投诉台账"

    def test_what_is_refused_is_left_out_and_the_rest_kept(self, desk: Desk) -> None:
        saved = desk.save({"CMP-02": part("51", "50"), "CMP-03": part("1", "2")})
        assert [one.item for one in saved.refusals] == ["CMP-02"]
        assert set(desk.sheet().answers) == {"CMP-03"}

    def test_nothing_is_begun_where_everything_is_refused(self, desk: Desk) -> None:
        saved = desk.save({"CMP-02": part("51", "50")})
        assert saved.audit is None and len(saved.refusals) == 1
        assert desk.sheet().cell.state == "missing"

    def test_nothing_at_all_is_not_kept(self, desk: Desk) -> None:
        with pytest.raises(NothingEntered):
            desk.save({})

    def test_what_is_cleared_is_open_again(self, desk: Desk) -> None:
        desk.save(COMPLETE)
        desk.save({"CMP-02": Typed()})
        assert desk.sheet().answers["CMP-02"].answer is None

    def test_the_same_again_leaves_no_second_entry(self, desk: Desk) -> None:
        desk.save(COMPLETE, words="台账")
        before = {code: now.operation_id for code, now in desk.sheet().answers.items()}
        desk.save(COMPLETE, words="台账")
        assert {code: now.operation_id for code, now in desk.sheet().answers.items()} == before

    def test_a_month_to_come_has_no_figures_yet(self, desk: Desk) -> None:
        year = today().year + 1
        with pytest.raises(MonthToCome):
            entering.save(desk.inspector, desk.unit.id, "complaints", f"{year}-12", Entry(COMPLETE))

    def test_a_file_goes_with_words(self, desk: Desk) -> None:
        paper = read_paper(A_PDF, "台账.pdf")
        with pytest.raises(SourceMissing):
            desk.save(COMPLETE, paper=paper)
        desk.save(COMPLETE, words="台账", paper=paper)
        # The words alone again do not take the file's place.
        saved = desk.save({"CMP-02": part("49", "50")}, words="台账")
        assert saved.audit is not None
        (view,) = source_desk.sources_of(desk.head, saved.audit.id) or (None,)
        assert view is None, "a head does not see drafts"
        entering.submit(desk.inspector, saved.audit.id)
        (view,) = source_desk.sources_of(desk.head, saved.audit.id)
        assert view is not None and view.may_open and view.row.name == "台账.pdf"
        assert source_desk.source_file(desk.head, saved.audit.id, view.row.id) == A_PDF


class TestSubmitting:
    def test_all_that_is_in_the_way_is_named_at_once(self, desk: Desk) -> None:
        wrong = {"CMP-01": pair("", "许多"), "CMP-02": part("48", "50")}
        saved = desk.save(wrong)
        assert [one.place for one in saved.refusals] == ["numerator", "denominator"]
        assert isinstance(saved.lack, FiguresMissing)
        assert (saved.lack.items, saved.lack.source) == (("CMP-03",), True)
        saved = desk.save({"CMP-01": pair("1", "42000"), "CMP-03": part("1", "1")})
        assert isinstance(saved.lack, SourceMissing)
        assert desk.save({}, words="投诉台账").lack is None

    def test_valid_complaints_are_one_number_wherever_they_are_asked_for(self, desk: Desk) -> None:
        speak("zh")
        saved = desk.save({**COMPLETE, "CMP-03": part("27", "31")}, words="台账")
        assert [(one.item, one.place) for one in saved.refusals] == [
            ("CMP-01", "numerator"),
            ("CMP-03", "required"),
        ]
        assert set(desk.sheet().answers) == {"CMP-02"}
        first, second = map(refusal_words, saved.refusals)
        assert first.startswith("有效投诉（件）") and "30" in first and "CMP-03" in first
        assert "31" in second and "CMP-01" in second
        speak(None)

    def test_a_figure_that_contradicts_what_is_kept_is_refused_alone(self, desk: Desk) -> None:
        desk.save(COMPLETE, words="台账")
        (refusal,) = desk.save({"CMP-01": pair("29", "42000")}).refusals
        assert (refusal.item, refusal.place) == ("CMP-01", "numerator")
        (refusal,) = desk.save({"CMP-02": part("20", "29")}).refusals
        assert (refusal.item, refusal.place) == ("CMP-02", "required")
        both = {"CMP-01": pair("29", "42000"), "CMP-03": part("27", "29")}
        assert desk.save(both).refusals == ()

    def test_a_draft_that_contradicts_itself_already_is_not_submitted(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as before:
            before.setattr("dashboard.measured.reading.contradictions", lambda *_told: [])
            saved = desk.save({**COMPLETE, "CMP-03": part("27", "31")}, words="台账")
        assert saved.audit is not None and saved.refusals == ()
        with pytest.raises(FiguresDisagree) as refused:
            entering.submit(desk.inspector, saved.audit.id)
        assert refused.value.items == ("CMP-01", "CMP-03")
        assert desk.sheet().cell.state == "draft"

    def test_nothing_begun_lacks_everything_else(self, desk: Desk) -> None:
        saved = desk.save({"CMP-01": pair("", "许多")})
        assert isinstance(saved.lack, FiguresMissing) and saved.audit is None
        assert saved.lack.items == ("CMP-02", "CMP-03")

    def test_a_field_is_named_as_on_the_form(self) -> None:
        speak("zh")
        (refusal,) = _refusals("CMP-01", pair("", "42000"))
        assert refusal_words(refusal).startswith("缺少有效投诉（件）。")
        speak(None)

    def test_an_outage_without_anything_is_refused_at_both_fields(self) -> None:
        rows = [outage(on="", customers="")]
        assert [one.place for one in _refusals("IND-09", Typed(outages=rows))] == [
            "0.on",
            "0.customers",
        ]

    def test_complete_figures_with_a_source_are_submitted(self, desk: Desk) -> None:
        audit = desk.submitted()
        with database().read(desk.inspector) as session:
            row = get_audit(session, audit)
        assert (row.state, row.asks_confirmation) == ("submitted", False)
        assert row.k is not None and plain(row.k) == "944"

    def test_what_is_missing_is_named(self, desk: Desk) -> None:
        saved = desk.save({"CMP-02": part("48", "50")}, words="台账")
        assert saved.audit is not None
        with pytest.raises(FiguresMissing) as refused:
            entering.submit(desk.inspector, saved.audit.id)
        assert refused.value.items == ("CMP-01", "CMP-03")

    def test_without_a_source_nothing_is_submitted(self, desk: Desk) -> None:
        saved = desk.save(COMPLETE)
        assert saved.audit is not None
        with pytest.raises(SourceMissing):
            entering.submit(desk.inspector, saved.audit.id)

    def test_a_unit_without_any_such_case_is_submitted_and_not_scored(self, desk: Desk) -> None:
        nothing = {
            code: Typed(dict.fromkeys(typed.figures, "0")) for code, typed in COMPLETE.items()
        }
        saved = desk.save(nothing, words="本月无投诉")
        assert saved.audit is not None
        entering.submit(desk.inspector, saved.audit.id)
        now = desk.sheet()
        assert now.cell.state == "submitted" and now.score is not None
        assert now.score.k is None and now.score.k1 == now.score.k3


class TestCorrecting:
    def test_what_is_submitted_is_changed_only_with_a_reason(self, desk: Desk) -> None:
        desk.submitted()
        with pytest.raises(FiguresSubmitted):
            desk.save({"CMP-02": part("49", "50")}, words="投诉台账 2026-10")

    def test_a_correction_is_a_new_version_that_takes_its_place(self, desk: Desk) -> None:
        old = desk.submitted()
        saved = desk.save({"CMP-02": part("49", "50")}, words="更正后的台账", reason="漏计一件")
        assert saved.audit is not None and saved.audit.version == 2
        assert desk.sheet().cell.corrects
        entering.submit(desk.inspector, saved.audit.id)
        now = desk.sheet()
        assert now.answers["CMP-02"].answer == {
            "verdict": "measured",
            "actual": "49",
            "required": "50",
        }
        assert now.cell.others == 0
        with speaking("zh"):
            assert state_words(now.cell, seen=True) == "已提交 · 已更正 · 周明慧"
        ended = ending.ending_of(desk.inspector, saved.audit.id)
        assert ended.corrected is not None and ended.corrected.id == old
        sources = source_desk.sources_of(desk.inspector, saved.audit.id)
        assert [view.row.words for view in sources] == ["更正后的台账", "投诉台账 2026-10"]

    def test_a_correction_keeps_its_day_but_for_an_outage_that_came_later(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        every = {
            code: pair("95", "100") for code, item in ITEMS.items() if item.rule and "IND" in code
        }
        every |= {"IND-09": Typed(none=True)}
        monkeypatch.setattr(taking, "today", lambda: date(2026, 10, 9))
        saved = desk.save(every, sheet="indicators", words="月报")
        assert saved.audit is not None and saved.audit.audited_on == date(2026, 10, 9)
        entering.submit(desk.inspector, saved.audit.id)
        monkeypatch.setattr(taking, "today", lambda: date(2026, 10, 20))
        more = {"sheet": "indicators", "words": "月报", "reason": "漏计一件"}
        saved = desk.save({"IND-01": pair("94", "100")}, **more)
        assert saved.audit is not None and saved.audit.audited_on == date(2026, 10, 9)
        later = Typed(outages=[outage(on="2026-10-15")])
        saved = desk.save({"IND-09": later}, **more)
        assert saved.audit is not None and saved.audit.audited_on == date(2026, 10, 15)

    def test_a_head_reads_and_does_not_correct(self, desk: Desk) -> None:
        desk.submitted()
        assert not desk.look(desk.head).may_enter
        with pytest.raises(WordedError, match="not"):
            desk.save({"CMP-02": part("1", "2")}, actor=desk.head, words="x", reason="y")

    def test_an_administrator_corrects_what_an_inspector_entered(self, desk: Desk) -> None:
        desk.submitted()
        saved = desk.save(
            {"CMP-02": part("49", "50")}, actor=desk.administrator, words="台账", reason="漏计"
        )
        assert saved.audit is not None and saved.audit.version == 2


class TestTwoAtOnce:
    def test_the_second_is_told_and_nothing_is_replaced(self, desk: Desk) -> None:
        desk.save(COMPLETE, words="台账")
        seen = {code: now.operation_id for code, now in desk.sheet().answers.items()}
        desk.save({"CMP-02": part("40", "50")}, actor=desk.administrator, bases=seen)
        with pytest.raises(FiguresChanged) as told:
            desk.save({"CMP-02": part("45", "50"), "CMP-03": part("1", "30")}, bases=seen)
        assert told.value.items == ("CMP-02",)
        assert "沈清源" in say(told.value)
        now = desk.sheet().answers
        assert now["CMP-02"].answer is not None and now["CMP-02"].answer["actual"] == "40"
        assert now["CMP-03"].answer is not None and now["CMP-03"].answer["actual"] == "27"

    def test_having_seen_it_the_second_decides(self, desk: Desk) -> None:
        desk.save(COMPLETE)
        desk.save({"CMP-02": part("40", "50")}, actor=desk.administrator)
        desk.save({"CMP-02": part("45", "50")})
        now = desk.sheet().answers["CMP-02"]
        assert now.answer is not None and now.answer["actual"] == "45"

    def test_who_says_the_same_is_not_told(self, desk: Desk) -> None:
        desk.save(COMPLETE)
        seen = {code: now.operation_id for code, now in desk.sheet().answers.items()}
        desk.save({"CMP-02": part("40", "50")}, actor=desk.administrator, bases=seen)
        assert desk.save({"CMP-02": part("40", "50")}, bases=seen).refusals == ()

    def test_an_answer_of_a_tablet_is_not_replaced_unseen(self, desk: Desk) -> None:
        saved = desk.save({"IND-01": pair("93", "95")}, sheet="indicators")
        assert saved.audit is not None
        answer = {"verdict": "measured", "numerator": "90", "denominator": "95"}
        with database().write(desk.inspector) as session:
            record_operations(
                session,
                saved.audit.id,
                desk.inspector.me,
                [make_operation("IND-01", answer=answer, sequence=9)],
                saved.audit.created_at,
            )
        with pytest.raises(FiguresChanged):
            desk.save({"IND-01": pair("94", "95")}, sheet="indicators", bases={})

    def test_another_inspector_is_told_whose_figures_they_are(self, desk: Desk) -> None:
        desk.save(COMPLETE)
        cell = desk.sheet(actor=desk.other).cell
        assert (cell.state, cell.by, cell.audit) == ("draft", "周明慧", None)
        with pytest.raises(FiguresThere, match="周明慧"):
            desk.save(COMPLETE, actor=desk.other, words="另一份")


class TestOverview:
    def test_each_sees_what_is_entered_and_what_is_missing(self, desk: Desk) -> None:
        desk.submitted()
        desk.save({"SAT-01": part("90", "100")}, sheet="satisfaction")
        told = {
            name: entering.overview(getattr(desk, name), "2026-10")
            for name in ("inspector", "other", "head", "administrator")
        }
        states = {name: dict(one.states) for name, one in told.items()}
        all_seen = {"submitted": 1, "draft": 1, "missing": 3}
        assert states == {
            "inspector": all_seen,
            "other": all_seen,
            "head": {"submitted": 1, "missing": 4},
            "administrator": all_seen,
        }
        assert {name: desk.unit.id in one.entered for name, one in told.items()} == {
            "inspector": True,
            "other": True,
            "head": False,
            "administrator": True,
        }

    def test_a_correction_is_shown_as_one(self, desk: Desk) -> None:
        desk.submitted()
        desk.save({"CMP-02": part("49", "50")}, words="x", reason="漏计")
        cell = entering.overview(desk.inspector, "2026-10").cell(desk.unit.id, "complaints")
        assert cell.corrects and cell.others == 0

    def test_a_unit_that_is_not_there_is_not_looked_at(self, desk: Desk) -> None:
        with pytest.raises(WordedError, match="no unit"):
            entering.look(desk.inspector, "X9", "2026-10")


class TestThePeriod:
    def test_what_is_closing_begins_nothing_and_ends_what_was_begun(self, desk: Desk) -> None:
        desk.save(COMPLETE)
        period_desk.close(desk.administrator, MONTH)
        editable = {
            code: section_data(desk.look(), desk.sheet(code), desk.inspector.me, None)["editable"]
            for code in SHEETS
        }
        assert editable == {code: code == "complaints" for code in SHEETS}

    def test_what_is_sealed_is_read_only_and_says_so(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.submitted()
        period_desk.close(desk.administrator, MONTH)
        seal_as_seen(desk.administrator, MONTH)
        for actor, links in ((desk.inspector, False), (desk.administrator, True)):
            for code in SHEETS:
                data = section_data(desk.look(actor), desk.sheet(code, actor), actor.me, None)
                assert not data["editable"], code
            enter(monkeypatch, actor.me)
            for place in ({}, {"unit": desk.unit.code}):
                page = opened("measured", period="2026-10", **place)
                assert "2026-10已封存" in "".join(one.value for one in page.info)
                assert not page.get("file_uploader")
                assert bool(page.get("page_link")) == links

    def test_who_does_not_see_drafts_is_not_told_that_there_is_nothing(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.save(COMPLETE)
        shown = {}
        for name in ("inspector", "head"):
            enter(monkeypatch, getattr(desk, name).me)
            page = opened("measured", period="2026-10")
            (cells,) = rows(tables(page)["measured-overview"])
            shown[name] = (cells["complaints"], cells["callbacks"], texts(page))
        assert shown["inspector"][:2] == ("◐ 草稿", "○ 未填报")
        assert "已提交 0、草稿 1、未填报 4" in shown["inspector"][2]
        assert shown["head"][:2] == ("○ 未提交", "○ 未提交")
        assert "已提交 0、未提交 5" in shown["head"][2] and "未填报" not in shown["head"][2]


class TestTheForm:
    def test_it_gets_what_is_there_and_never_a_percentage_to_fill_in(self, desk: Desk) -> None:
        desk.save(COMPLETE, words="台账")
        data = section_data(desk.look(), desk.sheet(), desk.inspector.me, None)
        assert data["editable"] and not data["closed"] and data["source"] == "台账"
        item = next(one for one in data["items"] if one["code"] == "CMP-02")
        assert item["value"] == {"actual": "48", "required": "50"}
        assert (item["rate"], item["points"]) == ("96.00 %", "得 19.2 / 20 分")
        first = next(one for one in data["items"] if one["code"] == "CMP-01")
        assert "0.1" in first["rule"] and "0.01" in first["rule"]
        assert item["base"] == desk.sheet().answers["CMP-02"].operation_id

    def test_what_another_inspector_has_is_read_only(self, desk: Desk) -> None:
        desk.save(COMPLETE)
        data = section_data(
            desk.look(desk.other), desk.sheet(actor=desk.other), desk.other.me, None
        )
        assert not data["editable"]

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"typed": None, "bases": 3},
            {"typed": {"CMP-01": "x"}, "bases": ["y"]},
            {"typed": {"IND-09": {"outages": "no list", "none": "yes"}}},
            {"typed": {"IND-09": {"outages": [1, None, {"on": 5}] * 100}}},
        ],
    )
    def test_whatever_comes_back_is_read_or_left_out(self, sent: dict[str, Any]) -> None:
        typed = typed_of(sent)
        assert all(isinstance(one, Typed) for one in typed.values())
        assert isinstance(bases_of(sent), dict)
        for code, one in typed.items():
            with suppress(FigureRefused):
                read_typed(ITEMS[code], one, MONTH, LAST)
