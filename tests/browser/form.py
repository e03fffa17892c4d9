"""The tablet form as a finger finds it: items, verdicts, fields, the bar at the bottom."""

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from checklists.exact import plain
from checklists.scoring import SheetScore
from dashboard.looks import score_text


class Form:
    """The form that is open in a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.queue = page.get_by_test_id("queue-state")
        self.dialog = page.get_by_test_id("submit-dialog")
        self.banner = page.get_by_test_id("banner")

    def expect_open(self) -> "Form":
        """Wait until the form is there."""
        expect(self.bar("submit")).to_be_visible()
        return self

    def bar(self, name: str) -> Locator:
        """A figure or button of the subtotal bar: k, k1, k2, k3, lost, submit, unanswered."""
        return self.page.get_by_test_id(name)

    def item(self, code: str) -> Locator:
        """An item by its code."""
        return self.page.get_by_test_id(f"item-{code}")

    def verdict(self, code: str, verdict: str) -> Locator:
        """One of the segments of an item."""
        return self.item(code).get_by_test_id(f"verdict-{verdict}")

    def field(self, code: str, name: str) -> Locator:
        """An input that an item has opened."""
        return self.item(code).get_by_test_id(f"field-{name}")

    def message(self, code: str) -> Locator:
        """What an item says is missing or wrong."""
        return self.item(code).get_by_test_id("message")

    def answer(self, code: str, answer: Mapping[str, Any]) -> None:
        """Touch and type a whole answer; `answer` is as it will be stored."""
        self.verdict(code, answer["verdict"]).tap()
        item = self.item(code)
        for name, value in answer.items():
            ENTER.get(name, _type)(item, name, value)

    def answer_all(self, answers: Mapping[str, Any]) -> None:
        """Touch and type many answers."""
        for code, answer in answers.items():
            self.answer(code, answer)

    def expect_status(self, status: str, *codes: str) -> None:
        """Wait until items say saved, waiting, refused or incomplete."""
        for code in codes:
            expect(self.item(code)).to_have_attribute("data-status", status)

    def expect_all_saved(self) -> None:
        """Wait until nothing waits any more."""
        expect(self.queue).to_have_attribute("data-waiting", "0")
        expect(self.queue).to_have_attribute("data-look", "saved")

    def expect_waiting(self, number: int) -> None:
        """Wait until so many answers wait on the tablet."""
        expect(self.queue).to_have_attribute("data-waiting", str(number))

    def expect_figures(self, score: SheetScore) -> None:
        """Wait until the bar shows exactly this score."""
        for name in ("k1", "k2", "k3"):
            expect(self.bar(name)).to_have_text(plain(getattr(score, name)))
        expect(self.bar("k")).to_have_text(score_text(score.k))

    def add_photos(self, code: str, *photos: bytes, names: str = "现场{n}.jpg") -> None:
        """Choose photos for an item as from the tablet's files."""
        files = [
            {"name": names.format(n=n), "mimeType": "image/jpeg", "buffer": photo}
            for n, photo in enumerate(photos, start=1)
        ]
        with self.page.expect_file_chooser() as asked:
            self.item(code).get_by_test_id("photo-files").tap()
        asked.value.set_files(files)

    def photos(self, code: str, state: str = "") -> Locator:
        """The photos of an item, or those in one state: waiting, saved, refused, held, leaving."""
        wanted = f'[data-state="{state}"]' if state else ""
        return self.item(code).locator(f'[data-testid="photo"]{wanted}')

    def submit(self) -> None:
        """Ask to submit; the dialog opens."""
        self.bar("submit").tap()
        expect(self.dialog).to_be_visible()

    def confirm(self) -> None:
        """Say yes in the dialog."""
        self.dialog.get_by_test_id("submit-confirm").tap()


def _count(item: Locator, name: str, value: int) -> None:
    shown = item.get_by_test_id(f"field-{name}")
    steps = value - int(shown.inner_text())
    for _each in range(abs(steps)):
        item.get_by_test_id(f"{name}-{'plus' if steps > 0 else 'minus'}").tap()
    expect(shown).to_have_text(str(value))


def _type(item: Locator, name: str, value: str) -> None:
    entry = item.get_by_test_id(f"field-{name}")
    entry.fill(str(value))
    entry.blur()


def _parts(item: Locator, name: str, value: list[str]) -> None:
    for code in value:
        item.get_by_test_id(f"part-{code}").tap()


def _override(item: Locator, name: str, value: bool) -> None:
    if value:
        item.get_by_test_id("override").tap()


def _rows(item: Locator, name: str, value: list[dict[str, Any]]) -> None:
    for number, record in enumerate(value):
        if number:
            item.get_by_test_id("add").tap()
        row = item.get_by_test_id(f"{name}-{number}")
        for part, entry in record.items():
            if part == "points":
                row.get_by_test_id(f"points-{entry}").tap()
            else:
                _type(row, part, entry)


ENTER: dict[str, Callable[[Locator, str, Any], None]] = {
    "verdict": lambda item, name, value: None,
    "count": _count,
    "severe": _count,
    "parts": _parts,
    "override": _override,
    "outages": _rows,
    "awards": _rows,
}
