"""What registers, columns, questions and indicators are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from obverse.connectors.workbook.names import names
from obverse.connectors.workbook.words import words
from obverse.evidence.declarations import tables
from obverse.quantities import Unit
from obverse.vocabulary import duality, evils, ideals
from obverse.vocabulary.catalogue import planned_indicators
from obverse.vocabulary.questions import questions
from obverse.vocabulary.texts import texts


@dataclass(frozen=True, slots=True)
class TableWords:
    """What a register and its columns are called, and what they say."""

    name: str
    label: str
    row_of: str
    columns: Mapping[str, ColumnWords]


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """What a column is called, what it says, what may stand in it, and the words for its codes."""

    label: str
    note: str
    kind: str
    codes: Mapping[str, str]


@cache
def table_words(language: str) -> Mapping[str, TableWords]:
    """All registers in words, by their names, in the order of their declaration."""
    called, said, shared = names(language), words(language), texts(language)
    found = {}
    for name, table in tables().items():
        columns = {}
        for column in table.columns.values():
            codes = ("yes", "no", "unknown") if column.kind == "flag" else column.codes
            told = {code: called.code(table, column, code) for code in codes}
            label = _in_words(called.heading(table, column))
            columns[column.name] = ColumnWords(label, said.note(table, column), said.kind(column), told)
        # The engine's own label is a word; an English sheet bears the bare name of its table.
        label = str(shared.get(f"table.{name}.label", _in_words(called.sheet(table))))
        found[name] = TableWords(name, label, said.table(table), columns)
    return found


def _in_words(name: str) -> str:
    return name.replace("_", " ")


def served_by(table: str, language: str) -> tuple[str, ...]:
    """What a register serves: the names of the indicators that need it."""
    return tuple(
        one.name.in_language(language) for one in planned_indicators().values() if table in one.needs
    )


def question_title(question: str, language: str) -> str:
    """The title of one of the six questions."""
    return questions()[question].title.in_language(language)


def indicator_names(language: str) -> dict[str, str]:
    """The names of all indicators by their id."""
    return {identifier: one.name.in_language(language) for identifier, one in planned_indicators().items()}


def shared_text(key: str, language: str) -> str:
    """A text that all reports share, such as ``threshold.law.explanation``; empty where there is none."""
    return texts(language).get(key, "")


@cache
def title_of(row: str, language: str) -> str:
    """What an evil, an ideal, a question or the duality is called, after its id."""
    asked = next((known[row] for known in (evils(), ideals(), questions()) if row in known), None)
    if asked is None:
        return duality().title.in_language(language) if duality().id == row else row
    return f"{row} {asked.title.in_language(language)}"


def scale(unit: str) -> str:
    """The scale on which the errors of a unit are symmetric: ``identity`` or ``log``."""
    return next(one.scale for one in Unit if one.label == unit)
