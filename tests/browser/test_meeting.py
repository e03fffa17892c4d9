"""A meeting on a projector: keys turn slides at once, places are revealed, decisions are kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from checklists.periods import Period
from dashboard.looks import today
from db.actors import SYSTEM, Role
from db.grants import actor_of, all_held
from db.meetings.deciding import NewDecision, take_down
from db.meetings.reading import minutes
from tests.browser.screens import YEAR, settled
from tests.browser.server import Server
from tests.browser.signing import play

PROJECTOR = {"width": 1920, "height": 1080}
TURN = """() => {
  const found = (root) => root.querySelector('[data-testid=meeting-slide]')
    || [...root.querySelectorAll('*')].filter((node) => node.shadowRoot)
      .map((node) => found(node.shadowRoot)).find(Boolean);
  const before = found(document), start = performance.now();
  document.dispatchEvent(new KeyboardEvent('keydown', {key: 'PageDown', bubbles: true}));
  const after = found(document);
  after.getBoundingClientRect();
  return [before.dataset.slide, after.dataset.slide, performance.now() - start];
}"""


@pytest.fixture
def projected(page: Page, demo: Server) -> Page:
    """The meeting on the year, opened by an administrator on a projector."""
    page.set_viewport_size(PROJECTOR)
    page.goto(f"{demo.address}/meeting?period={YEAR}")
    play(page, Role.ADMINISTRATOR)
    expect(slide(page)).to_be_visible()
    settled(page)
    # Keys belong to whatever has the focus: the role was chosen from a list.
    slide(page).click()
    return page


def slide(page: Page) -> Locator:
    return page.get_by_test_id("meeting-slide")


def turn_to(page: Page, name: str) -> None:
    """Turn slides by the remote control until one is there."""
    for _each in range(400):
        if slide(page).get_attribute("data-slide") == name:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"there is no slide {name}")


def test_a_key_turns_at_once_and_the_address_keeps_the_place(projected: Page) -> None:
    before, after, milliseconds = projected.evaluate(TURN)
    assert (before, after) == ("cover", "present")
    assert milliseconds < 200
    projected.keyboard.press("PageDown")
    expect(slide(projected)).to_have_attribute("data-slide", "totals")
    expect(projected).to_have_url(re.compile(rf"period={YEAR}.*slide=3"))
    projected.reload()
    expect(slide(projected)).to_have_attribute("data-slide", "totals")
    projected.keyboard.press("PageUp")
    projected.keyboard.press("ArrowLeft")
    expect(slide(projected)).to_have_attribute("data-slide", "cover")
    projected.keyboard.press("End")
    expect(slide(projected)).to_have_attribute("data-slide", "decided")


def test_places_are_revealed_from_the_bottom_or_from_the_top(projected: Page) -> None:
    turn_to(projected, "units")
    rows, hidden = (
        projected.get_by_test_id("meeting-row"),
        projected.get_by_test_id("meeting-hidden"),
    )
    expect(rows).to_have_count(0)
    number = hidden.count()
    projected.keyboard.press("PageDown")
    expect(rows).to_have_count(1)
    expect(hidden).to_have_count(number - 1)
    last = rows.first.inner_text()
    projected.get_by_test_id("meeting-from_top").click()
    expect(rows).to_have_count(0)
    projected.keyboard.press(" ")
    expect(rows).to_have_count(1)
    assert rows.first.inner_text() != last and rows.first.inner_text().startswith("1")
    projected.keyboard.press("ArrowDown")
    expect(hidden).to_have_count(0)


def test_a_decision_is_kept_while_typed_and_once_taken_down(
    projected: Page, demo: Server, request: pytest.FixtureRequest
) -> None:
    turn_to(projected, "models")
    place = getattr(request.node, "execution_count", 1)
    projected.get_by_test_id("meeting-unit-model").select_option(index=place)
    projected.get_by_test_id("decision-decision-yes").click()
    projected.get_by_test_id("decision-words").fill("全年服务稳定 F")
    projected.reload()
    expect(projected.get_by_test_id("decision-words")).to_have_value("全年服务稳定 F")
    projected.get_by_test_id("decision-save").click()
    expect(projected.get_by_test_id("decision-held")).to_contain_text("全年服务稳定 F")
    turn_to(projected, "decided")
    expect(slide(projected)).to_contain_text("未封存")
    with demo.database.read(SYSTEM) as session:
        kept = minutes(session, Period.parse(YEAR)).on_units("model")
    assert [(row.decision, row.words) for row in kept][-1] == ("yes", "全年服务稳定 F")


def test_what_one_typed_stays_in_sight_where_somebody_else_was_first(
    projected: Page, demo: Server, request: pytest.FixtureRequest
) -> None:
    turn_to(projected, "another")
    place = getattr(request.node, "execution_count", 1)
    projected.get_by_test_id("meeting-unit-elimination").select_option(index=place)
    unit = int(projected.get_by_test_id("meeting-unit-elimination").input_value())
    projected.get_by_test_id("decision-decision-keep").click()
    projected.get_by_test_id("decision-words").fill("我方的理由")
    new = NewDecision(str(uuid4()), "elimination", unit, "eliminate", "对方的理由", "", 0)
    with demo.database.read(SYSTEM) as session:
        held = all_held(session, today())
        clerk = next(row.person_id for row in held if row.role == Role.ADMINISTRATOR)
        other = actor_of(session, clerk, today())
    assert other is not None
    with demo.database.write(other) as session:
        take_down(session, Period.parse(YEAR), new, datetime.now(UTC))
    projected.get_by_test_id("decision-save").click()
    expect(projected.get_by_test_id("decision-error")).to_be_visible()
    expect(projected.get_by_test_id("decision-held")).to_contain_text("对方的理由")
    expect(projected.get_by_test_id("decision-words")).to_have_value("我方的理由")
    projected.get_by_test_id("decision-drop").click()
    expect(projected.get_by_test_id("decision-words")).to_have_count(0)
