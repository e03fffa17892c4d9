"""The photo store: written once and whole, under the hash, in a folder or any store of fsspec."""

import hashlib
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from dashboard.photos.content import Picture, read_picture
from dashboard.photos.errors import FileMissing, StoreUnavailable, StoreUnusable
from dashboard.photos.store import PhotoStore, key, photo_store, thumbnail_key
from tests.conftest import sqlite_url
from tests.pictures import drawn, opened, photo
from tests.test_commands import heng


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PhotoStore]:
    if request.param == "folder":
        yield PhotoStore((tmp_path / "deep" / "photos").as_posix())
        return
    yield PhotoStore(f"memory://{tmp_path.name}")
    files = fsspec.filesystem("memory")
    if files.exists(tmp_path.name):
        files.rm(tmp_path.name, recursive=True)


@pytest.fixture(scope="module")
def picture() -> Picture:
    return read_picture(photo("PNG"))


def test_a_photo_comes_back_as_it_was(store: PhotoStore, picture: Picture) -> None:
    store.keep(picture)
    assert store.photo(picture.sha256, "image/png") == picture.data
    assert store.thumbnail(picture.sha256, "image/png") == picture.thumbnail
    assert store.is_whole(picture.sha256, "image/png") is True


def test_its_names_are_made_of_the_hash(store: PhotoStore, picture: Picture) -> None:
    store.keep(picture)
    names = sorted(name.rsplit("/", 2)[1:] for name in store.files.find(store.root))
    begin, digest = picture.sha256[:2], picture.sha256
    assert names == [[begin, f"{digest}.png"], [begin, f"{digest}.thumb.jpg"]]


def test_what_is_there_is_never_written_again(store: PhotoStore, picture: Picture) -> None:
    path = f"{store.root}/{key(picture.sha256, 'image/png')}"
    store.files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
    store.files.pipe_file(path, b"older")
    store.keep(picture)
    assert store.files.cat_file(path) == b"older"
    assert store.is_whole(picture.sha256, "image/png") is False


def test_what_is_not_there_is_said_to_be_missing(store: PhotoStore) -> None:
    digest = hashlib.sha256(b"nowhere").hexdigest()
    with pytest.raises(FileMissing):
        store.photo(digest, "image/jpeg")
    with pytest.raises(FileMissing):
        store.thumbnail(digest, "image/jpeg")
    assert store.is_whole(digest, "image/jpeg") is None


def test_a_lost_thumbnail_is_made_again(store: PhotoStore, picture: Picture) -> None:
    store.keep(picture)
    path = f"{store.root}/{thumbnail_key(picture.sha256)}"
    store.files.rm(path)
    made = store.thumbnail(picture.sha256, "image/png")
    assert opened(made).size == (480, 360)
    assert store.files.cat_file(path) == made


def test_only_its_owner_reads_a_folder(tmp_path: Path, picture: Picture) -> None:
    PhotoStore((tmp_path / "photos").as_posix()).keep(picture)
    file = tmp_path / "photos" / key(picture.sha256, "image/png")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_many_at_once_leave_one_whole_file_and_nothing_else(
    tmp_path: Path, picture: Picture
) -> None:
    store = PhotoStore((tmp_path / "photos").as_posix())
    threads = [threading.Thread(target=store.keep, args=(picture,)) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.is_whole(picture.sha256, "image/png")
    assert len([file for file in (tmp_path / "photos").rglob("*") if file.is_file()]) == 2


def test_a_folder_that_takes_nothing_leaves_nothing_half_written(
    tmp_path: Path, picture: Picture
) -> None:
    (tmp_path / "photos").write_bytes(b"a file where the folder should be")
    with pytest.raises(StoreUnavailable):
        PhotoStore((tmp_path / "photos").as_posix()).keep(picture)


def test_a_disk_that_fills_up_leaves_nothing_under_the_name(
    tmp_path: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    store = PhotoStore((tmp_path / "photos").as_posix())
    with pytest.raises(StoreUnavailable):
        store.keep(picture)
    assert [file for file in (tmp_path / "photos").rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("url", ["nothing-like-this://bucket", "s3://key:secret@bucket/x"])
def test_a_store_that_cannot_be_used_is_named_without_its_secret(url: str) -> None:
    with pytest.raises(StoreUnusable) as caught:
        PhotoStore(url)
    assert "HENG_PHOTOS" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_store_lies_beside_the_data_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HENG_PHOTOS", raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{(tmp_path / 'heng.db').as_posix()}")
    assert photo_store().folder == tmp_path / "photos"
    monkeypatch.setenv("HENG_PHOTOS", str(tmp_path / "elsewhere"))
    assert photo_store().folder == tmp_path / "elsewhere"
    monkeypatch.setenv("HENG_PHOTOS", "memory://somewhere")
    assert photo_store().folder is None


def test_two_pictures_are_two_files(store: PhotoStore, picture: Picture) -> None:
    other = read_picture(photo(image=drawn(mark="other")))
    store.keep(picture)
    store.keep(other)
    assert store.photo(other.sha256, "image/jpeg") == other.data


def test_a_server_does_not_start_with_a_store_that_cannot_be_used(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "own.db")
    refused = heng("serve", DATABASE_URL=url, HENG_PHOTOS="nothing-like-this://bucket")
    assert refused.returncode == 1
    assert "HENG_PHOTOS" in refused.stderr
    assert "Traceback" not in refused.stderr
