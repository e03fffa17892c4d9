"""What is supposed and what is forecast stand beside what is, on the pages of both schemes."""

import pytest

from checklists.periods import Period
from dashboard.forecasts.stored import newest
from dashboard.looks import points_text
from dashboard.points.overview import overview
from dashboard.standings import standings
from dashboard.widgets.year_end import year_end_words
from dashboard.words import LANGUAGES, speaking
from db.actors import SYSTEM
from tests.screens import SIGNS, opened, rows, sound, spoken, tables, texts
from tests.test_pages import demo
from tests.test_points_outlook import RUNNING, actor

__all__ = ["demo"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_account_shows_what_is_supposed_beside_what_is(demo: str, language: str) -> None:
    one = overview(actor("A01"), RUNNING).units[0]
    asked = {"season": str(RUNNING), "unit": one.unit.code, "more": "HEV-05:2"}
    session = opened("points", language, **asked)
    balance, *_risk = rows(tables(session)["what-if-account-table"])
    assert balance["is"] == points_text(one.account.if_all)
    assert balance["would"] == points_text(one.account.if_all - 6)
    words = "Supposed, not official: nothing is written, and the official figures stay as they are."
    assert [warning.value for warning in session.warning] == [spoken(words, language)]
    assert not SIGNS.search(texts(session))


def test_an_address_that_does_not_fit_is_named_and_taken_out_by_a_button(demo: str) -> None:
    unit = overview(actor("A01"), RUNNING).units[0].unit.code
    session = opened("points", season=str(RUNNING), unit=unit)
    assert "what-if-account-table" not in tables(session)
    session.query_params["more"] = "HEV-99:1"
    session.query_params["no_more"] = "perhaps"
    session.run()
    (error,) = session.error
    assert "HEV-99:1" in error.value and "perhaps" in error.value
    (button,) = [
        one for one in session.button if one.label == spoken("Take all suppositions out", "zh")
    ]
    sound(button.click().run())
    assert "more" not in session.query_params and "no_more" not in session.query_params
    assert session.query_params["unit"] in (unit, [unit])


def test_the_ranking_shows_other_grades_and_the_official_ones_stay(demo: str) -> None:
    before = rows(tables(opened("ranking", period="2026-10"))["ranking"])
    session = opened("ranking", period="2026-10", bands="999,998,997")
    drawn = tables(session)
    assert rows(drawn["ranking"]) == before
    supposed = rows(drawn["what-if-scores-units"])
    assert len(supposed) == len(before)
    assert all(row["grade"].endswith(spoken("Fail", "zh")) for row in supposed)
    assert any("假设分析" in one.value for one in session.info)


def test_only_what_is_at_fault_is_taken_out_of_an_address(demo: str) -> None:
    code = standings(SYSTEM, Period.parse("2026-10")).units[0].row.code
    session = opened("ranking", period="2026-10")
    session.query_params["p"] = [f"{code}:abc", "nowhere:1.2"]
    session.query_params["bands"] = "999,998,997"
    session.run()
    (error,) = session.error
    assert "abc" in error.value and "nowhere" in error.value
    for value in (f"{code}:abc", "nowhere:1.2"):
        (button,) = [one for one in session.button if one.label.replace("\\", "") == taken(value)]
        button.click().run()
        assert not session.exception
    assert not session.error and "p" not in session.query_params
    assert "what-if-scores-units" in tables(session)


def taken(value: str) -> str:
    """The words of the button that takes one supposition out."""
    return spoken("Take “{value}” out", "zh", value=value)


def test_a_coefficient_that_does_not_fit_is_told_and_never_in_the_address(demo: str) -> None:
    code = standings(SYSTEM, Period.parse("2026-10")).units[0].row.code
    session = opened("ranking", period="2026-10")
    label = spoken("Difficulty coefficient", "zh")
    for typed, fits in (("abc", False), ("0", False), (" 1.50 ", True)):
        (field,) = [one for one in session.text_input if one.label == label]
        (unit,) = [one for one in session.selectbox if one.form_id == field.form_id]
        unit.set_value(code)
        field.input(typed)
        (send,) = [one for one in session.button if one.form_id == field.form_id]
        send.click().run()
        assert not session.exception
        assert bool(session.error) is not fits
        assert ("p" in session.query_params) is fits
    assert session.query_params["p"] in (f"{code}:1.5", [f"{code}:1.5"])


def test_a_unit_s_score_says_where_its_year_may_end(demo: str) -> None:
    year = Period.parse("2026")
    shown, stands = newest(SYSTEM, year, None), standings(SYSTEM, year)
    assert shown is not None
    unit = next(one for one in stands.units if one.k is not None)
    spread = shown.of_unit[unit.row.id].spread
    assert spread is not None
    session = opened("ranking", period="2026", unit=unit.row.code)
    with speaking("zh"):
        assert year_end_words(stands, spread) in texts(session)
    with speaking("en"):
        told = year_end_words(stands, (-3.0, 700.0, 800.0, 900.0, 1003.0))
    assert "-3 (■ Fail) to 1003 (★ Excellent)" in told and "**800 (● Good)**" in told
    month = texts(opened("ranking", period="2026-10", unit=unit.row.code))
    assert spoken("As forecast on {day}.", "zh", day=shown.forecast.as_of.isoformat()) not in month
