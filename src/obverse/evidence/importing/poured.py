"""Tables that are too long to be held while rows are added to them: what the parent of a pouring child does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from obverse.evidence import storing
from obverse.evidence.declarations import tables
from obverse.evidence.facts import Attribute
from obverse.evidence.importing import pouring, progress
from obverse.evidence.importing.cleaning import Pouring, natural
from obverse.evidence.importing.letter import Counts
from obverse.evidence.importing.stored import literal, load_stored
from obverse.evidence.problems import EvidenceProblems, understood
from obverse.evidence.receiving.limits import Limits
from obverse.evidence.receiving.nursery import in_child
from obverse.evidence.typed_cells import quoted

ROOM = "pouring"
_PART = re.compile(r"part-(\d+)\.parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Poured:
    """What became of the rows of one table.

    ``parts`` are new files, ``replaced`` files of the dossier that go; ``holding`` are all files that hold its rows
    while the change is prepared.
    """

    counts: Counts
    pseudonyms: int
    screened: Mapping[str, int]
    parts: tuple[Path, ...]
    replaced: tuple[str, ...]
    holding: tuple[Path, ...]
    first: int


def parts_of(directory: Path, table: str) -> list[Path]:
    """The Parquet parts in which the dossier holds a table; none where it is one file."""
    return sorted((directory / "evidence" / table).glob("*.parquet"))


def stands_in_parts(directory: Path, table: str, limits: Limits) -> bool:
    """Whether rows of a table can only be added as parts: it is typed, or longer than what is held in memory."""
    parts = parts_of(directory, table)
    if not parts:
        return False
    typed = any(not pa.types.is_string(one.type) for part in parts for one in pq.read_schema(part))
    return typed or sum(part.stat().st_size for part in parts) > limits.stream_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Pail:
    """What all tables that are poured at once have in common."""

    directory: Path
    change: storing.Change
    limits: Limits
    size: int
    known: Mapping[str, Sequence[Path]]
    attributes: Mapping[str, Attribute]
    namespace: str
    secret: bytes | None
    ids_may_be_addresses: bool
    replace: bool
    show: progress.Show | None = None

    @property
    def room(self) -> Path:
        """A folder that goes with the change, for what is on its way."""
        room = self.change.staging / ROOM
        room.mkdir(exist_ok=True)
        return room

    def stored(self, table: str) -> tuple[list[Path], tuple[str, ...], int]:
        """The parts of a table, the files that they stand for, and the number of the next part."""
        parts = parts_of(self.directory, table)
        numbers = [int(found[1]) for part in parts if (found := _PART.fullmatch(part.name))]
        if parts:
            return parts, (), max(numbers, default=-1) + 1
        with duckdb.connect(":memory:") as connection:
            there = load_stored(connection, self.directory, table, "there")
            if not there.files:
                return [], (), 0
            declared = tables()[table]
            cells = ", ".join(f"{natural(declared, name)} AS {quoted(name)}" for name in there.columns)
            target = self.room / f"{table}.before.parquet"
            connection.execute(
                f"COPY (SELECT {cells} FROM there) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
            )
        return [target], there.files, 0

    def pour(self, asked: Iterable[Pouring], label: str) -> dict[str, Poured]:
        """Have a bound child write the rows as parts.

        Raises:
            EvidenceProblems: all that is wrong with the rows; nothing was changed.
        """
        asked = list(asked)
        stored = {one.name: self.stored(one.name) for one in asked}
        told = [asdict(one) | {"stored": [str(part) for part in stored[one.name][0]]} for one in asked]
        argument = {
            "tables": told,
            "folder": str(self.room),
            "scratch": str(self.room),
            "known": {name: [str(file) for file in files] for name, files in self.known.items()},
            "attributes": {name: [one.label, list(one.categories)] for name, one in self.attributes.items()},
            "namespace": self.namespace,
            "secret": self.secret.hex() if self.secret is not None else "",
            "ids_may_be_addresses": self.ids_may_be_addresses,
            "replace": self.replace,
        }
        with progress.watched(self.room, self.show):
            answer = in_child(
                pouring.TASK,
                argument,
                limits=self.limits.for_stream(self.size),
                label=label,
                writes=[str(self.room)],
            )
        if answer["problems"]:
            raise EvidenceProblems(understood(problem) for problem in answer["problems"])
        return {
            one.name: self._poured(one.name, answer["tables"][one.name], stored[one.name]) for one in asked
        }

    def _poured(
        self, table: str, said: Mapping[str, object], stored: tuple[list[Path], tuple[str, ...], int]
    ) -> Poured:
        parts, files, first = stored
        read, added, replaced, already = (int(str(count)) for count in _listed(said["counts"]))
        # Only names: the parts are those of the folder that the child was given.
        new = [self.room / table / Path(str(part)).name for part in _listed(said["parts"])]
        screened = said["screened"] if isinstance(said["screened"], dict) else {}
        return Poured(
            counts=Counts(read=read, added=added, replaced=replaced, already_there=already),
            pseudonyms=int(str(said["pseudonyms"])),
            screened={str(kind): int(count) for kind, count in screened.items()},
            parts=(*(parts if files else []), *new) if added else (),
            holding=(*parts, *new),
            replaced=files if added else (),
            first=first,
        )

    def keep(self, table: str, poured: Poured) -> None:
        """Make the parts of a table a part of the change."""
        for number, part in enumerate(poured.parts, start=poured.first):
            part.chmod(0o644)
            part.replace(self.change.file(f"evidence/{table}/part-{number:05d}.parquet"))
        for file in poured.replaced:
            self.change.remove(file)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
