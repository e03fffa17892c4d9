"""README's tables say what is there: every command, every package, and nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


def test_the_command_table_names_exactly_the_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    assert set(re.findall(r"^\| *`make ([a-z-]+)[^`]*` *\|", readme(), re.MULTILINE)) == targets


def test_every_target_of_the_makefile_is_declared_as_one() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    declared = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    assert set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) == declared


def test_every_runtime_requirement_has_its_line() -> None:
    requirements = (ROOT / "requirements.txt").read_text("utf-8")
    needed = {name.lower() for name in re.findall(r"^([A-Za-z0-9-]+)", requirements, re.MULTILINE)}
    rows = re.findall(r"^\| *`?([A-Za-z0-9-]+)(?:\[[a-z]+\])?`? *\|", readme(), re.MULTILINE)
    assert needed <= {name.lower() for name in rows}
