"""The declared evidence tables: what a dossier may hold, column by column."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

ATTRIBUTE_PREFIX = "attr_"
TABLES_WITH_ATTRIBUTES = ("actor", "neighbourhood")
GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an evidence table.

    ``kind`` is one of id, ref, text, code, flag, int, number, money, share, hours, days, date, moment;
    ``codes`` holds the allowed words of a code, ``refers_to`` the table that a ref points into.
    """

    name: str
    kind: str
    note: str = ""
    codes: tuple[str, ...] = ()
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One evidence table: its columns, the ones that must be filled, and those that name a row."""

    name: str
    privacy: str
    required: tuple[str, ...]
    key: tuple[str, ...]
    columns: dict[str, Column]

    @property
    def takes_attributes(self) -> bool:
        """Whether the table may carry further columns ``attr_<variable>``."""
        return self.name in TABLES_WITH_ATTRIBUTES

    def column(self, name: str) -> Column | None:
        """The declaration of a column, also of an ``attr_`` column where the table takes them."""
        if name in self.columns:
            return self.columns[name]
        if self.takes_attributes and name.startswith(ATTRIBUTE_PREFIX) and len(name) > len(ATTRIBUTE_PREFIX):
            return Column(name, "text", "a category of the attribute that the name states")
        return None


def _column(name: str, declaration: str) -> Column:
    kind, _, note = declaration.partition(";")
    kind = kind.strip()
    within = re.fullmatch(r"(\w+)\((.*)\)", kind)
    if within is None:
        return Column(name, kind, note.strip())
    word, content = within.groups()
    if word == "ref":
        return Column(name, "ref", note.strip(), refers_to=content)
    return Column(name, "code", note.strip(), codes=tuple(content.split("|")))


@cache
def tables() -> dict[str, Table]:
    """All declared tables by name, in the order of their declaration.

    >>> tables()["vote"].key
    ('actor', 'contribution', 'at')
    """
    text = resources.files("obverse.evidence").joinpath("tables.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    shared = {name: _column(name, kind) for name, kind in declared.pop("every_table").items()}
    result = {}
    for name, body in declared.items():
        columns = {
            column: _column(column, kind)
            for column, kind in body.items()
            if column not in {"privacy", "required", "key"}
        }
        for column, declaration in shared.items():
            columns.setdefault(column, declaration)
        result[name] = Table(
            name=name,
            privacy=body["privacy"],
            required=tuple(body["required"]),
            key=tuple(body.get("key", ["id"])),
            columns=columns,
        )
    return result
