"""Signing in and out as a finger finds it."""

from playwright.sync_api import Locator, Page, expect

from dashboard.looks import ROLES
from db.actors import Role
from tests.browser.screens import settled, zh


def field(page: Page, name: str) -> Locator:
    """A field of the forms that sign in and change a password: login, password, old, new."""
    return page.locator(f'input[name="{name}"]')


def sign_in(page: Page, login: str, password: str) -> None:
    """Fill in the sign-in page and send it."""
    field(page, "login").fill(login)
    field(page, "password").fill(password)
    field(page, "password").press("Enter")


def choose_password(page: Page, old: str, new: str) -> None:
    """Replace a one-time password."""
    expect(page.get_by_role("heading", name=zh("Choose a password of your own"))).to_be_visible()
    field(page, "old").fill(old)
    field(page, "new").fill(new)
    field(page, "new").press("Enter")
    expect(field(page, "old")).to_be_hidden()


def play(page: Page, role: Role) -> None:
    """Become somebody of a role in the demo, by its switcher."""
    settled(page)
    page.get_by_role("combobox", name=zh("Role")).first.tap()
    page.get_by_role("option", name=zh(ROLES[role])).first.tap()
    settled(page)


def expect_sign_in(page: Page) -> None:
    """Wait until the sign-in page is there, and nothing else."""
    expect(field(page, "login")).to_be_visible()
    expect(page.get_by_test_id("stTopNavSection")).to_have_count(0)
