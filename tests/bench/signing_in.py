"""What signing in costs: the hashing of a password, and recognising a person at every page."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from dashboard import gate
from db.accounts import save_account
from db.actors import SYSTEM
from db.migrate import upgrade
from db.passwords import hashed, matches
from db.session import database
from db.sign_ins import begin
from tests.bench import Figure
from tests.bench._stage import median
from tests.staff import make_administrator

LEAST_MS, MOST_MS = 50.0, 30.0
TIMES = 200


def run() -> list[Figure]:
    """Hash, then recognise the cookie of a session as every page does."""
    kept = hashed("a sentence that nobody guesses", "login")
    hashing = median([_ms(lambda: matches("a sentence that is wrong", kept)) for _ in range(5)])
    nobody = median([_ms(lambda: matches("a sentence that is wrong", None)) for _ in range(5)])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{(Path(folder) / 'bench.db').as_posix()}"
        cookie = _signed_in(url)
        recognising = median(
            [_ms(lambda: gate.signed_by_cookie(cookie, "127.0.0.1")) for _ in range(TIMES)]
        )
        unsigned = median([_ms(lambda: gate.signed_by_cookie(None, "")) for _ in range(TIMES)])
    return [
        Figure(
            "hashing at a sign-in",
            hashing,
            "ms",
            f">= {LEAST_MS:g} ms",
            f"{nobody / hashing:.2f} x for an unknown name",
            hashing >= LEAST_MS,
        ),
        Figure(
            "recognising who is signed in, added to every page, median",
            recognising,
            "ms",
            f"<= {MOST_MS:g} ms",
            f"a page without a session ({unsigned:.3f} ms)",
            recognising <= MOST_MS,
        ),
    ]


def _signed_in(url: str) -> str:
    upgrade(url)
    os.environ["DATABASE_URL"] = url
    now = datetime.now(UTC)
    with database().write(SYSTEM) as session:
        person = make_administrator(session)
        save_account(session, person, login="bench", email=None, now=now)
        return begin(session, person, "password", address="127.0.0.1", agent="bench", now=now)


def _ms(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000
