"""Free text on its way into a dossier: e-mail addresses, telephone numbers and participants' names are blotted out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import duckdb
import pyarrow as pa

from obverse.evidence.declarations import ATTRIBUTE_PREFIX, tables
from obverse.evidence.importing.stored import literal
from obverse.evidence.typed_cells import quoted

# Columns in which people write what they like; in the others, a number of nine digits is rather a number of a thing.
FREE_TEXT = (
    "text",
    "clause_text",
    "title",
    "label",
    "topic",
    "moderation_reason",
    "purpose",
    "data",
    "value",
    "actual_use",
    "recipient",
    "applies_why",
    "stop_rule",
)
# Texts that tell things apart: what is the same has to stay the same, and what is not must not become so.
_TELL_APART = ("sha256", "origin_key")
_SIGNS = r"[\p{L}\p{N}._%+\-]"
_DOMAIN = r"[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)*\.\p{L}{2,}"
E_MAIL = rf"{_SIGNS}+\s?(?:@|\(at\)|\[at\]|＠|%40)\s?{_DOMAIN}"
# Telephone numbers as they are written: with a country's code, with a leading 0 and at least nine digits (a date has
# eight), or in the groups of North America and Spain. In doubt more is blotted out than needed.
TELEPHONE = (
    r"(?:\+|\b00)[1-9](?:[ .\-/()\x{A0}\x{202F}]{0,2}[0-9]){6,14}\b"
    r"|\(?\b0[1-9](?:[ .\-/()\x{A0}\x{202F}]{0,2}[0-9]){7,12}\b"
    r"|\([2-9][0-9]{2}\) ?[0-9]{3}[ .\-][0-9]{4}\b"
    r"|\b[2-9][0-9]{2}[.\-][0-9]{3}[.\-][0-9]{4}\b"
    r"|\b[6-9][0-9]{2}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}\b"
)
# A nickname as platforms write it: whoever it is, the sign before it says that somebody is meant.
NICKNAME = r"(^|[^\p{L}\p{N}_@.])@[\p{L}_](?:[\p{L}\p{N}_.\-]*[\p{L}\p{N}_])?"
_BLOTS = {"e_mail": "[e-mail]", "telephone": "[telephone]", "name": "[name]"}
_WORD = r"[^\p{L}\p{N}'’]+"
# A full name of fewer letters may be any two words.
_SHORTEST = 7
# What may stand between the words of a name: more than one space, one that does not break, a line's end.
_BETWEEN = r"[\s._,\-]{1,3}"


def screen(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str], names: str = ""
) -> dict[str, int]:
    """Blot out, in the columns of texts, what names or reaches a person; returns how many cells had each.

    ``names`` is a relation with one column ``name``: full names (of two words or more, at least seven letters) are
    blotted out wherever they stand, the family name before or behind; a nickname of one word only after an @, because
    it may be any word. Telephone numbers are looked for in free text alone.
    """
    met: dict[str, int] = {}
    for column in columns:
        for kind, pattern, blot in blots(column):
            _count(met, kind, _replace(connection, relation, column, pattern, blot))
        if names and _is_text(column):
            _count(met, "name", _blot_names(connection, relation, column, names))
    return met


def blots(column: str) -> tuple[tuple[str, str, str], ...]:
    """What is looked for in the cells of a column, one after the other: its kind, its pattern, what takes its place.

    >>> [kind for kind, _, _ in blots("text")], blots("channel")
    (['e_mail', 'telephone', 'name'], ())
    """
    if not _is_text(column):
        return ()
    found = [("e_mail", E_MAIL, _BLOTS["e_mail"])]
    if column in FREE_TEXT:
        found.append(("telephone", TELEPHONE, _BLOTS["telephone"]))
        found.append(("name", NICKNAME, rf"\1{_BLOTS['name']}"))
    return tuple(found)


def blot(text: str) -> str:
    """One text without e-mail addresses and telephone numbers.

    >>> blot("Ask jo@town.example or +33 6 00 00 00 01")
    'Ask [e-mail] or [telephone]'
    """
    addresses = f"regexp_replace(?, {literal(E_MAIL)}, {literal(_BLOTS['e_mail'])}, 'g')"
    numbers = f"regexp_replace({addresses}, {literal(TELEPHONE)}, {literal(_BLOTS['telephone'])}, 'g')"
    ((blotted,),) = duckdb.connect(":memory:").execute(f"SELECT {numbers}", [text]).fetchall()
    return str(blotted)


def without_addresses(texts: Sequence[str]) -> list[str]:
    """Texts that were made for a person and are to stay, without the e-mail addresses that they quote.

    >>> without_addresses(["Not known: jo@town.example."])
    ['Not known: [e-mail].']
    """
    if not texts:
        return []
    rows = duckdb.connect(":memory:").execute(
        f"SELECT regexp_replace(text, {literal(E_MAIL)}, {literal(_BLOTS['e_mail'])}, 'g') "
        "FROM (SELECT unnest(?) AS text, generate_subscripts(?, 1) AS place) ORDER BY place",
        [list(texts), list(texts)],
    )
    return [str(text) for (text,) in rows.fetchall()]


@cache
def _texts() -> frozenset[str]:
    found = {
        name for table in tables().values() for name, column in table.columns.items() if column.kind == "text"
    }
    return frozenset({*found, *FREE_TEXT} - set(_TELL_APART))


def _is_text(column: str) -> bool:
    return column in _texts() or column.startswith(ATTRIBUTE_PREFIX)


def _count(met: dict[str, int], kind: str, cells: int) -> None:
    if cells:
        met[kind] = met.get(kind, 0) + cells


def _replace(
    connection: duckdb.DuckDBPyConnection, relation: str, column: str, pattern: str, blot: str
) -> int:
    changed = connection.execute(
        f"UPDATE {quoted(relation)} SET {quoted(column)} = "
        f"regexp_replace({quoted(column)}, {literal(pattern)}, {literal(blot)}, 'g') "
        f"WHERE regexp_matches({quoted(column)}, {literal(pattern)})"
    ).fetchall()
    return int(changed[0][0])


def _blot_names(connection: duckdb.DuckDBPyConnection, relation: str, column: str, names: str) -> int:
    """Only texts that hold a word of a name next to the rest of it are looked at one by one."""
    cell = quoted(column)
    pairs = connection.execute(
        f"""
        WITH told AS (SELECT DISTINCT {_plain("name")} AS name FROM {quoted(names)}),
             full_names AS (SELECT name, string_split(name, ' ') AS words FROM told
                            WHERE contains(name, ' ') AND length(name) >= {_SHORTEST}),
             turned AS (SELECT words[-1] || ' ' || array_to_string(words[:-2], ' ') AS name FROM full_names),
             sought AS (SELECT name, string_split(name, ' ')[1] AS word
                        FROM (SELECT name FROM full_names UNION SELECT name FROM turned)),
             texts AS (SELECT DISTINCT {cell} AS text, {_plain(cell)} AS plain
                       FROM {quoted(relation)} WHERE {cell} <> ''),
             words AS (SELECT DISTINCT text, plain, unnest(string_split(plain, ' ')) AS word FROM texts)
        SELECT text, list(name ORDER BY length(name) DESC, name)
        FROM words JOIN sought USING (word)
        WHERE contains(plain, name)
        GROUP BY text
        """
    ).fetchall()
    rows = []
    for text, told in pairs:
        listed = [_BETWEEN.join(re.escape(part) for part in name.split(" ")) for name in told]
        blotted = re.sub(rf"(?<!\w)(?:{'|'.join(listed)})(?!\w)", _BLOTS["name"], text, flags=re.IGNORECASE)
        if blotted != text:
            rows.append({"seen": text, "blot": blotted})
    if not rows:
        return 0
    connection.register("blotted", pa.Table.from_pylist(rows))
    # A cell that lost a nickname before has been counted.
    counted = connection.execute(
        f"SELECT count(*) FROM {quoted(relation)} JOIN blotted ON {cell} = seen "
        f"WHERE NOT contains(seen, '{_BLOTS['name']}')"
    ).fetchall()[0][0]
    connection.execute(f"UPDATE {quoted(relation)} SET {cell} = blot FROM blotted WHERE {cell} = seen")
    connection.unregister("blotted")
    return int(counted)


def _plain(text: str) -> str:
    return f"trim(regexp_replace(lower({text}), {literal(_WORD)}, ' ', 'g'))"
