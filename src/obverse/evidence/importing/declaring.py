"""Adding to dossier.toml what an import knows, without touching what a person wrote there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import Table


def with_declarations(
    text: str, coverage: Mapping[str, Mapping[str, object]], attributes: Mapping[str, Mapping[str, object]]
) -> tuple[str, tuple[str, ...]]:
    """The text of dossier.toml with the sections that it lacked, and their names; comments stay where they are.

    >>> text, added = with_declarations("[process]\\n", {"vote": {"complete": "unknown"}}, {})
    >>> added
    ('coverage.vote',)
    """
    document = tomlkit.parse(text)
    added = []
    for section, bodies in (("coverage", coverage), ("attributes", attributes)):
        for name, body in bodies.items():
            if name in document.get(section, {}):
                continue
            if section not in document:
                document.add(section, tomlkit.table(is_super_table=True))
            parent: Any = document[section]
            parent.add(name, _table(body))
            added.append(f"{section}.{name}")
    return (tomlkit.dumps(document).rstrip("\n") + "\n" if added else text), tuple(added)


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
