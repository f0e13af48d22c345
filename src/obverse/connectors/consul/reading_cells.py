"""How the cells of Consul's exports are read: SQL macros for moments, amounts, words and texts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import duckdb

from obverse.evidence.importing.stored import literal

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
_MADE = "'%Y-%m-%dT%H:%M:%SZ'"


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """What the platform writes for yes, no, feasible and so on, in lower case."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return {name: tuple(listed) for name, listed in tomllib.loads(text).items()}


def listed(name: str) -> str:
    """The words of one meaning as SQL writes a list.

    >>> listed("no").startswith("('no', ")
    True
    """
    return "(" + ", ".join(literal(word) for word in words()[name]) + ")"


def create_macros(connection: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Create ``instant`` (times without a zone are of ``zone``), ``amount``, ``yes_no``, ``judged``, ``plain``.

    What cannot be read stays as it is, so that the letter can show it. In a feasible investment's text the price
    stands in brackets, without decimals (number_to_currency with precision 0 in app/models/budget.rb).
    """
    connection.execute("SET TimeZone = 'UTC'")
    zoned = rf"^({_DAY})[T ]({_TIME})\s*(Z|UTC|GMT|[+-][0-9]{{2}}:?[0-9]{{2}})$"
    spelled = r"replace(regexp_replace(regexp_replace(trim(t), '\s*(Z|UTC|GMT)$', '+00:00'), "
    spelled += r"'\s*([+-][0-9]{2}):?([0-9]{2})$', '\1:\2'), 'T', ' ')"
    local = f"strftime(timezone('UTC', timezone({literal(zone)}, {{}})), {_MADE})"
    day_first = "TRY_STRPTIME(replace(trim(t), '-', ' '), ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M'])"
    plain_moment = local.format("TRY_CAST(replace(trim(t), 'T', ' ') AS TIMESTAMP)")
    connection.execute(f"""
        CREATE MACRO instant(t) AS CASE
            WHEN regexp_matches(trim(t), '{zoned}')
                THEN COALESCE(strftime(timezone('UTC', TRY_CAST({spelled} AS TIMESTAMPTZ)), {_MADE}), trim(t))
            WHEN regexp_matches(trim(t), '^{_DAY}[T ]{_TIME}$') THEN COALESCE({plain_moment}, trim(t))
            WHEN regexp_matches(trim(t), '^[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}$')
                THEN COALESCE(strftime(TRY_STRPTIME(trim(t), '%d/%m/%Y'), '%Y-%m-%d'), trim(t))
            WHEN regexp_matches(trim(t), '^[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}[- ]')
                THEN COALESCE({local.format(day_first)}, trim(t))
            ELSE trim(t) END
    """)
    connection.execute(r"""
        CREATE MACRO amount(t) AS CASE
            WHEN NOT regexp_matches(t, '[0-9]') THEN ''
            WHEN regexp_matches(regexp_replace(t, '[^0-9.,]', '', 'g'), '[.,][0-9]{1,2}$')
                THEN regexp_replace(regexp_replace(regexp_replace(t, '[^0-9.,]', '', 'g'), '[.,][0-9]{1,2}$', ''),
                                    '[.,]', '', 'g')
                     || '.' || regexp_extract(regexp_replace(t, '[^0-9.,]', '', 'g'), '[.,]([0-9]{1,2})$', 1)
            ELSE regexp_replace(t, '[^0-9]', '', 'g') END
    """)
    connection.execute(f"""
        CREATE MACRO yes_no(t) AS CASE WHEN lower(trim(t)) IN {listed("yes")} THEN 'yes'
            WHEN lower(trim(t)) IN {listed("no")} THEN 'no' ELSE '' END
    """)
    connection.execute(f"""
        CREATE MACRO judged(t) AS CASE lower(trim(regexp_replace(t, '\\s*\\(.*$', '')))
            {_cases("feasible", "yes")} {_cases("unfeasible", "no")} {_cases("undecided", "undecided")} ELSE '' END
    """)
    connection.execute(r"""
        CREATE MACRO plain(t) AS regexp_replace(replace(replace(replace(replace(replace(
            regexp_replace(regexp_replace(t, '(?i)</(p|li|div|h[1-6])>|<br\s*/?>', chr(10), 'g'),
                           '</?[a-zA-Z][^<>]*>', '', 'g'),
            '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&'),
            '^\s+|\s+$', '', 'g')
    """)
    connection.execute("""
        CREATE MACRO person(id, name) AS CASE
            WHEN trim(id) <> '' THEN 'user-' || trim(id)
            WHEN contains(name, '@') THEN 'email:' || lower(trim(name))
            WHEN trim(name) <> '' THEN 'name:' || trim(name) ELSE '' END
    """)


def _cases(meaning: str, word: str) -> str:
    return " ".join(f"WHEN {literal(said)} THEN '{word}'" for said in words()[meaning])
