"""Reading a CSV file exactly as it stands: every cell a text, every row with the number a spreadsheet shows."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from obverse.evidence.problems import Problem

ROW = "row_in_file"
_BLOCK = 1 << 20
_SIGNATURES = {
    b"PK\x03\x04": "a ZIP file or an XLSX workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (XLS)",
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file",
    b"\x89PNG": "a picture",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"{\\rtf": "a text document (RTF)",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
    b"<?xml": "an XML file",
}


def read_csv(
    file: Path, *, delimiter: str = ",", encoding: str = "utf-8", name: str = ""
) -> tuple[pa.Table | None, list[Problem]]:
    """Read a CSV file into a table of texts with one more column, ``row_in_file`` (the header is row 1).

    Empty cells are empty texts. Returns the table, or None with the problems that forbid reading it; rows with
    too few or too many cells are problems, and no row is left out without one.
    """
    label = name or file.name
    if not file.is_file():
        return None, [Problem("missing_file", label)]
    problem = refuse(file, label, delimiter, encoding)
    if problem is not None:
        return None, [problem]
    spoiled: list[tuple[int, int, int]] = []

    def keep_for_the_letter(row: pa_csv.InvalidRow) -> str:
        spoiled.append((row.number or 0, row.expected_columns, row.actual_columns))
        return "skip"

    try:
        source = _complete(file)
        header = pa_csv.open_csv(
            source,
            read_options=pa_csv.ReadOptions(use_threads=False, encoding=encoding, block_size=_BLOCK),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=lambda _row: "skip",
            ),
        ).schema.names
        source = _complete(file)
        table = pa_csv.read_csv(
            source,
            read_options=pa_csv.ReadOptions(use_threads=False, encoding=encoding, block_size=16 * _BLOCK),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep_for_the_letter,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        return None, [Problem("unreadable", label, details={"error": str(error).split("\n")[0]})]
    problems = header_problems(list(header), label)
    problems += [
        Problem(
            "cells_missing" if found < wanted else "cells_too_many",
            label,
            row=number,
            details={"found": str(found), "wanted": str(wanted)},
        )
        for number, wanted, found in spoiled
    ]
    if header_problems(list(header), label):
        return None, problems
    rows = _row_numbers(table.num_rows, [number for number, _, _ in spoiled])
    return table.append_column(ROW, pa.array(rows)), problems


def _complete(file: Path) -> Path | io.BytesIO:
    # The reader takes a header without a line end for an empty file.
    with file.open("rb") as stream:
        start = stream.read(_BLOCK)
    return file if b"\n" in start else io.BytesIO(start + b"\n")


def _row_numbers(kept: int, spoiled: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    everything = np.arange(2, kept + len(spoiled) + 2, dtype=np.int64)
    return everything[~np.isin(everything, np.asarray(spoiled, dtype=np.int64))][:kept]


def header_problems(header: list[str], label: str) -> list[Problem]:
    """Headings that are empty, stand twice, or are kept for ourselves."""
    problems = [
        Problem("empty_header", label, row=1, details={"number": str(number)})
        for number, column in enumerate(header, start=1)
        if not column.strip()
    ]
    problems += [Problem("reserved_header", label, row=1, column=ROW) for column in header if column == ROW]
    repeated = {column for column in header if header.count(column) > 1 and column.strip()}
    problems += [
        Problem("repeated_header", label, row=1, details={"column": column}) for column in sorted(repeated)
    ]
    return problems


def refuse(file: Path, label: str, delimiter: str, encoding: str) -> Problem | None:
    """What forbids reading a file as a delimited text of an encoding, told before anything is parsed."""
    with file.open("rb") as stream:
        start = stream.read(4096)
        if not start.strip():
            return Problem("empty_file", label)
        for signature, found in _SIGNATURES.items():
            if start.startswith(signature):
                return Problem("something_else", label, details={"found": found})
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return Problem("wrong_encoding", label, details={"byte": "1", "guess": "UTF-16"})
        if b"\x00" in start:
            return Problem("something_else", label, details={"found": "a binary file"})
        stream.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        offset = 0
        while block := stream.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return Problem(
                    "wrong_encoding",
                    label,
                    details={
                        "byte": str(offset + error.start + 1),
                        "guess": "Windows-1252 (Western European)",
                    },
                )
            offset += len(block)
    first_line = start.split(b"\n", 1)[0].decode(encoding, errors="ignore")
    if delimiter == "," and "," not in first_line:
        for other, found in ((";", "semicolons"), ("\t", "tabs")):
            if other in first_line:
                return Problem("wrong_delimiter", label, row=1, details={"found": found})
    return None
