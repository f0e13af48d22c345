"""Moments in exports of service requests: with an offset, in a local time, or a day alone."""

from __future__ import annotations

import duckdb

from obverse.evidence.importing.stored import literal

MONTH_FIRST, DAY_FIRST = "mdy", "dmy"
_PARTS = (
    r"^([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})[T ]*([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?(?:[.,][0-9]+)?"
    r" *([AaPp]\.?[Mm]\.?)? *(Z|z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?$"
)
_NAMES = "['day', 'clock', 'half', 'shift']"
_EPOCH = "[0-9]{13}"
_CLOCKS = (" %H:%M:%S", " %H:%M", "", " %I:%M:%S %p", " %I:%M %p")


def day_order(connection: duckdb.DuckDBPyConnection, relation: str, columns: list[str]) -> str:
    """Which of the first two numbers of a date is the month; nothing where all dates begin with the year.

    ``mdy`` or ``dmy`` where some number above 12 tells, ``?`` where none does, ``!`` where they contradict each other.
    """
    if not columns:
        return ""
    cells = " UNION ALL ".join(
        f"SELECT {name} AS cell FROM {relation} WHERE {name} <> ''" for name in columns
    )
    row = connection.execute(f"""
        SELECT max(TRY_CAST(found[1] AS INTEGER)), max(TRY_CAST(found[2] AS INTEGER)) FROM (
            SELECT regexp_extract_all(cell, '^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.][0-9]{{4}}', 1)
                || regexp_extract_all(cell, '^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.][0-9]{{4}}', 2) AS found
            FROM ({cells})) WHERE len(found) = 2
    """).fetchall()[0]
    if row[0] is None:
        return ""
    first, second = int(row[0]) > 12, int(row[1]) > 12
    return {(True, False): DAY_FIRST, (False, True): MONTH_FIRST, (False, False): "?"}.get(
        (first, second), "!"
    )


def parts(cell: str) -> str:
    """The SQL that takes a cell apart: its day, clock, half of the day and shift from UTC, as texts."""
    return f"regexp_extract(trim({cell}), {literal(_PARTS)}, {_NAMES})"


def read(cell: str, found: str, order: str) -> str:
    """The SQL that reads a cell from its parts: the moment as written, its shift from UTC in minutes, its clock."""
    days = {MONTH_FIRST: ["%m-%d-%Y", "%Y-%m-%d"], DAY_FIRST: ["%d-%m-%Y", "%Y-%m-%d"]}.get(
        order, ["%Y-%m-%d"]
    )
    formats = ", ".join(literal(day + clock) for day in days for clock in _CLOCKS)
    text = (
        f"concat_ws(' ', replace(replace({found}.day, '/', '-'), '.', '-'), NULLIF({found}.clock, ''), "
        f"NULLIF(upper(replace({found}.half, '.', '')), ''))"
    )
    shift = (
        f"CASE WHEN {found}.shift = '' THEN NULL WHEN left({found}.shift, 1) IN ('+', '-') THEN "
        f"TRY_CAST(left({found}.shift, 1) || '1' AS INTEGER) * (60 * TRY_CAST(substr({found}.shift, 2, 2) AS INTEGER) "
        f"+ COALESCE(TRY_CAST(right(replace(substr({found}.shift, 4), ':', ''), 2) AS INTEGER), 0)) ELSE 0 END"
    )
    return (
        f"CASE WHEN {cell} = '' THEN NULL WHEN regexp_full_match({cell}, '{_EPOCH}') THEN "
        f"{{'at': make_timestamp_ms(TRY_CAST({cell} AS BIGINT)), 'shift': 0, 'timed': TRUE}} "
        f"ELSE {{'at': try_strptime({text}, [{formats}]), 'shift': {shift}, 'timed': {found}.clock <> ''}} END"
    )


def written(moment: str, cell: str, zone: str) -> str:
    """The SQL of a moment as the evidence writes it: in UTC, or the day alone where the offset is not known.

    A cell that is no moment stays as it is, so that the letter can show it.
    """
    stamp = "'%Y-%m-%dT%H:%M:%SZ'"
    local = f"strftime({moment}.at, '%Y-%m-%d')"
    if zone:
        local = (
            f"CASE WHEN {moment}.timed THEN strftime(({moment}.at AT TIME ZONE {literal(zone)}) "
            f"AT TIME ZONE 'UTC', {stamp}) ELSE {local} END"
        )
    return (
        f"CASE WHEN {cell} = '' THEN '' WHEN {moment}.at IS NULL THEN {cell} "
        f"WHEN {moment}.shift IS NULL THEN {local} "
        f"ELSE strftime({moment}.at - to_minutes({moment}.shift), {stamp}) END"
    )
