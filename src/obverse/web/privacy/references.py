"""Where a person, or anything else that is named by an id, is mentioned in the registers of a process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Q

from obverse.web.bridge import Table, tables
from obverse.web.processes.models import Process
from obverse.web.registers.models import Revision, Row

# Registers of these levels tell of single people; the others are the record of what the body did.
PERSONAL = ("P2", "P3")
_AT_A_TIME = 2_000
# With more ids than this one look through the register is quicker than to ask for each.
_FEW = 20


@dataclass(slots=True)
class Mentions:
    """What mentions a person: rows that go, and rows that stay but no longer say who it was.

    ``go`` holds the numbers of rows in the database, ``lose`` the ids to be taken out of each row by column.
    """

    go: set[int] = field(default_factory=set)
    lose: dict[int, dict[str, set[str]]] = field(default_factory=dict)
    tables: dict[int, str] = field(default_factory=dict)

    def add(self, row: int, table: str, column: str, ids: set[str], *, goes: bool) -> bool:
        """Note one mention; says whether the row goes because of it and was not going before."""
        if row in self.go:
            return False
        self.tables[row] = table
        if goes:
            self.go.add(row)
            self.lose.pop(row, None)
        else:
            self.lose.setdefault(row, {}).setdefault(column, set()).update(ids)
        return goes

    def count(self, rows: Iterable[int]) -> dict[str, int]:
        """How many rows of each register."""
        return dict(sorted(Counter(self.tables[row] for row in rows).items()))


@cache
def pointing(target: str) -> tuple[tuple[Table, str], ...]:
    """Every column of every table that points into a table."""
    return tuple(
        (table, column.name)
        for table in tables().values()
        for column in table.columns.values()
        if column.kind == "ref" and column.refers_to == target
    )


def is_personal(table: str) -> bool:
    """Whether a register tells of single people."""
    declared = tables().get(table)
    return declared is not None and declared.privacy in PERSONAL


def mentions(process: Process, pseudonym: str) -> Mentions:
    """All rows that mention a person, in their present state or in any earlier one.

    In registers that tell of single people a row that mentions them now goes. A promise, a measure and whatever else
    is the record of the body stays and loses the mention: nobody gets rid of a promise by erasing who made it. So do
    rows about others: members of an organisation that goes, and rows that named the person by mistake once.
    """
    found, ids = Mentions(), {pseudonym}
    fresh = {
        row
        for row, now in _where(process, "actor", "id", ids)
        if found.add(row, "actor", "id", ids, goes=now)
    }
    for table, column in pointing("actor"):
        personal = table.privacy in PERSONAL and table.name != "actor"
        for row, now in _where(process, table.name, column, ids):
            if found.add(row, table.name, column, ids, goes=personal and now):
                fresh.add(row)
    while fresh:
        fresh = _behind(process, fresh, found)
    return found


def _behind(process: Process, gone: set[int], found: Mentions) -> set[int]:
    """Rows that point to rows that go: those that say nothing without it go too, the others lose the mention."""
    named: dict[str, set[str]] = {}
    for table, values in _values(Row.objects.filter(pk__in=gone).values_list("table", "values")):
        if table != "actor" and values.get("id"):
            named.setdefault(table, set()).add(values["id"])
    fresh = set()
    for target, ids in named.items():
        for declared, column in pointing(target):
            needed = column in declared.key or column in declared.required
            for row, now in _where(process, declared.name, column, ids):
                if found.add(row, declared.name, column, ids, goes=needed and now):
                    fresh.add(row)
    return fresh


def _where(process: Process, table: str, column: str, ids: set[str]) -> list[tuple[int, bool]]:
    """The rows of a register that name one of some ids in a column, and whether they do so now or only did once."""
    rows = Row.objects.filter(process=process, table=table)
    states = Revision.objects.filter(row__process=process, row__table=table)
    if len(ids) <= _FEW:
        one_of = Q()
        for one in ids:
            one_of |= Q(**{f"values__{column}": one})
        rows, states = rows.filter(one_of), states.filter(one_of)
    now = {row for row, values in _values(rows.values_list("pk", "values")) if values.get(column) in ids}
    once = {
        row for row, values in _values(states.values_list("row_id", "values")) if values.get(column) in ids
    }
    return [(row, row in now) for row in sorted(now | once)]


def _values(query: Any) -> Iterator[tuple[Any, dict[str, str]]]:
    yield from query.iterator(chunk_size=_AT_A_TIME)
