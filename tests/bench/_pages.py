"""How long a page of a whole year takes: to its first paint, and after a filter is changed."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

from dashboard.view import WORDS
from tests.bench import Figure
from tests.bench._company import YEAR
from tests.bench._stage import median
from tests.browser.screens import zh

TIMES = 5
PAINT_MS, FILTER_MS = 2000, 500
FILTERS = {
    "trends": ("division", "第{}事业部"),
    "explain": ("inspector", "检查员{}"),
    "ranking": ("division", "第{}事业部"),
}
"""The pages, each with a filter and how its options are called, from 1 on."""

ANSWERS = {
    "trends": "[data-testid=stMain] [data-testid=stMarkdown] strong",
    "explain": "[data-testid=stMain] .heng-score",
    "ranking": "[data-testid=stMain] [data-testid=stMarkdown] strong",
}
"""What each page says first: the sentence with its figures, or the score."""
DRAWN = "[data-testid=stApp][data-test-script-state=notRunning]"
CHANGED = """old => {
  const app = document.querySelector("[data-testid=stApp]");
  const stale = document.querySelector("[data-testid=stMain] [data-stale=true]");
  const done = app.dataset.testScriptState === "notRunning" && !stale;
  return done && location.search !== old ? performance.now() : 0;
}"""
TOUCH = "addEventListener('click', () => { window.hengTouched = performance.now(); }, true);"


def of_page(name: str, context: BrowserContext, address: str, page: str) -> list[Figure]:
    """A page of the whole year, then of one division after the other."""
    opened = [
        painted(context, f"{address}?period={YEAR}", ANSWERS[page]) for _time in range(TIMES + 1)
    ]
    paints, wholes = ([times[place] for times in opened] for place in (0, 1))
    first, whole = median(paints[1:]), median(wholes[1:])
    shown = context.new_page()
    shown.goto(f"{address}?period={YEAR}")
    shown.wait_for_selector(f"{DRAWN} tbody tr")
    label, option = FILTERS[page]
    changes = [filtered(shown, label, option.format(number + 1)) for number in range(TIMES + 1)]
    shown.close()
    filtering = median(changes[1:])
    return [
        Figure(
            f"{name}: {page} of a year, first paint, median of {TIMES}",
            first,
            "ms",
            f"<= {PAINT_MS} ms",
            f"{whole:.0f} ms with chart and table; {paints[0]:.0f} ms at the first visit of all",
            first <= PAINT_MS,
        ),
        Figure(
            f"{name}: {page} after a filter is changed, median of {TIMES}",
            filtering,
            "ms",
            f"<= {FILTER_MS} ms",
            f"{filtering / whole:.2f} x the whole page",
            filtering <= FILTER_MS,
        ),
    ]


def painted(context: BrowserContext, address: str, answer: str) -> tuple[float, float]:
    """Milliseconds until the page's answer is there, and until nothing more is drawn."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(answer)
    said = float(page.evaluate("performance.now()"))
    page.wait_for_selector(f"{DRAWN} tbody tr")
    whole = float(page.evaluate("performance.now()"))
    page.close()
    return said, whole


def filtered(page: Page, label: str, option: str) -> float:
    """Milliseconds from the touch of an option to the page as it is with it."""
    before = page.evaluate("location.search")
    page.get_by_role("combobox", name=zh(WORDS[label])).click()
    page.get_by_role("option", name=option, exact=True).click()
    touched = float(page.evaluate("window.hengTouched"))
    return float(page.wait_for_function(CHANGED, arg=before).json_value()) - touched
