"""The words of the workbook in each language: what the tables and their columns hold."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from obverse.connectors.workbook.names import names
from obverse.evidence.declarations import Column, Table, tables
from obverse.vocabulary.text import LANGUAGES, known_language


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language."""

    language: str
    content: dict[str, Any]

    def page(self, key: str) -> Any:
        """A text, or a list of texts, of the sheet that explains the workbook."""
        return self.content["page"][key]

    def table(self, table: Table) -> str:
        """What one row of a table stands for."""
        return str(self.content["table"][table.name])

    def kind(self, column: Column) -> str:
        """What may stand in a column."""
        referred = tables().get(column.refers_to)
        table = names(self.language).sheet(referred) if referred else column.refers_to
        return str(self.content["type"][column.kind]).format(table=table)

    def note(self, table: Table, column: Column) -> str:
        """What a column says, where its name does not say it all; empty where it does."""
        notes = self.content["note"]
        own = notes.get(f"{table.name}.{column.name}") or notes.get(f"*.{column.name}")
        return str(own or (column.note if self.language == "en" else ""))

    def explained(self, table: Table, column: Column) -> str:
        """The note of a column with its codes, and its name in the evidence where that is another."""
        said = names(self.language)
        codes = ", ".join(said.choices(table, column)) if column.codes else ""
        codes = self.page("codes").format(codes=codes) if codes else ""
        name = column.name if said.heading(table, column) != column.name else ""
        name = self.page("in_the_evidence").format(name=f"{table.name}.{name}") if name else ""
        return "; ".join(part for part in (self.note(table, column), codes, name) if part)


@cache
def words(language: str) -> Words:
    """The words of the workbook in ``language``.

    Raises:
        UnknownId: there is no such language.
    """
    file = resources.files(__package__).joinpath("texts", f"{known_language(language)}.toml")
    return Words(language, tomllib.loads(file.read_text(encoding="utf-8")))


def explaining_sheets() -> set[str]:
    """What the sheet that explains the workbook is called in any language."""
    return {str(words(language).page("read_me")) for language in LANGUAGES}
