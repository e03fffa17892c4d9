"""The ranking of divisions and the company, coverage, and coefficients as the pages draw them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from checklists.catalogue_loader import load_catalogue
from checklists.coverage import Missing
from checklists.exact import half_up, plain
from checklists.periods import Period
from dashboard import oversight
from dashboard.looks import equals, score_text, today
from dashboard.standings import standings
from dashboard.widgets.coverage import missing_words
from dashboard.widgets.explain.headline import points_of
from dashboard.words import speaking
from db.actors import SYSTEM, Role
from tests.screens import enter, opened, rows, sound, spoken, tables, texts
from tests.test_pages import Small, button, demo, nothing_is_left, pressed, small
from tests.test_standings import PERIOD, Company, company

__all__ = ["company", "demo", "nothing_is_left", "small"]


def test_a_level_in_the_address_is_opened_and_a_division_tells_its_formula(demo: str) -> None:
    session = opened("ranking", level="divisions", division="D2", period="2026-Q2")
    drawn = tables(session)
    stands = standings(SYSTEM, Period.parse("2026-Q2"))
    with speaking("zh"):
        assert [(row["place"], row["k"]) for row in rows(drawn["ranking-divisions"])] == [
            (str(group.place), score_text(group.k)) for group in stands.divisions
        ]
    (division,) = [group for group in stands.divisions if group.row and group.row.code == "D2"]
    units = rows(drawn["ranking-division-units"])
    assert [unit["p"] for unit in units] == [plain(unit.coefficient) for unit in division.units]
    weighted, weight = division.mean.weighted, division.mean.weight
    filled_in = f"{plain(half_up(weighted, 6))} ÷ {plain(half_up(weight, 6))} × 1000"
    exact = half_up(weighted, 6) == weighted and half_up(weight, 6) == weight
    sign = "=" if exact else "≈"
    assert f"{filled_in} {sign} **{plain(division.k or Decimal(0))}**" in texts(session)
    company = opened("ranking", level="company", period="2026-Q2")
    shares = rows(tables(company)["ranking-company"])
    whole = stands.company
    assert whole is not None and whole.k is not None
    assert sum(Decimal(share["weight"]) for share in shares) == whole.mean.weight
    assert f"**{plain(whole.k)}**" in texts(company)


def test_what_coverage_lacks_is_said_in_plain_words() -> None:
    rules = load_catalogue().standing_rules("gas-1000", today())
    lack = Missing("division_per_unit", needed=2, found=1, sheet="inspection")
    with speaking("zh"):
        (line,) = missing_words(rules, [lack])
    assert line.endswith("：入户安检与换表，已 1 次，应 2 次")


def test_what_coverage_lacks_is_listed_and_marked_with_a_word(demo: str) -> None:
    stands = standings(SYSTEM, Period.parse("2026"))
    lacking = {unit.row.name_zh for unit in stands.units if unit.missing}
    session = opened("ranking", level="coverage")
    assert {row["unit"] for row in rows(tables(session)["ranking-coverage"])} == lacking
    session = opened("ranking")
    columns = {column["key"] for column in tables(session)["ranking"]["columns"]}
    provisional = {unit.row.name_zh for unit in stands.units if unit.provisional}
    assert ("provisional" in columns) == bool(provisional)
    marked = {
        row["unit"]
        for row in rows(tables(session)["ranking"])
        if row.get("provisional", "–") != "–"
    }
    assert marked == provisional != set()


def test_coefficients_are_looked_at_before_they_hold(small: Small) -> None:
    session = opened("coefficients")
    unit = small.scored
    assert [row["value"] for row in rows(tables(session)["coefficients"])] == ["1", "1"]
    session.multiselect[0].set_value([unit.id]).run()
    (typed,) = [box for box in session.text_input if box.label == unit.name("zh")]
    typed.set_value("1,3")
    button(session, spoken("See what changes", "zh")).click().run()
    assert [error.value for error in session.error] == [
        spoken(
            "{unit}: “{value}” is no number. Enter a coefficient like 1.2.",
            "zh",
            unit=unit.code,
            value="1,3",
        )
    ]
    (typed,) = [box for box in session.text_input if box.label == unit.name("zh")]
    assert typed.value == "1,3"
    typed.set_value("1.3")
    pressed(session, spoken("See what changes", "zh"))
    assert [row["after"] for row in rows(tables(session)["coefficients-changes"])] == ["1.3"]
    session.button(key="coefficients-settle").click().run()
    assert [error.value for error in session.error] == [
        spoken("Say in a few words why; it is kept in the trail.", "zh")
    ]
    (why,) = [
        b for b in session.text_input if b.label == spoken("Reason (kept in the trail)", "zh")
    ]
    why.set_value("户数多").run()
    session.button(key="coefficients-settle").click().run()
    (row,) = [row for row in rows(tables(sound(session))["coefficients"]) if row["value"] == "1.3"]
    assert (row["unit"], row["reason"]) == (unit.name("zh"), "户数多")
    assert not session.multiselect[0].value


def test_places_are_said_to_be_among_those_one_sees(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    for found, unit in enumerate((company.a1, company.a2, company.b1)):
        company.audit(unit, found)
    period = str(PERIOD)

    def shown(role: Role) -> tuple[str, list[str], str]:
        enter(monkeypatch, company.people[role])
        page = opened("ranking", period=period)
        drawn = tables(page)["ranking"]
        (label,) = [one["label"] for one in drawn["columns"] if one["key"] == "place"]
        return label, [row["place"] for row in rows(drawn)], texts(page)

    label, places, said = shown(Role.ADMINISTRATOR)
    assert (label, places) == (spoken("Place", "zh"), ["1", "2", "2"])
    among = "Places are among the {number} units you see, not in the company."
    assert spoken(among, "zh", number=3) not in said
    label, places, said = shown(Role.DIVISION_HEAD)
    assert (label, places) == (spoken("Place in the division", "zh"), ["1", "2"])
    assert spoken(among, "zh", number=2) in said
    label, places, said = shown(Role.UNIT_REPRESENTATIVE)
    assert (label, places) == (spoken("Place among those seen", "zh"), ["–"])
    assert spoken("You see only one here, and so there is no place.", "zh") in said


def test_a_formula_whose_figures_are_rounded_does_not_claim_to_be_equal() -> None:
    assert equals(Fraction(35, 2), Fraction("0.000001")) == "="
    assert equals(Fraction(1), Fraction(2, 3)) == "≈"
    assert equals(Fraction(1), None) == "="
    assert points_of(Fraction(2, 3)) == "0.666667"


def test_the_meeting_is_told_that_figures_may_change_and_is_offered_no_drafts(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.audit(company.a1, 1)
    oversight.release(company.actor(), str(PERIOD))
    enter(monkeypatch, company.people[Role.MEETING_VIEWER])
    said = texts(opened("ranking", period=str(PERIOD)))
    may_change = spoken(
        "As of {moment}. Until the period is sealed, the figures may still change.", "zh"
    )
    assert may_change.partition("{moment}")[2] in said
    page = opened("audits")
    assert spoken("Score a sheet", "zh") not in [button.label for button in page.button]
    (states,) = [one for one in page.button_group if one.key == "audits-state"]
    assert spoken("Draft", "zh") not in states.options


def test_the_trail_names_audits_by_unit_sheet_and_day(small: Small) -> None:
    named = [row["thing"] for row in rows(tables(opened("trail"))["trail"])]
    (void,) = [thing for thing in named if small.void.id in thing][:1]
    assert small.scored.name("zh") in void
    assert small.void.audited_on.isoformat() in void
