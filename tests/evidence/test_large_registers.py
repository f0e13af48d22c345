"""Registers in Parquet of natural types: opened where they lie, numbered alike, checked as strictly as a CSV file."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tomlkit

import obverse
from obverse import auditing
from obverse.evidence import registers
from obverse.evidence.datasets import local_dataset
from obverse.evidence.dossier import Dossier, examine, open_dossier
from obverse.evidence.engines import duckdb as duckdb_engine
from obverse.evidence.engines import parsed
from obverse.evidence.engines.duckdb import DuckDB

# as the registers hold it: universal time, without a zone
DAY = dt.datetime(2024, 3, 1, 12, 0)  # noqa: DTZ001 - see the line above
ACTORS = pa.table({"id": ["p1", "p2", "p3", "p4"], "kind": ["person"] * 4})
ITEMS = pa.table(
    {
        "id": ["c1", "c2"],
        "kind": ["proposal"] * 2,
        "created_at": pa.array([DAY] * 2, pa.timestamp("us")),
        "author": ["p1", "p2"],
    }
)


def votes(pairs: list[tuple[str, str]], values: list[float] | None = None, day: int = 1) -> pa.Table:
    return pa.table(
        {
            "actor": [actor for actor, _ in pairs],
            "contribution": [item for _, item in pairs],
            "value": pa.array(values or [1.0] * len(pairs), pa.float64()),
            "at": pa.array([DAY + dt.timedelta(days=day, hours=hour) for hour in range(len(pairs))]),
        }
    )


class Keeping(DuckDB):
    """A real engine that notes what it held."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    def keep(self, view: str, statement: str) -> None:
        self.kept.append(view)
        super().keep(view, statement)


FIRST = votes([("p1", "c1"), ("p2", "c1"), ("p3", "c2")])
SECOND = votes([("p4", "c2"), ("p1", "c2")], day=2)


@pytest.fixture
def town(build_dossier: Any) -> Path:
    directory: Path = build_dossier(audit={"as_of": dt.date(2025, 1, 1)})
    for name, table in (("actor", ACTORS), ("contribution", ITEMS)):
        pq.write_table(table, directory / "evidence" / f"{name}.parquet")
    return directory


def put(directory: Path, name: str, table: pa.Table) -> None:
    file = directory / "evidence" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, file)


def letters(directory: Path) -> list[str]:
    return [problem.letter() for problem in examine(directory)[1]]


def rows(dossier: Dossier) -> list[tuple[int, str, str]]:
    found = dossier.engine.execute("SELECT row_in_file, actor, contribution FROM vote ORDER BY row_in_file")
    return [tuple(row.values()) for row in found.to_pylist()]


def test_rows_of_many_files_are_numbered_through_in_the_order_of_the_files_names(town: Path) -> None:
    put(town, "vote/part-1.parquet", SECOND)
    put(town, "vote/part-0.parquet", FIRST)
    dossier = open_dossier(town)
    assert rows(dossier) == [
        (2, "p1", "c1"),
        (3, "p2", "c1"),
        (4, "p3", "c2"),
        (5, "p4", "c2"),
        (6, "p1", "c2"),
    ]
    assert dossier.coverage["vote"].rows == 5
    assert dossier.coverage["vote"].sha256 == local_dataset(town / "evidence" / "vote").sha256


def test_a_folder_named_after_a_value_is_a_column(town: Path) -> None:
    put(town, "vote/channel=paper/0.parquet", FIRST)
    put(town, "vote/channel=online/0.parquet", SECOND)
    put(town, "vote/_SUCCESS", pa.table({"note": ["of the writer"]}))
    counted = open_dossier(town).engine.execute(
        "SELECT channel, COUNT(*) AS votes FROM vote GROUP BY channel ORDER BY channel"
    )
    assert counted.to_pylist() == [{"channel": "online", "votes": 2}, {"channel": "paper", "votes": 3}]


def test_a_folder_may_part_the_rows_by_what_the_register_does_not_hold(town: Path) -> None:
    put(town, "vote/day=2024-03-02/0.parquet", FIRST)
    put(town, "vote/day=2024-03-03/0.parquet", SECOND)
    assert len(rows(open_dossier(town))) == 5


def test_every_fault_in_large_registers_is_told_at_its_own_file_and_row(town: Path) -> None:
    put(town, "vote/part-0.parquet", FIRST)
    put(town, "vote/part-1.parquet", votes([("p4", "c2"), ("nobody", "c1"), ("", "c1")], day=2))
    put(town, "participation.parquet", pa.table({"actor": ["p9", "p1"], "activity": ["vot er", "work"]}))
    told = letters(town)
    assert any("evidence/vote/part-1.parquet, row 3, column actor" in one and "nobody" in one for one in told)
    assert any("evidence/vote/part-1.parquet, row 4, column actor" in one for one in told)
    assert any("evidence/participation.parquet, row 2, column actor" in one and "p9" in one for one in told)
    assert any(
        "evidence/participation.parquet, row 2, column activity" in one and "vot er" in one for one in told
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 1e14, 5e-324])
def test_a_number_that_cannot_be_counted_with_is_told_with_its_row(town: Path, value: float) -> None:
    put(town, "vote.parquet", votes([("p1", "c1"), ("p2", "c1")], [1.0, value]))
    (told,) = letters(town)
    assert told.startswith("evidence/vote.parquet, row 3, column value:")
    assert "beyond 10,000,000,000,000, or closer to zero than 0.000000001" in told


def test_a_vote_that_stands_twice_is_told_with_both_rows(town: Path) -> None:
    put(town, "vote/part-0.parquet", FIRST)
    put(town, "vote/part-1.parquet", FIRST.slice(1, 1))
    (told,) = letters(town)
    assert told.startswith("evidence/vote/part-1.parquet, row 2, column actor, contribution, at:")
    assert "'p2', 'c1', '2024-03-02 13:00:00'" in told
    assert "row 3" in told


def test_what_the_check_groups_is_not_grouped_again_and_goes_with_its_last_reader(town: Path) -> None:
    put(town, "vote.parquet", FIRST)
    engine = Keeping()
    dossier = open_dossier(town, engine=engine)
    assert {"voter", "item_vote"} <= set(engine.kept)
    auditing.findings(dossier)
    assert len(engine.kept) == len(set(engine.kept) - {"selected_rows"}) + engine.kept.count("selected_rows")
    held = engine.execute("SELECT table_name FROM duckdb_tables() WHERE temporary ORDER BY table_name")
    assert not {"voter", "item_vote"} & set(held.column("table_name").to_pylist())


def test_what_is_grouped_part_by_part_is_what_is_grouped_at_once(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [(f"p{1 + number % 2}", f"c{1 + number // 2 % 2}") for number in range(11)]
    put(town, "vote.parquet", votes([*pairs, ("p3", "c1")]))
    asked = "SELECT row_in_file FROM repeated_vote ORDER BY row_in_file"
    counted = [
        "SELECT actor, counted FROM voter ORDER BY actor",
        "SELECT contribution, agrees FROM item_vote ORDER BY contribution",
    ]
    whole = open_dossier(town).sharing
    at_once = whole.answer(asked)
    assert at_once.num_rows == 11
    said: list[str] = []

    def run(connection: duckdb.DuckDBPyConnection, statement: str) -> duckdb.DuckDBPyConnection:
        said.append(statement)
        return parsed.run(connection, statement)

    monkeypatch.setattr(duckdb_engine, "run", run)
    # so little of the memory that a dozen votes are too many
    monkeypatch.setattr(duckdb_engine, "_OF_MEMORY", 1e-7)
    engine = DuckDB(memory="1GB")
    sharing = open_dossier(town, engine=engine).sharing
    assert sharing.answer(asked).equals(at_once)
    assert [sharing.answer(one) for one in counted] == [whole.answer(one) for one in counted]
    in_parts = [one for one in said if one.startswith("INSERT INTO")]
    assert {one.split('"')[1].split()[0] for one in in_parts} == {"repeated_pair", "voter", "item_vote"}
    # whoever asks afterwards sees all rows again, and what was held for the parts is gone
    assert engine.execute("SELECT in_part(1, 8) AND in_part(2, 8) AS seen").to_pylist() == [{"seen": True}]
    held = engine.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").column("table_name")
    assert "vote_pair" not in held.to_pylist()


def test_pairs_that_share_a_key_by_chance_are_not_taken_for_second_votes(town: Path) -> None:
    put(town, "vote.parquet", votes([("p1", "c1"), ("p2", "c1"), ("p1", "c2"), ("p1", "c1")]))
    engine = DuckDB()
    engine.execute("CREATE OR REPLACE MACRO pair_key(first, second) AS LENGTH(first) + LENGTH(second)")
    dossier = open_dossier(town, engine=engine)
    twice = dossier.sharing.answer("SELECT row_in_file FROM repeated_vote ORDER BY row_in_file")
    assert twice.column("row_in_file").to_pylist() == [2, 5]


def test_a_csv_register_may_refer_into_a_parquet_register_and_the_other_way_round(town: Path) -> None:
    (town / "evidence" / "event.csv").write_text("id,kind\ne1,meeting\n", encoding="utf-8")
    put(town, "participation.parquet", pa.table({"actor": ["p1", "p1"], "event": ["e1", "e2"]}))
    (town / "evidence" / "contribution.parquet").unlink()
    (town / "evidence" / "contribution.csv").write_text(
        "id,kind,created_at,author\nc1,proposal,2024-01-01,p1\nc2,proposal,2024-01-01,p7\n", encoding="utf-8"
    )
    told = letters(town)
    assert len(told) == 2
    assert any(one.startswith("evidence/participation.parquet, row 3, column event: 'e2'") for one in told)
    assert any(one.startswith("evidence/contribution.csv, row 3, column author: 'p7'") for one in told)


def test_a_small_register_of_texts_is_read_and_a_large_one_is_told_which_types_it_wants(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = FIRST.set_column(2, "value", pa.array(["1", "-1", "0"]))
    put(town, "vote.parquet", texts)
    counted = open_dossier(town).engine.execute('SELECT SUM("value") AS total FROM vote').to_pylist()
    assert counted == [{"total": 0.0}]
    monkeypatch.setattr(registers, "READ_AS_TEXTS", 2)
    (told,) = letters(town)
    assert told.startswith("evidence/vote.parquet, column value: the Parquet files hold string")
    assert "a number" in told


def test_a_register_may_lie_elsewhere(town: Path, tmp_path: Path) -> None:
    put(town, "vote/part-0.parquet", FIRST)
    inside = rows(open_dossier(town))
    shutil.move(town / "evidence" / "vote", tmp_path / "lake")
    content = tomlkit.parse((town / "dossier.toml").read_text(encoding="utf-8"))
    content["location"] = {"vote": "../lake"}
    (town / "dossier.toml").write_text(tomlkit.dumps(content), encoding="utf-8")
    assert rows(open_dossier(town)) == inside
    put(town, "vote.parquet", FIRST)
    assert any("more than one place" in one for one in letters(town))


def test_a_place_that_only_a_cluster_reaches_is_told_with_the_way_to_it(town: Path) -> None:
    content = tomlkit.parse((town / "dossier.toml").read_text(encoding="utf-8"))
    content["location"] = {"vote": "s3a://made-up-bucket/votes", "voote": "x"}
    (town / "dossier.toml").write_text(tomlkit.dumps(content), encoding="utf-8")
    told = letters(town)
    assert any("voote" in one for one in told)
    content["location"] = {"vote": "s3a://made-up-bucket/votes"}
    (town / "dossier.toml").write_text(tomlkit.dumps(content), encoding="utf-8")
    (told_again,) = letters(town)
    assert "--engine spark" in told_again


def test_figures_do_not_depend_on_the_kind_of_file(town: Path, build_dossier: Any) -> None:
    put(town, "vote/part-0.parquet", FIRST)
    put(town, "vote/part-1.parquet", SECOND)
    engine = DuckDB()
    in_csv: Path = build_dossier(name="csv", audit={"as_of": dt.date(2025, 1, 1)})
    for name, table in (
        ("actor", ACTORS),
        ("contribution", ITEMS),
        ("vote", pa.concat_tables([FIRST, SECOND])),
    ):
        engine.register("written", table)
        file = in_csv / "evidence" / f"{name}.csv"
        engine.connection.execute(f"COPY written TO '{file}' (HEADER, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S')")
    found, other = (obverse.audit(place).content["findings"] for place in (town, in_csv))
    for one, same in zip(found, other, strict=True):
        assert one["result"] == same["result"], one["key"]
        assert one["provenance"]["counted"] == same["provenance"]["counted"], one["key"]
    assert any("value" in one["result"] for one in found)


def test_the_embedded_engine_is_bounded_and_sweeps_what_it_wrote_to_disk() -> None:
    engine = DuckDB(memory="120MB")
    engine.connection.execute(
        "CREATE TEMP TABLE many AS SELECT range AS one, CAST(hash(range) AS VARCHAR) AS other FROM range(4000000)"
    )
    engine.execute(
        "SELECT MAX(place) AS last FROM (SELECT ROW_NUMBER() OVER (ORDER BY other) AS place FROM many)"
    )
    assert list(engine.spill.iterdir())
    engine.close()
    assert not engine.spill.exists()
