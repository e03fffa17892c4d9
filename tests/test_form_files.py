"""The form's own files: served to whoever knows their names, kept for ever, made again anywhere."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboard.sheet_form import assets
from dashboard.sheet_form.words import FORM_WORDS
from dashboard.words import LANGUAGES, _, speaking
from db import sheets
from tests.factories import make_sheet
from tests.routes import open_audit, refused, serving

FOLDER = Path(assets.__file__).parent
BESIDE = {"loader.js", "sw.js"}
"""Scripts that are no part of the form's module."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("dashboard.api:standalone") as address:
        yield address


@pytest.fixture
def server(address: str, own_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=120) as client:
        yield client


@pytest.mark.parametrize("asset", [assets.script(), assets.style()], ids=lambda asset: asset.name)
def test_script_and_style_are_kept_for_ever(server: httpx.Client, asset: assets.Asset) -> None:
    reply = server.get(asset.address)
    assert reply.status_code == 200
    assert reply.content == asset.body
    assert reply.headers["content-type"].startswith(asset.media_type)
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers.get_list("cache-control") == ["public, max-age=31536000, immutable"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_a_sheet_are_its_sections_and_the_words(
    server: httpx.Client, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = open_audit()
    sheet = make_sheet()
    # As a process that has not seen the sheet yet.
    monkeypatch.setattr(sheets, "_rebuilt", {})
    with speaking(language):
        asset = assets.texts(sheet)
        spoken = _(FORM_WORDS["submit"])
    reply = server.get(asset.address)
    assert "immutable" in reply.headers["cache-control"]
    texts = reply.json()
    assert texts["words"]["submit"] == spoken
    codes = [item["code"] for section in texts["sections"] for item in section["items"]]
    assert codes == [item.code for item in sheet.items]
    assert audit.id not in reply.text


def test_a_name_of_another_content_is_not_there_and_not_kept(server: httpx.Client) -> None:
    open_audit()
    with speaking("zh"):
        name = assets.texts(make_sheet()).name
    hash_, language, digest = name.split("-")
    other = f"{'0' * 20}.json"
    unknown = [
        "0" * 20 + ".js",
        "form.js",
        "..%2Fform.py",
        f"{hash_}-{language}-{other}",
        f"{'0' * 64}-{language}-{digest}",
        f"{hash_}-fr-{digest}",
    ]
    for name in unknown:
        reply = server.get(assets.PREFIX + name)
        refused(reply, 404, "not_found")
        assert reply.headers["cache-control"] == "no-store"


def test_the_worker_may_stand_before_every_page_and_is_asked_for_again(
    server: httpx.Client,
) -> None:
    reply = server.get("/api/form/sw.js")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["service-worker-allowed"] == "/"
    assert reply.headers["cache-control"] == "no-cache"
    told = json.loads(reply.text.splitlines()[0].removeprefix("const FORM = ").removesuffix(";"))
    assert told["files"] == [assets.script().address, assets.style().address]
    for address in (*told["files"], told["page"]):
        assert server.get(address).status_code == 200


def test_the_page_without_network_speaks_both_languages_and_runs_no_inline_script(
    server: httpx.Client,
) -> None:
    reply = server.get("/api/form/offline")
    assert reply.headers["content-type"].startswith("text/html")
    page = reply.text
    scripts = re.findall(r"<script ([^>]*)>(.*?)</script>", page, re.DOTALL)
    (data, words), (module, nothing) = scripts
    assert 'type="application/json"' in data
    assert (module, nothing) == (f'type="module" src="{assets.script().address}"', "")
    assert f'data-style="{assets.style().address}"' in page
    spoken = json.loads(words)
    assert spoken.keys() == set(LANGUAGES)
    for language, by_key in spoken.items():
        with speaking(language):
            assert by_key == assets.words()
    assert not re.search(r"\{(style|script|words)\}", page.replace(words, ""))


def test_another_style_is_another_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    made = (assets.style, assets.offline_page, assets.worker)
    before = assets.worker().body
    monkeypatch.setattr(assets, "STYLES", ("form.css",))
    for each in made:
        each.cache_clear()
    assert assets.worker().body != before
    monkeypatch.undo()
    for each in made:
        each.cache_clear()
    assert assets.worker().body == before


def test_every_script_of_the_folder_is_part_of_the_module_once() -> None:
    there = {file.name for file in FOLDER.glob("*.js")} - BESIDE
    assert sorted(assets.SCRIPTS) == sorted(there)
    assert sorted(assets.STYLES) == sorted(file.name for file in FOLDER.glob("*.css"))


def test_another_content_has_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = assets.style().name
    monkeypatch.setattr(assets, "STYLES", ("form.css", "form.css"))
    assets.style.cache_clear()
    assert assets.style().name != before
    monkeypatch.undo()
    assets.style.cache_clear()
    assert assets.style().name == before
