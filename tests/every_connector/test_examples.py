"""The real examples come out of their sources again, byte for byte, and give the figures that were published."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pyarrow.csv as pa_csv
import pytest

from obverse.connectors.importing import import_files
from obverse.evidence.dossier import Dossier, examine, open_dossier
from obverse.evidence.importing.journal import read_journal

EXAMPLES = ("foi-local-government", "libraries-england", "vtaiwan-uberx")
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
STATIC = "service = 'static library'"


@pytest.fixture(scope="module")
def opened(repository: Path) -> dict[str, Dossier]:
    return {name: open_dossier(repository / "examples" / name) for name in EXAMPLES}


def rows(dossier: Dossier, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in dossier.engine.execute(query).to_pylist()]


def state(year: int) -> str:
    return (
        f"(SELECT site, area, operator, state, closed_on, open_hours FROM service_volume "
        f"WHERE {STATIC} AND period_start = DATE '{year}-01-01')"
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_made_again_from_its_sources_byte_for_byte(
    name: str, repository: Path, tmp_path: Path
) -> None:
    example = repository / "examples" / name
    directory = tmp_path / "again"
    (directory / "evidence").mkdir(parents=True)
    shutil.copyfile(example / "dossier.toml", directory / "dossier.toml")
    entry = read_journal(example)[0]
    received = tmp_path / "received"
    received.mkdir()
    files = []
    for file in entry["files"]:
        shutil.copyfile(example / "sources" / file["sha256"], received / file["name"])
        files.append(received / file["name"])
    mapping = example / "mapping.toml"
    import_files(
        directory,
        files,
        mapping=mapping if mapping.is_file() else None,
        keep_originals=True,
        # What an example shows is published: the key of its pseudonyms is its name.
        secret=name.encode(),
        at=AT,
    )
    names = sorted(file.name for file in (example / "evidence").iterdir())
    assert names == sorted(file.name for file in (directory / "evidence").iterdir())
    for file in names:
        assert (directory / "evidence" / file).read_bytes() == (example / "evidence" / file).read_bytes(), (
            file
        )
    assert (directory / "dossier.toml").read_bytes() == (example / "dossier.toml").read_bytes()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_where_it_comes_from_and_under_which_licence(name: str, repository: Path) -> None:
    example = repository / "examples" / name
    source = (example / "SOURCE.txt").read_text(encoding="utf-8")
    assert re.search(r"^Licence: \S", source, flags=re.MULTILINE)
    assert re.search(r"^Attribution: \S", source, flags=re.MULTILINE)
    assert re.search(r"commit\s+[0-9a-f]{40}", source)
    assert "SOURCE.txt" in (example / "README.md").read_text(encoding="utf-8")
    facts = tomllib.loads((example / "dossier.toml").read_text(encoding="utf-8"))
    assert facts["audit"]["payer"] == "nobody"
    assert {coverage["grade"] for coverage in facts["coverage"].values()} <= {"A", "B"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_no_problem_and_each_row_leads_to_its_source(name: str, repository: Path) -> None:
    dossier, problems = examine(repository / "examples" / name)
    assert problems == []
    assert dossier is not None
    for table, coverage in dossier.coverage.items():
        if coverage.rows and table != "document":
            assert rows(
                dossier, f"SELECT count(*) FROM {table} WHERE source_id IS NULL OR source_row < 2"
            ) == [(0,)]


def test_the_extract_of_libraries_has_only_the_columns_that_are_needed(repository: Path) -> None:
    sources = repository / "examples" / "libraries-england" / "sources"
    names = {file["name"]: file["sha256"] for file in read_journal(sources.parent)[0]["files"]}
    table = pa_csv.read_csv(sources / names["libraries-england-2023-extract.csv"])
    assert table.num_rows == 3539
    forbidden = (
        "address",
        "postcode",
        "easting",
        "northing",
        "longitude",
        "latitude",
        "mail",
        "website",
        "property",
    )
    assert not [column for column in table.column_names if any(word in column.lower() for word in forbidden)]


def test_the_extract_of_libraries_is_the_register_row_by_row(repository: Path, open_data: Path) -> None:
    sources = repository / "examples" / "libraries-england" / "sources"
    names = {file["name"]: file["sha256"] for file in read_journal(sources.parent)[0]["files"]}
    extract = pa_csv.read_csv(sources / names["libraries-england-2023-extract.csv"])
    whole = pa_csv.read_csv(open_data / "libraries_england" / "basic-dataset-for-libraries-2023-enhanced.csv")
    assert extract.equals(whole.select(extract.column_names))


def test_each_library_has_a_row_for_each_year_of_the_register(opened: dict[str, Dossier]) -> None:
    libraries = opened["libraries-england"]
    assert rows(libraries, "SELECT count(*), count(DISTINCT site) FROM service_volume") == [(17_695, 3539)]
    years = "SELECT CAST(period_start AS VARCHAR) AS year, count(*) FROM service_volume GROUP BY year ORDER BY year"
    assert rows(libraries, years) == [(f"{year}-01-01", 3539) for year in (2016, 2019, 2021, 2022, 2023)]
    assert rows(
        libraries,
        "SELECT count(*) FROM service_volume WHERE open_hours IS NOT NULL AND period_start < DATE '2023-01-01'",
    ) == [(0,)]
    assert rows(libraries, "SELECT min(site), max(site) FROM service_volume") == [("lib-0001", "lib-3539")]


def test_the_tenths_are_ordered_from_the_most_deprived_and_their_population_is_unknown(
    opened: dict[str, Dossier],
) -> None:
    found = rows(
        opened["libraries-england"], "SELECT id, deprivation_rank, population FROM neighbourhood ORDER BY id"
    )
    assert found == [(f"tenth-{rank:02d}", rank, None) for rank in range(1, 11)]


def test_the_published_closures_come_out_year_by_year_and_tenth_by_tenth(opened: dict[str, Dossier]) -> None:
    libraries = opened["libraries-england"]
    by_year = rows(
        libraries,
        f"SELECT year(closed_on) AS closed, count(*) FROM {state(2016)} WHERE year(closed_on) BETWEEN 2014 AND 2023 "
        "GROUP BY closed ORDER BY closed",
    )
    assert [count for _, count in by_year] == [15, 26, 26, 43, 36, 21, 15, 17, 21, 15]
    by_tenth = rows(
        libraries,
        f"SELECT area, count(*) AS closed FROM {state(2016)} WHERE year(closed_on) BETWEEN 2016 AND 2024 "
        "AND area IS NOT NULL GROUP BY area ORDER BY area",
    )
    counts = [count for _, count in by_tenth]
    assert counts == [36, 41, 17, 25, 20, 18, 13, 10, 12, 7]
    assert (sum(counts[:2]), sum(counts[-2:])) == (77, 19)
    assert round(sum(counts[:2]) / sum(counts[-2:]), 2) == 4.05


def test_the_fate_of_libraries_run_by_councils_in_2016_comes_out(opened: dict[str, Dossier]) -> None:
    libraries = opened["libraries-england"]
    joined = f"{state(2016)} AS first JOIN {state(2023)} AS last ON last.site = first.site"
    both = f"{joined} WHERE first.operator = 'public'"
    fates = rows(
        libraries,
        "SELECT count(*), count(*) FILTER (WHERE last.state = 'closed'), "
        f"count(*) FILTER (WHERE last.operator IN ('association', 'volunteers')) FROM {both}",
    )
    assert fates == [(2343, 144, 185)]
    shares = rows(
        libraries,
        "SELECT first.area AS tenth, avg(CASE WHEN last.operator IN ('association', 'volunteers') THEN 1 ELSE 0 END) "
        f"FROM {both} AND first.area IS NOT NULL GROUP BY tenth ORDER BY tenth",
    )
    handed_over = [0.048, 0.029, 0.047, 0.052, 0.097, 0.149, 0.097, 0.136, 0.083, 0.092]
    assert [round(share, 3) for _, share in shares] == handed_over


def test_the_weekly_hours_of_2023_come_out_by_operator(opened: dict[str, Dossier]) -> None:
    hours = rows(
        opened["libraries-england"],
        f"SELECT operator, avg(open_hours) FROM {state(2023)} WHERE state = 'open' GROUP BY operator ORDER BY operator",
    )
    found = {operator: round(mean, 1) for operator, mean in hours}
    assert found == {"association": 20.2, "commissioned": 35.5, "public": 37.8, "volunteers": 20.9}


def test_councils_that_did_not_say_are_unknown_and_never_zero(opened: dict[str, Dossier]) -> None:
    councils = opened["foi-local-government"]
    assert rows(councils, "SELECT count(*) FROM neighbourhood") == [(349,)]
    known = rows(
        councils,
        "SELECT count(DISTINCT area), sum(n) FILTER (WHERE answered_in_time), sum(n) FROM contribution "
        "WHERE answered_in_time IS NOT NULL",
    )
    bodies, in_time, total = (int(number) for number in known[0])
    assert bodies == 298
    assert round(100 * in_time / total, 2) == 83.19
    unknown = rows(councils, "SELECT count(*), min(n) FROM contribution WHERE answered_in_time IS NULL")
    assert unknown[0][0] == 47
    assert unknown[0][1] > 0
    everything = rows(councils, "SELECT sum(n), count(DISTINCT area) FROM contribution")
    assert everything == [(356_635, 345)]


def test_the_mean_of_councils_is_that_of_those_who_said_and_not_that_of_the_published_zeros(
    opened: dict[str, Dossier], repository: Path
) -> None:
    found = rows(
        opened["foi-local-government"],
        "SELECT avg(share) FROM (SELECT CAST(sum(n) FILTER (WHERE answered_in_time) AS DOUBLE) / sum(n) AS share "
        "FROM contribution WHERE answered_in_time IS NOT NULL GROUP BY area)",
    )
    assert round(100 * found[0][0], 2) == 85.61
    example = repository / "examples" / "foi-local-government"
    names = {file["name"]: file["sha256"] for file in read_journal(example)[0]["files"]}
    published = (
        pa_csv.read_csv(example / "sources" / names["total_fois_with_wdtk.csv"])
        .column("in_time_p")
        .to_pylist()
    )
    assert round(sum(published) / len(published), 2) == 76.09


def test_councils_that_counted_nothing_are_left_out_and_counted(repository: Path) -> None:
    entry = read_journal(repository / "examples" / "foi-local-government")[0]
    assert entry["left_out"] == {"contribution": {"the council did not say how many requests it received": 4}}


def test_the_conversation_has_its_published_counts(opened: dict[str, Dossier], open_data: Path) -> None:
    conversation = opened["vtaiwan-uberx"]
    checks = json.loads((open_data / "CHECKS.json").read_text(encoding="utf-8"))
    published = checks["polis (published: summary.csv; reproduced)"]["vtaiwan.uberx"]
    pairs = "SELECT DISTINCT actor, contribution FROM vote"
    found = rows(
        conversation,
        f"SELECT (SELECT count(*) FROM vote), (SELECT count(*) FROM ({pairs})), "
        "(SELECT count(DISTINCT actor) FROM vote), "
        "(SELECT count(*) FROM contribution), (SELECT count(DISTINCT author) FROM contribution), "
        "(SELECT count(*) FROM actor WHERE attr_opinion_group = 'none')",
    )[0]
    assert found == (
        published["vote_events"],
        published["distinct_votes"],
        int(published["summary"]["voters"]),
        int(published["summary"]["comments"]),
        int(published["summary"]["commenters"]),
        published["groups"]["none"],
    )
    assert round(100 * found[5] / found[2]) == 37


def test_nothing_of_the_conversation_lies_after_the_day_from_which_the_audit_looks(
    opened: dict[str, Dossier],
) -> None:
    conversation = opened["vtaiwan-uberx"]
    last = rows(conversation, 'SELECT CAST(max("at") AS DATE) FROM vote')[0][0]
    assert last <= conversation.facts.audit.as_of
