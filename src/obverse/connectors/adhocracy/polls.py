"""A poll of adhocracy+: one row a voter, one column a choice. The three ways of naming the columns are all read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from obverse.connectors.adhocracy.harvest import Harvest
from obverse.evidence.checking import SHOWN
from obverse.evidence.problems import Problem, did_you_mean
from obverse.evidence.reading import ROW as ROW_IN_FILE

_CHOICE = re.compile(r"\(q(\d+)\)\s*(.*?)\s*-\s*\(c(\d+)\)\s*(.*)", re.DOTALL | re.IGNORECASE)
_QUESTION = re.compile(r"\(q(\d+)\)\s*(.*)", re.DOTALL | re.IGNORECASE)
_SHORT = re.compile(r"Q(\d+)(?:_A(\d+))?(_text)?")
# Only the organiser writes questions and choices, in the dashboard.
_OFFICIAL = {"origin": "official", "seed": "yes"}
_VOTER = ("Voter ID", "Wähler:in-ID", "user")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the question, the choice it is about (if any), their words, and whether texts stand in it."""

    heading: str
    question: str
    choice: str = ""
    asked: str = ""
    offered: str = ""
    texts: bool = False


def is_poll(header: Sequence[str]) -> bool:
    """Whether a header is that of a poll: questions, and at most the voter besides.

    >>> is_poll(["user", "Q1_A2", "Q1_A3"]), is_poll(["id", "Q1"])
    (True, False)
    """
    columns = _columns(header)
    others = [heading for heading in header if heading and _column(heading) is None]
    named = any(column.asked for column in columns) or all(heading in _VOTER for heading in others)
    return named and len(others) <= 1 and any(column.choice or column.texts for column in columns)


def read_poll(rows: pa.Table, file: Path, harvest: Harvest) -> list[Problem]:
    """Take the questions, the choices, the voters and what they chose.

    What nobody ticked gives no vote: in a poll it is neither a pass nor a vote against.
    """
    header = [name for name in rows.column_names if name != ROW_IN_FILE]
    columns = _columns(header)
    if not columns:
        return [Problem("strange_file", file.name, details={"connector": "adhocracy"})]
    poll = min(int(column.question) for column in columns)
    for column in columns:
        question = f"poll-question-{column.question}"
        if not harvest.has("contribution", question):
            cells = {"id": question, "kind": "question", "text": column.asked}
            harvest.add("contribution", file, 2, **cells, **_OFFICIAL)
        choice = f"poll-choice-{column.choice}"
        if column.choice and not harvest.has("contribution", choice):
            cells = {"id": choice, "kind": "statement", "parent": question, "text": column.offered}
            harvest.add("contribution", file, 2, **cells, **_OFFICIAL)
    voter_column = next((name for name in header if _column(name) is None), "")
    problems: list[Problem] = []
    for row in rows.to_pylist():
        name = row[voter_column] if voter_column else str(row[ROW_IN_FILE] - 1)
        voter = f"poll-{poll}-voter-{name}"
        kind = "platform_account" if name.isdigit() else "person"
        harvest.add("actor", file, row[ROW_IN_FILE], id=voter, kind=kind)
        harvest.counts["poll_voters"] += 1
        for column in columns:
            problems += _answer(column, row[column.heading], voter, (file, row[ROW_IN_FILE]), harvest)
    if len(problems) > SHOWN:
        more = {"count": str(len(problems) - SHOWN)}
        problems = [*problems[:SHOWN], Problem("more_like_this", file.name, details=more)]
    return problems


def _answer(
    column: Column, cell: str, voter: str, place: tuple[Path, int], harvest: Harvest
) -> list[Problem]:
    file, row = place
    if column.texts:
        if cell.strip():
            about = f"choice-{column.choice}" if column.choice else f"question-{column.question}"
            # The number of the voter stays out of it: ids of texts are not turned into pseudonyms.
            written = f"poll-answer-{about}-{row}"
            cells = {"id": written, "kind": "statement", "author": voter, "parent": f"poll-{about}"}
            harvest.add("contribution", file, row, **cells, text=cell)
        return []
    if cell not in {"", "0", "1"}:
        details = {"value": f"'{cell}'", "hint": did_you_mean(cell, ("0", "1"))}
        return [Problem("not_a_code", file.name, row, column.heading, details=details)]
    if cell == "1" and column.choice:
        harvest.add("vote", file, row, actor=voter, contribution=f"poll-choice-{column.choice}", value="1")
    return []


def _columns(header: Sequence[str]) -> list[Column]:
    return [column for heading in header if (column := _column(heading)) is not None]


def _column(heading: str) -> Column | None:
    if found := _CHOICE.fullmatch(heading):
        return Column(heading, found[1], found[3], found[2], found[4])
    if found := _QUESTION.fullmatch(heading):
        return Column(heading, found[1], asked=found[2], texts=True)
    if found := _SHORT.fullmatch(heading):
        return Column(heading, found[1], found[2] or "", texts=bool(found[3]))
    return None
