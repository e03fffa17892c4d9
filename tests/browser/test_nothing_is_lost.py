"""What was tapped or typed reaches the server, whatever the network and the tablet do meanwhile."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.form import Form
from tests.browser.office import Office, expected_score
from tests.browser.screens import zh
from tests.factories import MET

OpenForm = Callable[..., tuple[str, Form]]

FIRST = {"VEN-01": MET}
LATER: dict[str, Any] = {
    "VEN-02": {"verdict": "deducted"},
    "VEN-03": MET,
    "VEN-04": {"verdict": "not_applicable", "reason": "本次不换波纹管"},
    "VEN-05": MET,
    "VEN-08": MET,
}
ALL = FIRST | LATER


def test_answers_given_without_network_are_sent_when_it_is_back(
    context: BrowserContext, office: Office, open_form: OpenForm
) -> None:
    audit, form = begun(open_form)
    context.set_offline(True)
    form.answer_all(LATER)
    form.expect_waiting(len(LATER))
    form.expect_status("waiting", *LATER)
    expect(form.queue).to_have_attribute("data-look", "offline")
    assert office.answers(audit) == FIRST
    context.set_offline(False)
    expect_all_arrived(form, office, audit)


def test_answers_outlast_a_server_that_is_killed_and_started_again(
    office: Office, open_form: OpenForm
) -> None:
    audit, form = begun(open_form)
    office.server.kill()
    try:
        form.answer_all(LATER)
        form.expect_waiting(len(LATER))
    finally:
        office.server.start()
    expect_all_arrived(form, office, audit)
    form.answer("VEN-06", MET)
    form.expect_all_saved()
    form.submit()
    form.confirm()
    expect(form.page.locator(".heng-score")).to_be_visible()
    assert office.audit(audit).state == "submitted"


def test_answers_waiting_in_a_closed_tab_are_sent_when_it_is_opened_again(
    context: BrowserContext, office: Office, open_form: OpenForm
) -> None:
    audit, form = begun(open_form)
    context.set_offline(True)
    form.answer_all(LATER)
    form.expect_waiting(len(LATER))
    form.page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(office.link(audit, "venting"))
    expect_all_arrived(Form(again).expect_open(), office, audit)


def test_an_incomplete_entry_outlasts_a_reload(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("repair")
    form.verdict("REP-04", "deducted").tap()
    form.field("REP-04", "deduction").fill("3.5")
    form.expect_status("incomplete", "REP-04")
    expect(form.message("REP-04")).to_contain_text(zh("Reason"))
    page.reload()
    form.expect_open()
    form.expect_status("incomplete", "REP-04")
    expect(form.field("REP-04", "deduction")).to_have_value("3.5")
    assert office.answers(audit) == {}
    form.field("REP-04", "reason").fill("漏气复发")
    form.expect_status("saved", "REP-04")
    assert office.answers(audit)["REP-04"] == {
        "verdict": "deducted",
        "deduction": "3.5",
        "reason": "漏气复发",
    }


def test_words_being_typed_when_the_tab_is_closed_are_not_lost(
    context: BrowserContext, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("repair")
    form.verdict("REP-04", "deducted").tap()
    form.field("REP-04", "reason").press_sequentially("两次复发")
    form.page.reload()
    form.expect_open()
    expect(form.field("REP-04", "reason")).to_have_value("两次复发")
    form.expect_all_saved()
    form.expect_status("saved", "REP-04")
    assert office.answers(audit)["REP-04"]["reason"] == "两次复发"


def begun(open_form: OpenForm) -> tuple[str, Form]:
    """A venting sheet whose first item is answered and saved."""
    audit, form = open_form("venting")
    form.answer_all(FIRST)
    form.expect_all_saved()
    return audit, form


def expect_all_arrived(form: Form, office: Office, audit: str) -> None:
    """Everything is saved, shown and stored once."""
    form.expect_all_saved()
    form.expect_status("saved", *ALL)
    form.expect_figures(expected_score("venting", ALL))
    assert office.answers(audit) == ALL
    assert office.operations(audit) == len(ALL)
