"""Signing in and out at the tablet, and what each role finds there."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from db import organisation, sign_ins
from db.actors import SYSTEM, Role
from db.attempts import FAILURES_OF_ACCOUNT
from db.closing import submit_audit
from tests.browser.form import Form
from tests.browser.office import PASSWORD, Office, add_person, give
from tests.browser.screens import expect_page, go_to, primary, row, settled, zh
from tests.browser.server import Server
from tests.browser.signing import choose_password, expect_sign_in, field, play, sign_in
from tests.browser.tablet import Watch
from tests.factories import MET, full_answers, give_answers, make_sheet

ADMINISTRATION = ("organisation", "people", "periods", "releases", "trail")
WRONG = "Name or password is wrong. Check both and try again."
LOCKED = "Too many failed attempts. Wait {minutes} minutes, or ask an administrator."
CHOSEN = "芦苇 beside the canal"
RANKING = re.compile("^See the ranking of ")
RANKING_ZH = re.compile("^查看 .+ 排名$")


@pytest.fixture
def gate(served_office: Office) -> Office:
    """The small organisation; nobody is signed in at the tablet."""
    return served_office


def newcomer(office: Office, code: str, **fields: bool) -> int:
    """Another inspector, whose failures and passwords are no other test's."""
    with office.server.database.write(SYSTEM) as session:
        person = add_person(session, code, "郑远山", **fields).id
        give(session, person, Role.INSPECTOR, unit_id=office.units[0].id)
    return person


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_signs_in_by_the_page_and_a_wrong_password_is_said(
    language: str, page: Page, gate: Office, watch: Watch
) -> None:
    code = f"S-{language}"
    newcomer(gate, code)
    page.goto(f"{gate.server.address}/?lang={language}")
    expect_sign_in(page)
    watch.expected.append("401")
    for login, password in ((code, "wrong"), ("nobody", PASSWORD)):
        sign_in(page, login, password)
        expect(
            page.get_by_role("alert").get_by_text(zh(WRONG) if language == "zh" else WRONG)
        ).to_be_visible()
        expect(field(page, "login")).to_have_value(login)
    sign_in(page, code.lower(), PASSWORD)
    expect(page.locator("a[href$=hotline]").first).to_be_visible()
    expect(page.locator(".heng-me")).to_have_text("郑远山")


def test_after_many_failures_even_the_right_password_waits(
    page: Page, gate: Office, watch: Watch
) -> None:
    newcomer(gate, "LOCK")
    watch.expected += ["401", "429"]
    page.goto(gate.server.address)
    alert = page.get_by_role("alert")
    for _each in range(FAILURES_OF_ACCOUNT):
        with page.expect_response("**/api/session"):
            sign_in(page, "LOCK", "wrong")
        expect(alert.get_by_text(zh(WRONG))).to_be_visible()
    sign_in(page, "LOCK", PASSWORD)
    expect(alert.get_by_text(zh(LOCKED, minutes=15))).to_be_visible()
    page.reload()
    expect_sign_in(page)


def test_a_link_to_an_audit_outlasts_signing_in(page: Page, gate: Office) -> None:
    audit = gate.begin("repair")
    page.goto(gate.link(audit, "repair"))
    expect_sign_in(page)
    sign_in(page, "P1", PASSWORD)
    Form(page).expect_open()
    assert page.url.endswith(f"/repair?audit={audit}")


def test_the_cookie_is_hidden_from_scripts_and_kept_to_the_site(
    page: Page, context: BrowserContext, gate: Office
) -> None:
    page.goto(gate.server.address)
    sign_in(page, "P1", PASSWORD)
    expect(page.locator(".heng-me")).to_be_visible()
    (cookie,) = [one for one in context.cookies() if one["name"] == "heng_session"]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    assert "heng_session" not in page.evaluate("document.cookie")


def test_one_stays_signed_in_through_a_reload_and_a_restart_of_the_server(
    page: Page, gate: Office
) -> None:
    page.goto(gate.server.address)
    sign_in(page, "P1", PASSWORD)
    name = page.locator(".heng-me")
    expect(name).to_be_visible()
    page.reload()
    expect(name).to_have_text("周明慧")
    gate.server.kill()
    gate.server.start()
    page.reload()
    expect(name).to_have_text("周明慧")


def test_signing_out_from_the_account_page_ends_the_session(
    page: Page, context: BrowserContext, office: Office
) -> None:
    page.goto(office.server.address)
    before = [one for one in context.cookies() if one["name"] == "heng_session"]
    go_to(page, "account")
    page.get_by_role("button", name=zh("Sign out"), exact=True).tap()
    expect_sign_in(page)
    assert [one for one in context.cookies() if one["name"] == "heng_session"] == []
    context.add_cookies(
        [{"name": "heng_session", "value": before[0]["value"], "url": office.server.address}]
    )
    page.goto(office.server.address)
    expect_sign_in(page)


def test_a_session_of_another_browser_is_ended_from_the_account_page(
    page: Page, office: Office
) -> None:
    with office.server.database.write(SYSTEM) as session:
        now = datetime.now(UTC)
        other = sign_ins.begin(
            session, office.person("P1").id, "password", address="192.0.2.7", agent="", now=now
        )
    page.goto(f"{office.server.address}/account")
    settled(page)
    there = page.get_by_test_id("stHorizontalBlock").filter(has_text="192.0.2.7").last
    there.get_by_role("button", name=zh("End")).tap()
    expect(page.get_by_text("192.0.2.7")).to_have_count(0)
    with office.server.database.read(SYSTEM) as session:
        assert sign_ins.find(session, other, datetime.now(UTC)) is None


def test_what_was_entered_after_the_session_ended_is_kept_and_sent_after_signing_in(
    page: Page, office: Office, open_form: Callable[..., tuple[str, Form]], watch: Watch
) -> None:
    audit, form = open_form("repair")
    form.answer("REP-01", MET)
    form.expect_all_saved()
    with office.server.database.write(SYSTEM) as session:
        sign_ins.end_open(session, office.person("P1").id, datetime.now(UTC))
    watch.expected.append("401")
    form.answer("REP-02", MET)
    expect_sign_in(page)
    assert office.answers(audit) == {"REP-01": MET}
    sign_in(page, "P1", PASSWORD)
    form.expect_open().expect_all_saved()
    form.expect_status("saved", "REP-01", "REP-02")
    assert office.answers(audit) == {"REP-01": MET, "REP-02": MET}


def test_a_one_time_password_must_be_changed_before_anything_else(
    page: Page, gate: Office, watch: Watch
) -> None:
    newcomer(gate, "ONCE", must_change=True)
    page.goto(f"{gate.server.address}/hotline")
    sign_in(page, "ONCE", PASSWORD)
    heading = page.get_by_role("heading", name=zh("Choose a password of your own"))
    expect(heading).to_be_visible()
    page.goto(f"{gate.server.address}/audits")
    expect(heading).to_be_visible()
    watch.expected += ["401", "422", "400"]
    field(page, "old").fill(PASSWORD)
    field(page, "new").fill("short")
    field(page, "new").press("Enter")
    expect(page.get_by_role("alert").locator("visible=true").first).not_to_be_empty()
    choose_password(page, PASSWORD, CHOSEN)
    expect_page(page, "audits")
    page.context.clear_cookies()
    page.goto(gate.server.address)
    sign_in(page, "ONCE", PASSWORD)
    expect(page.get_by_role("alert").get_by_text(zh(WRONG))).to_be_visible()
    sign_in(page, "ONCE", CHOSEN)
    expect(page.locator(".heng-me")).to_be_visible()


def test_an_inspector_neither_sees_nor_reaches_administration(page: Page, office: Office) -> None:
    page.goto(office.server.address)
    settled(page)
    expect(page.get_by_test_id("stTopNav")).not_to_contain_text(zh("Administration"))
    for name in ADMINISTRATION:
        page.goto(f"{office.server.address}/{name}")
        expect_page(page, name)
        words = zh("You are not allowed to do this. Ask an administrator for the role.")
        expect(page.get_by_test_id("stAlert").get_by_text(words).first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_test_id("stMain").locator("tbody tr")).to_have_count(0)


def test_another_inspectors_draft_and_unassigned_units_are_out_of_reach(
    page: Page, context: BrowserContext, gate: Office
) -> None:
    stranger = newcomer(gate, "FAR")
    audit = gate.begin("repair")
    gate.server.let_in(context, stranger)
    page.goto(gate.link(audit, "repair"))
    expect(page.get_by_test_id("stAlert").filter(has_text="检查").first).to_be_visible()
    page.goto(f"{gate.server.address}/repair")
    page.get_by_role("combobox", name=zh("Unit")).tap()
    expect(page.get_by_role("option")).to_have_count(1)


def test_the_demo_has_a_role_switcher_and_no_sign_in(page: Page, demo: Server) -> None:
    page.goto(demo.address)
    switcher = page.get_by_role("combobox", name=zh("Role"))
    expect(switcher).to_be_visible()
    expect(page.get_by_text(zh("Demo: invented units, people and figures"))).to_be_visible()
    play(page, Role.MEETING_VIEWER)
    expect(page.get_by_role("button", name=RANKING_ZH)).to_be_visible()
    expect(page.get_by_test_id("stTopNav")).not_to_contain_text(zh("Administration"))
    play(page, Role.ADMINISTRATOR)
    go_to(page, "people")
    expect(row(page, "P01")).to_be_visible()


def test_the_demo_s_role_and_language_outlive_a_full_page_load(page: Page, demo: Server) -> None:
    page.goto(demo.address)
    play(page, Role.MEETING_VIEWER)
    page.get_by_role("radio", name="English").tap()
    expect(page.get_by_role("button", name=RANKING)).to_be_visible()
    expect(page).to_have_url(f"{demo.address}/?lang=en")
    page.goto(f"{demo.address}/ranking")
    expect(page.get_by_role("heading", name="Ranking")).to_be_visible()
    page.goto(demo.address)
    expect(page.get_by_role("button", name=RANKING)).to_be_visible()
    page.get_by_role("radio", name="中文").tap()
    expect(page.get_by_role("button", name=RANKING_ZH)).to_be_visible()
    page.goto(demo.address)
    expect(page.get_by_role("button", name=RANKING_ZH)).to_be_visible()


@pytest.mark.parametrize("way", ["serve", "as the demo"])
def test_real_data_never_has_the_role_switcher(
    way: str, page: Page, new_server: Callable[..., Server]
) -> None:
    server = new_server(f"real-{way[:2]}", demo=way != "serve")
    server.environment = {"HENG_DEMO": "1"}
    with server.database.write(SYSTEM) as session:
        person = add_person(session, "A1", "沈清源")
        give(session, person.id, Role.ADMINISTRATOR)
        organisation.add_division(session, "D1", "城东事业部", "East Division")
    server.start()
    # What the demo keeps in a browser opens nothing here.
    kept = {"name": "heng_demo", "value": f"{person.id}.en", "url": server.address}
    page.context.add_cookies([kept])
    page.goto(server.address)
    expect_sign_in(page)
    expect(page.get_by_role("combobox")).to_have_count(0)
    sign_in(page, "A1", PASSWORD)
    expect(page.locator(".heng-me")).to_have_text("沈清源")
    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.locator(".heng-demo")).to_have_count(0)


@pytest.fixture
def finished(served_office: Office) -> str:
    """A submitted audit of the last unit, in a period of its own."""
    audit = served_office.begin("repair", subject="工单 88", period="2026-10")
    with served_office.server.database.write(SYSTEM) as session:
        give_answers(session, served_office.audit(audit), full_answers(make_sheet("repair")))
    with served_office.server.database.write(SYSTEM) as session:
        submit_audit(session, audit, served_office.people[0].id, datetime.now(UTC))
    return audit


def test_the_division_head_confirms_and_the_unit_takes_note(
    page: Page, context: BrowserContext, gate: Office, finished: str
) -> None:
    gate.let_in(context, "H2")
    page.goto(gate.server.address)
    expect(row(page, "梅岭站").first).to_be_visible()
    page.goto(gate.link(finished, "repair"))
    page.get_by_role("textbox", name=zh("Remark (optional)")).fill("同意")
    page.get_by_role("button", name=zh("Confirm"), exact=True).tap()
    expect(page.get_by_text("罗建安").filter(has_text="同意")).to_be_visible()

    gate.let_in(context, "R4")
    page.goto(gate.link(finished, "repair"))
    expect(page.get_by_text("罗建安").filter(has_text="同意")).to_be_visible()
    page.get_by_role("textbox", name=zh("Statement of the unit (optional)")).fill("已组织整改")
    page.get_by_role("button", name=zh("Take note"), exact=True).tap()
    expect(page.get_by_text("方书宁").filter(has_text="已组织整改")).to_be_visible()


def test_the_meeting_sees_released_rankings_only(
    page: Page, context: BrowserContext, gate: Office, finished: str
) -> None:
    gate.let_in(context, "M1")
    page.goto(f"{gate.server.address}/ranking")
    settled(page)
    expect(page.locator("tbody tr")).to_have_count(0)
    page.goto(gate.link(finished, "repair"))
    expect(page.get_by_test_id("stAlert").filter(has_text="检查").first).to_be_visible()

    gate.let_in(context, "A1")
    page.goto(f"{gate.server.address}/releases")
    choose_period(page, "2026-10")
    primary(page).tap()
    expect(row(page, "2026-10", zh("Released"))).to_be_visible()

    gate.let_in(context, "M1")
    page.goto(gate.server.address)
    page.get_by_role("button", name=RANKING_ZH).tap()
    expect_page(page, "ranking")
    expect(row(page, "梅岭站")).to_be_visible()
    page.get_by_role("combobox", name=zh("Period")).tap()
    expect(page.get_by_role("option")).to_have_text(["2026-10"])


def choose_period(page: Page, period: str) -> None:
    """Choose the period that is to be released."""
    page.get_by_role("combobox", name=zh("Period")).tap()
    page.get_by_role("option", name=period, exact=True).tap()
