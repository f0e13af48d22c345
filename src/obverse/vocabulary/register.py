"""An ordered register of things by their id, which answers a wrong id with the nearest right one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, overload

Entry = TypeVar("Entry")
Other = TypeVar("Other")


class UnknownId(KeyError):  # noqa: N818 - it is a KeyError that names what it misses
    """An id that nothing has; the message is a sentence and names the nearest ids."""

    def __str__(self) -> str:
        return str(self.args[0])


def near_misses(wanted: str, known: Iterable[str]) -> str:
    """The end of a sentence that offers the known ids nearest to ``wanted``, or the first few of them.

    >>> near_misses("E1.l", ["E1.1", "E2.3"])
    '; did you mean E1.1?'
    >>> near_misses("xyz", ["E1.1", "E2.3"])
    '; known are E1.1, E2.3'
    """
    # The import costs more than the rest of this module and is needed only for a mistake.
    from difflib import get_close_matches  # noqa: PLC0415 - needed for a wrong id only

    ids = list(known)
    spelled_alike = {name.casefold(): name for name in reversed(ids)}
    near = get_close_matches(str(wanted).casefold(), list(spelled_alike), n=3, cutoff=0.6)
    if near:
        return f"; did you mean {' or '.join(spelled_alike[name] for name in near)}?"
    few = 6
    return f"; known are {', '.join(ids[:few])}{', ...' if len(ids) > few else ''}"


class Register(Mapping[str, Entry], Generic[Entry]):
    """An unchangeable mapping from id to entry, in the order of the file that it was read from.

    >>> Register("evil", {"E1": "rejection", "E2": "accountability"})["E3"]
    Traceback (most recent call last):
    obverse.vocabulary.register.UnknownId: there is no evil 'E3'; known are E1, E2
    """

    __slots__ = ("_entries", "_kind")

    def __init__(self, kind: str, entries: Mapping[str, Entry]) -> None:
        self._kind = kind
        self._entries = dict(entries)

    def __getitem__(self, wanted: str) -> Entry:
        try:
            return self._entries[wanted]
        except KeyError:
            message = f"there is no {self._kind} {wanted!r}{near_misses(wanted, self._entries)}"
            raise UnknownId(message) from None

    @overload
    def get(self, wanted: str, /) -> Entry | None: ...
    @overload
    def get(self, wanted: str, /, default: Entry | Other) -> Entry | Other: ...
    def get(self, wanted: str, /, default: Any = None) -> Any:
        """The entry, or ``default``; nobody is offered near misses here, so none are looked for."""
        return self._entries.get(wanted, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, wanted: object) -> bool:
        return wanted in self._entries

    def __repr__(self) -> str:
        return f"<register of {len(self)} entries, kind {self._kind!r}>"
