"""Deductions are decided on with one look, entered by hand with proof; eliminations recorded."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from db.account import deciding, proposing
from db.account.proposing import Proof
from db.actors import SYSTEM
from db.session import Database
from tests.browser.office import Office
from tests.browser.screens import row, settled, zh
from tests.db.accounts_world import AT, SEASON, Accounts
from tests.db.conftest import in_name_of
from tests.pictures import photo


@pytest.fixture
def accounts(office: Office) -> Accounts:
    """A heating division of its own beside the office, with two late orders of its first unit."""
    with office.server.database.write(SYSTEM) as session:
        made = Accounts(session)
        for number in ("甲", "乙"):
            made.order(number=f"{made.unit.code}-{number}", answered_at=AT + timedelta(hours=5))
    return made


def open_unit(
    page: Page, context: BrowserContext, office: Office, made: Accounts, who: str
) -> None:
    office.server.let_in(context, made.people[who].id)
    page.goto(f"{office.server.address}/points?season={SEASON}&unit={made.unit.code}")
    settled(page)


def headline(page: Page, left: int) -> None:
    expect(page.get_by_text(f"{left} / 100")).to_be_visible()


def fallen(database: Database, made: Accounts, times: int) -> None:
    """The unit lost so many times ten points."""
    with database.write(SYSTEM) as session:
        made.session = session
        keys = []
        with in_name_of(session, made.actor("agent")) as other:
            for _time in range(times):
                proof = Proof("录音.pdf", "7" * 64, "application/pdf")
                keys.append(proposing.enter_event(other, made.entered(proof=proof), AT))
        with in_name_of(session, made.actor("head")) as other:
            deciding.decide(other, dict.fromkeys(keys, 0), "confirmed", "", AT)


def test_what_waits_is_confirmed_with_one_look_and_opened_in_the_statement(
    page: Page, context: BrowserContext, office: Office, accounts: Accounts
) -> None:
    office.server.let_in(context, accounts.people["head"].id)
    page.goto(f"{office.server.address}/points?season={SEASON}")
    settled(page)
    row(page, accounts.unit.name_zh).first.get_by_role("button").first.tap()
    headline(page, 100)
    page.get_by_role("button", name=zh("Tick all")).tap()
    for order in (f"{accounts.unit.code}-甲", f"{accounts.unit.code}-乙"):
        expect(page.get_by_role("checkbox", name=order)).to_be_checked()
    page.get_by_role("button", name=zh("Confirm what is ticked")).tap()
    headline(page, 98)
    expect(page.get_by_text(zh("Nothing waits for a decision."), exact=True)).to_be_visible()
    assert f"unit={accounts.unit.code}" in page.url
    row(page, f"{accounts.unit.code}-甲").first.get_by_role("button").first.tap()
    order = zh("Order {number}", number=f"{accounts.unit.code}-甲")
    expect(page.get_by_role("button", name=zh("Reject after all"))).to_be_visible()
    page.get_by_role("button", name=order).tap()
    settled(page)
    page.get_by_role("button", name=zh("Back to the account")).tap()
    headline(page, 98)
    assert f"unit={accounts.unit.code}" in page.url


def test_an_agent_enters_a_deduction_with_a_photo_and_a_head_decides(
    page: Page, context: BrowserContext, office: Office, accounts: Accounts
) -> None:
    open_unit(page, context, office, accounts, "agent")
    page.get_by_text(zh("Enter a deduction by hand")).tap()
    page.get_by_role("combobox", name=zh("Event")).tap()
    page.get_by_role("option").filter(has_text="HEV-09").tap()
    page.get_by_role("textbox", name=zh("What happened, who found it out and how")).fill(
        "与用户争吵，录音核实"
    )
    send = page.get_by_role("button", name=zh("Propose the deduction"))
    send.tap()
    # Without proof it is refused, and what was typed stays.
    words = zh("Proof: nothing was given. Add a file or the number of an order of this unit.")
    expect(page.get_by_text(words)).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(page.get_by_text("现场.jpg")).to_be_visible()
    settled(page)
    send.tap()
    said = zh("The deduction has been proposed and waits for a decision.")
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text(zh("Confirm what is ticked"))).to_have_count(0)
    open_unit(page, context, office, accounts, "head")
    who = zh("entered by {person}", person=accounts.people["agent"].name)
    expect(page.get_by_role("checkbox", name=who)).to_have_count(1)


def test_below_the_line_people_record_what_they_decided(
    page: Page, context: BrowserContext, office: Office, accounts: Accounts
) -> None:
    fallen(office.server.database, accounts, 3)
    open_unit(page, context, office, accounts, "head")
    expect(page.get_by_text("△").first).to_be_visible()
    page.get_by_text(zh("Keep the unit")).tap()
    reason = page.get_by_role("textbox", name=zh("Reason (kept in the trail)")).first
    reason.fill("限期两个月整改")
    page.get_by_text(zh("I have looked at every deduction; the decision stays in the trail.")).tap()
    page.get_by_role("button", name=zh("Record the decision")).tap()
    expect(page.get_by_text(zh("The decision has been recorded."))).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_text("限期两个月整改")).to_be_visible()
