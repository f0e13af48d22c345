"""Whole audits on a real cluster on this machine: the same bytes, also when a worker dies at work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

import obverse
from benchmarks.scale.nation import make
from benchmarks.scale.plan import Plan
from obverse.auditing import Step
from obverse.evidence.engines.spark import Spark, connect
from obverse.evidence.problems import EvidenceProblems
from obverse.reports.formats import formats
from tests.spark.conftest import Cluster, connect_server, standalone
from tests.spark.conftest import obverse as command

# OBVERSE_SPARK_INDICATORS=all measures every indicator, which takes several times as long.
EVENTS = int(float(os.environ.get("OBVERSE_SPARK_EVENTS", "1e7")))
# Some over the big registers.
ONLY = None if os.environ.get("OBVERSE_SPARK_INDICATORS") == "all" else ("E1.1", "E5.4", "E7.5d", "L2.1")


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("nation") / "dossier", Plan(EVENTS))


def _kill_at_work(cluster: Cluster, spark: Spark, struck: list[int]) -> None:
    """Kill the first worker and its executor while tasks run."""
    tracker = spark.session.sparkContext.statusTracker()
    until = time.monotonic() + 120
    while time.monotonic() < until:
        stages = map(tracker.getStageInfo, tracker.getActiveStageIds())
        if any(stage is not None and stage.numActiveTasks for stage in stages):
            struck.extend(cluster.executors(0))
            cluster.workers[0].kill()
            for executor in struck:
                os.kill(executor, signal.SIGKILL)
            return
        time.sleep(0.05)


def test_a_worker_killed_at_work_changes_nothing_but_the_time(nation: Path, tmp_path: Path) -> None:
    struck: list[int] = []
    with standalone(tmp_path, workers=2) as cluster:
        spark = connect(cluster.master)
        killer = Thread(target=_kill_at_work, args=(cluster, spark, struck))

        def strike(step: Step) -> None:
            if step.number == (step.total + 2) // 3:
                killer.start()

        try:
            there = obverse.audit(nation, engine=spark, only=ONLY, progress=strike)
            killer.join()
        finally:
            spark.close()
        assert struck, "the worker had an executor at work"
        assert cluster.workers[0].wait(10) == -signal.SIGKILL
        assert cluster.workers[1].poll() is None
    here = obverse.audit(nation, only=ONLY)
    for each in (one for one in formats().values() if one.is_text):
        assert each.render(there) == each.render(here)


def _audited(directory: Path, out: Path, *options: str) -> dict[str, bytes]:
    done = command("audit", str(directory), "--out", str(out), *options, cwd=out.parent)
    assert done.returncode == 0, done.stderr[-3000:]
    return {file.name: file.read_bytes() for file in sorted(out.iterdir())}


LENT = """
import sys
import obverse
from obverse.evidence.engines.spark import Spark
from obverse.reports.formats import formats
from pyspark.sql import SparkSession

session = SparkSession.builder.remote(sys.argv[1]).create()
session.conf.set("spark.sql.ansi.enabled", "false")
session.range(3).createOrReplaceTempView("contribution")
before = dict(session.conf.getAll), session.catalog.listTables()
engine = Spark(session)
report = obverse.audit(sys.argv[2], engine=engine)
engine.close()
assert (dict(session.conf.getAll), session.catalog.listTables()) == before
assert session.sql("SELECT 1 / 0 AS nothing, COUNT(*) AS three FROM contribution").collect()[0][:] == (None, 3)
sys.stdout.buffer.write(formats()["json"].render(report))
"""


def test_spark_connect_gives_the_same_bytes_and_a_lent_session_back(tmp_path: Path, repository: Path) -> None:
    examples = repository / "examples"
    with connect_server(tmp_path) as address:
        there = _audited(
            examples / "vtaiwan-uberx", tmp_path / "there", "--engine", "spark", "--master", address
        )
        command_line = [sys.executable, "-P", "-c", LENT, address, str(examples / "foi-local-government")]
        lent = subprocess.run(command_line, capture_output=True, timeout=600, check=False)
    assert there == _audited(examples / "vtaiwan-uberx", tmp_path / "here")
    assert lent.returncode == 0, lent.stderr[-3000:]
    assert lent.stdout == formats()["json"].render(obverse.audit(examples / "foi-local-government"))


def test_a_local_cluster_gives_the_same_bytes_from_the_shell(tmp_path: Path, repository: Path) -> None:
    directory = repository / "examples" / "foi-local-government"
    there = _audited(
        directory, tmp_path / "there", "--engine", "spark", "--master", "local-cluster[2,1,1024]"
    )
    assert there == _audited(directory, tmp_path / "here")


def test_a_cluster_without_workers_is_told_after_the_time_that_was_given(tmp_path: Path) -> None:
    with standalone(tmp_path, workers=0) as cluster:
        started = time.monotonic()
        with pytest.raises(EvidenceProblems, match="within 5 seconds no worker took"):
            connect(cluster.master, patience=5)
        assert time.monotonic() - started < 90
