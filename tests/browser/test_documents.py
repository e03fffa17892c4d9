"""A document is made while a bar tells how far it is, and comes out as a file that opens."""

from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.screens import YEAR
from tests.browser.server import Server
from tests.browser.test_ranking import come_as


def test_a_workbook_is_made_beside_the_page_and_handed_out(
    demo: Server, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{demo.address}/documents?period={YEAR}")
    come_as(page, "管理员")
    card = page.locator(".st-key-documents-workbook")
    card.locator(".st-key-documents-make-workbook button").tap()
    expect(card.get_by_test_id("stProgress")).to_be_visible()
    ready = card.locator(".st-key-documents-file-workbook button")
    expect(ready).to_be_visible(timeout=60_000)
    expect(card.get_by_test_id("stProgress")).to_have_count(0)
    with page.expect_download() as handed:
        ready.tap()
    file = tmp_path / handed.value.suggested_filename
    handed.value.save_as(file)
    assert file.name == f"评价结果_{YEAR}.xlsx"
    assert openpyxl.load_workbook(file, read_only=True).sheetnames[0] == "排名"
