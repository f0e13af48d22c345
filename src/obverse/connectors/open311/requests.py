"""Service requests of several files as one relation, and the SQL that makes contributions of it."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from obverse.connectors.open311 import moments
from obverse.connectors.open311.sources import Source, words
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.typed_cells import quoted

FIELDS = (
    *(
        "the_id",
        "the_opening",
        "the_closing",
        "the_update",
        "the_target",
        "the_flag",
        "the_status",
        "the_topic",
    ),
    *("the_area", "the_parent", "the_duplicate", "the_text", "the_channel", "the_nature"),
)
TIMES = ("the_opening", "the_closing", "the_update", "the_target")
# By its status, or where that tells nothing by the lack of a closing date.
NOT_ENDED = "(unfinished OR state = '' AND closing = '')"
# The families whose own words say that a closed request's last change is its closing.
_LAST_CHANGE_CLOSES = ("georeport", "montreal")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: the heading of its areas, the order in its dates, the zone of times without an offset."""

    area: str = ""
    order: str = ""
    zone: str = ""


def lay_out(connection: duckdb.DuckDBPyConnection, source: Source, number: int, reading: Reading) -> None:
    """Create ``source_<number>``: the shared fields of a file, its moments read."""
    connection.register(f"read_{number}", source.rows)
    match = source.match
    cells = []
    for name in FIELDS:
        theirs = match.columns.get(name, ())
        theirs = ((reading.area,) if reading.area else theirs[:1]) if name == "the_area" else theirs
        filled = [f"NULLIF({_something(quoted(column))}, '')" for column in theirs]
        cells.append(f"COALESCE({', '.join([*filled, chr(39) * 2])}) AS {name}")
    parts = ", ".join(f"{moments.parts(name)} AS parts_{name}" for name in TIMES)
    read = ", ".join(f"{moments.read(name, f'parts_{name}', reading.order)} AS at_{name}" for name in TIMES)
    told = ", ".join(f"{moments.written(f'at_{name}', name, reading.zone)} AS told_{name}" for name in TIMES)
    connection.execute(f"""
        CREATE TABLE source_{number} AS
        WITH cells AS (SELECT {", ".join(cells)}, {ROW_IN_FILE} FROM read_{number}),
             apart AS (SELECT *, {parts} FROM cells),
             timed AS (SELECT * EXCLUDE ({", ".join(f"parts_{name}" for name in TIMES)}), {read} FROM apart)
        SELECT *, {told}, {literal(str(source.file))} AS {FILE}, {literal(match.kind.name)} AS family,
               {number} AS place,
               {_flag("the_flag" in match.columns)} AS flags, {_flag("the_target" in match.columns)} AS targets
        FROM timed
    """)
    connection.unregister(f"read_{number}")


def dates(connection: duckdb.DuckDBPyConnection, source: Source) -> str:
    """In which order the file writes the parts of a date; see ``moments.day_order``."""
    theirs = [quoted(column) for name in TIMES for column in source.match.columns.get(name, ())]
    connection.register("read_dates", source.rows)
    order = moments.day_order(connection, "read_dates", theirs)
    connection.unregister("read_dates")
    return (
        moments.MONTH_FIRST
        if order == "?" and source.match.kind.name in words()["month_first"]["yes"]
        else order
    )


def unite(connection: duckdb.DuckDBPyConnection, count: int, last_change: bool) -> None:
    """Create ``request``: the rows of all files, with state, closing and judgement of time; the latest of each id."""
    united = " UNION ALL ".join(f"SELECT * FROM source_{number}" for number in range(count))
    families = ", ".join(literal(name) for name in _LAST_CHANGE_CLOSES) if last_change else "''"
    made = "md5(concat_ws('|', the_opening, the_topic, the_area))"
    connection.execute(f"""
        CREATE TABLE request AS
        WITH united AS ({united}),
        named AS (
            SELECT * EXCLUDE (the_id), the_id = '' AS made,
                   CASE WHEN the_id <> '' THEN the_id ELSE 'made-' || left({made}, 12) || '-' || row_number() OVER (
                       PARTITION BY the_id, {made} ORDER BY place, {ROW_IN_FILE}) END AS the_id
            FROM united),
        judged AS (
            SELECT *,
                   CASE WHEN {_is("the_duplicate", "duplicate")} THEN 'merged'
                        ELSE {_coded("the_status", "state")} END AS state,
                   {_coded("the_flag", "ontime")} AS on_time,
                   max(at_the_update.at) OVER (PARTITION BY the_id) AS last_update
            FROM named)
        SELECT *, at_the_update.at < last_update AS earlier,
               the_closing = '' AND family IN ({families}) AND the_update <> ''
                   AND state IN ('done', 'rejected', 'withdrawn', 'merged') AS by_update,
               CASE WHEN by_update THEN told_the_update ELSE told_the_closing END AS closing,
               CASE WHEN by_update THEN at_the_update ELSE at_the_closing END AS at_closing,
               state IN ('open', 'evaluating') AS unfinished
        FROM judged
    """)
    for number in range(count):
        connection.execute(f"DROP TABLE source_{number}")


def contributions(prefix: str, kind: str, with_text: bool) -> str:
    """One contribution for each request that is the latest of its id."""
    before = literal(prefix + "request-")
    same_clock = "(at_closing.shift IS NULL) = (at_the_target.shift IS NULL)"
    shift = "COALESCE(to_minutes({0}.shift), INTERVAL 0 MINUTE)"
    kept = (
        f"CASE WHEN at_closing.timed AND at_the_target.timed THEN at_closing.at - {shift.format('at_closing')} "
        f"<= at_the_target.at - {shift.format('at_the_target')} "
        "ELSE CAST(at_closing.at AS DATE) <= CAST(at_the_target.at AS DATE) END"
    )
    return f"""
        SELECT {before} || the_id AS id,
               COALESCE(NULLIF({_coded("the_nature", "kind")}, ''), {literal(kind)}) AS kind,
               CASE WHEN {_is("the_channel", "official")} THEN 'official' ELSE '' END AS origin,
               the_topic AS topic, CASE WHEN the_area = '' THEN '' ELSE {literal(prefix)} || the_area END AS area,
               told_the_opening AS created_at, {"the_text" if with_text else "''"} AS text, state,
               CASE WHEN unfinished OR state = 'withdrawn' THEN '' ELSE closing END AS answered_at,
               CASE WHEN state = 'withdrawn' THEN closing ELSE '' END AS withdrawn_at,
               CASE WHEN targets AND the_target = '' THEN ''
                    WHEN flags THEN CASE WHEN on_time = 'yes' AND {NOT_ENDED} THEN '' ELSE on_time END
                    WHEN unfinished OR closing = '' OR at_the_target.at IS NULL OR NOT {same_clock} THEN ''
                    WHEN {kept} THEN 'yes' ELSE 'no' END AS answered_in_time,
               CASE WHEN state = 'merged' AND the_parent <> the_id
                         AND the_parent IN (SELECT the_id FROM request WHERE NOT COALESCE(earlier, FALSE))
                    THEN {before} || the_parent ELSE '' END AS merged_into,
               {FILE}, {ROW_IN_FILE} AS {ROW}
        FROM request WHERE NOT COALESCE(earlier, FALSE) ORDER BY place, {ROW_IN_FILE}
    """


def areas(prefix: str) -> str:
    """The areas that requests name."""
    return f"""
        SELECT {literal(prefix)} || the_area AS id, the_area AS name,
               first({FILE} ORDER BY place, {ROW_IN_FILE}) AS {FILE},
               first({ROW_IN_FILE} ORDER BY place, {ROW_IN_FILE}) AS {ROW}
        FROM request WHERE the_area <> '' AND NOT COALESCE(earlier, FALSE) GROUP BY the_area ORDER BY the_area
    """


def _something(cell: str) -> str:
    nothing = ", ".join(literal(word) for word in words()["nothing"]["yes"])
    return f"CASE WHEN lower(trim({cell})) IN ({nothing}) THEN '' ELSE trim({cell}) END"


def _coded(cell: str, table: str) -> str:
    cases = " ".join(
        f"WHEN lower({cell}) IN ({', '.join(literal(word) for word in listed)}) THEN {literal(code)}"
        for code, listed in words()[table].items()
    )
    return f"CASE {cases} ELSE '' END"


def _is(cell: str, table: str) -> str:
    return f"lower({cell}) IN ({', '.join(literal(word) for word in words()[table]['yes'])})"


def _flag(value: bool) -> str:
    return "TRUE" if value else "FALSE"
