"""Telling the files of Decidim apart by their headings, whatever they are called, and reading them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from obverse.connectors.decidim.graphql import read_answer
from obverse.evidence.importing.spreadsheet import Workbook
from obverse.evidence.problems import Problem
from obverse.evidence.receiving.delimited import read_delimited, read_header
from obverse.evidence.receiving.fields import Match, read_fields
from obverse.evidence.receiving.json_document import flattened, read_json

# Kinds that are known, and of which no table of the evidence takes anything.
GRAPHQL = "graphql"
UNREAD = ("assemblies", "conferences", "initiatives", "metrics", "posts")
QUESTION = re.compile(r"\d{1,3}\. .+", re.DOTALL)
_START = 1 << 16
_ZIP = b"PK\x03\x04"
_GRAPHQL = re.compile(r'"(timelineEntries|participatoryProcess(es)?|participatorySpace|entryDate)"\s*:')
_OWN_KEYS = re.compile(
    r'"(participatory_space|root_commentable_url|reportable_type|proposal_urls|ip_hash|IP Hash|budget_amount)"\s*:'
)


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of row in one file: how its headings are read, where from (csv, xlsx, json, graphql), and the rows."""

    file: Path
    match: Match
    form: str
    rows: pa.Table | None = None

    @property
    def kind(self) -> str:
        """The name of the kind of file, a section of fields.toml."""
        return self.match.kind.name

    @property
    def questions(self) -> tuple[str, ...]:
        """In exports of surveys, the headings that are questions."""
        return tuple(heading for heading in self.match.unknown if QUESTION.match(heading))


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read: its parts; or that it is prose of an archive, or nothing known, and what is wrong."""

    parts: tuple[Part, ...] = ()
    prose: bool = False
    problems: tuple[Problem, ...] = ()
    has_more: bool = False


def matched(header: Sequence[str], language: str = "") -> Match | None:
    """How a header is read, the columns in the preferred language first; None where it is not of Decidim."""
    fields = read_fields(__package__ or "")
    found = fields.match(header)
    if found is not None and found.kind.name == "survey" and not any(map(QUESTION.match, header)):
        found = fields.match(header, kinds=[kind for kind in fields.kinds if kind != "survey"])
    if found is None or not language:
        return found
    ending = f"/{language.casefold().replace('_', '-')}"

    def place(heading: str) -> tuple[bool, bool]:
        # What people wrote goes before what a machine made of it, also in the preferred language.
        plain = heading.casefold().replace("_", "-")
        return "/machine" in plain, not plain.endswith(ending)

    columns = {name: tuple(sorted(theirs, key=place)) for name, theirs in found.columns.items()}
    return replace(found, columns=columns)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file seems to be from its start: a kind, ``json``, ``graphql`` or nothing; its headings; mere prose."""

    kind: str = ""
    header: tuple[str, ...] = ()
    prose: bool = False


def seems_known(file: Path) -> Seen:
    """Look at the start of a file."""
    start = _start(file)
    text = start.decode("utf-8-sig", errors="ignore").lstrip()
    if start.startswith(_ZIP):
        header = _sheet(file)[0]
    elif text[:1] in {"{", "["}:
        if _GRAPHQL.search(text):
            return Seen(GRAPHQL)
        return Seen("json" if text[:1] == "[" and _OWN_KEYS.search(text) else "")
    else:
        header = read_header(file)
    found = matched(header) if len(header) > 1 else None
    prose = not start.startswith(_ZIP) and _is_prose(text, header)
    return Seen(found.kind.name if found else "", tuple(header), prose)


def open_file(file: Path, language: str = "") -> Opened:
    """Read a file wholly."""
    start = _start(file)
    text = start.decode("utf-8-sig", errors="ignore").lstrip()
    if start.startswith(_ZIP):
        return _opened(file, "xlsx", *_sheet_rows(file), language)
    if text[:1] in {"{", "["}:
        return _from_json(file, bool(_GRAPHQL.search(text)), language)
    header = read_header(file)
    if matched(header) is None:
        return Opened(prose=_is_prose(text, header))
    read = read_delimited(file)
    return _opened(file, "csv", read.rows, read.problems, language)


def _opened(
    file: Path, form: str, rows: pa.Table | None, problems: Sequence[Problem], language: str
) -> Opened:
    if rows is None:
        return Opened(problems=tuple(problems))
    match = matched(rows.column_names[:-1], language)
    parts = () if match is None else (Part(file, match, form, rows),)
    return Opened(parts, problems=tuple(problems))


def _from_json(file: Path, is_answer: bool, language: str) -> Opened:
    try:
        value, problems = read_json(file)
    except OSError:
        return Opened(problems=(Problem("missing_file", file.name),))
    if problems:
        return Opened(problems=tuple(problems))
    if is_answer:
        answer = read_answer(value)
        parts: list[Part] = []
        for rows in answer.rows.values():
            opened = _opened(file, GRAPHQL, flattened(rows), (), language)
            parts += opened.parts
        return Opened(tuple(parts), has_more=answer.has_more)
    objects: list[Any] = value if isinstance(value, list) else []
    if not objects or not all(isinstance(item, dict) for item in objects):
        return Opened()
    return _opened(file, "json", flattened(objects), (), language)


def _start(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_START)
    except OSError:
        return b""


def _is_prose(text: str, header: Sequence[str]) -> bool:
    """Archives come with a README.md and a LICENSE.md: words, and no table."""
    printable = "\x00" not in text and bool(text.strip())
    return printable and (text.startswith("# ") or len(header) < 2)


def _sheet(file: Path) -> tuple[list[str], str]:
    try:
        workbook = Workbook(file)
        name = workbook.sheets[0]
        header = workbook.header(name)
        workbook.close()
    except Exception:  # noqa: BLE001 - whatever a stranger's workbook does to its reader, it is then not ours
        return [], ""
    return [heading for heading in header if heading], name


def _sheet_rows(file: Path) -> tuple[pa.Table | None, Sequence[Problem]]:
    name = _sheet(file)[1]
    if not name:
        return None, [Problem("not_xlsx", file.name)]
    try:
        workbook = Workbook(file)
        sheet = workbook.read(name)
        workbook.close()
    except Exception:  # noqa: BLE001 - as above
        return None, [Problem("not_xlsx", file.name)]
    return sheet.rows, sheet.problems
