"""Where photos are kept: a folder, or any store fsspec reaches; written once, under their hash."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from checklists.errors import WordedError
from dashboard.photos.content import ENDINGS, Picture, thumbnail_of
from dashboard.photos.errors import FileMissing, StoreUnavailable, StoreUnusable
from db.session import ROOT, photo_folder


class PhotoStore:
    """A folder or bucket of photos; a file has its hash as its name and is never written again."""

    def __init__(self, url: str) -> None:
        """Find the file system of a URL or a folder. Raises StoreUnusable."""
        try:
            self.files, self.root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError, OSError) as error:
            raise StoreUnusable(type(error).__name__) from None

    @property
    def folder(self) -> Path | None:
        """The folder of a store on this computer, None for any other."""
        return Path(self.root) if isinstance(self.files, LocalFileSystem) else None

    def keep(self, picture: Picture) -> None:
        """Keep a photo and its thumbnail; what is there already stays. Raises StoreUnavailable."""
        self._write(key(picture.sha256, picture.media_type), picture.data)
        self._write(thumbnail_key(picture.sha256), picture.thumbnail)

    def keep_file(self, sha256: str, media_type: str, data: bytes) -> None:
        """Keep a file that has no small picture. Raises StoreUnavailable."""
        self._write(key(sha256, media_type), data)

    def put_back(self, name: str, data: bytes) -> None:
        """Keep a file of a backup under its name. Raises StoreUnavailable."""
        self._write(name, data)

    def photo(self, sha256: str, media_type: str) -> bytes:
        """The bytes of a photo as they came. Raises FileMissing or StoreUnavailable."""
        return self._read(key(sha256, media_type))

    def thumbnail(self, sha256: str, media_type: str) -> bytes:
        """The small picture of a photo; made again where only that was lost.

        Raises FileMissing or StoreUnavailable.
        """
        try:
            return self._read(thumbnail_key(sha256))
        except FileMissing:
            made = thumbnail_of(self.photo(sha256, media_type))
            self._write(thumbnail_key(sha256), made)
            return made

    def is_whole(self, sha256: str, media_type: str) -> bool | None:
        """Whether a photo's file has its hash; None where it is missing."""
        try:
            return hashlib.sha256(self.photo(sha256, media_type)).hexdigest() == sha256
        except FileMissing:
            return None

    def _write(self, name: str, data: bytes) -> None:
        path = f"{self.root}/{name}"
        with _reported(StoreUnavailable):
            if self.files.exists(path):
                return
            if self.folder is not None:
                _write_to_disk(Path(path), data)
            else:
                self.files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
                self.files.pipe_file(path, data)

    def _read(self, name: str) -> bytes:
        with _reported(FileMissing):
            return bytes(self.files.cat_file(f"{self.root}/{name}"))


def key(sha256: str, media_type: str) -> str:
    """The name of a photo in the store: `ab/ab….jpg`."""
    return f"{sha256[:2]}/{sha256}.{ENDINGS[media_type]}"


def thumbnail_key(sha256: str) -> str:
    """The name of a photo's small picture in the store."""
    return f"{sha256[:2]}/{sha256}.thumb.jpg"


def photo_store(database_url: str | None = None) -> PhotoStore:
    """The store of `HENG_PHOTOS`, else `photos` beside the data. Raises StoreUnusable."""
    named = os.environ.get("HENG_PHOTOS", "").strip()
    if not named:
        return _store(photo_folder(database_url).as_posix())
    return _store(named if "://" in named else (ROOT / Path(named).expanduser()).as_posix())


@lru_cache(maxsize=8)
def _store(url: str) -> PhotoStore:
    return PhotoStore(url)


def _write_to_disk(path: Path, data: bytes) -> None:
    # A tablet forgets a photo once it is confirmed, so it must outlast a power cut by then; and
    # under its own name a file is whole, whatever happens meanwhile.
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _reported(not_there: type[WordedError]) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise not_there from None
    except Exception as error:
        # Each kind of store has errors of its own; all of them mean that it is not to be had.
        raise StoreUnavailable from error
