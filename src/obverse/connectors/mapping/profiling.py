"""What stands in the columns of an unknown table: their forms, their words, and what is not to be shown of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import duckdb
import pyarrow as pa

from obverse.connectors.mapping.forms import Dates, Numbers, find_dates, find_numbers
from obverse.connectors.mapping.headings import speaks_of_things
from obverse.connectors.mapping.people import looks_personal, names_accounts, tells_of_people
from obverse.connectors.mapping.plain_words import lists, plain, truth_words
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW
from obverse.evidence.typed_cells import quoted

# More distinct cells than these are not words of a list.
_WORDS = 40
_KEPT = 20_000
_LONG = 60
_SHOWN = 40
_MOSTLY = 0.8
_YEAR = re.compile(r"(.*?)(?<!\d)((?:19|20)\d\d)(?!\d)(.*)")


@dataclass(frozen=True, slots=True)
class Profile:
    """One column of the source: of ``rows`` cells so many are ``filled``, so many of those ``distinct``.

    ``cells`` are its distinct cells with how often they stand there (at most 20,000, the commonest); ``personal`` is
    what it would tell of people. Columns that differ in a year only are one: ``heading`` then has ``{name}`` in the
    place of the ``years``, and ``stem`` is what is left of it.
    """

    heading: str
    rows: int
    filled: int
    distinct: int
    mean_length: float
    cells: Mapping[str, int] = field(repr=False)
    numbers: Numbers | None = None
    dates: Dates | None = None
    personal: str = ""
    stem: str | None = None
    years: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What the heading says, without a year that stands in it."""
        return self.heading if self.stem is None else self.stem

    @property
    def unique(self) -> bool:
        """Whether no two rows have the same cell."""
        return self.filled == self.distinct > 0

    @property
    def long(self) -> bool:
        """Whether it holds long texts, in which people may be named."""
        return self.mean_length > _LONG

    @property
    def words(self) -> tuple[str, ...]:
        """All its cells, the commonest first, where they are few; none where they are many or tell of somebody."""
        few = self.distinct <= _WORDS and self.distinct * 2 <= max(self.filled, 10)
        hidden = self.accounts or any(map(tells_of_people, self.cells))
        return tuple(self.cells) if few and not hidden else ()

    @property
    def accounts(self) -> bool:
        """Whether the heading is one of ids of people, which are shown to nobody."""
        return names_accounts(self.heading)

    @property
    def tokens(self) -> bool:
        """Whether nearly every cell is a sign of its own, with figures and no space: an id rather than a text."""
        signs = sum(
            1 for cell in self.cells if any(map(str.isdigit, cell)) and not any(map(str.isspace, cell))
        )
        return self.distinct >= _MOSTLY * self.filled and signs >= _MOSTLY * len(self.cells) > 0

    @property
    def truths(self) -> dict[str, str]:
        """Its cells turned into yes and no; empty where they are anything else."""
        known = {cell: truth_words().get(plain(cell), "") for cell in self.cells}
        return known if 0 < len(known) <= 4 and all(known.values()) else {}

    def examples(self) -> tuple[str, ...]:
        """Up to three of its cells, shortened; none of a column that tells of people or holds long texts."""
        if self.personal or self.long or self.accounts:
            return ()
        shown = [_one_line(cell) for cell in self.cells if not tells_of_people(cell)]
        return tuple(dict.fromkeys(cell for cell in shown if cell))[:3]


class Table:
    """An unknown table: its rows as texts in an engine, and a profile of each column."""

    def __init__(self, rows: pa.Table) -> None:
        self.headings = [name for name in rows.column_names if name != ROW]
        self.rows = rows.num_rows
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("SET TimeZone = 'UTC'")
        self.connection.register("arriving", rows)
        self.spaced = any(self._spaced(heading) for heading in self.headings)
        self.nothing = self._nothing()
        words = ", ".join(literal(word) for word in self.nothing) or "''"
        cells = ", ".join(
            f"CASE WHEN {self._cell(name)} IN ({words}) THEN '' ELSE {self._cell(name)} END AS {quoted(name)}"
            for name in self.headings
        )
        self.connection.execute(f"CREATE TABLE source AS SELECT {ROW}, {cells} FROM arriving")

    def _cell(self, heading: str) -> str:
        return f"trim({quoted(heading)})" if self.spaced else quoted(heading)

    def _spaced(self, heading: str) -> bool:
        query = f"SELECT bool_or({quoted(heading)} <> trim({quoted(heading)})) FROM arriving"
        return bool(self.connection.execute(query).fetchall()[0][0])

    def _nothing(self) -> tuple[str, ...]:
        """The words for nothing that stand in the table."""
        listed = ", ".join(literal(word) for word in lists("words.toml")["nothing"])
        found: set[str] = set()
        for heading in self.headings:
            query = f"SELECT DISTINCT {self._cell(heading)} FROM arriving WHERE {self._cell(heading)} IN ({listed})"
            found |= {str(row[0]) for row in self.connection.execute(query).fetchall()}
        return tuple(word for word in lists("words.toml")["nothing"] if word in found)

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """A profile of each column, in the order of the file."""
        return tuple(self._profile(heading) for heading in self.headings)

    @cached_property
    def by_year(self) -> tuple[Profile, ...]:
        """The same, with columns that differ in a year only taken together."""
        families: dict[tuple[str, str], dict[str, str]] = {}
        for heading in self.headings:
            if found := _YEAR.fullmatch(heading):
                families.setdefault((found[1], found[3]), {})[found[2]] = heading
        wide = {stem: years for stem, years in families.items() if len(years) > 1}
        gathered = {heading for years in wide.values() for heading in years.values()}
        single = [profile for profile in self.profiles if profile.heading not in gathered]
        together = [
            replace(
                self._profile(f"{_escaped(before)}{{name}}{_escaped(after)}", tuple(years.values())),
                stem=f"{before} {after}".strip(),
                years=tuple(sorted(years)),
            )
            for (before, after), years in wide.items()
        ]
        return (*single, *together)

    def _profile(self, heading: str, members: Sequence[str] = ()) -> Profile:
        listed = " UNION ALL ".join(
            f"SELECT {quoted(name)} AS cell, {ROW} FROM source WHERE {quoted(name)} <> ''"
            for name in members or [heading]
        )
        self.connection.execute(
            f"CREATE OR REPLACE TEMPORARY TABLE cells AS SELECT cell, count(*) AS times, "
            f"min({ROW}) AS place FROM ({listed}) GROUP BY cell"
        )
        filled, distinct, length = self.connection.execute(
            "SELECT COALESCE(sum(times), 0), count(*), COALESCE(sum(times * length(cell)) / sum(times), 0) FROM cells"
        ).fetchall()[0]
        found = self.connection.execute(
            f"SELECT cell, times FROM cells ORDER BY times DESC, place LIMIT {_KEPT}"
        ).fetchall()
        cells = {str(cell): int(times) for cell, times in found}
        dates = find_dates(self.connection, cells)
        numbers = None if dates else find_numbers(self.connection, cells, lists("words.toml")["units"])
        known = speaks_of_things(heading) or bool(dates or numbers)
        return Profile(
            heading=heading,
            rows=self.rows,
            filled=int(filled),
            distinct=int(distinct),
            mean_length=float(length),
            cells=cells,
            numbers=numbers,
            dates=dates,
            personal="" if dates and not _born(heading) else looks_personal(heading, cells, known=known),
        )

    def repeated(self, headings: Sequence[str]) -> int:
        """How many rows repeat what an earlier one says in these columns."""
        names = ", ".join(quoted(name) for name in headings)
        query = (
            f"SELECT count(*) - count(DISTINCT ({names},)) FROM source"
            if names
            else "SELECT count(*) FROM source"
        )
        return int(self.connection.execute(query).fetchall()[0][0])

    def outside(self, heading: str, other: str) -> int:
        """How many filled cells of a column do not stand in another one."""
        query = (
            f"SELECT count(*) FROM source WHERE {quoted(heading)} <> '' AND {quoted(heading)} NOT IN "
            f"(SELECT {quoted(other)} FROM source)"
        )
        return int(self.connection.execute(query).fetchall()[0][0])


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _born(heading: str) -> bool:
    return looks_personal(heading, {}) == "birth"


def _one_line(cell: str) -> str:
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in cell).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
