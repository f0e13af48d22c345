"""Entries as a page tells them: who, what, in the reader's language.

A room says what its acts are called in its own texts: ``registers.row_added`` is ``registers.journal.row_added``. For
rooms that do not, the journal itself has words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from obverse.web.journal.models import Entry
from obverse.web.people.names import names_of
from obverse.web.texts import language, texts


@dataclass(frozen=True, slots=True)
class Told:
    """One entry for readers."""

    number: int
    at: dt.datetime
    who: str
    what: str
    process: str
    about: str
    details: list[tuple[str, str]]
    digest: str


def told(entries: Iterable[Entry]) -> list[Told]:
    """Entries with names where there are marks, and words where there are names of acts."""
    found = list(entries)
    names = names_of(entry.by for entry in found)
    return [
        Told(
            number=entry.number,
            at=entry.at,
            who=names[entry.by],
            what=act(entry.what),
            process=entry.process,
            about=entry.about,
            details=[
                (key.replace("_", " "), str(value))
                for key, value in entry.details.items()
                if value not in ("", None)
            ],
            digest=entry.digest,
        )
        for entry in found
    ]


def act(what: str) -> str:
    """What an act is called; one without a name of its own shows the name that it has in data."""
    room, _, done = what.partition(".")
    known = texts(language())
    name = (
        known.get(f"{room}.journal.{done}")
        or known.get(f"journal.act.{room}.{done}")
        or what.replace("_", " ")
    )
    return name[:1].upper() + name[1:]
