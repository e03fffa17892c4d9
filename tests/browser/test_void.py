"""An audit is made void with a reason, and counts nowhere from then on."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.looks import STATES
from db.actors import SYSTEM
from db.closing import submit_audit
from tests.browser.office import Office
from tests.browser.screens import go_to, row, settled, zh
from tests.factories import full_answers, give_answers, make_sheet


@pytest.fixture
def submitted(office: Office) -> str:
    """The one submitted audit of its unit."""
    unit, subject = office.new_unit(), f"工单 {uuid4().hex[:8]}"
    audit = office.begin("repair", unit_id=unit.id, subject=subject)
    with office.server.database.write(SYSTEM) as session:
        give_answers(session, office.audit(audit), full_answers(make_sheet("repair")))
    with office.server.database.write(SYSTEM) as session:
        submit_audit(session, audit, office.people[0].id, datetime.now(UTC))
    return audit


def test_a_void_audit_leaves_the_ranking_and_is_listed_as_void(
    page: Page, context: BrowserContext, office: Office, submitted: str
) -> None:
    begun = office.audit(submitted)
    ranking = f"{office.server.address}/ranking?period={begun.period}"
    office.let_in(context, "A1")
    page.goto(ranking)
    expect(row(page, begun.unit.name_zh)).to_be_visible()
    office.let_in(context, "P1")
    page.goto(office.link(submitted, "repair"))
    settled(page)
    offered = page.get_by_test_id("stPopoverButton").filter(has_text=zh("Make this audit void"))
    offered.tap()
    popover = page.get_by_test_id("stPopoverBody")
    popover.get_by_role("button").tap()
    expect(
        popover.get_by_text(zh("Say in a few words why the audit is made void."))
    ).to_be_visible()
    assert office.audit(submitted).state == "submitted"

    popover.get_by_role("textbox").fill("工单号填错，重新检查")
    popover.get_by_role("button").tap()
    expect(page.get_by_text(zh("Void: {reason}", reason="工单号填错，重新检查"))).to_be_visible()
    void = office.audit(submitted)
    assert (void.state, void.void_reason) == ("void", "工单号填错，重新检查")

    go_to(page, "audits")
    # So many audits of other tests are newer that the list's first page may not have room for it.
    page.get_by_role("radio", name=zh(STATES["void"])).tap()
    expect(row(page, begun.subject)).to_contain_text(zh(STATES["void"]))
    office.let_in(context, "A1")
    page.goto(ranking)
    settled(page)
    expect(row(page, begun.unit.name_zh)).to_have_count(0)
