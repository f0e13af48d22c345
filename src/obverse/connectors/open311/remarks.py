"""What a reader has to know about the requests: what was not taken, and where the files contradict themselves."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from obverse.connectors.open311.requests import NOT_ENDED, TIMES
from obverse.connectors.open311.sources import words
from obverse.evidence.checking import SHOWN
from obverse.evidence.importing.stored import literal
from obverse.vocabulary.text import Text

_COUNTED = {
    "made_ids": "made",
    "by_update": "by_update",
    "no_target": "targets AND the_target = '' AND the_flag <> ''",
    "still_open_in_time": f"flags AND on_time = 'yes' AND {NOT_ENDED} AND NOT (targets AND the_target = '')",
    "closed_undated": "state = 'done' AND closing = ''",
    "open_but_closed": "unfinished AND closing <> ''",
    "closed_first": "at_closing.at < at_the_opening.at AND "
    "(at_closing.shift IS NULL) = (at_the_opening.shift IS NULL) AND CAST(at_closing.at AS DATE) < "
    "CAST(at_the_opening.at AS DATE)",
    "cancelled": "state = 'withdrawn'",
    "orphans": "state = 'merged' AND the_parent <> '' AND the_parent NOT IN (SELECT the_id FROM request)",
    "complaints": "lower(the_nature) = 'plainte'",
}


def notes(
    connection: duckdb.DuckDBPyConnection, say: Callable[..., Text], zone: str, with_text: bool
) -> list[Text]:
    """All notes on the requests that were read."""

    def count(condition: str) -> int:
        query = f"SELECT count(*) FROM request WHERE NOT COALESCE(earlier, FALSE) AND ({condition})"
        return int(connection.execute(query).fetchall()[0][0])

    local = " OR ".join(f"(at_{name}.timed AND at_{name}.shift IS NULL)" for name in TIMES)
    said = []
    if hours := count(local):
        said.append(say("zone_used" if zone else "zone_missing", count=str(hours), zone=zone))
    said += [say(key, count=str(found)) for key, condition in _COUNTED.items() if (found := count(condition))]
    if closed := count(f"state = 'done' AND lower(the_status) IN ({_closed()})"):
        said.append(say("only_closed", count=str(closed)))
    if not with_text and (texts := count("the_text <> ''")):
        said.append(say("texts_left", count=str(texts)))
    return [*said, *_unknown_states(connection, say)]


def _closed() -> str:
    return ", ".join(literal(word) for word in words()["closed"]["yes"])


def _unknown_states(connection: duckdb.DuckDBPyConnection, say: Callable[..., Text]) -> list[Text]:
    """Statuses that no table of words explains; long ones are no statuses, and are not repeated."""
    rows = connection.execute(
        "SELECT CASE WHEN len(the_status) <= 40 THEN the_status ELSE '...' END AS found, count(*) FROM request "
        "WHERE state = '' AND the_status <> '' AND NOT COALESCE(earlier, FALSE) "
        f"GROUP BY found ORDER BY count(*) DESC, found LIMIT {SHOWN}"
    ).fetchall()
    if not rows:
        return []
    return [say("unknown_states", found=", ".join(f"'{status}' ({count})" for status, count in rows))]
