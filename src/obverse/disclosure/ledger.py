"""What has been released about people so far: a file to which releases are only ever added, each sealing those before.

Each line of ``releases.jsonl`` is one release with all its safe numbers and the digest of the line before it, so
that no line can be changed, left out or put elsewhere unnoticed as long as somebody remembers the last digest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from obverse.disclosure.released import Released, entry_of, from_entry
from obverse.evidence.problems import EvidenceProblems, Problem, Words
from obverse.vocabulary.text import Text

FILE = "releases.jsonl"
BEGINNING = "0" * 64
_BROKEN = Words(
    what=Text(
        en="Line {line} of the list of releases is not what was written when a report was released: {why}.",
        fr="La ligne {line} de la liste des diffusions n’est pas celle qui a été écrite lors de la diffusion d’un"
        " rapport\u00a0: {why}.",
    ),
    remedy=Text(
        en="Put back the file as it was, from a copy. Without it nobody can tell what a further report would reveal"
        " together with those that are out; nothing is released until it is whole.",
        fr="Remettez le fichier tel qu’il était, à partir d’une copie. Sans lui, nul ne peut dire ce qu’un nouveau"
        " rapport révélerait avec ceux qui sont déjà diffusés\u00a0; rien n’est diffusé tant qu’il n’est pas entier.",
    ),
)
_TAKEN = Words(
    what=Text(
        en="A release named “{name}” stands in the list already.",
        fr="Une diffusion nommée «\u00a0{name}\u00a0» figure déjà dans la liste.",
    ),
    remedy=Text(en="Choose another name.", fr="Choisissez un autre nom."),
)


@dataclass(frozen=True, slots=True)
class Exact:
    """The true numbers behind a figure. They are kept private, beside the ledger, and never published."""

    cases: int
    yes: int | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A report that leaves the house: its name, its day (``2026-11-22``) and the safe numbers in it.

    ``exact`` holds the true numbers by the keys of the figures, where they are at hand.
    """

    name: str
    date: str
    released: tuple[Released, ...]
    exact: Mapping[str, Exact] = field(default_factory=dict)


def read(file: Path) -> tuple[Release, ...]:
    """The releases of a ledger; none where there is no file yet.

    Raises:
        EvidenceProblems: the chain is broken.
    """
    if not file.exists():
        return ()
    return releases(file.read_bytes(), file.name)


def releases(content: bytes, name: str = FILE) -> tuple[Release, ...]:
    """The releases in the bytes of a ledger.

    Raises:
        EvidenceProblems: the chain is broken.
    """
    found, last = [], BEGINNING
    if content and not content.endswith(b"\n"):
        raise _broken(name, content.count(b"\n") + 1, "the line is cut off", "la ligne est tronquée")
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            told = json.loads(line)
            before = told["before"]
            release = Release(
                str(told["name"]), str(told["date"]), tuple(from_entry(one) for one in told["released"])
            )
        except (ValueError, KeyError, TypeError) as error:
            raise _broken(name, number, "it cannot be read", "elle est illisible") from error
        if before != last or line_of(release, before) != line + b"\n":
            why = ("it does not follow from the line before", "elle ne suit pas la ligne précédente")
            raise _broken(name, number, *why)
        found.append(release)
        last = hashlib.sha256(line).hexdigest()
    return tuple(found)


def append(file: Path, release: Release) -> None:
    """Add a release; it is on the disc when this returns.

    Raises:
        EvidenceProblems: the chain is broken, or the name is taken.
    """
    content = file.read_bytes() if file.exists() else b""
    earlier = releases(content, file.name)
    if any(one.name == release.name for one in earlier):
        raise EvidenceProblems([Problem("release", file.name, details={"name": release.name}, words=_TAKEN)])
    with file.open("ab") as ledger:
        ledger.write(line_of(release, head(content)))
        ledger.flush()
        os.fsync(ledger.fileno())


def written(releases_: Iterable[Release]) -> bytes:
    """A ledger as a whole."""
    content = b""
    for release in releases_:
        content += line_of(release, head(content))
    return content


def head(content: bytes) -> str:
    """The digest of the last line of a ledger: whoever remembers it would notice any change of what came before."""
    lines = content.splitlines()
    return hashlib.sha256(lines[-1]).hexdigest() if lines else BEGINNING


def line_of(release: Release, before: str) -> bytes:
    """A release as one line; the exact numbers stay out of it."""
    told: dict[str, Any] = {
        "before": before,
        "date": release.date,
        "name": release.name,
        "released": [entry_of(one) for one in sorted(release.released, key=lambda one: one.key)],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def exact_of(content: bytes) -> Mapping[str, Mapping[str, Exact]]:
    """The private numbers by the names of the releases, as ``exact_written`` wrote them."""
    told = json.loads(content)
    return {
        name: {key: Exact(*numbers) for key, numbers in figures.items()} for name, figures in told.items()
    }


def exact_written(kept: Sequence[Release]) -> bytes:
    """The private numbers of releases, to be kept where nobody but the body itself can read."""
    told = {
        one.name: {key: [exact.cases, exact.yes] for key, exact in sorted(one.exact.items())} for one in kept
    }
    return json.dumps(told, indent=1, sort_keys=True).encode() + b"\n"


def _broken(name: str, line: int, english: str, french: str) -> EvidenceProblems:
    # the reason has to be in the language of the letter, so there is one problem with its own words for each
    what = Text(en=_BROKEN.what.en.replace("{why}", english), fr=_BROKEN.what.fr.replace("{why}", french))
    words = Words(what=what, remedy=_BROKEN.remedy)
    return EvidenceProblems([Problem("ledger", name, details={"line": str(line)}, words=words)])
