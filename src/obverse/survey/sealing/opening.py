"""Opening a batch: what the holders' computer does, and what it refuses, before anybody sees a row.

Nothing comes out of a batch unless it is the published one, opens to at least ten answers, and leaves nobody alone
beside what was opened before. The memory of the holders is on the disk before the answers are handed over: a cable
pulled at any moment can lose an opening, which is repeated, and never hide one.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from obverse import __version__
from obverse.survey.sealing import batch as batches
from obverse.survey.sealing import keys, memory, sealed
from obverse.survey.sealing.batch import Batch
from obverse.survey.sealing.letters import Refused, say
from obverse.survey.sealing.memory import FEWEST

Record = dict[str, Any]


class NotOpened(Refused):
    """A batch that stays closed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the holders print, sign and publish about an opening; it says nothing about any answer.

    ``refused`` are the receipts of sealed answers that did not open or held none. ``again`` tells that this very batch
    was opened before, ``seen`` how many of its answers were. ``files`` are names and SHA-256 of what was written.
    """

    wave: str
    key: str
    root: str
    count: int
    refused: tuple[str, ...]
    seen: int
    again: bool
    memory_before: str
    memory_after: str
    openings: int
    version: str = __version__

    @property
    def readable(self) -> int:
        """How many answers were opened."""
        return self.count - len(self.refused)


@dataclass(frozen=True, slots=True)
class Opened:
    """The answers of a batch in an order of chance, and what is said about the opening."""

    records: tuple[Record, ...] = field(repr=False)
    count: int
    statement: Statement


def open_batch(
    content: bytes,
    shares: Sequence[str] | bytes,
    remembered: Path,
    *,
    root: str,
    is_answer: Callable[[Mapping[str, Any]], bool],
    first: bool = False,
    compare: Callable[[str], None] = lambda _: None,
) -> Opened:
    """Open the batch in a file with the holders' parts (or, already combined, the secret).

    ``root`` is what was published for the wave, typed from there and never from the batch. ``remembered`` is the file
    of the holders' memory; ``first`` says that there is none yet. ``is_answer`` tells whether a record is an answer to
    the questionnaire. ``compare`` is given the name of the memory as it stands, for the holders to compare with their
    last statement, before anything is opened; it raises to stop.

    Raises:
        BadBatch: the file is no batch.
        BadShares: the parts do not give its key.
        BadMemory: the memory is missing, unexpected or changed.
        NotOpened: the batch is not the published one, too small, or would single somebody out.
    """
    given = admitted(content, root)
    secret = keys.proved(shares if isinstance(shares, bytes) else keys.combined(shares), given.key)
    before = memory.load(remembered, given.key, secret, first=first)
    compare(before.shown())
    found, refused = _opened(given.ciphertexts, secret, is_answer)
    _enough(len(found))
    smallest = before.smallest_piece(found)
    if smallest < FEWEST:
        raise NotOpened("singled_out", smallest=smallest, fewest=FEWEST)
    after = before.with_opening(given.root, found)
    memory.keep(remembered, after.written(secret))
    statement = Statement(
        wave=given.wave,
        key=given.key,
        root=given.root,
        count=len(given.ciphertexts),
        refused=tuple(refused),
        seen=before.seen(found),
        again=before.knows(given.root),
        memory_before=before.shown(),
        memory_after=after.shown(),
        openings=len(after.openings),
    )
    return Opened(tuple(shuffled(found.values())), len(found), statement)


def admitted(content: bytes, root: str) -> Batch:
    """A batch that may be opened as far as can be seen from outside.

    Raises:
        BadBatch: the file is no batch.
        NotOpened: it is not the one that was published, or too small.
    """
    given = batches.read(content)
    if not secrets.compare_digest(_plain(root), given.root):
        raise NotOpened("root_other", given=keys.shown(given.root))
    _enough(len(given.ciphertexts))
    return given


def shuffled(things: Iterable[Any]) -> list[Any]:
    """The same things in an order of the system's chance."""
    listed = list(things)
    secrets.SystemRandom().shuffle(listed)
    return listed


def statement_text(statement: Statement, language: str) -> str:
    """The statement for print and signature."""
    details = {
        "wave": statement.wave,
        "key": keys.shown(statement.key),
        "root": statement.root,
        "count": statement.count,
        "readable": statement.readable,
        "seen": statement.seen,
        "before": statement.memory_before,
        "after": statement.memory_after,
        "openings": statement.openings,
        "version": statement.version,
    }
    lines = [say(f"statement.{name}", language, **details) for name in ("title", "batch", "count")]
    if statement.refused:
        lines.append(say("statement.refused", language, number=len(statement.refused)))
        lines += [f"  {one}" for one in statement.refused]
    lines.append(say("statement.again" if statement.again else "statement.seen", language, **details))
    lines += [say(f"statement.{name}", language, **details) for name in ("memory", "version", "signed")]
    return "\n".join(lines) + "\n"


def _plain(root: str) -> str:
    plain = "".join(root.split()).replace("-", "").lower()
    if len(plain) != 64 or not plain.isascii() or not plain.isalnum():
        raise NotOpened("root_form")
    return plain


def _enough(count: int) -> None:
    if count < FEWEST:
        raise NotOpened("too_few", count=count, fewest=FEWEST)


def _opened(
    ciphertexts: Iterable[bytes], secret: bytes, is_answer: Callable[[Mapping[str, Any]], bool]
) -> tuple[dict[str, Record], list[str]]:
    found: dict[str, Record] = {}
    refused = []
    for ciphertext in ciphertexts:
        try:
            record = sealed.unseal(ciphertext, secret)
        except sealed.Unreadable:
            record = None
        if record is None or not is_answer(record):
            refused.append(sealed.receipt(ciphertext))
        else:
            found[hashlib.sha256(ciphertext).hexdigest()] = record
    return found, refused
