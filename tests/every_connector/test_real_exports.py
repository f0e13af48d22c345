"""Real exports, brought in as anybody would: what stands in the dossier is what was published or can be counted.

Neither a row of these files nor a name in them stands here. Where the data are not on a machine, the tests are skipped.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from obverse.connectors.importing import import_files, suggest_mapping
from obverse.evidence.dossier import Dossier, examine, open_dossier
from obverse.evidence.importing.letter import Letter

UNLICENSED = Path(__file__).resolve().parents[3] / "shared" / "data" / "no-licence"
SECRET = b"a key of the tests"
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ELECTIONS = (
    "France_Toulouse_2022",
    "Poland_Gdynia_2020",
    "Poland_Katowice_2023",
    "Poland_Swiecie_2023",
    "Poland_Warszawa_2019_Praga-Polnoc",
    "Poland_Warszawa_2019_Ursynow",
    "Poland_Wroclaw_2018",
    "Switzerland_Zurich_S5",
)
BANDS = {(0, 15): "0-15", (16, 24): "16-24", (25, 39): "25-39", (40, 64): "40-64", (65, 122): "65+"}
Bring = Callable[..., tuple[Dossier, Letter]]


@pytest.fixture
def unlicensed() -> Path:
    if not UNLICENSED.is_dir():
        pytest.skip("the folder with the data sets without a licence is not on this machine")
    return UNLICENSED


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Begin a dossier with an export, or bring further ones into it."""

    def into(*files: Path, name: str = "dossier", **settings: Any) -> tuple[Dossier, Letter]:
        directory = tmp_path / name
        letter = import_files(directory, list(files), secret=SECRET, at=AT, **settings)
        opened, problems = examine(directory)
        assert not problems
        assert opened is not None
        return open_dossier(directory), letter

    return into


def counts(dossier: Dossier, query: str) -> list[dict[str, Any]]:
    return list(dossier.engine.execute(query).to_pylist())


def count(dossier: Dossier, query: str) -> int:
    (row,) = counts(dossier, query)
    (value,) = row.values()
    return int(value or 0)


def ballots(file: Path) -> list[dict[str, str]]:
    """The ballots of an election, read by other means than the program's."""
    text = file.read_text(encoding="utf-8-sig").split("\nVOTES\n")[1]
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def published(folder: Path, name: str) -> list[int]:
    """Voters, projects, projects selected and their cost, as far as they are listed."""
    (section,) = (
        value
        for key, value in json.loads((folder / "CHECKS.json").read_text(encoding="utf-8")).items()
        if key.startswith("pabulib")
    )
    first = section[name].split("(")[0].split(" by ")[0]
    return [int(number) for number in re.findall(r"\b[0-9]+\b", first)]


@pytest.mark.parametrize("name", ELECTIONS)
def test_an_election_becomes_a_dossier_with_the_published_counts(
    name: str, unlicensed: Path, bring: Bring
) -> None:
    file = unlicensed / "pabulib" / f"{name}.pb"
    dossier, letter = bring(file)
    voters, projects, *won = published(unlicensed, name)
    raw = ballots(file)
    assert letter.connector == "pabulib"
    assert not letter.left_out
    assert count(dossier, "SELECT count(*) FROM actor WHERE participant") == voters == len(raw)
    assert count(dossier, "SELECT count(*) FROM contribution") == projects
    assert count(dossier, "SELECT count(*) FROM vote") == sum(
        len(ballot["vote"].split(",")) for ballot in raw if ballot["vote"]
    )
    selected = "SELECT count(*), CAST(sum(cost) AS BIGINT) FROM contribution WHERE selected"
    found = [int(value or 0) for value in counts(dossier, selected)[0].values()]
    assert found[: len(won)] == won[:2]
    assert bool(found[0]) == bool(won)
    cast = "SELECT contribution, count(*) AS votes FROM vote GROUP BY contribution"
    miscounted = (
        f"SELECT count(*) FROM contribution LEFT JOIN ({cast}) AS cast_for ON cast_for.contribution = id "
        "WHERE support <> COALESCE(votes, 0)"
    )
    assert count(dossier, miscounted) == 0
    bands = dict.fromkeys(BANDS, 0)
    for ballot in raw:
        if ballot.get("age", "").isdigit():
            bands[next(band for band in BANDS if band[0] <= int(ballot["age"]) <= band[1])] += 1
    if any(bands.values()):
        told = {
            row["band"]: row["people"]
            for row in counts(
                dossier,
                "SELECT attr_age_band AS band, count(*) AS people FROM actor "
                "WHERE attr_age_band IS NOT NULL GROUP BY band",
            )
        }
        assert told == {BANDS[band]: people for band, people in bands.items() if people}
    else:
        assert "attr_age_band" in dossier.facts.platform["actor"].not_exported
    assert dossier.facts.process.start is None
    assert dossier.facts.audit.as_of == dossier.facts.process.end


@pytest.mark.parametrize("name", ["Poland_Wroclaw_2018", "Poland_Warszawa_2019_Ursynow"])
def test_voters_without_one_district_have_none_in_the_dossier(
    name: str, unlicensed: Path, bring: Bring
) -> None:
    file = unlicensed / "pabulib" / f"{name}.pb"
    dossier, letter = bring(file)
    places = [ballot.get("neighborhood") or ballot.get("district") or "" for ballot in ballots(file)]
    several = sum("," in place for place in places)
    without = several + sum(not place.strip() for place in places)
    assert without
    assert count(dossier, "SELECT count(*) FROM actor WHERE area IS NULL") == without
    filled = len(places) - without + several
    assert (f"a comma: {several} of {filled} with a district" in letter.in_words("en")) == bool(several)


def test_the_counts_of_boston_come_out_of_the_dossier(open_data: Path, bring: Bring) -> None:
    dossier, letter = bring(
        open_data / "boston311_sample" / "boston311_100.csv", options={"zone": "America/New_York"}
    )
    found = {
        (row["state"], row["in_time"]): row["requests"]
        for row in counts(
            dossier,
            "SELECT state, answered_in_time AS in_time, count(*) AS requests FROM contribution "
            "GROUP BY state, answered_in_time",
        )
    }
    # 80 closed in time, 5 closed late, 12 open and late, 3 open in time; 8 and 3 of those in time had no target.
    assert found == {
        ("done", True): 72,
        ("done", None): 8,
        ("done", False): 5,
        ("open", False): 12,
        ("open", None): 3,
    }
    assert "actor" not in letter.tables
    assert letter.tables["contribution"].read == 100


@pytest.mark.parametrize("name", ["london.youth.policing", "15-per-hour-seattle"])
def test_a_conversation_in_an_archive_is_the_same_as_in_a_folder(
    name: str, open_data: Path, bring: Bring, tmp_path: Path
) -> None:
    files = sorted((open_data / "polis" / name).glob("*.csv"))
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in files:
            packed.write(file, f"{name}/{file.name}")
    loose, _ = bring(*files, name="loose")
    together, _ = bring(archive, name="together")
    for table in ("actor", "contribution", "vote"):
        query = f"SELECT * EXCLUDE (source_id, source_row) FROM {table} ORDER BY ALL"
        assert counts(loose, query) == counts(together, query)


def test_votes_and_people_of_a_survey_come_in_by_the_mappings_that_were_proposed(
    open_data: Path, bring: Bring, tmp_path: Path
) -> None:
    folder = open_data / "remesh_campus_protests"
    mappings = {}
    for name in ("binary_votes", "participants"):
        mappings[name] = tmp_path / f"{name}.toml"
        mappings[name].write_text(suggest_mapping(folder / f"{name}.csv"), encoding="utf-8")
    votes, _ = bring(folder / "binary_votes.csv", name="votes", mapping=mappings["binary_votes"])
    assert count(votes, "SELECT count(*) FROM vote") == 6_067
    assert count(votes, "SELECT count(DISTINCT actor) FROM vote") == 309
    people, _ = bring(folder / "participants.csv", name="people", mapping=mappings["participants"])
    assert count(people, "SELECT count(*) FROM actor") == 315
    men = count(people, "SELECT count(*) FROM actor WHERE attr_sex = 'Male'")
    assert round(100 * men / 315, 1) == 49.2


def test_projects_of_a_real_installation_become_a_dossier_with_their_sums(
    unlicensed: Path, bring: Bring
) -> None:
    file = unlicensed / "decidim_barcelona" / "projects.csv"
    dossier, letter = bring(file)
    raw = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert letter.connector == "decidim"
    assert count(dossier, "SELECT count(*) FROM contribution") == len(raw) == 220
    sums = (
        "SELECT CAST(sum(cost) AS BIGINT) AS money, CAST(sum(support) AS BIGINT) AS votes FROM contribution"
    )
    assert counts(dossier, sums) == [
        {
            "money": sum(int(row["budget_amount"]) for row in raw),
            "votes": sum(int(row["confirmed_votes"]) for row in raw),
        }
    ]
    assert count(dossier, "SELECT count(selected) FROM contribution") == 0
