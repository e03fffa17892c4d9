"""Photos of a folder in one file beside a backup, each checked by its hash, in and out."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.photos.errors import FileMissing
from dashboard.photos.store import PhotoStore, key
from db.backup import BackupDamaged, BackupExists

_NAME = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})\.(jpg|png|webp|pdf|xlsx|csv)")


@dataclass(frozen=True)
class Packed:
    """How many photos went into a backup, and the hashes of those whose files are not whole."""

    number: int
    faulty: tuple[str, ...]


def beside(file: Path) -> Path:
    """The file with the photos of a backup."""
    return file.with_name(f"{file.name}.photos.tar")


def pack(store: PhotoStore, photos: Iterable[tuple[str, str]], file: Path) -> Packed:
    """Write photos, given as (hash, media type), into a new file only its owner can read.

    Raises BackupExists, BackupDamaged or StoreUnavailable.
    """
    if file.exists():
        raise BackupExists(file)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.", suffix=".part")
    part, number, faulty = Path(name), 0, []
    try:
        with os.fdopen(handle, "wb") as out:
            with tarfile.open(fileobj=out, mode="w") as packed:
                for sha256, media_type in photos:
                    if _add(packed, store, sha256, media_type):
                        number += 1
                    else:
                        faulty.append(sha256)
            out.flush()
            os.fsync(out.fileno())
        if check(part) != number:
            raise BackupDamaged(part, "other photos than in the store")
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return Packed(number, tuple(faulty))


def check(file: Path) -> int:
    """How many photos a file holds, each with its hash. Raises BackupDamaged."""
    return sum(1 for _each in _members(file))


def unpack(store: PhotoStore, file: Path) -> int:
    """Put the photos of a file into a store; what is there stays. How many there are.

    Raises BackupDamaged or StoreUnavailable.
    """
    number = 0
    for name, data in _members(file):
        store.put_back(name, data)
        number += 1
    return number


def _add(packed: tarfile.TarFile, store: PhotoStore, sha256: str, media_type: str) -> bool:
    try:
        data = store.photo(sha256, media_type)
    except FileMissing:
        return False
    if hashlib.sha256(data).hexdigest() != sha256:
        return False
    entry = tarfile.TarInfo(key(sha256, media_type))
    entry.size = len(data)
    packed.addfile(entry, io.BytesIO(data))
    return True


def _members(file: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(file, mode="r:") as packed:
            for entry in packed:
                found = _NAME.fullmatch(entry.name)
                held = packed.extractfile(entry) if entry.isfile() else None
                data = b"" if held is None else held.read()
                if found is None or hashlib.sha256(data).hexdigest() != found[1]:
                    raise BackupDamaged(file, entry.name[:80])
                yield entry.name, data
    except (tarfile.TarError, OSError) as error:
        raise BackupDamaged(file, str(error)[:80]) from None
