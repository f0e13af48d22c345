"""Adding to dossier.toml what an import knows, without touching what a person wrote there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import Table

PLATFORM = "platform"


def withheld(
    source: str, hidden: Mapping[str, Sequence[str]], not_exported: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, object]]:
    """What a platform hides and what its export leaves out, as the sections ``[platform.<table>]`` say it."""
    said: dict[str, dict[str, object]] = {}
    for key, columns in (("hidden", hidden), ("not_exported", not_exported)):
        for table, names in columns.items():
            if names:
                said.setdefault(table, {"source": source})[key] = tuple(names)
    return dict(sorted(said.items()))


def with_declarations(
    text: str,
    coverage: Mapping[str, Mapping[str, object]],
    attributes: Mapping[str, Mapping[str, object]],
    platform: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[str, tuple[str, ...]]:
    """The text of dossier.toml with the sections that it lacked, and their names; comments stay where they are.

    What platforms withhold is added to what is already said of the table.

    >>> text, added = with_declarations("[process]\\n", {"vote": {"complete": "unknown"}}, {})
    >>> added
    ('coverage.vote',)
    """
    document = tomlkit.parse(text)
    added = []
    for section, bodies in (("coverage", coverage), ("attributes", attributes), (PLATFORM, platform or {})):
        for name, body in bodies.items():
            if name in document.get(section, {}):
                if section == PLATFORM and _widened(document[section][name], body):
                    added.append(f"{section}.{name}")
                continue
            if section not in document:
                document.add(section, tomlkit.table(is_super_table=True))
            parent: Any = document[section]
            parent.add(name, _table(body))
            added.append(f"{section}.{name}")
    return (tomlkit.dumps(document).rstrip("\n") + "\n" if added else text), tuple(added)


def _widened(there: Any, body: Mapping[str, object]) -> bool:
    """Add to the lists and sources of a section what they lack; whether there was anything."""
    before = tomlkit.dumps(there)
    for key, value in body.items():
        if isinstance(value, tuple):
            known = [str(item) for item in there.get(key, [])]
            there[key] = [*known, *(item for item in value if item not in known)]
        elif value not in str(there.get(key, "")).split(", "):
            there[key] = ", ".join(filter(None, [str(there.get(key, "")), str(value)]))
    return bool(tomlkit.dumps(there) != before)


def _table(body: Mapping[str, object]) -> Table:
    table = tomlkit.table()
    for key, value in body.items():
        if isinstance(value, Mapping):
            inline = tomlkit.inline_table()
            inline.update(value)
            table.add(key, inline)
        else:
            table.add(key, list(value) if isinstance(value, tuple) else value)
    table.add(tomlkit.nl())
    return table
