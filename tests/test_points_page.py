"""The page of accounts without a browser: who sees what, deciding, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from checklists.periods import Period
from dashboard.points import finding
from dashboard.words import LANGUAGES
from db.account import reading
from db.actors import SYSTEM
from db.session import database
from tests.db.accounts_world import AT, SEASON, Accounts
from tests.screens import SIGNS, enter, opened, rows, sound, spoken, tables, texts

CODES = [f"N-{number}" for number in range(3)]


@pytest.fixture
def accounts(own_url: str) -> Accounts:
    """Three late orders of the first unit."""
    with database().write(SYSTEM) as session:
        found = Accounts(session)
        for number in CODES:
            found.order(number=number, answered_at=AT + timedelta(hours=5))
    finding.find(Period.parse(SEASON))
    return found


@pytest.fixture(autouse=True)
def nothing_is_left() -> object:
    yield
    st.cache_data.clear()


def page(
    accounts: Accounts,
    patch: pytest.MonkeyPatch,
    who: str = "head",
    language: str = "zh",
    **query: str,
) -> AppTest:
    enter(patch, accounts.people[who].id)
    return opened("points", language, season=SEASON, **query)


def events(accounts: Accounts) -> list[reading.EventRow]:
    with database().read(SYSTEM) as session:
        return reading.events(session, SEASON)


def tick(session: AppTest, number: str) -> None:
    next(box for box in session.checkbox if number in box.label).check()


def press(session: AppTest, words: str) -> AppTest:
    (button,) = [one for one in session.button if one.label == spoken(words, "zh")]
    button.click().run()
    return session


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_accounts_stand_in_a_table_in_both_languages(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    session = page(accounts, monkeypatch, language=language)
    (first, second) = rows(tables(session)[f"points-{SEASON}"])
    assert (first["left"], first["if_all"], second["left"]) == ("100", "97", "100")
    assert first["waiting"] == spoken("{points} ({number})", language, points="−3", number=3)
    assert first["standing"] == spoken("Passes", language)
    assert not SIGNS.search(texts(session))


def test_one_unit_is_opened_by_the_address(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page(accounts, monkeypatch, unit=accounts.unit.code)
    shown = rows(tables(session)[f"statement-{accounts.unit.id}-{SEASON}"])
    assert {row["proof"] for row in shown} == set(CODES)
    assert {(row["code"], row["points"]) for row in shown} == {("HEV-01", "−1")}
    assert len(session.get("plotly_chart")) == 1


def test_several_are_confirmed_with_one_look(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page(accounts, monkeypatch, unit=accounts.unit.code)
    for number in CODES[:2]:
        tick(session, number)
    sound(press(session, "Confirm what is ticked"))
    states = {row.number: row.state for row in events(accounts)}
    assert states == {"N-0": "confirmed", "N-1": "confirmed", "N-2": "waiting"}
    assert "**98 / 100" in texts(session)


def test_rejecting_without_a_reason_keeps_the_ticks(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page(accounts, monkeypatch, unit=accounts.unit.code)
    tick(session, "N-1")
    press(session, "Reject what is ticked")
    assert len(session.error) == 1
    assert ["N-1" in box.label for box in session.checkbox if box.value] == [True]
    session.text_input(key=f"waiting-{accounts.unit.id}-reason-0").set_value("用户改期，有录音")
    sound(press(session, "Reject what is ticked"))
    held = {row.number: row.decision for row in events(accounts)}
    assert held["N-1"] is not None and held["N-1"].reason == "用户改期，有录音"


def test_a_unit_s_representative_sees_the_account_and_nothing_to_press(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page(accounts, monkeypatch, "unit")
    assert f"statement-{accounts.unit.id}-{SEASON}" in tables(session)
    assert not session.checkbox and not session.text_input
    assert not session.get("file_uploader")


@pytest.mark.parametrize("who", ["inspector", "viewer"])
def test_who_has_no_account_to_look_at_is_told_so(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    session = page(accounts, monkeypatch, who)
    assert not tables(session)
    assert spoken(
        "You are not allowed to do this. Ask an administrator for the role.", "zh"
    ) in texts(session)


def test_a_unit_that_is_not_one_s_own_is_not_opened(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page(accounts, monkeypatch, "head elsewhere", unit=accounts.unit.code)
    assert accounts.unit.name_zh not in texts(session)
    assert not [key for key in tables(session) if key.startswith(f"statement-{accounts.unit.id}-")]
