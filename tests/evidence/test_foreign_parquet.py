"""Parquet as data frames, databases and clusters write it: nanoseconds, columns of several widths or of none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from obverse.evidence.dossier import examine, open_dossier

# as the registers hold it: universal time, without a zone
NOON = dt.datetime(2024, 3, 1, 12, 0)  # noqa: DTZ001 - see the line above
ACTORS = pa.table({"id": ["1", "2", "3"], "kind": ["person"] * 3})
ITEMS = pa.table({"id": ["c1", "c2"], "kind": ["proposal"] * 2, "created_at": [NOON] * 2})


@pytest.fixture
def town(build_dossier: Any) -> Path:
    directory: Path = build_dossier(audit={"as_of": dt.date(2025, 1, 1)})
    for name, table in (("actor", ACTORS), ("contribution", ITEMS)):
        pq.write_table(table, directory / "evidence" / f"{name}.parquet")
    return directory


def votes(**columns: pa.Array) -> pa.Table:
    usual = {
        "actor": ["1", "2", "3"],
        "contribution": ["c1", "c1", "c2"],
        "value": pa.array([1.0, -1.0, 1.0]),
        "at": pa.array([NOON] * 3, pa.timestamp("us")),
    }
    return pa.table({**usual, **columns})


def put(directory: Path, name: str, table: pa.Table, **options: Any) -> None:
    file = directory / "evidence" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, file, **options)


def column(directory: Path, table: str, name: str) -> list[Any]:
    found = open_dossier(directory).engine.execute(f'SELECT "{name}" FROM {table} ORDER BY row_in_file')
    return list(found.column(name).to_pylist())


def letters(directory: Path) -> list[str]:
    return [problem.letter() for problem in examine(directory)[1]]


@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Paris"])
def test_nanoseconds_before_midnight_are_not_the_next_day(town: Path, zone: str | None) -> None:
    # One before 1970: there whole microseconds lie below, too, not towards zero.
    counted = [int(NOON.replace(tzinfo=dt.UTC).timestamp()) * 10**9 + 43_199_999_999_999, -1_001, 999]
    put(town, "vote.parquet", votes(at=pa.array(counted).cast(pa.timestamp("ns", zone))))
    assert column(town, "vote", "at") == [
        NOON.replace(hour=23, minute=59, second=59, microsecond=999_999),
        NOON.replace(1969, 12, 31, 23, 59, 59, 999_998),
        NOON.replace(1970, 1, 1, 0),
    ]


def test_moments_of_old_writers_are_read(town: Path) -> None:
    put(town, "vote.parquet", votes(), use_deprecated_int96_timestamps=True)
    assert column(town, "vote", "at") == [NOON] * 3


@pytest.mark.parametrize(
    ("name", "first", "second", "wanted"),
    [
        ("value", pa.array([1, 2, 3], pa.int8()), pa.array([1, 2, 3], pa.int64()), [1.0, 2.0, 3.0] * 2),
        ("value", pa.array([1, 2, 3], pa.int64()), pa.array([0.5] * 3, pa.float32()), [1.0, 2.0, 3.0, *[0.5] * 3]),
        ("at", pa.array([NOON] * 3, pa.timestamp("ms")), pa.array([NOON] * 3, pa.timestamp("ns", "UTC")), [NOON] * 6),
        ("channel", pa.nulls(3), pa.array(["paper"] * 3), [*[None] * 3, *["paper"] * 3]),
        ("channel", pa.array(["paper"] * 3), pa.nulls(3), [*["paper"] * 3, *[None] * 3]),
        ("actor", pa.array([1, 2, 3]), pa.array(["1", "2", "3"]), ["1", "2", "3"] * 2),
    ],
)  # fmt: skip
def test_files_that_write_a_column_differently_are_one_register(
    town: Path, name: str, first: pa.Array, second: pa.Array, wanted: list[Any]
) -> None:
    put(town, "vote/a.parquet", votes(**{name: first}))
    put(town, "vote/b.parquet", votes(**{name: second}, contribution=pa.array(["c2", "c2", "c1"])))
    assert letters(town) == []
    assert column(town, "vote", name) == wanted


def test_a_column_without_a_type_is_empty_and_not_wrong(town: Path) -> None:
    put(town, "vote.parquet", votes(channel=pa.nulls(3), at=pa.nulls(3)))
    assert column(town, "vote", "at") == [None] * 3
    put(town, "vote.parquet", votes(contribution=pa.nulls(3)))
    assert all("column contribution: the cell is empty" in one for one in letters(town))


def test_days_that_a_data_frame_holds_as_midnights_are_days_and_other_moments_are_not(town: Path) -> None:
    midnight = NOON.replace(hour=0)
    days = pa.array([midnight, midnight, midnight], pa.timestamp("ns"))
    put(town, "participation.parquet", pa.table({"actor": ["1", "2", "3"], "date": days}))
    assert column(town, "participation", "date") == [NOON.date()] * 3
    days = pa.array([midnight, NOON, midnight], pa.timestamp("ns"))
    put(town, "participation.parquet", pa.table({"actor": ["1", "2", "3"], "date": days}))
    (told,) = letters(town)
    assert told.startswith("evidence/participation.parquet, row 3, column date: '2024-03-01 12:00:00' is not")


def test_whole_numbers_beside_empty_cells_are_whole_and_others_are_told(town: Path) -> None:
    turns = pa.array([3.0, None, -2.0])
    put(town, "participation.parquet", pa.table({"actor": [1.0, 2.0, 3.0], "turns": turns}))
    assert column(town, "participation", "turns") == [3, None, -2]
    put(
        town,
        "participation.parquet",
        pa.table({"actor": [1.0, 2.0, 3.0], "turns": pa.array([3.0, 0.5, 1.0])}),
    )
    (told,) = letters(town)
    assert "row 3, column turns: '0.5' is not a whole number" in told


def test_a_duration_is_no_number_of_hours(town: Path) -> None:
    hours = pa.array([dt.timedelta(hours=2)] * 3, pa.duration("ns"))
    put(town, "participation.parquet", pa.table({"actor": ["1", "2", "3"], "hours": hours}))
    (told,) = letters(town)
    assert told.startswith(
        "evidence/participation.parquet, column hours: the Parquet files hold duration[ns]"
    )


def test_a_fault_in_files_that_are_read_as_texts_is_told_with_its_file(town: Path) -> None:
    flags = {"id": ["1", "2", "3"], "kind": ["person"] * 3, "staff_or_test": ["no", "no", "no"]}
    (town / "evidence" / "actor.parquet").unlink()
    put(town, "actor/a.parquet", pa.table(flags))
    put(
        town,
        "actor/b.parquet",
        pa.table({**flags, "id": ["4", "5", "6"], "staff_or_test": ["no", "0", "no"]}),
    )
    (told,) = letters(town)
    assert told.startswith("evidence/actor/b.parquet, row 3, column staff_or_test: '0'")


def test_files_that_mean_different_things_by_a_column_are_told_with_what_each_holds(town: Path) -> None:
    put(town, "vote/a.parquet", votes(value=pa.array([True] * 3)))
    put(town, "vote/b.parquet", votes(contribution=pa.array(["c2", "c2", "c1"])))
    assert "evidence/vote/a.parquet, row 2, column value: 'true' is not a number" in letters(town)[0]
    lake = town.parent / "lake"
    (town / "evidence" / "vote").rename(lake)
    facts = (town / "dossier.toml").read_text(encoding="utf-8")
    (town / "dossier.toml").write_text(f'{facts}\n[location]\nvote = "{lake}"\n', encoding="utf-8")
    (told,) = letters(town)
    assert "column value: the Parquet files hold bool / double where the register wants a number" in told


def test_what_is_no_parquet_file_is_told_as_such(town: Path) -> None:
    (town / "evidence" / "vote.parquet").write_bytes(b"PAR1 and then nothing of the kind")
    (told,) = letters(town)
    assert told.startswith("evidence/vote.parquet: the file cannot be read")


def test_what_the_name_of_a_folder_says_is_checked_like_a_cell(town: Path) -> None:
    rest = votes().drop_columns(["contribution"])
    put(town, "vote/contribution=c1/channel=paper/0.parquet", rest)
    put(town, "vote/contribution=c2/channel=__HIVE_DEFAULT_PARTITION__/0.parquet", rest)
    assert column(town, "vote", "channel") == [*["paper"] * 3, *[None] * 3]
    put(town, "vote/contribution=n%C3%A9e/channel=pa%20per/0.parquet", rest)
    told = letters(town)
    assert any("row 2, column contribution: 'née' is not the id" in one for one in told)
    assert any("row 2, column channel: 'pa per' is not one of the codes" in one for one in told)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (
            "0.parquet",
            "do not name the same columns in the same order: 0.parquet and channel=paper/0.parquet",
        ),
        ("day=1/0.parquet", "do not name the same columns"),
        ("channel=/0.parquet", "column channel: a folder is named after this column"),
        ("channel=a=b/0.parquet", "column channel: a folder is named after this column"),
    ],
)
def test_folders_that_are_named_differently_are_told_and_nothing_is_lost(
    town: Path, other: str, told: str
) -> None:
    put(town, "vote/channel=paper/0.parquet", votes())
    put(town, f"vote/{other}", votes(contribution=pa.array(["c2", "c2", "c1"])))
    assert told in letters(town)[0]


@pytest.mark.parametrize("name", ["channel", "Channel"])
def test_a_column_that_stands_in_the_file_and_on_its_folder_is_told(town: Path, name: str) -> None:
    put(town, f"vote/{name}=paper/0.parquet", votes(channel=pa.array(["online"] * 3)))
    (told,) = letters(town)
    assert f"column {name}: the column stands in the file, and a folder is named after it" in told


def test_a_folder_with_the_name_of_a_file_is_a_register(town: Path) -> None:
    put(town, "vote.parquet/part-0.snappy.parquet", votes())
    assert column(town, "vote", "actor") == ["1", "2", "3"]
