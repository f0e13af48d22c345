"""Reading files by a mapping piece by piece: the same rules, for exports that no memory holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from obverse.connectors.mapping.reading import Reading
from obverse.evidence.importing import progress
from obverse.evidence.importing.founding import last_day
from obverse.evidence.importing.staging import Letters, Stage
from obverse.evidence.problems import Problem
from obverse.evidence.receiving.delimited_stream import DelimitedStream


def read_pieces(
    readings: Sequence[Reading], stage: Stage, *, today: dt.date
) -> tuple[list[Problem], list[dt.date]]:
    """Read all files into the stage; returns what is wrong, and the last day on which something happened."""
    total = sum(reading.file.stat().st_size for reading in readings)
    before, rows, days = 0, 0, set[dt.date]()
    problems: list[Problem] = []
    for reading in readings:
        form = reading.declaration.file
        stream = DelimitedStream(
            reading.file, delimiter=form.delimiter, header_row=form.header_row, block=stage.piece_bytes
        )
        missing = reading.missing_columns(stream.header) if not stream.problems else []
        if missing or stream.problems:
            problems += [*missing, *stream.problems]
            continue
        letters = Letters()
        distinct = {name: _distinct(reading, name) for name in _names(reading)}
        of_file = 0
        for piece in stream:
            for name, (parts, found) in reading.turn(piece, stream.header).items():
                letters.add(found)
                for number, part in enumerate(parts):
                    stage.add(name, number, part, distinct=distinct[name][number])
                    days.update(last_day({name: part}, today=today, connection=reading.connection))
            if not of_file:
                # Long files are not kept as they came, so that a glance at their unread columns is enough.
                reading.look_at_the_rest(stream.header)
            of_file += piece.num_rows
            rows += piece.num_rows
            progress.tell(stage.folder, before + stream.read_bytes, total, rows, progress.READING)
        letters.add(stream.problems)
        problems += letters.problems
        before += stream.read_bytes
    return problems, [max(days)] if days else []


def _names(reading: Reading) -> list[str]:
    return list(dict.fromkeys(rule.name for rule in reading.declaration.tables))


def _distinct(reading: Reading, name: str) -> list[bool]:
    return [rule.distinct for rule in reading.declaration.tables if rule.name == name]
