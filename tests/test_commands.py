"""The commands as a person types them: real processes, real ports, plain words."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.commands import backtest, bench, testing, tools, words
from tests.bench import Figure

ROOT = Path(__file__).parents[1]
START_SECONDS = 180


def heng(
    *arguments: str, root: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs `python -m dashboard` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )


@contextmanager
def serving(tmp_path: Path, command: str, port: int) -> Iterator[str]:
    """Starts a serving command on a database of its own; gives the line with its address."""
    environment = {"DATABASE_URL": f"sqlite:///{(tmp_path / 'served.db').as_posix()}"}
    output = tmp_path / "output"
    with output.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", command, "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        yield address_line(process, output)
    finally:
        process.terminate()
        process.wait(timeout=60)


def address_line(process: subprocess.Popen[bytes], output: Path) -> str:
    """Waits for the line that says the address."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"^.*http://localhost:.*$", output.read_text("utf-8"), re.MULTILINE)
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"the server did not come up:\n{output.read_text('utf-8')}")


def get(url: str) -> str:
    """The text of a page of a server on this computer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=60) as answer:
        return answer.read().decode()


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_help_names_every_command() -> None:
    shown = heng("--help").stdout
    commands = ["run", "serve", "api", "migrate", "demo", "check", "test", "bench"]
    for name in [*commands, "backtest", "screenshots", "words"]:
        assert re.search(rf"\b{name}\b", shown), name


@pytest.mark.parametrize("command", ["run", "serve", "api"])
def test_a_taken_port_is_said_in_both_languages_before_anything_is_made(
    command: str, tmp_path: Path
) -> None:
    file = tmp_path / "never.db"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        url = f"sqlite:///{file.as_posix()}"
        refused = heng(command, "--port", str(port), DATABASE_URL=url)
    assert refused.returncode == 1
    assert f"端口 {port} 已被占用" in refused.stderr
    assert f"Port {port} is already in use" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not file.exists()


def test_serve_migrates_prints_its_address_and_answers(tmp_path: Path, free_port: int) -> None:
    with serving(tmp_path, "serve", free_port) as line:
        assert line == f"衡 Heng: http://localhost:{free_port}"
        assert get(f"http://127.0.0.1:{free_port}/_stcore/health") == "ok"
        assert get(f"http://127.0.0.1:{free_port}/api/health") == '{"status":"ok"}'
        assert "<html" in get(f"http://127.0.0.1:{free_port}/")
    assert (tmp_path / "served.db").exists()


def test_the_routes_run_in_a_process_of_their_own(tmp_path: Path, free_port: int) -> None:
    with serving(tmp_path, "api", free_port):
        assert get(f"http://127.0.0.1:{free_port}/api/health") == '{"status":"ok"}'


def test_migrate_makes_the_tables_of_a_new_database(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    done = heng("migrate", DATABASE_URL=f"sqlite:///{file.as_posix()}")
    assert done.returncode == 0, done.stderr
    assert file.exists()


def test_a_database_that_does_not_answer_is_said_in_both_languages(free_port: int) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port}/nothing"
    refused = heng("migrate", DATABASE_URL=url)
    assert refused.returncode == 1
    assert "The database cannot do this now" in refused.stderr
    assert re.search(r"[一-鿿]", refused.stderr)
    assert "Traceback" not in refused.stderr


def test_a_wrong_path_to_chromium_is_said() -> None:
    refused = heng("screenshots", HENG_CHROMIUM="/nowhere/chromium")
    assert refused.returncode == 1
    assert "HENG_CHROMIUM is /nowhere/chromium, and there is no such file" in refused.stderr


def test_a_missing_chromium_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HENG_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(tools, "CHROMIUM_FILES", ())
    with pytest.raises(tools.ToolMissing, match="apt install chromium"):
        tools.chromium()


def test_missing_packages_are_said_with_the_command_that_installs_them() -> None:
    bare = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "dashboard" / "__main__.py")],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert bare.returncode == 1
    assert "-m pip install -r requirements.txt" in bare.stderr


def test_an_unknown_check_is_refused_with_the_names_there_are() -> None:
    refused = heng("check", "colour")
    assert refused.returncode == 1
    assert "No check colour; there are: format, lint" in refused.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small project with the real commands, one page of two msgids, and their Chinese."""
    for part in ("commands", "photos"):
        shutil.copytree(
            ROOT / "dashboard" / part,
            tmp_path / "dashboard" / part,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    for name in ("__init__.py", "__main__.py", "words.py", "looks.py"):
        shutil.copy(ROOT / "dashboard" / name, tmp_path / "dashboard" / name)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.py").write_text(
        '_("Save {count} answers")\nngettext("{n} item", "{n} items", 2)\n', encoding="utf-8"
    )
    write_chinese(tmp_path, "保存 {count} 个答案", "{n} 项")
    return tmp_path


def write_chinese(root: Path, save: str, items: str) -> None:
    """Writes the Chinese of the tree's two msgids; those of the commands stand for themselves."""
    catalog = words.collect(root)
    for message in catalog:
        message.string = message.string if message.pluralizable else message.id
    catalog["Save {count} answers"].string = save
    catalog["{n} item"].string = (items,)
    file = root / words.PO
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(words.render(catalog), encoding="utf-8", newline="\n")


def test_complete_chinese_passes_and_stays_as_it_is(tree: Path) -> None:
    before = (tree / words.PO).read_text("utf-8")
    assert heng("check", "words", root=tree).returncode == 0
    heng("words", root=tree)
    assert (tree / words.PO).read_text("utf-8") == before


def test_a_word_without_chinese_fails_with_its_place_and_the_remedy(tree: Path) -> None:
    write_chinese(tree, "", "{n} 项")
    failed = heng("check", "words", root=tree)
    assert failed.returncode == 1
    assert "no Chinese: 'Save {count} answers' (pages/one.py:1)" in failed.stdout
    assert "words: python -m dashboard words" in failed.stdout


def test_a_word_that_no_source_says_fails(tree: Path) -> None:
    (tree / "pages" / "one.py").write_text('_("Save {count} answers")\n', encoding="utf-8")
    assert words.faults(tree) == ["obsolete, no source says it: '{n} item'"]


@pytest.mark.parametrize("chinese", ["保存答案", "保存 {number} 个答案", "保存 {count 个答案"])
def test_chinese_with_other_placeholders_fails(tree: Path, chinese: str) -> None:
    write_chinese(tree, chinese, "{n} 项")
    (fault,) = words.faults(tree)
    assert fault.startswith("other placeholders than count: 'Save {count} answers'")


def test_a_catalogue_that_cannot_be_read_fails(tree: Path) -> None:
    with (tree / words.PO).open("a", encoding="utf-8") as catalogue:
        catalogue.write("\nmsgid Save\n")
    (fault,) = words.faults(tree)
    assert "heng.po cannot be read" in fault


def test_update_keeps_the_chinese_adds_the_new_and_drops_the_obsolete(tree: Path) -> None:
    (tree / "pages" / "one.py").write_text(
        '_("Save {count} answers")\n_("Another")\n', encoding="utf-8"
    )
    assert words.update(tree) == 1
    text = (tree / words.PO).read_text("utf-8")
    assert 'msgid "Another"\nmsgstr ""' in text
    assert "保存 {count} 个答案" in text
    assert "{n}" not in text


def test_tests_run_from_the_ground_up_and_the_browser_last(tmp_path: Path) -> None:
    for folder in ("browser", "pages", "zoo", "db", "checklists", "bench"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "test_it.py").touch()
    (tmp_path / "test_readme.py").touch()
    names = [Path(path).name for path in testing.ordered(tmp_path)]
    assert names == ["checklists", "db", "pages", "test_readme.py", "zoo", "browser"]


def test_the_table_of_measurements_says_which_bar_was_not_met() -> None:
    figures = [
        Figure("tap to subtotal", 31.25, "ms", "at most 50", "a whole rerun: 634", True),
        Figure("open a sheet", 2.0, "s", "at most 1", "the issue", False),
    ]
    lines = bench.table(figures).splitlines()
    assert re.split(r" {2,}", lines[1])[1:] == [
        "31.25 ms",
        "at most 50",
        "a whole rerun: 634",
        "met",
    ]
    assert lines[2].endswith("NOT MET")


def test_a_section_of_the_forecasts_is_made_anew_without_the_others(tmp_path: Path) -> None:
    report = tmp_path / "forecast.md"
    backtest.write("scores", "## Scores\n\nold", report)
    backtest.write("account", "## Account", report)
    backtest.write("scores", "## Scores\n\nnew", report)
    held = backtest.sections(report.read_text("utf-8"))
    assert {name: text.strip() for name, text in held.items()} == {
        "account": "## Account",
        "scores": "## Scores\n\nnew",
    }
    assert report.read_text("utf-8").startswith("# How good the forecasts are\n")


def test_an_unknown_backtest_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(bench.NoSuchMeasurement, match="No backtest weather"):
        backtest.run(["weather"])
