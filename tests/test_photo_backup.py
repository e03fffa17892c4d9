"""Photos in backups: one checked file beside the database's, put back whole; faults are named."""

import tarfile
from pathlib import Path

import pytest

from dashboard.photos.backup import beside, check, pack, unpack
from dashboard.photos.content import Picture, read_picture
from dashboard.photos.store import PhotoStore, key, photo_store
from db.actors import SYSTEM
from db.backup import BackupDamaged, BackupExists
from db.migrate import upgrade
from db.photos import add_photo
from db.session import Database
from tests.conftest import sqlite_url
from tests.factories import NOW, make_audit, make_photo
from tests.pictures import drawn, photo
from tests.test_commands import heng

PICTURES = [read_picture(photo(kind, image=drawn(mark=kind))) for kind in ("JPEG", "PNG", "WEBP")]
ROWS = [(picture.sha256, picture.media_type) for picture in PICTURES]


def store_with(folder: Path, *pictures: Picture) -> PhotoStore:
    store = PhotoStore(folder.as_posix())
    for picture in pictures:
        store.keep(picture)
    return store


def test_photos_come_back_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "saved.tar"
    packed = pack(store_with(tmp_path / "photos", *PICTURES), ROWS, file)
    assert (packed.number, packed.faulty) == (3, ())
    assert file.stat().st_mode & 0o777 == 0o600
    other = PhotoStore((tmp_path / "other").as_posix())
    for _again in range(2):
        assert unpack(other, file) == 3
    assert [other.photo(*row) for row in ROWS] == [picture.data for picture in PICTURES]
    assert other.thumbnail(*ROWS[1]) == PICTURES[1].thumbnail


def test_what_is_missing_or_damaged_is_named_and_left_out(tmp_path: Path) -> None:
    store = store_with(tmp_path / "photos", *PICTURES)
    (tmp_path / "photos" / key(*ROWS[0])).unlink()
    (tmp_path / "photos" / key(*ROWS[1])).write_bytes(b"another")
    packed = pack(store, ROWS, tmp_path / "saved.tar")
    assert packed.number == 1
    assert packed.faulty == (ROWS[0][0], ROWS[1][0])


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "saved.tar").touch()
    with pytest.raises(BackupExists):
        pack(store_with(tmp_path / "photos"), [], tmp_path / "saved.tar")


@pytest.mark.parametrize("change", ["cut", "bent", "foreign", "outside"])
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, change: str) -> None:
    file = tmp_path / "saved.tar"
    pack(store_with(tmp_path / "photos", *PICTURES), ROWS, file)
    data = file.read_bytes()
    if change == "cut":
        file.write_bytes(data[: len(data) // 3])
    elif change == "bent":
        file.write_bytes(data[:700] + b"\x00" + data[701:])
    else:
        (tmp_path / "x").write_bytes(b"x")
        with tarfile.open(file, "w") as other:
            other.add(tmp_path / "x", "notes.txt" if change == "foreign" else "../../x.jpg")
    for act in (check, lambda one: unpack(PhotoStore((tmp_path / "other").as_posix()), one)):
        with pytest.raises(BackupDamaged):
            act(file)
    assert not (tmp_path.parent / "x.jpg").exists()


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with an audit that has a photo, and its store."""
    url = sqlite_url(tmp_path / "own.db")
    upgrade(url)
    database = Database(url)
    with database.write(SYSTEM) as session:
        audit = make_audit(session)
        new = make_photo(sha256=PICTURES[0].sha256, media_type=PICTURES[0].media_type)
        add_photo(session, audit.id, audit.inspector.id, new, NOW)
    database.close()
    photo_store(url).keep(PICTURES[0])
    return url


def test_backup_restore_and_verify_cover_photos(url: str, tmp_path: Path) -> None:
    file = tmp_path / "saved" / "heng.db"
    saved = heng("backup", str(file), DATABASE_URL=url)
    assert saved.returncode == 0, saved.stderr
    assert beside(file).is_file()
    assert "Photos written and checked" in saved.stdout

    (tmp_path / "new").mkdir()
    other = sqlite_url(tmp_path / "new" / "heng.db")
    restored = heng("restore", str(file), DATABASE_URL=other)
    assert restored.returncode == 0, restored.stderr
    assert "Photos put back: 1" in restored.stdout
    whole = heng("verify", DATABASE_URL=other)
    assert whole.returncode == 0, whole.stdout
    assert "Photos: 1" in whole.stdout

    stored = tmp_path / "new" / "photos" / key(*ROWS[0])
    stored.write_bytes(b"another")
    changed = heng("verify", DATABASE_URL=other)
    assert changed.returncode == 1
    assert f"Photo {ROWS[0][0]}: its file was changed" in changed.stdout
    stored.unlink()
    assert "its file is missing" in heng("verify", DATABASE_URL=other).stdout


def test_photos_of_a_store_elsewhere_are_said_not_to_be_in_the_backup(
    url: str, tmp_path: Path
) -> None:
    file = tmp_path / "saved.db"
    saved = heng("backup", str(file), DATABASE_URL=url, HENG_PHOTOS="memory://bucket")
    assert saved.returncode == 0, saved.stderr
    assert "back that store up by its own means" in saved.stdout
    assert not beside(file).exists()


def test_a_damaged_file_of_photos_stops_a_restore_before_it_begins(
    url: str, tmp_path: Path
) -> None:
    file = tmp_path / "saved.db"
    heng("backup", str(file), DATABASE_URL=url)
    beside(file).write_bytes(b"nothing")
    target = tmp_path / "new" / "heng.db"
    refused = heng("restore", str(file), DATABASE_URL=sqlite_url(target))
    assert refused.returncode == 1
    assert "damaged or incomplete" in refused.stderr
    assert not target.exists()
