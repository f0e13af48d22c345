"""What the executors hold is what later statements read, however these and the kept statement are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import obverse
from benchmarks.scale.nation import make
from benchmarks.scale.plan import Plan
from obverse.evidence.engines.spark import HELD_HERE, Spark, connect
from obverse.evidence.engines.spark_settings import SMALL

# More votes than are worked on in one piece.
EVENTS = 300_000
_REGISTER = re.compile(r"/evidence/(\w+)")
KEPT = """
WITH counted AS (SELECT actor, COUNT(*) AS votes FROM vote GROUP BY actor),
most AS (SELECT MAX(votes) AS votes FROM counted)
SELECT counted.actor, counted.votes, most.votes AS most FROM counted CROSS JOIN most
"""
ASKED = {
    "plainly": "SELECT SUM(votes) AS votes, MAX(most) AS most FROM voter",
    "by name": "WITH one AS (SELECT votes, most FROM voter) SELECT SUM(votes) AS votes, MAX(most) AS most FROM one",
    "by several names": """
        WITH every AS (SELECT actor, most FROM voter), one AS (SELECT voter.actor, voter.votes FROM voter)
        SELECT SUM(one.votes) AS votes, MAX(every.most) AS most FROM one INNER JOIN every ON every.actor = one.actor
    """,
}


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    """Spark on this machine."""
    engine = connect("local[2]")
    yield engine
    engine.close()


def test_rows_that_are_kept_outlive_the_file_that_they_were_counted_from(
    spark: Spark, tmp_path: Path
) -> None:
    voters = HELD_HERE + 10_000
    file = tmp_path / "vote.parquet"
    votes = pa.table({"actor": [f"person {number % voters}" for number in range(SMALL + voters)]})
    pq.write_table(votes, file)
    found = spark.dataset(str(file))
    spark.open_parquet("vote", found, found.columns)
    spark.keep("voter", KEPT)
    file.unlink()
    most = -(-votes.num_rows // voters)
    for statement in ASKED.values():
        assert spark.execute(statement).to_pylist() == [{"votes": votes.num_rows, "most": most}]


class Watched(Spark):
    """Notes which registers' files a statement would read besides those that it selects from."""

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self.asked = 0
        self.read_again: list[str] = []

    def _collect(self, statement: str) -> pa.Table:
        files = self.session.sql(statement).inputFiles()
        read = {found[1] for found in map(_REGISTER.search, files) if found}
        expected = {name.removesuffix(" as it lies") for name in self._behind(statement) - self._held.keys()}
        self.asked += bool(self._held.keys() & self._behind(statement))
        self.read_again += [f"{name}: {statement}" for name in sorted(read - expected)]
        return super()._collect(statement)


def test_an_audit_reads_no_register_again_that_a_kept_reduction_stands_for(
    spark: Spark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Otherwise the few rows of so small a dossier are held on this machine.
    monkeypatch.setattr("obverse.evidence.engines.spark.HELD_HERE", 0)
    engine = Watched(spark.session)
    obverse.audit(make(tmp_path / "dossier", Plan(EVENTS)), engine=engine, only=("E7.5d",))
    engine.close()
    assert engine.asked, "something was held"
    assert engine.read_again == []
