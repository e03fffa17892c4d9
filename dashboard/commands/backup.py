"""`backup` and `restore`: everything into one file, and back into an empty database."""

from datetime import datetime
from pathlib import Path

from dashboard.commands.saying import say_both
from dashboard.words import N_
from db import backup
from db.session import database_url


def back_up(file: Path | None) -> None:
    """Write a backup and say what it holds; without a file under data/backups/."""
    url = database_url()
    wanted = file or backup.default_file(url, datetime.now().astimezone())
    held = backup.back_up(url, wanted)
    say_both(
        N_("Backup written and checked: {file} ({audits} audits, {rows} rows, {size} kB)."),
        file=_short(wanted),
        audits=held.counts["audits"],
        rows=held.rows,
        size=-(-wanted.stat().st_size // 1000),
    )
    _say_head(held)


def restore(file: Path, *, replace: bool) -> None:
    """Restore a backup and say what it held, and where the old file went."""
    now = datetime.now().astimezone()
    restored = backup.restore(database_url(), file, replace=replace, now=now)
    if restored.moved is not None:
        say_both(N_("The file that was there is now {file}."), file=_short(restored.moved))
    held = restored.contents
    say_both(
        N_("Restored: {audits} audits, {rows} rows. The next start brings the tables up to date."),
        audits=held.counts["audits"],
        rows=held.rows,
    )
    _say_head(held)


def _say_head(held: backup.Contents) -> None:
    number, seal = held.head
    say_both(N_("Head of the trail: entry {number}, {seal}"), number=number, seal=seal)


def _short(file: Path) -> str:
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
