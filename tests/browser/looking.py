"""Looking at a whole page: its visible words, the names of its controls, their sizes."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

CONTROLS = frozenset(
    {
        "button",
        "checkbox",
        "combobox",
        "link",
        "listbox",
        "menuitem",
        "radio",
        "searchbox",
        "slider",
        "spinbutton",
        "switch",
        "tab",
        "textbox",
    }
)
FINGER = 44
"""Pixels: nothing that is touched may be smaller."""

CHINESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")

EVERY_NODE = """
function* everyNode(root) {
  for (const node of root.querySelectorAll("*")) {
    yield node;
    if (node.shadowRoot) yield* everyNode(node.shadowRoot);
  }
}
const seen = (node) => {
  const box = node.getBoundingClientRect();
  const drawn = node.checkVisibility({visibilityProperty: true, opacityProperty: true});
  return drawn && (box.width > 1 || box.height > 1);
};
"""
WORDS = f"""() => {{ {EVERY_NODE}
  const words = [document.title];
  for (const node of everyNode(document)) {{
    if (!seen(node) || node.closest('[translate="no"]')) continue;
    if (node.placeholder && !node.value) words.push(node.placeholder);
    for (const child of node.childNodes) {{
      if (child.nodeType === Node.TEXT_NODE && child.data.trim()) words.push(child.data.trim());
    }}
  }}
  return words;
}}"""
TOO_SMALL = f"""(finger) => {{ {EVERY_NODE}
  const small = [];
  for (const node of everyNode(document)) {{
    const inForm = node.getRootNode() instanceof ShadowRoot;
    if (!inForm || !node.matches("button, input, textarea, select") || !seen(node)) continue;
    const box = node.getBoundingClientRect();
    if (Math.min(box.width, box.height) < finger - 0.5) {{
      small.push(`${{node.dataset.testid || node.textContent}} ${{box.width}} x ${{box.height}}`);
    }}
  }}
  return small;
}}"""
TOO_WIDE = """() => {
  const scrollers = ['html', 'body', '[data-testid="stApp"]', '[data-testid="stMain"]'];
  return scrollers.map((at) => document.querySelector(at))
    .filter((node) => node && node.scrollWidth > node.clientWidth + 1)
    .map((node) => [node.dataset.testid || node.tagName, node.scrollWidth, node.clientWidth])
    .map((parts) => parts.join(" "));
}"""
FOCUS = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  const item = at && at.closest("[data-code]");
  return {id: (at && at.dataset.testid) || "", item: item ? item.dataset.code : ""};
}"""


@dataclass(frozen=True)
class Focus:
    """Where the keyboard is: the test id of the control, and the item around it."""

    id: str
    item: str


def visible_words(page: Page) -> list[str]:
    """Every text a person can read in the page, in the order of the page."""
    words: list[str] = page.evaluate(WORDS)
    return words


def nameless_controls(page: Page) -> list[str]:
    """The roles of controls for which a screen reader has no name."""
    client = page.context.new_cdp_session(page)
    client.send("Accessibility.enable")
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    client.detach()
    return [str(node["role"]["value"]) for node in nodes if _is_nameless(node)]


def too_small(page: Page) -> list[str]:
    """Controls of the form that a finger may miss."""
    small: list[str] = page.evaluate(TOO_SMALL, FINGER)
    return small


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    wide: list[str] = page.evaluate(TOO_WIDE)
    return wide


def focus(page: Page) -> Focus:
    """Where the keyboard is, also within the form."""
    return Focus(**page.evaluate(FOCUS))


def _is_nameless(node: dict[str, Any]) -> bool:
    if node.get("ignored") or node.get("role", {}).get("value") not in CONTROLS:
        return False
    return not str(node.get("name", {}).get("value", "")).strip()
