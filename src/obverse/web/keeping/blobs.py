"""The bytes of files under their SHA-256, written once and never changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

_PIECE = 1 << 20


def keep(content: bytes | Path | Iterable[bytes]) -> tuple[str, int]:
    """Keep some bytes, or the contents of a file; returns their SHA-256 and size. Twice the same is kept once."""
    folder = Path(settings.DATA) / "files"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as draft:
            for piece in _pieces(content):
                digest.update(piece)
                size += len(piece)
                draft.write(piece)
            draft.flush()
            os.fsync(draft.fileno())
        sha256 = digest.hexdigest()
        target = path(sha256)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        Path(name).replace(target)
        for changed in (target.parent, folder):
            _sync(changed)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return sha256, size


def path(sha256: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.DATA) / "files" / sha256[:2] / sha256


def read(sha256: str) -> bytes:
    """The bytes of a digest.

    Raises:
        FileNotFoundError: nothing is kept under it, or it was shredded.
    """
    return path(sha256).read_bytes()


def put(sha256: str, target: Path) -> None:
    """Lay kept bytes at a place of a dossier, as a link where the file system can."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path(sha256), target)
    except OSError:
        shutil.copyfile(path(sha256), target)


def _sync(folder: Path) -> None:
    """Have the names in a folder on the disc, without which the bytes could not be found."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pieces(content: bytes | Path | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, Path):
        with content.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    else:
        yield from content
