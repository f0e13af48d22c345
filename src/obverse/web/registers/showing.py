"""What pages of rows show: the known cells, and two states side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from obverse.web.registers.models import Row
from obverse.web.registers.wording import cell, columns_of, heading, labels_for, register_name, row_name

if TYPE_CHECKING:
    from obverse.web.processes.models import Process


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a row in two states."""

    heading: str
    before: str
    now: str

    @property
    def differs(self) -> bool:
        """Whether the two states are not the same."""
        return self.before != self.now


def about(process: Process, found: Row) -> dict[str, Any]:
    """What every page of a row says."""
    return {
        "process": process,
        "table": found.table,
        "name": register_name(found.table),
        "row": found,
        "row_name": row_name(found),
        "version": found.version,
    }


def known_cells(process: Process, row: Row) -> list[tuple[str, str]]:
    """What is known of a row, in words."""
    labels = labels_for(process, row.table, [row.values])
    return [
        (heading(row.table, one.name), cell(row.table, one, row.values[one.name], labels.get(one.name, {})))
        for one in columns_of(row.table, [row.values])
        if one.name in row.values
    ]


def compared(process: Process, table: str, before: Mapping[str, str], now: Mapping[str, str]) -> list[Cell]:
    """Two states of a row, column by column."""
    labels = labels_for(process, table, [before, now])
    return [
        Cell(
            heading(table, one.name),
            cell(table, one, before.get(one.name, ""), labels.get(one.name, {})),
            cell(table, one, now.get(one.name, ""), labels.get(one.name, {})),
        )
        for one in columns_of(table, [before, now])
        if one.name in before or one.name in now
    ]
