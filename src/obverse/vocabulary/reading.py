"""Reading the TOML files that lie beside these modules; the only place of this room that touches a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from obverse.vocabulary.register import Register

Entry = TypeVar("Entry")


def read(name: str) -> dict[str, Any]:
    """The content of the file ``name`` (for instance ``evils.toml``) of this package.

    Raises:
        FileNotFoundError: this package has no such file.
        tomllib.TOMLDecodeError: the file is not TOML.
    """
    # Imported here so that importing the vocabulary costs nothing to those who only need its types.
    import tomllib  # noqa: PLC0415 - importing the room reads nothing
    from importlib.resources import files  # noqa: PLC0415 - see the line above

    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def register_of(
    kind: str, rows: list[dict[str, Any]], build: Callable[[dict[str, Any]], Entry]
) -> Register[Entry]:
    """The register of ``rows``, each of them made into an entry by ``build``.

    Raises:
        ValueError: two rows share an id.
        KeyError: a row has no id.
        TypeError: a row lacks a key or has one too many (raised by ``build``).
    """
    entries: dict[str, Entry] = {}
    for row in rows:
        if row["id"] in entries:
            raise ValueError(f"two rows share the id of the {kind} {row['id']!r}")
        entries[row["id"]] = build(row)
    return Register(kind, entries)
