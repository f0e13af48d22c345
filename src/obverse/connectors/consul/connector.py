"""Exports of Consul Democracy: saved answers of its GraphQL interface, and the CSV files of it and its forks."""

from __future__ import annotations

import zoneinfo
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import duckdb
import pyarrow as pa

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.consul.export import Export
from obverse.connectors.consul.graphql import Answers
from obverse.connectors.consul.parts import GRAPHQL, Part, objects_in, sort_files, table_match
from obverse.connectors.consul.reading_cells import create_macros
from obverse.evidence.importing.extract import FILE, Extract
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.receiving.delimited import read_delimited
from obverse.evidence.receiving.fields import Match, read_fields
from obverse.evidence.receiving.json_document import flattened, read_json

_CHOICES = {"headings": ("area", "topic"), "ended": ("yes", "no")}


class Consul(Connector):
    """Consul Democracy: proposals, debates, comments and participatory budgets."""

    name = "consul"
    keeps_back: ClassVar[tuple[str, ...]] = ("vote",)
    options: ClassVar[tuple[str, ...]] = ("timezone", "headings", "ended")

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where all files are of Consul; less where strange files stand among them."""
        parts, strange = sort_files(files)
        if not parts:
            return UNKNOWN
        return Recognition(0.6 if strange else 1.0, _generation(parts))

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files of one installation.

        ``options``: ``timezone`` (such as Europe/Madrid) is that of times which name none; ``headings`` (area or
        topic) tells what the headings of a budget are; ``ended`` (yes or no) that the budget is over.
        """
        problems = _wrong_options(options)
        parts, strange = sort_files(files)
        problems += [Problem("strange_file", file.name, details={"connector": self.name}) for file in strange]
        connection = duckdb.connect(":memory:")
        if not problems:
            create_macros(connection, options.get("timezone", "") or "UTC")
        answers = Answers()
        export = Export(self.say, connection, answers, dict(options))
        for part in parts:
            problems += _take(part, answers, export)
        problems += answers.problems
        if not problems:
            _load_answers(answers, export)
        kept = tuple(part.file for part in parts)
        if problems:
            return Extract(tables={}, files=kept, problems=tuple(problems))
        return export.extract(kept)


def _generation(parts: Sequence[Part]) -> str:
    kinds = dict.fromkeys("GraphQL" if part.kind == GRAPHQL else part.kind for part in parts)
    return ", ".join(kinds)


def _wrong_options(options: Mapping[str, str]) -> list[Problem]:
    wrong = [
        (word, options[word], did_you_mean(options[word], known))
        for word, known in _CHOICES.items()
        if options.get(word) and options[word] not in known
    ]
    zone = options.get("timezone", "")
    if zone and zone not in zoneinfo.available_timezones():
        wrong.append(("timezone", zone, did_you_mean(zone, sorted(zoneinfo.available_timezones()))[:200]))
    return [
        Problem(
            "wrong_choice",
            Consul.name,
            details={"section": "option", "word": word, "found": f"'{found}'", "hint": hint},
        )
        for word, found, hint in wrong
    ]


def _take(part: Part, answers: Answers, export: Export) -> list[Problem]:
    """Read one file, into the answers or as a table of its own."""
    if part.as_json:
        content, problems = read_json(part.file)
        if content is None:
            return problems
        if part.kind == GRAPHQL:
            below = content.get("data") if isinstance(content, dict) else None
            if isinstance(below, dict):
                answers.take(part.file, below)
            return problems
        rows = flattened(objects_in(content))
    else:
        read = read_delimited(part.file)
        problems = list(read.problems)
        if read.rows is None:
            return problems
        rows = read.rows
    match = table_match(rows.column_names[:-1], (part.kind,))
    if match is not None:
        export.load(match, rows.append_column(FILE, pa.array([str(part.file)] * rows.num_rows, pa.string())))
        export.unknown[part.file.name] = match.unknown
    return problems


def _load_answers(answers: Answers, export: Export) -> None:
    unknown: dict[str, Counter[str]] = {}
    for kind in answers.kinds():
        rows = answers.table(kind)
        match = _item_match(rows, kind)
        if match is None:
            continue
        export.load(match, rows, of_answers=True)
        for file in dict.fromkeys(rows.column(FILE).to_pylist()):
            unknown.setdefault(Path(file).name, Counter()).update(match.unknown)
    export.unknown.update({name: tuple(found) for name, found in unknown.items() if found})


def _item_match(rows: pa.Table, kind: str) -> Match | None:
    header = [name for name in rows.column_names[:-1] if name != FILE]
    return read_fields(__package__).match(header, kinds=(kind,))
