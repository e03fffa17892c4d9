"""The page of the meeting's documents: what is offered to whom, made and handed out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.documents import desk
from dashboard.documents.jobs import Job
from dashboard.words import LANGUAGES, speak
from db.actors import Role
from tests.screens import SIGNS, enter, opened, sound, spoken, texts
from tests.test_sealing_periods import OCTOBER, audited
from tests.test_standings import Company


@pytest.fixture
def company(own_url: str) -> Iterator[Company]:
    found = Company()
    audited(found, 1, 3, 2)
    yield found
    st.cache_data.clear()
    speak(None)


def made(page: AppTest, kind: str) -> tuple[AppTest, Job]:
    """The page once the file is ready."""
    page.button(key=f"documents-make-{kind}").click().run()
    job: Job = page.session_state["documents-job"]
    assert job.wait(60)
    return sound(page.run()), job


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.ADMINISTRATOR, ["workbook", "slides", "notices", "minutes"]),
        (Role.DIVISION_HEAD, ["workbook", "notices"]),
        (Role.UNIT_REPRESENTATIVE, []),
        (Role.INSPECTOR, []),
    ],
)
def test_each_role_is_offered_what_is_its_own(
    company: Company, monkeypatch: pytest.MonkeyPatch, role: Role, kinds: list[str], language: str
) -> None:
    enter(monkeypatch, company.people[role])
    page = opened("documents", language, period=str(OCTOBER))
    keys = [button.key or "" for button in page.button]
    assert [key.rpartition("-")[2] for key in keys if key.startswith("documents-make")] == kinds
    assert not SIGNS.search(texts(page))


@pytest.mark.parametrize("kind", ["workbook", "slides", "notices", "minutes"])
def test_one_click_makes_a_file_and_another_hands_it_out(
    company: Company, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    page, job = made(opened("documents", period=str(OCTOBER)), kind)
    assert job.made is not None
    (offered,) = page.get("download_button")
    assert job.made.name in offered.proto.label


def test_a_file_is_not_handed_to_who_signs_in_after(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(monkeypatch, company.people[Role.ADMINISTRATOR])
    page, _job = made(opened("documents", period=str(OCTOBER)), "workbook")
    enter(monkeypatch, company.people[Role.DIVISION_HEAD])
    assert not sound(page.run()).get("download_button")
    assert page.button(key="documents-make-workbook")


def test_a_file_that_failed_says_so_and_can_be_tried_again(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(monkeypatch, company.people[Role.DIVISION_HEAD])
    page = opened("documents", period=str(OCTOBER))

    def stopped(*_given: object, **_more: object) -> desk.Made:
        raise desk.PlaceUnseen

    with monkeypatch.context() as patch:
        patch.setattr(desk, "notices", stopped)
        page.button(key="documents-make-notices").click().run()
        assert page.session_state["documents-job"].wait(30)
        page.run()
    words = "This link leads to what is not there in the period, or not yours to see."
    assert [error.value for error in page.error] == [spoken(words, "zh")]
    page, job = made(page, "notices")
    assert job.made is not None
