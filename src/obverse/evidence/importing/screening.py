"""Free text on its way into a dossier: e-mail addresses, telephone numbers and participants' names are blotted out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from obverse.evidence.checking import quoted
from obverse.evidence.importing.stored import literal

# Columns in which people write what they like.
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
)
E_MAIL = r"[A-Za-z0-9._%+\-]+\s?(?:@|\(at\)|\[at\]|＠)\s?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}"
# Telephone numbers as they are written: with a country's code, with a leading 0 and at least nine digits (a date has
# eight), or in the groups of North America and Spain. In doubt more is blotted out than needed.
TELEPHONE = (
    r"(?:\+|\b00)[1-9](?:[ .\-/()]{0,2}[0-9]){6,14}\b"
    r"|\(?\b0[1-9](?:[ .\-/()]{0,2}[0-9]){7,12}\b"
    r"|\([2-9][0-9]{2}\) ?[0-9]{3}[ .\-][0-9]{4}\b"
    r"|\b[2-9][0-9]{2}[.\-][0-9]{3}[.\-][0-9]{4}\b"
    r"|\b[6-9][0-9]{2}[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}\b"
)
_BLOTS = {"e_mail": "[e-mail]", "telephone": "[telephone]", "name": "[name]"}
_WORD = r"[^\p{L}\p{N}'’]+"


def screen(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str], names: str = ""
) -> dict[str, int]:
    """Blot out, in the columns of free text, what names or reaches a person; returns how many cells had each.

    ``names`` is a relation with one column ``name``: full names (of two words or more, at least seven letters) are
    blotted out wherever they stand, a nickname of one word only after an @, because it may be any word.
    """
    met: dict[str, int] = {}
    for column in (name for name in columns if name in FREE_TEXT):
        for kind, pattern in (("e_mail", E_MAIL), ("telephone", TELEPHONE)):
            changed = connection.execute(
                f"UPDATE {quoted(relation)} SET {quoted(column)} = "
                f"regexp_replace({quoted(column)}, {literal(pattern)}, '{_BLOTS[kind]}', 'g') "
                f"WHERE regexp_matches({quoted(column)}, {literal(pattern)})"
            ).fetchall()[0][0]
            if changed:
                met[kind] = met.get(kind, 0) + int(changed)
        if names:
            found = _blot_names(connection, relation, column, names)
            if found:
                met["name"] = met.get("name", 0) + found
    return met


def _blot_names(connection: duckdb.DuckDBPyConnection, relation: str, column: str, names: str) -> int:
    """Only texts that hold the first word of a name next to the rest of it are looked at one by one."""
    cell, word = quoted(column), literal(_WORD)
    pairs = connection.execute(
        f"""
        WITH told AS (SELECT DISTINCT lower(trim(name)) AS name FROM {quoted(names)} WHERE length(trim(name)) >= 3),
             first AS (SELECT name, list_filter(regexp_split_to_array(name, {word}), lambda x: x <> '')[1] AS word
                       FROM told),
             texts AS (SELECT DISTINCT {cell} AS text FROM {quoted(relation)} WHERE {cell} <> ''),
             words AS (SELECT DISTINCT text, unnest(regexp_split_to_array(lower(text), {word})) AS word FROM texts)
        SELECT text, list(name ORDER BY length(name) DESC, name)
        FROM words JOIN first USING (word)
        WHERE word <> '' AND contains(lower(text), CASE WHEN contains(name, ' ') THEN name ELSE '@' || name END)
          AND (NOT contains(name, ' ') OR length(name) >= 7)
        GROUP BY text
        """
    ).fetchall()
    rows = []
    for text, told in pairs:
        listed = [re.escape(name) if " " in name else "@" + re.escape(name) for name in told]
        blotted = re.sub(rf"(?<!\w)(?:{'|'.join(listed)})(?!\w)", _BLOTS["name"], text, flags=re.IGNORECASE)
        if blotted != text:
            rows.append((text, blotted))
    if not rows:
        return 0
    connection.execute("CREATE OR REPLACE TEMPORARY TABLE blotted (seen VARCHAR, blot VARCHAR)")
    connection.executemany("INSERT INTO blotted VALUES (?, ?)", rows)
    changed = connection.execute(
        f"UPDATE {quoted(relation)} SET {cell} = blot FROM blotted WHERE {cell} = seen"
    ).fetchall()[0][0]
    return int(changed)
