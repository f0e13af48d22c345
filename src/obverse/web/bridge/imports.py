"""Bringing in exports through the engine's connectors."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path

from obverse.connectors import importing
from obverse.evidence.problems import EvidenceProblems
from obverse.evidence.receiving.limits import limits
from obverse.vocabulary.text import LANGUAGES
from obverse.web.bridge.faults import Refused

Show = Callable[[float, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What an import did: the program's letter by language, and per register the rows of each fate.

    ``proposals`` are facts about the process that the files tell and the dossier does not; ``unchanged`` says that
    these very files were read before.
    """

    letter: Mapping[str, str]
    connector: str
    rows: Mapping[str, Mapping[str, int]]
    proposals: Mapping[str, object]
    unchanged: bool


def bring_in(
    folder: Path,
    files: Sequence[Path],
    *,
    keys: Path,
    platform: str = "",
    mapping: Path | None = None,
    options: Mapping[str, str] | None = None,
    encoding: str = "",
    replace: bool = False,
    at: dt.datetime | None = None,
    show: Show | None = None,
) -> BroughtIn:
    """Read files into the dossier in ``folder``, in a child process of bounded means; people become pseudonyms.

    ``keys`` is the folder where the keys of the pseudonyms are kept, outside of all evidence.

    Raises:
        Refused: all that is wrong with the files, or with the dossier; nothing was changed.
    """
    # The engine asks the environment where keys are kept; there is one such place for an installation.
    os.environ["OBVERSE_KEYS"] = str(keys)

    def far(done: int, total: int, rows: int, step: str) -> None:  # noqa: ARG001 - the engine tells all four
        if show is not None:
            show(done / max(total, 1), f"{rows}")

    try:
        letter = importing.import_files(
            folder,
            files,
            platform or None,
            mapping,
            replace,
            options=options or None,
            encoding=encoding,
            at=at,
            show=far,
        )
    except EvidenceProblems as found:
        raise Refused(found.problems) from None
    # What the files tell of the process is handed on instead of being left for somebody to write down.
    told = replaced(letter, proposals={})
    return BroughtIn(
        letter={language: told.in_words(language) for language in LANGUAGES},
        connector=letter.connector,
        rows={
            table: {
                "read": counts.read,
                "added": counts.added,
                "replaced": counts.replaced,
                "already_there": counts.already_there,
            }
            for table, counts in letter.tables.items()
        },
        proposals=dict(_understood(letter.proposals)),
        unchanged=letter.unchanged,
    )


def _understood(proposals: Mapping[str, str]) -> Iterable[tuple[str, object]]:
    for key, literal in proposals.items():
        text = literal[1:-1] if literal.startswith('"') and literal.endswith('"') else None
        if text is not None:
            yield key, text
            continue
        try:
            yield key, tomllib.loads(f"value = {literal}")["value"]
        except tomllib.TOMLDecodeError:
            continue


def connectors() -> tuple[str, ...]:
    """The names of the platforms and forms of files that can be read."""
    return tuple(connector.name for connector in importing.connectors())


def options_of(connector: str) -> tuple[str, ...]:
    """What can be said to a connector besides the files."""
    return next((one.options for one in importing.connectors() if one.name == connector), ())


def largest_upload() -> int:
    """How many bytes a file may have."""
    return limits().streamed_bytes


def suggest_mapping(file: Path, language: str, tables_wanted: Sequence[str] = ()) -> str:
    """A description (TOML) to begin with of a table that nothing knows; a person corrects it.

    Raises:
        Refused: the file cannot be read.
    """
    options = {"table": "|".join(tables_wanted)} if tables_wanted else None
    try:
        return importing.suggest_mapping(file, language, options=options)
    except EvidenceProblems as found:
        raise Refused(found.problems) from None
