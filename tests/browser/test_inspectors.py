"""A double audit is planned in the browser, found by both, and neither sees the other's."""

from playwright.sync_api import BrowserContext, Page, expect

from dashboard.looks import today
from db import grants
from db.actors import SYSTEM, Role
from db.doubles import doubles
from tests.browser.office import Office
from tests.browser.screens import settled, zh


def test_a_double_audit_is_planned_and_begun_by_each_for_themselves(
    page: Page, context: BrowserContext, office: Office
) -> None:
    unit, month = office.new_unit(), today().isoformat()[:7]
    with office.server.database.write(SYSTEM) as session:
        for code in ("P1", "P2"):
            grants.give(
                session,
                office.person(code).id,
                Role.INSPECTOR,
                unit_id=unit.id,
                valid_from=today(),
            )
    office.let_in(context, "A1")
    page.goto(f"{office.server.address}/inspectors?show=plan")
    settled(page)
    page.get_by_role("combobox", name=zh("Unit")).tap()
    page.get_by_role("option", name=unit.name_zh).tap()
    settled(page)
    page.get_by_role("textbox", name=zh("Subject (place, number or address that both audit)")).fill(
        "2 号窗口"
    )
    button = page.get_by_role("button", name=zh("Plan the double audit"))
    button.tap()
    expect(page.get_by_role("alert")).to_contain_text(zh("First inspector"))
    for field, code in (("First inspector", "P1"), ("Second inspector", "P2")):
        page.get_by_role("combobox", name=zh(field)).tap()
        page.get_by_role("option", name=office.person(code).name).tap()
        settled(page)
    button.tap()
    expect(
        page.get_by_text(zh("The double audit is planned: both find it on their start page."))
    ).to_be_visible()
    with office.server.database.read(SYSTEM) as session:
        (row,) = [one for one in doubles(session, month, month) if one.unit.id == unit.id]
    assert row.subject == "2 号窗口"
    for code in ("P1", "P2"):
        office.let_in(context, code)
        page.goto(office.server.address)
        settled(page)
        page.get_by_role("button", name=f"{unit.name_zh}").filter(has_text="2 号窗口").tap()
        page.wait_for_url("**audit=**")
        assert f"audit={row.audit_of(office.person(code).id)}" in page.url
        settled(page)
        note = (
            "Double audit: two inspectors score it apart to compare inspectors. It enters no score "
            "of the unit."
        )
        expect(page.get_by_text(zh(note))).to_be_visible()
        expect(page.get_by_text(zh("Fill in together"))).to_have_count(0)
    # The second inspector asks for the first one's audit by its address.
    page.goto(f"{office.server.address}/{row.sheet}?audit={row.audits[0]}")
    settled(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_text("2 号窗口")).to_have_count(0)
