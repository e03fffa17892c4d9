"""What the browser is told about safety, and that the pages really run under it."""

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import sync_playwright

from dashboard import form_routes, headers
from dashboard.commands import tools
from dashboard.commands.serve import answers
from dashboard.doors import LARGEST_BODY
from dashboard.photos.content import LARGEST_FILE
from dashboard.sheet_form import assets
from dashboard.told_home import SCRIPT, script_hash
from dashboard.unknown_pages import pages
from tests.browser import tour
from tests.browser.screens import settled
from tests.browser.server import free_port
from tests.conftest import sqlite_url

ROOT = Path(__file__).parents[1]
APART = sorted(pages() - set(tour.PAGES))
"""Of the others each violation is heard as an error in the console of those who tour them."""
READS_BODY = re.compile(r"\brequest\.(stream|json|body|form)\(")
VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (found) =>
  window.violations.push(`${found.violatedDirective} ${found.blockedURI} ${found.sourceFile}`));
"""


@pytest.fixture(scope="module")
def address(demo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo, served as a person would serve it, from a copy of its own."""
    folder = tmp_path_factory.mktemp("headers")
    shutil.copy(demo_url.removeprefix("sqlite:///"), folder / "demo.db")
    settings = {"DATABASE_URL": sqlite_url(folder / "demo.db"), "HENG_DEMO": "1"}
    port = free_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", f"--server.port={port}"],
            cwd=ROOT,
            env={**os.environ, **settings, "HENG_SECRET": "only for these tests"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    end = time.monotonic() + 180
    while not answers("127.0.0.1", port, "/api/health"):
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < end, "the server did not come up"
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=60)


@pytest.mark.parametrize("path", ["/", "/api/health", "/api/nothing", "/_stcore/health"])
def test_every_answer_carries_the_headers(address: str, path: str) -> None:
    told = httpx.get(address + path).headers
    for name, value in headers.FIXED.items():
        assert told[name] == value
    assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in told
    assert (told.get("Cache-Control") == "no-store") == path.startswith("/api/")


@pytest.mark.browser
def test_no_page_breaks_the_policy(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tools.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(locale="zh-CN")
        page.add_init_script(VIOLATIONS)
        faults: list[str] = []
        page.on("console", lambda said: faults.append(said.text) if refers(said.text) else None)
        for name in APART:
            page.goto(f"{address}/{name}")
            page.locator("h1").first.wait_for(timeout=60_000)
            settled(page)
            assert page.evaluate("window.violations") == [], name
        assert page.evaluate(INLINE) == "refused"
        assert page.evaluate(ELSEWHERE) == "refused"
        browser.close()
    # The two tries at the end are refused aloud; nothing else is.
    assert len([fault for fault in faults if "localhost:9" not in fault]) <= 1, faults


def refers(text: str) -> bool:
    """Whether a message of the browser is about the policy."""
    return "Content Security Policy" in text or "Permissions-Policy" in text


INLINE = """() => {
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.head.append(script);
  return window.ran ? "ran" : "refused";
}"""
ELSEWHERE = """async () => {
  try { await fetch("http://localhost:9/", {mode: "no-cors"}); return "sent"; }
  catch { await new Promise((done) => setTimeout(done, 200)); }
  return window.violations.some((found) => found.includes("localhost:9")) ? "refused" : "?";
}"""


def test_no_text_is_run_as_a_script() -> None:
    (scripts,) = (
        part for part in headers.policy("heng.example").split("; ") if part.startswith("script-src")
    )
    assert "'unsafe-eval'" not in scripts.split()
    assert "'unsafe-inline'" not in scripts.split()
    assert len(headers.inline_scripts()) == 1
    assert [word for word in scripts.split() if word.startswith("'sha256-")] == [
        script_hash(),
        *headers.inline_scripts(),
    ]


def test_a_page_asks_no_address_for_its_server(address: str) -> None:
    for path in ("/", "/ranking"):
        page = httpx.get(address + path, headers={"Accept": "text/html"})
        assert page.text.count(f"<script>{SCRIPT}</script>") == 1
        assert page.text.index(SCRIPT) < page.text.index("<script type")
        assert int(page.headers["Content-Length"]) == len(page.content)
    assert SCRIPT not in httpx.get(f"{address}/_stcore/health").text


def test_only_an_address_reaches_the_policy() -> None:
    assert " ws://heng.example:8501 " in headers.policy("heng.example:8501")
    assert " ws://[::1]:8501 " in headers.policy("[::1]:8501")
    for forged in ("*", "a; script-src *", "a b", "a\r\nX: y", ""):
        assert "connect-src 'self';" in headers.policy(forged)


def test_https_is_kept_once_it_was_used() -> None:
    assert "Strict-Transport-Security" in headers.headers("https", "heng.example", "/")
    assert "Strict-Transport-Security" not in headers.headers("http", "heng.example", "/")


def test_downloads_are_kept_by_nobody() -> None:
    assert headers.headers("http", "h", "/media/report.xlsx")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in headers.headers("http", "h", "/static/js/index.js")


def test_files_of_the_form_are_kept_and_what_is_not_there_is_not(address: str) -> None:
    kept = httpx.get(address + assets.script().address).headers
    assert kept.get_list("Cache-Control") == [form_routes.KEPT]
    missing = httpx.get(f"{address}{assets.PREFIX}nothing.js").headers
    assert missing.get_list("Cache-Control") == ["no-store"]


def test_routes_of_another_address_may_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENG_API_URL", "https://api.heng.example/x")
    assert headers.routes_elsewhere() == " https://api.heng.example"


def test_bodies_of_requests_are_read_in_one_place_that_counts_them() -> None:
    sources = [file.read_text("utf-8") for file in (ROOT / "dashboard").rglob("*.py")]
    asked = [call for text in sources for call in READS_BODY.findall(text)]
    assert asked == ["stream"]
    (source,) = (text for text in sources if "request.stream()" in text)
    assert "if size > most:" in source
    assert LARGEST_BODY <= 2_000_000
    assert LARGEST_FILE <= 12_000_000


def test_uploads_and_messages_of_pages_are_bounded() -> None:
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    assert server["maxUploadSize"] <= 50
