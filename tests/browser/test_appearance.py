"""Light or dark is chosen by a person, once for all pages, and the device decides otherwise."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import grave_faults
from tests.browser.form import Form
from tests.browser.office import Office
from tests.browser.screens import settled, zh

DARK = "rgb(17, 20, 23)"
LIGHT = "rgb(255, 255, 255)"


def expect_ground(page: Page, colour: str) -> None:
    """Wait until the page's ground has a colour."""
    settled(page)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", colour)


@pytest.mark.parametrize("device", ["light", "dark"])
def test_a_person_chooses_and_every_page_follows(device: str, page: Page, office: Office) -> None:
    own, other = (LIGHT, DARK) if device == "light" else (DARK, LIGHT)
    wanted = "Dark" if device == "light" else "Light"
    page.emulate_media(color_scheme="dark" if device == "dark" else "light")
    page.goto(f"{office.server.address}/account")
    expect_ground(page, own)
    expect(page.get_by_role("radio", name=zh("As the device"))).to_be_checked()
    page.get_by_role("radio", name=zh(wanted)).check()
    expect_ground(page, other)
    assert grave_faults(page) == []
    page.goto(office.link(office.begin("repair"), "repair"))
    Form(page).expect_open()
    expect_ground(page, other)
    page.goto(office.server.address)
    expect_ground(page, other)
    page.goto(f"{office.server.address}/account")
    page.get_by_role("radio", name=zh("As the device")).check()
    expect_ground(page, own)


def test_what_signs_out_and_changes_a_password_keeps_its_style(page: Page, office: Office) -> None:
    page.goto(f"{office.server.address}/account")
    for name in ("Sign out", "Change the password"):
        button = page.get_by_role("button", name=zh(name))
        expect(button).to_have_css("min-height", "48px")
