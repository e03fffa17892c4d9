"""`backup` and `restore`: everything into one file, photos into one beside it, and back."""

from datetime import datetime
from pathlib import Path

from dashboard.commands.saying import say_both
from dashboard.photos import backup as photo_backup
from dashboard.photos.store import photo_store
from dashboard.words import N_
from db import backup
from db.account.reading import every_proof_file
from db.actors import SYSTEM
from db.errors import DatabaseNotPrepared
from db.orders.photos import every_order_photo
from db.photos import every_photo
from db.session import database, database_url
from db.sources import every_source_file


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
    _back_up_photos(url, wanted)
    _say_head(held)


def restore(file: Path, *, replace: bool) -> None:
    """Restore a backup and say what it held, and where the old file went."""
    now = datetime.now().astimezone()
    packed = photo_backup.beside(file)
    if packed.exists():
        photo_backup.check(packed)
    restored = backup.restore(database_url(), file, replace=replace, now=now)
    if restored.moved is not None:
        say_both(N_("The file that was there is now {file}."), file=_short(restored.moved))
    held = restored.contents
    say_both(
        N_("Restored: {audits} audits, {rows} rows. The next start brings the tables up to date."),
        audits=held.counts["audits"],
        rows=held.rows,
    )
    if packed.exists():
        number = photo_backup.unpack(photo_store(database_url()), packed)
        say_both(N_("Photos put back: {number}."), number=number)
    elif held.counts.get("photos") or held.counts.get("sources"):
        say_both(
            N_("There is no {file}: the photos are not in this backup. `make verify` names them."),
            file=packed.name,
        )
    _say_head(held)


def _back_up_photos(url: str, file: Path) -> None:
    found = _photos(url)
    store = photo_store(url)
    if not found:
        return
    if store.folder is None:
        say_both(
            N_(
                "The photos ({number}) lie in the store that HENG_PHOTOS names and are not in "
                "this backup: back that store up by its own means."
            ),
            number=len(found),
        )
        return
    packed = photo_backup.pack(store, found, photo_backup.beside(file))
    say_both(
        N_("Photos written and checked: {file} ({number})."),
        file=_short(photo_backup.beside(file)),
        number=packed.number,
    )
    if packed.faulty:
        say_both(
            N_("Missing or damaged in the photo store: {number}. `make verify` names them."),
            number=len(packed.faulty),
        )


def _photos(url: str) -> list[tuple[str, str]]:
    """Every photo and source file of a database; none of one from before there were any."""
    try:
        with database(url).read(SYSTEM) as session:
            # A picture may be a photo, a source and a proof; it lies in the store once.
            papers = (*every_source_file(session), *every_proof_file(session))
            return sorted({*every_photo(session), *every_order_photo(session), *papers})
    except DatabaseNotPrepared:
        return []


def _say_head(held: backup.Contents) -> None:
    number, seal = held.head
    say_both(N_("Head of the trail: entry {number}, {seal}"), number=number, seal=seal)


def _short(file: Path) -> str:
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
