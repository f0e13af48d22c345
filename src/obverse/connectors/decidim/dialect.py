"""How Decidim writes its cells: the guard before formulas, marked-up texts, moments, addresses."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import duckdb

from obverse.evidence.importing.stored import literal

SPACES = "processes|assemblies|conferences|initiatives|consultations|votings"
# Of the cells that begin with one of = + - @ the platform's own exporter makes texts (decidim-core, exporters/csv.rb).
_MACROS = rf"""
CREATE MACRO unguarded(x) AS CASE WHEN regexp_matches(x, '^''[=+\-@]') THEN substr(x, 2) ELSE x END;
CREATE MACRO without_marks(x) AS replace(replace(replace(replace(replace(replace(
    regexp_replace(regexp_replace(x, '(?i)<br\s*/?>|</(p|li|h[1-6]|div)>', chr(10), 'g'), '<[A-Za-z/][^<>]*>', '', 'g'),
    '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&');
CREATE MACRO plain(x) AS CASE WHEN regexp_matches(x, '<[A-Za-z/][^<>]*>') THEN trim(without_marks(x), ' ' || chr(10))
    ELSE x END;
CREATE MACRO one_line(x) AS trim(regexp_replace(without_marks(x), '\s+', ' ', 'g'));
CREATE MACRO label(x) AS CASE WHEN lower(one_line(x)) IN ('null', 'nan', 'n/a', '#n/a', '{{}}', '[]') THEN ''
    ELSE one_line(x) END;
CREATE MACRO truth(x) AS lower(x) IN ('true', 't', '1', 'yes');
CREATE MACRO naive_moment(x) AS TRY_CAST(replace(regexp_extract(
    x, '^\d{{4}}-\d{{2}}-\d{{2}}[T ]\d{{2}}:\d{{2}}(:\d{{2}}(\.\d+)?)?'), 'T', ' ') AS TIMESTAMP);
CREATE MACRO offset_minutes(x) AS
    (CASE WHEN regexp_extract(x, '([+-])\d{{2}}:?(\d{{2}})?$', 1) = '-' THEN -1 ELSE 1 END) * (
    60 * COALESCE(TRY_CAST(regexp_extract(x, '[+-](\d{{2}}):?(\d{{2}})?$', 1) AS INTEGER), 0)
    + COALESCE(TRY_CAST(regexp_extract(x, '[+-](\d{{2}}):?(\d{{2}})$', 2) AS INTEGER), 0));
CREATE MACRO moment(x) AS CASE
    WHEN regexp_full_match(x, '\d{{4}}-\d{{2}}-\d{{2}}') THEN x
    WHEN regexp_full_match(x, '\d{{4}}-\d{{2}}-\d{{2}}[T ][0-9:.]+ ?[+-]\d{{2}}:?(\d{{2}})?') THEN
        COALESCE(strftime(naive_moment(x) - to_minutes(CAST(offset_minutes(x) AS BIGINT)), '%Y-%m-%dT%H:%M:%SZ'), x)
    ELSE COALESCE(strftime(naive_moment(x), '%Y-%m-%dT%H:%M:%SZ'), x) END;
CREATE MACRO day(x) AS CASE WHEN x = '' THEN '' ELSE left(moment(x), 10) END;
CREATE MACRO number(x) AS CASE WHEN regexp_full_match(x, '-?\d+\.0+') THEN regexp_extract(x, '-?\d+') ELSE x END;
CREATE MACRO token(x) AS trim(regexp_replace(lower(strip_accents(x)), '[^a-z0-9]+', '_', 'g'), '_');
CREATE MACRO space_of(address) AS ltrim(regexp_extract(address, '/({SPACES})/[^/?#]+'), '/');
CREATE MACRO first_of(x) AS trim(split_part(x, ',', 1));
CREATE MACRO last_number(address) AS regexp_extract(regexp_replace(address, '[?#].*$', ''), '(\d+)/?$', 1);
CREATE MACRO thing(kind) AS CASE kind
    WHEN 'Decidim::Proposals::Proposal' THEN 'proposal-' WHEN 'Decidim::Comments::Comment' THEN 'comment-'
    WHEN 'Decidim::Debates::Debate' THEN 'debate-' WHEN 'Decidim::Budgets::Project' THEN 'project-' ELSE '' END;
CREATE MACRO thing_at(address) AS CASE
    WHEN regexp_matches(address, '/proposals/\d+') THEN 'proposal-' || regexp_extract(address, '/proposals/(\d+)', 1)
    WHEN regexp_matches(address, '/projects/\d+') THEN 'project-' || regexp_extract(address, '/projects/(\d+)', 1)
    WHEN regexp_matches(address, '/debates/\d+') THEN 'debate-' || regexp_extract(address, '/debates/(\d+)', 1)
    ELSE '' END;
"""


def speak(connection: duckdb.DuckDBPyConnection) -> None:
    """Teach a database how cells of Decidim are read: one macro for each habit of its exporter."""
    for statement in _MACROS.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def learn_states(connection: duckdb.DuckDBPyConnection, told: str) -> list[str]:
    """Fill ``state_words``, also with what is ``told`` (``word=code|word=code``); returns what says nothing."""
    rows = {
        (of, word): code for of, codes in states().items() for code, words in codes.items() for word in words
    }
    wrong = []
    for part in filter(None, (piece.strip() for piece in told.split("|"))):
        word, _, code = part.partition("=")
        if word.strip() and code.strip() in states()["proposal"]:
            rows["proposal", word.strip().casefold()] = code.strip()
        else:
            wrong.append(part)
    values = ", ".join(
        f"({literal(of)}, token({literal(word)}), {literal(code)})"
        for (of, word), code in sorted(rows.items())
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE state_words AS SELECT * FROM (VALUES {values}) AS told (kind, word, code)"
    )
    return wrong


@cache
def states() -> dict[str, dict[str, list[str]]]:
    """The words for the states of proposals and of results, by the fate they mean."""
    content: dict[str, dict[str, list[str]]] = tomllib.loads(
        resources.files(__package__).joinpath("states.toml").read_text(encoding="utf-8")
    )
    return content
