"""Two devices on one audit: each sees the other's answers, and a person decides between two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import insert, select, update

from db import sharing
from db.actors import SYSTEM
from db.answers import history
from db.models_tablet import Presence
from tests.browser.conftest import WAIT_MS
from tests.browser.form import Form
from tests.browser.office import Office
from tests.browser.screens import zh
from tests.browser.tablet import Tablet
from tests.factories import MET, make_sheet

OpenForm = Callable[..., tuple[str, Form]]
SECONDS = 20_000
"""So long a change may take to be seen elsewhere; usually it takes two to four seconds."""

DEDUCTED = {"verdict": "deducted"}


@pytest.fixture(scope="module")
def elsewhere(browser: Browser) -> Iterator[Tablet]:
    """A second tablet."""
    tablet = Tablet(browser)
    yield tablet
    tablet.close()


@pytest.fixture
def second(elsewhere: Tablet) -> Iterator[BrowserContext]:
    """The second tablet's browser, empty."""
    yield elsewhere.context
    elsewhere.forget()
    elsewhere.watch.check()


@pytest.fixture
def other_page(second: BrowserContext) -> Page:
    page = second.new_page()
    page.set_default_timeout(WAIT_MS)
    return page


@pytest.fixture
def open_second(
    second: BrowserContext, other_page: Page, office: Office
) -> Callable[[str, str], Form]:
    """Opens an audit of the venting sheet on the second tablet, in somebody's name."""

    def begin(audit: str, code: str = "P1") -> Form:
        office.let_in(second, code)
        other_page.goto(office.link(audit, "venting"))
        return Form(other_page).expect_open()

    return begin


def share(office: Office, audit: str, code: str = "P2") -> None:
    """The first inspector asks a colleague to help."""
    with office.server.database.write(SYSTEM) as session:
        by, colleague = office.people[0].id, office.person(code).id
        sharing.share(session, audit, by, colleague, datetime.now(UTC))


def expect_answer(form: Form, code: str, verdict: str, timeout: int = SECONDS) -> None:
    chosen = form.verdict(code, verdict)
    expect(chosen).to_have_attribute("aria-checked", "true", timeout=timeout)


def box(form: Form, code: str = "VEN-02") -> Form:
    """Wait until an item shows both answers."""
    expect(form.page.get_by_test_id(f"conflict-{code}")).to_be_visible(timeout=SECONDS)
    return form


def take(form: Form, verdict: str, code: str = "VEN-02") -> None:
    """Choose one of the two answers by its words."""
    shown = form.page.get_by_test_id(f"conflict-{code}")
    card = shown.locator(".conflict-card").filter(has_text=zh(verdict))
    card.get_by_test_id("take-this").tap()


def meet_the_rest(form: Form, *answered: str) -> None:
    """Answer every item but some, so that nothing is left open when the sheet is submitted."""
    rest = [item.code for item in make_sheet("venting").items if item.code not in answered]
    form.answer_all(dict.fromkeys(rest, MET))
    form.expect_all_saved()


def in_conflict(office: Office, open_form: OpenForm, open_second: Callable[..., Form]) -> Conflict:
    """The colleague answers an item while the first tablet, without network, answers it too."""
    audit, form = open_form("venting")
    share(office, audit)
    other = open_second(audit, "P2")
    form.page.context.set_offline(True)
    form.answer("VEN-02", MET)
    form.expect_waiting(1)
    other.answer("VEN-02", DEDUCTED)
    other.expect_all_saved()
    form.page.context.set_offline(False)
    return audit, box(form), box(other)


Conflict = tuple[str, Form, Form]


def test_an_answer_is_seen_on_the_other_device_within_seconds(
    page: Page, office: Office, open_form: OpenForm, open_second: Callable[..., Form]
) -> None:
    audit, form = open_form("venting")
    other = open_second(audit)
    expect(page.get_by_test_id("together")).to_contain_text(
        zh("you, on another device"), timeout=SECONDS
    )
    other.item("VEN-05").scroll_into_view_if_needed()
    place = other.page.evaluate("() => scrollY")
    form.answer("VEN-01", DEDUCTED)
    expect_answer(other, "VEN-01", "deducted")
    expect(other.bar("lost")).to_have_text(form.bar("lost").inner_text())
    other.answer("VEN-02", MET)
    expect_answer(form, "VEN-02", "met")
    assert other.page.evaluate("() => scrollY") == place
    assert office.answers(audit) == {"VEN-01": DEDUCTED, "VEN-02": MET}


def test_what_somebody_is_typing_is_not_overwritten(
    office: Office, open_form: OpenForm, open_second: Callable[..., Form]
) -> None:
    audit, form = open_form("venting")
    other = open_second(audit)
    form.item("VEN-01").get_by_test_id("note-toggle").tap()
    note = form.item("VEN-01").get_by_test_id("note")
    note.press_sequentially("先到三号楼")
    form.expect_all_saved()
    expect(other.item("VEN-01").get_by_test_id("note")).to_have_value("先到三号楼", timeout=SECONDS)
    other.answer("VEN-01", DEDUCTED)
    other.answer("VEN-03", MET)
    expect_answer(form, "VEN-03", "met")
    expect(form.verdict("VEN-01", "deducted")).to_have_attribute("aria-checked", "false")
    note.blur()
    expect_answer(form, "VEN-01", "deducted")
    assert office.answers(audit)["VEN-01"] == DEDUCTED


@pytest.mark.parametrize(("words", "answer"), [("Met", MET), ("Deducted", DEDUCTED)])
def test_two_answers_made_apart_are_both_shown_and_either_can_be_chosen(
    office: Office,
    open_form: OpenForm,
    open_second: Callable[..., Form],
    words: str,
    answer: dict[str, str],
) -> None:
    audit, form, other = in_conflict(office, open_form, open_second)
    for shown in (form, other):
        names = shown.page.get_by_test_id("conflict-VEN-02")
        expect(names).to_contain_text("周明慧")
        expect(names).to_contain_text("陈立行")
        expect(shown.page.get_by_test_id("conflicts")).to_be_visible()
    take(form, words)
    for shown in (form, other):
        expect(shown.page.get_by_test_id("conflict-VEN-02")).to_have_count(0, timeout=SECONDS)
        expect_answer(shown, "VEN-02", answer["verdict"])
        expect(shown.page.get_by_test_id("conflicts")).to_be_hidden()
    assert office.answers(audit)["VEN-02"] == answer
    with office.server.database.read(SYSTEM) as session:
        kept = [(entry.way, entry.answer) for entry in history(session, audit)]
    assert len(kept) == 3
    assert ("decided", answer) in kept


def test_an_open_question_is_decided_before_submitting(
    office: Office, open_form: OpenForm, open_second: Callable[..., Form]
) -> None:
    audit, _, other = in_conflict(office, open_form, open_second)
    other.submit()
    other.dialog.get_by_test_id("open-VEN-02").tap()
    take(other, "Met")
    expect(other.page.get_by_test_id("conflict-VEN-02")).to_have_count(0)
    other.expect_all_saved()
    meet_the_rest(other, "VEN-02")
    other.submit()
    other.confirm()
    expect(other.page.locator(".heng-score")).to_be_visible()
    assert office.audit(audit).submitted_by == office.person("P2").id


def test_submitting_is_refused_while_answers_wait_elsewhere(
    context: BrowserContext,
    elsewhere: Tablet,
    office: Office,
    open_form: OpenForm,
    open_second: Callable[..., Form],
) -> None:
    elsewhere.watch.expected.append("409 (Conflict)")
    audit, form = open_form("venting")
    share(office, audit)
    other = open_second(audit, "P2")
    form.answer("VEN-01", MET)
    form.expect_all_saved()
    context.set_offline(True)
    form.answer("VEN-02", MET)
    form.expect_waiting(1)
    silence(office, audit, waiting=1)
    meet_the_rest(other, "VEN-01", "VEN-02")
    other.submit()
    expect(other.dialog).to_contain_text("周明慧")
    expect(other.dialog.get_by_test_id("submit-confirm")).to_have_count(0)
    expect(other.dialog.get_by_test_id("submit-without")).to_have_count(0)
    other.dialog.get_by_test_id("submit-back").tap()
    assert office.audit(audit).state == "draft"
    context.set_offline(False)
    expect(other.page.get_by_test_id("together")).to_contain_text("周明慧", timeout=20_000)
    form.expect_all_saved()
    expect_answer(other, "VEN-02", "met")
    other.submit()
    other.confirm()
    expect(other.page.locator(".heng-score")).to_be_visible()
    expect(form.banner).to_contain_text(zh("This audit was submitted on another device."))


def test_a_device_that_is_out_of_reach_is_left_out_only_by_name(
    context: BrowserContext,
    elsewhere: Tablet,
    office: Office,
    open_form: OpenForm,
    open_second: Callable[..., Form],
) -> None:
    elsewhere.watch.expected.append("409 (Conflict)")
    audit, form = open_form("venting")
    share(office, audit)
    form.answer("VEN-01", MET)
    form.expect_all_saved()
    context.set_offline(True)
    silence(office, audit, waiting=0)
    other = open_second(audit, "P2")
    meet_the_rest(other, "VEN-01")
    other.submit()
    without = other.dialog.get_by_test_id("submit-without")
    expect(without).to_have_attribute("aria-disabled", "true")
    other.dialog.get_by_test_id("leave-out").tap()
    expect(without).not_to_have_attribute("aria-disabled", "true")
    without.tap()
    expect(other.page.locator(".heng-score")).to_be_visible()


def test_all_that_is_in_the_way_is_in_one_dialog_and_a_decision_on_a_device_stays(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("repair")
    form.answer_all(dict.fromkeys(("REP-01", "REP-02"), MET))
    form.verdict("REP-04", "deducted").tap()
    form.expect_all_saved()
    form.expect_status("incomplete", "REP-04")
    page.get_by_test_id("signature-name").fill("张师傅")
    with office.server.database.write(SYSTEM) as session:
        ago = datetime.now(UTC) - timedelta(minutes=5)
        other = {"client": str(uuid4()), "person_id": office.person("P2").id, "seen_at": ago}
        session.execute(insert(Presence).values(audit_id=audit, waiting=0, **other))
    form.submit()
    parts = form.dialog.locator(".obstacle")
    expect(parts).to_have_count(4)
    for code in ("incomplete", "signature", "unsent", "unanswered"):
        expect(form.dialog.get_by_test_id(f"obstacle-{code}")).to_be_visible()
    expect(form.dialog.get_by_test_id("submit-without")).to_have_count(0)
    form.dialog.get_by_test_id("leave-out").tap()
    form.dialog.get_by_test_id("open-REP-04").tap()
    expect(form.item("REP-04")).to_be_in_viewport()
    form.verdict("REP-04", "met").tap()
    page.get_by_test_id("signature-name").fill("")
    form.expect_all_saved()
    form.submit()
    expect(parts).to_have_count(2)
    expect(form.dialog.get_by_test_id("leave-out")).to_have_attribute("aria-checked", "true")
    form.dialog.get_by_test_id("submit-without").tap()
    expect(page.locator(".heng-score")).to_be_visible()
    assert office.audit(audit).state == "submitted"


def silence(office: Office, audit: str, *, waiting: int) -> None:
    """The first inspector's device was heard of five minutes ago, with so many answers waiting."""
    with office.server.database.write(SYSTEM) as session:
        own = (Presence.audit_id == audit) & (Presence.person_id == office.people[0].id)
        assert session.scalar(select(Presence.client).where(own))
        ago = datetime.now(UTC) - timedelta(minutes=5)
        session.execute(update(Presence).where(own).values(waiting=waiting, seen_at=ago))


def test_a_colleague_is_added_at_the_form_and_both_fill_it_in(
    page: Page,
    second: BrowserContext,
    other_page: Page,
    office: Office,
    open_form: OpenForm,
) -> None:
    audit, form = open_form("venting")
    form.answer("VEN-01", MET)
    page.get_by_role("button", name=zh("Fill in together")).tap()
    page.get_by_role("button", name="陈立行").tap()
    expect(page.get_by_role("button", name="一起填写（1 人）")).to_be_visible()
    expect_answer(form, "VEN-01", "met")
    office.let_in(second, "P2")
    other_page.goto(office.server.address)
    other_page.locator(f'[data-place="row-{audit}"]').tap()
    other = Form(other_page).expect_open()
    expect(other_page.get_by_role("button", name=zh("Fill in together"))).to_have_count(0)
    expect_answer(other, "VEN-01", "met")
    other.answer("VEN-02", DEDUCTED)
    form.answer("VEN-03", MET)
    for shown in (form, other):
        expect_answer(shown, "VEN-02", "deducted")
        expect_answer(shown, "VEN-03", "met")
    expect(page.get_by_test_id("together")).to_contain_text("陈立行")
    assert office.answers(audit) == {"VEN-01": MET, "VEN-02": DEDUCTED, "VEN-03": MET}


def test_who_is_not_asked_to_help_does_not_get_in(
    second: BrowserContext, other_page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, _ = open_form("venting")
    office.let_in(second, "P2")
    other_page.goto(office.link(audit, "venting"))
    expect(other_page.get_by_text(zh("There is no such audit."))).to_be_visible()


def test_the_form_leaves_word_when_it_is_closed(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    form.answer("VEN-01", MET)
    form.expect_all_saved()
    page.goto(office.server.address)
    with office.server.database.read(SYSTEM) as session:
        query = select(Presence.client).where(Presence.audit_id == audit)
        assert session.scalars(query).all() == []
