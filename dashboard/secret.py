"""The server's own secret: from the environment, else made once and kept beside the data."""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from dashboard.commands.project import DATA

FILE = DATA / "secret"


@lru_cache(maxsize=1)
def server_secret() -> str:
    """The text that signs tokens: HENG_SECRET, else a file only the server's user can read.

    Several processes on one machine share the file; on several machines set HENG_SECRET.
    """
    return os.environ.get("HENG_SECRET") or _kept(FILE)


def _kept(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    made = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(made)
    return made
