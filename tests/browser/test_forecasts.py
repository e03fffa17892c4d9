"""How the ranking may end, from stored forecasts, in words of both languages."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.screens import YEAR, settled
from tests.browser.server import Server


def test_the_ranking_says_how_it_may_end_and_a_new_forecast_is_made(
    page: Page, demo: Server
) -> None:
    page.goto(f"{demo.address}/ranking?period={YEAR}&level=prospects")
    settled(page)
    # Whoever comes to the demo is an inspector, and inspectors rank nobody.
    page.get_by_role("combobox").first.tap()
    page.get_by_role("option").filter(has_text="管理员").first.tap()
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("照此推演 100 次期末").first).to_be_visible()
    header = main.locator("thead")
    for words in ("比上期", "可能名次", "末位", "期末 K"):
        expect(header).to_contain_text(words)
    expect(main.get_by_text("最高人民法院指导案例 18 号")).to_be_visible()
    expect(main.get_by_text("程序于")).to_be_visible()
    page.get_by_role("button", name="重新预测").tap()
    expect(main.get_by_text("预测已更新至当前数据")).to_be_visible()
    expect(main.get_by_text("程序于")).to_have_count(0)
    page.get_by_text("English", exact=True).first.tap()
    expect(main.get_by_text("In 100 period ends like this one").first).to_be_visible()
    expect(header).to_contain_text("Likely places")
    page.get_by_text("Our own record").tap()
    expect(main.get_by_text("No forecast has ended yet")).to_be_visible()
