"""What axe-core finds wrong with a page for people who do not see, hear or point as others do."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

GRAVE = ("serious", "critical")

RUN = """async (options) => {
  const found = await axe.run(document, options);
  return found.violations.map(({id, impact, nodes}) => ({
    id, impact,
    nodes: nodes.map(({target, html}) => `${target.flat(9).join(" in ")}: ${html.slice(0, 160)}`),
  }));
}"""


def grave_faults(page: Page) -> list[str]:
    """Violations of impact serious or critical, a line each: the rule, the place, its markup.

    Nothing of Streamlit's own markup has to be left out.
    """
    page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, {"resultTypes": ["violations"]})
    return [
        f"{fault['impact']} {fault['id']} at {node}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
