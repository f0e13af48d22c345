"""Votes, scores and winners of eight participatory budgets, counted again from the ballots.

Checks: pabulib
Checks: traps

Which projects win by equal shares is computed by no part of this program: for Świecie the printed winners are only
counted, and seen to differ from those of the greedy rule. Of the traps that are told of the library, an age of 175 and
voters from elsewhere are not in these eight files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from obverse.evidence.dossier import Dossier, open_dossier
from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, NotEstimable, Result
from obverse.statistics.shares import share_of_register


class Election(NamedTuple):
    """Voters, projects, projects selected and their cost, as listed; None where the file does not tell."""

    voters: int
    projects: int
    selected: int | None = None
    cost: int | None = None


ELECTIONS = {
    "Poland_Wroclaw_2018": Election(53_801, 39, 4, 4_000_000),
    "Poland_Warszawa_2019_Ursynow": Election(7_683, 58, 18, 1_999_086),
    "Poland_Warszawa_2019_Praga-Polnoc": Election(1_929, 28, 11, 988_200),
    "Poland_Gdynia_2020": Election(27_073, 13, 1, 1_000_000),
    "Poland_Katowice_2023": Election(39_828, 25, 6, 2_999_130),
    "Poland_Swiecie_2023": Election(2_553, 22, 17),
    "France_Toulouse_2022": Election(4_532, 199),
    "Switzerland_Zurich_S5": Election(180, 24),
}
PROJECTS = """
    SELECT project_id AS id, 'project' AS kind, CAST(votes AS INT) AS support, cost,
        {selected} AS selected
    FROM project
"""
# A ballot names projects and, where it has points, gives some to each; otherwise each named project gets one vote.
VOTES = """
    SELECT concat('voter-', voter_id) AS actor,
        unnest(string_split("vote", ',')) AS contribution,
        {points} AS value
    FROM ballot
"""


class Ballots(NamedTuple):
    """A file in the format of the library, as two tables of a connection, and what its head says."""

    rows: duckdb.DuckDBPyConnection
    meta: dict[str, str]

    def has(self, table: str, column: str) -> bool:
        found = self.rows.execute(
            "SELECT count(*) FROM duckdb_columns() WHERE table_name = ? AND column_name = ?", [table, column]
        ).fetchall()
        return bool(found[0][0])


@pytest.fixture
def read(unlicensed_data: Path, tmp_path: Path) -> Callable[[str], Ballots]:
    def sections(name: str) -> Ballots:
        text = (unlicensed_data / "pabulib" / f"{name}.pb").read_text(encoding="utf-8")
        head, projects_and_ballots = text.split("\nPROJECTS\n")
        rows = duckdb.connect()
        for table, lines in zip(("project", "ballot"), projects_and_ballots.split("\nVOTES\n"), strict=True):
            file = tmp_path / f"{name}-{table}.csv"
            file.write_text(lines.strip("\n") + "\n", encoding="utf-8")
            rows.execute(
                f"CREATE TABLE {table} AS SELECT * FROM "
                "read_csv(?, delim = ';', header = true, all_varchar = true, quote = '\"', null_padding = true)",
                [str(file)],
            )
        return Ballots(rows, dict(line.split(";", 1) for line in head.splitlines()[2:]))

    return sections


def write(ballots: Ballots, directory: Path) -> Dossier:
    """The projects, the voters and every vote as evidence."""
    points = "unnest(string_split(points, ','))" if ballots.has("ballot", "points") else "1"
    selected = "CASE WHEN selected = '1' THEN 'yes' ELSE 'no' END"
    tables = {
        "contribution": PROJECTS.format(selected=selected if ballots.has("project", "selected") else "NULL"),
        "actor": "SELECT concat('voter-', voter_id) AS id, 'person' AS kind FROM ballot",
        "vote": VOTES.format(points=points),
    }
    for table, query in tables.items():
        ballots.rows.execute(f"COPY ({query}) TO '{directory / 'evidence' / f'{table}.csv'}' (HEADER)")
    return open_dossier(directory)


def row(dossier: Dossier, query: str) -> tuple[float | None, ...]:
    return tuple(dossier.engine.execute(query).to_pylist()[0].values())


@pytest.mark.parametrize("name", ELECTIONS)
def test_voters_projects_winners_and_their_cost_are_those_listed(
    name: str, read: Callable[[str], Ballots], build_dossier: Callable[..., Path]
) -> None:
    ballots, listed = read(name), ELECTIONS[name]
    dossier = write(ballots, build_dossier({}))
    assert row(dossier, "SELECT count(DISTINCT actor) AS voters FROM vote") == (listed.voters,)
    assert (int(ballots.meta["num_votes"]), int(ballots.meta["num_projects"])) == listed[:2]
    assert row(dossier, "SELECT count(*) AS projects FROM contribution") == (listed.projects,)
    votes = "SELECT contribution, count(*) AS votes FROM vote GROUP BY contribution"
    miscounted = (
        f"SELECT count(*) AS projects FROM contribution LEFT JOIN ({votes}) AS cast_for "
        "ON cast_for.contribution = contribution.id WHERE contribution.support <> COALESCE(cast_for.votes, 0)"
    )
    assert row(dossier, miscounted) == (0,)
    won = row(
        dossier,
        "SELECT count(*) AS won, CAST(sum(cost) AS BIGINT) AS cost FROM contribution WHERE selected",
    )
    assert won[0] == (listed.selected or 0)
    assert listed.cost is None or won[1] == listed.cost


def test_the_scores_of_a_ballot_with_points_come_out(
    read: Callable[[str], Ballots], build_dossier: Callable[..., Path]
) -> None:
    ballots = read("Poland_Katowice_2023")
    dossier = write(ballots, build_dossier({}))
    here = dossier.engine.execute(
        "SELECT contribution, CAST(sum(value) AS BIGINT) AS points FROM vote "
        "GROUP BY contribution ORDER BY contribution"
    ).to_pylist()
    printed = ballots.rows.execute(
        "SELECT project_id, CAST(score AS BIGINT) FROM project ORDER BY project_id"
    ).fetchall()
    assert sorted((each["contribution"], each["points"]) for each in here) == sorted(printed)


def greedy(ballots: Ballots) -> Iterator[str]:
    """The projects by falling support, each taken if what is left of the budget pays for it."""
    left = float(ballots.meta["budget"])
    for project, cost in ballots.rows.execute(
        "SELECT project_id, CAST(cost AS DOUBLE) FROM project ORDER BY CAST(votes AS INT) DESC, project_id"
    ).fetchall():
        if cost <= left:
            left -= cost
            yield project


@pytest.mark.parametrize(
    ("name", "differing"),
    [
        ("Poland_Swiecie_2023", 10),
        ("Poland_Warszawa_2019_Ursynow", 0),
        ("Poland_Warszawa_2019_Praga-Polnoc", 0),
    ],
)
def test_winners_are_those_of_the_greedy_rule_where_it_was_the_rule(
    name: str, differing: int, read: Callable[[str], Ballots]
) -> None:
    ballots = read(name)
    printed = {
        project
        for (project,) in ballots.rows.execute(
            "SELECT project_id FROM project WHERE selected = '1'"
        ).fetchall()
    }
    assert len(set(greedy(ballots)) ^ printed) == differing


@pytest.mark.parametrize(("name", "percent"), [("Poland_Wroclaw_2018", 41.0), ("Poland_Swiecie_2023", 0.2)])
def test_voters_who_got_nothing_they_voted_for(
    name: str,
    percent: float,
    read: Callable[[str], Ballots],
    build_dossier: Callable[..., Path],
    estimate: Callable[[Result], Estimate],
) -> None:
    dossier = write(read(name), build_dossier({}))
    winners = (
        "SELECT vote.actor, max(CASE WHEN contribution.selected THEN 1 ELSE 0 END) AS got FROM vote "
        "JOIN contribution ON contribution.id = vote.contribution GROUP BY vote.actor"
    )
    nothing, voters = row(
        dossier, f"SELECT count(*) FILTER (WHERE got = 0) AS nothing, count(*) AS voters FROM ({winners})"
    )
    share = estimate(share_of_register(int(nothing or 0), int(voters or 0)))
    assert round(100 * share.value, 1) == percent


def test_a_budget_without_places_of_known_rank_says_nothing_of_inequality(
    read: Callable[[str], Ballots],
    build_dossier: Callable[..., Path],
    measure: Callable[[str, Path], Measurement],
) -> None:
    dossier = write(read("Poland_Swiecie_2023"), build_dossier({}))
    (silence,) = measure("E5.2", dossier.directory).results.values()
    assert isinstance(silence, NotEstimable)
    assert silence.why == "not_collected"


@pytest.mark.parametrize(
    ("name", "youngest", "oldest"),
    [
        ("Poland_Katowice_2023", 0, 100),
        ("Poland_Warszawa_2019_Ursynow", 0, 116),
        ("Poland_Warszawa_2019_Praga-Polnoc", 0, 93),
        ("Poland_Gdynia_2020", 1, 97),
        ("Poland_Wroclaw_2018", 16, 101),
    ],
)
def test_ages_that_hardly_anybody_has_who_votes_are_in_the_files(
    name: str, youngest: int, oldest: int, read: Callable[[str], Ballots]
) -> None:
    ages = read(name).rows.execute("SELECT min(TRY_CAST(age AS INT)), max(TRY_CAST(age AS INT)) FROM ballot")
    assert ages.fetchall() == [(youngest, oldest)]


@pytest.mark.parametrize("name", ELECTIONS)
def test_only_some_files_tell_how_a_vote_was_cast(name: str, read: Callable[[str], Ballots]) -> None:
    told = {"Poland_Wroclaw_2018", "Poland_Warszawa_2019_Ursynow", "Poland_Warszawa_2019_Praga-Polnoc"}
    assert read(name).has("ballot", "voting_method") == (name in told)


def test_a_cell_may_name_several_districts_or_none(read: Callable[[str], Ballots]) -> None:
    wroclaw = read("Poland_Wroclaw_2018").rows
    blank = "count(*) FILTER (WHERE coalesce(district, '') = '') > 0"
    several = "count(*) FILTER (WHERE contains(district, ',')) > 0"
    found = wroclaw.execute(f"SELECT count(DISTINCT coalesce(district, '')), {blank}, {several} FROM ballot")
    assert found.fetchall() == [(1304, True, True)]
