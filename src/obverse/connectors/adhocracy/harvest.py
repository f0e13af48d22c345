"""The rows that an export of adhocracy+ gives, gathered file by file."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pyarrow as pa

from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW
from obverse.evidence.receiving.fields import plain_heading

COLUMNS = {
    "actor": ("id", "kind", "staff_or_test", NAME, EMAIL),
    "contribution": (
        *("id", "kind", "author", "origin", "parent", "topic", "created_at", "text", "support", "against"),
        *("cost", "state", "moderated", "seed"),
    ),
    "vote": ("actor", "contribution", "value"),
    "event": ("id", "kind", "start"),
}
_REFERENCE = re.compile(r"\d{4}-0*(\d+)")
Row = dict[str, str | int]


class Harvest:
    """What was taken so far; ``counts`` are by the key of the sentence that tells them."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[tuple[str, ...], list[Row]]] = {name: {} for name in COLUMNS}
        self.counts: Counter[str] = Counter()
        self.statuses: set[str] = set()

    def add(self, table: str, file: Path, row: int, **cells: str) -> bool:
        """Take a row; one that says exactly what another of another file says is taken once."""
        key = tuple(cells.get(name, "") for name in (COLUMNS[table][:2] if table == "vote" else ("id",)))
        there = self.rows[table].setdefault(key, [])
        if any(all(other.get(name, "") == cells.get(name, "") for name in COLUMNS[table]) for other in there):
            return False
        there.append({**cells, FILE: str(file), ROW: row})
        return True

    def account(self, file: Path, row: int, name: str, email: str = "", staff: str = "") -> str:
        """Take the account that wrote something, and return its id."""
        if not name:
            return ""
        person = f"name:{name}"
        known = self.rows["actor"].get((person,))
        if known is None:
            cells = {
                "id": person,
                "kind": "platform_account",
                "staff_or_test": staff,
                NAME: name,
                EMAIL: email,
            }
            self.add("actor", file, row, **cells)
        else:
            known[0]["staff_or_test"] = known[0]["staff_or_test"] or staff
            known[0][EMAIL] = known[0][EMAIL] or email
        return person

    def has(self, table: str, row_id: str) -> bool:
        """Whether a row of this id was taken."""
        return (row_id,) in self.rows[table]

    def forget_missing_parents(self) -> int:
        """Empty the parents that no file told of, and count them."""
        lost = 0
        for rows in self.rows["contribution"].values():
            for row in rows:
                if row.get("parent") and not self.has("contribution", str(row["parent"])):
                    row["parent"] = ""
                    lost += 1
        return lost

    def tables(self) -> dict[str, pa.Table]:
        """The tables that have rows."""
        made = {}
        for name, columns in COLUMNS.items():
            rows = [row for group in self.rows[name].values() for row in group]
            if rows:
                schema = pa.schema(
                    [*((column, pa.string()) for column in (*columns, FILE)), (ROW, pa.int64())]
                )
                filled = [{column: row.get(column, "") for column in schema.names} for row in rows]
                made[name] = pa.Table.from_pylist(filled, schema=schema)
        return made


def item_id(reference: str) -> str:
    """The id of an item from its reference number, which holds the year and the platform's own number.

    >>> item_id("2023-00012"), item_id("")
    ('item-12', '')
    """
    found = _REFERENCE.fullmatch(reference.strip())
    return f"item-{found[1]}" if found else f"item-{reference.strip()}" if reference.strip() else ""


def moment(text: str) -> str:
    """A moment with an offset in universal time; what is none stays as it is.

    >>> moment("2023-05-01T10:00:00.250000+02:00"), moment("yesterday")
    ('2023-05-01T08:00:00.250000Z', 'yesterday')
    """
    try:
        found = dt.datetime.fromisoformat(text.strip())
        if found.tzinfo is None:
            return text.strip()
        return found.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return text


def state(label: str, told: Mapping[str, str]) -> str | None:
    """The state that a status label means; ``told`` are labels of further languages, None is a label nobody knows."""
    plain = plain_heading(label)
    return _words("status").get(plain) or {plain_heading(word): code for word, code in told.items()}.get(
        plain
    )


def removed_by(text: str) -> str:
    """Who removed a comment whose text was replaced by words that say so; empty where it is a text."""
    return _words("removed").get(plain_heading(text), "")


def without_markup(text: str) -> str:
    """What stands in a text that was written with markup.

    >>> without_markup("<p>Trees &amp; benches</p>")
    'Trees & benches'
    """
    if "<" not in text and "&" not in text:
        return text.strip()
    reader = _Plain()
    reader.feed(text)
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.parts).splitlines() if line.strip())


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li", "h1", "h2", "h3", "div"}:
            self.parts.append("\n")

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as the base class calls it
        if tag == "br":
            self.parts.append("\n")


@cache
def _words(section: str) -> dict[str, str]:
    content = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    return {plain_heading(word): code for code, words in content[section].items() for word in words}
