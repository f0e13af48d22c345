"""What an import did, told to the person who asked for it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from obverse.evidence.importing.people import KeptOut
from obverse.vocabulary.text import LANGUAGES, Text

_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file that came in: its place, SHA-256 and length in bytes; ``kept`` tells whether it became a source.

    ``label`` is what a person calls it where that is not its name: ``export.zip/proposals.csv``.
    """

    path: Path
    sha256: str
    size: int
    kept: bool = True
    label: str = ""

    @property
    def name(self) -> str:
        """The file's name without its folder, or its place inside the archive that it came in."""
        return os.fsencode(self.label or self.path.name).decode("utf-8", "replace")

    @property
    def source_id(self) -> str:
        """The id of the document row that stands for the file."""
        return f"source-{self.sha256[:12]}"


def receive(file: Path, label: str = "") -> Received:
    """Look at a file that comes in."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Received(path=file, sha256=digest, size=file.stat().st_size, label=label)


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


@dataclass(frozen=True, slots=True)
class Begun:
    """A dossier that was begun: its file, the day from which its audit looks, and whether the files told that day."""

    file: str
    as_of: dt.date
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What an import did: per table the rows read, new, replaced and already there; what was left out and why.

    ``unchanged`` tells that these very files had been read before, so that nothing was done.
    ``sureness`` is how sure the connector was that the files are its own (0..1), ``sources`` are the files or members
    of archives that became sources, ``begun`` tells of a dossier that was begun for this import. ``unknown``
    are headings that nobody read, ``kept_out`` what was done about people, under the key of that fingerprint.
    ``proposals`` are facts about the process that the files state and dossier.toml does not.
    """

    connector: str
    generation: str
    files: tuple[Received, ...]
    sureness: float = 1.0
    sources: tuple[Received, ...] = ()
    begun: Begun | None = None
    unchanged: bool = False
    tables: Mapping[str, Counts] = field(default_factory=dict)
    left_out: Mapping[str, Mapping[Text, int]] = field(default_factory=dict)
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept_out: KeptOut = field(default_factory=KeptOut)
    key: str = ""
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

        files = ", ".join(dict.fromkeys(file.name for file in self.files))
        generation = words["generation"].format(generation=self.generation) if self.generation else ""
        yield words["read"].format(files=files, connector=self.connector, generation=generation)
        if self.sureness < 1:
            yield words["sureness"].format(percent=round(100 * self.sureness), connector=self.connector)
        if self.begun:
            yield words["begun"].format(file=self.begun.file)
            yield words["as_of_told" if self.begun.told else "as_of_today"].format(as_of=self.begun.as_of)
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
        yield from self._about_headings(words)
        yield from self._about_people(words, number)
        for note in self.notes:
            yield words["note"].format(note=note.in_language(language))
        if self.declared:
            yield words["declared"].format(sections=", ".join(f"[{name}]" for name in self.declared))
        if self.proposals:
            facts = "; ".join(f"{key} = {value}" for key, value in self.proposals.items())
            yield words["proposals"].format(facts=facts)

    def _about_headings(self, words: Mapping[str, str]) -> Iterator[str]:
        for file, headings in self.unknown.items():
            if headings:
                shown = ", ".join(headings[:_SHOWN])
                more = words["more"].format(count=len(headings) - _SHOWN) if len(headings) > _SHOWN else ""
                yield words["unknown"].format(file=file, headings=shown + more)

    def _about_people(self, words: Mapping[str, str], number: Callable[[int], str]) -> Iterator[str]:
        if self.key:
            told = ", ".join(f"{table} {number(count)}" for table, count in self.kept_out.pseudonyms.items())
            yield words["pseudonyms"].format(tables=told or "0", key=self.key)
        for rule, (accounts, contributions) in self.kept_out.flagged.items():
            yield words["flagged"].format(
                rule=rule, accounts=number(accounts), contributions=number(contributions)
            )
        if self.kept_out.flagged:
            yield words["rules"]
        for kind, count in self.kept_out.screened.items():
            yield words[f"screened_{kind}"].format(count=number(count))
        # Of an archive or a folder its name says enough.
        gone = list(dict.fromkeys(file.name.partition("/")[0] for file in self.sources if not file.kept))
        if gone:
            yield words["not_kept"].format(
                files=", ".join(gone[:_SHOWN]) + (" …" if len(gone) > _SHOWN else "")
            )


def remark(key: str, details: Mapping[str, str]) -> Text:
    """What the gate remarked about a file, in all languages."""
    return Text(**{language: _remarks(language)[key].format_map(details) for language in LANGUAGES})


@cache
def _remarks(language: str) -> dict[str, str]:
    file = resources.files("obverse.evidence").joinpath("texts", f"{language}.toml")
    words: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8")).get("remark", {})
    return words


@cache
def _words(language: str) -> dict[str, str]:
    file = resources.files("obverse.evidence").joinpath("texts", f"{language}.toml")
    words: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["letter"]
    return words
