"""In a stairwell without network: cut, killed, closed or repeated, nothing is lost or doubled."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from checklists.model import Sheet
from db import photos
from db.actors import SYSTEM
from db.answers import history
from tests.browser.form import Form
from tests.browser.office import PASSWORD, Office
from tests.browser.screens import zh
from tests.browser.signing import expect_sign_in, sign_in
from tests.browser.tablet import Tablet
from tests.factories import MET, make_sheet
from tests.pictures import drawn, photo

OpenForm = Callable[..., tuple[str, Form]]
ITEMS = 200
PHOTOS = 10
MET_OR_NOT = [MET, {"verdict": "deducted"}]
TAP_ALL = """async (taps) => {
  const root = document.querySelector(".offline-form") || [...document.querySelectorAll("*")].find(
    (node) => node.shadowRoot && node.shadowRoot.querySelector(".sheet"));
  for (const [code, verdict] of taps) {
    const item = root.shadowRoot.querySelector(`[data-testid="item-${code}"]`);
    item.querySelector(`[data-testid="verdict-${verdict}"]`).click();
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}"""
KEPT = """(name) => new Promise((resolve) => {
  const opening = indexedDB.open("heng");
  opening.onsuccess = () => {
    const asked = opening.result.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => {
      opening.result.close();
      resolve(asked.result.map((one) => one.audit));
    };
  };
})"""


def test_two_hundred_answers_and_ten_photos_outlast_all_that_can_happen(
    context: BrowserContext, page: Page, office: Office
) -> None:
    sheet = wide_sheet()
    audit = office.begin(sheet=sheet)
    entered = dict(zip((item.code for item in sheet.items), answers(), strict=True))
    parts = iter(list(entered.items())[start : start + 40] for start in range(0, ITEMS, 40))
    page.goto(office.link(audit))
    form = Form(page).expect_open()
    expect(page.get_by_test_id("along")).to_be_visible()
    tap(form, next(parts))
    # The network goes in the middle of a row of taps.
    cut_short = next(parts)
    tap(form, cut_short[:10])
    context.set_offline(True)
    tap(form, cut_short[10:])
    take(form, sheet, 0, 5)
    page.reload()
    tap(form.expect_open(), next(parts))
    office.server.kill()
    context.set_offline(False)
    try:
        tap(form, next(parts))
        take(form, sheet, 5, PHOTOS)
        page.close(run_before_unload=False)
    finally:
        office.server.start()
    again = context.new_page()
    again.goto(office.link(audit))
    form = Form(again).expect_open()
    tap(form, next(parts))
    form.expect_all_saved()
    assert office.answers(audit) == entered
    with office.server.database.read(SYSTEM) as session:
        told = history(session, audit)
        pictures = [row for rows in photos.photos_of(session, audit).values() for row in rows]
    assert len(told) == len({entry.item for entry in told}) == ITEMS
    assert len(pictures) == len({row.sha256 for row in pictures}) == PHOTOS


def test_a_sheet_is_gone_on_with_after_a_reload_without_network(
    context: BrowserContext, page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    expect(page.get_by_test_id("along")).to_have_text(zh("Can be used offline"))
    form.answer("VEN-01", MET)
    form.expect_all_saved()
    context.set_offline(True)
    form.answer("VEN-02", {"verdict": "deducted"})
    page.reload()
    form.expect_open()
    expect(page.get_by_test_id("offline-state")).to_contain_text("离线继续填写")
    expect(form.verdict("VEN-01", "met")).to_have_attribute("aria-checked", "true")
    expect(form.verdict("VEN-02", "deducted")).to_have_attribute("aria-checked", "true")
    form.answer("VEN-05", {"verdict": "deducted", "count": 2})
    form.expect_waiting(2)
    page.goto(office.server.address)
    listed = page.get_by_test_id("offline-sheet")
    expect(listed).to_contain_text("2 条暂存本机")
    listed.tap()
    form.expect_open()
    expect(form.field("VEN-05", "count")).to_have_text("2")
    context.set_offline(False)
    # Once the network is back the whole program is there again, at the same audit.
    expect(page.get_by_test_id("stTopNavSection").first).to_be_visible()
    expect(page.get_by_test_id("offline-state")).to_have_count(0)
    form.expect_all_saved()
    assert office.answers(audit).keys() == {"VEN-01", "VEN-02", "VEN-05"}
    assert office.operations(audit) == 3


def test_figures_say_that_they_wait_for_the_server(
    context: BrowserContext, open_form: OpenForm
) -> None:
    _audit, form = open_form("venting")
    form.answer("VEN-01", MET)
    form.expect_all_saved()
    expect(form.bar("awaiting")).to_be_hidden()
    before = form.bar("k").inner_text()
    context.set_offline(True)
    form.answer("VEN-02", {"verdict": "deducted"})
    expect(form.bar("awaiting")).to_have_text(zh("awaits the server"))
    expect(form.bar("k")).to_have_text(before)
    expect(form.bar("kept-count")).to_have_text("1项暂存本机")
    saved, kept = form.item("VEN-01"), form.item("VEN-02")
    expect(kept.get_by_test_id("save-state")).to_have_text(zh("Kept here"))
    expect(kept.get_by_test_id("points-left")).to_have_text("…")
    expect(kept).to_contain_text(zh("awaits the server"))
    expect(saved.get_by_test_id("save-state")).to_have_text(zh("Saved"))
    expect(saved.get_by_test_id("points-left")).to_have_text("5")
    context.set_offline(False)
    expect(kept.get_by_test_id("points-left")).to_have_text("0")
    expect(form.bar("awaiting")).to_be_hidden()


def test_requests_dropped_repeated_and_delayed_lose_and_double_nothing(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    for seed in (1, 2):
        audit, form = open_form("venting")
        chance = random.Random(seed)
        weather = Weather(page, chance)
        entered: dict[str, Any] = {}
        changes = 0
        # A slow computer sends fewer requests; each kind of weather shall meet one of them.
        while changes < 30 or weather.due:
            changes += 1
            code = f"VEN-0{chance.choice((1, 2, 3, 4))}"
            answer = chance.choice(MET_OR_NOT)
            tap(form, [(code, answer)])
            # A second tap on what is chosen already takes it back.
            entered[code] = None if entered.get(code) == answer else answer
            weather.change()
        weather.clear()
        form.expect_all_saved()
        given = {code: answer for code, answer in entered.items() if answer is not None}
        stored = {code: a for code, a in office.answers(audit).items() if a is not None}
        assert stored == given
        with office.server.database.read(SYSTEM) as session:
            told = history(session, audit)
        sent = {operation["id"]: operation for operation in weather.sent}
        assert {entry.id for entry in told} == sent.keys()
        assert len(told) == len(sent)


def test_two_tabs_send_each_its_own_and_what_a_closed_one_left(
    context: BrowserContext, page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    second = context.new_page()
    second.goto(office.link(audit, "venting"))
    other = Form(second).expect_open()
    sent: list[str] = []
    for tab in (page, second):
        tab.on("request", lambda request: sent.extend(operations_in(request.post_data)))
    context.set_offline(True)
    form.answer("VEN-01", MET)
    other.answer("VEN-02", MET)
    form.expect_waiting(1)
    other.expect_waiting(1)
    sent.clear()
    context.set_offline(False)
    form.expect_all_saved()
    other.expect_all_saved()
    assert len(sent) == len(set(sent)) == 2
    context.set_offline(True)
    other.answer("VEN-03", MET)
    other.expect_waiting(1)
    second.close(run_before_unload=False)
    context.set_offline(False)
    expect(form.verdict("VEN-03", "met")).to_have_attribute("aria-checked", "true")
    form.expect_all_saved()
    assert office.answers(audit).keys() == {"VEN-01", "VEN-02", "VEN-03"}
    assert office.operations(audit) == 3


def test_what_one_person_took_along_is_not_for_the_next(
    browser: Browser, served_office: Office
) -> None:
    office, tablet = served_office, Tablet(browser)
    try:
        page = tablet.context.new_page()
        audit = office.begin("venting")
        page.goto(office.link(audit, "venting"))
        sign_in(page, "P1", PASSWORD)
        form = Form(page).expect_open()
        expect(page.get_by_test_id("along")).to_be_visible()
        page.route("**/operations", lambda route: route.abort())
        form.answer("VEN-01", MET)
        form.expect_waiting(1)
        assert page.evaluate(KEPT, "sheets") == [audit]
        page.goto(f"{office.server.address}/account")
        page.get_by_role("button", name=zh("Sign out")).tap()
        expect_sign_in(page)
        expect_kept(page, [], [audit])
        sign_in(page, "P2", PASSWORD)
        expect(page.get_by_test_id("stTopNavSection").first).to_be_visible()
        tablet.context.set_offline(True)
        page.goto(office.link(audit, "venting"))
        expect(page.get_by_role("alert")).to_contain_text("本机没有这份评分表")
        expect(page.get_by_test_id("offline-sheet")).to_have_count(0)
        expect(page.get_by_text("梅岭站")).to_have_count(0)
    finally:
        tablet.close()


def test_a_submitted_sheet_is_no_longer_kept(page: Page, open_form: OpenForm) -> None:
    audit, form = open_form("venting")
    expect(page.get_by_test_id("along")).to_be_visible()
    assert page.evaluate(KEPT, "sheets") == [audit]
    tap(form, [(item.code, MET) for item in make_sheet("venting").items])
    form.expect_all_saved()
    form.submit()
    form.confirm()
    expect(page.locator(".heng-result").first).to_be_visible()
    assert page.evaluate(KEPT, "sheets") == []


class Weather:
    """A bad network between a page and the server, by chance but the same for the same seed."""

    def __init__(self, page: Page, chance: random.Random) -> None:
        self.page = page
        self.chance = chance
        self.due = ["lost reply", "lost request", "twice", "late"]
        chance.shuffle(self.due)
        self.sent: list[dict[str, Any]] = []
        self.late: list[Route] = []
        self.fair = False
        page.route("**/operations", self.happen)

    def happen(self, route: Route) -> None:
        """What becomes of one request."""
        kinds = ["lost reply", "lost request", "twice", "late", "fair"]
        kind = self.due.pop() if self.due else self.chance.choice(kinds)
        kind = "fair" if self.fair else kind
        if kind == "late":
            self.late.append(route)
            return
        if kind == "lost request":
            route.abort()
            return
        reply = self.reach(route)
        if kind == "twice":
            reply = self.reach(route)
        if kind == "lost reply":
            route.abort()
        else:
            route.fulfill(response=reply)

    def reach(self, route: Route) -> Any:
        """Let the server take the request."""
        self.sent += json.loads(route.request.post_data or "{}")["operations"]
        return route.fetch()

    def change(self) -> None:
        """Some time passes: what was late may arrive, and the browser may hear of a network."""
        self.page.wait_for_timeout(self.chance.choice((5, 20, 60)))
        if self.late and self.chance.random() < 0.7:
            late = self.late.pop()
            late.fulfill(response=self.reach(late))
        if self.chance.random() < 0.5:
            self.page.evaluate("dispatchEvent(new Event('online'))")

    def clear(self) -> None:
        """The network is good from here on."""
        self.fair = True
        for late in self.late:
            late.fulfill(response=self.reach(late))
        self.page.evaluate("dispatchEvent(new Event('online'))")


def wide_sheet() -> Sheet:
    """The venting sheet's first item, two hundred times."""
    content = json.loads(json.dumps(make_sheet("hotline").content))
    first = next(item for item in content["items"] if item["rule"]["kind"] == "pass_fail")
    content["items"] = [{**first, "code": f"HOT-{100 + number}"} for number in range(ITEMS)]
    content["sections"] = [s for s in content["sections"] if s["code"] == first["section"]]
    return Sheet.from_content(content)


def answers() -> Iterator[Any]:
    """One answer for each item."""
    for number in range(ITEMS):
        yield MET_OR_NOT[number % len(MET_OR_NOT)]


def tap(form: Form, entered: list[tuple[str, Any]]) -> None:
    """Tap many verdicts quickly; 15 ms apart, which no finger is."""
    form.page.evaluate(TAP_ALL, [[code, answer["verdict"]] for code, answer in entered])


def take(form: Form, sheet: Sheet, first: int, last: int) -> None:
    """Add photos, each other than all others, to items one after the other."""
    for number in range(first, last):
        code = sheet.items[number].code
        form.add_photos(code, photo(image=drawn(mark=str(number))))
        # A photo being prepared is not kept yet, and does not say so.
        kept = form.photos(code, "waiting").or_(form.photos(code, "saved"))
        expect(kept).to_have_count(1)


def operations_in(body: str | None) -> list[str]:
    """The ids of the operations that a request carries."""
    return [operation["id"] for operation in json.loads(body or "{}").get("operations", [])]


def expect_kept(page: Page, sheets: list[str], waiting: list[str]) -> None:
    """Wait until the tablet keeps just these sheets, and answers of these audits."""
    wanted = [sheets, waiting]
    page.wait_for_function(
        f"""async (wanted) => {{
          const kept = {KEPT};
          const found = [await kept("sheets"), await kept("operations")];
          return JSON.stringify(found) === JSON.stringify(wanted);
        }}""",
        arg=wanted,
    )
