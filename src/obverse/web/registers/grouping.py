"""The registers of a process in groups, and how it stands with each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import Count

from obverse.web.bridge import question_title
from obverse.web.registers.checking import held_as_files
from obverse.web.registers.models import Declaration, Row
from obverse.web.registers.wording import by_hand, register_name, row_of
from obverse.web.texts import language, say

if TYPE_CHECKING:
    from obverse.web.processes.models import Process


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one register; ``state`` is filled, zero, silence or file."""

    table: str
    name: str
    what: str
    rows: int
    state: str
    declaration: Declaration | None


@dataclass(frozen=True, slots=True)
class Group:
    """Registers that serve the same, under a title with a sentence."""

    id: str
    title: str
    why: str
    registers: tuple[Standing, ...]


@cache
def arrangement() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The groups: their id, the question that they answer, and their registers."""
    content = tomllib.loads(Path(__file__).with_name("groups.toml").read_text(encoding="utf-8"))
    groups = [(one["id"], one.get("question", ""), tuple(one["tables"])) for one in content["group"]]
    named = {table for _, _, some in groups for table in some}
    rest = tuple(table for table in by_hand() if table not in named)
    last, question, some = groups[-1]
    return (*groups[:-1], (last, question, (*some, *rest)))


def grouped(process: Process) -> list[Group]:
    """All registers of a process in their groups."""
    standing = standings(process)
    found = []
    for name, question, some in arrangement():
        title = question_title(question, language()) if question else say(f"registers.group.{name}.title")
        registers = tuple(standing[table] for table in some if table in standing)
        found.append(Group(name, title, say(f"registers.group.{name}.why"), registers))
    return found


def standings(process: Process) -> dict[str, Standing]:
    """How it stands with each register that people fill."""
    rows = Row.objects.filter(process=process, is_removed=False).order_by()
    counts = dict(rows.values_list("table").annotate(Count("id")))
    declared = {one.table: one for one in Declaration.objects.filter(process=process)}
    files = held_as_files(process)
    return {
        table: Standing(
            table,
            register_name(table),
            row_of(table),
            counts.get(table, 0),
            _state(counts.get(table, 0), table in files, table in declared),
            declared.get(table),
        )
        for table in by_hand()
    }


def _state(rows: int, in_file: bool, declared: bool) -> str:
    if in_file:
        return "file"
    if rows:
        return "filled"
    return "zero" if declared else "silence"
