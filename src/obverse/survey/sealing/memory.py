"""What the holders keep of every opening, so that no later one singles anybody out.

Rows of answers are nearly always different from each other. Whoever opens two batches therefore knows of each row in
which of the two it was, and of each receipt too: what the batches tell apart has to be a crowd. The rule: wherever all
batches ever opened with a key are laid over each other, every piece holds at least ten answers or none. A batch that
differs from an earlier one, or from several together, by one to nine answers breaks it.

The file carries a check that only the secret key can make. It cannot notice that it was exchanged for an older copy of
itself; that is why the printed statement of each opening names it, and the next opening shows it before anything is
opened.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from obverse.survey.sealing.letters import Refused

FEWEST = 10
MOST_BYTES = 400_000_000
_FORM = "obverse survey memory 1"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class BadMemory(Refused):
    """The memory of the holders is missing, unexpected, or not as they left it."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The batches that were opened with one key: root and digests of each, oldest first."""

    key: str
    openings: tuple[tuple[str, frozenset[str]], ...] = ()

    def knows(self, root: str) -> bool:
        """Whether this very batch was opened before."""
        return root in (known for known, _ in self.openings)

    def smallest_piece(self, digests: Iterable[str]) -> int:
        """The fewest answers that could be told apart once ``digests`` were opened too; 0 where there are none."""
        laid: Counter[str] = Counter()
        for place, piece in enumerate([*(opened for _, opened in self.openings), frozenset(digests)]):
            for digest in piece:
                laid[digest] |= 1 << place
        return min(Counter(laid.values()).values(), default=0)

    def seen(self, digests: Iterable[str]) -> int:
        """How many of these were in a batch that was opened before."""
        before = frozenset[str]().union(*(opened for _, opened in self.openings))
        return len(before & frozenset(digests))

    def with_opening(self, root: str, digests: Iterable[str]) -> Memory:
        """The memory after this opening; the same one where these very answers were opened before."""
        opening = (root, frozenset(digests))
        return self if opening in self.openings else Memory(self.key, (*self.openings, opening))

    def written(self, secret: bytes) -> bytes:
        """The file, with its check."""
        said = self._said()
        return json.dumps({**said, "check": _check(said, secret)}, indent=0, sort_keys=True).encode() + b"\n"

    def shown(self) -> str:
        """The beginning of the digest of the memory in groups of four, as statements name it."""
        start = hashlib.sha256(_canonical(self._said())).hexdigest()[:16].upper()
        return "-".join(start[place : place + 4] for place in range(0, 16, 4))

    def _said(self) -> dict[str, Any]:
        openings = [{"root": root, "answers": sorted(digests)} for root, digests in self.openings]
        return {"form": _FORM, "key": self.key, "openings": openings}


def read(content: bytes, key: str, secret: bytes) -> Memory:
    """The memory in a file.

    Raises:
        BadMemory: it is none, belongs to another key, or was changed by somebody without the key.
    """
    try:
        said = json.loads(content)
        check = said.pop("check")
        openings = tuple((one["root"], frozenset(one["answers"])) for one in said["openings"])
        texts = [
            said["key"],
            check,
            *(root for root, _ in openings),
            *(d for _, many in openings for d in many),
        ]
        sound = said["form"] == _FORM and all(_DIGEST.fullmatch(text) for text in texts)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadMemory("memory_form") from None
    if not sound:
        raise BadMemory("memory_form")
    if said["key"] != key:
        raise BadMemory("memory_other")
    found = Memory(key, openings)
    # Compared as bytes: one memory has one spelling.
    if found.written(secret) != content:
        raise BadMemory("memory_check")
    return found


def load(file: Path, key: str, secret: bytes, *, first: bool) -> Memory:
    """The memory in a file, or an empty one where this is said to be the first opening.

    Raises:
        BadMemory: there is none although it is not the first, one although it is, or it is not sound.
    """
    if not file.is_file():
        if first:
            return Memory(key)
        raise BadMemory("memory_missing", file=file)
    if file.stat().st_size > MOST_BYTES:
        raise BadMemory("memory_form")
    found = read(file.read_bytes(), key, secret)
    if first:
        raise BadMemory("memory_there", file=file)
    return found


def keep(file: Path, content: bytes) -> None:
    """Write a file for its owner's eyes only: whole and on the disk when this returns, or not at all."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _check(said: dict[str, Any], secret: bytes) -> str:
    return hashlib.blake2b(_canonical(said), digest_size=32, key=secret, person=b"memory").hexdigest()


def _canonical(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
