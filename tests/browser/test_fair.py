"""The fair answer is the easy one: what was found before is in view, and gaps are asked for."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from db.actors import SYSTEM
from db.closing import submit_audit
from db.organisation import add_unit
from tests.browser.form import Form
from tests.browser.office import Office
from tests.browser.screens import row, settled, zh
from tests.factories import DAY, MET, full_answers, give_answers, make_sheet
from tests.pictures import photo

_numbers = count(1)
LATELY = DAY - timedelta(days=30)
LATE = {"verdict": "deducted", "parts": ["b"]}
WAITING = re.compile("份检查待确认，暂不计入")


def new_unit(office: Office) -> int:
    """A unit of its own of the second division, without a past."""
    number = next(_numbers)
    with office.server.database.write(SYSTEM) as session:
        division = office.units[3].division.id
        return add_unit(session, division, f"F{number}", f"桥头{number}站", f"Bridge {number}").id


def submitted(office: Office, unit: int, sheet: str, **answers: Any) -> str:
    """An audit of a month ago, by the other inspector."""
    audit = office.begin(
        sheet, unit_id=unit, audited_on=LATELY, inspector_id=office.person("P2").id
    )
    row = office.audit(audit)
    with office.server.database.write(SYSTEM) as session:
        give_answers(
            session, row, full_answers(make_sheet(sheet), **answers), note="约了上午，下午才到"
        )
        submit_audit(session, audit, row.inspector.id, datetime.now(UTC))
    return audit


@pytest.fixture
def form(page: Page, context: BrowserContext, office: Office) -> Iterator[Form]:
    """The inspection of a unit that came late last month."""
    unit = new_unit(office)
    submitted(office, unit, "inspection", INS_03=LATE)
    office.let_in(context, "P1")
    page.goto(office.link(office.begin("inspection", unit_id=unit), "inspection"))
    yield Form(page).expect_open()


def test_what_was_found_last_time_is_in_view_before_one_answers(form: Form) -> None:
    finding = form.item("INS-03").get_by_test_id("finding")
    for words in (LATELY.isoformat(), "扣 3 分", "约了上午，下午才到"):
        expect(finding).to_contain_text(words)
    expect(finding).not_to_contain_text("陈立行")
    expect(form.item("INS-05").get_by_test_id("finding")).to_contain_text("符合")
    again = form.item("INS-03").get_by_test_id("again")
    expect(again).to_have_text(zh("Lost before"))
    form.answer("INS-03", LATE)
    expect(again).to_have_text(zh("Repeated"))
    form.verdict("INS-03", "met").tap()
    expect(again).to_have_text(zh("Lost before"))


def test_the_clause_in_full_is_one_tap_away(form: Form) -> None:
    item = form.item("INS-06")
    item.get_by_test_id("clause-toggle").tap()
    clause = item.get_by_test_id("clause-full")
    for words in ("服务质量监督与评价管理办法", "附件第120行", "不得判不涉及"):
        expect(clause).to_contain_text(words)
    item.get_by_test_id("clause-toggle").tap()
    expect(clause).to_be_hidden()


def test_what_is_always_there_is_not_skipped_and_says_why(form: Form) -> None:
    form.verdict("INS-06", "not_applicable").tap(force=True)
    expect(form.message("INS-06")).to_contain_text("不得判不涉及")
    form.expect_status("none", "INS-06")
    form.verdict("INS-06", "met").focus()
    form.page.keyboard.press("ArrowLeft")
    expect(form.verdict("INS-06", "deducted")).to_have_attribute("aria-checked", "true")


def test_a_skip_asks_for_its_reason_and_offers_some(form: Form) -> None:
    asked = zh("“Not applicable” needs a reason")
    form.verdict("INS-05", "not_applicable").tap()
    form.expect_status("incomplete", "INS-05")
    expect(form.item("INS-05").get_by_test_id("skip-policy")).to_contain_text(asked)
    form.item("INS-05").get_by_test_id("block").first.tap()
    form.expect_status("saved", "INS-05")
    form.verdict("INS-04", "not_applicable").tap()
    expect(form.item("INS-04").get_by_test_id("skip-policy")).not_to_contain_text(asked)
    form.expect_status("saved", "INS-04")
    expect(form.page.get_by_test_id("skipped-share")).to_contain_text("16.1 %")


def test_a_deduction_by_judgement_asks_for_its_reason(
    page: Page, context: BrowserContext, office: Office
) -> None:
    office.let_in(context, "P1")
    audit = office.begin("counter")
    page.goto(office.link(audit, "counter"))
    form = Form(page).expect_open()
    form.verdict("CTR-20", "deducted").tap()
    form.expect_status("incomplete", "CTR-20")
    note = form.item("CTR-20").get_by_test_id("note")
    note.fill("对老人不耐烦")
    note.blur()
    form.expect_status("saved", "CTR-20")
    assert office.answers(audit)["CTR-20"] == {"verdict": "deducted", "count": 1}


def test_without_the_photo_and_with_gaps_it_is_not_submitted(form: Form) -> None:
    form.verdict("INS-01", "deducted").tap()
    expect(form.item("INS-01").get_by_test_id("photo-wanted")).to_be_visible()
    form.expect_all_saved()
    form.submit()
    expect(form.dialog.get_by_test_id("open-INS-06")).to_be_visible()
    expect(form.dialog.get_by_test_id("open-INS-01")).to_be_visible()
    expect(form.dialog.get_by_test_id("obstacle-unanswered")).to_be_visible()
    expect(form.dialog.get_by_test_id("submit-confirm")).to_have_count(0)
    form.dialog.get_by_test_id("open-INS-06").tap()
    form.verdict("INS-06", "met").tap()
    form.expect_all_saved()
    form.submit()
    expect(form.dialog.get_by_test_id("submit-confirm")).to_have_count(0)
    form.dialog.get_by_test_id("open-INS-01").tap()
    form.add_photos("INS-01", photo())
    expect(form.item("INS-01").get_by_test_id("photo-wanted")).to_be_hidden()
    form.expect_all_saved()
    form.submit()
    expect(form.dialog.get_by_test_id("submit-confirm")).to_be_visible()


def test_over_the_limit_it_counts_once_the_head_has_confirmed(
    page: Page, context: BrowserContext, office: Office
) -> None:
    office.let_in(context, "P1")
    unit = new_unit(office)
    audit = office.begin("repair", unit_id=unit)
    name = office.audit(audit).unit.name_zh
    page.goto(office.link(audit, "repair"))
    form = Form(page).expect_open()
    form.answer_all(dict.fromkeys(("REP-01", "REP-02", "REP-03"), MET))
    form.expect_all_saved()
    form.submit()
    expect(form.dialog.get_by_test_id("over-limit")).to_contain_text("47.6 %")
    form.confirm()
    expect(page.get_by_test_id("stAlertContainer")).to_contain_text("47.6 %")
    assert office.audit(audit).state == "submitted"

    office.let_in(context, "H2")
    page.goto(f"{office.server.address}/ranking")
    expect(page.get_by_text(WAITING)).to_be_visible()
    expect(row(page, name)).to_have_count(0)
    page.goto(office.link(audit, "repair"))
    settled(page)
    page.get_by_role("button", name=zh("Confirm"), exact=True).tap()
    settled(page)
    expect(page.get_by_test_id("stAlertContainer")).to_have_count(0)
    page.goto(f"{office.server.address}/ranking")
    expect(row(page, name)).to_be_visible()
