"""What is entered wrongly is said in words that name the field and the remedy, and is kept."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Request, expect

from db.actors import SYSTEM
from db.closing import submit_audit, void_audit
from tests.browser.form import Form
from tests.browser.office import Office
from tests.browser.screens import expect_page, zh
from tests.browser.tablet import Watch
from tests.factories import MET, make_sheet

OpenForm = Callable[..., tuple[str, Form]]


def test_words_in_a_number_field_are_said_and_stay(office: Office, open_form: OpenForm) -> None:
    audit, form = open_form("indicators")
    form.verdict("IND-01", "measured").tap()
    form.field("IND-01", "numerator").fill("九十八")
    form.field("IND-01", "denominator").fill("100")
    form.field("IND-01", "denominator").blur()
    form.expect_status("incomplete", "IND-01")
    expect(form.message("IND-01")).to_have_text(
        zh("Please enter a number: {what}", what=label("IND-01", "numerator"))
    )
    expect(form.field("IND-01", "numerator")).to_have_value("九十八")
    expect(form.field("IND-01", "numerator")).to_have_attribute("aria-invalid", "true")
    assert office.answers(audit) == {}


def test_more_than_the_whole_is_refused_by_name_and_stays_until_it_is_corrected(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("indicators")
    answer = {"verdict": "measured", "numerator": "101", "denominator": "100"}
    form.answer("IND-01", answer)
    expect_refused(form)
    page.reload()
    form.expect_open()
    expect_refused(form)
    form.field("IND-01", "numerator").fill("99")
    form.expect_status("saved", "IND-01")
    expect(form.message("IND-01")).to_be_hidden()
    assert office.answers(audit) == {"IND-01": {**answer, "numerator": "99"}}


def test_full_width_digits_and_thousands_commas_are_understood(
    office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("indicators")
    typed = {"verdict": "measured", "numerator": "１,２３４", "denominator": "2 000"}
    form.answer("IND-01", typed)
    form.expect_status("saved", "IND-01")
    stored = office.answers(audit)["IND-01"]
    assert (stored["numerator"], stored["denominator"]) == ("1234", "2000")


def test_what_is_incomplete_must_be_completed_before_submitting(open_form: OpenForm) -> None:
    _, form = open_form("repair")
    form.answer_all({"REP-01": MET, "REP-02": MET, "REP-03": MET})
    form.verdict("REP-04", "deducted").tap()
    form.expect_status("incomplete", "REP-04")
    form.submit()
    expect(form.dialog.get_by_test_id("submit-confirm")).to_have_count(0)
    form.dialog.get_by_test_id("open-REP-04").tap()
    expect(form.dialog).to_be_hidden()
    expect(form.item("REP-04")).to_be_in_viewport()


def test_a_double_tap_on_submit_submits_once(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("repair")
    form.answer_all({f"REP-0{number}": MET for number in range(1, 5)})
    sent: list[str] = []
    page.on("request", lambda request: note_submit(request, sent))
    form.bar("submit").dblclick()
    form.dialog.get_by_test_id("submit-confirm").dblclick()
    expect(page.locator(".heng-score")).to_have_text("1000.0")
    assert len(sent) == 1
    assert office.audit(audit).state == "submitted"


@pytest.mark.parametrize(("close", "word"), [("submitted", "已提交"), ("void", "作废")])
def test_a_stale_tab_is_told_that_the_audit_was_closed_elsewhere(
    close: str, word: str, office: Office, open_form: OpenForm, watch: Watch
) -> None:
    audit, form = open_form("repair")
    # It hears nothing of others, as between two questions: the answer itself is refused.
    form.page.route(re.compile(r"/changes\?"), lambda route: route.fulfill(status=204))
    form.answer("REP-01", MET)
    form.expect_all_saved()
    close_elsewhere(office, audit, close)
    watch.expected.append("409")
    form.answer("REP-02", {"verdict": "deducted"})
    expect(form.banner).to_contain_text(word)
    form.expect_status("waiting", "REP-02")
    assert office.answers(audit) == {"REP-01": MET}


@pytest.mark.parametrize("audit", ["4e9b5f0c-0000-4000-8000-000000000000", "nothing", "'; --"])
def test_an_unknown_audit_is_said_in_plain_words(audit: str, page: Page, office: Office) -> None:
    page.goto(office.link(audit))
    expect(page.get_by_test_id("stAlert").filter(has_text="检查").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.get_by_test_id("stBaseButton-secondary").tap()
    expect_page(page, "audits")


def label(code: str, field: str) -> str:
    """The Chinese label of a number an item asks for."""
    item = next(item for item in make_sheet("indicators").items if item.code == code)
    return str(getattr(item.rule, field).zh)


def expect_refused(form: Form) -> None:
    """The first indicator is refused, in words, with what was typed still there."""
    form.expect_status("refused", "IND-01")
    expect(form.message("IND-01")).to_contain_text(label("IND-01", "numerator"))
    expect(form.message("IND-01")).to_contain_text(re.compile("101.*100.*请"))
    expect(form.field("IND-01", "numerator")).to_have_value("101")
    expect(form.field("IND-01", "numerator")).to_have_attribute("aria-invalid", "true")


def note_submit(request: Request, sent: list[str]) -> None:
    """Note a request that submits."""
    if request.url.endswith("/submit"):
        sent.append(request.url)


def close_elsewhere(office: Office, audit: str, state: str) -> None:
    """Somebody else submits the audit, or makes it void."""
    items = [item.code for item in make_sheet("repair").items]
    person = office.people[1].id
    with office.server.database.write(SYSTEM) as session:
        if state == "void":
            void_audit(session, audit, person, "重复开单", datetime.now(UTC))
        else:
            submit_audit(session, audit, person, datetime.now(UTC), items)
