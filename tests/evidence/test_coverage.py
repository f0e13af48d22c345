"""Nothing is not zero: a register that was kept and stayed empty, and one that nobody kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from obverse.evidence.dossier import open_dossier
from obverse.evidence.evidence import Evidence

KEPT = {
    "complaint": {"kept_from": dt.date(2023, 1, 1), "kept_until": dt.date(2024, 12, 31), "complete": "yes"}
}


def test_a_register_nobody_kept_is_silence_not_zero(build_dossier: Any) -> None:
    coverage = open_dossier(build_dossier()).coverage["complaint"]
    assert coverage.is_silence
    assert not coverage.is_true_zero


def test_a_register_that_was_kept_and_stayed_empty_is_a_true_zero(build_dossier: Any) -> None:
    coverage = open_dossier(build_dossier(coverage=KEPT)).coverage["complaint"]
    assert coverage.is_true_zero
    assert coverage.complete == "yes"


def test_an_empty_file_of_a_register_without_declaration_is_still_silence(build_dossier: Any) -> None:
    coverage = open_dossier(build_dossier({"complaint": "id,kind,at\n"})).coverage["complaint"]
    assert coverage.is_silence


def test_an_empty_cell_is_unknown_and_a_zero_is_zero(build_dossier: Any) -> None:
    directory = build_dossier({"contribution": "id,kind,support,seed\nc1,proposal,0,no\nc2,proposal,,\n"})
    evidence = Evidence(open_dossier(directory))
    rows = evidence.reduce(
        "SELECT COUNT(support) AS known, SUM(support) AS total, COUNT(seed) AS flags FROM contribution"
    )
    assert (rows["known"][0], rows["total"][0], rows["flags"][0]) == (1, 0, 1)


def test_one_row_can_stand_for_many_where_only_counts_are_known(build_dossier: Any) -> None:
    directory = build_dossier({"contribution": "id,kind,n\nc1,request,40\nc2,request,\n"})
    evidence = Evidence(open_dossier(directory))
    assert evidence.reduce("SELECT SUM(n) AS requests FROM contribution")["requests"][0] == 41


def test_parquet_and_csv_give_the_same_rows(build_dossier: Any) -> None:
    text = "id,kind,created_at,reasoned,support\nc1,proposal,2024-03-01T10:00:00Z,yes,3\nc2,comment,,,\n"
    as_csv = build_dossier({"contribution": text}, name="csv")
    as_parquet = build_dossier(name="parquet")
    pq.write_table(
        pa.table(
            {
                "id": ["c1", "c2"],
                "kind": ["proposal", "comment"],
                "created_at": pa.array([dt.datetime(2024, 3, 1, 10), None], pa.timestamp("us")),  # noqa: DTZ001
                "reasoned": [True, None],
                "support": pa.array([3, None], pa.int32()),
            }
        ),
        as_parquet / "evidence" / "contribution.parquet",
    )
    statement = "SELECT * FROM contribution ORDER BY id"
    first, second = (open_dossier(place).engine.execute(statement) for place in (as_csv, as_parquet))
    assert first.to_pylist() == second.to_pylist()


def test_a_folder_of_parquet_files_is_one_table(build_dossier: Any) -> None:
    directory: Path = build_dossier()
    folder = directory / "evidence" / "actor"
    folder.mkdir()
    for part in ("a", "b"):
        pq.write_table(pa.table({"id": [part], "kind": ["person"]}), folder / f"{part}.parquet")
    assert open_dossier(directory).coverage["actor"].rows == 2


def test_a_missing_number_in_a_reduction_is_an_error_and_never_a_nan(build_dossier: Any) -> None:
    directory = build_dossier({"contribution": "id,kind,support\nc1,proposal,\n"})
    evidence = Evidence(open_dossier(directory))
    with pytest.raises(ValueError, match="missing numbers"):
        evidence.reduce("SELECT support FROM contribution ORDER BY id")
