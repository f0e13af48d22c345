"""What the sheets, columns and codes of the workbook are called in each language, and which of ours a name means.

In English they have the names of the evidence itself; ``names/<language>.toml`` holds those of other languages.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from obverse.evidence.declarations import Column, Table, tables
from obverse.vocabulary.text import LANGUAGES, known_language

FLAGS = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one language; what it has no name for keeps that of the evidence."""

    language: str
    content: Mapping[str, Mapping[str, str]]

    def sheet(self, table: Table) -> str:
        """The name of a table's sheet."""
        return self._name("sheet", table.name)

    def heading(self, table: Table, column: Column) -> str:
        """The heading of a column."""
        return self._name("heading", f"{table.name}.{column.name}", column.name)

    def code(self, table: Table, column: Column, code: str) -> str:
        """The word that stands for a code, or for yes, no and unknown, in a column."""
        if column.kind == "flag":
            return self._name("flag", code)
        return self._name("code", f"{table.name}.{column.name}.{code}", code)

    def choices(self, table: Table, column: Column) -> tuple[str, ...]:
        """The words among which a column chooses; none where it takes others too."""
        return tuple(self.code(table, column, code) for code in codes_of(column))

    def _name(self, section: str, *keys: str) -> str:
        known = self.content.get(section, {})
        return next((known[key] for key in keys if key in known), keys[-1])


@cache
def names(language: str) -> Names:
    """The names of the workbook in ``language``.

    >>> names("fr").sheet(tables()["event"])
    'Événements'

    Raises:
        UnknownId: there is no such language.
    """
    file = resources.files(__package__).joinpath("names", f"{known_language(language)}.toml")
    return Names(language, tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {})


def codes_of(column: Column) -> tuple[str, ...]:
    """The words of the evidence among which a column chooses."""
    return FLAGS if column.kind == "flag" else column.codes


def plain(name: str) -> str:
    """A name as it is compared: without capitals, without a difference of spaces and apostrophes.

    >>> plain(" Règles  d’Accès")
    "règles d'accès"
    """
    return " ".join(unicodedata.normalize("NFKC", name).replace("’", "'").casefold().split())


@cache
def table_called(sheet: str) -> Table | None:
    """The table of a sheet, by its name in any language.

    >>> table_called("ÉVÉNEMENTS").name
    'event'
    """
    for language in LANGUAGES:
        for table in tables().values():
            if plain(names(language).sheet(table)) == plain(sheet):
                return table
    return None


def sheet_names() -> list[str]:
    """The names of all sheets in all languages."""
    return [names(language).sheet(table) for language in LANGUAGES for table in tables().values()]


@cache
def _columns_called(name: str) -> Mapping[str, str]:
    """For each name of a column of a table, in any language and as names are compared, the name in the evidence."""
    table = tables()[name]
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for column in table.columns.values():
            found.setdefault(plain(names(language).heading(table, column)), column.name)
    return found


def column_called(table: Table, heading: str) -> str:
    """The name in the evidence of the column under a heading; the heading itself where it is none of the table."""
    if table.column(heading) is not None:
        return heading
    return _columns_called(table.name).get(plain(heading), heading)


def codes_called(table: Table, column: Column) -> Mapping[str, str]:
    """For each word that stands for a code, in any language and as names are compared, the code."""
    called = [names(language) for language in reversed(LANGUAGES)]
    return {plain(name.code(table, column, code)): code for name in called for code in codes_of(column)}


def language_of(table: Table, headings: Sequence[str]) -> Names:
    """The names of the language in which most headings of a sheet are written."""
    found = {plain(heading) for heading in headings}

    def fitting(language: str) -> int:
        known = {plain(names(language).heading(table, column)) for column in table.columns.values()}
        return len(found & known)

    return names(max(LANGUAGES, key=fitting))
