"""What columns are called on the short pages of the set-up, and where registers and their rows stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from obverse.web.registers.wording import heading
from obverse.web.texts import language, texts

if TYPE_CHECKING:
    from obverse.web.processes.models import Process
    from obverse.web.registers.models import Row


def register_address(process: Process, table: str) -> str:
    """The page of a register."""
    return reverse("register", args=[process.slug, table])


def row_address(process: Process, row: Row) -> str:
    """The page of a row, where it can be corrected."""
    return reverse("row", args=[process.slug, row.table, row.key])


def asked(table: str, column: str) -> str:
    """What a column is called: in words of the set-up where it has some, else as in the register."""
    return texts(language()).get(f"processes.column.{table}.{column}") or heading(table, column)
