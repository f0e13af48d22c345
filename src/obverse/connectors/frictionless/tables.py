"""Which of our tables a resource is, and which of its fields are our columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from obverse.connectors.frictionless.package import Field, Resource
from obverse.evidence.declarations import Table, tables


def plain_name(name: str) -> str:
    """A name as ours are written.

    >>> plain_name("Stakeholder-Group")
    'stakeholder_group'
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def columns_of(table: Table, fields: Sequence[Field]) -> Mapping[str, Field]:
    """Our columns among some fields, each with the first field of its name."""
    found: dict[str, Field] = {}
    for field in fields:
        name = plain_name(field.name)
        if table.column(name) is not None:
            found.setdefault(name, field)
    return found


def table_of(resource: Resource, fields: Sequence[Field]) -> Table | None:
    """The table of a resource: the one of its name, or the only one to which most of its fields belong.

    Without the name, all required columns and more than half of the fields have to be those of the table.
    """
    known = tables()
    named = known.get(plain_name(resource.name))
    if named is not None:
        return named if columns_of(named, fields) else None
    shared = set.intersection(*(set(table.columns) for table in known.values()))
    rated = []
    for table in known.values():
        found = columns_of(table, fields)
        if set(table.required) <= set(found) and 2 * len(found) > len(fields):
            rated.append((len(set(found) - shared), table))
    best = max((count for count, _ in rated), default=0)
    chosen = [table for count, table in rated if count == best]
    # An id alone, or an id and a text, stand in too many tables to say anything.
    return chosen[0] if len(chosen) == 1 and best > 2 else None
