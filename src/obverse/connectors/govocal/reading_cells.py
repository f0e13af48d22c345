"""How Go Vocal's cells are read: SQL macros for moments, texts, people, and the words of its statuses."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import duckdb

from obverse.evidence.importing.stored import literal

_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
_MADE = "'%Y-%m-%dT%H:%M:%SZ'"


@cache
def words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What the platform writes for its statuses and for people without a name, in lower case."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return {
        part: {name: tuple(said) for name, said in body.items()} for part, body in tomllib.loads(text).items()
    }


def listed(said: Iterable[str]) -> str:
    """Words as SQL writes a list.

    >>> listed(["a", "b"])
    "('a', 'b')"
    """
    return "(" + ", ".join(literal(word) for word in said) + ")"


def create_macros(connection: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Create ``instant`` (API), ``local_instant`` (XLSX, times of ``zone``), ``plain``, ``unguarded``, ``state_of``.

    What cannot be read stays as it is, so that the letter can show it. Spreadsheets hold times without a zone.
    """
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(rf"""
        CREATE MACRO instant(t) AS CASE WHEN regexp_matches(trim(t), '{_ISO}(Z|[+-][0-9]{{2}}:?[0-9]{{2}})?$')
            THEN COALESCE(strftime(timezone('UTC', TRY_CAST(replace(trim(t), 'T', ' ') AS TIMESTAMPTZ)), {_MADE}),
                          trim(t))
            ELSE trim(t) END
    """)
    connection.execute(rf"""
        CREATE MACRO local_instant(t) AS CASE WHEN regexp_matches(trim(t), '{_ISO}Z?$')
            THEN COALESCE(strftime(timezone('UTC', timezone({literal(zone)},
                 TRY_CAST(replace(replace(trim(t), 'T', ' '), 'Z', '') AS TIMESTAMP))), {_MADE}), trim(t))
            ELSE trim(t) END
    """)
    # back/app/services/export/xlsx/utils.rb puts an apostrophe before what a spreadsheet would calculate.
    connection.execute("CREATE MACRO unguarded(t) AS regexp_replace(t, '^''([=+@-])', '\\1')")
    connection.execute(r"""
        CREATE MACRO plain(t) AS regexp_replace(replace(replace(replace(replace(replace(replace(
            regexp_replace(regexp_replace(unguarded(t), '(?i)</(p|li|div|h[1-6])>|<br\s*/?>', chr(10), 'g'),
                           '</?[a-zA-Z][^<>]*>', '', 'g'),
            '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&'),
            '^\s+|\s+$', '', 'g')
    """)
    states = words()["states"]
    cases = " ".join(
        f"WHEN lower(trim(t)) IN {listed(said)} THEN {literal('' if state == 'none' else state)}"
        for state, said in states.items()
    )
    connection.execute(f"CREATE MACRO state_of(t) AS CASE {cases} ELSE '' END")
    connection.execute(f"""
        CREATE MACRO person(id, email, name) AS CASE
            WHEN trim(id) <> '' THEN 'user-' || trim(id)
            WHEN contains(email, '@') THEN 'email:' || lower(trim(email))
            WHEN trim(name) <> '' AND lower(trim(name)) NOT IN {listed(words()["anonymous"]["names"])}
                THEN 'name:' || trim(name) ELSE '' END
    """)


def known_statuses() -> str:
    """All statuses that have a meaning here, as SQL writes a list."""
    return listed(word for said in words()["states"].values() for word in said)
