"""The synthetic nation is a sound dossier, the same wherever it is made, and its peers count what we count."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import duckdb
import pytest

import obverse
from benchmarks.scale.bare_group_bys import statements
from benchmarks.scale.in_pandas import as_counted, differences, interpreter
from benchmarks.scale.measuring import ROOT
from benchmarks.scale.nation import make
from benchmarks.scale.plan import FEWEST, Plan, cut, stride

PLAN = Plan(events=FEWEST)


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("nation") / "dossier", PLAN)


def _register(folder: Path, name: str) -> str:
    parts = sorted((folder / "evidence" / name).glob("*.parquet"))
    return "read_parquet([" + ", ".join(f"'{part}'" for part in parts) + "])"


def test_the_nation_is_a_dossier_without_problems_and_says_that_it_is_synthetic(nation: Path) -> None:
    opened = obverse.open(nation)
    rows = {name: one.rows for name, one in opened.coverage.items()}
    assert rows["vote"] + rows["participation"] + rows["contribution"] == PLAN.events
    assert rows["actor"] == PLAN.actors
    assert opened.facts.process.synthetic


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_votes(
    nation: Path, tmp_path: Path
) -> None:
    def digests(folder: Path) -> dict[str, str]:
        files = sorted(file for file in folder.rglob("*") if file.is_file() and ".cache" not in file.parts)
        return {
            str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
        }

    again, other = make(tmp_path / "again", PLAN), make(tmp_path / "other", Plan(events=FEWEST, seed=2))
    assert digests(nation) == digests(again)
    assert digests(nation).keys() == digests(other).keys()
    assert (
        digests(nation)["evidence/vote/part-000.parquet"] != digests(other)["evidence/vote/part-000.parquet"]
    )


def test_csv_holds_the_same_cells_as_parquet(nation: Path, tmp_path: Path) -> None:
    folder = make(tmp_path / "csv", PLAN, csv=True)
    with duckdb.connect(":memory:") as connection:
        for name in ("vote", "participation"):
            read = f"read_csv('{folder}/evidence/{name}.csv', all_varchar = true)"
            columns = ("actor", "contribution", "at") if name == "vote" else ("actor", "event", "date")
            texts = ", ".join(f'CAST("{column}" AS VARCHAR)' for column in columns)
            ((left,),) = connection.execute(
                f"SELECT count(*) FROM (SELECT {texts} FROM {_register(nation, name)} "
                f"EXCEPT SELECT {texts} FROM {read})"
            ).fetchall()
            ((rows,),) = connection.execute(f"SELECT count(*) FROM {read}").fetchall()
            assert (left, rows) == (0, PLAN.votes if name == "vote" else PLAN.participations)


def test_second_thoughts_are_rare_where_there_is_room(tmp_path: Path) -> None:
    folder = make(tmp_path / "town", Plan(events=200_000))
    with duckdb.connect(":memory:") as connection:
        ((votes, pairs),) = connection.execute(
            f"SELECT count(*), count(DISTINCT (actor || contribution)) FROM {_register(folder, 'vote')}"
        ).fetchall()
    assert 0.003 < 1 - pairs / votes < 0.03


def test_bare_group_bys_count_every_row(nation: Path) -> None:
    with duckdb.connect(":memory:") as connection:
        for name in ("vote", "participation", "contribution", "actor"):
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {_register(nation, name)}")
        counted = {name: connection.sql(text).to_arrow_table() for name, text in statements().items()}
    histogram = counted["vote by person"]
    weights = zip(histogram.column("events").to_pylist(), histogram.column("many").to_pylist(), strict=True)
    assert sum(events * many for events, many in weights) == PLAN.votes
    assert sum(counted["participation by area"].column("events").to_pylist()) == PLAN.participations


def test_pandas_finds_the_same_figures(nation: Path) -> None:
    if not interpreter().exists():
        pytest.skip("pandas has an environment of its own: python -m benchmarks.peers.environments pandas")
    words = [interpreter(), ROOT / "benchmarks" / "scale" / "pandas_audit.py", nation]
    told = subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout
    figures = json.loads(told)["figures"]
    assert len(figures) > 100
    assert differences(as_counted(nation, "1GB"), figures) == []


def test_files_cover_every_row_once_and_strides_visit_each() -> None:
    ranges = cut(1_000_003, 300_000)
    assert [first for first, _ in ranges[1:]] == [last for _, last in ranges[:-1]]
    assert (ranges[0][0], ranges[-1][1]) == (0, 1_000_003)
    assert {place * stride(1_000) % 1_000 for place in range(1_000)} == set(range(1_000))


def test_seats_add_up_and_no_occasion_is_larger_than_its_regulars_can_fill() -> None:
    for events in (FEWEST, 200_000, 10_000_000):
        plan = Plan(events=events)
        assert sum(plan.seats()) == plan.participations
        assert (max(plan.seats()) + 1) // 2 <= plan.actors // 20
