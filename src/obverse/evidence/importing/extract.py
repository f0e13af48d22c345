"""What a connector hands over: rows as texts, where each of them stands, and what it thinks about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from obverse.evidence.problems import Problem
from obverse.vocabulary.text import Text

FILE = "read_from_file"
ROW = "read_from_row"
# What an actor is called, for the rules about accounts and the screening of free text; it goes no further.
NAME = "read_name"
EMAIL = "read_email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The rows that a connector read, still texts.

    ``tables`` maps names of evidence tables to Arrow tables of texts with the declared column names, an empty text
    where nothing is known, and two more columns: ``read_from_file`` (the path as it was given) and
    ``read_from_row`` (an integer, as a spreadsheet shows it). ``files`` are kept as sources. ``headings`` says, per
    table, what the source calls our columns, and ``sheets`` on which sheet a table stands, for letters about rows.
    ``left_out`` counts the source's rows that gave none here, by reason. ``coverage``, ``attributes`` and
    ``process`` are proposals for dossier.toml, keyed as there; they never replace what stands in it.

    A table of actors may carry ``read_name`` and ``read_email`` too: they serve to flag accounts and to screen free
    text, and are then forgotten. ``unknown`` are, per file, the headings that nobody reads. ``hidden`` are, per table,
    columns that the platform has and does not show (in some rows or in all), ``not_exported`` those that it has and
    this kind of export leaves out: neither is ever a zero. ``pseudonymous`` are, per table, columns that hold ids of
    people besides those that the table itself declares as such.

    ``streamed`` are, per table, Parquet files of such rows, where they are too many to be held; ``happened`` is the
    last day on which something happened according to them.
    """

    tables: Mapping[str, pa.Table]
    files: tuple[Path, ...]
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, Mapping[Text, int]] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    coverage: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    process: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_exported: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pseudonymous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    streamed: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    happened: dt.date | None = None


def in_their_words(problem: Problem, headings: Mapping[str, str]) -> Problem:
    """A problem that calls our columns what the source calls them."""
    said = ", ".join(headings.get(part, part) for part in problem.column.split(", "))
    return replace(problem, column=said)
