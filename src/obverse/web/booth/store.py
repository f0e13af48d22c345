"""Where codes and sealed answers wait for the close: apart from everything else, in no order, without a moment.

Of an embedded workspace it is one file a wave in the folder ``answers`` of the installation, removed at the close; on
PostgreSQL one table a wave in the database that ``ANSWERS_URL`` names (the workspace's own where it names none),
dropped at the close. Nothing of it is ever part of an export or of the workspace's own copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a code stands for: its stratum and, where people were asked together, their cluster. Never a person."""

    stratum: int
    cluster: str


class Store(Protocol):
    """The codes and sealed answers of all waves; ``wave`` is a wave's address, ``mark`` the keyed hash of a code."""

    def begin(self, wave: str, pepper: bytes) -> None:
        """Make room for a wave; ``pepper`` (32 bytes) keys the hashes of its codes and dies with it."""

    def pepper(self, wave: str) -> bytes | None:
        """The wave's pepper; None where there is no such wave, before it began and after it was destroyed."""

    def add_codes(self, wave: str, codes: Iterable[tuple[bytes, Ticket]]) -> int:
        """Add marks of codes; all of them or none. Returns how many were new."""

    def ticket(self, wave: str, mark: bytes) -> Ticket | None:
        """What a code stands for; None where it is not valid."""

    def put(self, wave: str, mark: bytes, sealed: bytes) -> bool:
        """Keep a sealed answer, durably when it returns; whether it was the code's first (else it was replaced).

        Raises:
            KeyError: there is no such wave or no such code, or the wave was closed meanwhile.
        """

    def put_paper(self, wave: str, marks: Iterable[bytes], sealed: Iterable[bytes]) -> None:
        """Spend the codes of a batch of paper forms and keep as many sealed answers without a code, all or none.

        Raises:
            KeyError: one of the codes does not exist or was spent before.
        """

    def close(self, wave: str) -> None:
        """Take no more answers."""

    def sealed(self, wave: str) -> list[bytes]:
        """All sealed answers of a closed wave, sorted by their SHA-256."""

    def spent(self, wave: str) -> Mapping[int, int]:
        """By stratum, how many codes of a closed wave were used."""

    def destroy(self, wave: str) -> None:
        """Remove codes, pepper and sealed answers for good."""
