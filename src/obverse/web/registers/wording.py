"""What registers, columns and cells are called on a page, and the labels of the rows that cells refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from obverse.web.bridge import Column, Table, table_words, tables
from obverse.web.registers.models import Row
from obverse.web.texts import language, say, texts

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

# What tells a person which row is meant, the first that is filled.
_TELLING = ("label", "title", "name", "text", "norm", "data", "service", "kind")
_LONGEST = 60
ATTRIBUTE = "attr_"
# A register that the workspace fills itself, from what groups say against findings.
NOT_BY_HAND = ("counter_statement",)


def by_hand() -> dict[str, Table]:
    """The registers that people fill, by name."""
    return {name: table for name, table in tables().items() if name not in NOT_BY_HAND}


def register_name(table: str) -> str:
    """What a register is called."""
    return _large(table_words(language())[table].label)


def row_of(table: str) -> str:
    """What one row of a register stands for."""
    return table_words(language())[table].row_of


def heading(table: str, column: str) -> str:
    """What a column is called."""
    own = texts(language()).get(f"registers.column.{column}")
    if own is not None:
        return own
    known = table_words(language())[table].columns.get(column)
    return _large(known.label if known else column.removeprefix(ATTRIBUTE).replace("_", " "))


def note(table: str, column: str) -> str:
    """What a column says, where its name does not say it all."""
    known = table_words(language())[table].columns.get(column)
    return _large(known.note) if known else ""


def choices(table: str, column: Column) -> Mapping[str, str]:
    """The words for what a column chooses among, by code; none where it takes anything."""
    known = table_words(language())[table].columns.get(column.name)
    return {code: word.replace("_", " ") for code, word in known.codes.items()} if known else {}


def cell(table: str, column: Column, text: str, labels: Mapping[str, str]) -> str:
    """A cell as a page shows it: words for codes, labels beside the ids that it refers to."""
    if column.kind == "ref":
        label = labels.get(text, "")
        return f"{text} – {label}" if label and label != text else text
    if column.kind == "moment" and text.endswith("Z"):
        return f"{text[:-1].replace('T', ' ').removesuffix(':00')} UTC"
    return choices(table, column).get(text, text)


def row_name(row: Row) -> str:
    """How a row is called: by its id, or else by the parts of its key."""
    values = row.values
    if "id" in values:
        return str(values["id"])
    told = [values[column] for column in tables()[row.table].key if column in values]
    return " / ".join(told) if told else say("registers.unnamed", number=row.position)


def label_of(values: Mapping[str, str]) -> str:
    """A few words that tell which row is meant; empty where nothing does."""
    text = next((values[column] for column in _TELLING if values.get(column)), "")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def labels_of(process: Process, table: str, ids: Iterable[str]) -> dict[str, str]:
    """The labels of rows of a register by their id."""
    wanted = sorted(set(ids))
    found: dict[str, str] = {}
    for first in range(0, len(wanted), 500):
        some = Row.objects.filter(
            process=process, table=table, is_removed=False, values__id__in=wanted[first : first + 500]
        )
        found.update({values["id"]: label_of(values) for values in some.values_list("values", flat=True)})
    return found


def labels_for(process: Process, table: str, rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """For each column that refers to other rows, the labels of those that some rows refer to."""
    rows = list(rows)
    found = {}
    for column in tables()[table].columns.values():
        if column.kind == "ref":
            ids = {values[column.name] for values in rows if column.name in values}
            found[column.name] = labels_of(process, column.refers_to, ids) if ids else {}
    return found


def columns_of(table: str, rows: Iterable[Mapping[str, str]] = ()) -> list[Column]:
    """The columns of a register, with the attributes that some of its rows carry."""
    declared = tables()[table]
    further = sorted({name for values in rows for name in values if name not in declared.columns})
    known = (declared.column(name) for name in further)
    return [*declared.columns.values(), *(column for column in known if column is not None)]


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]
