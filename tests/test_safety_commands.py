"""backup, restore, verify and admin as a person types them."""

import json
import os
import select
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.looks import today
from db import accounts, grants
from db.actors import SYSTEM, Role
from db.bulk import load_audits
from db.passwords import matches
from db.session import Database
from db.trail import head
from tests.conftest import sqlite_url
from tests.factories import MET, deduction, full_answers, make_bundle, make_sheet
from tests.test_commands import heng

PASSWORD = "Zaubermeister-77-am-Tor"
CHIEF = {"HENG_ADMIN_LOGIN": "Chief", "HENG_ADMIN_PASSWORD": PASSWORD, "HENG_ADMIN_NAME": "张三"}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a database that is not there yet."""
    return sqlite_url(tmp_path / "own.db")


def test_the_first_administrator_is_made_from_the_environment(url: str) -> None:
    made = heng("admin", DATABASE_URL=url, **CHIEF)
    assert made.returncode == 0, made.stderr
    assert "张三 is now an administrator and signs in as Chief" in made.stdout
    assert PASSWORD not in made.stdout + made.stderr
    database = Database(url)
    with database.read(SYSTEM) as session:
        known = accounts.credentials(session, "chief")
        assert known is not None
        assert known.must_change
        assert matches(PASSWORD, known.password_hash)
        actor = grants.actor_of(session, known.person_id, today())
        assert actor is not None
        assert actor.holds(Role.ADMINISTRATOR)
        assert head(session)[0] >= 3
    database.close()


def test_a_second_first_administrator_is_refused(url: str) -> None:
    heng("admin", DATABASE_URL=url, **CHIEF)
    refused = heng("admin", DATABASE_URL=url, **CHIEF)
    assert refused.returncode == 1
    assert "There is already an administrator" in refused.stderr
    other = {**CHIEF, "HENG_ADMIN_LOGIN": "deputy"}
    assert heng("admin", "--again", DATABASE_URL=url, **other).returncode == 0


@pytest.mark.parametrize(
    "given", [{}, {"HENG_ADMIN_LOGIN": "chief"}, {"HENG_ADMIN_PASSWORD": PASSWORD}]
)
def test_nobody_is_made_with_a_password_nobody_chose(url: str, given: dict[str, str]) -> None:
    refused = heng("admin", DATABASE_URL=url, **given)
    assert refused.returncode == 1
    assert "HENG_ADMIN_LOGIN" in refused.stderr
    assert accounts_in(url) == 0


def test_a_weak_password_is_refused(url: str) -> None:
    refused = heng("admin", DATABASE_URL=url, **{**CHIEF, "HENG_ADMIN_PASSWORD": "123456"})
    assert refused.returncode == 1
    assert "Password: choose" in refused.stderr
    assert accounts_in(url) == 0


def test_the_demo_has_no_administrators_to_make(demo_url: str) -> None:
    refused = heng("admin", DATABASE_URL=demo_url, **CHIEF)
    assert refused.returncode == 1
    assert "This is the demo" in refused.stderr


@pytest.mark.skipif(os.name == "nt", reason="a terminal is imitated by pty")
def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(url: str) -> None:
    import pty

    leader, follower = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HENG_ADMIN")}
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "admin"],
        cwd=Path(__file__).parents[1],
        env={**environment, "DATABASE_URL": url, "PYTHONUTF8": "1"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    shown = b""
    for answer in ("Li Si", "lisi", PASSWORD, PASSWORD):
        # The blank comes last, once what was typed too early has been thrown away.
        while not shown.endswith(b": "):
            assert select.select([leader], [], [], 60)[0], shown
            shown += os.read(leader, 1024)
        shown += b"|"
        os.write(leader, f"{answer}\n".encode())
    assert process.wait(timeout=60) == 0
    shown += os.read(leader, 4096)
    os.close(leader)
    assert PASSWORD not in shown.decode()
    assert "Li Si is now an administrator" in shown.decode()
    assert accounts_in(url) == 1


def test_a_whole_trail_shows_its_head(url: str) -> None:
    heng("admin", DATABASE_URL=url, **CHIEF)
    database = Database(url)
    with database.read(SYSTEM) as session:
        number, seal = head(session)
    database.close()
    whole = heng("verify", DATABASE_URL=url)
    assert whole.returncode == 0, whole.stderr
    assert "The trail is whole" in whole.stdout
    assert f"entry {number}, {seal}" in whole.stdout


def test_a_forged_trail_is_named_with_its_first_broken_entry(url: str) -> None:
    heng("admin", DATABASE_URL=url, **CHIEF)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as forger:
        forger.execute("DROP TRIGGER trail_no_update")
        forger.execute("UPDATE trail SET after = ? WHERE id = 2", (json.dumps({"x": 1}),))
    forger.close()
    broken = heng("verify", DATABASE_URL=url)
    assert broken.returncode == 1
    assert "entry 2 was changed, moved or taken out" in broken.stdout
    assert "Traceback" not in broken.stderr


def test_scoring_again_names_an_audit_whose_answers_were_changed(url: str) -> None:
    heng("migrate", DATABASE_URL=url)
    database = Database(url)
    with database.write(SYSTEM) as session:
        bundle = make_bundle(session, full_answers(make_sheet(), HOT_14=deduction(1)))
        load_audits(session, [bundle])
    database.close()
    whole = heng("rescore", DATABASE_URL=url)
    assert whole.returncode == 0, whole.stderr
    assert "1 audits with" in whole.stdout and "Every score is the one" in whole.stdout
    with sqlite3.connect(url.removeprefix("sqlite:///")) as forger:
        forger.execute("UPDATE answers SET answer = ? WHERE item = 'HOT-14'", (json.dumps(MET),))
        forger.execute("UPDATE unit_months SET k2 = 1")
    forger.close()
    changed = heng("rescore", DATABASE_URL=url)
    assert changed.returncode == 1
    assert f"{bundle.id} HOT-14: 5 - 5 -> 5 - 0" in changed.stdout
    assert "Kept sums put right: 1" in changed.stdout and "Traceback" not in changed.stderr


def test_backup_and_restore_say_what_they_did(url: str, tmp_path: Path) -> None:
    heng("admin", DATABASE_URL=url, **CHIEF)
    file = tmp_path / "saved.db"
    saved = heng("backup", str(file), DATABASE_URL=url)
    assert saved.returncode == 0, saved.stderr
    assert "Backup written and checked" in saved.stdout
    heads = [line for line in saved.stdout.splitlines() if "Head of the trail" in line]

    again = heng("restore", str(file), DATABASE_URL=url)
    assert again.returncode == 1
    assert "The database is not empty" in again.stderr

    other = sqlite_url(tmp_path / "other.db")
    restored = heng("restore", str(file), DATABASE_URL=other)
    assert restored.returncode == 0, restored.stderr
    assert [line for line in restored.stdout.splitlines() if "Head of the trail" in line] == heads
    assert heng("verify", DATABASE_URL=other).returncode == 0

    aside = heng("restore", "--replace", str(file), DATABASE_URL=url)
    assert aside.returncode == 0, aside.stderr
    assert "The file that was there is now" in aside.stdout


def accounts_in(url: str) -> int:
    """How many accounts there are."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        (number,) = connection.execute("SELECT count(*) FROM accounts").fetchone()
    connection.close()
    return int(number)
