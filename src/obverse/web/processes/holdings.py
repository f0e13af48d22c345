"""What a process holds in each register: rows, files, a declaration, or the word that nobody knows anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from obverse.web.bridge import tables
from obverse.web.keeping.models import ProcessFile
from obverse.web.processes.charter import SILENT, is_unknown
from obverse.web.registers.models import Declaration, Row

if TYPE_CHECKING:
    from obverse.web.processes.models import Process


@dataclass(frozen=True, slots=True)
class Holding:
    """What there is of one register."""

    table: str
    rows: int = 0
    in_files: bool = False
    is_declared: bool = False
    is_unknown: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether it says something, be it that nobody knows."""
        return bool(self.rows or self.in_files or self.is_declared or self.is_unknown)


def holdings(process: Process) -> Mapping[str, Holding]:
    """What the process holds of every register."""
    counted = Row.objects.filter(process=process, is_removed=False).order_by().values("table")
    rows = {entry["table"]: entry["rows"] for entry in counted.annotate(rows=Count("pk"))}
    declared = set(Declaration.objects.filter(process=process).values_list("table", flat=True))
    paths = ProcessFile.objects.filter(process=process, path__startswith="evidence/")
    files = Counter(path.split("/")[1].partition(".")[0] for path in paths.values_list("path", flat=True))
    return {
        table: Holding(
            table,
            rows=rows.get(table, 0),
            in_files=table in files,
            is_declared=table in declared,
            is_unknown=is_unknown(process, f"{SILENT}{table}"),
        )
        for table in tables()
    }
