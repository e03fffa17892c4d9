"""What the start page tells of one's own score, and pages that are not for whoever opens them."""

from __future__ import annotations

from typing import Any

import pytest

from checklists.periods import Period
from dashboard import gate
from dashboard.looks import ROLES, change_text, period_text, score_text, shown_score, today
from dashboard.standings import standings
from dashboard.standings.at_start import stands_at_start
from dashboard.standings.released import released
from dashboard.view import View
from dashboard.words import speaking
from db.actors import Role
from tests.screens import opened, rows, spoken, tables, texts, title
from tests.staff import actor_of
from tests.test_pages import Small, demo, nothing_is_left, pressed, small

__all__ = ["demo", "nothing_is_left", "small"]
MONTH = Period.parse("2026-10")


def somebody(role: Role) -> int:
    return next(who for who, (_name, word) in gate.demo_people().items() if word == ROLES[role])


def as_role(patch: pytest.MonkeyPatch, role: Role) -> int:
    """The demo with the first person of a role at the page."""
    person, people = somebody(role), gate.demo_people()
    patch.setattr(gate, "demo_people", lambda: {person: people[person], **people})
    return person


@pytest.mark.parametrize("role", [Role.DIVISION_HEAD, Role.UNIT_REPRESENTATIVE, Role.ADMINISTRATOR])
def test_one_s_own_score_stands_on_the_start_page_as_in_the_ranking(
    demo: str, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    actor = actor_of(as_role(monkeypatch, role))
    (stand,) = stands_at_start(actor)
    told, before = (standings(actor, period) for period in (stand.month, stand.month.previous))
    own: dict[Role, Any] = {
        Role.DIVISION_HEAD: lambda found: found.divisions[0],
        Role.UNIT_REPRESENTATIVE: lambda found: found.units[0],
        Role.ADMINISTRATOR: lambda found: found.company,
    }
    now, was = own[role](told), own[role](before)
    assert stand.now == now and now.k is not None and was.k is not None
    assert stand.change == shown_score(now.k) - shown_score(was.k)
    shown = texts(opened())
    with speaking("zh"):
        assert f">{score_text(now.k)}</span>" in shown
        assert (
            change_text(shown_score(now.k) - shown_score(was.k)) in shown
            and score_text(was.k) in shown
        )
    assert now.provisional == ("◌" in shown)


def test_who_only_inspects_is_told_of_no_score_on_the_start_page(
    demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspector = as_role(monkeypatch, Role.INSPECTOR)
    assert stands_at_start(actor_of(inspector)) == ()
    assert '<span class="heng-score">' not in texts(opened())


def test_from_one_s_own_score_one_gets_to_where_it_comes_from_and_to_the_trends(
    demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_role(monkeypatch, Role.DIVISION_HEAD)
    for words, page in (
        ("Where this score comes from", "Where a score comes from"),
        ("Trends", "Trends"),
    ):
        session = opened()
        pressed(session, spoken(words, "zh"))
        assert title(session) == spoken(page, "zh")
        assert "D1" in session.query_params["division"]


def test_a_month_after_one_without_score_has_no_change(small: Small) -> None:
    (stand,) = stands_at_start(small.actor)
    assert (stand.row, stand.change, stand.view) == (None, None, View(period=str(stand.month)))
    words = spoken(
        "{period} was not scored, so there is no change to tell",
        "zh",
        period=f"{stand.month.previous}",
    )
    assert words.split(str(stand.month.previous))[-1] in texts(opened())


@pytest.mark.parametrize("page", ["ranking", "explain", "trends"])
def test_a_page_that_is_not_an_inspector_s_says_whose_it_is(
    demo: str, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    as_role(monkeypatch, Role.INSPECTOR)
    session = opened(page, period="2026", unit="D1-01")
    whose = {
        "ranking": "The ranking is for division heads, unit representatives and the evaluation "
        "meeting.",
        "explain": "Explanations are for division heads, unit representatives and the meeting.",
        "trends": "Trends are for division heads and unit representatives.",
    }[page]
    assert spoken(whose, "zh") in texts(session)
    assert not tables(session)
    assert [box.key for box in session.selectbox] == ["demo-person"]
    pressed(session, spoken("See the audits", "zh"))
    assert title(session) == spoken("Audits", "zh")


@pytest.mark.parametrize("show", ["course", "heat", "change", "sheets", "losses", "beside"])
def test_a_unit_without_audits_has_words_of_its_own_in_every_view(small: Small, show: str) -> None:
    session = opened("trends", unit=small.unscored.code, show=show, period=str(today().year))
    assert "西站" in said_of(texts(session))


def test_a_unit_without_hotline_figures_is_told_so(small: Small) -> None:
    session = opened("trends", unit=small.unscored.code, show="hotline", period="2026")
    words = spoken("{unit} has no figures of the hotline.", "zh", unit="西站")
    assert words in texts(session)


def said_of(words: str) -> str:
    """The sentences that say that something is not there."""
    return "\n".join(line for line in words.splitlines() if "没有" in line or "未评分" in line)


def test_the_meeting_begins_with_what_is_released_and_how_far_it_is(
    demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = actor_of(as_role(monkeypatch, Role.MEETING_VIEWER))
    (one,) = released(actor)
    told = standings(actor, one.period)
    assert told.company is not None and one.company == told.company
    page = opened()
    (row,) = rows(tables(page)["released"])
    with speaking("zh"):
        assert row["period"] == period_text(str(one.period))
        assert row["k"].startswith(score_text(told.company.k))
    assert (row["state"], row["units"]) == (spoken("In progress", "zh"), str(one.units))
    pressed(page, spoken("See the ranking of {period}", "zh", period=row["period"]))
    assert title(page) == spoken("Ranking", "zh")
    assert str(one.period) in page.query_params["period"]


def test_where_nothing_is_released_the_meeting_is_told_so(
    demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_role(monkeypatch, Role.MEETING_VIEWER)
    monkeypatch.setattr("dashboard.widgets.released.released", lambda _actor: ())
    page = opened()
    assert "尚未发布排名" in texts(page)
    assert "released" not in tables(page)
