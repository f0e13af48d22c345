"""Ids that the program gives to rows whose author gave them none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from obverse.web.bridge import Column
from obverse.web.registers.models import Row

if TYPE_CHECKING:
    from obverse.web.processes.models import Process


def names_itself(column: Column) -> bool:
    """Whether a column holds the id of its own row."""
    return column.kind == "id" and column.name == "id"


def next_id(process: Process, table: str, taken: frozenset[str] = frozenset()) -> str:
    """The next free id of a register, such as ``duty-12``; one that a removed row bears is not given again."""
    return numbered(table, last_number(process, table, taken) + 1)


def numbered(table: str, number: int) -> str:
    """An id of a register."""
    return f"{table.replace('_', '-')}-{number}"


def last_number(process: Process, table: str, taken: frozenset[str] = frozenset()) -> int:
    """The highest number that an id of this form bears."""
    begin = numbered(table, 0).removesuffix("0")
    rows = Row.objects.filter(process=process, table=table, values__id__startswith=begin)
    ids = [*rows.values_list("values__id", flat=True), *taken]
    numbers = (re.fullmatch(rf"{re.escape(begin)}(\d{{1,9}})", str(one)) for one in ids)
    return max((int(found[1]) for found in numbers if found), default=0)
