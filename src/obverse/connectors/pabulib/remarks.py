"""What a reader of the rows has to know about the file: what it leaves open, and where it contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence

from obverse.connectors.pabulib import ballots
from obverse.connectors.pabulib.election import POINTS, RANKED, Election
from obverse.connectors.pabulib.winners import GREEDY, NO_COST, Standing, winners
from obverse.evidence.importing.stored import literal
from obverse.vocabulary.text import Text

# Below this age, the library says, parents vote for their children.
_CHILD = 13
_VOTERS = "SELECT count(*) FROM ballot WHERE turn = 1"


def notes(election: Election) -> list[Text]:
    """All notes on one file."""
    counts = {
        "several_topics": "SELECT count(*) FROM project WHERE contains(category, ',')",
        "several_groups": "SELECT count(*) FROM project WHERE contains(beneficiaries, ',')",
        "several_places": "SELECT count(*) FROM project WHERE contains(area, ',')",
        "too_old": f"SELECT count(*) FROM ballot WHERE turn = 1 AND TRY_CAST(age AS INTEGER) > {ballots.OLDEST}",
        "children": f"SELECT count(*) FROM ballot WHERE turn = 1 AND TRY_CAST(age AS INTEGER) < {_CHILD}",
        "empty_ballots": "SELECT count(*) FROM ballot WHERE turn = 1 AND vote = ''",
        "withdrawn_projects": "SELECT count(*) FROM project "
        f"WHERE TRY_CAST({ballots.number('cost')} AS DOUBLE) = {NO_COST}",
    }
    said = [
        election.say(key, file=election.name, count=str(count))
        for key, query in counts.items()
        if (count := election.count(query))
    ]
    if several := election.count(f"{_VOTERS} AND contains(area, ',')"):
        all_told = str(election.count(f"{_VOTERS} AND area <> ''"))
        said.append(election.say("several_areas", file=election.name, count=str(several), all=all_told))
    if begun := election.day("date_begin"):
        said.append(election.say("vote_begun", file=election.name, day=begun.isoformat()))
    if election.meta.get("comment"):
        said.append(election.say("commented", file=election.name))
    if "selected" not in election.projects.columns:
        said.append(election.say("winners_untold", file=election.name))
    if election.vote_type == RANKED and election.count("SELECT count(*) FROM ballot WHERE points = ''"):
        said.append(election.say("ranks", file=election.name, places=str(election.places)))
    if election.vote_type == "scoring" and election.amount("default_score"):
        said.append(election.say("default_score", file=election.name, points=election.meta["default_score"]))
    if any(election.meta.get(key) and election.day(key) is None for key in ("date_begin", "date_end")):
        said.append(election.say("year_only", file=election.name))
    if election.meta.get("experimental") == "1":
        said.append(election.say("experimental", file=election.name))
    return [*said, *_counts(election), *_sums(election), *_codes(election), *_winners(election)]


def _sums(election: Election) -> list[Text]:
    """Projects whose printed sums are not those of the ballots."""
    said = []
    for field, mine in (("votes", "count(*)"), ("score", "sum(TRY_CAST(value AS DOUBLE))")):
        if field == "score" and election.vote_type not in {*POINTS, RANKED}:
            continue
        counted = f"SELECT project, {mine} AS here FROM choice WHERE turn = 1 GROUP BY project"
        told = f"TRY_CAST({ballots.number(field)} AS DOUBLE)"
        differing = election.count(f"""
            SELECT count(*) FROM project LEFT JOIN ({counted}) AS counted ON counted.project = project_id
            WHERE {told} IS NOT NULL AND {told} <> COALESCE(here, 0)
        """)
        if differing:
            said.append(election.say("sums_differ", file=election.name, count=str(differing), field=field))
    return said


def _codes(election: Election) -> list[Text]:
    known = ", ".join(literal(code) for code in ("", "0", *election.choices.selected))
    rows = election.connection.execute(
        f"SELECT {ballots.number('selected')} AS code, count(*) FROM project GROUP BY code "
        f"HAVING code NOT IN ({known}) ORDER BY code"
    ).fetchall()
    return [
        election.say("selected_otherwise", file=election.name, code=str(code), count=str(count))
        for code, count in rows
    ]


def _winners(election: Election) -> list[Text]:
    rule, budget = election.meta.get("rule", "").lower(), election.amount("budget")
    if "selected" not in election.projects.columns or not rule:
        return []
    if rule not in GREEDY or budget is None:
        return [election.say("winners_unchecked", file=election.name, rule=rule)]
    standings = _standings(election)
    taken = winners(rule, standings, budget, election.amount("min_project_score_threshold") or 0.0)
    marked = {each.project for each in standings if each.selected}
    if taken == marked:
        return [election.say("winners_fit", file=election.name, rule=rule)]
    more, fewer = str(len(taken - marked)), str(len(marked - taken))
    return [election.say("winners_differ", file=election.name, rule=rule, more=more, fewer=fewer)]


def _standings(election: Election) -> Sequence[Standing]:
    score = f"TRY_CAST({ballots.number('score')} AS DOUBLE), " if "score" in election.projects.columns else ""
    counted = (
        "SELECT project, sum(TRY_CAST(value AS DOUBLE)) AS here FROM choice WHERE turn = 1 GROUP BY project"
    )
    rows = election.connection.execute(f"""
        SELECT project_id, TRY_CAST({ballots.number("cost")} AS DOUBLE),
               COALESCE({score}TRY_CAST({ballots.number("votes")} AS DOUBLE), here, 0), selected = '1'
        FROM project LEFT JOIN ({counted}) AS counted ON counted.project = project_id ORDER BY project_id
    """).fetchall()
    return [
        Standing(str(row[0]), float(row[1]), float(row[2]), bool(row[3]))
        for row in rows
        if row[1] is not None
    ]


def _counts(election: Election) -> list[Text]:
    """Where the head counts other numbers than the sections hold."""
    said = []
    for key, rows in (("num_votes", election.sections.votes), ("num_projects", election.sections.projects)):
        told = election.amount(key)
        if told is not None and told != rows.num_rows:
            found = str(rows.num_rows)
            said.append(
                election.say(
                    "counts_differ", file=election.name, what=key, told=election.meta[key], found=found
                )
            )
    return said
