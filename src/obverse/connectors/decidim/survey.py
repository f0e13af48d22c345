"""Answers to surveys: one row for each respondent (the administrators' export) or for each answer (the open data)."""

from __future__ import annotations

from obverse.connectors.decidim.export import Export
from obverse.evidence.importing.extract import FILE, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.typed_cells import quoted

COLUMNS = ("respondent", "wave", "role", "item", "value")


def read_answers(export: Export) -> None:
    """Make ``survey_given`` (respondent, origin, item, value): what was answered, empty answers left out.

    An item is the number and the words of the question, for questions in rows with / and the row.
    """
    # In some versions an id is that of the answer, followed by that of the account.
    respondent = (
        "CASE WHEN regexp_full_match(id, '\\d+_\\d+') THEN 'user-' || split_part(id, '_', 2) ELSE id END"
    )
    long = (
        f"SELECT {respondent} AS respondent, ip_hash AS origin, label(question) AS item, one_line(body) AS value, "
        f"{FILE}, {ROW} FROM now_answers"
    )
    wide = [
        f"SELECT told.id, told.ip_hash, label({literal(heading)}), one_line(unguarded(raw.{quoted(heading)})), "
        f"told.{FILE}, told.{ROW} FROM part_{place} AS told JOIN raw_{place} AS raw ON raw.row_in_file = told.{ROW}"
        for place in export.sides("survey", "now")
        for heading in export.parts[place].questions
    ]
    union = " UNION ALL ".join([long, *wide])
    export.connection.execute(
        f"CREATE TABLE survey_given AS SELECT * FROM ({union}) WHERE item <> '' AND value NOT IN ('', '[]')"
    )


def survey_rows(role: str, wave: str) -> str:
    """The query for the rows of the table survey_answer; who answered what belongs to a role only the caller knows."""
    return (
        f"SELECT DISTINCT ON (respondent, item) 'response-' || respondent AS respondent, {literal(wave)} AS wave, "
        f"{literal(role)} AS role, item, value, {FILE}, {ROW} FROM survey_given "
        f"WHERE respondent <> '' ORDER BY respondent, item, {FILE}, {ROW}"
    )


def tell_survey(export: Export) -> dict[str, int]:
    """How many answered, how many questions there are, and how many answers share their origin with another."""
    return {
        "respondents": export.count("SELECT count(DISTINCT respondent) FROM survey_given"),
        "questions": export.count("SELECT count(DISTINCT item) FROM survey_given"),
        "shared": export.count(
            "SELECT COALESCE(sum(n), 0) FROM (SELECT count(DISTINCT respondent) AS n FROM survey_given "
            "WHERE origin <> '' GROUP BY origin HAVING count(DISTINCT respondent) > 1)"
        ),
    }
