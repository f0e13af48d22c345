"""Every printed percentage about 315 people comes out of who they are, and what too few votes on a statement allow.

Checks: remesh_campus_protests

The answers about religion are not in the copy: the printed rows about them, alone, are not tested.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, NotEstimable, Result
from obverse.statistics.shares import share_of_register

QUESTIONS = {
    "O1": "What is your gender?",
    "O2": "What is your age range?",
    "O3": "What is your political affiliation?",
    "O5": "What is your highest level of education?",
    "O6": "How would you describe where you live?",
    "O7": "What is your household income?",
    "O8": "Have you ever participated in any form of public protest?",
}
SEGMENT = re.compile(r"(?:(O\d): (.+?)|All)\s*\((\d+)\)")
PARTY = QUESTIONS["O3"]


def lines(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return [[cell.strip() for cell in line] for line in csv.reader(stream)]


@pytest.fixture(scope="module")
def people(open_data: Path) -> list[dict[str, str]]:
    heading, *rows = lines(open_data / "remesh_campus_protests" / "participants.csv")
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_all_printed_percentages_of_all_printed_segments_come_out(
    people: list[dict[str, str]], open_data: Path, estimate: Callable[[Result], Estimate]
) -> None:
    heading, *rows = lines(open_data / "remesh_campus_protests" / "published_crosstab.csv")
    tested = 0
    for place, name in enumerate(heading):
        segment = SEGMENT.fullmatch(name)
        if segment is None:  # a cross of two answers, named so that it cannot be told of which
            continue
        question, answer, size = segment.groups()
        members = [one for one in people if question is None or one[QUESTIONS[question]] == answer]
        assert len(members) == int(size)
        for row in rows:
            if not members or row[2] not in QUESTIONS.values():
                continue
            share = estimate(share_of_register(sum(one[row[2]] == row[3] for one in members), len(members)))
            assert f"{100 * share.value:.1f}%" == row[place], (name, row[2], row[3])
            tested += 1
    assert tested == 33 * 31


@pytest.mark.parametrize(
    ("party", "of", "percent"), [("", 315, 49.2), ("Democrat", 105, 50.5), ("Republican", 89, 50.6)]
)
def test_half_of_each_party_are_men(
    party: str, of: int, percent: float, people: list[dict[str, str]], estimate: Callable[[Result], Estimate]
) -> None:
    asked = [one for one in people if party in ("", one[PARTY])]
    men = estimate(share_of_register(sum(one[QUESTIONS["O1"]] == "Male" for one in asked), len(asked)))
    assert (men.n, round(100 * men.value, 1)) == (of, percent)


@pytest.fixture
def dossier(open_data: Path, build_dossier: Callable[..., Path]) -> Path:
    """People with their party in the place of an opinion group, their statements, and 6067 votes on them."""
    folder = open_data / "remesh_campus_protests"
    directory = build_dossier(
        {},
        attributes={
            "opinion_group": {
                "label": "party",
                "categories": ["Democrat", "Republican", "Independent/Other"],
                "order": "none",
            }
        },
        audit={"as_of": dt.date(2025, 1, 1)},
    )
    evidence = directory / "evidence"
    tables = {
        "actor": f"SELECT \"Participant Id\" AS id, 'person' AS kind, 'yes' AS participant, "
        f"\"{PARTY}\" AS attr_opinion_group FROM '{folder / 'participants.csv'}'",
        "contribution": 'SELECT "Thought ID" AS id, \'statement\' AS kind, "Participant ID" AS author, '
        f"'2024-06-25' AS created_at FROM '{folder / 'thoughts.csv'}' "
        # one statement that was voted on is missing from the file of statements
        "UNION SELECT \"Thought ID\", 'statement', NULL, '2024-06-25' FROM "
        f"'{folder / 'binary_votes.csv'}' WHERE \"Thought ID\" NOT IN "
        f"(SELECT \"Thought ID\" FROM '{folder / 'thoughts.csv'}')",
        "vote": 'SELECT "Participant ID" AS actor, "Thought ID" AS contribution, '
        "CASE Vote WHEN 'Agree' THEN 1 WHEN 'Disagree' THEN -1 END AS value, "
        f"'2024-06-25' AS at FROM '{folder / 'binary_votes.csv'}'",
    }
    for table, query in tables.items():
        duckdb.execute(f"COPY ({query}) TO '{evidence / f'{table}.csv'}' (HEADER)")
    return directory


def test_309_people_cast_6067_votes_and_six_on_a_statement_are_too_few_to_call_it_shared(
    dossier: Path, measure: Callable[[str, Path], Measurement], estimate: Callable[[Result], Estimate]
) -> None:
    common = measure("L5.4", dossier)
    assert not common.provenance.left_out
    voters = [estimate(common.results[f"people.{letter}"]).value for letter in "abc"]
    assert sum(voters) == 309
    shared = common.results["statements.shared"]
    assert isinstance(shared, NotEstimable)
    assert shared.remedy == "more_voters"


def test_a_platform_that_hands_out_ballots_leaves_less_inequality_than_chance(
    dossier: Path, measure: Callable[[str, Path], Measurement], estimate: Callable[[Result], Estimate]
) -> None:
    voice = measure("E5.4", dossier).results
    # Not a sign of equality: it is how the platform hands out ballots.
    excess = voice["votes.excess"]
    assert isinstance(excess, NotEstimable)
    assert excess.remedy == "turnout"
    assert estimate(voice["votes.gini"]).value < estimate(voice["votes.gini_by_chance"]).value
    authors = estimate(voice["agenda.authors"])
    assert (round(authors.value * authors.n), authors.n) == (310, 315)
