"""Where codes and sealed answers wait for the close: apart from everything else, in no order, without a moment.

Of an embedded workspace it is one file a wave in the folder ``answers`` of the installation, overwritten and removed
at the close; on PostgreSQL three tables a wave in the schema ``answers`` of the database that ``ANSWERS_URL`` names
(the workspace's own where it names none), dropped at the close. Nothing of it is ever part of an export or of the
workspace's own copies.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection

ONLINE, PAPER = "online", "paper"
_ADDRESS = re.compile("[a-z0-9]{1,20}")


class SpentOnPaper(KeyError):  # noqa: N818 - a state of the code, told as a letter
    """The code came with a paper form: what was sent on paper cannot be found again, so it cannot be replaced."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a code stands for: its stratum and, where people were asked together, their cluster. Never a person.

    ``used`` says how it was used so far: not at all, ``online`` or on ``paper``; it says nothing where codes are added.
    """

    stratum: int
    cluster: str
    used: str = ""


class Store(Protocol):
    """The codes and sealed answers of all waves; ``wave`` is a wave's address, ``mark`` the keyed hash of a code.

    Everything may be done again after a failure: what was done already is left as it is.
    """

    def begin(self, wave: str, pepper: bytes) -> None:
        """Make room for a wave; ``pepper`` (32 bytes) keys the hashes of its codes and dies with it.

        Raises:
            ValueError: the wave has codes already that were made with another pepper.
        """

    def pepper(self, wave: str) -> bytes | None:
        """The wave's pepper; None where there is no such wave, before it began and after it was destroyed."""

    def add_codes(self, wave: str, codes: Iterable[tuple[bytes, Ticket]]) -> int:
        """Add marks of codes; all of them or none. Returns how many were new.

        Raises:
            KeyError: there is no such wave, or it was closed.
        """

    def ticket(self, wave: str, mark: bytes) -> Ticket | None:
        """What a code stands for; None where it is not valid."""

    def put(self, wave: str, mark: bytes, sealed: bytes) -> bool:
        """Keep a sealed answer, durably when it returns; whether it was the code's first (else it was replaced).

        Raises:
            SpentOnPaper: the code was used for a paper form.
            KeyError: there is no such wave or no such code, or the wave was closed meanwhile.
        """

    def put_paper(self, wave: str, marks: Iterable[bytes], sealed: Iterable[bytes]) -> None:
        """Spend the codes of a batch of paper forms and keep as many sealed answers without a code, all or none.

        There may be fewer answers than codes, where forms were spoilt.

        Raises:
            KeyError: one of the codes does not exist or was spent before, or the wave was closed.
            ValueError: a code stands there twice, or there are more answers than codes.
        """

    def close(self, wave: str) -> None:
        """Take no more answers.

        Raises:
            KeyError: there is no such wave.
        """

    def sealed(self, wave: str) -> list[bytes]:
        """All sealed answers of a closed wave, sorted by their SHA-256.

        Raises:
            KeyError: there is no such wave.
            ValueError: it still takes answers.
        """

    def spent(self, wave: str) -> Mapping[int, int]:
        """By stratum, how many codes of a closed wave were used.

        Raises:
            KeyError: there is no such wave.
            ValueError: it still takes answers.
        """

    def destroy(self, wave: str) -> None:
        """Remove codes, pepper and sealed answers for good."""


def store() -> Store:
    """The store of this installation."""
    from obverse.web.booth.postgresql_store import PostgresqlStore  # noqa: PLC0415 - they need what stands above
    from obverse.web.booth.sqlite_store import SqliteStore  # noqa: PLC0415 - likewise

    if elsewhere := os.environ.get("ANSWERS_URL", ""):
        return PostgresqlStore.at(elsewhere)
    if connection.vendor == "postgresql":
        return PostgresqlStore.beside(connection.settings_dict)
    return SqliteStore(Path(settings.DATA) / "answers")


def named(wave: str) -> str:
    """The address of a wave, safe as a part of the name of a file or table.

    Raises:
        KeyError: no wave has such an address.
    """
    if _ADDRESS.fullmatch(wave) is None:
        raise KeyError(wave)
    return wave


def batch(marks: Iterable[bytes], sealed: Iterable[bytes]) -> tuple[list[bytes], list[bytes]]:
    """The codes and answers of a batch of paper forms, each in an order that says nothing of how they were typed.

    Raises:
        ValueError: a code stands there twice, or there are more answers than codes.
    """
    codes, answers = sorted(marks), sorted(sealed)
    if len(set(codes)) != len(codes) or len(answers) > len(codes):
        raise ValueError("a batch spends each of its codes once and has no more forms than codes")
    return codes, answers
