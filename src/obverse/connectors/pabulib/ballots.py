"""The SQL that turns the rows of a .pb file into people, projects and votes; no ballot passes through Python."""

from __future__ import annotations

from collections.abc import Sequence

from obverse.connectors.pabulib.winners import NO_COST
from obverse.evidence.importing.extract import EMAIL, FILE, NAME, ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW as ROW_IN_FILE

# The greatest age that anybody is known to have reached.
OLDEST = 122
_CHANNELS = "CASE lower({0}) WHEN '' THEN '' WHEN 'internet' THEN 'online' WHEN 'paper' THEN 'paper' ELSE 'unknown' END"


def cleaned(relation: str, fields: Sequence[str]) -> str:
    """Cells without spaces around them; the word None, in whatever case, is an empty cell."""
    cells = ", ".join(
        f"CASE WHEN lower(trim({name})) = 'none' THEN '' ELSE trim({name}) END AS {name}" for name in fields
    )
    return f"SELECT {cells}, {ROW_IN_FILE} FROM ({relation})"


def number(cell: str) -> str:
    """A number as the evidence writes it, where the file may have a decimal comma or superfluous zeros."""
    return f"regexp_replace(replace({cell}, ',', '.'), '\\.0+$', '')"


def one_area(unit: str) -> str:
    """The id of the area in the column ``area``; nothing where the cell names several."""
    place = literal(f"{unit}/" if unit else "")
    return f"CASE WHEN area = '' OR contains(area, ',') THEN '' ELSE {place} || area END"


def age_band(bounds: Sequence[int]) -> str:
    """The band of an age in whole years; a band that the file itself gives stays as it is."""
    years = "TRY_CAST(age AS INTEGER)"
    steps = " ".join(
        f"WHEN {years} < {bound} THEN {literal(band)}"
        for bound, band in zip(bounds, bands(bounds), strict=False)
    )
    return (
        f"CASE WHEN NOT regexp_full_match(age, '[0-9]{{1,3}}') THEN "
        f"CASE WHEN regexp_full_match(age, '[0-9]+ *([-–] *[0-9]+|\\+)') "
        f"THEN replace(replace(age, ' ', ''), '–', '-') ELSE '' END "
        f"WHEN {years} > {OLDEST} THEN '' {steps} ELSE {literal(bands(bounds)[-1])} END"
    )


def bands(bounds: Sequence[int]) -> list[str]:
    """The names of the bands of ages that begin at the bounds, and of the one before them.

    >>> bands([16, 65])
    ['0-15', '16-64', '65+']
    """
    starts = [0, *bounds]
    named = [f"{first}-{following - 1}" for first, following in zip(starts, bounds, strict=False)]
    return [*named, f"{starts[-1]}+"]


def actors(file: str, prefix: str, unit: str, bounds: Sequence[int]) -> str:
    """One person for each ballot that counts."""
    return f"""
        SELECT {literal(prefix)} || '-voter-' || voter_id AS id, 'person' AS kind, 'yes' AS participant,
               {one_area(unit)} AS area, {age_band(bounds)} AS attr_age_band, upper(sex) AS attr_sex,
               education AS attr_education, '' AS {NAME}, '' AS {EMAIL}, {literal(file)} AS {FILE},
               {ROW_IN_FILE} AS {ROW}
        FROM ballot WHERE turn = 1 ORDER BY {ROW_IN_FILE}
    """


def proposers(file: str, prefix: str) -> str:
    """Whoever proposed a project: a person or a group, the file does not tell which."""
    return f"""
        SELECT {literal(prefix)} || '-name:' || proposer AS id, 'platform_account' AS kind, '' AS participant,
               '' AS area, '' AS attr_age_band, '' AS attr_sex, '' AS attr_education, proposer AS {NAME},
               '' AS {EMAIL}, {literal(file)} AS {FILE}, min({ROW_IN_FILE}) AS {ROW}
        FROM project WHERE proposer <> '' GROUP BY proposer
    """


def projects(file: str, prefix: str, unit: str, selected: dict[str, str]) -> str:
    """One contribution for each project; a code of ``selected`` that nobody explained is no answer."""
    codes = " ".join(f"WHEN {literal(code)} THEN {literal(flag)}" for code, flag in selected.items())
    return f"""
        SELECT {literal(prefix)} || '-project-' || project_id AS id, 'project' AS kind,
               CASE WHEN proposer = '' THEN '' ELSE {literal(prefix)} || '-name:' || proposer END AS author,
               CASE WHEN contains(category, ',') THEN '' ELSE category END AS topic, {one_area(unit)} AS area,
               concat_ws(chr(10), NULLIF(name, ''), NULLIF(description, '')) AS text, {number("votes")} AS support,
               CASE WHEN TRY_CAST({number("cost")} AS DOUBLE) = {NO_COST} THEN '' ELSE {number("cost")} END AS cost,
               CASE WHEN selected = '' THEN '' ELSE CASE {number("selected")} {codes} ELSE 'unknown' END END
                   AS selected,
               {literal(file)} AS {FILE}, {ROW_IN_FILE} AS {ROW}
        FROM project ORDER BY {ROW_IN_FILE}
    """


def choices(vote_type: str, places: int) -> str:
    """Each project that a ballot names, with its value; what names no project of the file is kept apart.

    The value is 1 on a ballot that only names, the points on one that gives points, and on one that ranks
    ``places`` + 1 - rank, unless it gives points too.
    """
    ranked = f"CAST({places} + 1 - place AS VARCHAR)"
    value = {"ordinal": f"CASE WHEN points = '' THEN {ranked} ELSE worth END"}
    value |= dict.fromkeys(("cumulative", "scoring"), "worth")
    return f"""
        WITH each AS (
            SELECT voter_id, voting_method, points, {ROW_IN_FILE},
                   unnest(string_split(vote, ',')) AS project,
                   unnest(CASE WHEN points = '' THEN NULL ELSE string_split(points, ',') END) AS point,
                   unnest(range(1, len(string_split(vote, ',')) + 1)) AS place
            FROM ballot WHERE turn = 1 AND vote <> '' AND fitting),
        trimmed AS (
            SELECT * EXCLUDE (project, point), trim(project) AS project, COALESCE(trim(point), '') AS point
            FROM each WHERE trim(project) <> ''),
        summed AS (
            SELECT *, row_number() OVER same AS turn,
                   CASE WHEN count(*) OVER same_all = 1 THEN {number("point")}
                        ELSE {number("CAST(sum(TRY_CAST(point AS DOUBLE)) OVER same_all AS VARCHAR)")} END AS worth
            FROM trimmed
            WINDOW same AS (PARTITION BY voter_id, project ORDER BY place),
                   same_all AS (PARTITION BY voter_id, project))
        SELECT voter_id, project, {_CHANNELS.format("voting_method")} AS channel, turn,
               {value.get(vote_type, "'1'")} AS value, project IN (SELECT project_id FROM project) AS listed,
               {ROW_IN_FILE}
        FROM summed
    """


def votes(file: str, prefix: str) -> str:
    """The votes for projects of the file, in the order of the ballots."""
    return f"""
        SELECT {literal(prefix)} || '-voter-' || voter_id AS actor,
               {literal(prefix)} || '-project-' || project AS contribution, value, '' AS at, channel,
               {literal(file)} AS {FILE}, {ROW_IN_FILE} AS {ROW}
        FROM choice WHERE listed AND turn = 1 ORDER BY {ROW_IN_FILE}, project
    """
