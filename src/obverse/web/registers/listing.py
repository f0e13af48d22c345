"""The rows of a register as its page shows them: searched, filtered, sorted, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from obverse.web.bridge import Column, tables
from obverse.web.registers.forms import ABOUT_THE_ROW
from obverse.web.registers.models import Row, plain
from obverse.web.registers.wording import cell, choices, columns_of, heading, labels_for, row_name
from obverse.web.texts import say

if TYPE_CHECKING:
    from django.http import QueryDict

    from obverse.web.processes.models import Process

A_PAGE = 50
_SHOWN_COLUMNS = 8
_NUMBERS = ("int", "number", "money", "share", "hours", "days")
EMPTY, FILLED = "-", "*"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to see: words, in which column, a filter as ``column:code``, an order as ``-column``."""

    words: str = ""
    within: str = ""
    only: str = ""
    order: str = ""
    removed: bool = False
    wide: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """What stands in an address."""
        return cls(
            words=query.get("q", "").strip()[:200],
            within=query.get("within", ""),
            only=query.get("only", ""),
            order=query.get("order", ""),
            removed="removed" in query,
            wide="wide" in query,
        )

    def address(self, **changes: str | bool) -> str:
        """The part of an address that asks for this, with changes."""
        said = {
            "q": self.words,
            "within": self.within,
            "only": self.only,
            "order": self.order,
            "removed": self.removed,
            "wide": self.wide,
        } | changes
        return "?" + urlencode({key: 1 if value is True else value for key, value in said.items() if value})

    @property
    def narrows(self) -> bool:
        """Whether not all rows are asked for."""
        return bool(self.words or self.only)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its name, the address that sorts by it, and how it is sorted now."""

    name: str
    address: str
    sorted: str
    look: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the page shows it."""

    row: Row
    name: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a register."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    page: Page[Any]
    hidden_columns: int


def list_rows(process: Process, table: str, asked: Asked, number: str | int) -> Listed:
    """The rows of one page, as they were asked for."""
    rows = found(process, table, asked)
    page = Paginator(in_order(rows, table, asked.order), A_PAGE).get_page(number)
    shown = _read(list(page.object_list))
    columns, hidden = _columns(table, shown, wide=asked.wide)
    labels = labels_for(process, table, [row.values for row in shown])
    lines = tuple(
        Line(
            row,
            row_name(row),
            tuple(
                (
                    _short(cell(table, column, row.values.get(column.name, ""), labels.get(column.name, {}))),
                    _look(column),
                )
                for column in columns
            ),
        )
        for row in shown
    )
    return Listed(tuple(_head(table, column, asked) for column in columns), lines, page, hidden)


def _read(page: list[Any]) -> list[Row]:
    """The rows of a page, of which only the primary keys are known where they were sorted here."""
    keys = [one for one in page if isinstance(one, int)]
    rows = Row.objects.in_bulk(keys)
    return [rows[key] for key in keys if key in rows] if keys else page


def found(process: Process, table: str, asked: Asked) -> QuerySet[Row]:
    """The rows that were asked for, in the order of the register."""
    rows = Row.objects.filter(process=process, table=table, is_removed=asked.removed)
    declared = tables()[table]
    within = declared.column(asked.within)
    for word in asked.words.split() if within is None else ():
        rows = rows.filter(Q(words__contains=plain(word)) | _called(table, word))
    if within is not None and asked.words:
        rows = rows.filter(_within(table, within, asked.words))
    name, _, value = asked.only.partition(":")
    if declared.column(name) is not None and value:
        if value == EMPTY:
            rows = rows.exclude(values__has_key=name)
        elif value == FILLED:
            rows = rows.filter(values__has_key=name)
        else:
            rows = rows.filter(**{f"values__{name}": value})
    return rows


def in_order(rows: QuerySet[Row], table: str, order: str) -> QuerySet[Row] | list[int]:
    """The rows, or their primary keys where they were sorted by a column; what is unknown comes last.

    Sorted here and not by the database: databases disagree about letters, and numbers stand as texts.
    """
    column = tables()[table].columns.get(order.lstrip("-"))
    if column is None:
        return rows
    pairs = list(rows.values_list("pk", f"values__{column.name}"))
    known = [(_sortable(column, value), pk) for pk, value in pairs if value is not None]
    unknown = [pk for pk, value in pairs if value is None]
    known.sort(key=lambda pair: pair[0], reverse=order.startswith("-"))
    return [pk for _, pk in known] + unknown


def _sortable(column: Column, value: object) -> tuple[float, str]:
    if column.kind in _NUMBERS:
        try:
            return float(str(value)), ""
        except ValueError:
            return float("inf"), str(value)
    return 0.0, plain(str(value))


def _called(table: str, word: str) -> Q:
    """Rows with a code whose name in the reader's language holds a word."""
    asked = Q()
    for column in tables()[table].columns.values():
        if column.kind == "code":
            codes = [code for code, said in choices(table, column).items() if plain(word) in plain(said)]
            if codes:
                asked |= Q(**{f"values__{column.name}__in": codes})
    return asked


def _within(table: str, column: Column, words: str) -> Q:
    said = choices(table, column)
    if said:
        codes = [code for code, word in said.items() if plain(words) in plain(word)]
        return Q(**{f"values__{column.name}__in": codes})
    return Q(**{f"values__{column.name}__icontains": words})


def _columns(table: str, rows: list[Row], *, wide: bool) -> tuple[list[Column], int]:
    """The columns that hold something on a page, the most telling ones unless all are wanted."""
    values = [row.values for row in rows]
    filled = {name for one in values for name in one}
    own = [column for column in columns_of(table, values) if column.name in filled and column.name != "id"]
    own.sort(key=lambda column: (column.name in ABOUT_THE_ROW, column.name not in tables()[table].required))
    shown = own if wide else own[:_SHOWN_COLUMNS]
    return shown, len(own) - len(shown)


def _head(table: str, column: Column, asked: Asked) -> Head:
    now = {column.name: "ascending", f"-{column.name}": "descending"}.get(asked.order, "")
    turned = f"-{column.name}" if now == "ascending" else column.name
    sortable = column.name in tables()[table].columns
    address = asked.address(order=turned) if sortable else ""
    return Head(heading(table, column.name), address, now, _look(column))


def _look(column: Column) -> str:
    return "number" if column.kind in _NUMBERS else "day" if column.kind in ("date", "moment") else ""


def filters(table: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a register can be filtered by: for each column that chooses among words, these words and "not known"."""
    found = []
    for column in tables()[table].columns.values():
        name = column.name
        words = [(f"{name}:{code}", word) for code, word in choices(table, column).items()]
        if not words:
            words = [(f"{name}:{FILLED}", say("registers.known"))]
        found.append((heading(table, name), [*words, (f"{name}:{EMPTY}", say("registers.not_known"))]))
    return found


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:159] + "…"
