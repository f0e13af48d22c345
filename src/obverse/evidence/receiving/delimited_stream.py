"""Reading a delimited file piece by piece: what ``read_csv`` reads, never held as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW, header_problems, refuse

# The reader holds so many blocks that it has read and not yet parsed (measured with pyarrow 26).
_AHEAD = 32
# Of a file with more broken rows than these, no row is what it seems.
_TOO_MANY = 100_000


class DelimitedStream:
    """A delimited file in UTF-8, iterated as Arrow tables of texts with ``row_in_file`` (the header's row is 1).

    ``header_row`` is the line on which the header stands. ``header`` is known at once, ``problems`` when all is read;
    ``read_bytes`` tells how far it has come. Rows with too few or too many cells are problems and come in no table.
    """

    def __init__(self, file: Path, *, delimiter: str, header_row: int = 1, block: int) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.header: list[str] = []
        self.read_bytes = 0
        self._delimiter, self._skipped, self._block = delimiter, header_row - 1, block
        self._spoiled: list[int] = []
        problem = refuse(file, file.name, delimiter if header_row == 1 else "", "utf-8")
        if problem is not None:
            self.problems.append(problem)
            return
        try:
            self.header = self._open(pa.OSFile(str(file)), {}, 1 << 20).schema.names
        except pa.ArrowInvalid as error:
            self._unreadable(error)
            return
        found = header_problems(self.header, file.name)
        self.problems += [
            Problem(one.kind, one.file, header_row, one.column, details=one.details) for one in found
        ]
        self._spoiled.clear()

    def __iter__(self) -> Iterator[pa.Table]:
        if self.problems:
            return
        row = self._skipped + 2
        source = pa.OSFile(str(self.file))
        try:
            types = dict.fromkeys(self.header, pa.string())
            for batch in self._open(source, types, self._block):
                self.read_bytes = max(0, source.tell() - _AHEAD * self._block)
                if len(self._spoiled) > _TOO_MANY:
                    return
                spoiled = np.asarray(self._spoiled, dtype=np.int64) + self._skipped
                numbers = np.arange(row, row + batch.num_rows + len(spoiled), dtype=np.int64)
                numbers = numbers[~np.isin(numbers, spoiled)][: batch.num_rows]
                if batch.num_rows:
                    row = int(numbers[-1]) + 1
                    yield pa.Table.from_batches([batch]).append_column(ROW, pa.array(numbers))
            self.read_bytes = self.file.stat().st_size
        except pa.ArrowInvalid as error:
            self._unreadable(error)
        finally:
            source.close()

    def _open(
        self, source: pa.NativeFile, types: dict[str, pa.DataType], block: int
    ) -> pa_csv.CSVStreamingReader:
        return pa_csv.open_csv(
            source,
            read_options=pa_csv.ReadOptions(use_threads=False, block_size=block, skip_rows=self._skipped),
            parse_options=pa_csv.ParseOptions(
                delimiter=self._delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._keep_for_the_letter if types else lambda _row: "skip",
            ),
            convert_options=pa_csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        )

    def _keep_for_the_letter(self, row: pa_csv.InvalidRow) -> str:
        self._spoiled.append(row.number or 0)
        if len(self._spoiled) <= _TOO_MANY:
            kind = "cells_missing" if row.actual_columns < row.expected_columns else "cells_too_many"
            details = {"found": str(row.actual_columns), "wanted": str(row.expected_columns)}
            self.problems.append(
                Problem(kind, self.file.name, self._skipped + (row.number or 0), details=details)
            )
        return "skip"

    def _unreadable(self, error: pa.ArrowInvalid) -> None:
        details = {"error": str(error).split("\n")[0]}
        self.problems.append(Problem("unreadable", self.file.name, details=details))
