"""Every statement gives the same on both engines, and a session that somebody lends is given back as it was."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import obverse
from obverse.evidence.engines.duckdb import DuckDB
from obverse.evidence.engines.spark import Spark
from obverse.evidence.sharing import shared_views
from obverse.indicators.catalogue import indicators
from obverse.reports.formats import formats
from tests.spark.both_engines import BothEngines, write_parquet

# An indicator that looks at every vote.
VOTING = ("E7.5d",)


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder behind viewfs://far/data, an address at which only Spark sees files."""
    return tmp_path_factory.mktemp("far")


@pytest.fixture(scope="module")
def session(far: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session as an analyst has it: with settings and temporary views of their own."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - without Spark nothing here is collected

    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .config("spark.hadoop.fs.viewfs.mounttable.far.link./data", f"file://{far}")
        .getOrCreate()
    )
    yield made
    made.stop()


def _reports(report: Any) -> dict[str, bytes]:
    return {name: each.render(report) for name, each in formats().items() if each.is_text}


def _agreed(both: BothEngines, directory: Path) -> None:
    report = obverse.audit(directory, engine=both)
    assert both.differences == []
    assert _reports(report) == _reports(obverse.audit(directory))


def test_every_statement_gives_the_same_integers_on_both_engines(session: Any, repository: Path) -> None:
    both = BothEngines(Spark(session))
    _agreed(both, repository / "examples" / "agenda-2030")
    for name, statement in shared_views().items():
        both.keep(name, statement)
    for indicator in indicators():
        both.ask_everything(indicator)
    both.spark.close()
    assert both.differences == []
    asked = {statement for _, statement in both.asked}
    for indicator in indicators():
        for file in indicator.folder.glob("*.sql"):
            assert file.stem == "rows" or file.read_text(encoding="utf-8") in asked, file


@pytest.mark.parametrize("example", ["foi-local-government", "libraries-england", "vtaiwan-uberx"])
def test_the_other_examples_give_the_same_on_both_engines(
    example: str, session: Any, repository: Path
) -> None:
    both = BothEngines(Spark(session))
    _agreed(both, repository / "examples" / example)
    both.spark.close()


@pytest.fixture
def scattered(tmp_path: Path, far: Path) -> tuple[Path, Path]:
    """Two dossiers of one process; the votes of the second lie where only Spark sees them, in several files."""
    folder = shutil.copytree(Path("examples") / "vtaiwan-uberx", tmp_path / "near")
    (vote,) = (folder / "evidence").glob("vote.*")
    engine = DuckDB()
    rows: pa.Table = engine.execute(
        'SELECT actor, contribution, CAST("value" AS DOUBLE) AS "value", '
        f'CAST(CAST("at" AS TIMESTAMPTZ) AS TIMESTAMP) AS "at" FROM \'{vote}\''
    )
    vote.unlink()
    write_parquet(far / "votes", rows, parts=5)
    texts = (folder / "dossier.toml").read_text(encoding="utf-8")
    second = shutil.copytree(folder, tmp_path / "distant")
    for place, location in ((folder, str(far / "votes")), (second, "viewfs://far/data/votes")):
        stated = f'{texts}\n[location]\nvote = "{location}"\n'
        (place / "dossier.toml").write_text(stated, encoding="utf-8")
    return folder, second


def test_files_that_only_the_cluster_sees_give_the_same_report(
    session: Any, scattered: tuple[Path, Path]
) -> None:
    near, distant = scattered
    spark = Spark(session)
    there = _reports(obverse.audit(distant, engine=spark, only=VOTING))
    assert spark.dataset("viewfs://far/data/votes").parts[4].name == "second [half]/part 4%.parquet"
    spark.close()
    assert there == _reports(obverse.audit(near, only=VOTING))


def test_rows_of_files_at_a_path_from_here_have_the_same_numbers_on_both_engines(
    session: Any, scattered: tuple[Path, Path], far: Path
) -> None:
    assert scattered
    location = os.path.relpath(far / "votes")
    engines = (Spark(session), DuckDB())
    numbers = []
    for engine in engines:
        found = engine.dataset(location)
        engine.open_parquet("vote", found, found.columns)
        numbers.append(engine.execute("SELECT * FROM vote ORDER BY row_in_file").to_pylist())
    engines[0].close()
    assert numbers[0] == numbers[1]
    assert [row["row_in_file"] for row in numbers[0]] == list(range(2, len(numbers[0]) + 2))


@pytest.mark.parametrize("zone", [None, "UTC"])
def test_nanoseconds_are_the_same_microseconds_on_both_engines(
    session: Any, tmp_path: Path, zone: str | None
) -> None:
    counted = [-1_714_564_800_123_456_789, -1_001, -1_000, -1, 0, 999, 1_500, 1_714_607_999_999_999_999, None]
    moments = pa.array(counted, pa.int64()).cast(pa.timestamp("ns", zone))
    pq.write_table(pa.table({"at": moments}), tmp_path / "a.parquet")
    pq.write_table(
        pa.table({"at": pa.array([0], pa.timestamp("ms")), "channel": pa.nulls(1)}), tmp_path / "b.parquet"
    )
    engines = (Spark(session), DuckDB())
    read = []
    for engine in engines:
        found = engine.dataset(str(tmp_path))
        engine.open_parquet("moment", found, found.columns)
        rows = engine.execute("SELECT * FROM moment ORDER BY row_in_file")
        read.append([(row["at"], row["channel"], row["row_in_file"]) for row in rows.to_pylist()])
    engines[0].close()
    assert read[0] == read[1]
    since_1970 = [None if one is None else one // 1000 for one in [*counted, 0]]
    epoch = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - as the registers hold it
    assert [moment for moment, _, _ in read[0]] == [
        None if one is None else epoch + dt.timedelta(microseconds=one) for one in since_1970
    ]


def test_a_backslash_or_an_apostrophe_in_a_word_is_the_same_word_on_both_engines(session: Any) -> None:
    statement = r"SELECT 'north\new' AS word UNION ALL SELECT 'l''est\''' AS word"
    engines = (Spark(session), DuckDB())
    words = []
    for engine in engines:
        engine.define("said", statement)
        engine.keep("kept", "SELECT word FROM said")
        words.append(engine.execute("SELECT word FROM kept ORDER BY word").column("word").to_pylist())
    engines[0].close()
    assert words == [["l'est\\'", "north\\new"]] * 2


def test_a_lent_session_is_given_back_as_it_was(session: Any, repository: Path) -> None:
    session.conf.set("spark.sql.ansi.enabled", "false")
    session.conf.set("spark.sql.session.timeZone", "Pacific/Auckland")
    session.range(3).createOrReplaceTempView("vote")
    settings, views = dict(session.conf.getAll), {table.name for table in session.catalog.listTables()}
    cached = session._jsc.sc().getPersistentRDDs().size()
    spark = Spark(session)
    obverse.audit(repository / "examples" / "foi-local-government", engine=spark, only=["E1.1", "L4.1"])
    spark.keep("many", "SELECT id FROM range(300000) AS many")
    spark.close()
    assert dict(session.conf.getAll) == settings
    assert {table.name for table in session.catalog.listTables()} == views
    assert session._jsc.sc().getPersistentRDDs().size() == cached
    assert session.sql("SELECT 1 / 0 AS nothing, COUNT(*) AS votes FROM vote").collect()[0][:] == (None, 3)
    assert not session.catalog.functionExists("days_between")


def test_a_kept_view_is_computed_once_and_gives_way_to_another(session: Any) -> None:
    spark = Spark(session)
    spark.register("few", pa.table({"number": [1, 2, 3]}))
    spark.keep("kept", "SELECT number, RAND() AS drawn FROM few")
    spark.define("later", "SELECT SUM(number) AS total FROM kept")
    assert spark.execute("SELECT drawn FROM kept ORDER BY number") == spark.execute(
        "SELECT drawn FROM kept ORDER BY number"
    )
    spark.define("kept", "SELECT number + 1 AS number FROM few")
    assert spark.execute("SELECT total FROM later").to_pylist() == [{"total": 9}]
    spark.drop("kept")
    spark.drop("kept")
    spark.close()
