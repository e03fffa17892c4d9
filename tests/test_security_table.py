"""docs/security.md names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = [
    line.strip("|").split("|")
    for line in (ROOT / "docs" / "security.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| threat", "| ---"))
]


def test_every_threat_has_what_holds_it_off_and_a_test() -> None:
    assert len(ROWS) > 20
    for row in ROWS:
        assert len(row) == 3, row
        assert all(cell.strip() for cell in row), row
        assert re.search(r"`tests/[a-z_/]+\.py::[A-Za-z_0-9:]+`", row[2]), row[0]


def test_every_named_test_is_there() -> None:
    for row in ROWS:
        for file, name in re.findall(r"`(tests/[^`:]+)::([^`]+)`", row[2]):
            source = (ROOT / file).read_text("utf-8")
            *classes, function = name.split("::")
            assert re.search(rf"def {function}\(", source), f"{file}::{name}"
            assert all(f"class {known}" in source for known in classes), f"{file}::{name}"
