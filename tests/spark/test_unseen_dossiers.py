"""Dossiers that nobody has seen, drawn from seeds, are read alike by both engines and give the same report.

``OBVERSE_UNSEEN_SEEDS=1-20`` draws further dossiers and measures every indicator; ``OBVERSE_UNSEEN_PEOPLE=3000`` makes
them larger.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import obverse
from obverse.evidence.declarations import tables
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.engines.spark import Spark, connect
from obverse.evidence.natural import open_typed
from obverse.reports.formats import formats
from tests.spark.both_engines import BothEngines
from tests.unseen.adversary import Plan, make

_ASKED = os.environ.get("OBVERSE_UNSEEN_SEEDS", "")
PEOPLE = int(os.environ.get("OBVERSE_UNSEEN_PEOPLE", "60"))
# Every statement on Spark takes some tenths of a second: by default a dossier is asked by those indicators that compare
# words, number rows, add up hours or read moments, in which engines once differed.
SHARP = (
    "E1.1", "E2.2", "E2.6", "E3.4", "E3.7", "E5.1", "E5.11", "E6.4", "E7.5b", "E7.5c", "E7.5d", "L3.1", "L5.3", "L5.4",
)  # fmt: skip
ONLY = None if _ASKED else SHARP


def _seeds() -> list[int]:
    first, _, last = (_ASKED or "3").partition("-")
    return list(range(int(first), int(last or first) + 1))


SEEDS = _seeds()
# Between them they have columns of every kind; all tables are read where seeds are asked for.
READ = ("actor", "contribution", "participation", "service_volume", "trace", "vote")


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    """Spark on this machine."""
    engine = connect("local[2]")
    yield engine
    engine.close()


def _reports(report: Any) -> dict[str, bytes]:
    return {name: each.render(report) for name, each in formats().items() if each.is_text}


@pytest.mark.parametrize("seed", SEEDS)
def test_an_unseen_dossier_gives_the_same_report_on_both_engines(
    seed: int, spark: Spark, tmp_path: Path
) -> None:
    folder = make(tmp_path / "dossier", Plan(seed, PEOPLE, as_csv=1.0))
    both = BothEngines(spark)
    there = _reports(obverse.audit(folder, engine=both, only=ONLY))
    assert both.differences == []
    assert there == _reports(obverse.audit(folder, only=ONLY))


@pytest.mark.parametrize("seed", SEEDS)
def test_registers_that_other_programs_wrote_are_read_alike_by_both_engines(
    seed: int, spark: Spark, tmp_path: Path
) -> None:
    folder = make(tmp_path / "dossier", replace(Plan(seed, PEOPLE), as_csv=0.0, is_huge=True)) / "evidence"
    embedded = DuckDB()
    for name in tables() if _ASKED else READ:
        (place,) = (one for one in folder.iterdir() if one.name.split(".")[0] == name)
        answers = []
        for engine in (spark, embedded):
            opened = open_typed(engine, tables()[name], engine.dataset(str(place)), name)
            answers.append(engine.execute(f'SELECT * FROM "{name}" ORDER BY row_in_file'))
            assert answers[-1].num_rows == opened.dataset.rows
            engine.drop(name)
        there, here = answers
        assert there.column_names == here.column_names
        for column in there.column_names:
            assert there[column].to_pylist() == here[column].to_pylist(), f"{name}.{column}"
    embedded.close()


def test_the_same_seed_draws_the_same_dossier(tmp_path: Path) -> None:
    drawn = [make(tmp_path / name, Plan(7, 12)) for name in ("one", "other")]
    files = [
        {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }
        for folder in drawn
    ]
    assert files[0] == files[1]
    assert {Path(name).parts[1].split(".")[0] for name in files[0] if "/" in name} == set(tables())
