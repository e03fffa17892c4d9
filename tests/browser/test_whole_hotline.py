"""An inspector scores the hotline from the navigation to the ranking, in Chinese."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checklists.catalogue_loader import load_catalogue
from checklists.exact import plain
from dashboard.looks import OCCASIONS, STATES, score_text, today
from db.actors import SYSTEM
from db.audits import AuditFilter, list_audits
from tests.browser.form import Form
from tests.browser.office import Office, expected_score, make_office
from tests.browser.screens import choose, go_to, primary, row, zh
from tests.browser.server import Server

MET = {"verdict": "met"}
FOUND: dict[str, Any] = {
    "HOT-02": {"verdict": "deducted", "count": 3},
    "HOT-05": {"verdict": "deducted", "count": 1},
    "HOT-14": {"verdict": "not_applicable", "reason": "本次没有此类来电"},
    "HOT-26": {"verdict": "deducted"},
    "HOT-27": {"verdict": "deducted", "deduction": "1.5", "reason": "整改通知后仍有同类问题"},
    "HOT-28": {"verdict": "measured", "actual": "103", "mean": "100"},
    "HOT-29": {"verdict": "measured", "actual": "98.5", "mean": "100"},
    "HOT-30": {"verdict": "measured", "actual": "31", "mean": "30"},
    "HOT-31": {"verdict": "measured", "actual": "20", "mean": "25", "override": True},
    "HOT-32": {"verdict": "not_applicable"},
    "HOT-36": {"verdict": "awarded", "awards": [{"points": 3, "evidence": "客户送来锦旗"}]},
    "HOT-37": {
        "verdict": "deducted",
        "awards": [{"points": 2, "evidence": "投诉属实"}, {"points": 4, "evidence": "媒体报道"}],
    },
}
LEFT_OPEN = ("HOT-07", "HOT-33")


@pytest.fixture
def office(new_server: Callable[..., Server], context: BrowserContext) -> Office:
    """An organisation without any other audit, so that the unit's score is that of this sheet."""
    server = new_server("whole")
    office = make_office(server)
    server.start()
    office.let_in(context, "P1")
    return office


def test_an_inspector_scores_a_whole_hotline_sheet_in_chinese(
    page: Page, context: BrowserContext, office: Office
) -> None:
    page.goto(office.server.address)
    go_to(page, "hotline")
    start_audit(page)
    form = Form(page).expect_open()
    answers = tap_through(form)
    score = expected_score("hotline", answers)
    form.expect_figures(score)
    form.expect_status("saved", *answers)

    form.submit()
    for code in LEFT_OPEN:
        expect(form.dialog.get_by_test_id(f"open-{code}")).to_contain_text(code)
    expect(form.dialog.get_by_test_id(re.compile("^open-"))).to_have_count(len(LEFT_OPEN))
    form.confirm()

    audit = only_audit(office)
    expect_result(page, score.k)
    assert office.answers(audit) == answers
    assert office.score(audit) == score
    assert office.audit(audit).state == "submitted"

    office.let_in(context, "A1")
    page.goto(f"{office.server.address}/ranking")
    expect(row(page, "东渡站")).to_contain_text(score_text(score.k))
    go_to(page, "audits")
    row(page, "东渡站", zh(STATES["submitted"])).get_by_role("button").tap()
    expect_result(page, score.k)
    expect(row(page, "HOT-27")).to_contain_text("整改通知后仍有同类问题")


def start_audit(page: Page) -> None:
    """Choose what is audited, and start."""
    choose(page, zh("Unit"), "城东事业部 · 东渡站")
    choose(page, zh("Period"), today().strftime("%Y-%m"))
    page.get_by_role("radio", name=zh(OCCASIONS["company"])).tap()
    page.get_by_role("textbox", name="话务员工号").fill("1024")
    primary(page).tap()


def tap_through(form: Form) -> dict[str, Any]:
    """Answer the sheet from top to bottom but for a few items; gives the answers."""
    codes = [item.code for item in load_catalogue().sheet("hotline", today()).items]
    answers = {code: FOUND.get(code, MET) for code in codes if code not in LEFT_OPEN}
    form.answer_all(answers)
    form.expect_all_saved()
    return answers


def only_audit(office: Office) -> str:
    """The id of the one audit of the first unit."""
    with office.server.database.read(SYSTEM) as session:
        (audit,) = list_audits(session, AuditFilter(unit_id=office.units[0].id)).rows
    assert (audit.kind, audit.subject) == ("company", "1024")
    return audit.id


def expect_result(page: Page, k: Any) -> None:
    """The page shows the result with this K."""
    expect(page.locator(".heng-score")).to_have_text(score_text(k))
    expect(page.get_by_text(re.compile(rf"K = K2 .*[=≈] {re.escape(plain(k))}$"))).to_be_visible()
    expect(row(page, "HOT-02")).to_contain_text("2")
