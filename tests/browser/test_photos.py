"""Photos at the unit: taken with and without network, shown at once, saved once, removed, seen."""

import hashlib
import io
from collections.abc import Callable
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from db import photos
from db.actors import SYSTEM
from db.photos import MOST_OF_ITEM, PhotoRow
from tests.browser.axe import grave_faults
from tests.browser.form import Form
from tests.browser.office import Office
from tests.browser.screens import zh
from tests.browser.tablet import Watch
from tests.factories import MET, make_sheet
from tests.pictures import drawn, is_red, opened, photo

OpenForm = Callable[..., tuple[str, Form]]
NOTES = {"taken": "2026:11:02 09:41:07", "offset": "+08:00", "place": (31.2304, 121.4737)}


def stored(office: Office, audit: str) -> dict[str, list[PhotoRow]]:
    with office.server.database.read(SYSTEM) as session:
        return photos.photos_of(session, audit)


def kept(office: Office, row: PhotoRow) -> bytes:
    folder = office.server.output.parent / "photos" / row.sha256[:2]
    return next(folder.glob(f"{row.sha256}.[jpw][pne]*")).read_bytes()


def expect_drawn(image: Locator) -> None:
    """Wait until the browser has decoded a picture."""
    expect(image).to_be_visible()
    expect(image).not_to_have_js_property("naturalWidth", 0)


def test_photos_are_shown_at_once_saved_as_they_are_and_there_after_a_reload(
    page: Page, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    taken = [photo(image=drawn(mark=str(n)), **NOTES) for n in range(2)]
    form.add_photos("VEN-01", *taken)
    expect(form.photos("VEN-01", "saved")).to_have_count(2)
    expect_drawn(form.photos("VEN-01").first.locator("img"))
    form.expect_all_saved()
    rows = stored(office, audit)["VEN-01"]
    assert {row.sha256 for row in rows} == {hashlib.sha256(one).hexdigest() for one in taken}
    assert [row.name for row in rows] == ["现场1.jpg", "现场2.jpg"]
    page.reload()
    form.expect_open()
    expect(form.photos("VEN-01", "saved")).to_have_count(2)
    expect_drawn(form.photos("VEN-01").last.locator("img"))


@pytest.mark.parametrize(
    ("notes", "facts"),
    [
        (NOTES, ("2026-11-02 09:41", "31.23040, 121.47370")),
        (NOTES | {"offset": "+00:00", "place": (-31.5, -0.25)}, ("17:41", "-31.50000, -0.25000")),
    ],
)
def test_time_and_place_are_told_before_a_photo_is_saved_and_are_the_same_after(
    page: Page,
    context: BrowserContext,
    open_form: OpenForm,
    notes: dict[str, object],
    facts: tuple[str, str],
) -> None:
    _, form = open_form("venting")
    context.set_offline(True)
    form.add_photos("VEN-01", photo(**notes))
    expect(form.photos("VEN-01", "waiting")).to_have_count(1)
    for state in ("waiting", "saved"):
        expect(form.photos("VEN-01", state)).to_have_count(1)
        form.photos("VEN-01").get_by_test_id("photo-open").tap()
        told = page.get_by_test_id("photo-facts")
        for fact in facts:
            expect(told).to_contain_text(fact)
        page.get_by_test_id("photo-close").tap()
        context.set_offline(False)


def test_photos_taken_without_network_outlast_a_closed_tab_and_are_saved_once(
    context: BrowserContext, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    context.set_offline(True)
    form.answer("VEN-01", MET)
    form.add_photos("VEN-01", *(photo(image=drawn(mark=str(n))) for n in range(3)))
    expect(form.photos("VEN-01", "waiting")).to_have_count(3)
    expect(form.photos("VEN-01").first.get_by_test_id("photo-state")).to_have_text(zh("Kept here"))
    form.expect_waiting(4)
    form.page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(office.link(audit, "venting"))
    form = Form(again).expect_open()
    expect(form.photos("VEN-01", "saved")).to_have_count(3)
    expect_drawn(form.photos("VEN-01").first.locator("img"))
    form.expect_all_saved()
    assert [len(rows) for rows in stored(office, audit).values()] == [3]
    assert office.operations(audit) == 1


def test_a_large_photo_is_made_smaller_upright_and_keeps_time_and_place(
    office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    form.add_photos("VEN-02", photo(image=drawn(4000, 3000), orientation=6, **NOTES))
    expect(form.photos("VEN-02", "saved")).to_have_count(1)
    (row,) = stored(office, audit)["VEN-02"]
    assert (row.width, row.height) == (1920, 2560)
    assert row.taken_at is not None
    assert row.taken_at.isoformat() == "2026-11-02T01:41:07+00:00"
    assert (str(row.latitude), str(row.longitude)) == ("31.230400", "121.473700")
    data = kept(office, row)
    assert is_red(opened(data), 0.75, 0.25)
    assert not is_red(opened(data), 0.25, 0.25)
    with Image.open(io.BytesIO(data)) as image:
        assert image.getexif()[0x0112] == 1


def test_a_file_that_is_no_photo_says_why_and_must_be_removed_before_submitting(
    office: Office, open_form: OpenForm, watch: Watch
) -> None:
    watch.expected.append("422 (Unprocessable")
    audit, form = open_form("venting")
    form.add_photos("VEN-01", b"%PDF-1.7 not a photo")
    expect(form.photos("VEN-01", "refused")).to_contain_text(
        zh("The file is no photo. JPEG, PNG and WebP are taken in.")
    )
    form.submit()
    expect(form.dialog).to_contain_text("VEN-01")
    form.dialog.get_by_test_id("submit-back").tap()
    remove(form, "VEN-01")
    expect(form.photos("VEN-01")).to_have_count(0)
    form.expect_all_saved()
    assert stored(office, audit) == {}


def test_a_saved_photo_is_removed_with_a_second_tap(office: Office, open_form: OpenForm) -> None:
    audit, form = open_form("venting")
    form.add_photos("VEN-01", photo())
    expect(form.photos("VEN-01", "saved")).to_have_count(1)
    act = form.photos("VEN-01").get_by_test_id("photo-act")
    act.tap()
    expect(act).to_have_text(zh("Really remove"))
    assert len(stored(office, audit)["VEN-01"]) == 1
    act.tap()
    expect(form.photos("VEN-01")).to_have_count(0)
    form.expect_all_saved()
    assert stored(office, audit) == {}


def test_a_removal_can_be_taken_back_while_it_was_not_sent(
    context: BrowserContext, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    form.add_photos("VEN-01", photo(image=drawn(mark="saved")))
    expect(form.photos("VEN-01", "saved")).to_have_count(1)
    context.set_offline(True)
    remove(form, "VEN-01")
    expect(form.photos("VEN-01", "leaving")).to_have_count(1)
    form.photos("VEN-01").get_by_test_id("photo-act").tap()
    form.add_photos("VEN-02", photo(image=drawn(mark="waiting")))
    expect(form.photos("VEN-02", "waiting")).to_have_count(1)
    remove(form, "VEN-02")
    form.photos("VEN-02", "held").get_by_test_id("photo-act").tap()
    form.expect_waiting(1)
    context.set_offline(False)
    form.expect_all_saved()
    assert {item: len(rows) for item, rows in stored(office, audit).items()} == {
        "VEN-01": 1,
        "VEN-02": 1,
    }


def test_a_photo_whose_reply_was_lost_is_stored_once(office: Office, open_form: OpenForm) -> None:
    audit, form = open_form("venting")
    lost: list[int] = []

    def take_and_drop(route: Route) -> None:
        if route.request.method == "PUT" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    form.page.route("**/photos/*", take_and_drop)
    form.add_photos("VEN-01", photo(), photo(image=drawn(mark="2")))
    expect(form.photos("VEN-01", "saved")).to_have_count(2)
    form.expect_all_saved()
    assert lost == [200]
    assert len(stored(office, audit)["VEN-01"]) == 2


def test_a_photo_goes_on_once_an_expired_token_was_renewed(
    office: Office, open_form: OpenForm, watch: Watch
) -> None:
    watch.expected.append("401 (Unauthorized)")
    audit, form = open_form("venting")
    tokens: list[str] = []

    def expired(route: Route) -> None:
        tokens.append(route.request.headers["x-heng-token"])
        if tokens[-1] == tokens[0]:
            error = {"error": {"code": "token_expired", "message": "expired"}}
            route.fulfill(status=401, json=error)
        else:
            route.continue_()

    form.page.route("**/photos/*", expired)
    form.page.wait_for_timeout(1100)  # Tokens of one second are the same.
    form.add_photos("VEN-01", photo())
    expect(form.photos("VEN-01", "saved")).to_have_count(1)
    form.expect_all_saved()
    assert len(set(tokens)) == 2
    assert len(stored(office, audit)["VEN-01"]) == 1


def test_a_photo_removed_while_it_is_on_its_way_is_removed(
    office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if route.request.method == "PUT":
            held.append(route)
        else:
            route.continue_()

    form.page.route("**/photos/*", hold_the_first)
    with form.page.expect_request("**/photos/*"):
        form.add_photos("VEN-01", photo())
    remove(form, "VEN-01")
    expect(form.photos("VEN-01", "leaving")).to_have_count(1)
    assert len(held) == 1
    held[0].continue_()
    expect(form.photos("VEN-01")).to_have_count(0)
    form.expect_all_saved()
    assert stored(office, audit) == {}


def test_nothing_is_submitted_while_a_photo_waits(
    context: BrowserContext, office: Office, open_form: OpenForm
) -> None:
    audit, form = open_form("venting")
    form.answer("VEN-01", MET)
    form.expect_all_saved()
    context.set_offline(True)
    form.add_photos("VEN-01", photo())
    form.expect_waiting(1)
    form.submit()
    expect(form.dialog).to_contain_text(
        zh(
            "{n} answers or photos have not reached the server. They are kept on this tablet; "
            "please submit again once the network is back.",
            n=1,
        )
    )
    form.dialog.get_by_test_id("submit-back").tap()
    context.set_offline(False)
    form.expect_all_saved()
    assert office.audit(audit).state == "draft"
    assert len(stored(office, audit)["VEN-01"]) == 1


def test_a_photo_too_many_is_refused_before_it_is_sent(office: Office, open_form: OpenForm) -> None:
    audit, form = open_form("venting")
    many = [photo(image=drawn(80, 60, str(n))) for n in range(MOST_OF_ITEM + 1)]
    form.add_photos("VEN-01", *many)
    expect(form.item("VEN-01").get_by_role("alert")).to_contain_text(f"{MOST_OF_ITEM} 张")
    expect(form.photos("VEN-01", "saved")).to_have_count(MOST_OF_ITEM)
    form.expect_all_saved()
    assert len(stored(office, audit)["VEN-01"]) == MOST_OF_ITEM


def test_the_large_view_shows_the_photo_with_time_place_and_name(open_form: OpenForm) -> None:
    _audit, form = open_form("venting")
    form.add_photos("VEN-01", photo(**NOTES))
    expect(form.photos("VEN-01", "saved")).to_have_count(1)
    opener = form.photos("VEN-01").get_by_test_id("photo-open")
    opener.tap()
    dialog = form.page.get_by_test_id("photo-dialog")
    expect_drawn(dialog.get_by_test_id("photo-large"))
    facts = dialog.get_by_test_id("photo-facts")
    for fact in ("2026-11-02 09:41", "31.23040, 121.47370", "现场1.jpg", "周明慧"):
        expect(facts).to_contain_text(fact)
    form.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def remove(form: Form, code: str) -> None:
    """Remove the only photo of an item with both taps."""
    act = form.photos(code).get_by_test_id("photo-act")
    act.tap()
    act.tap()


def test_the_result_shows_the_photos_under_their_items(page: Page, office: Office) -> None:
    audit = office.begin("venting")
    page.goto(office.link(audit, "venting"))
    form = Form(page).expect_open()
    form.answer_all({item.code: MET for item in make_sheet("venting").items})
    form.add_photos("VEN-02", photo(**NOTES))
    expect(form.photos("VEN-02", "saved")).to_have_count(1)
    form.expect_all_saved()
    form.submit()
    form.confirm()
    expect(page.locator(".heng-score")).to_be_visible()
    shown = page.locator(".st-key-photos-VEN-02")
    expect_drawn(shown.locator("img"))
    for known in ("2026-11-02 09:41", "31.23040, 121.47370"):
        expect(shown).to_contain_text(known)
    shown.get_by_role("button", name=zh("Enlarge")).tap()
    large = page.get_by_role("dialog")
    expect_drawn(large.locator("img"))
    (row,) = stored(office, audit)["VEN-02"]
    for fact in ("现场1.jpg", row.sha256[:12], "周明慧"):
        expect(large).to_contain_text(fact)
    page.keyboard.press("Escape")
    expect(large).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_photos_have_no_grave_fault_for_anybody(
    context: BrowserContext,
    open_form: OpenForm,
    watch: Watch,
    scheme: Literal["light", "dark"],
) -> None:
    watch.expected.append("422 (Unprocessable")
    _audit, form = open_form("venting")
    form.page.emulate_media(color_scheme=scheme)
    form.add_photos("VEN-01", photo(**NOTES), b"no photo")
    for state in ("saved", "refused"):
        expect(form.photos("VEN-01", state)).to_have_count(1)
    context.set_offline(True)
    form.add_photos("VEN-02", photo(image=drawn(mark="2")))
    expect(form.photos("VEN-02", "waiting")).to_have_count(1)
    form.photos("VEN-01", "saved").get_by_test_id("photo-act").tap()
    found = {"tiles": grave_faults(form.page)}
    remove(form, "VEN-02")
    expect(form.photos("VEN-02", "held")).to_have_count(1)
    found["removed"] = grave_faults(form.page)
    context.set_offline(False)
    form.photos("VEN-01", "saved").get_by_test_id("photo-open").tap()
    expect_drawn(form.page.get_by_test_id("photo-large"))
    found["large"] = grave_faults(form.page)
    assert {name: told for name, told in found.items() if told} == {}
