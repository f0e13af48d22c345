"""What is sealed: the key of a wave, the batch of its answers, and what its opening brings into the evidence."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from obverse.evidence.declarations import tables
from obverse.survey.sealing import batch, keys, opened
from obverse.survey.sealing.letters import Refused as SealingRefused
from obverse.vocabulary.text import LANGUAGES
from obverse.web.bridge.registers import columns_as_declared, read_register
from obverse.web.bridge.surveys import Unfit


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a wave's key: how many parts of the secret half there are, and how many open."""

    public: bytes
    needed: int
    holders: int

    @property
    def digest(self) -> str:
        """The beginning of its digest, for people to compare with the sheets of the holders."""
        return keys.shown_digest(self.public)


def read_key(text: str) -> PublicKey:
    """The file of a public key that ``obverse survey key`` wrote.

    Raises:
        Unfit: it is something else, or was changed.
    """
    try:
        told = keys.read_public(text)
    except SealingRefused as refused:
        raise _unfit(refused) from None
    return PublicKey(told.public, told.needed, told.holders)


def key_digest(public: str) -> str:
    """The beginning of the digest of a public key in hex, for people to compare; empty where there is none."""
    return keys.shown_digest(bytes.fromhex(public)) if public else ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The sealed answers of a closed wave: the file for the holders, its root, and the digests of all answers."""

    content: bytes
    root: str
    digests: tuple[str, ...]


def write_batch(wave: str, ciphertexts: Sequence[bytes], public: bytes) -> Batch:
    """The file that the holders of the key are given; the same answers always give the same bytes."""
    listed = batch.read_list(batch.listing(wave, ciphertexts, public))
    return Batch(batch.write(wave, ciphertexts, public), batch.root(wave, ciphertexts, public), listed)


def published_list(wave: str, digests: Sequence[str], public: bytes) -> bytes:
    """The list that everybody may check once the wave is closed; its SHA-256 is the root that the holders compare."""
    return batch.published(wave, digests, public).encode()


@dataclass(frozen=True, slots=True)
class Opened:
    """What the holders' opening brought: rows of ``survey_answer``, passages, and how many answers there were."""

    rows: tuple[dict[str, str], ...]
    passages: tuple[dict[str, str], ...]
    count: int


def read_opened(content: bytes, *, wave: str, root: str, name: str, groups: Mapping[str, str]) -> Opened:
    """The archive that ``obverse survey open`` wrote, of the wave with this address and this root and no other.

    ``name`` is what the evidence calls the wave, ``groups`` what it calls each group, by its number.

    Raises:
        Unfit: it is something else, was changed, or belongs to another wave.
    """
    try:
        told = opened.read(content, wave=wave, root=root, name=name)
    except SealingRefused as refused:
        raise _unfit(refused) from None
    known = tables()["survey_answer"]
    rows = []
    for row in told.rows:
        named = {**row, "stratum": groups.get(row.get("stratum", ""), row.get("stratum", ""))}
        rows.append({column: cell for column, cell in named.items() if cell and column in known.columns})
    return Opened(tuple(rows), tuple(told.passages), told.count)


def register_part(table: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows of a register as a part of its file: all texts, as the engine writes long registers."""
    columns = columns_as_declared(table, rows)
    held = pa.table({name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in columns})
    sink = io.BytesIO()
    pq.write_table(held, sink, compression="zstd", store_schema=False)
    return sink.getvalue()


def file_as_part(table: str, content: bytes, suffix: str) -> bytes:
    """A register's own file as one part among several; one that is a part already stays as it is.

    Raises:
        Refused: the file cannot be read.
    """
    if suffix == ".parquet":
        return content
    with tempfile.TemporaryDirectory(prefix="obverse-") as folder:
        file = Path(folder) / "evidence" / f"{table}{suffix}"
        file.parent.mkdir()
        file.write_bytes(content)
        return register_part(table, read_register(Path(folder), table)[1])


def _unfit(refused: SealingRefused) -> Unfit:
    return Unfit({language: [refused.letter(language)] for language in LANGUAGES})
