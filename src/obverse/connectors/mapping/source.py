"""The source file of a mapping, read as texts, every row with the number that a spreadsheet shows."""

from __future__ import annotations

import codecs
import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from obverse.connectors.mapping.declaration import FileForm
from obverse.connectors.texts import FolderTexts
from obverse.evidence.importing.spreadsheet import Workbook
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW, read_csv

_problem = FolderTexts(__package__).problem


def read_source(file: Path, form: FileForm) -> tuple[pa.Table | None, str, list[Problem]]:
    """The rows of the file, the sheet on which they stand (empty for CSV), and what is wrong."""
    if form.format == "xlsx":
        return _read_xlsx(file, form)
    encoding = "utf-8" if _is_utf8(file) else form.encoding
    if form.header_row == 1:
        table, problems = read_csv(file, delimiter=form.delimiter, encoding=encoding)
        return table, "", problems
    skipped = form.header_row - 1
    with tempfile.TemporaryDirectory() as folder, file.open("rb") as stream:
        for _ in range(skipped):
            stream.readline()
        rest = Path(folder) / file.name
        rest.write_bytes(stream.read())
        table, problems = read_csv(rest, delimiter=form.delimiter, encoding=encoding)
    problems = [replace(problem, row=problem.row + skipped if problem.row else 0) for problem in problems]
    if table is None:
        return None, "", problems
    rows = pa.array(table.column(ROW).to_numpy() + skipped)
    return table.drop_columns([ROW]).append_column(ROW, rows), "", problems


def _is_utf8(file: Path) -> bool:
    """Whether the file is UTF-8: the gate has turned it into that already, whatever the mapping says it was."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except (UnicodeDecodeError, OSError):
        return False
    return True


def _read_xlsx(file: Path, form: FileForm) -> tuple[pa.Table | None, str, list[Problem]]:
    try:
        workbook = Workbook(file)
    except ValueError:
        return None, "", [Problem("not_xlsx", file.name)]
    try:
        sheet = form.sheet or workbook.sheets[0]
        if sheet not in workbook.sheets:
            hint = did_you_mean(sheet, workbook.sheets)
            return None, "", [_problem("no_such_sheet", file.name, details={"word": sheet, "hint": hint})]
        read = workbook.read(sheet, header_row=form.header_row)
    finally:
        workbook.close()
    problems = list(read.problems)
    if read.rows is None and not problems:
        problems.append(Problem("empty_file", file.name, sheet=sheet))
    return read.rows, sheet, problems
