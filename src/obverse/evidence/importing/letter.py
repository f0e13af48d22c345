"""What an import did, told to the person who asked for it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from obverse.vocabulary.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file that came in: its place, SHA-256 and length in bytes; ``kept`` tells whether it became a source."""

    path: Path
    sha256: str
    size: int
    kept: bool = True

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    @property
    def source_id(self) -> str:
        """The id of the document row that stands for the file."""
        return f"source-{self.sha256[:12]}"


def receive(file: Path) -> Received:
    """Look at a file that comes in."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Received(path=file, sha256=digest, size=file.stat().st_size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the rows that were read for one table."""

    read: int
    added: int
    replaced: int
    already_there: int

    @property
    def changed(self) -> bool:
        """Whether the table has other rows than before."""
        return bool(self.added or self.replaced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What an import did: per table the rows read, new, replaced and already there; what was left out and why.

    ``unchanged`` tells that these very files had been read before, so that nothing was done.
    ``proposals`` are facts about the process that the files state and dossier.toml does not.
    """

    connector: str
    generation: str
    files: tuple[Received, ...]
    unchanged: bool = False
    tables: Mapping[str, Counts] = field(default_factory=dict)
    left_out: Mapping[str, Mapping[Text, int]] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    declared: tuple[str, ...] = ()
    proposals: Mapping[str, str] = field(default_factory=dict)

    def in_words(self, language: str = "en") -> str:
        """The letter, one sentence a line."""
        return "\n".join(self._sentences(language))

    def _sentences(self, language: str) -> Iterator[str]:
        words = _words(language)

        def number(count: int) -> str:
            return f"{count:,}".replace(",", words["thousands"])

        files = ", ".join(file.name for file in self.files)
        generation = words["generation"].format(generation=self.generation) if self.generation else ""
        yield words["read"].format(files=files, connector=self.connector, generation=generation)
        if self.unchanged:
            yield words["unchanged"]
            return
        for table, counts in self.tables.items():
            parts = [words["added"].format(count=number(counts.added))]
            if counts.replaced:
                parts.append(words["replaced"].format(count=number(counts.replaced)))
            if counts.already_there:
                parts.append(words["already_there"].format(count=number(counts.already_there)))
            yield words["table"].format(table=table, count=number(counts.read), parts=", ".join(parts))
        for table, reasons in self.left_out.items():
            for reason, count in reasons.items():
                said = reason.in_language(language)
                yield words["left_out"].format(table=table, count=number(count), reason=said)
        if not any(counts.changed for counts in self.tables.values()):
            yield words["nothing_new"]
        for note in self.notes:
            yield words["note"].format(note=note.in_language(language))
        if self.declared:
            yield words["declared"].format(sections=", ".join(f"[{name}]" for name in self.declared))
        if self.proposals:
            facts = "; ".join(f"{key} = {value}" for key, value in self.proposals.items())
            yield words["proposals"].format(facts=facts)


@cache
def _words(language: str) -> dict[str, str]:
    file = resources.files("obverse.evidence").joinpath("texts", f"{language}.toml")
    words: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["letter"]
    return words
