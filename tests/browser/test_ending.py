"""An audit to its end: signed on the glass, returned with remarks, mended, confirmed, corrected."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Locator, Page, expect

from db.actors import SYSTEM
from db.audits import corrections_of
from db.returning import returns_of
from db.signed import SignatureRow, signature_of
from tests.browser.form import Form
from tests.browser.office import Office
from tests.browser.screens import primary, row, settled, zh
from tests.browser.tablet import Watch
from tests.factories import MET, full_answers, give_answers, make_sheet

REPAIR = {f"REP-0{number}": MET for number in range(1, 5)}


def signature(office: Office, audit: str) -> SignatureRow | None:
    """The stored signature of an audit."""
    with office.server.database.read(SYSTEM) as session:
        return signature_of(session, audit)


def begun(office: Office, page: Page, subject: str = "") -> tuple[str, Form]:
    """A repair sheet of the second division, all answered, open in the page."""
    audit = office.begin("repair", subject=subject)
    with office.server.database.write(SYSTEM) as session:
        give_answers(session, office.audit(audit), full_answers(make_sheet("repair")))
    page.goto(office.link(audit, "repair"))
    return audit, Form(page).expect_open()


def part(page: Page, name: str) -> Locator:
    """A part of the section in which the audited person signs."""
    return page.get_by_test_id(f"signature-{name}")


def draw(page: Page) -> None:
    """Draw two strokes on the pad with the mouse."""
    pad = part(page, "pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for height in (0.3, 0.7):
        page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * height)
        page.mouse.down()
        for step in range(1, 9):
            across = 0.1 + step / 10
            page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * height)
        page.mouse.up()


def sign(page: Page, name: str, statement: str = "") -> None:
    """Fill in and sign, and keep it."""
    part(page, "name").fill(name)
    part(page, "statement").fill(statement)
    draw(page)
    part(page, "keep").tap()
    expect(part(page, "drawn").locator("path")).to_have_count(2)


def test_the_audited_person_signs_and_signs_again_when_an_answer_changes(
    page: Page, office: Office, watch: Watch
) -> None:
    watch.expected.append("409")
    audit, form = begun(office, page)
    part(page, "keep").tap()
    expect(part(page, "message")).to_have_text(zh("Enter the name of whoever signs."))
    part(page, "name").fill("张师傅")
    part(page, "keep").tap()
    expect(part(page, "message")).to_contain_text("意见")
    # What was begun and not kept is not passed over in silence.
    form.submit()
    expect(form.dialog).to_contain_text("签字")
    form.dialog.get_by_test_id("submit-back").tap()
    sign(page, "张师傅", "第二项有异议")
    expect(part(page, "state")).to_have_attribute("data-state", "saved")
    kept = signature(office, audit)
    assert kept is not None and (kept.name, kept.statement) == ("张师傅", "第二项有异议")
    assert len(kept.strokes) == 2 and not kept.stale
    assert all(0 <= x <= 1000 and 0 <= y <= 400 for stroke in kept.strokes for x, y in stroke)

    form.answer("REP-01", {"verdict": "not_applicable"})
    form.field("REP-01", "reason").fill("本次未涉及")
    form.field("REP-01", "reason").blur()
    expect(part(page, "message")).to_contain_text("张师傅")
    form.expect_all_saved()
    form.submit()
    expect(form.dialog).to_contain_text("张师傅")
    expect(form.dialog.get_by_test_id("submit-confirm")).to_have_count(0)
    form.dialog.get_by_test_id("to-signature").tap()
    expect(part(page, "again")).to_be_in_viewport()
    part(page, "again").tap()
    expect(part(page, "name")).to_have_value("张师傅")
    draw(page)
    part(page, "keep").tap()
    expect(part(page, "state")).to_have_attribute("data-state", "saved")
    form.submit()
    form.confirm()
    expect(page.locator(".heng-score")).to_be_visible()
    drawn = page.get_by_role("img", name=zh("Signature of {name}", name="张师傅"))
    expect(drawn).to_be_visible()
    assert drawn.evaluate("picture => picture.naturalWidth > 0")
    expect(page.locator(".heng-signature")).to_contain_text("第二项有异议")


def test_a_signature_given_without_network_is_kept_and_can_be_taken_out(
    page: Page, context: BrowserContext, office: Office
) -> None:
    audit, form = begun(office, page)
    form.expect_all_saved()
    context.set_offline(True)
    sign(page, "张师傅")
    expect(part(page, "state")).to_have_attribute("data-state", "waiting")
    form.expect_waiting(1)
    context.set_offline(False)
    expect(part(page, "state")).to_have_attribute("data-state", "saved")
    assert signature(office, audit) is not None
    page.reload()
    Form(page).expect_open()
    expect(part(page, "drawn").locator("path")).to_have_count(2)
    part(page, "remove").tap()
    expect(part(page, "name")).to_be_visible()
    form.expect_all_saved()
    assert signature(office, audit) is None


def test_a_head_returns_with_remarks_and_the_inspector_mends(
    page: Page, context: BrowserContext, office: Office
) -> None:
    subject = f"工单 {uuid4().hex[:8]}"
    audit, form = begun(office, page, subject)
    form.verdict("REP-01", "met").tap()
    form.submit()
    form.confirm()
    expect(page.locator(".heng-score")).to_be_visible()

    office.let_in(context, "H2")
    page.goto(office.server.address)
    expect(page.get_by_text(zh("Waiting for your confirmation"))).to_be_visible()
    row(page, subject).first.tap()
    settled(page)
    page.get_by_text(zh("Return to the inspector")).tap()
    page.get_by_text(zh("Remarks on all items")).tap()
    remark = zh("Remark on {item}", item="REP-04")
    page.get_by_role("textbox", name=remark).fill("请写明到场时间")
    page.get_by_role("textbox", name=zh("Remark on the whole")).fill("请核实")
    page.get_by_role("button", name=zh("Return to {person}", person="周明慧")).tap()
    expect(page.get_by_text(zh("It counts nowhere until it is submitted again."))).to_be_visible()
    assert office.audit(audit).state == "returned"

    office.let_in(context, "P1")
    page.goto(office.server.address)
    expect(page.get_by_text(zh("Returned to you"))).to_be_visible()
    row(page, subject, "请核实").first.tap()
    form = Form(page).expect_open()
    expect(form.item("REP-04").get_by_test_id("item-remark")).to_be_in_viewport(ratio=1)
    expect(page.get_by_test_id("returned")).to_contain_text("罗建安")
    expect(form.item("REP-04").get_by_test_id("item-remark")).to_contain_text("请写明到场时间")
    page.get_by_test_id("remark-REP-04").tap()
    form.item("REP-04").get_by_test_id("note-toggle").tap()
    form.item("REP-04").get_by_test_id("note").fill("8 时 40 分到场")
    form.item("REP-04").get_by_test_id("note").blur()
    form.expect_all_saved()
    form.submit()
    form.confirm()
    expect(page.locator(".heng-score")).to_be_visible()
    with office.server.database.read(SYSTEM) as session:
        [told] = returns_of(session, audit)
    assert told.remarks == {"REP-04": "请写明到场时间"} and told.remark == "请核实"

    office.let_in(context, "H2")
    page.goto(office.link(audit, "repair"))
    primary(page).first.tap()
    said = zh("Confirmed by {person}, {moment}").split("{", maxsplit=1)[0]
    expect(page.get_by_text(said).first).to_be_visible()
    expect(page.get_by_text(zh("Return to the inspector"))).to_have_count(0)


def test_a_correction_with_a_reason_takes_the_place_in_the_ranking(
    page: Page, context: BrowserContext, office: Office
) -> None:
    audit, form = begun(office, page)
    form.submit()
    form.confirm()
    expect(page.locator(".heng-score")).to_have_text("1000.0")
    page.get_by_test_id("stPopoverButton").filter(has_text=zh("Correct this audit")).tap()
    popover = page.get_by_test_id("stPopoverBody")
    popover.get_by_role("textbox").fill("漏记一项")
    popover.get_by_role("button").tap()
    form = Form(page).expect_open()
    expect(page.get_by_test_id("correction")).to_contain_text("漏记一项")
    form.answer("REP-01", {"verdict": "deducted"})
    form.expect_all_saved()
    form.submit()
    form.confirm()
    expect(page.locator(".heng-score")).not_to_have_text("1000.0")
    expect(row(page, "REP-01").first).to_be_visible()
    with office.server.database.read(SYSTEM) as session:
        [new] = corrections_of(session, audit)
    assert office.audit(audit).state == "replaced" and new.k is not None and new.k < 1000
    with page.expect_download() as excel:
        page.get_by_role("button", name=zh("Excel")).tap()
    assert (
        excel.value.suggested_filename == f"维修服务_梅岭站_{office.audit(audit).period}_第2版.xlsx"
    )
    book = load_workbook(BytesIO(Path(excel.value.path()).read_bytes()))
    assert book.worksheets[0].max_row > len(REPAIR)
    with page.expect_download() as printed:
        page.get_by_role("button", name=zh("To print")).tap()
    assert "漏记一项" in Path(printed.value.path()).read_text(encoding="utf-8")
    page.get_by_role("button", name=zh("Open version {version}", version=1)).tap()
    said = zh("Replaced by version {version}: {reason}", version=2, reason="漏记一项")
    expect(page.get_by_text(said)).to_be_visible()


def test_signing_needs_no_mouse(page: Page, open_form: Callable[..., tuple[str, Form]]) -> None:
    open_form("repair")
    settled(page)
    part(page, "name").focus()
    page.keyboard.type("李师傅")
    page.keyboard.press("Tab")
    page.keyboard.type("拒绝签字")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(part(page, "keep")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("unsigned-dialog")).to_contain_text("拒绝签字")
    page.get_by_test_id("unsigned-back").tap()
    expect(part(page, "statement")).to_have_value("拒绝签字")
    part(page, "keep").focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("unsigned-keep").tap()
    expect(part(page, "drawn")).to_contain_text(zh("Not signed by hand."))
    expect(part(page, "state")).to_have_attribute("data-state", "saved")
