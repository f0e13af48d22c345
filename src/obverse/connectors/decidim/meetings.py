"""Meetings, with how many came where the organisers said so."""

from __future__ import annotations

from obverse.connectors.decidim.export import Export
from obverse.evidence.importing.extract import FILE, ROW

COLUMNS = ("id", "kind", "start", "hours", "mode", "attendees")


def read_meetings(export: Export) -> None:
    """Make ``event`` from the meetings that were not withdrawn.

    The exporter turns an empty number of attendees into 0, so that a 0 counts only for a meeting that was closed
    with a report.
    """
    start, end = "naive_moment(moment(start_time))", "naive_moment(moment(end_time))"
    export.connection.execute(f"""
        CREATE TABLE event AS
        SELECT 'meeting-' || id AS id, 'meeting' AS kind, moment(start_time) AS start,
               CASE WHEN {end} > {start}
                    THEN CAST(round(date_diff('minute', {start}, {end}) / 60.0, 2) AS VARCHAR) ELSE '' END AS hours,
               CASE WHEN type_of_meeting IN ('in_person', 'online', 'hybrid') THEN type_of_meeting ELSE '' END AS mode,
               CASE WHEN number(attendees) = '0' AND closed_at = '' THEN '' ELSE number(attendees) END AS attendees,
               {FILE}, {ROW}
        FROM now_meetings WHERE NOT truth(withdrawn) ORDER BY {FILE}, {ROW}
    """)


def withdrawn_meetings(export: Export) -> int:
    """How many meetings were withdrawn before they were held."""
    return export.count("SELECT count(*) FROM now_meetings WHERE truth(withdrawn)")
