"""Damages to delimited files that leave them delimited files: columns, rows, cells, dialect."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from obverse.evidence.receiving.delimited import DELIMITERS
from tests.hostile.operators.damage import Damaged, Files, Operator, pick, within

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d).*")
STRANGE_CELLS = (
    "-1",
    "1e308",
    "NaN",
    "0x1F",
    "true",
    "null",
    "N/A",
    "2024-02-30",
    "١٢",
    "=1+1",
    "{}",
    "[]",
    "\\N",
    "'",
    " ",
)


@dataclass(frozen=True, slots=True)
class _Table:
    """A delimited file taken apart."""

    rows: list[list[str]]
    delimiter: str
    quoting: int = csv.QUOTE_MINIMAL
    end: str = "\n"
    encoding: str = "utf-8"

    def written(self) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.end)  # type: ignore[arg-type]
        writer.writerows(self.rows)
        return text.getvalue().encode(self.encoding, errors="replace")

    @property
    def header(self) -> list[str]:
        return self.rows[0]

    @property
    def body(self) -> list[list[str]]:
        return self.rows[1:]


def table_of(content: bytes) -> _Table | None:
    """A delimited file with the same number of cells in every row, taken apart; None of anything else."""
    if content.startswith((b"PK", b"{", b"[", b"<")) or b"\x00" in content:
        return None
    encoding = "utf-8"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = content.decode(encoding, errors="replace")
    found = []
    for delimiter in DELIMITERS:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        if len(rows) > 1 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows):
            found.append(_Table(rows, delimiter, encoding=encoding))
    return max(found, key=lambda table: len(table.rows[0]), default=None)


Change = Callable[[_Table, np.random.Generator], _Table]


def _columns(order: Callable[[list[int], np.random.Generator], list[int]]) -> Change:
    def change(table: _Table, chance: np.random.Generator) -> _Table:
        places = order(list(range(len(table.header))), chance)
        return replace(table, rows=[[row[place] for place in places] for row in table.rows])

    return change


def _without(places: list[int], chance: np.random.Generator) -> list[int]:
    lost = within(len(places), chance)
    return [place for place in places if place != lost]


def _swapped(places: list[int], chance: np.random.Generator) -> list[int]:
    first, second = within(len(places), chance), within(len(places), chance)
    places[first], places[second] = places[second], places[first]
    return places


def _shuffled(places: list[int], chance: np.random.Generator) -> list[int]:
    return [int(place) for place in chance.permutation(places)]


def _doubled(places: list[int], chance: np.random.Generator) -> list[int]:
    return [*places, within(len(places), chance)]


def _heading(told: Callable[[str], str]) -> Change:
    def change(table: _Table, chance: np.random.Generator) -> _Table:
        header = list(table.header)
        place = within(len(header), chance)
        header[place] = told(header[place])
        return replace(table, rows=[header, *table.body])

    return change


def _headings_swapped(table: _Table, chance: np.random.Generator) -> _Table:
    return replace(table, rows=[_swapped_words(table.header, chance), *table.body])


def _swapped_words(words: list[str], chance: np.random.Generator) -> list[str]:
    return [words[place] for place in _swapped(list(range(len(words))), chance)]


def _headings(told: Callable[[str], str]) -> Change:
    return lambda table, _chance: replace(table, rows=[[told(word) for word in table.header], *table.body])


def _cell(told: Callable[[str, np.random.Generator], str]) -> Change:
    def change(table: _Table, chance: np.random.Generator) -> _Table:
        body = [list(row) for row in table.body]
        row, place = within(len(body), chance), within(len(table.header), chance)
        body[row][place] = told(body[row][place], chance)
        return replace(table, rows=[table.header, *body])

    return change


def _column(told: Callable[[str, np.random.Generator], str]) -> Change:
    def change(table: _Table, chance: np.random.Generator) -> _Table:
        place = within(len(table.header), chance)
        body = [
            [told(cell, chance) if at == place else cell for at, cell in enumerate(row)] for row in table.body
        ]
        return replace(table, rows=[table.header, *body])

    return change


def _all_cells(told: Callable[[str, np.random.Generator], str]) -> Change:
    return lambda table, chance: replace(
        table, rows=[table.header, *([told(cell, chance) for cell in row] for row in table.body)]
    )


def _body(told: Callable[[list[list[str]], np.random.Generator], list[list[str]]]) -> Change:
    return lambda table, chance: replace(table, rows=[table.header, *told(table.body, chance)])


def _one_more(body: list[list[str]], chance: np.random.Generator) -> list[list[str]]:
    return [*body, body[within(len(body), chance)]]


def _one_less(body: list[list[str]], chance: np.random.Generator) -> list[list[str]]:
    lost = within(len(body), chance)
    return [row for place, row in enumerate(body) if place != lost]


def _total(body: list[list[str]], chance: np.random.Generator) -> list[list[str]]:  # noqa: ARG001 - always the last
    return [*body, ["Total", *(str(len(body)) for _ in body[0][1:])]]


def _serial(epoch: int) -> Callable[[str, np.random.Generator], str]:
    """Dates as the days since 1900 or 1904, as a spreadsheet that lost their format writes them."""

    def told(cell: str, chance: np.random.Generator) -> str:  # noqa: ARG001 - the date decides
        found = _DATE.fullmatch(cell)
        if found is None:
            return cell
        year, month, day = (int(part) for part in found.groups())
        return str((year - epoch) * 365 + (year - epoch) // 4 + (month - 1) * 30 + day)

    return told


def _turned_date(cell: str, chance: np.random.Generator) -> str:  # noqa: ARG001 - the date decides
    return _DATE.sub(r"\3/\2/\1", cell)


def _strange(cell: str, chance: np.random.Generator) -> str:  # noqa: ARG001 - whatever stood there
    return STRANGE_CELLS[within(len(STRANGE_CELLS), chance)]


def _dialect(**changes: str | int) -> Change:
    return lambda table, _chance: replace(table, **changes)  # type: ignore[arg-type]


def _on(change: Change, *, same: bool = False, known: bool = True) -> Operator:
    def operate(files: Files, chance: np.random.Generator) -> Damaged | None:
        tables = {name: table for name, content in files.items() if (table := table_of(content)) is not None}
        name = pick([name for name, table in tables.items() if table.body], chance)
        if name is None:
            return None
        tables[name] = change(tables[name], chance)
        rows = {one: len(table.body) for one, table in tables.items()} if known else {}
        return Damaged(files={**files, name: tables[name].written()}, rows=rows, same=same)

    return operate


OPERATORS: dict[str, Operator] = {
    "column lost": _on(_columns(_without)),
    "columns swapped": _on(_columns(_swapped), same=True),
    "columns shuffled": _on(_columns(_shuffled), same=True),
    "column twice": _on(_columns(_doubled)),
    "headings swapped": _on(_headings_swapped),
    "heading misspelt": _on(_heading(lambda word: word[:-1] + "x")),
    "heading blank": _on(_heading(lambda _word: "")),
    "heading of control": _on(_heading(lambda word: word + "\u200b\u202e")),
    "headings in capitals": _on(_headings(str.upper)),
    "headings spaced": _on(_headings(lambda word: f" {word} ")),
    "headings translated": _on(_headings(lambda word: f"le {word}")),
    "cell emptied": _on(_cell(lambda _cell, _chance: "")),
    "cell strange": _on(_cell(_strange)),
    "cell of 150,000 letters": _on(_cell(lambda _cell, _chance: "x" * 150_000)),
    "cell with line ends": _on(_cell(lambda cell, _chance: f"{cell}\r\n\n{cell}")),
    "cell with delimiters": _on(_cell(lambda cell, _chance: f'{cell},;\t|"{cell}')),
    "cell negative": _on(_cell(lambda cell, _chance: f"-{cell}")),
    "column emptied": _on(_column(lambda _cell, _chance: "")),
    "column strange": _on(_column(_strange)),
    "column all alike": _on(_column(lambda _cell, _chance: "1")),
    "cells spaced": _on(_all_cells(lambda cell, _chance: f" {cell} ")),
    "cells guarded": _on(_all_cells(lambda cell, _chance: f"'{cell}")),
    "dates since 1900": _on(_all_cells(_serial(1900))),
    "dates since 1904": _on(_all_cells(_serial(1904))),
    "dates day first": _on(_all_cells(_turned_date)),
    "rows turned round": _on(_body(lambda body, _chance: body[::-1]), same=True),
    "rows doubled": _on(_body(lambda body, _chance: body + body)),
    "row twice": _on(_body(_one_more)),
    "row lost": _on(_body(_one_less)),
    "row of totals": _on(_body(_total)),
    "row of nothing": _on(_body(lambda body, _chance: [*body, ["" for _ in body[0]]])),
    "header in the body": _on(lambda table, _chance: replace(table, rows=[*table.rows, table.header])),
    "title before the header": _on(
        lambda table, _chance: replace(table, rows=[["Export"], [], *table.rows]), known=False
    ),
    "semicolons": _on(_dialect(delimiter=";"), same=True),
    "tabs": _on(_dialect(delimiter="\t"), same=True),
    "bars": _on(_dialect(delimiter="|"), same=True),
    "commas": _on(_dialect(delimiter=","), same=True),
    "all quoted": _on(_dialect(quoting=csv.QUOTE_ALL), same=True),
    "CRLF": _on(_dialect(end="\r\n"), same=True),
    "CR only": _on(_dialect(end="\r")),
    "only a header": _on(_body(lambda _body, _chance: [])),
    "all in one column": _on(
        lambda table, _chance: replace(table, rows=[[table.delimiter.join(row)] for row in table.rows]),
        known=False,
    ),
}
