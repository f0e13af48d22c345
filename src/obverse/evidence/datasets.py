"""Parquet files that make up one register: where they lie, what they hold, and which row is which."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

from obverse.evidence.parquet_types import in_common, schema_of

# A spreadsheet shows the header as row 1; the first row of content is row 2, in every format.
FIRST_ROW = 2
_BLOCK = 1 << 22
_EMPTY_CELL = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a dataset.

    ``name`` is its path within the dataset, ``rows`` and ``schema`` what its footer says, ``first_row`` the number of
    its first row within the whole dataset.
    """

    path: str
    name: str
    rows: int
    sha256: str
    schema: pa.Schema = field(default_factory=lambda: pa.schema([]))
    first_row: int = FIRST_ROW

    @property
    def folders(self) -> dict[str, str]:
        """What the names of its folders say, as they are spelled: what a path cannot hold stands there as ``%20``.

        >>> Part("", "area=north%20side/year=2026/a.parquet", 3, "").folders
        {'area': 'north%20side', 'year': '2026'}
        """
        pairs = [folder.partition("=") for folder in self.name.split("/")[:-1]]
        return {name: value for name, sign, value in pairs if sign}


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
        return tuple(self.parts[0].folders) if self.parts else ()

    @property
    def columns(self) -> dict[str, pa.DataType | None]:
        """Each column's type in all files; None where they disagree. Names of folders are texts.

        >>> kinds = {"a": "int8", "b": "int64"}
        >>> files = [Part(name, name, 3, "", pa.schema([("n", kind)])) for name, kind in kinds.items()]
        >>> Dataset("here", tuple(files)).columns
        {'n': DataType(int64)}
        """
        found: dict[str, set[pa.DataType]] = {}
        for part in self.parts:
            for item in part.schema:
                found.setdefault(item.name, set()).add(item.type)
        named = dict.fromkeys(self.partition_columns, pa.string())
        return {name: in_common(kinds) for name, kinds in found.items()} | named

    def kinds(self, lot: Iterable[Part]) -> dict[str, pa.DataType]:
        """The columns' types in files whose columns have the same types; names of folders are texts."""
        found = {item.name: item.type for part in lot for item in part.schema}
        return found | dict.fromkeys(self.partition_columns, pa.string())

    def kinds_of(self, column: str) -> set[str]:
        """The names of the types that a column has in the files."""
        return {str(item.type) for part in self.parts for item in part.schema if item.name == column}

    @property
    def alike(self) -> tuple[tuple[Part, ...], ...]:
        """The files in lots whose columns have the same types; a column may be missing in some files of a lot.

        >>> kinds = {"a": "int8", "b": "int64"}
        >>> files = [Part(name, name, 3, "", pa.schema([("n", kind)])) for name, kind in kinds.items()]
        >>> [[part.name for part in lot] for lot in Dataset("here", (*files, files[0])).alike]
        [['a', 'a'], ['b']]
        """
        lots: list[tuple[dict[str, pa.DataType], list[Part]]] = []
        for part in self.parts:
            own = dict(zip(part.schema.names, part.schema.types, strict=True))
            for kinds, lot in lots:
                if all(kinds.get(name, kind) == kind for name, kind in own.items()):
                    kinds.update(own)
                    lot.append(part)
                    break
            else:
                lots.append((own, [part]))
        return tuple(tuple(lot) for _, lot in lots)

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
        placed.append(replace(part, first_row=first))
        first += part.rows
    return Dataset(location, tuple(placed))


def local_dataset(location: Path) -> Dataset:
    """The Parquet file, or all Parquet files below the folder, at a place of this machine's file system.

    Raises:
        OSError: a file cannot be read.
        pyarrow.ArrowException: a file is no Parquet file, or holds what cannot be told.
    """
    files = sorted(location.rglob("*.parquet")) if location.is_dir() else [location]
    files = [file for file in files if file.is_file() and not _is_hidden(file, location)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        digests = list(pool.map(digest_of, files))
    return numbered(
        str(location),
        (
            described(
                str(file),
                file.relative_to(location).as_posix() if location.is_dir() else file.name,
                digest,
                pq.read_metadata(file),
            )
            for file, digest in zip(files, digests, strict=True)
        ),
    )


def described(path: str, name: str, sha256: str, footer: pq.FileMetaData) -> Part:
    """One file of a dataset, with what its footer says."""
    return Part(path, name, footer.num_rows, sha256, schema_of(footer))


def value_of(folder: str) -> str | None:
    """What the name of a folder means; Hive, Spark and others have a word for an empty cell.

    >>> value_of("north%20side"), value_of("__HIVE_DEFAULT_PARTITION__")
    ('north side', None)
    """
    return None if folder == _EMPTY_CELL else unquote(folder)


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
