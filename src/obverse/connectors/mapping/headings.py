"""How well the headings of an unknown table fit what a column of ours is called elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache

from obverse.connectors.mapping.plain_words import lists, plain, told
from obverse.evidence.declarations import tables

# From here on a heading says enough of a column to be more than a chance.
CLEAR = 0.6


@cache
def synonyms() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each table and column of ours, what it is called, in plain words; ``text:title`` is the title of a text.

    >>> "haushaltsjahr" in synonyms()["budget_line"]["year"]
    True
    """
    listed = dict(lists("headings.toml"))
    shared = listed.pop("shared")
    found = {}
    for table, declared in tables().items():
        columns: dict[str, tuple[str, ...]] = {}
        named = listed.get(table, {}).get("columns", {})
        for column in dict.fromkeys([*named, *declared.columns]):
            words = [plain(column)] if column in declared.columns else []
            for word in named.get(column, ()):
                words += [plain(item) for item in shared[word[1:]]] if word.startswith("@") else [plain(word)]
            columns[column] = tuple(dict.fromkeys(words))
        found[table] = columns
    return found


@cache
def table_words(table: str) -> tuple[str, ...]:
    """What a file or a sheet is called that holds rows of a table, in plain words."""
    listed = lists("headings.toml").get(table, {}).get("words", ())
    return tuple(plain(word) for word in (*listed, table))


@cache
def likeness(heading: str, table: str, column: str) -> float:
    """How much a heading (in plain words) is one of those of a column: 1 the same, 0 nothing alike.

    >>> likeness("date de dépôt", "contribution", "created_at") > likeness("date", "decision", "organ")
    True
    """
    words = plain(heading)
    return max((_alike(words, synonym) for synonym in synonyms()[table][column]), default=0.0)


@cache
def rarity(heading: str, table: str) -> float:
    """How much a heading speaks for a table rather than for others: 1 where only it has such a column."""
    words = plain(heading)
    holders = sum(
        1
        for columns in synonyms().values()
        if any(_alike(words, synonym) >= 0.95 for names in columns.values() for synonym in names)
    )
    return 1.0 / max(1, holders) ** 0.5 if table in synonyms() else 0.0


@cache
def _alike(words: str, synonym: str) -> float:
    if not words or not synonym:
        return 0.0
    if words == synonym:
        return 1.0
    heading, known = told(words), told(synonym)
    if heading == known:
        return 0.95
    if set(known) < set(heading) and len(synonym) > 2:
        # The last word of a heading says most in English, the first in French or Spanish.
        edge = heading[: len(known)] == known or heading[-len(known) :] == known
        return (0.5 if edge else 0.35) + 0.4 * len(known) / len(heading)
    if set(heading) < set(known) and len(words) > 3:
        return 0.2 + 0.35 * len(heading) / len(known)
    if len(words) > 4 and abs(len(words) - len(synonym)) <= 2 and words[0] == synonym[0]:
        ratio = SequenceMatcher(None, words, synonym).ratio()
        return 0.75 if ratio >= 0.87 else 0.0
    return 0.0


@cache
def speaks_of_things(heading: str) -> bool:
    """Whether a heading is a known one of something else than people."""
    people = ("author", "actor", "respondent", "owner")
    return any(
        _alike(plain(heading), synonym) >= 0.95
        for table, columns in synonyms().items()
        for column, names in columns.items()
        if column not in people and (table, column) not in {("actor", "id"), ("participation", "actor")}
        for synonym in names
    )
