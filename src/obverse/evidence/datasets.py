"""Parquet files that make up one register: where they lie, what they hold, and which row is which."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

# A spreadsheet shows the header as row 1; the first row of content is row 2, in every format.
FIRST_ROW = 2
_BLOCK = 1 << 22


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a dataset.

    ``name`` is its path within the dataset, ``rows`` what its footer says, ``first_row`` the number of its first row
    within the whole dataset.
    """

    path: str
    name: str
    rows: int
    sha256: str
    first_row: int = FIRST_ROW


@dataclass(frozen=True, slots=True)
class Dataset:
    """The files of one register in the order of their names; the same files give the same rows the same numbers."""

    location: str
    parts: tuple[Part, ...]

    @property
    def rows(self) -> int:
        """How many rows all files hold."""
        return sum(part.rows for part in self.parts)

    @property
    def sha256(self) -> str:
        """The digest of the only file, or of the list of names and digests where names matter too.

        >>> one = Part("a.parquet", "a.parquet", 3, "ab")
        >>> Dataset("a.parquet", (one,)).sha256
        'ab'
        """
        if len(self.parts) == 1 and not self.partition_columns:
            return self.parts[0].sha256
        listed = "".join(f"{part.sha256}  {part.name}\n" for part in self.parts)
        return hashlib.sha256(listed.encode()).hexdigest()

    @property
    def partition_columns(self) -> tuple[str, ...]:
        """The columns whose values are the names of folders, as in ``channel=online/part-0.parquet``.

        >>> Dataset("votes", (Part("votes/channel=a/0.parquet", "channel=a/0.parquet", 3, "ab"),)).partition_columns
        ('channel',)
        """
        folders = self.parts[0].name.split("/")[:-1] if self.parts else []
        return tuple(folder.partition("=")[0] for folder in folders if "=" in folder)

    def place(self, row: int) -> tuple[str, int]:
        """The file that holds a row of the dataset, and the row's number in that file alone."""
        for part in self.parts:
            if row < part.first_row + part.rows:
                return part.name, row - part.first_row + FIRST_ROW
        return self.location, row


def numbered(location: str, parts: Iterable[Part]) -> Dataset:
    """A dataset of some files, ordered by name and with the number of each file's first row.

    >>> parts = [Part("b", "b", 5, ""), Part("a", "a", 3, "")]
    >>> [(part.name, part.first_row) for part in numbered("here", parts).parts]
    [('a', 2), ('b', 5)]
    """
    first, placed = FIRST_ROW, []
    for part in sorted(parts, key=lambda one: one.name):
        placed.append(Part(part.path, part.name, part.rows, part.sha256, first))
        first += part.rows
    return Dataset(location, tuple(placed))


def local_dataset(location: Path) -> Dataset:
    """The Parquet file, or all Parquet files below the folder, at a place of this machine's file system.

    Raises:
        OSError: a file cannot be read, or is no Parquet file.
    """
    files = sorted(location.rglob("*.parquet")) if location.is_dir() else [location]
    files = [file for file in files if not _is_hidden(file, location)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        digests = list(pool.map(digest_of, files))
    return numbered(
        str(location),
        (
            Part(
                path=str(file),
                name=file.relative_to(location).as_posix() if location.is_dir() else file.name,
                rows=pq.read_metadata(file).num_rows,
                sha256=digest,
            )
            for file, digest in zip(files, digests, strict=True)
        ),
    )


def digest_of(file: Path) -> str:
    """The SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _is_hidden(file: Path, location: Path) -> bool:
    # Writers on clusters leave their own notes beside the data: _SUCCESS, _temporary/, .part.crc
    return any(name.startswith((".", "_")) for name in file.relative_to(location).parts)
